// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/samples.h"

#include <algorithm>

namespace fairlead {

namespace {
double rate(std::int64_t before, std::int64_t after, double seconds)
{
    return seconds > 0 ? static_cast<double>(std::max<std::int64_t>(after - before, 0)) / seconds : 0;
}

std::int64_t workerTimeOf(const Snapshot &snapshot)
{
    std::int64_t sum = 0;
    for (const TenantView &tenant : snapshot.tenants)
        sum += tenant.workerTime;
    return sum;
}

std::vector<const TenantView *> busiest(const std::vector<TenantView> &tenants, std::size_t most)
{
    std::vector<const TenantView *> list;
    list.reserve(tenants.size());
    for (const TenantView &tenant : tenants)
        list.push_back(&tenant);
    if (list.size() > most) {
        std::nth_element(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(most), list.end(),
            [](const TenantView *a, const TenantView *b) { return a->attempts > b->attempts; });
        list.resize(most);
    }
    return list;
}
} // namespace

const TenantView *Snapshot::findTenant(const TenantName &tenant) const
{
    const auto found =
        std::find_if(tenants.begin(), tenants.end(), [&](const TenantView &view) { return view.tenant == tenant; });
    return found == tenants.end() ? nullptr : &*found;
}

const QueueView *Snapshot::findQueue(const QueueName &queue) const
{
    const auto found =
        std::find_if(queues.begin(), queues.end(), [&](const QueueView &view) { return view.queue == queue; });
    return found == queues.end() ? nullptr : &*found;
}

std::vector<Pause> Snapshot::pauses() const
{
    std::vector<Pause> list;
    // A remote engine shows the scope of a pause only by its place in the answer.
    const auto add = [&list](const std::optional<Pause> &pause, const Scope &scope) {
        if (pause)
            list.push_back({scope.queue, scope.tenant, pause->who, pause->why, pause->since});
    };
    add(status.pause, {});
    for (const QueueView &queue : queues)
        add(queue.pause, {.queue = queue.queue, .tenant = {}});
    for (const TenantView &tenant : tenants)
        add(tenant.pause, {.queue = {}, .tenant = tenant.tenant});
    return list;
}

void Samples::add(const Snapshot &before, const Snapshot &after)
{
    // A restarted engine counts from zero again.
    if (before.status.startedAt != after.status.startedAt || before.status.pid != after.status.pid)
        return;
    Sample sample;
    sample.at = after.takenOn;
    sample.isPaused = after.status.pause.has_value();
    const double seconds = std::chrono::duration<double>(after.takenOn - before.takenOn).count();
    sample.inPerSecond = rate(before.status.enqueued, after.status.enqueued, seconds);
    sample.donePerSecond = rate(before.status.finished, after.status.finished, seconds);
    sample.deadPerSecond =
        rate(countOf(before.status.counts, JobState::Dead), countOf(after.status.counts, JobState::Dead), seconds);
    for (const QueueView &queue : after.queues)
        sample.readyByQueue.emplace(queue.queue, countOf(queue.counts, JobState::Ready));
    const std::int64_t spent = workerTimeOf(after) - workerTimeOf(before);
    for (const TenantView *tenant : busiest(after.tenants, tenantsKept)) {
        TenantSample one;
        const TenantView *was = before.findTenant(tenant->tenant);
        one.donePerSecond = rate(was ? was->attempts : 0, tenant->attempts, seconds);
        const std::int64_t own = tenant->workerTime - (was ? was->workerTime : 0);
        one.workerShare = spent > 0 ? static_cast<double>(own) / static_cast<double>(spent) : 0;
        one.waiting = countOf(tenant->counts, JobState::Ready);
        one.queueTime = tenant->queueTime;
        one.runTime = tenant->runTime;
        sample.tenants.emplace(tenant->tenant, one);
    }
    m_samples.push_back(std::move(sample));
    if (m_samples.size() > samplesKept)
        m_samples.pop_front();
}

double Samples::recentShare(const TenantName &tenant) const
{
    if (m_samples.empty())
        return 0;
    const MonotonicTime since = m_samples.back().at - std::chrono::minutes {1};
    double sum = 0;
    int count = 0;
    for (auto sample = m_samples.rbegin(); sample != m_samples.rend() && sample->at >= since; ++sample) {
        const auto found = sample->tenants.find(tenant);
        sum += found == sample->tenants.end() ? 0 : found->second.workerShare;
        ++count;
    }
    return sum / count;
}

std::int64_t demandOf(const TenantView &tenant)
{
    return countOf(tenant.counts, JobState::Ready) + countOf(tenant.counts, JobState::Running);
}

double fairShare(const TenantView &tenant, const std::vector<TenantView> &all)
{
    if (tenant.pause)
        return 0;
    double sum = 0;
    for (const TenantView &other : all) {
        if (!other.pause && (demandOf(other) > 0 || other.tenant == tenant.tenant))
            sum += other.limits.weight;
    }
    return sum > 0 ? tenant.limits.weight / sum : 0;
}

} // namespace fairlead
