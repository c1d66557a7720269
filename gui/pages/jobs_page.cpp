// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/jobs_page.h"

#include "engine/calls/job_calls.h"
#include "gui/look/icons.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/pages/filter_bar.h"
#include "gui/pages/job_table.h"
#include "gui/pages/selection_bar.h"
#include "gui/pages/table_dress.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>

namespace fairlead {

namespace {
/// The fields of the bar, in the order in which they are offered.
const FilterGrammar &jobsGrammar()
{
    static const FilterGrammar fields({TermField::State, TermField::Queue, TermField::Tenant, TermField::Tag,
        TermField::Id, TermField::Age, TermField::Attempts, TermField::Handler, TermField::Payload});
    return fields;
}

/// The counts of a scope; empty when the snapshot does not contain them.
std::optional<StateCounts> countsOf(const Snapshot &snapshot, const Scope &scope)
{
    if (scope.queue && scope.tenant)
        return {};
    if (scope.tenant) {
        const TenantView *tenant = snapshot.findTenant(*scope.tenant);
        return tenant ? std::optional(tenant->counts) : std::nullopt;
    }
    if (scope.queue) {
        const QueueView *queue = snapshot.findQueue(*scope.queue);
        return queue ? std::optional(queue->counts) : std::nullopt;
    }
    return snapshot.status.counts;
}
} // namespace

JobsPage::JobsPage(const PageContext &context)
    : Page(context)
    , m_model(new JobsModel(context.feed.client(), context.feed.clock(), this))
    , m_table(new JobTable(m_model, tr("Jobs")))
    , m_hint(new TableHint(m_table))
    , m_bar(new SelectionBar(m_table))
    , m_filterBar(new FilterBar(jobsGrammar(), context.settings, QStringLiteral("jobs"), this))
    , m_facts(new PlainLabel)
    , m_order(new QComboBox)
    , m_stop(new QPushButton(tr("Stop")))
    , m_new(new QPushButton)
    , m_rangeButton(new QPushButton)
    , m_operationButton(new QPushButton)
{
    m_table->setObjectName(QStringLiteral("jobsTable"));
    m_filterBar->field()->setPlaceholderText(tr("state:dead tenant:acme age>10m, a tag, or an id as it is shown"));
    m_filterBar->offerValues([this] { return valuesSeen(); });
    m_facts->setObjectName(QStringLiteral("jobsFacts"));
    m_facts->setEnabled(false);
    m_order->setObjectName(QStringLiteral("jobsOrder"));
    m_order->setAccessibleName(tr("Order"));
    m_order->setToolTip(tr("The order of the list"));
    for (const auto &[order, text] : {std::pair {ListOrder::Newest, tr("Newest first")},
             std::pair {ListOrder::Oldest, tr("Oldest first")}, std::pair {ListOrder::Next, tr("Next to start first")}})
        m_order->addItem(text, static_cast<int>(order));
    m_stop->setObjectName(QStringLiteral("stopSearch"));
    m_stop->setToolTip(tr("Ends the search in payloads; the jobs found so far stay listed"));
    m_stop->hide();
    m_new->setObjectName(QStringLiteral("newJobs"));
    m_new->hide();
    m_rangeButton->setObjectName(QStringLiteral("timeRange"));
    m_rangeButton->setIcon(icon(QStringLiteral("cancel")));
    m_rangeButton->setToolTip(tr("Lists the jobs of all times again"));
    m_rangeButton->hide();
    connect(m_rangeButton, &QPushButton::clicked, this, &JobsPage::clearRange);
    m_operationButton->setObjectName(QStringLiteral("retriedBy"));
    m_operationButton->setIcon(icon(QStringLiteral("cancel")));
    m_operationButton->setToolTip(tr("Lists the jobs that other acts retried, or none, too"));
    m_operationButton->hide();
    connect(m_operationButton, &QPushButton::clicked, this, [this] { setOperation({}); });
    auto *top = new QHBoxLayout;
    top->addWidget(m_facts);
    top->addWidget(m_stop);
    top->addStretch();
    top->addWidget(m_rangeButton);
    top->addWidget(m_operationButton);
    top->addWidget(m_new);
    top->addWidget(m_order);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->addWidget(m_filterBar);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_bar);
    connect(m_filterBar, &FilterBar::changed, this, &JobsPage::followBar);
    connect(m_filterBar, &FilterBar::escaped, this, &JobsPage::dropButtons);
    connect(m_stop, &QPushButton::clicked, m_model, &JobsModel::stop);
    connect(m_new, &QPushButton::clicked, this, &JobsPage::reload);
    connect(m_order, &QComboBox::currentIndexChanged, this, &JobsPage::reload);
    connect(m_model, &JobsModel::progressed, this, &JobsPage::showFacts);
    connect(m_table, &JobTable::selectionMoved, this, &Page::selectionChanged);
    connect(m_table, &JobTable::choiceChanged, this, &Page::choiceChanged);
    for (const auto signal : {&Page::selectionChanged, &Page::choiceChanged})
        connect(this, signal, this, [this] { m_bar->show(choice()); });
    connect(&acts(), &EngineActs::jobChanged, m_model, &JobsModel::update);
    connect(&acts(), &EngineActs::changedJobs, this, &JobsPage::bringUpToDate);
}

