// SPDX-License-Identifier: Apache-2.0
#include "engine/scheduling/tenant_brakes.h"

namespace fairlead {

void TenantBrakes::set(Id tenant, int runningMax, const std::optional<Rate> &rate, TimePoint now)
{
    if (runningMax == 0 && !rate) {
        forget(tenant);
        return;
    }
    Brake &brake = m_brakes[tenant];
    brake.runningMax = runningMax;
    if (rate && brake.bucket)
        brake.bucket->setRate(*rate, now);
    else if (rate)
        brake.bucket.emplace(*rate, now);
    else
        brake.bucket.reset();
    stopWaiting(tenant, brake);
    brake.waitedUntil.reset();
    waitForToken(tenant, brake, now);
}

void TenantBrakes::forget(Id tenant)
{
    const auto found = m_brakes.find(tenant);
    if (found == m_brakes.end())
        return;
    stopWaiting(tenant, found->second);
    m_brakes.erase(found);
}

std::optional<BucketLevel> TenantBrakes::started(Id tenant, TimePoint now)
{
    const auto found = m_brakes.find(tenant);
    if (found == m_brakes.end() || !found->second.bucket)
        return std::nullopt;
    found->second.bucket->tryTake(1, now);
    waitForToken(tenant, found->second, now);
    return found->second.bucket->level();
}

std::optional<BucketLevel> TenantBrakes::levelOf(Id tenant) const
{
    const auto found = m_brakes.find(tenant);
    return found == m_brakes.end() || !found->second.bucket ? std::nullopt
                                                            : std::optional(found->second.bucket->level());
}

void TenantBrakes::restore(Id tenant, const BucketLevel &level)
{
    const auto found = m_brakes.find(tenant);
    if (found == m_brakes.end() || !found->second.bucket)
        return;
    found->second.bucket->restore(level);
    stopWaiting(tenant, found->second);
    waitForToken(tenant, found->second, level.at);
}

void TenantBrakes::notRun(Id tenant)
{
    const auto found = m_brakes.find(tenant);
    if (found == m_brakes.end() || !found->second.bucket)
        return;
    found->second.bucket->giveBack(1);
    stopWaiting(tenant, found->second);
}

bool TenantBrakes::isAtCap(Id tenant, std::int64_t running) const
{
    const auto found = m_brakes.find(tenant);
    return found != m_brakes.end() && found->second.runningMax > 0 && running >= found->second.runningMax;
}

std::optional<TimePoint> TenantBrakes::waitsUntil(Id tenant) const
{
    const auto found = m_brakes.find(tenant);
    return found == m_brakes.end() ? std::nullopt : found->second.waitsUntil;
}

bool TenantBrakes::isSlow(Id tenant, TimePoint now) const
{
    const auto found = m_brakes.find(tenant);
    if (found == m_brakes.end())
        return false;
    const Brake &brake = found->second;
    const std::optional<TimePoint> &until = brake.waitsUntil ? brake.waitsUntil : brake.waitedUntil;
    return until && now < *until + slowLately;
}

std::vector<TenantBrakes::Id> TenantBrakes::release(TimePoint now)
{
    // The clock was set back: release times by the old clock would be too late.
    if (now < m_latest) {
        for (auto &[tenant, brake] : m_brakes) {
            stopWaiting(tenant, brake);
            brake.waitedUntil.reset();
            waitForToken(tenant, brake, now);
        }
    }
    m_latest = now;
    std::vector<Id> released;
    while (!m_releases.empty() && m_releases.begin()->first <= now) {
        const auto [until, tenant] = *m_releases.begin();
        Brake &brake = m_brakes.at(tenant);
        stopWaiting(tenant, brake);
        brake.waitedUntil = until;
        released.push_back(tenant);
    }
    return released;
}

std::optional<TimePoint> TenantBrakes::nextRelease() const
{
    return m_releases.empty() ? std::nullopt : std::optional(m_releases.begin()->first);
}

void TenantBrakes::waitForToken(Id tenant, Brake &brake, TimePoint now)
{
    if (!brake.bucket || brake.waitsUntil)
        return;
    const TimePoint there = brake.bucket->whenThere(1, now);
    if (there <= now)
        return;
    brake.waitsUntil = there;
    m_releases.emplace(there, tenant);
}

void TenantBrakes::stopWaiting(Id tenant, Brake &brake)
{
    if (brake.waitsUntil)
        m_releases.erase({*brake.waitsUntil, tenant});
    brake.waitsUntil.reset();
}

} // namespace fairlead
