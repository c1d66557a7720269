// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/head_checks.h"
#include "engine/api/holder_room.h"

#include <memory>

namespace fairlead {

/// Room for the bodies of requests under way: for their bytes, and for the connections that are sending one. Each
/// holder has a share of both, so that slow or large bodies of one sender leave room for those of others. Threads: one.
class BodyRoom
{
public:
    struct Limits
    {
        HolderRoom::Limits bytes;
        HolderRoom::Limits connections; ///< that are sending a body
    };
    explicit BodyRoom(const Limits &limits)
        : m_bytes(limits.bytes)
        , m_connections(limits.connections)
    {
    }

    /// The room of one body. Given back at its end. REQUIRES: the BodyRoom lives longer.
    class Body
    {
    public:
        Body(BodyRoom &room, const std::vector<std::string> &holders);
        /// Takes a connection. To be called once, before the first byte. Returns the refusal when there is no room.
        std::optional<Refusal> begin();
        /// Takes room for `bytes` more. Returns the refusal when there is none.
        std::optional<Refusal> grow(std::size_t bytes);
        /// Gives the connection back: the body has come. Its bytes are held on.
        void arrived() { m_connection.reset(); }

    private:
        HolderRoom::Part m_bytes;
        std::unique_ptr<HolderRoom::Part> m_connection; ///< null: the body has come
    };

private:
    HolderRoom m_bytes;
    HolderRoom m_connections;
};

} // namespace fairlead
