// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/holder_room.h"

#include <memory>
#include <mutex>

namespace fairlead {

/// Places for requests that keep their connection for long: long polls and streams. Threads: any.
class WaitPlaces
{
public:
    using Full = HolderRoom::Full;
    explicit WaitPlaces(const HolderRoom::Limits &limits)
        : m_counts(std::make_shared<Counts>(limits))
    {
    }
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
        explicit Counts(const HolderRoom::Limits &limits)
            : room(limits)
        {
        }
        std::mutex mutex;
        HolderRoom room; ///< guarded by mutex
    };
    const std::shared_ptr<Counts> m_counts;
};

} // namespace fairlead
