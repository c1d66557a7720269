// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/requests.h"
#include "engine/domain/views.h"

#include <deque>
#include <map>
#include <vector>

namespace fairlead {

/// One answer of the engine to everything that is polled.
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

/// What became of one tenant between two snapshots.
struct TenantSample
{
    double donePerSecond = 0; ///< runs ended
    double workerShare = 0; ///< of all worker time spent meanwhile
    std::int64_t waiting = 0;
    Quantiles queueTime;
    Quantiles runTime;
};

/// What became of the engine between two snapshots.
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

/// The newest samples, oldest first: what the charts draw. Tenants beyond `tenantsKept` are left out, the ones with the
/// most done kept. Threads: GUI.
class Samples
{
public:
    static constexpr std::size_t samplesKept = 600;
    static constexpr std::size_t tenantsKept = 100;

    /// Adds what happened between two snapshots of one engine; of two engines, nothing but a gap.
    void add(const Snapshot &before, const Snapshot &after);
    const std::deque<Sample> &all() const { return m_samples; }
    bool isEmpty() const { return m_samples.empty(); }
    /// A tenant's share of the worker time of the last minute, 0 to 1.
    double recentShare(const TenantName &tenant) const;

private:
    std::deque<Sample> m_samples;
};

/// The share a tenant is entitled to: its weight against those that have work, itself included. 0 when it is paused.
double fairShare(const TenantView &tenant, const std::vector<TenantView> &all);
/// Jobs of a tenant that wait for a worker or have one.
std::int64_t demandOf(const TenantView &tenant);

} // namespace fairlead
