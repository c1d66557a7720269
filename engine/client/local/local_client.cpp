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
    addQueueCalls(engine, config);
}

namespace {
constexpr const char *noQueues = "this engine's program decides about its queues";

/// Begins to move or cancel the jobs of a queue that was removed.
void beginWithJobs(Engine &engine, const RemoveQueue &call, const std::string &who, const Answer<RemovedQueue> &answer)
{
    OperationRequest request;
    request.action = call.jobs == QueueJobs::Move ? BulkAction::Move : BulkAction::Cancel;
    request.filter.queue = call.queue;
    request.change.queue = call.to;
    request.who = who;
    engine.operations().begin(request, [call, answer](const Result<Operation> &begun) {
        if (begun)
            answer(RemovedQueue {call.queue, call.jobs, begun->id});
        else
            answer(failure(begun.error().code,
                "queue '" + call.queue.text() + "' is removed, and its jobs are kept: " + begun.error().text));
    });
}
} // namespace

void LocalClient::addQueueCalls(Engine &engine, const ConfigSource &config)
{
    m_table.on<AddQueue>(
        [this, add = config.addQueue](const AddQueue &call, Answer<QueueView> answer, const CallContext &context) {
            if (!add) {
                answer(failure(ErrorCode::Unsupported, noQueues));
                return;
            }
            add(call, context.principal,
                [this, queue = call.queue, context, answer = std::move(answer)](const Result<bool> &added) {
                    if (added)
                        submit(AnyCall(FindQueue {queue}, context, answer));
                    else
                        answer(failure(added.error()));
                });
        });
    m_table.on<RemoveQueue>([&engine, remove = config.removeQueue](
                                const RemoveQueue &call, Answer<RemovedQueue> answer, const CallContext &context) {
        if (!remove) {
            answer(failure(ErrorCode::Unsupported, noQueues));
            return;
        }
        if (call.to && !engine.settings().now()->engine().findQueue(*call.to)) {
            answer(failure(ErrorCode::NotFound, "no queue '" + call.to->text() + "' in this engine's configuration"));
            return;
        }
        remove(call.queue,
            [&engine, call, who = context.principal.who, answer = std::move(answer)](const Result<bool> &removed) {
                if (!removed)
                    answer(failure(removed.error()));
                else if (call.jobs == QueueJobs::Keep)
                    answer(RemovedQueue {call.queue, call.jobs});
                else
                    beginWithJobs(engine, call, who, answer);
            });
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
