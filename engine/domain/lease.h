// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/views.h"

#include <functional>

namespace fairlead {

/// The name of one lease: the run's fencing token and the job's id, which cannot be guessed.
struct LeaseToken
{
    JobId job;
    Token token {};
    bool operator==(const LeaseToken &) const = default;

    /// For example "42.01890a5d-ac96-774b-bcce-b302099a8057".
    std::string text() const;
    /// Fails with LeaseLost, because a text that is not a token holds no lease.
    static Result<LeaseToken> parse(std::string_view text);
};

/// The answer to one that holds no lease, or none any more.
Error lostLease();

inline constexpr int leaseJobsMax = 100;
inline constexpr Microseconds leaseWaitMax = std::chrono::seconds {60};
inline constexpr Microseconds leaseMin = std::chrono::seconds {1};
inline constexpr Microseconds leaseMax = std::chrono::hours {1};

/// The request of a worker elsewhere for jobs of a pulled queue.
struct LeaseRequest
{
    QueueName queue = QueueName::trusted("none");
    std::string worker; ///< its name, for people; 1 to 128 bytes
    int max = 1; ///< 1 to leaseJobsMax
    Microseconds wait {0}; ///< for the first job; at most leaseWaitMax
    std::optional<Microseconds> lease; ///< leaseMin to leaseMax; empty: the length set for the queue
    /// Whether the worker still waits for the answer; an empty function means unknown. Called on any thread.
    std::function<bool()> isAsking {};
    std::optional<TenantName> tenant {}; ///< only its jobs; empty: those of all, in their turn
};
/// Fails with Invalid, naming the part.
Result<> checkLease(const LeaseRequest &request);

/// A job that a worker elsewhere runs.
struct LeasedJob
{
    JobRecord record; ///< with payload
    LeaseToken token;
    TimePoint until; ///< the end of the lease unless it is renewed
};

/// The answer to the holder of a lease.
struct LeaseView
{
    TimePoint until;
    bool isCancelRequested = false; ///< the worker shall end the run, and must still report its end
};

} // namespace fairlead
