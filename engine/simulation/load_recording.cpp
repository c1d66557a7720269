// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/load_recording.h"

#include <algorithm>
#include <map>
#include <utility>

namespace fairlead {

namespace {
/// The mean of run times, by a key.
template <typename Key>
class MeanTimes
{
public:
    void add(const Key &key, Microseconds time)
    {
        auto &[sum, count] = m_sums[key];
        sum += time;
        ++count;
    }
    std::optional<Microseconds> of(const Key &key) const
    {
        const auto found = m_sums.find(key);
        return found == m_sums.end() ? std::nullopt : std::optional(found->second.first / found->second.second);
    }

private:
    std::map<Key, std::pair<Microseconds, std::int64_t>> m_sums;
};
} // namespace

void LoadRecording::add(const JobRecord &record)
{
    if (record.state == JobState::Cancelled && !record.startedAt)
        return;
    const JobSpec &spec = record.job.spec;
    const TimePoint at = std::max(record.job.created, spec.runAt.value_or(record.job.created));
    const bool hasRun = record.startedAt && record.finishedAt;
    const Microseconds none {0};
    m_jobs.push_back({.at = at,
        .job = {.queue = spec.queue,
            .tenant = spec.tenant,
            .priority = spec.priority,
            .cost = spec.cost,
            .runTime = hasRun ? std::max(*record.finishedAt - *record.startedAt, none) : none,
            .deadline = spec.deadline ? std::optional(std::max(*spec.deadline - at, none)) : std::nullopt},
        .hasRun = hasRun});
    m_from = std::min(m_from.value_or(record.job.created), record.job.created);
    m_until = std::max(m_until, record.finishedAt.value_or(record.job.created));
}

SimulatedLoad LoadRecording::load() const
{
    SimulatedLoad load;
    if (!m_from)
        return load;
    MeanTimes<std::pair<QueueName, TenantName>> ofTenants;
    MeanTimes<QueueName> ofQueues;
    for (const Recorded &recorded : m_jobs) {
        if (!recorded.hasRun)
            continue;
        ofTenants.add({recorded.job.queue, recorded.job.tenant}, recorded.job.runTime);
        ofQueues.add(recorded.job.queue, recorded.job.runTime);
    }
    load.recorded.reserve(m_jobs.size());
    for (const Recorded &recorded : m_jobs) {
        RecordedJob &job = load.recorded.emplace_back(recorded.job);
        job.at = recorded.at - *m_from;
        if (!recorded.hasRun)
            job.runTime =
                ofTenants.of({job.queue, job.tenant}).value_or(ofQueues.of(job.queue).value_or(Microseconds {0}));
    }
    std::stable_sort(load.recorded.begin(), load.recorded.end(),
        [](const RecordedJob &a, const RecordedJob &b) { return a.at < b.at; });
    load.length = std::max<Microseconds>(m_until - *m_from, std::chrono::seconds {1});
    return load;
}

} // namespace fairlead
