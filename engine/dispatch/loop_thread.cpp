// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/loop_thread.h"

#include <QTimerEvent>

#include <semaphore>

namespace fairlead {

namespace {
/// Far above the number of tasks that limits allow. A mailbox this full means that a thread does not drain it any more.
constexpr std::size_t taskBound = 1'000'000;
} // namespace

LoopWake::LoopWake(std::function<void()> onFilled)
{
    connect(this, &LoopWake::filled, this, std::move(onFilled), Qt::QueuedConnection);
}

LoopThread::LoopThread(const std::string &name)
    : m_wake([this] { drain(); })
    , m_tasks(taskBound, [this] { m_wake.wake(); })
{
    m_thread.setObjectName(QString::fromStdString(name));
    m_wake.moveToThread(&m_thread);
}

LoopThread::~LoopThread()
{
    stop();
}

void LoopThread::start()
{
    m_thread.start();
}

void LoopThread::stop(const Task &last)
{
    if (!m_thread.isRunning())
        return;
    const auto atItsEnd = QObject::connect(&m_thread, &QThread::finished, &m_thread, last, Qt::DirectConnection);
    post([this] { m_thread.quit(); });
    m_thread.wait();
    QObject::disconnect(atItsEnd);
    m_tasks.close();
}

void LoopThread::post(Task task)
{
    post(std::move(task), [] {});
}

void LoopThread::post(Task task, const Task &meanwhile)
{
    // A full mailbox is a broken invariant, not load. Load is refused at the entrances (StoreWriter, limits).
    if (!m_tasks.tryPut(std::move(task), meanwhile) && m_thread.isRunning())
        qFatal("mailbox of thread %s overflowed", qPrintable(m_thread.objectName()));
}

void LoopThread::runAndWait(const Task &task)
{
    std::binary_semaphore done(0);
    post([&] {
        task();
        done.release();
    });
    done.acquire();
}

void LoopThread::drain()
{
    m_tasks.drain(m_batch);
    for (Task &task : m_batch)
        task();
    m_batch.clear();
}

Timers::Id LoopTimers::start(Microseconds delay, std::function<void()> task)
{
    if (m_isClosed)
        return Id {0};
    // Rounded up, so that a timer never fires early. Qt's longest interval is about 24 days.
    constexpr Milliseconds longest = std::chrono::hours {24 * 20};
    const Milliseconds rounded = std::min(std::chrono::ceil<Milliseconds>(delay), longest);
    const int id = startTimer(rounded, Qt::PreciseTimer);
    m_tasks.emplace(id, std::move(task));
    return Id {static_cast<std::uint64_t>(id)};
}

void LoopTimers::cancel(Id id)
{
    const int timer = static_cast<int>(id);
    if (m_tasks.erase(timer) > 0)
        killTimer(timer);
}

void LoopTimers::close()
{
    m_isClosed = true;
    for (const auto &[timer, task] : m_tasks)
        killTimer(timer);
    m_tasks.clear();
}

void LoopTimers::timerEvent(QTimerEvent *event)
{
    const auto found = m_tasks.find(event->timerId());
    if (found == m_tasks.end())
        return;
    const std::function<void()> task = std::move(found->second);
    m_tasks.erase(found);
    killTimer(event->timerId());
    task();
}

} // namespace fairlead
