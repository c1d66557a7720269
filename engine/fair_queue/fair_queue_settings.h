// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/histogram.h"
#include "engine/domain/settings.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace fairlead {

/// The order between the priorities of a FairQueue.
enum class PriorityMode {
    Strict, ///< a higher class always goes first
    Weighted, ///< 20/10/5/2/1: each class its share of cost
};

/// The most that a FairQueue holds. 0: no limit.
struct FairQueueLimits
{
    std::size_t lengthMax = 1'000'000; ///< of the queue
    std::size_t tenantLengthMax = 0; ///< of each tenant
    WhenFull whenFull = WhenFull::Reject;
    Microseconds waitMax = std::chrono::seconds {1};
    double shedFrom = 0.8; ///< for ShedLow, of lengthMax: see Backpressure
    /// Fair: a tenant fills a part of lengthMax (see `shareOfRoom`), and is refused with TenantFull then. Enqueuing
    /// looks at its weight each time.
    RoomPolicy room = RoomPolicy::FirstCome;
};

/// The construction of a FairQueue. Values outside their range count as the nearest.
struct FairQueueOptions
{
    std::int64_t quantum = 1; ///< 1 to costMax: the cost that a visit pays to a tenant of weight 1
    PriorityMode priorityMode = PriorityMode::Strict;
    FairQueueLimits limits {};
    std::size_t idleTenantsMax = 65'536; ///< tenants remembered that have nothing waiting and no rule
    std::size_t topTenantsMax = 64; ///< in stats
    /// False: `Delivery::waited` and `FairQueueStats::waited` stay empty, and an item without a deadline costs no look
    /// at a clock.
    bool isWaitMeasured = true;
};

/// The settings of one tenant.
struct TenantRule
{
    std::optional<double> weight {}; ///< passes checkWeight; empty: as the queue's function of weights says, else 1
    bool isPaused = false; ///< keeps its items, gets no credit
    std::size_t lengthMax = 0; ///< 0: the queue's tenantLengthMax
    std::optional<WhenFull> whenFull {}; ///< empty: the queue's
    std::optional<Microseconds> waitMax {}; ///< empty: the queue's

    bool operator==(const TenantRule &) const = default;
};

/// The properties of an item beside its tenant.
struct ItemOptions
{
    std::int64_t cost = 1; ///< 1 to costMax
    Priority priority = Priority::Normal;
    std::optional<MonotonicTime> deadline {}; ///< not delivered after this
};

/// The policy for a tenant's items when there is no room. `rule` may be null.
WhenFull whenFullOf(const FairQueueLimits &limits, const TenantRule *rule);
/// The length up to which an item of this class comes in.
std::size_t lengthMaxOf(const FairQueueLimits &limits, WhenFull whenFull, Priority priority);
/// Whether a tenant of this length has filled its share of a queue of `length` items.
bool hasFilledShare(const FairQueueLimits &limits, std::size_t length, std::size_t tenantLength, double weight);
/// The reason for a refusal, in words.
Error fairQueueRefusal(ErrorCode code);

enum class CloseMode {
    Drain, ///< waiting items are still delivered
    Immediate, ///< waiting items are cancelled
};

/// The fates of accepted items: length + delivered + expired + dropped + cancelled == accepted.
struct FairQueueCounts
{
    std::uint64_t accepted = 0;
    std::uint64_t delivered = 0;
    std::uint64_t expired = 0; ///< their deadline passed
    std::uint64_t dropped = 0; ///< made room for others
    std::uint64_t cancelled = 0; ///< by handle or by an immediate close
    std::uint64_t refused = 0; ///< never accepted: full, or waited too long
    std::size_t length = 0;
    std::size_t waitingConsumers = 0; ///< for an item
    std::size_t waitingProducers = 0; ///< for room
};

template <typename Tenant>
struct FairQueueStats
{
    struct Top
    {
        Tenant tenant;
        std::int64_t cost = 0; ///< served since it was last idle for long
        std::size_t length = 0;
    };
    FairQueueCounts counts;
    std::array<Histogram, allPriorities.size()> waited; ///< microseconds from enqueue to delivery, by class
    std::size_t tenants = 0; ///< remembered, the idle included
    std::vector<Top> top; ///< the tenants served most, at most topTenantsMax
};

} // namespace fairlead
