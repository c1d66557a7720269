// SPDX-License-Identifier: Apache-2.0
#include "engine/control/mark_service.h"

namespace fairlead {

void MarkService::add(MarkKind kind, const std::string &who, const std::string &text, Answer<Mark> answer)
{
    const Mark mark {.at = m_clock.now(), .kind = kind, .who = who, .text = text.substr(0, markTextBytesMax)};
    askAsCaller<Mark>(
        m_store, 1, [mark](StoreSession &store) { return store.journal().addMark(mark); }, std::move(answer));
}

void MarkService::list(int limit, Answer<std::vector<Mark>> answer)
{
    m_reader.ask<std::vector<Mark>>(
        [limit](StoreReader &reader) { return reader.journal().marks(limit); }, std::move(answer));
}

} // namespace fairlead
