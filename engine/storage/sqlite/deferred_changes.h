// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job_state.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace fairlead {

/// A lane, by the numbers of its names. The order is that of the table `ready`.
struct LaneKey
{
    std::int64_t queue = 0;
    std::int64_t priority = 0;
    std::int64_t tenant = 0;
    auto operator<=>(const LaneKey &) const = default;
};

/// The key of an entry of the table `ready`.
struct ReadyKey
{
    LaneKey lane;
    std::int64_t position = 0;
    auto operator<=>(const ReadyKey &) const = default;
};

/// The places of jobs that the disk counts, in the order of the columns of `counter`.
enum class Place { Waiting, Delayed, Running, Succeeded, Dead, Expired, Cancelled };
inline constexpr std::size_t placeCount = 7;
inline constexpr bool isBacklog(Place place)
{
    return place == Place::Waiting || place == Place::Delayed;
}
/// The number of jobs in each place, followed by the bytes of the payloads in the backlog.
using PlaceCounts = std::array<std::int64_t, placeCount + 1>;
inline constexpr std::size_t bytesIndex = placeCount;
/// The place of a job in this state. REQUIRES: the state is not Blocked.
Place placeOf(JobState state);

/// Queue and tenant, by number.
using CounterKey = std::pair<std::int64_t, std::int64_t>;
struct CounterKeyHash
{
    std::size_t operator()(const CounterKey &key) const noexcept
    {
        return std::hash<std::int64_t> {}(key.first * 1'000'003 + key.second);
    }
};
struct LaneKeyHash
{
    std::size_t operator()(const LaneKey &key) const noexcept
    {
        return CounterKeyHash {}({key.queue, key.tenant}) * 8 + static_cast<std::size_t>(key.priority);
    }
};
using CountMap = std::unordered_map<CounterKey, PlaceCounts, CounterKeyHash>;

/// The changes of a commit that are written later, in a batch: consumed entries of `ready`, and counts.
struct DeferredChanges
{
    std::vector<ReadyKey> consumed;
    CountMap counted; ///< differences

    bool isEmpty() const { return consumed.empty() && counted.empty(); }
    /// The form in the table `late`.
    std::string pack() const;
    /// Reads that form, and the form of version 0.1, which has no bytes. Throws Corrupt.
    static DeferredChanges unpack(std::string_view bytes);
};

} // namespace fairlead
