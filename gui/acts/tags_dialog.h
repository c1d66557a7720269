// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/tag_change.h"

#include <QDialog>

class QLineEdit;

namespace fairlead {

/// Asks for the tags to add to jobs, and those to remove. Threads: GUI.
class TagsDialog final : public QDialog
{
    Q_OBJECT
public:
    /// `present`: the tags of the jobs; `count`: their number.
    TagsDialog(int count, const QStringList &present, QWidget *parent);
    TagChange change() const;

private:
    QLineEdit *m_add = nullptr;
    QLineEdit *m_remove = nullptr;
};

} // namespace fairlead
