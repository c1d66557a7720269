// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/alert_book.h"

#include <algorithm>

namespace fairlead {

namespace {
double inSeconds(Microseconds time)
{
    return std::chrono::duration<double>(time).count();
}

/// The measure of one queue.
double measuredIn(AlertKind kind, const HealthFacts::Queue &queue)
{
    switch (kind) {
    case AlertKind::OldestJob:
        return queue.isPaused || queue.claimable == 0 ? 0 : inSeconds(queue.oldest);
    case AlertKind::Unserved:
        return inSeconds(unservedFor(queue).value_or(Microseconds {0}));
    case AlertKind::Held:
        return queue.isPaused || !queue.held ? 0 : inSeconds(queue.held->oldest);
    case AlertKind::Waiting:
        return static_cast<double>(queue.waiting);
    case AlertKind::DeadLetters:
        return static_cast<double>(queue.deadLately);
    case AlertKind::Failures:
        return shareOfFailures(queue.recent).value_or(0);
    case AlertKind::Full:
        return queue.full;
    case AlertKind::Unknown:
        return 0;
    }
    return 0;
}

double measuredFor(AlertKind kind, const HealthFacts::Tenant &tenant)
{
    if (kind == AlertKind::Full)
        return tenant.full;
    return kind == AlertKind::OldestJob ? inSeconds(tenant.oldest) : 0;
}

/// The sum of jobs, else the queue that is worst off.
double measuredInAll(AlertKind kind, const HealthFacts &facts)
{
    double value = kind == AlertKind::Full ? facts.full : 0;
    for (const HealthFacts::Queue &queue : facts.queues) {
        const double one = measuredIn(kind, queue);
        value = unitOf(kind) == AlertUnit::Jobs ? value + one : std::max(value, one);
    }
    return value;
}
} // namespace

double measured(const AlertRule &rule, const HealthFacts &facts)
{
    if (rule.tenant) {
        for (const HealthFacts::Tenant &tenant : facts.tenants) {
            if (tenant.name == *rule.tenant)
                return measuredFor(rule.kind, tenant);
        }
        return 0;
    }
    if (!rule.queue)
        return measuredInAll(rule.kind, facts);
    for (const HealthFacts::Queue &queue : facts.queues) {
        if (queue.name == *rule.queue)
            return measuredIn(rule.kind, queue);
    }
    return 0;
}

AlertState stateAfter(const AlertState &before, const AlertRule &rule, double value, const AlertMoment &now)
{
    AlertState after = before;
    after.value = value;
    const bool isAbove = value >= rule.above;
    if (isAbove == before.raised.has_value()) {
        after.turned.reset();
        return after;
    }
    after.turned = before.turned.value_or(now.monotonic);
    if (now.monotonic - *after.turned < (isAbove ? rule.hold : std::max(rule.hold, alertCalm)))
        return after;
    after.turned.reset();
    after.raised = isAbove ? std::optional(now.wall) : std::nullopt;
    return after;
}

void AlertBook::put(const AlertRule &rule)
{
    m_alerts.try_emplace(rule.name).first->second.rule = rule;
}

std::optional<AlertChange> AlertBook::remove(const AlertName &name)
{
    const auto found = m_alerts.find(name);
    if (found == m_alerts.end())
        return std::nullopt;
    const Alert gone = std::move(found->second);
    m_alerts.erase(found);
    if (!gone.state.raised)
        return std::nullopt;
    return AlertChange {gone.rule, gone.state.value};
}

std::vector<AlertChange> AlertBook::look(const HealthFacts &facts, const AlertMoment &now)
{
    std::vector<AlertChange> changes;
    if (facts.queues.empty())
        return changes;
    for (auto &[name, alert] : m_alerts) {
        const bool wasRaised = alert.state.raised.has_value();
        alert.state = alert.rule.isEnabled ? stateAfter(alert.state, alert.rule, measured(alert.rule, facts), now)
                                           : AlertState {};
        if (wasRaised != alert.state.raised.has_value())
            changes.push_back({alert.rule, alert.state.value, !wasRaised, !wasRaised && takeMark(now.monotonic)});
    }
    return changes;
}

bool AlertBook::takeMark(MonotonicTime now)
{
    while (!m_marks.empty() && now - m_marks.front() >= std::chrono::hours {1})
        m_marks.pop_front();
    if (m_marks.size() >= marksMax)
        return false;
    m_marks.push_back(now);
    return true;
}

std::vector<AlertView> AlertBook::views(const std::optional<TenantName> &only) const
{
    std::vector<AlertView> views;
    views.reserve(m_alerts.size());
    for (const auto &[name, alert] : m_alerts) {
        if (!only || alert.rule.tenant == only)
            views.push_back({alert.rule, alert.state.value, alert.state.raised});
    }
    return views;
}

int AlertBook::raised() const
{
    return static_cast<int>(std::count_if(
        m_alerts.begin(), m_alerts.end(), [](const auto &one) { return one.second.state.raised.has_value(); }));
}

} // namespace fairlead
