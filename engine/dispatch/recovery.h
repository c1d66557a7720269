// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/flow_recorder.h"

namespace fairlead {

/// The state of an engine's earlier lives, as the store keeps it.
struct KeptByStore
{
    std::vector<Lane> lanes; ///< lanes with a backlog
    std::vector<QueueTenantCounts> counts;
    std::vector<Pause> pauses;
    std::vector<std::pair<QueueName, int>> scales;
    std::optional<TimePoint> nextDue;
    std::optional<TimePoint> nextDeadline;
    std::vector<CarriedDeficit> deficits; ///< the store has removed them
    std::vector<SpentRate> spentRates;
    std::vector<std::pair<TimePoint, std::string>> flow;
};

/// Ends the runs that an earlier life left behind, then reads the kept state from the store. Threads: the dispatcher's.
/// The ports and the recorder must outlive it.
class Recovery
{
public:
    Recovery(const DispatchPorts &ports, FlowRecorder &flow);

    /// Fails with the error of the store. To be called once.
    void start(std::shared_ptr<const Settings> settings, std::function<void(Result<KeptByStore>)> done);

private:
    void endCutRuns();

    const DispatchPorts &m_ports;
    FlowRecorder &m_flow;
    StoreGate m_store;
    std::shared_ptr<const Settings> m_settings; ///< since the start
    std::function<void(Result<KeptByStore>)> m_done;
};

} // namespace fairlead
