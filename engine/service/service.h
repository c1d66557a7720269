// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"
#include "engine/domain/thread_annotations.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace fairlead {

/// Tells a run that it shall end: asked once, heard by everyone who listens. Threads: any.
class Cancellation
{
public:
    enum class Reason { None, Cancelled, TimedOut, Shutdown };

    /// The first call wins; runs the listener on the calling thread.
    void request(Reason reason);
    bool isRequested() const { return m_reason.load() != Reason::None; }
    Reason reason() const { return m_reason.load(); }
    /// One listener at a time; called at once when the request was made already. Null removes it.
    void onRequest(std::function<void(Reason)> listener);

private:
    std::atomic<Reason> m_reason {Reason::None};
    Mutex m_mutex;
    std::function<void(Reason)> m_listener GUARDED_BY(m_mutex);
};

/// One run of one job, as a service is asked for it. Shared by all that have a part in the run; immutable but for the
/// sinks, which may be called from any thread.
struct Run
{
    Job job;
    int attempt = 1;
    Token token {};
    TimePoint started;
    std::shared_ptr<Cancellation> cancellation = std::make_shared<Cancellation>();
    std::function<void(Progress)> reportProgress; ///< never empty
    /// Hands a job in, whatever becomes of the run; answers after the commit, on another thread. Empty outside of an
    /// engine.
    std::function<void(NewJob, std::function<void(Result<EnqueueReceipt>)>)> enqueue {};
};
using RunPtr = std::shared_ptr<const Run>;

/// Takes the outcome of a run. Called exactly once.
using Reply = std::function<void(Outcome)>;

/// Answers one request; the shape of tower's Service (github.com/tower-rs/tower). A Worker calls it on its own thread,
/// and `reply` comes back on that same thread, perhaps before `call` returns.
class Service
{
public:
    virtual ~Service() = default;
    /// Whether it takes this run now; false makes the caller wait and ask again: backpressure is seen here. A true is
    /// followed by one `call`, or one `giveBack`, with the same run and before the caller returns to its loop.
    virtual bool reserve(const Run &) { return true; }
    /// The reservation is not used.
    virtual void giveBack(const Run &) { }
    /// REQUIRES: reserved.
    virtual void call(RunPtr run, Reply reply) = 0;
};

/// The pause before a service that would not take a run is asked again.
inline constexpr Microseconds untilReserved = std::chrono::milliseconds {5};

/// The outcome of a run that was asked to end and did not succeed; empty when it was not asked.
std::optional<Outcome> outcomeOfRequest(Cancellation::Reason reason);

/// Wraps a service in another that adds one behaviour.
class Layer
{
public:
    virtual ~Layer() = default;
    virtual std::unique_ptr<Service> wrap(std::unique_ptr<Service> inner) const = 0;
    /// As it stands in the configuration, such as "timeout".
    virtual std::string name() const = 0;
};

/// Timers on the caller's thread: an event loop in the engine, a turned clock in tests. Threads: one.
class Timers
{
public:
    enum class Id : std::uint64_t {};
    virtual ~Timers() = default;
    /// Calls `task` once, `delay` from now. REQUIRES: delay >= 0.
    virtual Id start(Microseconds delay, std::function<void()> task) = 0;
    /// Forgets a timer; nothing happens when it has fired.
    virtual void cancel(Id id) = 0;
};

/// Calls `then` as soon as the service has reserved for the run, or the run was asked to end: nothing is reserved then.
/// The service outlives its timers.
void whenReserved(Service &service, Timers &timers, RunPtr run, std::function<void(bool isReserved)> then);

} // namespace fairlead
