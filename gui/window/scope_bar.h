// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/acts/scope_filter.h"
#include "gui/feed/snapshot.h"
#include "gui/look/state_colors.h"

#include <QWidget>

class QComboBox;
class QLabel;

namespace fairlead {

/// Chooses the queue and the tenant that every page shows. Threads: GUI.
class ScopeBar final : public QWidget
{
    Q_OBJECT
public:
    explicit ScopeBar(ScopeFilter &scope, QWidget *parent = nullptr);
    /// Offers the queues and tenants of a snapshot.
    void show(const Snapshot &snapshot);

private:
    void follow();
    void choose();
    ScopeFilter &m_scope;
    QComboBox *m_queue = nullptr;
    QComboBox *m_tenant = nullptr;
};

/// The state of the engine as glyph, word and colour in a frame. Threads: GUI.
class StateChip final : public QWidget
{
    Q_OBJECT
public:
    explicit StateChip(QWidget *parent = nullptr);
    void show(ShownState state, const QString &words);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ShownState m_state = ShownState::Unknown;
    QString m_words;
};

} // namespace fairlead
