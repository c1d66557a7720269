// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fairlead {

/// Keeps the first and the last bytes of a stream and counts the rest, so that any amount of output needs a fixed
/// amount of memory. Threads: one.
class CappedStream
{
public:
    /// At most twice `keep` bytes are kept. REQUIRES: keep >= 1.
    explicit CappedStream(std::size_t keep)
        : m_keep(keep)
    {
    }
    void append(std::string_view bytes);
    std::int64_t total() const { return m_total; }
    std::int64_t cut() const { return m_total - static_cast<std::int64_t>(m_head.size() + tailSize()); }
    /// The kept bytes. One line takes the place of those cut out and gives their number.
    std::string text() const;
    /// The last `count` bytes kept.
    std::string end(std::size_t count) const;

private:
    std::size_t tailSize() const { return m_tail.size() < m_keep ? m_tail.size() : m_keep; }
    std::string_view tail() const { return std::string_view(m_tail).substr(m_tail.size() - tailSize()); }

    const std::size_t m_keep;
    std::string m_head;
    std::string m_tail; ///< at most twice m_keep bytes, of which the last m_keep count
    std::int64_t m_total = 0;
};

} // namespace fairlead
