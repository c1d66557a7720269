// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"

#include <deque>
#include <vector>

namespace fairlead {

/// The ideal to compare with: workers that can be divided at will, and that are given at every moment to the tenants
/// with work, by weight. A tenant gets at most as many workers as it has jobs or may run (Parekh and Gallager, "A
/// Generalized Processor Sharing Approach to Flow Control", 1993). The cost of each job grows with the number of
/// tenants. Pure. Threads: one.
class FluidShare
{
public:
    explicit FluidShare(int workers)
        : m_workers(workers)
    {
    }
    /// Numbers are dense, from 0. `runningMax` 0: no limit.
    void setTenant(std::size_t tenant, double weight, int runningMax);
    void add(std::size_t tenant, Microseconds work);
    /// REQUIRES: time does not go back.
    void advanceTo(MonotonicTime now);
    Microseconds served(std::size_t tenant) const;

private:
    struct Tenant
    {
        double weight = 1;
        int runningMax = 0;
        std::deque<double> jobs; ///< microseconds of work left in each
        double served = 0;
        double rate = 0; ///< workers

        double rateMax() const;
    };
    void divide();
    double untilNextEnd() const;
    void serve(double time);

    const double m_workers;
    MonotonicTime m_now {};
    std::vector<Tenant> m_tenants;
};

} // namespace fairlead
