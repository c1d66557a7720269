// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace fairlead {

/// The source of random numbers, for identifiers, jitter and secrets. Threads: one, unless an implementation says
/// otherwise.
class Random
{
public:
    virtual ~Random() = default;
    /// 64 uniformly distributed bits.
    virtual std::uint64_t next() = 0;
    /// Uniform in [0, 1).
    double nextUnit();
    /// Uniform in [0, bound). REQUIRES: bound > 0. Unbiased (Lemire, "Fast Random Integer Generation in an Interval").
    std::uint64_t nextBelow(std::uint64_t bound);
};

/// The operating system's generator, through std::random_device. Threads: one.
class SystemRandom final : public Random
{
public:
    SystemRandom();
    std::uint64_t next() override;

private:
    std::uint64_t m_state[4];
};

/// A generator that gives the same sequence for the same seed: xoshiro256** by Blackman and Vigna, seeded by
/// splitmix64. Threads: one.
class SeededRandom final : public Random
{
public:
    explicit SeededRandom(std::uint64_t seed);
    std::uint64_t next() override;

private:
    std::uint64_t m_state[4];
};

} // namespace fairlead
