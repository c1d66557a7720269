// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/dead_page.h"

#include "engine/calls/dead_letter_calls.h"
#include "engine/calls/job_calls.h"
#include "engine/calls/operation_calls.h"
#include "gui/charts/cell_painters.h"
#include "gui/look/elided_label.h"
#include "gui/look/icons.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/pages/figure_links.h"
#include "gui/pages/filter_bar.h"
#include "gui/pages/job_table.h"
#include "gui/pages/replay_line.h"
#include "gui/pages/selection_bar.h"
#include "gui/pages/table_dress.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace fairlead {

/// Sorts the groups, and leaves those whose error has all of the parts.
class GroupFilter final : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    /// Without a value no group is left.
    void setParts(const std::optional<QStringList> &parts)
    {
        if (m_parts == parts)
            return;
        m_parts = parts;
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        const auto text = [&](int column) { return sourceModel()->index(row, column, parent).data().toString(); };
        const QString error = text(DeadGroupsModel::Class) + QLatin1Char(' ') + text(DeadGroupsModel::Problem);
        return m_parts && std::all_of(m_parts->begin(), m_parts->end(), [&](const QString &part) {
            return error.contains(part, Qt::CaseInsensitive);
        });
    }

private:
    std::optional<QStringList> m_parts {QStringList {}};
};

namespace {
const FilterGrammar &deadGrammar()
{
    static const FilterGrammar fields({TermField::Error, TermField::Queue, TermField::Tenant});
    return fields;
}

std::int64_t deadOf(const Snapshot &snapshot, const Scope &scope)
{
    const TenantView *tenant = scope.tenant ? snapshot.findTenant(*scope.tenant) : nullptr;
    const QueueView *queue = scope.queue ? snapshot.findQueue(*scope.queue) : nullptr;
    const StateCounts &counts = tenant ? tenant->counts : queue ? queue->counts : snapshot.status.counts;
    return countOf(counts, JobState::Dead) + countOf(counts, JobState::Expired);
}

/// Passes dead letters to the model of a list of jobs.
JobPage asJobs(DeadLetterPage page)
{
    JobPage jobs;
    jobs.cursor = std::move(page.cursor);
    jobs.skipped = page.skipped;
    for (DeadLetter &letter : page.deadLetters) {
        if (letter.record.errors.empty())
            letter.record.errors.push_back(letter.lastError);
        jobs.jobs.push_back(std::move(letter.record));
    }
    return jobs;
}
} // namespace

DeadPage::DeadPage(const PageContext &context)
    : Page(context)
    , m_groups(new DeadGroupsModel(context.feed.client(), context.feed.clock(), this))
    , m_sorted(new GroupFilter(this))
    , m_jobs(new JobsModel(context.feed.client(), context.feed.clock(), this))
    , m_filterBar(new FilterBar(deadGrammar(), context.settings, QStringLiteral("dead"), this))
{
    m_filterBar->field()->setPlaceholderText(tr("A part of an error, queue:mail, tenant:acme"));
    m_filterBar->offerValues([this] { return namesIn(feed().snapshot()); });
    connect(m_filterBar, &FilterBar::changed, this, &DeadPage::followBar);
    m_sorted->setSourceModel(m_groups);
    m_sorted->setSortRole(SortRole);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(QStringLiteral("deadSplitter"));
    splitter->addWidget(makeGroups());
    splitter->addWidget(makeJobs());
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    splitter->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->addWidget(splitter);
    connect(m_groups, &DeadGroupsModel::loaded, this, [this] {
        keepGroup();
        openGroup();
        showFacts();
    });
    connect(m_groupTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &DeadPage::chooseGroup);
    linkFigures(*m_groupTable, [this](Figure, const QModelIndex &) {
        m_jobTable->chooseFirst();
        m_jobTable->setFocus();
    });
    connect(m_jobTable, &JobTable::selectionMoved, this, &Page::selectionChanged);
    connect(m_jobTable, &JobTable::choiceChanged, this, &Page::choiceChanged);
    for (const auto signal : {&Page::selectionChanged, &Page::choiceChanged})
        connect(this, signal, this, [this] { m_bar->show(choice()); });
    connect(m_jobs, &JobsModel::progressed, this, &DeadPage::showFacts);
    connect(m_retryGroup, &QPushButton::clicked, this, [this] { retryGroup(Microseconds {0}); });
    connect(m_deleteGroup, &QPushButton::clicked, this, [this] {
        if (const DeadGroup *group = currentGroup())
            acts().actOnAll(BulkAction::Delete, m_groups->filterOf(*group), Microseconds {0});
    });
    connect(m_by, &QComboBox::currentIndexChanged, this, [this] {
        m_chosenKey.reset();
        applyFilter();
        reload();
    });
    connect(&acts(), &EngineActs::jobChanged, m_jobs, &JobsModel::update);
    connect(&acts(), &EngineActs::operationBegun, this, [this](const Operation &operation) {
        if (operation.request.action == BulkAction::Retry)
            m_replay->follow(operation);
    });
    connect(&acts(), &EngineActs::changedJobs, this, [this] { m_deadAtLoad = -1; });
}

