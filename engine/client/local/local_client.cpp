// SPDX-License-Identifier: Apache-2.0
#include "engine/client/local/local_client.h"

#include "engine/calls/all_calls.h"
#include "engine/control/call_answers.h"
#include "engine/wire/call_codec.h"

namespace fairlead {

LocalClient::LocalClient(Engine &engine, std::function<void(StopMode)> onStop, ConfigSource config)
{
    addAnswers(m_table, engine);
    // Answers first, because the stop may also end the connection that carries the answer.
    m_table.on<StopEngine>([&engine, onStop = std::move(onStop)](const StopEngine &call, Answer<StatusView> answer) {
        engine.stats().status([onStop, mode = call.mode, answer = std::move(answer)](Result<StatusView> view) {
            if (view)
                view->state = EngineState::Stopping;
            answer(std::move(view));
            onStop(mode);
        });
    });
    m_table.on<ListConfiguration>(
        [entries = config.entries](const ListConfiguration &, const Answer<std::vector<ConfigEntry>> &answer) {
            answer(entries ? entries() : std::vector<ConfigEntry> {});
        });
    m_table.on<ReloadConfiguration>([reload = config.reload](const ReloadConfiguration &, Answer<ReloadReport> answer) {
        if (reload)
            reload(std::move(answer));
        else
            answer(failure(ErrorCode::Unsupported, "this engine was not started from a configuration file"));
    });
}

void LocalClient::submit(AnyCall any)
{
    Result<> good;
    visitCall(any, [&](const auto &typed) { good = checkCall(typed.call); });
    if (!good)
        any.fail(good.error());
    else if (!m_table.answer(any))
        any.fail({ErrorCode::Unsupported, std::string(any.info().name) + " is not answered by an engine alone"});
}

} // namespace fairlead
