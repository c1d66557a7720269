// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/requests.h"
#include "engine/domain/views.h"

#include <deque>
#include <map>
#include <vector>

namespace fairlead {

/// The answers of the engine to one poll.
struct Snapshot
{
    StatusView status;
    std::vector<TenantView> tenants;
    std::vector<QueueView> queues;
    std::vector<WorkerView> workers;
    TimePoint takenAt;
    MonotonicTime takenOn;

    const TenantView *findTenant(const TenantName &tenant) const;
    const QueueView *findQueue(const QueueName &queue) const;
    /// Every pause in force: the engine's, queues', tenants'.
    std::vector<Pause> pauses() const;
};

/// The figures of one tenant between two snapshots.
struct TenantSample
{
    double donePerSecond = 0; ///< runs ended
    double workerShare = 0; ///< of all worker time between the snapshots
    std::int64_t waiting = 0;
    Quantiles queueTime;
    Quantiles runTime;
};

/// The figures of the engine between two snapshots.
struct Sample
{
    MonotonicTime at;
    double inPerSecond = 0;
    double donePerSecond = 0;
    double deadPerSecond = 0;
    bool isPaused = false;
    std::map<QueueName, std::int64_t> readyByQueue;
    std::map<TenantName, TenantSample> tenants;
};

/// The newest samples, oldest first, for the charts. Beyond `tenantsKept` the tenants with the fewest runs are left
/// out. Threads: GUI.
class Samples
{
public:
    static constexpr std::size_t samplesKept = 600;
    static constexpr std::size_t tenantsKept = 100;

    /// Adds the sample between two snapshots of one engine. Between two engines it adds only a gap.
    void add(const Snapshot &before, const Snapshot &after);
    const std::deque<Sample> &all() const { return m_samples; }
    bool isEmpty() const { return m_samples.empty(); }
    /// A tenant's share of the worker time of the last minute, 0 to 1.
    double recentShare(const TenantName &tenant) const;

private:
    std::deque<Sample> m_samples;
};

/// The share a tenant is entitled to: its weight divided by the weights of all tenants with work, its own included. 0
/// when it is paused.
double fairShare(const TenantView &tenant, const std::vector<TenantView> &all);
/// The number of a tenant's jobs that are ready or running.
std::int64_t demandOf(const TenantView &tenant);

} // namespace fairlead
