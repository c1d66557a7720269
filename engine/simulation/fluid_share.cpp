// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/fluid_share.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fairlead {

namespace {
constexpr double nothing = 1e-6; // microseconds
}

double FluidShare::Tenant::rateMax() const
{
    const auto waiting = static_cast<double>(jobs.size());
    return runningMax == 0 ? waiting : std::min(waiting, static_cast<double>(runningMax));
}

void FluidShare::setTenant(std::size_t tenant, double weight, int runningMax)
{
    if (tenant >= m_tenants.size())
        m_tenants.resize(tenant + 1);
    m_tenants[tenant].weight = weight;
    m_tenants[tenant].runningMax = runningMax;
}

void FluidShare::add(std::size_t tenant, Microseconds work)
{
    m_tenants[tenant].jobs.push_back(static_cast<double>(work.count()));
}

void FluidShare::advanceTo(MonotonicTime now)
{
    auto left = static_cast<double>((now - m_now).count());
    m_now = now;
    while (left > nothing) {
        divide();
        const double step = std::min(left, untilNextEnd());
        serve(step);
        left -= step;
    }
}

Microseconds FluidShare::served(std::size_t tenant) const
{
    return Microseconds {std::llround(m_tenants[tenant].served)};
}

/// Water-filling: a tenant that cannot use its part leaves the rest to the others.
void FluidShare::divide()
{
    double workers = m_workers;
    double weights = 0;
    std::vector<Tenant *> open;
    for (Tenant &tenant : m_tenants) {
        tenant.rate = 0;
        if (!tenant.jobs.empty()) {
            open.push_back(&tenant);
            weights += tenant.weight;
        }
    }
    std::sort(open.begin(), open.end(),
        [](const Tenant *a, const Tenant *b) { return a->rateMax() / a->weight < b->rateMax() / b->weight; });
    for (Tenant *tenant : open) {
        tenant->rate = std::min(tenant->rateMax(), workers * tenant->weight / weights);
        workers -= tenant->rate;
        weights -= tenant->weight;
    }
}

double FluidShare::untilNextEnd() const
{
    double next = std::numeric_limits<double>::infinity();
    for (const Tenant &tenant : m_tenants) {
        if (tenant.rate > 0)
            next = std::min(next, tenant.jobs.front() / tenant.rate);
    }
    return next;
}

void FluidShare::serve(double time)
{
    for (Tenant &tenant : m_tenants) {
        if (tenant.rate <= 0)
            continue;
        tenant.served += tenant.rate * time;
        tenant.jobs.front() -= tenant.rate * time;
        if (tenant.jobs.front() <= nothing)
            tenant.jobs.pop_front();
    }
}

} // namespace fairlead
