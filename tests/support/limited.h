// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtGlobal>

#include <chrono>
#include <future>

namespace fairlead {

/// The longest that a test waits for another thread.
inline constexpr std::chrono::minutes waitMax {1};

/// Takes one from a semaphore. When none comes in time, the test program ends with a message that names `awaited`.
template <typename Semaphore>
void acquire(Semaphore &semaphore, const char *awaited)
{
    if (!semaphore.try_acquire_for(waitMax))
        qFatal("not within a minute: %s", awaited);
}

/// The value of a promise, with the same limit.
template <typename T>
T valueOf(std::promise<T> &promise, const char *awaited)
{
    std::future<T> future = promise.get_future();
    if (future.wait_for(waitMax) != std::future_status::ready)
        qFatal("not within a minute: %s", awaited);
    return future.get();
}

} // namespace fairlead
