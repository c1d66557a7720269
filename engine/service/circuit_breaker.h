// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/layer_settings.h"
#include "engine/service/service.h"

#include <map>

namespace fairlead {

/// Remembers the outcomes of the last runs for each target (M. Nygard, "Release It!", 2007). Closed: all runs pass.
/// When `failures` of the last `window` runs failed, it opens: no run passes for `openFor`. Then it is half open: one
/// run passes at a time; its success closes the circuit, its failure opens it again. When this run has not answered
/// after `openFor`, one more may pass, and the first answer decides. Threads: any.
class CircuitBreaker
{
public:
    using TargetOf = std::function<std::string(const Run &)>;
    /// The clock must outlive it. Failures of runs with the same `targetOf` are counted together.
    CircuitBreaker(const Clock &clock, const CircuitBreakerSettings &settings, TargetOf targetOf);

    /// Empty: the run may pass, and `ended` must follow. Otherwise the time that it should wait.
    std::optional<Microseconds> tryPass(const Run &run);
    void ended(const Run &run, const Outcome &outcome);

    /// Targets for which it is open or half open.
    std::vector<std::string> openTargets() const;

private:
    /// The state of one target. Only targets with a failure in their window are kept.
    struct Target
    {
        std::uint64_t failed = 0; ///< bit n: the run n before the last failed
        std::optional<MonotonicTime> openUntil {};
        std::vector<Token> probes {}; ///< the last probesMax runs that passed while half open and have not answered
        MonotonicTime nextProbe {}; ///< the next run may pass at this time, or when the last one answers
    };
    void open(Target &target);

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
