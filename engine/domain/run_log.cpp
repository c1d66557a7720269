// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/run_log.h"

#include "engine/domain/job.h"
#include "engine/domain/terminal_text.h"

#include <algorithm>

namespace fairlead {

namespace {
/// The line as it is kept. Most lines are plain, and are taken as they are.
std::string keptLine(std::string_view line, std::size_t bytes)
{
    const std::string_view shown = wholeCharacters(line, RunLog::lineBytesMax);
    const bool isPlain = std::all_of(shown.begin(), shown.end(), [](char c) { return c >= ' ' && c <= '~'; });
    std::string kept = isPlain ? std::string(shown) : terminalText(shown, LineEnds::Kept);
    if (bytes > shown.size())
        kept.append("... (the beginning of ").append(std::to_string(bytes)).append(" bytes)");
    kept += '\n';
    return kept;
}

/// The last `most` bytes of whole lines, without the line that they would cut.
std::string_view lastLines(std::string_view lines, std::size_t most)
{
    if (lines.size() <= most)
        return lines;
    const std::size_t cut = lines.find('\n', lines.size() - most - 1);
    return lines.substr(cut + 1);
}
} // namespace

LogText restOf(LogText text, std::int64_t after)
{
    const auto passOver = [&after](std::int64_t bytes) {
        const std::int64_t passed = std::clamp<std::int64_t>(after, 0, bytes);
        after -= passed;
        return passed;
    };
    const auto cutFront = [&passOver](std::string &part) {
        part.erase(0, static_cast<std::size_t>(passOver(static_cast<std::int64_t>(part.size()))));
    };
    cutFront(text.head);
    text.leftOut -= passOver(text.leftOut);
    cutFront(text.tail);
    return text;
}

RunLog::~RunLog()
{
    held -= static_cast<std::int64_t>(m_head.size() + m_tail.size());
}

void RunLog::write(std::string_view text)
{
    LogLines lines(*this);
    lines.append(text);
    lines.end();
}

void RunLog::addLine(std::string_view line, std::size_t bytes)
{
    const std::string kept = keptLine(line, bytes);
    const MutexLock lock(m_mutex);
    const auto bytesKept = static_cast<std::int64_t>(kept.size());
    m_total += bytesKept;
    const bool isScarce = (held += bytesKept) > allBytesMax;
    m_isHeadFull = m_isHeadFull || isScarce || m_head.size() + kept.size() > partBytesMax;
    if (!m_isHeadFull) {
        m_head += kept;
        return;
    }
    m_tail += kept;
    const std::size_t most = isScarce ? scarceBytesMax : partBytesMax;
    if (m_tail.size() > 2 * most) {
        const std::size_t gone = m_tail.size() - lastLines(m_tail, most).size();
        m_tail.erase(0, gone);
        held -= static_cast<std::int64_t>(gone);
    }
}

LogText RunLog::text() const
{
    const MutexLock lock(m_mutex);
    LogText text {m_head, 0, std::string(lastLines(m_tail, partBytesMax))};
    text.leftOut = m_total - text.size();
    return text;
}

void LogLines::append(std::string_view bytes)
{
    while (!bytes.empty()) {
        const std::size_t end = std::min(bytes.find('\n'), bytes.size());
        const std::size_t room = RunLog::lineBytesMax + 1 - std::min(m_line.size(), RunLog::lineBytesMax + 1);
        m_line.append(bytes.substr(0, std::min(end, room)));
        m_lineBytes += end;
        if (end == bytes.size())
            return;
        endLine();
        bytes.remove_prefix(end + 1);
    }
}

void LogLines::end()
{
    if (m_lineBytes > 0)
        endLine();
}

/// A carriage return at the end belongs to the line end.
void LogLines::endLine()
{
    if (m_line.size() == m_lineBytes && m_line.ends_with('\r')) {
        m_line.pop_back();
        --m_lineBytes;
    }
    m_log.addLine(m_line, m_lineBytes);
    m_line.clear();
    m_lineBytes = 0;
}

} // namespace fairlead
