// SPDX-License-Identifier: Apache-2.0
#include "engine/service/circuit_breaker.h"

#include "engine/service/gate.h"

#include <algorithm>
#include <bit>

namespace fairlead {

namespace {
/// The largest number of failing targets that are watched. Runs for further targets pass.
constexpr std::size_t targetsMax = 10'000;
/// The largest number of probes that are kept of a target that answers none.
constexpr std::size_t probesMax = 8;
/// The wait of other runs while the one run of a half-open circuit is under way.
constexpr Microseconds untilProbed = std::chrono::seconds {1};

/// Lengthens a wait by up to a quarter, depending on the run, so that runs sent back together do not all return
/// together.
Microseconds spread(Microseconds wait, Token token)
{
    return wait + wait * (static_cast<std::int64_t>(token) % 256) / 1024;
}

class BrokenService final : public Service
{
public:
    BrokenService(std::unique_ptr<Service> inner, std::shared_ptr<CircuitBreaker> breaker)
        : m_inner(std::move(inner))
        , m_breaker(std::move(breaker))
    {
    }
    bool reserve(const Run &run) override { return m_inner->reserve(run); }
    void giveBack(const Run &run) override { m_inner->giveBack(run); }

    void call(RunPtr run, Reply reply) override
    {
        if (const std::optional<Microseconds> wait = m_breaker->tryPass(*run)) {
            m_inner->giveBack(*run);
            reply(Snoozed {*wait});
            return;
        }
        m_inner->call(run, [breaker = m_breaker, run, reply = std::move(reply)](Outcome outcome) {
            breaker->ended(*run, outcome);
            reply(std::move(outcome));
        });
    }

private:
    const std::unique_ptr<Service> m_inner;
    const std::shared_ptr<CircuitBreaker> m_breaker;
};
} // namespace

CircuitBreaker::CircuitBreaker(const Clock &clock, const CircuitBreakerSettings &settings, TargetOf targetOf)
    : m_clock(clock)
    , m_settings(settings)
    , m_targetOf(std::move(targetOf))
{
}

std::optional<Microseconds> CircuitBreaker::tryPass(const Run &run)
{
    const std::optional<Microseconds> wait = passTo(m_targetOf(run), passOf(run));
    return wait ? std::optional(spread(*wait, run.token)) : std::nullopt;
}

void CircuitBreaker::ended(const Run &run, const Outcome &outcome)
{
    endAt(m_targetOf(run), passOf(run), outcome);
}

bool CircuitBreaker::tryEnter(const TenantName &tenant, GatePass pass)
{
    return !passTo(targetOf(tenant), pass);
}

std::optional<Microseconds> CircuitBreaker::untilOpen(const TenantName &tenant)
{
    const MutexLock lock(m_mutex);
    const auto found = m_targets.find(targetOf(tenant));
    return found == m_targets.end() ? Microseconds {0} : untilProbe(found->second, m_clock.monotonicNow());
}

/// The time until one run may pass.
Microseconds CircuitBreaker::untilProbe(const Target &target, MonotonicTime now)
{
    if (!target.openUntil)
        return Microseconds {0};
    return std::max({*target.openUntil - now, target.nextProbe - now, Microseconds {0}});
}

std::optional<Microseconds> CircuitBreaker::passTo(const std::string &name, GatePass pass)
{
    const MutexLock lock(m_mutex);
    const auto found = m_targets.find(name);
    if (found == m_targets.end() || !found->second.openUntil)
        return std::nullopt;
    Target &target = found->second;
    const MonotonicTime now = m_clock.monotonicNow();
    if (now < *target.openUntil)
        return *target.openUntil - now;
    if (now < target.nextProbe)
        return untilProbed;
    if (target.probes.size() == probesMax)
        target.probes.erase(target.probes.begin());
    target.probes.push_back(pass);
    target.nextProbe = now + m_settings.openFor;
    return std::nullopt;
}

void CircuitBreaker::open(Target &target)
{
    target = {.openUntil = m_clock.monotonicNow() + m_settings.openFor};
}

void CircuitBreaker::endAt(const std::string &name, GatePass pass, const Outcome &outcome)
{
    const bool hasFailed = std::holds_alternative<Failed>(outcome);
    // An answer, even a rejection, shows that the target works. A cut run shows nothing.
    const bool isGood = std::holds_alternative<Succeeded>(outcome) || std::holds_alternative<Rejected>(outcome);
    const MutexLock lock(m_mutex);
    auto found = m_targets.find(name);
    if (found == m_targets.end()) {
        if (!hasFailed || m_targets.size() >= targetsMax)
            return;
        found = m_targets.try_emplace(name).first;
    }
    Target &target = found->second;
    if (target.openUntil) {
        if (std::erase(target.probes, pass) == 0)
            return; // the run had begun before the circuit opened
        if (hasFailed)
            open(target);
        else if (isGood)
            m_targets.erase(found);
        else
            target.nextProbe = m_clock.monotonicNow();
        return;
    }
    if (!hasFailed && !isGood)
        return;
    const std::uint64_t window = ~std::uint64_t {0} >> (CircuitBreakerSettings::windowMost - m_settings.window);
    target.failed = ((target.failed << 1U) | (hasFailed ? 1U : 0U)) & window;
    if (std::popcount(target.failed) >= m_settings.failures)
        open(target);
    else if (target.failed == 0)
        m_targets.erase(found);
}

std::vector<std::string> CircuitBreaker::openTargets() const
{
    const MutexLock lock(m_mutex);
    std::vector<std::string> open;
    for (const auto &[name, target] : m_targets) {
        if (target.openUntil)
            open.push_back(name);
    }
    return open;
}

CircuitBreakerLayer::CircuitBreakerLayer(std::shared_ptr<CircuitBreaker> breaker)
    : m_breaker(std::move(breaker))
{
}

std::unique_ptr<Service> CircuitBreakerLayer::wrap(std::unique_ptr<Service> inner) const
{
    return std::make_unique<BrokenService>(std::move(inner), m_breaker);
}

} // namespace fairlead
