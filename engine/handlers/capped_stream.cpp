// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/capped_stream.h"

#include <algorithm>

namespace fairlead {

void CappedStream::append(std::string_view bytes)
{
    m_total += static_cast<std::int64_t>(bytes.size());
    const std::size_t toHead = std::min(bytes.size(), m_keep - m_head.size());
    m_head.append(bytes.substr(0, toHead));
    bytes.remove_prefix(toHead);
    bytes = bytes.substr(bytes.size() - std::min(bytes.size(), m_keep));
    m_tail.append(bytes);
    if (m_tail.size() > 2 * m_keep)
        m_tail.erase(0, m_tail.size() - m_keep);
}

std::string CappedStream::text() const
{
    std::string all = m_head;
    if (cut() > 0)
        all += "\n[... " + std::to_string(cut()) + " bytes cut ...]\n";
    all.append(tail());
    return all;
}

std::string CappedStream::end(std::size_t count) const
{
    const std::string all = m_head + std::string(tail());
    return all.substr(all.size() - std::min(count, all.size()));
}

} // namespace fairlead
