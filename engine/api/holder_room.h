// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace fairlead {

/// Room of which each holder, such as a token or an address, may have a part: bytes of bodies, places of connections.
/// Each holder has a limit, and there is one for all. So nobody can take what others need. Threads: one.
class HolderRoom
{
public:
    struct Limits
    {
        std::size_t ofOneMax = 0;
        std::size_t inAllMax = 0;
    };
    explicit HolderRoom(const Limits &limits)
        : m_limits(limits)
    {
    }
    enum class Full { No, One, All };

    /// A part that counts for several holders. Given back at its end. REQUIRES: the room lives longer.
    class Part
    {
    public:
        Part(HolderRoom &room, std::vector<std::string> holders)
            : m_room(room)
            , m_holders(std::move(holders))
        {
        }
        Part(const Part &) = delete;
        Part &operator=(const Part &) = delete;
        ~Part();

        /// Takes `amount` more for each holder, or none.
        Full grow(std::size_t amount);
        /// The holder that has no more room, after Full::One.
        const std::string &fullHolder() const { return m_fullHolder; }

    private:
        HolderRoom &m_room;
        const std::vector<std::string> m_holders;
        std::string m_fullHolder;
        std::size_t m_amount = 0;
    };

private:
    const Limits m_limits;
    std::size_t m_inAll = 0;
    std::map<std::string, std::size_t> m_ofOne; ///< without those that hold nothing
};

} // namespace fairlead
