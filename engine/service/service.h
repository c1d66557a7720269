// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"
#include "engine/domain/run_log.h"
#include "engine/domain/thread_annotations.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace fairlead {

/// The request to a run that it shall end. It is made once and reaches every listener. Threads: any.
class Cancellation
{
public:
    enum class Reason { None, Cancelled, TimedOut, Shutdown };

    /// Only the first call counts. Runs the listener on the calling thread.
    void request(Reason reason);
    bool isRequested() const { return m_reason.load() != Reason::None; }
    Reason reason() const { return m_reason.load(); }
    /// Sets the listener; there is one at a time. It is called at once when the request was made already. Null removes
    /// it.
    void onRequest(std::function<void(Reason)> listener);

private:
    std::atomic<Reason> m_reason {Reason::None};
    Mutex m_mutex;
    std::function<void(Reason)> m_listener GUARDED_BY(m_mutex);
};

/// One run of one job, as it is passed to a service. Shared by all that take part in the run. Immutable, except for the
/// functions and the log, which any thread may use.
struct Run
{
    Job job;
    int attempt = 1;
    Token token {};
    TimePoint started;
    std::shared_ptr<Cancellation> cancellation = std::make_shared<Cancellation>();
    std::function<void(Progress)> reportProgress; ///< never empty
    std::shared_ptr<RunLog> log = std::make_shared<RunLog>(); ///< takes the lines that the run writes
    /// Enqueues an independent job, whatever the outcome of the run. Answers after the commit, on another thread. Empty
    /// outside of an engine.
    std::function<void(NewJob, std::function<void(Result<EnqueueReceipt>)>)> enqueue {};
};
using RunPtr = std::shared_ptr<const Run>;

/// Gets the outcome of a run. Called exactly once.
using Reply = std::function<void(Outcome)>;

/// Answers one request, in the form of tower's Service (github.com/tower-rs/tower). A Worker calls it on its own
/// thread. `reply` is called on the same thread, perhaps before `call` returns.
class Service
{
public:
    virtual ~Service() = default;
    /// Whether the service takes this run now. False makes the caller wait and ask again: this is the backpressure.
    /// After true, one call of `call` or `giveBack` with the same run must follow before the caller returns to its
    /// event loop.
    virtual bool reserve(const Run &) { return true; }
    /// Gives the reservation back unused.
    virtual void giveBack(const Run &) { }
    /// REQUIRES: `reserve` returned true for this run.
    virtual void call(RunPtr run, Reply reply) = 0;
};

/// The pause before a service that did not take a run is asked again.
inline constexpr Microseconds untilReserved = std::chrono::milliseconds {5};

/// The outcome of a run that was asked to end and did not succeed. Empty when it was not asked.
std::optional<Outcome> outcomeOfRequest(Cancellation::Reason reason);

/// Wraps a service in another that adds one behaviour.
class Layer
{
public:
    virtual ~Layer() = default;
    virtual std::unique_ptr<Service> wrap(std::unique_ptr<Service> inner) const = 0;
    /// The name in the configuration, for example "timeout".
    virtual std::string name() const = 0;
};

/// Timers on the caller's thread: an event loop in the engine, a manual clock in tests. Threads: one.
class Timers
{
public:
    enum class Id : std::uint64_t {};
    virtual ~Timers() = default;
    /// Calls `task` once, `delay` from now. REQUIRES: delay >= 0.
    virtual Id start(Microseconds delay, std::function<void()> task) = 0;
    /// Cancels a timer. Does nothing when it has fired.
    virtual void cancel(Id id) = 0;
};

/// Calls `then` as soon as the service has reserved for the run, or when the run was asked to end; then nothing is
/// reserved. The service must outlive its timers.
void whenReserved(Service &service, Timers &timers, RunPtr run, std::function<void(bool isReserved)> then);

} // namespace fairlead
