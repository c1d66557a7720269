// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace fairlead {

/// Room for the bodies of requests that are being received or served. Each holder, such as a token or an address, has a
/// limit, and there is one for all. So one sender of big bodies cannot refuse those of the others. Threads: one.
class BodyRoom
{
public:
    struct Limits
    {
        std::size_t ofOneMax = 0; ///< bytes of one holder
        std::size_t inAllMax = 0; ///< bytes
    };
    explicit BodyRoom(const Limits &limits)
        : m_limits(limits)
    {
    }
    enum class Full { No, One, All };

    /// The part of one body. Given back at its end. REQUIRES: the room lives longer.
    class Part
    {
    public:
        Part(BodyRoom &room, std::vector<std::string> holders)
            : m_room(room)
            , m_holders(std::move(holders))
        {
        }
        Part(const Part &) = delete;
        Part &operator=(const Part &) = delete;
        ~Part() { giveBack(); }

        /// Takes `bytes` more for each holder, or none.
        Full grow(std::size_t bytes);
        void giveBack();
        /// The holder that has no more room, after Full::One.
        const std::string &fullHolder() const { return m_fullHolder; }

    private:
        BodyRoom &m_room;
        const std::vector<std::string> m_holders;
        std::string m_fullHolder;
        std::size_t m_bytes = 0;
    };

private:
    const Limits m_limits;
    std::size_t m_inAll = 0;
    std::map<std::string, std::size_t> m_ofOne; ///< without those that hold nothing
};

} // namespace fairlead
