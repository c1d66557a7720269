// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/acts/engine_acts.h"
#include "gui/what_if/what_if.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QModelIndex;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace fairlead {

class DraftModel;
class TableHint;
class TriedModel;

/// Tries another configuration on the load of the last hours: the draft above, each tenant's wait and share now and
/// then below. Closing it keeps the load and the draft. Threads: GUI.
class WhatIfDialog final : public QDialog
{
    Q_OBJECT
public:
    WhatIfDialog(MonitorFeed &feed, EngineActs &acts, QWidget *parent);
    /// Shows the dialog. The load is read when there is none yet.
    void start();
    const WhatIf &whatIf() const { return *m_whatIf; }

private:
    QWidget *makeTop();
    QWidget *makeDraft();
    QWidget *makeTried();
    QWidget *makeButtons();
    void showData();
    void showDraft();
    void showPhase();
    void followRights();
    void edit(const QModelIndex &row);
    void narrow(const QString &words);
    void readOrStop();
    void apply();
    void tell(const QString &text);
    QString phaseWords() const;
    QString loadWords() const;
    QString notes() const;

    MonitorFeed &m_feed;
    EngineActs &m_acts;
    WhatIf *const m_whatIf;
    QComboBox *m_span = nullptr;
    QLabel *m_phase = nullptr;
    QPushButton *m_read = nullptr;
    QLineEdit *m_find = nullptr;
    DraftModel *m_draft = nullptr;
    QSortFilterProxyModel *m_found = nullptr;
    QTableView *m_draftTable = nullptr;
    QLabel *m_changes = nullptr; ///< the draft in words
    TriedModel *m_tried = nullptr;
    TableHint *m_hint = nullptr;
    QLabel *m_total = nullptr;
    QLabel *m_notes = nullptr;
    QLabel *m_message = nullptr; ///< a value that was refused, an act that failed
    QPushButton *m_apply = nullptr;
    QPushButton *m_discard = nullptr;
};

} // namespace fairlead
