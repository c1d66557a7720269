// SPDX-License-Identifier: Apache-2.0
#include "engine/control/metrics_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <tuple>

namespace fairlead {

namespace {
std::string textOf(double value)
{
    std::array<char, 32> text {};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc {} ? std::string(text.data(), end) : std::string("NaN");
}

double seconds(std::int64_t microseconds)
{
    return static_cast<double>(microseconds) / 1'000'000;
}

/// Names of queues, tenants and states need no escape. Versions of stores may need it.
std::string label(std::string_view name, std::string_view value)
{
    std::string text = std::string(name) + "=\"";
    for (const char c : value) {
        if (c == '\\' || c == '"')
            text += '\\';
        text += c == '\n' ? ' ' : c;
    }
    return text + "\"";
}

/// Writes metric families one after another. Threads: one.
class MetricsWriter
{
public:
    void family(const std::string &name, const char *type, const char *help)
    {
        m_name = "fairlead_" + name;
        m_text += "# HELP " + m_name + " " + help + "\n# TYPE " + m_name + " " + type + "\n";
    }
    void sample(const std::string &labels, double value, const char *suffix = "")
    {
        m_text += m_name + suffix + (labels.empty() ? "" : "{" + labels + "}") + " " + textOf(value) + "\n";
    }
    void count(const std::string &labels, std::int64_t value) { sample(labels, static_cast<double>(value)); }
    void histogram(const std::string &labels, const DurationBuckets &buckets)
    {
        for (std::size_t i = 0; i < durationBounds.size(); ++i)
            bucket(labels, textOf(seconds(durationBounds.at(i))), buckets.upTo.at(i));
        bucket(labels, "+Inf", buckets.count);
        sample(labels, seconds(buckets.sum), "_sum");
        sample(labels, static_cast<double>(buckets.count), "_count");
    }
    std::string take() { return std::move(m_text); }

private:
    void bucket(const std::string &labels, const std::string &bound, std::int64_t count)
    {
        sample(labels + "," + label("le", bound), static_cast<double>(count), "_bucket");
    }
    std::string m_name;
    std::string m_text;
};

void writeEngine(MetricsWriter &writer, const StatusView &status, TimePoint now)
{
    writer.family("info", "gauge", "The engine's version, store and durability.");
    writer.count(label("version", status.version) + "," + label("store", status.store) + ","
            + label("durability", status.durability),
        1);
    writer.family("uptime_seconds", "gauge", "How long the engine has been running.");
    writer.sample({}, seconds((now - status.startedAt).count()));
    writer.family("workers", "gauge", "Workers of the engine itself.");
    writer.count({}, status.workers);
    writer.family("workers_busy", "gauge", "Workers that run a job now.");
    writer.count({}, status.busy);
    writer.family("paused", "gauge", "1 while the whole engine is paused.");
    writer.count({}, status.pause ? 1 : 0);
    writer.family("pauses", "gauge", "Pauses of any kind.");
    writer.count({}, static_cast<std::int64_t>(status.pauses.size()));
}

/// Each kind has its sample also without a cause, so that an alert sees it end.
void writeHealth(MetricsWriter &writer, const HealthReport &health)
{
    writer.family("health", "gauge", "0 healthy, 1 attention, 2 failing.");
    writer.count({}, static_cast<std::int64_t>(health.verdict));
    writer.family("health_causes", "gauge", "Causes of the verdict, by kind.");
    for (std::size_t kind = 0; kind < EnumNames<HealthCauseKind>::all.size(); ++kind) {
        const auto count = std::count_if(health.causes.begin(), health.causes.end(),
            [kind](const HealthCause &cause) { return cause.kind == static_cast<HealthCauseKind>(kind); });
        writer.count(label("kind", EnumNames<HealthCauseKind>::all.at(kind)), count);
    }
}

void writeAlerts(MetricsWriter &writer, const std::vector<AlertView> &alerts)
{
    writer.family("alert_raised", "gauge", "1 while an alert that somebody set up is raised.");
    for (const AlertView &alert : alerts)
        writer.count(label("alert", alert.rule.name.text()), alert.raised ? 1 : 0);
}

std::string of(const QueueView &queue)
{
    return label("queue", queue.queue.text());
}

void writeQueueStates(MetricsWriter &writer, const std::vector<QueueView> &queues, TimePoint now)
{
    writer.family("queue_jobs", "gauge", "Jobs of a queue by state.");
    for (const QueueView &queue : queues) {
        for (const JobState state : allJobStates)
            writer.count(of(queue) + "," + label("state", jobStateName(state)), countOf(queue.counts, state));
    }
    writer.family(
        "queue_oldest_ready_seconds", "gauge", "Age of the oldest job that may be started; 0 when none waits.");
    for (const QueueView &queue : queues)
        writer.sample(of(queue), queue.oldestReady ? std::max(seconds((now - *queue.oldestReady).count()), 0.0) : 0);
    writer.family("queue_paused", "gauge", "1 while a queue is paused.");
    for (const QueueView &queue : queues)
        writer.count(of(queue), queue.pause ? 1 : 0);
}

void writeQueueFlow(MetricsWriter &writer, const std::vector<QueueView> &queues)
{
    writer.family("jobs_accepted_total", "counter", "Jobs accepted since the start.");
    for (const QueueView &queue : queues)
        writer.count(of(queue), queue.totals.accepted);
    writer.family("runs_started_total", "counter", "Runs started since the start.");
    for (const QueueView &queue : queues)
        writer.count(of(queue), queue.totals.started);
    writer.family("runs_failed_total", "counter", "Runs since the start after which another attempt follows.");
    for (const QueueView &queue : queues)
        writer.count(of(queue), queue.totals.failed);
    writer.family("jobs_ended_total", "counter", "Jobs that ended since the start, by state.");
    for (const QueueView &queue : queues) {
        const FlowCounts &totals = queue.totals;
        for (const auto &[state, count] :
            {std::pair {JobState::Succeeded, totals.succeeded}, {JobState::Dead, totals.dead},
                {JobState::Expired, totals.expired}, {JobState::Cancelled, totals.cancelled}})
            writer.count(of(queue) + "," + label("state", jobStateName(state)), count);
    }
    writer.family("queue_time_seconds", "histogram", "From ready to start, of first attempts.");
    for (const QueueView &queue : queues)
        writer.histogram(of(queue), queue.queueTimes);
    writer.family("run_time_seconds", "histogram", "Worker time of each run.");
    for (const QueueView &queue : queues)
        writer.histogram(of(queue), queue.runTimes);
}

constexpr const char *otherTenants = "other";

/// The figures of one tenant, or the sum of the others.
struct NamedFigures
{
    std::string name;
    StateCounts counts {};
    std::int64_t attempts = 0;
    std::int64_t retries = 0;
    std::int64_t workerTime = 0;

