// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"

#include <deque>
#include <vector>

namespace fairlead {

/// The ideal to measure against: workers that can be divided without end, given at every moment to those who have work,
/// by weight, a tenant to no more workers at once than it has jobs or may run (Parekh and Gallager, "A Generalized
/// Processor Sharing Approach to Flow Control", 1993). Takes time in proportion to the tenants for each job.
/// Pure. Threads: one.
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
