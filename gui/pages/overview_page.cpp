// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/overview_page.h"

#include "gui/charts/chart_panel.h"
#include "gui/feed/mark_feed.h"
#include "gui/look/elided_label.h"
#include "gui/look/mark_words.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/look/state_colors.h"
#include "gui/pages/health_panel.h"
#include "gui/pages/tile.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

namespace fairlead {

namespace {
constexpr std::size_t scopeLinesMax = 6;
constexpr int tileSeconds = 60;
constexpr int daySeconds = 86'400; ///< the past that the engine keeps
constexpr int scrubSteps = 10; ///< of a span

/// The counts of the jobs in the scope. Those of one tenant in one queue are not known.
StateCounts countsIn(const Snapshot &snapshot, const Scope &scope)
{
    if (scope.tenant) {
        const TenantView *tenant = snapshot.findTenant(*scope.tenant);
        return tenant ? tenant->counts : StateCounts {};
    }
    if (scope.queue) {
        const QueueView *queue = snapshot.findQueue(*scope.queue);
        return queue ? queue->counts : StateCounts {};
    }
    return snapshot.status.counts;
}
/// The state of an engine in one line.
struct Headline
{
    ShownState look = ShownState::Unknown;
    QString word;
    QString why;
};

QString whyHealthy(const StatusView &status)
{
    const std::int64_t ever = std::accumulate(status.counts.begin(), status.counts.end(), std::int64_t {0});
    if (ever == 0)
        return OverviewPage::tr("the engine runs; hand in a job with: fairleadctl job add QUEUE --payload JSON");
    if (countOf(status.counts, JobState::Ready) == 0 && status.busy == 0)
        return OverviewPage::tr("no job waits");
    return OverviewPage::tr("%1 of %n worker(s) busy", nullptr, status.workers).arg(status.busy);
}

/// The engine's verdict, unless it starts nothing because somebody said so.
Headline headlineOf(const Snapshot &snapshot)
{
    const StatusView &status = snapshot.status;
    if (status.state == EngineState::Stopping) {
        return status.busy > 0
            ? Headline {ShownState::Stopping, OverviewPage::tr("Draining"),
                OverviewPage::tr("%n running job(s) left", nullptr, status.busy)}
            : Headline {ShownState::Stopping, OverviewPage::tr("Stopped"), OverviewPage::tr("no job starts any more")};
    }
    if (status.pause)
        return {ShownState::Paused, OverviewPage::tr("Paused"), OverviewPage::tr("no job starts until it is resumed")};
    const auto causes = static_cast<std::int64_t>(snapshot.health.causes.size()) + snapshot.health.leftOut;
    switch (snapshot.health.verdict) {
    case HealthVerdict::Healthy:
        return {ShownState::Running, OverviewPage::tr("Healthy"), whyHealthy(status)};
    case HealthVerdict::Attention:
        return {ShownState::Retrying, OverviewPage::tr("Attention"), OverviewPage::tr("causes: %1").arg(shown(causes))};
    case HealthVerdict::Failing:
        return {ShownState::Dead, OverviewPage::tr("Failing"), OverviewPage::tr("causes: %1").arg(shown(causes))};
    case HealthVerdict::Unknown:
        break;
    }
    return {ShownState::Unknown, OverviewPage::tr("Unknown"), OverviewPage::tr("this engine gives no verdict")};
}
} // namespace

OverviewPage::OverviewPage(const PageContext &context)
    : Page(context)
    , m_marks(new MarkFeed(context.feed, this))
{
    m_throughput = new ChartPanel(Figure::Throughput, tr("Throughput"), TimeUnit::Rate);
    m_backlog = new ChartPanel(Figure::ReadyOverTime, tr("Ready by queue"), TimeUnit::Count);
    m_queueTime = new ChartPanel(Figure::QueueTimeOverTime, tr("Queue time"), TimeUnit::Duration);
    m_runTime = new ChartPanel(Figure::RunTimeOverTime, tr("Run time"), TimeUnit::Duration);
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(10);
    layout->addWidget(makeTop(), 0, 0, 1, 2);
    m_causes = new HealthPanel;
    layout->addWidget(m_causes, 1, 0, 1, 2);
    connect(m_causes, &HealthPanel::causeChosen, this, &OverviewPage::causeChosen);
    layout->addWidget(makeTiles(), 2, 0, 1, 2);
    layout->addWidget(m_throughput, 3, 0);
    layout->addWidget(m_backlog, 3, 1);
    layout->addWidget(m_queueTime, 4, 0);
    layout->addWidget(m_runTime, 4, 1);
    layout->setRowStretch(3, 1);
    layout->setRowStretch(4, 1);
    layout->setColumnStretch(0, 1);
    layout->setColumnStretch(1, 1);
    m_throughput->setEmptyText(tr("Waiting for the engine's history"));
    for (ChartPanel *panel : charts()) {
        panel->setHint(tr("Drag over a stretch of time to list the jobs handed in then") + QLatin1Char('\n')
            + tr("Left and Right go through the marks, Shift+Left chooses a stretch of time, Enter follows"));
        connect(panel, &ChartPanel::brushed, this, [this](double from, double to) {
            const auto at = [end = endOfCharts()](double age) { return end + Microseconds {std::llround(age * 1e6)}; };
            Q_EMIT rangeChosen(at(from), at(to));
        });
        connect(panel, &ChartPanel::markChosen, this, &OverviewPage::chooseMark);
    }
    connect(m_marks, &MarkFeed::arrived, this, &OverviewPage::showMarks);
    setSpan(m_span->currentData().toInt());
    m_queueTime->setEmptyText(tr("No job started in this time"));
    m_runTime->setEmptyText(tr("No run ended in this time"));
    for (FigureFrame *frame : findChildren<FigureFrame *>())
        connect(frame, &FigureFrame::chosen, this, [this](Figure figure) { Q_EMIT figureChosen(figure, scope()); });
}

QWidget *OverviewPage::makeTop()
{
    auto *top = new QWidget;
    m_health = new MarkupLabel;
    m_health->setObjectName(QStringLiteral("health"));
    m_span = new QComboBox;
    m_span->addItem(tr("Last minute"), 60);
    m_span->addItem(tr("Last 5 minutes"), 300);
    m_span->addItem(tr("Last 10 minutes"), 600);
    m_span->addItem(tr("Last hour"), 3'600);
    m_span->addItem(tr("Last 3 hours"), 10'800);
    m_span->addItem(tr("Last 24 hours"), 86'400);
    m_span->setCurrentIndex(1);
    m_span->setAccessibleName(tr("Time shown in the charts"));
    auto *layout = new QHBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_health);
    m_why = new ElidedLabel;
    m_why->setObjectName(QStringLiteral("healthReason"));
    layout->addWidget(m_why, 1);
    m_scrubber = new QSlider(Qt::Horizontal);
    m_scrubber->setObjectName(QStringLiteral("timeScrubber"));
    m_scrubber->setAccessibleName(tr("End of the time shown"));
    m_scrubber->setToolTip(tr("Moves the charts into the past, up to 24 hours; End returns to now"));
    m_scrubber->setFixedWidth(140);
    m_scrubber->setMaximum(0);
    m_scrubber->setLayoutDirection(Qt::LeftToRight); // as the charts
    m_now = new QPushButton(tr("Now"));
    m_now->setObjectName(QStringLiteral("scrubToNow"));
    m_now->setToolTip(tr("Shows the present again"));
    layout->addWidget(m_scrubber);
    layout->addWidget(m_now);
    layout->addWidget(m_span);
    connect(m_scrubber, &QSlider::valueChanged, this, &OverviewPage::scrub);
    connect(m_now, &QPushButton::clicked, this, [this] {
        m_scrubber->setFocus(); // the button is disabled now
        m_scrubber->setValue(0);
    });
    connect(m_span, &QComboBox::currentIndexChanged, this, [this] { setSpan(m_span->currentData().toInt()); });
    return top;
}

QWidget *OverviewPage::makeTiles()
{
    auto *row = new QWidget;
    m_ready = new Tile(Figure::ReadyNow, ShownState::Ready, tr("Ready"));
    m_running = new Tile(Figure::RunningNow, ShownState::Running, tr("Running"));
    m_scheduled = new Tile(Figure::ScheduledNow, ShownState::Scheduled, tr("Scheduled"));
    m_dead = new Tile(Figure::DeadNow, ShownState::Dead, tr("Dead"));
    m_done = new Tile(Figure::DoneNow, ShownState::Succeeded, tr("Done"));
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    for (Tile *tile : {m_ready, m_running, m_scheduled, m_dead, m_done})
        layout->addWidget(tile);
    return row;
}

void OverviewPage::setSpan(int seconds)
{
    for (ChartPanel *panel : charts())
        panel->setSpan(seconds);
    m_end.reset();
    const QSignalBlocker quiet(m_scrubber);
    m_scrubber->setMinimum(-(daySeconds - seconds) / scrubStep());
    m_scrubber->setPageStep(scrubSteps);
    m_scrubber->setValue(0);
    m_scrubber->setEnabled(m_scrubber->minimum() < 0);
    scrub();
}

int OverviewPage::scrubStep() const
{
    return m_span->currentData().toInt() / scrubSteps;
}

TimePoint OverviewPage::endOfCharts() const
{
    return m_end.value_or(feed().snapshot().takenAt);
}

void OverviewPage::scrub()
{
    const std::chrono::seconds back {static_cast<std::int64_t>(-m_scrubber->value()) * scrubStep()};
    const bool isPast = back.count() > 0 && feed().hasData();
    m_end = isPast ? std::optional(std::chrono::floor<std::chrono::seconds>(feed().snapshot().takenAt) - back)
                   : std::nullopt;
    m_now->setEnabled(isPast);
    for (ChartPanel *panel : charts())
        panel->setEnd(m_end);
    if (feed().hasData())
        showCharts();
}

void OverviewPage::chooseMark(std::int64_t number)
{
    const std::vector<Mark> &marks = m_marks->get();
    const auto found =
        std::find_if(marks.begin(), marks.end(), [number](const Mark &mark) { return mark.number == number; });
    if (found != marks.end())
        Q_EMIT momentChosen(found->at);
}

void OverviewPage::showMarks()
{
    const TimePoint end = endOfCharts();
    const TimePoint first = end - std::chrono::seconds {m_span->currentData().toInt()};
    std::vector<TimeMark> shownMarks;
    for (const Mark &mark : m_marks->get()) {
        if (mark.at < first || mark.at > end)
            continue;
        const double age = -std::chrono::duration<double>(end - mark.at).count();
        shownMarks.push_back({.number = mark.number,
            .age = age,
            .glyph = glyphOf(mark.kind),
            .words = markWords(mark, feed().clock().now())});
    }
    for (ChartPanel *panel : charts())
        panel->setMarks(shownMarks);
}

void OverviewPage::showHealth()
{
    const Snapshot &snapshot = feed().snapshot();
    Headline headline = feed().hasData() ? headlineOf(snapshot) : Headline {};
    if (!isLive())
        headline = {ShownState::Unknown, tr("Unknown"), feed().whyReadOnly()};
    else if (const std::optional<TenantName> own = feed().ownTenant();
             own && snapshot.health.verdict == HealthVerdict::Healthy)
        headline = {
            ShownState::Idle, shownScope({.queue = {}, .tenant = own}), tr("the token shows this tenant alone")};
    const StateLook look = lookOf(headline.look, palette());
    m_health->setText(QStringLiteral("<span style='font-size:large; color:%1'><b>%2 %3</b></span> &nbsp;")
                          .arg(look.colour.name(), look.glyph, headline.word.toHtmlEscaped()));
    m_why->setText(headline.why);
    m_causes->setReport(isLive() ? snapshot.health : HealthReport {});
}

void OverviewPage::showData()
{
    showHealth();
    for (Tile *tile : {m_ready, m_running, m_scheduled, m_dead, m_done})
        tile->setStale(!isLive());
    for (ChartPanel *panel : charts())
        panel->setStale(!isLive());
    if (!feed().hasData())
        return;
    for (FigureFrame *frame : findChildren<FigureFrame *>())
        frame->setAsOf(feed().snapshot().takenAt);
    showTiles();
    showCharts();
}

void OverviewPage::showTiles()
{
    const Snapshot &snapshot = feed().snapshot();
    const StatusView &status = snapshot.status;
    const StateCounts counts = countsIn(snapshot, scope());
    const std::int64_t running = countOf(counts, JobState::Running);
    const bool isAll = !scope().queue && !scope().tenant;
    m_ready->show(shown(countOf(counts, JobState::Ready)), tr("wait for a worker"));
    m_running->show(isAll ? tr("%1 / %2").arg(status.busy).arg(status.workers) : shown(running), tr("workers busy"));
    m_scheduled->show(shown(countOf(counts, JobState::Scheduled)), tr("later, retries included"));
    m_dead->show(shown(countOf(counts, JobState::Dead)), tr("failed for good"));
    const HistoryKey key {.scope = scope()};
    const double rate = recentRate(feed().histories().get(key), runsEnded);
    m_done->show(shownRate(rate), tr("%1 succeeded").arg(shown(countOf(counts, JobState::Succeeded))));
    const HistorySeries series(feed().histories().source(), snapshot, tileSeconds, palette());
    m_ready->setLine(series.jobsIn(JobState::Ready, key));
    m_running->setLine(series.jobsIn(JobState::Running, key));
    m_scheduled->setLine(series.jobsIn(JobState::Scheduled, key));
    m_dead->setLine(series.jobsIn(JobState::Dead, key));
    m_done->setLine(series.endedPerSecond(key));
}

void OverviewPage::showCharts()
{
    const HistorySeries series(
        feed().histories().source(), feed().snapshot(), m_span->currentData().toInt(), palette(), m_end);
    const std::vector<TimeBand> bands = series.bands(scope());
    const bool isAll = !scope().queue && !scope().tenant;
    m_throughput->setNote(isAll ? tr("whole engine") : shownScope(scope()));
    const std::vector<TimeSeries> throughput = series.throughput(scope());
    m_backlog->setEmptyText(throughput.empty() ? tr("Waiting for the engine's history") : tr("No jobs yet"));
    m_throughput->setData(throughput, bands);
    const bool isOwn = feed().ownTenant().has_value(); // the depth of each queue is not for this token
    m_backlog->setNote(isOwn ? shownScope(scope()) : scope().tenant ? tr("all tenants") : QString());
    m_backlog->setData(
        isOwn ? series.ready(scope()) : series.readyByQueue(scope().queue, scopeLinesMax, m_queueSeats), bands);
    const QString note = scope().tenant ? shownScope(scope()) : tr("p95 by tenant");
    m_queueTime->setNote(note);
    m_queueTime->setData(series.percentiles(TimeKind::Queue, scope(), scopeLinesMax, m_waitSeats), bands);
    m_runTime->setNote(note);
    m_runTime->setData(series.percentiles(TimeKind::Run, scope(), scopeLinesMax, m_runSeats), bands);
    showMarks();
}

} // namespace fairlead