    void add(const TenantView &view)
    {
        for (std::size_t i = 0; i < counts.size(); ++i)
            counts.at(i) += view.counts.at(i);
        attempts += view.attempts;
        retries += view.retries;
        workerTime += view.workerTime;
    }
};

std::vector<NamedFigures> figuresOf(const std::vector<TenantView> &views)
{
    std::vector<const TenantView *> order;
    order.reserve(views.size());
    for (const TenantView &view : views)
        order.push_back(&view);
    const auto backlog = [](const TenantView &view) { return countOf(view.counts, JobState::Ready); };
    std::sort(order.begin(), order.end(), [&](const TenantView *a, const TenantView *b) {
        return std::tuple(b->workerTime, backlog(*b), a->tenant) < std::tuple(a->workerTime, backlog(*a), b->tenant);
    });
    std::vector<NamedFigures> figures;
    std::optional<NamedFigures> others;
    for (const TenantView *view : order) {
        // A tenant that has this very name is counted with the others.
        if (figures.size() < metricTenantsMax && view->tenant.text() != otherTenants) {
            figures.push_back({view->tenant.text()});
            figures.back().add(*view);
            continue;
        }
        if (!others)
            others.emplace(NamedFigures {otherTenants});
        others->add(*view);
    }
    if (others)
        figures.push_back(*others);
    return figures;
}

/// One counter of each row. `value` is a member of the row.
template <typename Row, typename Label>
void writeCounters(MetricsWriter &writer, const std::string &name, const char *help, const std::vector<Row> &rows,
    const Label &of, std::int64_t Row::*value)
{
    writer.family(name, "counter", help);
    for (const Row &row : rows)
        writer.count(of(row), row.*value);
}

void writeTenants(MetricsWriter &writer, const std::vector<NamedFigures> &tenants)
{
    const auto of = [](const NamedFigures &tenant) { return label("tenant", tenant.name); };
    writer.family("tenant_jobs", "gauge", "Jobs of a tenant that wait or run, by state.");
    for (const NamedFigures &tenant : tenants) {
        for (const JobState state : {JobState::Scheduled, JobState::Ready, JobState::Running, JobState::Dead})
            writer.count(of(tenant) + "," + label("state", jobStateName(state)), countOf(tenant.counts, state));
    }
    writeCounters(writer, "tenant_runs_total", "Runs of a tenant's jobs that ended since the start.", tenants, of,
        &NamedFigures::attempts);
    writeCounters(writer, "tenant_retries_total", "Of these, those after which another attempt follows.", tenants, of,
        &NamedFigures::retries);
    writer.family("tenant_worker_seconds_total", "counter", "Worker time that a tenant got since the start.");
    for (const NamedFigures &tenant : tenants)
        writer.sample(of(tenant), seconds(tenant.workerTime));
}

void writeWorkers(MetricsWriter &writer, std::vector<WorkerView> workers)
{
    std::sort(workers.begin(), workers.end(), [](const WorkerView &a, const WorkerView &b) {
        return std::tie(b.processed, a.worker) < std::tie(a.processed, b.worker);
    });
    if (workers.size() > metricWorkersMax)
        workers.erase(workers.begin() + metricWorkersMax, workers.end());
    const auto of = [](const WorkerView &worker) { return label("worker", worker.worker); };
    writeCounters(writer, "worker_runs_total", "Runs of a worker that ended since the start.", workers, of,
        &WorkerView::processed);
    writeCounters(writer, "worker_runs_failed_total", "Of these, those that failed.", workers, of, &WorkerView::failed);
    writeCounters(writer, "worker_runs_retried_total", "Of these, those after which another attempt follows.", workers,
        of, &WorkerView::retried);
    writer.family("worker_run_time_seconds", "summary", "Worker time of a run, of the last 15 minutes.");
    for (const WorkerView &worker : workers) {
        writer.sample(of(worker) + "," + label("quantile", "0.5"), seconds(worker.runTime.p50));
        writer.sample(of(worker) + "," + label("quantile", "0.95"), seconds(worker.runTime.p95));
    }
}
} // namespace

std::string metricsText(const MetricsParts &parts, TimePoint now)
{
    MetricsWriter writer;
    writeEngine(writer, parts.status, now);
    writeHealth(writer, parts.health);
    writeAlerts(writer, parts.alerts);
    writeQueueStates(writer, parts.queues, now);
    writeQueueFlow(writer, parts.queues);
    writeTenants(writer, figuresOf(parts.tenants.tenants));
    writeWorkers(writer, parts.workers);
    return writer.take();
}

} // namespace fairlead
