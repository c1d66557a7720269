// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/dead_page.h"

#include "gui/charts/cell_painters.h"
#include "gui/look/elided_label.h"
#include "gui/look/icons.h"
#include "gui/look/shown.h"
#include "gui/pages/job_table.h"
#include "gui/pages/table_dress.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QVBoxLayout>

namespace fairlead {

namespace {
std::int64_t deadOf(const Snapshot &snapshot, const Scope &scope)
{
    const TenantView *tenant = scope.tenant ? snapshot.findTenant(*scope.tenant) : nullptr;
    const QueueView *queue = scope.queue ? snapshot.findQueue(*scope.queue) : nullptr;
    const StateCounts &counts = tenant ? tenant->counts : queue ? queue->counts : snapshot.status.counts;
    return countOf(counts, JobState::Dead) + countOf(counts, JobState::Expired);
}

/// Lists of dead letters as lists of jobs.
JobPage asJobs(DeadLetterPage page)
{
    JobPage jobs;
    jobs.cursor = std::move(page.cursor);
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
    , m_sorted(new QSortFilterProxyModel(this))
    , m_jobs(new JobsModel(context.feed.client(), context.feed.clock(), this))
{
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
        if (!m_groupTable->currentIndex().isValid() && m_sorted->rowCount() > 0)
            m_groupTable->setCurrentIndex(m_sorted->index(0, 0));
        openGroup();
        showFacts();
    });
    connect(m_groupTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &DeadPage::openGroup);
    connect(m_jobTable, &JobTable::selectionMoved, this, &Page::selectionChanged);
    connect(m_jobs, &JobsModel::progressed, this, [this] {
        if (!m_jobTable->currentIndex().isValid() && m_jobs->loadedRows() > 0)
            m_jobTable->setCurrentIndex(m_jobs->index(0, 0));
        showFacts();
    });
    connect(m_retryGroup, &QPushButton::clicked, this, [this] {
        if (const DeadGroup *group = currentGroup())
            acts().retryGroup(groupQuery(*group), group->jobs);
    });
    connect(&acts(), &EngineActs::jobChanged, m_jobs, &JobsModel::update);
    connect(&acts(), &EngineActs::changedJobs, this, [this] { m_deadAtLoad = -1; });
    connect(&acts(), &EngineActs::batchStarted, this, &DeadPage::follow);
}

QWidget *DeadPage::makeGroups()
{
    m_groupTable = new QTableView;
    m_groupTable->setObjectName(QStringLiteral("deadGroups"));
    m_groupTable->setModel(m_sorted);
    dressTable(*m_groupTable, tr("Groups of dead letters, by error"));
    m_groupTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_groupTable->setSortingEnabled(true);
    m_groupTable->sortByColumn(DeadGroupsModel::Jobs, Qt::DescendingOrder);
    setColumnWidths(*m_groupTable, {38, 6, 18, 10, 10, 13, 16}, DeadGroupsModel::Problem);
    hideColumns(*m_groupTable, {DeadGroupsModel::First, DeadGroupsModel::Queues});
    m_groupHint = new TableHint(m_groupTable);
    m_facts = new QLabel;
    m_facts->setTextFormat(Qt::PlainText);
    m_retryGroup = new QPushButton(icon(QStringLiteral("retry")), tr("Retry group"));
    m_retryGroup->setObjectName(QStringLiteral("retryGroup"));
    m_progress = new QProgressBar;
    m_progress->setMaximumWidth(220);
    m_progress->setAccessibleName(tr("Progress of the retry"));
    m_cancelBatch = new QPushButton(tr("Stop retrying"));
    m_progress->hide();
    m_cancelBatch->hide();
    auto *top = new QHBoxLayout;
    top->addWidget(m_facts);
    top->addStretch();
    top->addWidget(m_progress);
    top->addWidget(m_cancelBatch);
    top->addWidget(m_retryGroup);
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->addLayout(top);
    layout->addWidget(m_groupTable, 1);
    return box;
}

QWidget *DeadPage::makeJobs()
{
    m_jobTable = new JobTable(m_jobs, tr("Jobs of the group"));
    m_jobTable->setObjectName(QStringLiteral("deadJobs"));
    hideColumns(*m_jobTable, {JobsModel::Problem}); // the group says it
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
    return box;
}

const DeadGroup *DeadPage::currentGroup() const
{
    const QModelIndex index = m_sorted->mapToSource(m_groupTable->currentIndex());
    return index.isValid() ? &m_groups->row(index.row()) : nullptr;
}

DeadLetterQuery DeadPage::groupQuery(const DeadGroup &group) const
{
    DeadLetterQuery query;
    query.queue = scope().queue;
    query.tenant = scope().tenant;
    query.fingerprint = group.fingerprint;
    return query;
}

void DeadPage::openGroup()
{
    const DeadGroup *group = currentGroup();
    const std::string fingerprint = group ? group->fingerprint : std::string {};
    // The same group keeps its list, and so the job that is looked at, until somebody asks for the newest.
    if (fingerprint == m_openFingerprint && m_jobs->rowCount() > 0)
        return;
    m_openFingerprint = fingerprint;
    if (!group) {
        m_jobs->open({}, 0);
        showFacts();
        return;
    }
    m_jobs->open(
        [&client = feed().client(), query = groupQuery(*group)](
            const std::string &cursor, int limit, const Answer<JobPage> &answer) {
            DeadLetterQuery one = query;
            one.cursor = cursor;
            one.limit = limit;
            client.ask().listDeadLetters(one, [answer](Result<DeadLetterPage> page) {
                if (page)
                    answer(asJobs(std::move(*page)));
                else
                    answer(failure(page.error()));
            });
        },
        group->jobs);
    showFacts();
}

void DeadPage::reload()
{
    if (!feed().hasData())
        return;
    m_openedScope = scope();
    m_deadAtLoad = deadOf(feed().snapshot(), scope());
    m_openFingerprint.clear();
    m_jobs->open({}, 0);
    m_groups->load(scope());
    showFacts();
}

void DeadPage::showData()
{
    const bool isAfresh = m_openedScope != scope() || (!m_groups->isLoaded() && !m_groups->isLoading());
    const bool mayLoad = feed().hasData() && isLive();
    if (mayLoad && isAfresh) {
        reload();
    } else if (mayLoad && deadOf(feed().snapshot(), scope()) != m_deadAtLoad && !m_groups->isLoading()) {
        // Groups are merged in place; the list of jobs below stays as it is.
        m_deadAtLoad = deadOf(feed().snapshot(), scope());
        m_groups->load(scope());
    }
    showFacts();
}

void DeadPage::showFacts()
{
    std::int64_t jobs = 0;
    for (const DeadGroup &group : m_groups->rows())
        jobs += group.jobs;
    const QString most = m_groups->isTruncated()
        ? tr(" (the newest %1)").arg(shown(std::int64_t {DeadGroupsModel::lettersMax}))
        : QString();
    m_facts->setText(tr("%1 dead letters%2 in %3 groups").arg(shown(jobs), most).arg(m_groups->rows().size()));
    m_groupHint->setHint(!feed().hasData()    ? tr("Waiting for the engine")
            : !m_groups->trouble().isEmpty()  ? m_groups->trouble()
            : !m_groups->isLoaded()           ? QString()
            : scope().queue || scope().tenant ? tr("✓ Nothing of %1 is dead").arg(shownScope(scope()))
                                              : tr("✓ Nothing is dead. Jobs that fail for good are gathered here."));
    const DeadGroup *group = currentGroup();
    m_groupTitle->setText(
        group ? tr("Jobs with: %1").arg(m_groupTable->currentIndex().siblingAtColumn(0).data().toString()) : QString());
    m_jobHint->setHint(group || m_groups->rows().empty() ? QString() : tr("Choose a group above"));
    const QString why = feed().whyReadOnly();
    m_retryGroup->setEnabled(group && why.isEmpty() && !m_progress->isVisible());
    m_retryGroup->setToolTip(!why.isEmpty() ? why
            : group                         ? tr("Puts all jobs with this error back")
                                            : tr("Choose a group first"));
    m_retryGroup->setText(group ? tr("Retry group (%1)").arg(shown(group->jobs)) : tr("Retry group"));
}

void DeadPage::follow(JobBatch *batch)
{
    if (batch->verb() != JobBatch::Verb::Retry)
        return;
    m_progress->show();
    m_cancelBatch->show();
    connect(m_cancelBatch, &QPushButton::clicked, batch, &JobBatch::cancel);
    connect(batch, &JobBatch::progressed, this, [this, batch] {
        const JobBatch::Counts &counts = batch->counts();
        m_progress->setMaximum(static_cast<int>(std::max<std::int64_t>(counts.total, 1)));
        m_progress->setValue(static_cast<int>(counts.done + counts.skipped + counts.failed));
    });
    connect(batch, &JobBatch::finished, this, [this] {
        m_progress->hide();
        m_cancelBatch->hide();
        showFacts();
    });
}

std::vector<JobRecord> DeadPage::selectedJobs() const
{
    return m_jobTable->selectedJobs();
}

} // namespace fairlead
