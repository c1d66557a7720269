// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/memory/memory_recovery_store.h"

namespace fairlead {

Incarnation MemoryRecoveryStore::incarnation() const
{
    return m_life.incarnation;
}

Result<std::vector<EarlierRun>> MemoryRecoveryStore::runs(Token after, int limit)
{
    const MemoryCommit commit(m_life);
    const auto &running = commit->jobs.running();
    std::vector<EarlierRun> runs;
    for (auto next = running.upper_bound(after); next != running.end(); ++next) { // tokens ascend with the lives
        const MemoryRecord &record = commit->jobs.records().at(next->second);
        if (record.run->incarnation == m_life.incarnation || runs.size() == static_cast<std::size_t>(limit))
            break;
        runs.push_back({.seq = record.job->seq,
            .id = record.job->id,
            .lane = record.lane(),
            .attempt = record.run->attempt,
            .crashes = record.crashes + 1,
            .maxAttempts = record.job->spec.maxAttempts,
            .token = record.run->token,
            .started = record.run->started,
            .worker = record.run->worker,
            .node = {},
            .incarnation = record.run->incarnation});
    }
    return runs;
}

} // namespace fairlead
