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

/// Turns a mailbox's wake-up into one queued signal on the owner's event loop. Lives on the owner's thread; `wake` may
/// be called from any.
class LoopWake final : public QObject
{
    Q_OBJECT
public:
    /// `onFilled` runs on the thread this object lives on, once per wake-up.
    explicit LoopWake(std::function<void()> onFilled);
    void wake() { Q_EMIT filled(); }

Q_SIGNALS:
    void filled();
};

/// A named thread with an event loop, to which tasks can be posted; tasks run in order. It is the Executor of
/// whatever lives on it. Threads: any may post; the one that made it starts and stops.
class LoopThread final : public Executor
{
public:
    using Task = std::function<void()>;

    /// `name` is shown by debuggers and in docs/THREADS.md; at most 15 characters are kept by the kernel.
    explicit LoopThread(const std::string &name);
    ~LoopThread() override; ///< stops

    void start();
    /// Runs what was posted before, then ends the loop and waits for the thread. Twice is fine.
    void stop();
    void post(Task task) override;
    /// Runs `meanwhile` here, when the task is in its place and the thread not yet woken for it. Not when the thread
    /// has ended.
    void post(Task task, const Task &meanwhile);
    /// Posts and waits for the end of `task`. For start and stop only. REQUIRES: called from another thread.
    void runAndWait(const Task &task);

private:
    void drain();

    QThread m_thread;
    LoopWake m_wake;
    Mailbox<Task> m_tasks;
    std::vector<Task> m_batch; ///< owner thread only; kept for its capacity
};

/// Timers of the thread that made it, on its event loop. Threads: one.
class LoopTimers final : public QObject, public Timers
{
    Q_OBJECT
public:
    ~LoopTimers() override = default;
    Id start(Microseconds delay, std::function<void()> task) override;
    void cancel(Id id) override;
    /// Cancels all and starts none any more.
    void close();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    std::unordered_map<int, std::function<void()>> m_tasks;
    bool m_isClosed = false;
};

} // namespace fairlead
