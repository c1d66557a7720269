// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/service.h"

#include <string>

namespace fairlead {

/// A worker's number, 0 to workers - 1.
using WorkerIndex = int;
/// Stands in place of a worker's number for runs of workers elsewhere.
inline constexpr WorkerIndex noWorker = -1;

/// A claimed job on its way to a worker.
struct Envelope
{
    std::shared_ptr<const Run> run;
};

/// A run that ended, on its way back.
struct RunEnded
{
    WorkerIndex worker = 0;
    JobNumber seq {};
    Token token {};
    Outcome outcome;
    bool wasCalled = true; ///< false: the worker did not call the handler (deadline missed, queue unknown)
    Microseconds runTime {0}; ///< worker time
};

/// Gives one worker an envelope. Threads: any.
using DeliverFn = std::function<void(Envelope)>;

/// Takes the runs that the dispatcher delivers. Threads: the dispatcher's, unless said otherwise.
class RunSink
{
public:
    virtual ~RunSink() = default;
    /// Number of workers at the start.
    virtual int workerCount() const = 0;
    /// Makes a worker with this free number. `started` is called when it can take envelopes.
    virtual void startWorker(WorkerIndex, std::function<void()>) { }
    /// REQUIRES: the worker is present and holds no envelope.
    virtual void endWorker(WorkerIndex) { }
    /// REQUIRES: the worker has room.
    virtual void deliver(WorkerIndex worker, Envelope envelope) = 0;
    /// Valid as long as the worker is present.
    virtual DeliverFn deliverFnOf(WorkerIndex worker)
    {
        return [this, worker](Envelope envelope) { deliver(worker, std::move(envelope)); };
    }
    /// The newest envelope of the worker, if it has not begun.
    virtual std::optional<Envelope> takeBack(WorkerIndex) { return std::nullopt; }
};

} // namespace fairlead
