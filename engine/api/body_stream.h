// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace fairlead {

/// The body of an answer that is sent in parts and may have no end. Asks for the next part when the last one was taken,
/// so that a slow reader holds only one part. Threads: any; `take` is called on the server's.
class BodyStream
{
public:
    virtual ~BodyStream() = default;
    /// Does nothing after the end.
    void put(std::string bytes);
    /// Marks the end after the bytes put so far. May be called twice.
    void end();

    /// Moves up to `max` bytes to `to` and returns their number; 0: none now; empty: the end. When there are none,
    /// `suspend` is called at once, and `resume` when there are bytes or the end.
    std::optional<std::size_t> take(
        char *to, std::size_t max, const std::function<void()> &suspend, std::function<void()> resume);

protected:
    /// Called when all bytes were taken. The subclass puts the next part, now or later, on any thread.
    virtual void wanted() = 0;

private:
    void wake(std::unique_lock<std::mutex> &lock);

    std::mutex m_mutex;
    // Guarded by m_mutex.
    std::string m_bytes;
    std::size_t m_taken = 0;
    bool m_isAsked = false;
    bool m_isEnded = false;
    std::function<void()> m_resume;
};

} // namespace fairlead
