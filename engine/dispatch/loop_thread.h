// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/mailbox.h"
#include "engine/handlers/handler.h"

#include <QObject>
#include <QThread>

#include <functional>
#include <string>
#include <vector>

namespace fairlead {

/// Turns the wake-up of a mailbox into one queued signal on the owner's event loop. Lives on the owner's thread. `wake`
/// may be called from any thread.
class LoopWake final : public QObject
{
    Q_OBJECT
public:
    /// `onFilled` runs on the thread on which this object lives, once for each wake-up.
    explicit LoopWake(std::function<void()> onFilled);
    void wake() { Q_EMIT filled(); }

Q_SIGNALS:
    void filled();
};

/// A named thread with an event loop. Tasks can be posted to it and run in order. It is the Executor of the objects
/// that live on it. Threads: any may post; the one that made it starts and stops it.
class LoopThread final : public Executor
{
public:
    using Task = std::function<void()>;

    /// `name` is shown by debuggers and in docs/THREADS.md. The kernel keeps at most 15 characters.
    explicit LoopThread(const std::string &name);
    ~LoopThread() override; ///< stops

    void start();
    /// Runs the tasks posted before, then ends the loop and waits for the thread. May be called twice.
    void stop()
    {
        stop([] {});
    }
    /// Runs `last` on the thread behind all tasks that it runs, also behind those that come while it ends.
    void stop(const Task &last);
    void post(Task task) override;
    /// Posts `task`, and runs `meanwhile` on the caller's thread before it wakes the other. Does not run `meanwhile`
    /// when the thread has ended.
    void post(Task task, const Task &meanwhile);
    /// Posts `task` and waits for its end. For start and stop only. REQUIRES: called from another thread.
    void runAndWait(const Task &task);

private:
    void drain();

    QThread m_thread;
    LoopWake m_wake;
    Mailbox<Task> m_tasks;
    std::vector<Task> m_batch; ///< owner thread only; kept for its capacity
};

/// The timers of the thread that made it, on its event loop. Threads: one.
class LoopTimers final : public QObject, public Timers
{
    Q_OBJECT
public:
    ~LoopTimers() override = default;
    Id start(Microseconds delay, std::function<void()> task) override;
    void cancel(Id id) override;
    /// Cancels all timers. Later ones are not started.
    void close();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    std::unordered_map<int, std::function<void()>> m_tasks;
    bool m_isClosed = false;
};

} // namespace fairlead