/// The list is not narrowed to a time or to an act any more.
void JobsPage::dropButtons()
{
    if (!m_range && !m_operation)
        return;
    m_range.reset();
    m_rangeButton->hide();
    m_operation.reset();
    m_operationButton->hide();
    reload();
}

/// A whole id lists the job whatever its time is.
void JobsPage::followBar()
{
    const bool isJump = enteredId().has_value();
    if (isJump)
        dropButtons();
    reload();
    if (isJump)
        m_table->chooseFirst();
}

std::optional<JobId> JobsPage::enteredId() const
{
    return FilterGrammar::wholeId(m_filterBar->terms());
}

FilterValues JobsPage::valuesSeen() const
{
    FilterValues values = namesIn(feed().snapshot());
    const auto addTags = [&values](int, const JobRecord &record) {
        for (const std::string &tag : record.job.spec.tags)
            values.tags.append(QString::fromStdString(tag));
    };
    m_model->forEachHeld(0, JobsModel::chunkLength - 1, addTags);
    values.tags.removeDuplicates();
    return values;
}

ListOrder JobsPage::order() const
{
    return static_cast<ListOrder>(m_order->currentData().toInt());
}

QString JobsPage::troubleOfFilter() const
{
    if (!m_filterBar->fault().isEmpty())
        return m_filterBar->fault();
    const std::vector<FilterTerm> terms = m_filterBar->terms();
    const FilterTerm *state = FilterGrammar::find(terms, TermField::State);
    if (order() == ListOrder::Next && state && !(*state == FilterGrammar::termOf(JobState::Scheduled)))
        return tr("\"%1\": scheduled jobs alone have a next start").arg(FilterGrammar::textOf(*state));
    return FilterGrammar::clash(terms, scope());
}

void JobsPage::setState(std::optional<JobState> state)
{
    if (order() == ListOrder::Next)
        m_order->setCurrentIndex(0); // it may have no jobs of this state
    m_filterBar->setTerms(state ? std::vector<FilterTerm> {FilterGrammar::termOf(*state)} : std::vector<FilterTerm> {});
}

void JobsPage::setRange(TimePoint from, TimePoint to)
{
    m_range = {from, to};
    m_rangeButton->setText(rangeText());
    m_rangeButton->show();
    m_isOpen = false; // opened again when it is shown next
}

void JobsPage::clearRange()
{
    m_range.reset();
    m_rangeButton->hide();
    reload();
}

void JobsPage::setOperation(const std::optional<JobId> &operation)
{
    if (m_operation == operation)
        return;
    m_operation = operation;
    m_operationButton->setText(operationText());
    m_operationButton->setVisible(operation.has_value());
    reload();
}

QString JobsPage::operationText() const
{
    return m_operation ? tr("retried by %1").arg(shownShort(*m_operation)) : QString();
}

QString JobsPage::rangeText() const
{
    const TimePoint now = feed().clock().now();
    return tr("handed in %1 to %2").arg(shownTime(m_range->first, now), shownTime(m_range->second, now));
}

JobFilter JobsPage::filterNow() const
{
    if (const std::optional<JobId> id = enteredId()) {
        JobFilter one;
        one.ids = {*id};
        return one;
    }
    JobFilter filter = FilterGrammar::filterOf(m_filterBar->terms(), feed().clock().now());
    if (scope().queue)
        filter.queue = scope().queue;
    if (scope().tenant)
        filter.tenant = scope().tenant;
    if (m_range) {
        filter.since = std::max(filter.since.value_or(m_range->first), m_range->first);
        filter.until = std::min(filter.until.value_or(m_range->second), m_range->second);
    }
    filter.operation = m_operation;
    if (order() == ListOrder::Next)
        filter.state = JobState::Scheduled;
    return filter;
}

std::int64_t JobsPage::expected() const
{
    if (!troubleOfFilter().isEmpty())
        return 0;
    const std::vector<FilterTerm> terms = m_filterBar->terms();
    const FilterTerm *state = FilterGrammar::find(terms, TermField::State);
    const std::optional<StateCounts> counts = countsOf(feed().snapshot(), scope());
    if (!counts || m_range || m_operation || terms.size() > (state ? 1U : 0U))
        return -1;
    return m_listed.state ? countOf(*counts, *m_listed.state)
                          : std::accumulate(counts->begin(), counts->end(), std::int64_t {0});
}

