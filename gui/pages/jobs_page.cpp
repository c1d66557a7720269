// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/jobs_page.h"

#include "engine/calls/job_calls.h"
#include "gui/look/icons.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/look/state_colors.h"
#include "gui/pages/job_table.h"
#include "gui/pages/selection_bar.h"
#include "gui/pages/table_dress.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <numeric>
#include <string_view>

namespace fairlead {

namespace {
constexpr Milliseconds typingPause {150};
constexpr std::string_view idWord = "id:";

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
    , m_state(new QComboBox)
    , m_tag(new QLineEdit)
    , m_facts(new PlainLabel)
    , m_new(new QPushButton)
    , m_rangeButton(new QPushButton)
    , m_operationButton(new QPushButton)
{
    m_table->setObjectName(QStringLiteral("jobsTable"));
    m_state->addItem(tr("All states"), -1);
    for (const JobState state : allJobStates)
        m_state->addItem(stateText(shownStateOf(state)), static_cast<int>(state));
    m_state->setAccessibleName(tr("State"));
    m_tag->setPlaceholderText(tr("Tag, whole id, or id: and its beginning"));
    m_tag->setClearButtonEnabled(true);
    m_tag->setMaximumWidth(340);
    m_tag->setAccessibleName(tr("Tag or id"));
    m_tag->setObjectName(QStringLiteral("jobsFilter"));
    m_state->setObjectName(QStringLiteral("jobsState"));
    m_facts->setObjectName(QStringLiteral("jobsFacts"));
    m_facts->setEnabled(false);
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
    top->addWidget(m_state);
    top->addWidget(m_tag, 1);
    top->addWidget(m_rangeButton);
    top->addWidget(m_operationButton);
    top->addStretch();
    top->addWidget(m_facts);
    top->addWidget(m_new);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_bar);
    m_typed.setSingleShot(true);
    m_typed.setInterval(typingPause);
    connect(&m_typed, &QTimer::timeout, this, &JobsPage::enterFilter);
    connect(m_tag, &QLineEdit::textChanged, this, [this] { m_typed.start(); });
    connect(m_tag, &QLineEdit::returnPressed, this, &JobsPage::enterFilter);
    connect(m_state, &QComboBox::currentIndexChanged, this, [this] { reload(); });
    connect(m_new, &QPushButton::clicked, this, &JobsPage::reload);
    connect(m_model, &JobsModel::progressed, this, &JobsPage::showFacts);
    connect(m_table, &JobTable::selectionMoved, this, &Page::selectionChanged);
    connect(m_table, &JobTable::choiceChanged, this, &Page::choiceChanged);
    for (const auto signal : {&Page::selectionChanged, &Page::choiceChanged})
        connect(this, signal, this, [this] { m_bar->show(choice()); });
    connect(&acts(), &EngineActs::jobChanged, m_model, &JobsModel::update);
    connect(&acts(), &EngineActs::changedJobs, this, &JobsPage::bringUpToDate);
}

void JobsPage::enterFilter()
{
    m_typed.stop();
    if (enteredId())
        goToJob();
    else
        reload();
}

std::optional<JobId> JobsPage::enteredId() const
{
    const Result<JobId> id = JobId::parse(m_tag->text().trimmed().toStdString());
    return id ? std::optional(*id) : std::nullopt;
}

/// Lists the job whatever its state and time are.
void JobsPage::goToJob()
{
    {
        const QSignalBlocker quiet(m_state);
        m_state->setCurrentIndex(0);
    }
    m_range.reset();
    m_rangeButton->hide();
    setOperation({});
    reload();
    m_table->chooseFirst();
}

void JobsPage::setState(std::optional<JobState> state)
{
    m_state->setCurrentIndex(state ? static_cast<int>(*state) + 1 : 0);
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

JobFilter JobsPage::filter() const
{
    JobFilter filter;
    if (const std::optional<JobId> id = enteredId()) {
        filter.ids = {*id};
        return filter;
    }
    filter.queue = scope().queue;
    filter.tenant = scope().tenant;
    const std::string text = m_tag->text().trimmed().toStdString();
    if (text.starts_with(idWord))
        filter.idPrefix = text.substr(idWord.size());
    else if (!text.empty())
        filter.tag = text;
    const int state = m_state->currentData().toInt();
    if (state >= 0)
        filter.state = static_cast<JobState>(state);
    if (m_range) {
        filter.since = m_range->first;
        filter.until = m_range->second;
    }
    filter.operation = m_operation;
    return filter;
}

std::int64_t JobsPage::expected() const
{
    const std::optional<StateCounts> counts = countsOf(feed().snapshot(), scope());
    if (!counts || m_range || m_operation || !m_tag->text().trimmed().isEmpty())
        return -1;
    const int state = m_state->currentData().toInt();
    return state >= 0 ? counts->at(static_cast<std::size_t>(state))
                      : std::accumulate(counts->begin(), counts->end(), std::int64_t {0});
}

JobsModel::Source JobsPage::sourceNow() const
{
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
    return [&client, filter = filter()](const JobsModel::Ask &ask, Answer<JobPage> answer) {
        client.engine().ask(ListJobs {{filter, ask.cursor, ask.limit, ask.skip}}, std::move(answer));
    };
}

void JobsPage::reload()
{
    if (!feed().hasData())
        return;
    m_openedScope = scope();
    m_isOpen = true;
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
    if (!isLive() || !m_isOpen || feed().isFrozen())
        return;
    const std::int64_t count = expected();
    if (count >= 0 && !m_model->hasMoreNews())
        m_model->expect(std::max<std::int64_t>(count - m_model->news(), 0));
    const int top = m_table->topRow();
    const int bottom = std::max(m_table->rowAt(m_table->viewport()->height() - 1), top);
    // A long list that is looked at in two chunks has them brought up to date by turns.
    m_isBottomNext = !m_isBottomNext && bottom / JobsModel::chunkLength != top / JobsModel::chunkLength;
    const bool showsNews = m_state->currentIndex() > 0 && top == 0 && !m_table->viewport()->underMouse();
    m_model->sync(m_isBottomNext ? bottom : top, showsNews ? JobsModel::News::Show : JobsModel::News::Hold);
}

QString JobsPage::filterText() const
{
    QStringList parts;
    if (m_state->currentIndex() > 0)
        parts.append(m_state->currentText());
    if ((scope().queue || scope().tenant) && !enteredId())
        parts.append(shownScope(scope()));
    const QString text = m_tag->text().trimmed();
    if (filter().idPrefix)
        parts.append(tr("id %1").arg(text.mid(static_cast<qsizetype>(idWord.size()))));
    else if (!text.isEmpty())
        parts.append((enteredId() ? tr("id %1") : tr("tag \"%1\"")).arg(text));
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
    m_facts->setText(m_isOpen ? count : QString());
    m_bar->show(choice());
    const QString filter = filterText();
    m_hint->setHint(!m_model->trouble().isEmpty() ? m_model->trouble()
            : !m_isOpen                           ? tr("Waiting for the engine")
            : m_model->isLoading()                ? QString()
            : filter.isEmpty() ? tr("No jobs yet. Hand one in with: fairleadctl job add QUEUE --payload JSON")
                               : tr("No job matches: %1").arg(filter));
}

QWidget *JobsPage::filterField()
{
    return m_tag;
}

JobChoice JobsPage::choice() const
{
    return m_table->choice(filter());
}

std::vector<JobRecord> JobsPage::selectedJobs() const
{
    return m_table->selectedJobs();
}

} // namespace fairlead
