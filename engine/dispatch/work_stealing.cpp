// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/work_stealing.h"

namespace fairlead {

WorkStealing::WorkStealing(int mailboxMax, const DispatchPorts &ports, const DispatchNotices &notices, RunBook &runs)
    : m_mailboxMax(mailboxMax)
    , m_ports(ports)
    , m_notices(notices)
    , m_runs(runs)
    , m_store(ports.store, ports.home)
{
}

void WorkStealing::pump()
{
    if (m_mailboxMax <= 1 || m_runs.runs().empty())
        return; // after all runs were released, the remaining envelopes have no run
    std::vector<Reassignment> moves;
    for (const WorkerIndex idle : m_runs.idleWorkers()) {
        std::optional<Envelope> envelope = takeFromTheFullest();
        if (!envelope)
            break;
        const Run &run = *envelope->run;
        m_runs.reassign(run.job.seq, idle);
        moves.push_back({run.job.seq, run.token, workerName(idle)});
        m_ports.workers.deliver(idle, std::move(*envelope));
    }
    if (moves.empty())
        return;
    m_store.ask<std::vector<Result<>>>(
        static_cast<int>(moves.size()), [moves](StoreSession &store) { return store.jobs().reassign(moves); },
        [this](const Result<std::vector<Result<>>> &moved) {
            if (!moved) // otherwise lists name the first worker until the run ends
                m_notices.trouble(moved.error());
        });
}

std::optional<Envelope> WorkStealing::takeFromTheFullest()
{
    for (const WorkerIndex worker : m_runs.fullest()) {
        if (std::optional<Envelope> envelope = m_ports.workers.takeBack(worker))
            return envelope;
    }
    return std::nullopt;
}

} // namespace fairlead
