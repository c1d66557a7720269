// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/service.h"

#include <string>

namespace fairlead {

/// A worker's number, 0 to workers - 1.
using WorkerIndex = int;
/// In its place, for runs of workers elsewhere.
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
    Microseconds runTime {0}; ///< worker time spent
};

/// Gives one worker an envelope. Threads: any.
using DeliverFn = std::function<void(Envelope)>;

/// Takes the runs that the dispatcher hands out. Threads: the dispatcher's, if not said otherwise.
class RunSink
{
public:
    virtual ~RunSink() = default;
    /// Number of workers at the start.
    virtual int workerCount() const = 0;
    /// Makes a worker with this number, which nobody has; `started` is called when it can be given envelopes.
    virtual void startWorker(WorkerIndex, std::function<void()>) { }
    /// REQUIRES: it is there and holds no envelope.
    virtual void endWorker(WorkerIndex) { }
    /// REQUIRES: the worker has room.
    virtual void deliver(WorkerIndex worker, Envelope envelope) = 0;
    /// Good as long as the worker is there.
    virtual DeliverFn deliverFnOf(WorkerIndex worker)
    {
        return [this, worker](Envelope envelope) { deliver(worker, std::move(envelope)); };
    }
    /// The envelope that it was given last, if it still waits there.
    virtual std::optional<Envelope> takeBack(WorkerIndex) { return std::nullopt; }
};

} // namespace fairlead
