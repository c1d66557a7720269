// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/call_table.h"
#include "engine/calls/queue_calls.h"
#include "engine/client/client.h"
#include "engine/control/engine.h"

namespace fairlead {

/// Access to the configuration of the program that runs the engine. All functions may be empty. Threads: any.
struct ConfigSource
{
    std::function<std::vector<ConfigEntry>()> entries {};
    std::function<void(Answer<ReloadReport>)> reload {};
    std::function<void(const AddQueue &, const Principal &, Answer<bool>)> addQueue {};
    std::function<void(const QueueName &, Answer<bool>)> removeQueue {};
};

/// The Client of an engine in the same process. Threads: any; answers come on the engine's threads.
class LocalClient final : public Client
{
public:
    /// `onStop` is called when a caller asks the engine to stop; the program decides how it ends.
    LocalClient(Engine &engine, std::function<void(StopMode)> onStop, ConfigSource config = {});
    void submit(AnyCall call) override;

private:
    void addQueueCalls(Engine &engine, const ConfigSource &config);

    CallTable m_table;
};

} // namespace fairlead