QWidget *DeadPage::makeGroups()
{
    m_groupTable = new QTableView;
    m_groupTable->setObjectName(QStringLiteral("deadGroups"));
    m_groupTable->setModel(m_sorted);
    dressTable(*m_groupTable, tr("Groups of dead letters"));
    m_groupTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_groupTable->setSortingEnabled(true);
    m_groupTable->sortByColumn(DeadGroupsModel::Jobs, Qt::DescendingOrder);
    setColumnWidths(*m_groupTable, {32, 8, 17, 10, 10, 12, 16}, DeadGroupsModel::Problem);
    hideColumns(*m_groupTable, {DeadGroupsModel::First, DeadGroupsModel::Queues});
    m_groupHint = new TableHint(m_groupTable);
    setFocusProxy(m_groupTable);
    m_facts = new PlainLabel;
    m_by = new QComboBox;
    m_by->setAccessibleName(tr("Group by"));
    m_by->addItem(tr("By error"), static_cast<int>(GroupBy::Error));
    m_by->addItem(tr("By queue"), static_cast<int>(GroupBy::Queue));
    m_by->addItem(tr("By tenant"), static_cast<int>(GroupBy::Tenant));
    m_retryGroup = new QPushButton(icon(QStringLiteral("retry")), tr("Retry &group"));
    m_retryGroup->setObjectName(QStringLiteral("retryGroup"));
    m_spread = new QPushButton(tr("Spread"));
    m_spread->setObjectName(QStringLiteral("spreadGroup"));
    m_spread->setMenu(makeSpreadMenu());
    m_deleteGroup = new QPushButton(icon(QStringLiteral("delete")), tr("Delete group…"));
    m_deleteGroup->setObjectName(QStringLiteral("deleteGroup"));
    auto *top = new QHBoxLayout;
    top->addWidget(m_by);
    top->addWidget(m_facts, 1);
    m_facts->setWordWrap(true); // the counts are never cut off
    auto *buttons = new QHBoxLayout;
    for (QPushButton *button : {m_retryGroup, m_spread, m_deleteGroup})
        buttons->addWidget(button);
    buttons->addStretch();
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->addWidget(m_filterBar);
    layout->addLayout(top);
    layout->addLayout(buttons); // a row of its own: beside the inspector there is room for no more
    m_replay = new ReplayLine(feed());
    layout->addWidget(m_replay);
    layout->addWidget(m_groupTable, 1);
    return box;
}

QMenu *DeadPage::makeSpreadMenu()
{
    auto *menu = new QMenu(this);
    for (const auto minutes : {1, 10, 60}) {
        const Microseconds over = std::chrono::minutes {minutes};
        menu->addAction(tr("Retry group over %1").arg(shownDuration(over)), this, [this, over] { retryGroup(over); });
    }
    return menu;
}

QWidget *DeadPage::makeJobs()
{
    m_jobTable = new JobTable(m_jobs, tr("Jobs of the group"));
    m_jobTable->setObjectName(QStringLiteral("deadJobs"));
    hideColumns(*m_jobTable, {JobsModel::Problem}); // the group shows the problem
    m_jobTable->setColumnHidden(JobsModel::Tags, false);
    m_jobTable->setColumnWidth(JobsModel::Tags, 50);
    m_jobTable->horizontalHeader()->setStretchLastSection(true);
    m_jobHint = new TableHint(m_jobTable);
    m_groupTitle = new ElidedLabel;
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->addWidget(m_groupTitle);
    layout->addWidget(m_jobTable, 1);
    m_bar = new SelectionBar(m_jobTable);
    layout->addWidget(m_bar);
    return box;
}

const DeadGroup *DeadPage::currentGroup() const
{
    const QModelIndex index = m_sorted->mapToSource(m_groupTable->currentIndex());
    return index.isValid() ? &m_groups->row(index.row()) : nullptr;
}