JobsModel::Source JobsPage::sourceNow() const
{
    if (!troubleOfFilter().isEmpty())
        return {};
    GuiClient &client = feed().client();
    if (const std::optional<JobId> id = enteredId()) {
        return [&client, id](const JobsModel::Ask &, const Answer<JobPage> &answer) {
            client.engine().ask(FindJob {*id}, [answer](Result<JobRecord> job) {
                JobPage page;
                if (job)
                    page.jobs.push_back(std::move(*job));
                if (job || job.error().code == ErrorCode::NotFound)
                    answer(std::move(page));
                else
                    answer(failure(job.error()));
            });
        };
    }
    return [&client, filter = m_listed, order = order()](const JobsModel::Ask &ask, Answer<JobPage> answer) {
        client.engine().ask(ListJobs {{filter, ask.cursor, ask.limit, ask.skip, order}}, std::move(answer));
    };
}

void JobsPage::reload()
{
    if (!feed().hasData())
        return;
    m_openedScope = scope();
    m_isOpen = true;
    m_listed = filterNow();
    m_filterBar->tell(m_filterBar->fault().isEmpty() ? troubleOfFilter() : QString());
    m_model->open(sourceNow(), expected());
    m_table->scrollToTop();
    showFacts();
}

void JobsPage::showData()
{
    const bool isAfresh = !m_isOpen || m_openedScope != scope() || (!m_model->trouble().isEmpty() && isLive());
    if (isAfresh) {
        reload();
        return;
    }
    if (!m_table->isChoiceLong())
        bringUpToDate();
    showFacts();
}

void JobsPage::bringUpToDate()
{
    // A search is not done again and again.
    if (!isLive() || !m_isOpen || feed().isFrozen() || m_listed.payload)
        return;
    const std::int64_t count = expected();
    if (count >= 0 && !m_model->hasMoreNews())
        m_model->expect(std::max<std::int64_t>(count - m_model->news(), 0));
    const int top = m_table->topRow();
    const int bottom = std::max(m_table->rowAt(m_table->viewport()->height() - 1), top);
    // A long list that is looked at in two chunks has them brought up to date by turns.
    m_isBottomNext = !m_isBottomNext && bottom / JobsModel::chunkLength != top / JobsModel::chunkLength;
    // In another order news are not at the top, so that none are held back there.
    const bool showsNews =
        order() != ListOrder::Newest || (m_listed.state && top == 0 && !m_table->viewport()->underMouse());
    m_model->sync(m_isBottomNext ? bottom : top, showsNews ? JobsModel::News::Show : JobsModel::News::Hold);
}

QString JobsPage::filterText() const
{
    QStringList parts;
    if (const std::vector<FilterTerm> terms = m_filterBar->terms(); !terms.empty())
        parts.append(FilterGrammar::textOf(terms));
    if ((scope().queue || scope().tenant) && !enteredId())
        parts.append(shownScope(scope()));
    if (m_range)
        parts.append(rangeText());
    if (m_operation)
        parts.append(operationText());
    return parts.join(QStringLiteral(", "));
}

void JobsPage::showFacts()
{
    const std::int64_t rows = m_model->rowCount();
    // A page has no more than the newest; where the engine counts them all, the rest of the count is news, too.
    const bool isCounted = !m_model->hasMoreNews() || expected() >= 0;
    const std::int64_t news = m_model->hasMoreNews() ? std::max(m_model->news(), expected() - rows) : m_model->news();
    m_new->setVisible(news > 0 && m_isOpen);
    m_new->setText(
        isCounted ? tr("%1 new: show (F5)").arg(shown(news)) : tr("more than %1 new: show (F5)").arg(shown(news - 1)));
    QString count = m_model->isCounted() ? tr("%Ln job(s)", nullptr, m_model->rowCount())
                                         : tr("more than %1 jobs").arg(shown(m_model->reachedRows()));
    count += tr(", as of %1").arg(shownTime(m_model->openedAt(), feed().clock().now()));
    const bool isSearch = m_isOpen && m_model->examined() > 0;
    if (isSearch)
        count += m_model->isStopped() ? tr(", stopped after %1 looked at").arg(shown(m_model->examined()))
                                      : tr(", %1 looked at").arg(shown(m_model->examined()));
    m_stop->setVisible(isSearch && !m_model->isComplete());
    m_facts->setText(m_isOpen ? count : QString());
    m_bar->show(choice());
    const QString filter = filterText();
    m_hint->setHint(!m_model->trouble().isEmpty() ? m_model->trouble()
            : !m_isOpen                           ? tr("Waiting for the engine")
            : m_model->isLoading()                ? QString()
            : !troubleOfFilter().isEmpty()        ? tr("The filter is not understood, so nothing is listed")
            : filter.isEmpty() ? tr("No jobs yet. Hand one in with: fairleadctl job add QUEUE --payload JSON")
                               : tr("No job matches: %1").arg(filter));
}

QWidget *JobsPage::filterField()
{
    return m_filterBar->field();
}

JobChoice JobsPage::choice() const
{
    return m_table->choice(m_listed);
}

std::vector<JobRecord> JobsPage::selectedJobs() const
{
    return m_table->selectedJobs();
}

} // namespace fairlead
