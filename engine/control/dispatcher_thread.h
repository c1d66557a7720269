// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/dispatcher.h"

namespace fairlead {

/// The dispatcher, on a thread of its own. Threads: any calls `tell` between start and stop; the one that made it
/// starts and stops it.
class DispatcherThread
{
public:
    using Make = std::function<std::unique_ptr<Dispatcher>(Timers &)>;
    /// `make` is called on the new thread. Returns when the dispatcher has started, or fails with its error.
    Result<> start(const Make &make);
    /// Takes in the last messages and ends. The dispatcher is destroyed after its thread, because answers refer to it.
    void stop();

    /// `meanwhile` is called on the caller's thread after the message is posted, before its effects can reach the
    /// dispatcher.
    void tell(
        std::function<void(Dispatcher &)> message, const std::function<void()> &meanwhile = [] {});
    /// For tasks on its thread, and for its functions that any thread may call.
    Dispatcher &dispatcher() { return *m_dispatcher; }
    /// For tasks on its thread.
    Timers &timers() { return *m_timers; }
    std::shared_ptr<Executor> executor() const { return m_thread; }

private:
    const std::shared_ptr<LoopThread> m_thread = std::make_shared<LoopThread>("dispatcher");
    std::unique_ptr<LoopTimers> m_timers;
    std::unique_ptr<Dispatcher> m_dispatcher;
};

} // namespace fairlead