void DeadPage::retryGroup(Microseconds over)
{
    if (const DeadGroup *group = currentGroup())
        acts().actOnAll(BulkAction::Retry, m_groups->filterOf(*group), over);
}

/// Dead letters contain their errors. Expired jobs that never ran have none and are listed as jobs.
JobsModel::Source DeadPage::jobsOf(const DeadGroup &group) const
{
    GuiClient &client = feed().client();
    const JobFilter filter = m_groups->filterOf(group);
    if (filter.anyOf && filter.anyOf->size() == 1) {
        JobFilter ofState = filter; // a list takes one state
        ofState.state = filter.anyOf->front();
        ofState.anyOf.reset();
        return [&client, filter = ofState](const JobsModel::Ask &ask, Answer<JobPage> answer) {
            client.engine().ask(ListJobs {{filter, ask.cursor, ask.limit, ask.skip}}, std::move(answer));
        };
    }
    return [&client, filter](const JobsModel::Ask &ask, const Answer<JobPage> &answer) {
        client.engine().askFor<DeadLetterPage>(
            ListDeadLetters {{filter.queue, filter.tenant, filter.fingerprint, ask.cursor, ask.limit, ask.skip}},
            [answer](Result<DeadLetterPage> page) {
                if (page)
                    answer(asJobs(std::move(*page)));
                else
                    answer(failure(page.error()));
            });
    };
}

void DeadPage::chooseGroup(const QModelIndex &group)
{
    // While groups come and go, the view makes a neighbour current. That is no choice.
    if (m_groups->isMerging() || !group.isValid())
        return;
    m_chosenKey = m_groups->row(m_sorted->mapToSource(group).row()).key();
    const bool isOther = m_chosenKey != m_openKey;
    openGroup();
    if (isOther)
        m_jobTable->chooseFirst();
}

void DeadPage::keepGroup()
{
    if (!m_chosenKey && m_sorted->rowCount() > 0) {
        m_groupTable->setCurrentIndex(m_sorted->index(0, 0));
        return;
    }
    const std::vector<DeadGroup> &groups = m_groups->rows();
    const auto same = std::find_if(
        groups.begin(), groups.end(), [this](const DeadGroup &group) { return group.key() == m_chosenKey; });
    if (same == groups.end()) {
        m_groupTable->selectionModel()->clear();
        return;
    }
    const QModelIndex row = m_sorted->mapFromSource(m_groups->index(static_cast<int>(same - groups.begin()), 0));
    if (m_groupTable->currentIndex().row() != row.row())
        m_groupTable->setCurrentIndex(row);
}

void DeadPage::openGroup()
{
    const DeadGroup *group = currentGroup();
    const std::optional<std::string> key = group ? std::optional(group->key()) : std::nullopt;
    if (key && key == m_openKey && m_jobs->source()) {
        m_jobs->expect(group->group.count);
        m_jobs->sync(m_jobTable->topRow(), JobsModel::News::Show);
        return;
    }
    m_openKey = key;
    if (group)
        m_jobs->open(jobsOf(*group), group->group.count);
    else
        m_jobs->open({}, 0);
    showFacts();
}

QWidget *DeadPage::filterField()
{
    return m_filterBar->field();
}

Scope DeadPage::narrowed() const
{
    const JobFilter filter = FilterGrammar::filterOf(m_filterBar->terms(), feed().clock().now());
    return {scope().queue ? scope().queue : filter.queue, scope().tenant ? scope().tenant : filter.tenant};
}

QString DeadPage::troubleOfFilter() const
{
    const std::vector<FilterTerm> terms = m_filterBar->terms();
    const bool hasErrors = static_cast<GroupBy>(m_by->currentData().toInt()) == GroupBy::Error;
    if (!m_filterBar->fault().isEmpty())
        return m_filterBar->fault();
    return !hasErrors && FilterGrammar::find(terms, TermField::Error) ? tr("Only groups by error can be found by it")
                                                                      : FilterGrammar::clash(terms, scope());
}

void DeadPage::applyFilter()
{
    const QString trouble = troubleOfFilter();
    m_filterBar->tell(m_filterBar->fault().isEmpty() ? trouble : QString());
    QStringList parts;
    for (const FilterTerm &term : m_filterBar->terms()) {
        if (term.field == TermField::Error)
            parts.append(term.value);
    }
    m_sorted->setParts(trouble.isEmpty() ? std::optional(parts) : std::nullopt);
}

