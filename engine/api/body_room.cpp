// SPDX-License-Identifier: Apache-2.0
#include "engine/api/body_room.h"

namespace fairlead {

namespace {
/// The refusal of a part that found no room. `things` is the plural of what there is too much of.
std::optional<Refusal> refusalOf(HolderRoom::Full full, const HolderRoom::Part &part, const std::string &things)
{
    switch (full) {
    case HolderRoom::Full::No:
        return std::nullopt;
    case HolderRoom::Full::One: {
        const std::string &holder = part.fullHolder();
        return Refusal {429,
            {ErrorCode::RateLimited,
                "too many " + things + " of this " + holder.substr(0, holder.find(' '))
                    + " are under way at once; try again later"}};
    }
    case HolderRoom::Full::All:
        return Refusal {503, {ErrorCode::EngineFull, "too many " + things + " are under way at once; try again later"}};
    }
    return std::nullopt;
}
} // namespace

BodyRoom::Body::Body(BodyRoom &room, const std::vector<std::string> &holders)
    : m_bytes(room.m_bytes, holders)
    , m_connection(std::make_unique<HolderRoom::Part>(room.m_connections, holders))
{
}

std::optional<Refusal> BodyRoom::Body::begin()
{
    return refusalOf(m_connection->grow(1), *m_connection, "bodies");
}

std::optional<Refusal> BodyRoom::Body::grow(std::size_t bytes)
{
    return refusalOf(m_bytes.grow(bytes), m_bytes, "bytes");
}

} // namespace fairlead
