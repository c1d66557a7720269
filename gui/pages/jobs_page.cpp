// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/jobs_page.h"

#include "engine/calls/job_calls.h"
#include "gui/look/icons.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/look/state_colors.h"
#include "gui/pages/job_table.h"
#include "gui/pages/table_dress.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <numeric>

namespace fairlead {

namespace {
constexpr Milliseconds typingPause {150};

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
    , m_state(new QComboBox)
    , m_tag(new QLineEdit)
    , m_facts(new PlainLabel)
    , m_new(new QPushButton)
    , m_rangeButton(new QPushButton)
{
    m_table->setObjectName(QStringLiteral("jobsTable"));
    m_state->addItem(tr("All states"), -1);
    for (const JobState state : allJobStates)
        m_state->addItem(stateText(shownStateOf(state)), static_cast<int>(state));
    m_state->setAccessibleName(tr("State"));
    m_tag->setPlaceholderText(tr("Tag, or the whole id of a job"));
    m_tag->setClearButtonEnabled(true);
    m_tag->setMaximumWidth(340);
    m_tag->setAccessibleName(tr("Tag or id"));
    m_facts->setEnabled(false);
    m_new->hide();
    m_rangeButton->setObjectName(QStringLiteral("timeRange"));
    m_rangeButton->setIcon(icon(QStringLiteral("cancel")));
    m_rangeButton->setToolTip(tr("Lists the jobs of all times again"));
    m_rangeButton->hide();
    connect(m_rangeButton, &QPushButton::clicked, this, &JobsPage::clearRange);
    auto *top = new QHBoxLayout;
    top->addWidget(m_state);
    top->addWidget(m_tag, 1);
    top->addWidget(m_rangeButton);
    top->addStretch();
    top->addWidget(m_facts);
    top->addWidget(m_new);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    m_typed.setSingleShot(true);
    m_typed.setInterval(typingPause);
    connect(&m_typed, &QTimer::timeout, this, &JobsPage::enterFilter);
    connect(m_tag, &QLineEdit::textChanged, this, [this] { m_typed.start(); });
    connect(m_state, &QComboBox::currentIndexChanged, this, [this] { reload(); });
    connect(m_new, &QPushButton::clicked, this, &JobsPage::reload);
    connect(m_model, &JobsModel::progressed, this, &JobsPage::showFacts);
    connect(m_table, &JobTable::selectionMoved, this, &Page::selectionChanged);
    connect(&acts(), &EngineActs::jobChanged, m_model, &JobsModel::update);
    connect(&acts(), &EngineActs::removedJobs, this, [this] { m_isOpen = false; });
}

void JobsPage::enterFilter()
{
    const Result<JobId> id = JobId::parse(m_tag->text().trimmed().toStdString());
    if (id)
        Q_EMIT idEntered(*id);
    else
        reload();
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

QString JobsPage::rangeText() const
{
    const TimePoint now = feed().clock().now();
    return tr("handed in %1 to %2").arg(shownTime(m_range->first, now), shownTime(m_range->second, now));
}

JobFilter JobsPage::filter() const
{
    JobFilter filter;
    filter.queue = scope().queue;
    filter.tenant = scope().tenant;
    if (const std::string tag = m_tag->text().trimmed().toStdString(); !tag.empty())
        filter.tag = tag;
    const int state = m_state->currentData().toInt();
    if (state >= 0)
        filter.state = static_cast<JobState>(state);
    if (m_range) {
        filter.since = m_range->first;
        filter.until = m_range->second;
    }
    return filter;
}

std::int64_t JobsPage::expected() const
{
    const std::optional<StateCounts> counts = countsOf(feed().snapshot(), scope());
    if (!counts || m_range || !m_tag->text().trimmed().isEmpty())
        return -1;
    const int state = m_state->currentData().toInt();
    return state >= 0 ? counts->at(static_cast<std::size_t>(state))
                      : std::accumulate(counts->begin(), counts->end(), std::int64_t {0});
}

std::int64_t JobsPage::arrivals() const
{
    const std::optional<StateCounts> counts = countsOf(feed().snapshot(), scope());
    return counts ? std::accumulate(counts->begin(), counts->end(), std::int64_t {0}) : 0;
}

void JobsPage::reload()
{
    if (!feed().hasData())
        return;
    m_openedScope = scope();
    m_isOpen = true;
    m_arrivalsAtOpen = arrivals();
    m_model->open(
        [&client = feed().client(), filter = filter()](const JobsModel::Ask &ask, Answer<JobPage> answer) {
            client.engine().ask(ListJobs {{filter, ask.cursor, ask.limit, ask.skip}}, std::move(answer));
        },
        expected());
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
    // Updates the jobs in sight, but not in a list of one state: the engine no longer lists the jobs that left it.
    if (isLive() && m_state->currentIndex() == 0)
        m_model->refreshAt(m_table->rowAt(0));
    showFacts();
}

QString JobsPage::filterText() const
{
    QStringList parts;
    if (m_state->currentIndex() > 0)
        parts.append(m_state->currentText());
    if (scope().queue || scope().tenant)
        parts.append(shownScope(scope()));
    if (!m_tag->text().trimmed().isEmpty())
        parts.append(tr("tag \"%1\"").arg(m_tag->text().trimmed()));
    if (m_range)
        parts.append(rangeText());
    return parts.join(QStringLiteral(", "));
}

void JobsPage::showFacts()
{
    const std::int64_t added = arrivals() - m_arrivalsAtOpen;
    m_new->setVisible(added > 0 && m_isOpen);
    m_new->setText(tr("%1 new: show (F5)").arg(shown(added)));
    QString count = m_model->isComplete() || expected() >= 0
        ? tr("%1 jobs").arg(shown(std::int64_t {m_model->rowCount()}))
        : tr("more than %1 jobs").arg(shown(m_model->reachedRows()));
    count += tr(", as of %1").arg(shownTime(m_model->openedAt(), feed().clock().now()));
    m_facts->setText(m_isOpen ? count : QString());
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

std::vector<JobRecord> JobsPage::selectedJobs() const
{
    return m_table->selectedJobs();
}

} // namespace fairlead