void DeadPage::followBar()
{
    if (m_openedScope != narrowed()) {
        reload();
        return;
    }
    applyFilter();
    keepGroup();
    openGroup();
    showFacts();
}

void DeadPage::reload()
{
    if (!feed().hasData())
        return;
    if (m_openedScope != narrowed())
        m_chosenKey.reset();
    m_openedScope = narrowed();
    applyFilter();
    m_deadAtLoad = deadOf(feed().snapshot(), scope());
    m_openKey.reset();
    m_jobs->open({}, 0);
    m_groups->load(narrowed(), static_cast<GroupBy>(m_by->currentData().toInt()));
    showFacts();
}

void DeadPage::showData()
{
    const bool isAfresh = m_openedScope != narrowed() || (!m_groups->isLoaded() && !m_groups->isLoading());
    const bool mayLoad = feed().hasData() && isLive();
    if (mayLoad && isAfresh) {
        reload();
    } else if (mayLoad && deadOf(feed().snapshot(), scope()) != m_deadAtLoad && !m_groups->isLoading()) {
        // Groups are merged in place, and so is the list of jobs below.
        m_deadAtLoad = deadOf(feed().snapshot(), scope());
        m_groups->load(narrowed(), static_cast<GroupBy>(m_by->currentData().toInt()));
    }
    findReplay();
    showFacts();
}

void DeadPage::findReplay()
{
    if (!m_hasSoughtReplay && isLive() && feed().whyNot<ListOperations>().isEmpty()) {
        m_hasSoughtReplay = true;
        feed().client().ask(ListOperations {}, this, [this](const Result<std::vector<Operation>> &operations) {
            if (operations)
                m_replay->followNewest(*operations);
        });
    }
    m_replay->refresh();
}

QString DeadPage::hintOfGroups() const
{
    if (!feed().hasData())
        return tr("Waiting for the engine");
    if (!m_groups->trouble().isEmpty())
        return m_groups->trouble();
    if (!troubleOfFilter().isEmpty())
        return tr("The filter is not understood, so nothing is listed");
    if (!m_groups->isLoaded())
        return {};
    if (const std::vector<FilterTerm> terms = m_filterBar->terms(); !terms.empty())
        return tr("No group matches: %1").arg(FilterGrammar::textOf(terms));
    return scope().queue || scope().tenant ? tr("✓ Nothing of %1 is dead").arg(shownScope(scope()))
                                           : tr("✓ Nothing is dead. Jobs that fail for good are gathered here.");
}

void DeadPage::showFacts()
{
    std::int64_t jobs = 0;
    for (int row = 0; row < m_sorted->rowCount(); ++row)
        jobs += m_groups->row(m_sorted->mapToSource(m_sorted->index(row, 0)).row()).group.count;
    const QString most =
        m_groups->total() > m_groups->rowCount() ? tr(" (the largest of %1)").arg(shown(m_groups->total())) : QString();
    m_facts->setText(tr("%1 dead letter(s)", nullptr, plural(jobs)).arg(shown(jobs))
        + tr(" in %n group(s)", nullptr, m_sorted->rowCount()) + most);
    m_groupHint->setHint(hintOfGroups());
    const DeadGroup *group = currentGroup();
    m_groupTitle->setText(
        group ? tr("Jobs with: %1").arg(m_groupTable->currentIndex().siblingAtColumn(0).data().toString()) : QString());
    m_jobHint->setHint(group || m_groups->rows().empty() ? QString() : tr("Choose a group above"));
    const QString why = feed().whyNot<BeginOperation>();
    const QString whyNot = why.isEmpty() && !group ? tr("Choose a group first") : why;
    const auto allow = [&whyNot](QPushButton *button, const QString &tip) {
        button->setEnabled(whyNot.isEmpty());
        button->setToolTip(whyNot.isEmpty() ? tip : whyNot);
    };
    allow(m_retryGroup, tr("Puts all jobs of the group back"));
    allow(m_spread, tr("Puts the jobs of the group back bit by bit, so that what failed is not overrun"));
    allow(m_deleteGroup, tr("Deletes all jobs of the group"));
    m_bar->show(choice());
    m_retryGroup->setText(group ? tr("Retry &group (%1)").arg(shown(group->group.count)) : tr("Retry &group"));
}

JobChoice DeadPage::choice() const
{
    const DeadGroup *group = currentGroup();
    return m_jobTable->choice(group ? m_groups->filterOf(*group) : JobFilter {});
}

std::vector<JobRecord> DeadPage::selectedJobs() const
{
    return m_jobTable->selectedJobs();
}

} // namespace fairlead
