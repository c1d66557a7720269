// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/pauses_dialog.h"

#include "engine/client/pause_calls.h"
#include "gui/look/icons.h"
#include "gui/look/shown.h"
#include "gui/pages/table_dress.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace fairlead {

namespace {
Scope scopeOf(const Pause &pause)
{
    return {.queue = pause.queue, .tenant = pause.tenant};
}
} // namespace

std::pair<std::string, std::string> PauseRow::key() const
{
    return {pause.queue ? pause.queue->text() : std::string(), pause.tenant ? pause.tenant->text() : std::string()};
}

PausesModel::PausesModel(const Clock &clock, QObject *parent)
    : KeyedTableModel({ColumnOf(tr("Paused"), [](const PauseRow &row) { return shownScope(scopeOf(row.pause)); }),
                          ColumnOf(tr("By"), [](const PauseRow &row) { return shown(row.pause.who); }),
                          ColumnOf(tr("Since"),
                              [&clock](const PauseRow &row) {
                                  const TimePoint now = clock.now();
                                  return QStringLiteral("%1 (%2)").arg(
                                      shownTime(row.pause.since, now), shownAge(row.pause.since, now));
                              })
                              .cellTip([](const PauseRow &row) { return shownTimeInFull(row.pause.since); }),
                          ColumnOf(tr("Reason"), [](const PauseRow &row) { return shown(row.pause.why); })},
        parent)
{
}

void PausesModel::show(const std::vector<Pause> &pauses)
{
    std::vector<PauseRow> rows;
    rows.reserve(pauses.size());
    for (const Pause &pause : pauses)
        rows.push_back({pause});
    replaceRows(std::move(rows));
}

PausesDialog::PausesDialog(MonitorFeed &feed, EngineActs &acts, QWidget *parent)
    : QDialog(parent)
    , m_feed(feed)
    , m_acts(acts)
    , m_model(new PausesModel(feed.clock(), this))
    , m_table(new QTableView)
{
    setObjectName(QStringLiteral("pausesDialog"));
    setWindowTitle(tr("Pauses"));
    m_table->setObjectName(QStringLiteral("pausesTable"));
    m_table->setModel(m_model);
    dressTable(*m_table, tr("Pauses"));
    setColumnWidths(*m_table, {28, 18, 26, 24}, PausesModel::Reason);
    m_hint = new TableHint(m_table);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    m_resume = buttons->addButton(tr("&Resume"), QDialogButtonBox::ActionRole);
    m_resume->setObjectName(QStringLiteral("resumePause"));
    m_resume->setIcon(icon(QStringLiteral("resume")));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_table, 1);
    layout->addWidget(buttons);
    m_resume->setDefault(true); // of this dialog: not before it is in it
    resize(820, 360);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_resume, &QPushButton::clicked, this, &PausesDialog::resumeChosen);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &PausesDialog::followChoice);
    connect(&feed, &MonitorFeed::updated, this, &PausesDialog::showData);
    connect(&feed, &MonitorFeed::linkChanged, this, &PausesDialog::followChoice);
    showData();
    chooseFirstRow(*m_table);
    m_table->setFocus();
}

void PausesDialog::showData()
{
    m_model->show(m_feed.snapshot().pauses());
    m_hint->setHint(tr("Nothing is paused"));
    followChoice();
}

void PausesDialog::followChoice()
{
    const QModelIndexList chosen = m_table->selectionModel()->selectedRows();
    QString whyNot = chosen.isEmpty() ? tr("Choose a pause first") : QString();
    for (const QModelIndex &row : chosen) {
        if (whyNot.isEmpty())
            whyNot = m_feed.whyNot(resumeCall(scopeOf(m_model->row(row.row()).pause)));
    }
    m_resume->setEnabled(whyNot.isEmpty());
    m_resume->setToolTip(whyNot);
}

void PausesDialog::resumeChosen()
{
    for (const QModelIndex &row : m_table->selectionModel()->selectedRows())
        m_acts.resume(scopeOf(m_model->row(row.row()).pause));
}

} // namespace fairlead
