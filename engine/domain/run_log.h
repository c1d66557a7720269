// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/thread_annotations.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace fairlead {

/// The kept part of the lines of a run: whole lines in UTF-8, without characters that act on a terminal.
struct LogText
{
    std::string head; ///< the first lines
    std::int64_t leftOut = 0; ///< bytes between the two parts, which are not kept
    std::string tail; ///< the last lines; empty while all of them are in the head

    /// Of all lines, those that are not kept included.
    std::int64_t size() const
    {
        return static_cast<std::int64_t>(head.size()) + leftOut + static_cast<std::int64_t>(tail.size());
    }
    bool operator==(const LogText &) const = default;
};
/// The rest of a text behind its first `after` bytes.
LogText restOf(LogText text, std::int64_t after);

/// Gathers the lines that one run writes: keeps the first and the last of them and counts the rest, so that any amount
/// of output needs a fixed amount of memory. Threads: any.
class RunLog
{
public:
    /// The bytes kept of the first lines, and as many of the last lines.
    static constexpr std::size_t partBytesMax = 64 * 1024;
    /// The bytes of a line that are kept; a note takes the place of the others.
    static constexpr std::size_t lineBytesMax = 4 * 1024;
    /// The bytes that all logs of the process hold. Beyond them a log that goes on keeps the last `scarceBytesMax` of
    /// its lines, and its first lines as far as it has them.
    static constexpr std::int64_t allBytesMax = 64 * 1024 * 1024;
    static constexpr std::size_t scarceBytesMax = 4 * 1024;

    RunLog() = default;
    RunLog(const RunLog &) = delete;
    RunLog &operator=(const RunLog &) = delete;
    ~RunLog();

    /// Adds each line of a text. The last one needs no line end.
    void write(std::string_view text);
    /// Adds one line, of which the first `lineBytesMax` bytes are enough. `bytes` is the length of all of it.
    void addLine(std::string_view line, std::size_t bytes);
    LogText text() const;
    /// The bytes that all logs of the process hold now.
    static std::int64_t heldBytes() { return held; }

private:
    static inline std::atomic<std::int64_t> held {0};
    mutable Mutex m_mutex;
    std::string m_head GUARDED_BY(m_mutex);
    std::string m_tail GUARDED_BY(m_mutex); ///< whole lines, at most twice partBytesMax and a line
    std::int64_t m_total GUARDED_BY(m_mutex) = 0;
    bool m_isHeadFull GUARDED_BY(m_mutex) = false;
};

/// Cuts a stream of bytes into lines for a log. Threads: one. Borrows the log.
class LogLines
{
public:
    explicit LogLines(RunLog &log)
        : m_log(log)
    {
    }
    void append(std::string_view bytes);
    /// Adds a last line without a line end.
    void end();

private:
    void endLine();

    RunLog &m_log;
    std::string m_line; ///< the beginning of the line under way
    std::size_t m_lineBytes = 0;
};

} // namespace fairlead
