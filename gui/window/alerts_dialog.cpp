// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/alerts_dialog.h"

#include "engine/calls/alert_calls.h"
#include "gui/acts/alert_dialog.h"
#include "gui/look/alert_words.h"
#include "gui/look/icons.h"
#include "gui/look/shown.h"
#include "gui/pages/table_dress.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace fairlead {

namespace {
ShownState lookOfAlert(const AlertRow &row)
{
    if (!row.alert.rule.isEnabled)
        return ShownState::Idle;
    return row.alert.raised ? ShownState::Dead : ShownState::Succeeded;
}

QString watchedWords(const AlertRow &row)
{
    const AlertRule &rule = row.alert.rule;
    return QStringLiteral("%1 · %2").arg(
        alertKindWords(rule.kind), shownScope({.queue = rule.queue, .tenant = rule.tenant}));
}
} // namespace

AlertsModel::AlertsModel(const Clock &clock, QObject *parent)
    : KeyedTableModel(
        {ColumnOf(tr("Alert"), [](const AlertRow &row) { return shown(row.key()); }),
            ColumnOf(tr("State"),
                [](const AlertRow &row) {
                    const ShownState look = lookOfAlert(row);
                    const QString word = look == ShownState::Idle ? tr("out of force")
                        : look == ShownState::Dead                ? tr("raised")
                                                                  : tr("all is well");
                    return lookOf(look, {}).glyph + QLatin1Char(' ') + word;
                })
                .state([](const AlertRow &row) { return std::optional(lookOfAlert(row)); }),
            ColumnOf(tr("Measure"), watchedWords),
            ColumnOf(tr("Now"),
                [](const AlertRow &row) {
                    return row.alert.rule.isEnabled ? alertValueWords(row.alert.rule.kind, row.alert.value) : dash();
                })
                .number(),
            ColumnOf(tr("Threshold"),
                [](const AlertRow &row) { return alertValueWords(row.alert.rule.kind, row.alert.rule.above); })
                .number()
                .cellTip([](const AlertRow &row) {
                    return row.alert.rule.hold > Microseconds {0} ? tr("for %1").arg(shownDuration(row.alert.rule.hold))
                                                                  : QString();
                }),
            ColumnOf(tr("Raised"),
                [&clock](const AlertRow &row) {
                    return row.alert.raised ? shownAge(*row.alert.raised, clock.now()) : dash();
                })
                .cellTip([](const AlertRow &row) {
                    return row.alert.raised ? shownTimeInFull(*row.alert.raised) : QString();
                })},
        parent)
{
}

void AlertsModel::show(const std::vector<AlertView> &alerts)
{
    std::vector<AlertRow> rows;
    rows.reserve(alerts.size());
    for (const AlertView &alert : alerts)
        rows.push_back({alert});
    replaceRows(std::move(rows));
}

AlertsDialog::AlertsDialog(MonitorFeed &feed, EngineActs &acts, QWidget *parent)
    : QDialog(parent)
    , m_feed(feed)
    , m_acts(acts)
    , m_model(new AlertsModel(feed.clock(), this))
    , m_table(new QTableView)
{
    setObjectName(QStringLiteral("alertsDialog"));
    setWindowTitle(tr("Alerts"));
    m_table->setObjectName(QStringLiteral("alertsTable"));
    m_table->setModel(m_model);
    dressTable(*m_table, tr("Alerts"));
    setColumnWidths(*m_table, {18, 16, 36, 12, 12, 14}, AlertsModel::Watched);
    m_hint = new TableHint(m_table);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    m_add = buttons->addButton(tr("&Add…"), QDialogButtonBox::ActionRole);
    m_change = buttons->addButton(tr("Chang&e…"), QDialogButtonBox::ActionRole);
    m_remove = buttons->addButton(tr("&Remove"), QDialogButtonBox::ActionRole);
    m_add->setObjectName(QStringLiteral("addAlert"));
    m_change->setObjectName(QStringLiteral("changeAlert"));
    m_remove->setObjectName(QStringLiteral("removeAlert"));
    m_change->setIcon(icon(QStringLiteral("edit")));
    m_remove->setIcon(icon(QStringLiteral("delete")));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_table, 1);
    layout->addWidget(buttons);
    m_add->setDefault(true); // of this dialog: not before it is in it
    resize(900, 380);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_add, &QPushButton::clicked, this, &AlertsDialog::addOne);
    connect(m_change, &QPushButton::clicked, this, &AlertsDialog::changeChosen);
    connect(m_remove, &QPushButton::clicked, this, &AlertsDialog::removeChosen);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &AlertsDialog::followChoice);
    connect(&feed, &MonitorFeed::updated, this, &AlertsDialog::showData);
    connect(&feed, &MonitorFeed::linkChanged, this, &AlertsDialog::followChoice);
    showData();
    m_table->setFocus();
}

void AlertsDialog::showData()
{
    m_model->show(m_feed.snapshot().alerts);
    m_hint->setHint(tr("No alert is set up"));
    if (!chosen())
        chooseFirstRow(*m_table);
    followChoice();
}

std::optional<AlertRule> AlertsDialog::chosen() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.size() == 1 ? std::optional(m_model->row(rows.front().row()).alert.rule) : std::nullopt;
}

void AlertsDialog::followChoice()
{
    const auto allow = [](QPushButton *button, const QString &whyNot) {
        button->setEnabled(whyNot.isEmpty());
        button->setToolTip(whyNot);
    };
    const QString none = chosen() ? QString() : tr("Choose an alert first");
    const QString mayChange = m_feed.whyNot<ChangeAlert>();
    const QString mayRemove = m_feed.whyNot<RemoveAlert>();
    allow(m_add, m_feed.whyNot<AddAlert>());
    allow(m_change, mayChange.isEmpty() ? none : mayChange);
    allow(m_remove, mayRemove.isEmpty() ? none : mayRemove);
}

void AlertsDialog::addOne()
{
    auto *dialog = new AlertDialog(m_feed.snapshot(), m_feed.ownTenant(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { m_acts.addAlert(dialog->rule()); });
    dialog->open();
}

void AlertsDialog::changeChosen()
{
    const std::optional<AlertRule> before = chosen();
    if (!before)
        return;
    auto *dialog = new AlertDialog(*before, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, before] { m_acts.changeAlert(*before, dialog->rule()); });
    dialog->open();
}

void AlertsDialog::removeChosen()
{
    if (const std::optional<AlertRule> rule = chosen())
        m_acts.removeAlert(*rule);
}

} // namespace fairlead
