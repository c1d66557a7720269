// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/events_page.h"

#include "engine/calls/log_calls.h"
#include "gui/charts/cell_painters.h"
#include "gui/look/elided_label.h"
#include "gui/look/icons.h"
#include "gui/look/save_file.h"
#include "gui/look/shown.h"
#include "gui/models/row_terms.h"
#include "gui/pages/filter_bar.h"
#include "gui/pages/table_dress.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace fairlead {

namespace {
const FilterGrammar &eventsGrammar()
{
    static const FilterGrammar fields(
        {TermField::Text, TermField::Kind, TermField::Who, TermField::Queue, TermField::Tenant, TermField::Id});
    return fields;
}
} // namespace

EventsPage::EventsPage(const PageContext &context)
    : Page(context)
    , m_model(new EventsModel(context.feed.clock(), this))
    , m_log(new EventLog(context.feed.client(), this))
    , m_table(new QTableView)
    , m_filterBar(new FilterBar(eventsGrammar(), context.settings, QStringLiteral("events"), this))
{
    m_filterBar->field()->setPlaceholderText(tr("A time such as 03:10, who:ann, kind:paused, queue:mail, or a text"));
    m_filterBar->offerValues([this] {
        FilterValues values = namesIn(feed().snapshot());
        values.kinds = eventKindWords();
        return values;
    });
    connect(m_filterBar, &FilterBar::changed, this, &EventsPage::filter);
    m_table->setObjectName(QStringLiteral("eventsTable"));
    m_table->setModel(m_model);
    dressTable(*m_table, tr("Events and acts of operators"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegateForColumn(EventsModel::What, new StateDelegate(m_table));
    setColumnWidths(*m_table, {9, 11, 14, 24, 8, 7}, EventsModel::Detail);
    m_hint = new TableHint(m_table);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->addWidget(m_filterBar);
    layout->addWidget(makeFilters());
    layout->addWidget(m_table, 1);
    layout->addWidget(makeChainLine());
    connect(m_log, &EventLog::came, this, &EventsPage::take);
    connect(m_log, &EventLog::gapRead, this, &EventsPage::takeGap);
    connect(m_table, &QTableView::clicked, this, &EventsPage::load);
    connect(m_table, &QTableView::activated, this, &EventsPage::load);
    connect(m_log, &EventLog::begunAnew, this, [this] {
        m_held.clear();
        m_model->clear();
    });
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (value > 0)
            setFollowing(false);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex &now) { look(now.isValid() ? m_model->jobAt(now.row()) : std::nullopt); });
    connect(&feed(), &MonitorFeed::bearerChanged, this, [this] {
        m_isBegun = false;
        m_isChainAsked = false;
    });
    filter();
}

QWidget *EventsPage::makeFilters()
{
    m_acts = new QCheckBox(tr("Acts of operators"));
    m_engine = new QCheckBox(tr("Engine"));
    m_engine->setToolTip(tr("Starts, stops, pauses, limits, and jobs that died"));
    m_jobs = new QCheckBox(tr("Every job"));
    m_jobs->setToolTip(tr("Each step of each job"));
    m_jobs->setObjectName(QStringLiteral("everyJob"));
    m_acts->setChecked(true);
    m_engine->setChecked(true);
    m_follow = new QCheckBox(tr("Follow"));
    m_follow->setObjectName(QStringLiteral("followEvents"));
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Shows the newest as they come; ends when you scroll away from the top"));
    m_new = new QPushButton;
    m_new->setObjectName(QStringLiteral("newEvents"));
    m_new->hide();
    auto *box = new QWidget;
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    for (QCheckBox *one : {m_acts, m_engine, m_jobs}) {
        layout->addWidget(one);
        connect(one, &QCheckBox::toggled, this, &EventsPage::filter);
    }
    layout->addStretch();
    layout->addWidget(m_new);
    layout->addWidget(m_follow);
    connect(m_follow, &QCheckBox::toggled, this, &EventsPage::setFollowing);
    connect(m_new, &QPushButton::clicked, this, [this] { setFollowing(true); });
    return box;
}

QWidget *EventsPage::makeChainLine()
{
    m_chain = new ElidedLabel;
    m_chain->setObjectName(QStringLiteral("auditChain"));
    m_check = new QPushButton(tr("Check the audit log"));
    m_check->setToolTip(tr("Follows the chain of hashes through the whole log"));
    m_older = new QPushButton(tr("Show older"));
    m_older->setObjectName(QStringLiteral("olderEvents"));
    m_export = new QPushButton(icon(QStringLiteral("save")), tr("Export…"));
    m_export->setToolTip(tr("Saves the rows shown (CSV)"));
    auto *box = new QWidget;
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_chain, 1);
    for (QPushButton *button : {m_check, m_older, m_export})
        layout->addWidget(button);
    connect(m_check, &QPushButton::clicked, this, &EventsPage::checkChain);
    connect(m_older, &QPushButton::clicked, this, [this] {
        setFollowing(false);
        m_isOlder = !m_log->isAsking();
        m_log->askOlder();
    });
    connect(m_export, &QPushButton::clicked, this, [this] {
        askForFile(this, tr("Export events"), QStringLiteral("fairlead-events.csv"),
            [this](const QString &file) { exportRows(file); });
    });
    return box;
}

void EventsPage::begin()
{
    m_isBegun = true;
    m_held.clear();
    m_model->clear();
    m_log->begin(scope());
}

void EventsPage::showData()
{
    if (!isLive()) {
        showFacts();
        return;
    }
    if (!m_isBegun || m_log->scope() != scope())
        begin();
    if (!m_isChainAsked)
        checkChain();
    if (m_held.size() < heldMax)
        m_log->ask();
    showFacts();
}

