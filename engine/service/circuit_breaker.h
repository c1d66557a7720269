// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/gate.h"
#include "engine/domain/layer_settings.h"
#include "engine/service/service.h"

#include <map>

namespace fairlead {

/// Remembers the outcomes of the last runs for each target (M. Nygard, "Release It!", 2007). Closed: all runs pass.
/// When `failures` of the last `window` runs failed, it opens: no run passes for `openFor`. Then it is half open: one
/// run passes at a time; its success closes the circuit, its failure opens it again. When this run has not answered
/// after `openFor`, one more may pass, and the first answer decides. Threads: any.
///
/// As a Gate its targets are the tenants, or the queue as a whole. A breaker for each host is no gate, because only a
/// run knows its host.
class CircuitBreaker final : public Gate
{
public:
    using TargetOf = std::function<std::string(const Run &)>;
    /// The clock must outlive it. Failures of runs with the same `targetOf` are counted together.
    CircuitBreaker(const Clock &clock, const CircuitBreakerSettings &settings, TargetOf targetOf);

    /// Empty: the run may pass, and `ended` must follow. Otherwise the time that it should wait.
    std::optional<Microseconds> tryPass(const Run &run);
    void ended(const Run &run, const Outcome &outcome);

    std::string_view kind() const override { return "circuit_breaker"; }
    bool isPerTenant() const override { return m_settings.per == CircuitBreakerSettings::Per::Tenant; }
    std::optional<Microseconds> untilOpen(const TenantName &tenant) override;
    bool tryEnter(const TenantName &tenant, GatePass pass) override;
    void giveBack(const TenantName &tenant, GatePass pass) override { endAt(targetOf(tenant), pass, Released {}); }
    void ended(const TenantName &tenant, GatePass pass, const Outcome &outcome) override
    {
        endAt(targetOf(tenant), pass, outcome);
    }

    /// Targets for which it is open or half open.
    std::vector<std::string> openTargets() const;

private:
    /// The state of one target. Only targets with a failure in their window are kept.
    struct Target
    {
        std::uint64_t failed = 0; ///< bit n: the run n before the last failed
        std::optional<MonotonicTime> openUntil {};
        std::vector<GatePass> probes {}; ///< the last probesMax runs that passed while half open and have not answered
        MonotonicTime nextProbe {}; ///< the next run may pass at this time, or when the last one answers
    };
    void open(Target &target);
    std::string targetOf(const TenantName &tenant) const { return isPerTenant() ? tenant.text() : std::string {}; }
    /// Empty: one may pass, and is a probe when the circuit is half open.
    std::optional<Microseconds> passTo(const std::string &name, GatePass pass);
    void endAt(const std::string &name, GatePass pass, const Outcome &outcome);
    static Microseconds untilProbe(const Target &target, MonotonicTime now);

    const Clock &m_clock;
    const CircuitBreakerSettings m_settings;
    const TargetOf m_targetOf;
    mutable Mutex m_mutex;
    std::map<std::string, Target> m_targets GUARDED_BY(m_mutex);
};

/// Sends runs whose circuit is open back to their queue; they are not counted as attempts. Threads: that of the
/// service.
class CircuitBreakerLayer final : public Layer
{
public:
    explicit CircuitBreakerLayer(std::shared_ptr<CircuitBreaker> breaker);
    std::unique_ptr<Service> wrap(std::unique_ptr<Service> inner) const override;
    std::string name() const override { return "circuit_breaker"; }

private:
    const std::shared_ptr<CircuitBreaker> m_breaker;
};

} // namespace fairlead
