// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/admission.h"
#include "engine/control/service_stacks.h"
#include "engine/control/waiting_room.h"
#include "engine/dispatch/dispatcher.h"
#include "engine/dispatch/store_writer.h"
#include "engine/dispatch/worker_pool.h"
#include "engine/domain/log_sink.h"

#include <atomic>
#include <map>
#include <memory>

namespace fairlead {

/// The running parts of an engine, which its services share. Owned by Engine, which starts and stops them in order; the
/// services are used between start and stop. `dispatcher` and `waitingRoom` are touched on `dispatcherThread` alone,
/// but for what the Dispatcher allows any thread, `reader` on `readerThread` alone.
struct Machinery
{
    EngineSettings settings;
    std::string dataDir;
    const Clock &clock;
    Random &random;
    LogSink log;

    std::unique_ptr<StoreWriter> writer;
    std::unique_ptr<JobIdMaker> ids; ///< store thread
    Admission admission {settings}; ///< store thread
    std::shared_ptr<LoopThread> dispatcherThread;
    std::unique_ptr<LoopTimers> dispatcherTimers;
    std::unique_ptr<Dispatcher> dispatcher;
    std::unique_ptr<WaitingRoom> waitingRoom;
    std::shared_ptr<ServiceStacks> stacks; ///< from the start on
    std::unique_ptr<WorkerPool> workers;
    std::shared_ptr<LoopThread> readerThread;
    std::unique_ptr<LoopTimers> readerTimers;
    std::shared_ptr<LoopThread> upkeepThread; ///< what takes long: verify, backup; a reader of its own each time
    std::unique_ptr<StoreReader> reader;
    TimePoint startedAt;
    std::atomic<std::int64_t> enqueuedCount {0};

    /// Asks the store; `answer` comes on the store thread, after the commit.
    template <typename T>
    void askWriter(int weight, std::function<Result<T>(Store &)> question, std::function<void(Result<T>)> answer)
    {
        askStore<T>(*writer, StoreTask::From::Callers, weight, std::move(question), std::move(answer),
            [](const std::function<void()> &task) { task(); });
    }
    /// Asks the reader; `answer` comes on the reader thread.
    template <typename T>
    void askReader(std::function<Result<T>(StoreReader &)> question, std::function<void(Result<T>)> answer)
    {
        readerThread->post(
            [this, question = std::move(question), answer = std::move(answer)] { answer(question(*reader)); });
    }
    /// Offers jobs to the store, with new ids. Store thread.
    Result<Admission::Accepted> admit(
        Store &store, std::span<const JobSpec> specs, Admission::Sender sender = Admission::Sender::New)
    {
        std::vector<JobId> made(specs.size());
        for (JobId &id : made)
            id = ids->make();
        return admission.enqueue(store, specs, made, clock.now(), sender);
    }
    /// After the commit. Dispatcher's thread.
    void tellAccepted(const Admission::Accepted &accepted)
    {
        for (const Acted &one : accepted.dropped)
            dispatcher->acted(one);
        std::vector<Enqueued> jobs;
        for (const Result<Enqueued> &job : accepted.jobs) {
            if (job && job->receipt.isNew)
                jobs.push_back(*job);
        }
        enqueuedCount += static_cast<std::int64_t>(jobs.size());
        dispatcher->enqueued(jobs);
    }
    /// Asks a reader of its own, however long it takes; `answer` comes on the upkeep thread.
    template <typename T>
    void askUpkeep(std::function<Result<T>(StoreReader &)> question, std::function<void(Result<T>)> answer)
    {
        upkeepThread->post([this, question = std::move(question), answer = std::move(answer)] {
            const Result<std::unique_ptr<StoreReader>> own = writer->readerFactory()();
            answer(own ? question(**own) : Result<T>(failure(own.error())));
        });
    }
    /// `meanwhile` is called here, before anything that it leads to can be told to the dispatcher.
    void tellDispatcher(
        std::function<void(Dispatcher &)> message, const std::function<void()> &meanwhile = [] {})
    {
        dispatcherThread->post([this, message = std::move(message)] { message(*dispatcher); }, meanwhile);
    }
};

} // namespace fairlead
