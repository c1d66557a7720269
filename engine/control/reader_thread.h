// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/loop_thread.h"
#include "engine/domain/thread_annotations.h"
#include "engine/storage/store_session.h"

#include <deque>

namespace fairlead {

/// The reader of the store, on a thread of its own. Threads: any calls `ask` and `post` between start and stop; the one
/// that made it starts and stops it; `reader` and `timers` are for tasks on its own thread.
class ReaderThread
{
public:
    /// Opens a reader. Fails with the error of the store.
    Result<> start(const StoreReaderFactory &factory);
    /// Runs `last` on its thread, closes the reader and ends. Does nothing when it was not started.
    void stop(const std::function<void()> &last);

    void post(std::function<void()> task) { m_thread.post(std::move(task)); }
    /// Posts a task that takes long, such as a part of a search in payloads: one of these is under way at a time, and
    /// the tasks that were posted meanwhile run before the next.
    void postLong(std::function<void()> task);
    /// `answer` is called on the reader's thread.
    template <typename T>
    void ask(std::function<Result<T>(StoreReader &)> question, std::function<void(Result<T>)> answer)
    {
        m_thread.post(
            [this, question = std::move(question), answer = std::move(answer)] { answer(question(*m_reader)); });
    }
    StoreReader &reader() { return *m_reader; }
    Timers &timers() { return *m_timers; }

private:
    void postNextLong();
    std::function<void()> takeLong();

    LoopThread m_thread {"reader"};
    Mutex m_mutex;
    std::deque<std::function<void()>> m_long GUARDED_BY(m_mutex); ///< those that wait
    bool m_isLongUnderWay GUARDED_BY(m_mutex) = false; ///< or it is posted
    std::unique_ptr<LoopTimers> m_timers;
    std::unique_ptr<StoreReader> m_reader;
};

} // namespace fairlead
