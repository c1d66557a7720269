// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace fairlead {

/// Places for requests that keep their connection for long: long polls and streams. Each holder, such as a token or an
/// address, has a limit, and there is one for all. So nobody can take the connections that others need. Threads: any.
class WaitPlaces
{
public:
    struct Limits
    {
        int ofOneMax = 250;
        int inAllMax = 750;
    };
    explicit WaitPlaces(const Limits &limits)
        : m_limits(limits)
    {
    }
    enum class Full { No, One, All };
    struct Taken
    {
        std::shared_ptr<void> place {}; ///< given back when the last copy ends; empty: none was free
        Full full = Full::No;
        std::string holder {}; ///< the one that has no more places, with Full::One
    };
    /// Takes one place of each holder, or none.
    Taken take(const std::vector<std::string> &holders);

private:
    struct Counts
    {
        std::mutex mutex;
        int inAll = 0;
        std::map<std::string, int> ofOne; ///< without those that hold none
    };
    const Limits m_limits;
    const std::shared_ptr<Counts> m_counts = std::make_shared<Counts>();
};

} // namespace fairlead
