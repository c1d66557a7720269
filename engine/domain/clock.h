// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>

namespace fairlead {

using Microseconds = std::chrono::microseconds;
using Milliseconds = std::chrono::milliseconds;
/// Wall time in microseconds since 1970-01-01 UTC. This is what is stored and shown.
using TimePoint = std::chrono::time_point<std::chrono::system_clock, Microseconds>;
/// Time that only goes forward. Used for leases, timeouts and measured run times.
using MonotonicTime = std::chrono::time_point<std::chrono::steady_clock, Microseconds>;

/// The source of time. All code asks a Clock for the time, so that tests and simulations can set it.
/// Threads: any.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual TimePoint now() const = 0;
    virtual MonotonicTime monotonicNow() const = 0;
};

/// The machine's own clock. Threads: any.
class SystemClock final : public Clock
{
public:
    TimePoint now() const override;
    MonotonicTime monotonicNow() const override;
};

/// A clock that stands still until it is moved. Threads: any.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(TimePoint start = TimePoint {std::chrono::seconds {1'700'000'000}});
    TimePoint now() const override;
    MonotonicTime monotonicNow() const override;
    /// Moves wall and monotonic time forward. REQUIRES: by >= 0.
    void advance(Microseconds by);
    /// Moves wall time only, forward or back, as an administrator or NTP would.
    void stepWall(Microseconds by);

private:
    std::atomic<Microseconds::rep> m_wall;
    std::atomic<Microseconds::rep> m_monotonic {1'000'000};
};

} // namespace fairlead
