// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/dispatch_ports.h"

namespace fairlead {

/// What the store keeps of an engine's earlier lives.
struct KeptByStore
{
    std::vector<Lane> lanes; ///< with a backlog
    std::vector<Pause> pauses;
    std::vector<TenantSettings> tenants;
    std::vector<std::pair<QueueName, int>> scales;
    std::optional<TimePoint> nextDue;
    std::optional<TimePoint> nextDeadline;
    std::vector<Debt> debts; ///< not kept any longer
    std::vector<std::pair<TimePoint, std::string>> flow;
};

/// Ends the runs that a dead engine left behind, then reads what the store keeps. Threads: the dispatcher's. Settings
/// and ports outlive it.
class Recovery
{
public:
    Recovery(const EngineSettings &settings, const DispatchPorts &ports);

    /// Fails with what the store says. Once.
    void start(std::function<void(Result<KeptByStore>)> done);

private:
    void endCutRuns();

    const EngineSettings &m_settings;
    const DispatchPorts &m_ports;
    StoreGate m_store;
    std::function<void(Result<KeptByStore>)> m_done;
};

} // namespace fairlead