void EventsPage::reload()
{
    setFollowing(true);
    if (isLive())
        m_log->ask();
}

void EventsPage::take(const std::vector<LogRow> &rows)
{
    if (m_follow->isChecked() || std::exchange(m_isOlder, false))
        m_model->add(rows);
    else
        m_held.insert(m_held.end(), rows.begin(), rows.end());
    // No restart stays hidden in a gap.
    if (const std::optional<LogRow> gap = m_model->unsearchedGap())
        m_log->readGap(*gap, GapPart::EngineEvents);
    readBack();
    showFacts();
}

void EventsPage::showMinute(TimePoint time)
{
    m_readTo = std::chrono::floor<std::chrono::minutes>(time);
    m_olderPages = olderPagesMax;
    // Without the seconds, as in the column of times.
    const QString shownMinute = shownTime(time, feed().clock().now()).chopped(2);
    m_filterBar->setTerms({{TermField::Text, TermSign::Is, shownMinute}});
    readBack();
}

void EventsPage::readBack()
{
    if (!m_readTo || !m_isBegun || m_log->isAsking())
        return;
    if (m_model->reachesBefore(*m_readTo) || m_olderPages-- <= 0 || !m_log->mayHaveOlder()) {
        m_readTo.reset();
        return;
    }
    m_isOlder = !m_follow->isChecked();
    m_log->askOlder();
}

void EventsPage::takeGap(const LogGap &gap, const std::vector<LogRow> &rows, GapPart part)
{
    m_model->replaceGap(gap, rows);
    const auto isRest = [&gap](const LogRow &row) {
        const auto *rest = std::get_if<LogGap>(&row.what);
        return rest && !rest->isGone && rest->last == gap.last;
    };
    const auto rest = std::find_if(rows.begin(), rows.end(), isRest);
    if (part == GapPart::All && rest != rows.end() && --m_gapPages > 0)
        m_log->readGap(*rest, GapPart::All);
    readBack();
    showFacts();
}

void EventsPage::load(const QModelIndex &row)
{
    if (!row.isValid() || !isLive())
        return;
    const LogRow chosen = m_model->row(row.row());
    const auto *gap = std::get_if<LogGap>(&chosen.what);
    if (!gap || gap->isGone || m_log->isAsking())
        return;
    m_gapPages = gapPagesMax;
    // The loaded rows are shown, also when they are the daily life of jobs.
    m_jobs->setChecked(true);
    setFollowing(false);
    m_log->readGap(chosen, GapPart::All);
}

void EventsPage::setFollowing(bool isFollowing)
{
    m_follow->setChecked(isFollowing);
    if (isFollowing) {
        m_model->add(std::exchange(m_held, {}));
        m_table->scrollToTop();
    }
    showFacts();
}

void EventsPage::filter()
{
    m_model->setFilter({.hasActs = m_acts->isChecked(),
        .hasEngine = m_engine->isChecked(),
        .hasJobs = m_jobs->isChecked(),
        .terms = m_filterBar->fault().isEmpty() ? std::optional(m_filterBar->terms()) : std::nullopt});
    showFacts();
}

void EventsPage::showFacts()
{
    m_new->setVisible(!m_held.empty());
    const auto held = static_cast<std::int64_t>(m_held.size());
    m_new->setText(m_held.size() < heldMax ? tr("%1 new: show (F5)").arg(shown(held))
                                           : tr("more than %1 new: show (F5)").arg(shown(std::int64_t {heldMax})));
    m_older->setEnabled(isLive() && m_log->mayHaveOlder());
    m_export->setEnabled(m_model->rowCount() > 0);
    m_check->setEnabled(isLive());
    m_hint->setHint(!m_isBegun                ? tr("Waiting for the engine")
            : !m_log->trouble().isEmpty()     ? m_log->trouble()
            : m_log->isAsking()               ? QString()
            : !m_filterBar->fault().isEmpty() ? tr("The filter is not understood, so nothing is listed")
            : m_filterBar->terms().empty()    ? tr("Nothing of this kind happened among the newest events")
                                           : tr("No row matches: %1").arg(FilterGrammar::textOf(m_filterBar->terms())));
    if (!m_log->auditTrouble().isEmpty())
        m_chain->setText(tr("Acts of operators are not shown: %1").arg(m_log->auditTrouble()));
}

void EventsPage::checkChain()
{
    m_isChainAsked = true;
    m_chain->setText(tr("Checking the audit log…"));
    feed().client().ask(VerifyAudit {}, this, [this](const Result<AuditReport> &report) {
        if (!report)
            m_chain->setText(tr("The audit log was not checked: %1").arg(shown(report.error().text)));
        else if (!report->problem.empty())
            m_chain->setText(tr("✕ The audit log is not sound: %1").arg(shown(report->problem)));
        else if (report->entriesChecked == 0)
            m_chain->setText(
                tr("The audit log was empty at %1").arg(shownTime(feed().clock().now(), feed().clock().now())));
        else
            m_chain->setText(
                tr("✓ Audit log sound at %1: %Ln entries, the chain ends in %2", nullptr,
                    plural(report->entriesChecked))
                    .arg(shownTime(feed().clock().now(), feed().clock().now()), shown(report->head.substr(0, 12))));
    });
}

void EventsPage::exportRows(const QString &file)
{
    const QString trouble = saveFile(file, m_model->asCsv());
    if (trouble.isEmpty())
        Q_EMIT acts().succeeded(tr("Saved %1").arg(file), {});
    else
        Q_EMIT acts().failed(trouble);
}

QWidget *EventsPage::filterField()
{
    return m_filterBar->field();
}

} // namespace fairlead
