// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/wait_reasons.h"

#include "engine/domain/units.h"

#include <algorithm>
#include <map>
#include <utility>

namespace fairlead {

namespace {
std::string scopeText(const Pause &pause)
{
    if (!pause.queue && !pause.tenant)
        return "the engine";
    std::string text = pause.tenant ? "tenant '" + pause.tenant->text() + "'" : std::string();
    if (pause.queue)
        text += (text.empty() ? "queue '" : " in queue '") + pause.queue->text() + "'";
    return text;
}

WaitReason pausedReason(const Pause &pause)
{
    std::string text = scopeText(pause) + " is paused since " + timeText(pause.since);
    if (!pause.who.empty())
        text += " by " + pause.who;
    if (!pause.why.empty())
        text += ": " + pause.why;
    return {.code = WaitCode::Paused,
        .text = std::move(text),
        .queue = pause.queue,
        .tenant = pause.tenant,
        .at = pause.since,
        .who = pause.who,
        .detail = pause.why};
}

WhyView whyOf(const JobRecord &record)
{
    return {.id = record.job.id, .state = record.state, .reasons = {}, .ahead = {}, .tenantsWaiting = {}, .until = {}};
}

void addPauses(const JobSpec &spec, const std::vector<Pause> &pauses, WhyView &why)
{
    for (const Pause &pause : pauses) {
        if ((!pause.queue || *pause.queue == spec.queue) && (!pause.tenant || *pause.tenant == spec.tenant))
            why.reasons.push_back(pausedReason(pause));
    }
}

WaitReason unconfiguredReason(const QueueName &queue)
{
    return {.code = WaitCode::QueueNotConfigured,
        .text = "queue '" + queue.text() + "' is not configured; the job is kept until the configuration has [queue."
            + queue.text() + "]",
        .queue = queue};
}

WaitReason scheduledReason(const JobRecord &record)
{
    const std::string due = timeText(record.due.value_or(TimePoint {}));
    if (record.errors.empty())
        return {.code = WaitCode::Scheduled, .text = "its time comes at " + due, .at = record.due};
    const AttemptError &last = record.errors.back();
    return {.code = WaitCode::Scheduled,
        .text = "attempt " + std::to_string(last.attempt) + " failed (" + last.errorClass + "); it is tried again at "
            + due,
        .at = record.due,
        .count = last.attempt,
        .detail = last.errorClass};
}

WaitReason unservedReason(const QueueName &queue, Microseconds silence, TimePoint now)
{
    return {.code = WaitCode::QueueUnserved,
        .text = "no worker has asked for jobs of queue '" + queue.text() + "' for " + durationForPeople(silence),
        .queue = queue,
        .at = now - silence};
}

WaitReason gateReason(const JobSpec &spec, const LaneGates::Hold &gate)
{
    std::string text = std::string(gate.kind) + " of queue '" + spec.queue.text() + "' is ";
    text += gate.isOpen ? "open again" : "shut";
    if (gate.isPerTenant)
        text += " for tenant '" + spec.tenant.text() + "'";
    if (gate.isOpen)
        text += "; it held jobs a moment ago, and may shut after the next start";
    else
        text += gate.until ? "; the next start is at " + timeText(*gate.until) : " until a run ends";
    return {.code = WaitCode::GateShut,
        .text = std::move(text),
        .queue = spec.queue,
        .tenant = gate.isPerTenant ? std::optional(spec.tenant) : std::nullopt,
        .at = gate.until,
        .isOpen = gate.isOpen,
        .detail = std::string(gate.kind)};
}

void addLimits(const JobSpec &spec, const FairScheduler::Standing &standing, WhyView &why)
{
    if (standing.queueRunningMax > 0 && standing.queueRunning >= standing.queueRunningMax)
        why.reasons.push_back({.code = WaitCode::QueueAtCap,
            .text = "queue '" + spec.queue.text() + "' runs " + jobsText(standing.queueRunning)
                + ", as many as it may at once (workers)",
            .queue = spec.queue,
            .count = standing.queueRunning});
    if (standing.isTenantAtCap)
        why.reasons.push_back({.code = WaitCode::TenantAtCap,
            .text = "tenant '" + spec.tenant.text() + "' runs " + jobsText(standing.tenantRunning)
                + ", as many as it may at once (concurrency)",
            .tenant = spec.tenant,
            .count = standing.tenantRunning});
    if (standing.rateUntil) {
        why.until = standing.rateUntil;
        why.reasons.push_back({.code = WaitCode::TenantRate,
            .text = "tenant '" + spec.tenant.text() + "' has used up its rate; the next start is at "
                + timeText(*standing.rateUntil),
            .tenant = spec.tenant,
            .at = standing.rateUntil});
    }
    if (standing.gate) {
        why.until = std::max(why.until, standing.gate->until);
        why.reasons.push_back(gateReason(spec, *standing.gate));
    }
}

void addTurn(const JobSpec &spec, const WaitFacts &facts, WhyView &why)
{
    const FairScheduler::Standing &standing = facts.standing;
    std::string turn = jobsText(*why.ahead) + " of tenant '" + spec.tenant.text() + "' "
        + (*why.ahead == 1 ? "is" : "are") + " before it";
    if (!standing.isInWindow)
        turn = "at least " + turn;
    if (standing.tenantsWaiting > 1)
        turn +=
            "; " + std::to_string(standing.tenantsWaiting) + " tenants take turns in queue '" + spec.queue.text() + "'";
    // An estimate, because higher classes and other tenants come and go. A job that is held back has none.
    if (why.reasons.empty() && standing.isInWindow && facts.startsInLastMinute > 0) {
        const Microseconds wait = Microseconds {std::chrono::minutes {1}} * (*why.ahead + 1) / facts.startsInLastMinute;
        why.expected = facts.now + wait;
        turn += "; at the rate of the last minute it starts in about " + durationForPeople(wait);
    }
    why.reasons.push_back({.code = WaitCode::Turn,
        .text = std::move(turn),
        .queue = spec.queue,
        .tenant = spec.tenant,
        .count = *why.ahead,
        .isAtLeast = !standing.isInWindow});
}
} // namespace

WhyView explainWait(const JobRecord &record, const WaitFacts &facts)
{
    WhyView why = whyOf(record);
    const JobSpec &spec = record.job.spec;
    why.ahead = static_cast<std::int64_t>(facts.standing.ahead);
    why.tenantsWaiting = static_cast<std::int64_t>(facts.standing.tenantsWaiting);
    if (facts.isStopping)
        why.reasons.push_back(
            {.code = WaitCode::Stopping, .text = "the engine is stopping and starts nothing; the job is kept"});
    if (!facts.isConfigured)
        why.reasons.push_back(unconfiguredReason(spec.queue));
    if (facts.silence > Microseconds {0})
        why.reasons.push_back(unservedReason(spec.queue, facts.silence, facts.now));
    addPauses(spec, facts.pauses, why);
    addLimits(spec, facts.standing, why);
    addTurn(spec, facts, why);
    return why;
}

WhyView explainState(const JobRecord &record, bool isConfigured)
{
    WhyView why = whyOf(record);
    switch (record.state) {
    case JobState::Ready:
        break;
    case JobState::Scheduled:
        why.until = record.due;
        why.reasons.push_back(scheduledReason(record));
        break;
    case JobState::Blocked:
        why.reasons.push_back({.code = WaitCode::Blocked, .text = "another job must end first"});
        break;
    case JobState::Running:
        why.reasons.push_back({.code = WaitCode::Running,
            .text = "it runs since " + timeText(record.startedAt.value_or(TimePoint {})) + " on " + record.worker,
            .at = record.startedAt,
            .who = record.worker});
        break;
    case JobState::Succeeded:
    case JobState::Dead:
    case JobState::Expired:
    case JobState::Cancelled:
        why.reasons.push_back(
            {.code = WaitCode::Ended, .text = "it has ended: " + std::string(jobStateName(record.state))});
        break;
    }
    if (!isConfigured && (record.state == JobState::Scheduled || record.state == JobState::Blocked))
        why.reasons.push_back(unconfiguredReason(record.job.spec.queue));
    return why;
}

std::string unconfiguredText(const std::vector<QueueTenantCounts> &counts, const std::vector<QueueSettings> &queues)
{
    constexpr std::size_t namesMax = 10;
    std::map<QueueName, std::int64_t> waiting;
    for (const QueueTenantCounts &one : counts) {
        for (const JobState state : {JobState::Ready, JobState::Scheduled, JobState::Blocked})
            waiting[one.queue] += countOf(one.counts, state);
    }
    for (const QueueSettings &queue : queues)
        waiting.erase(queue.name);
    std::erase_if(waiting, [](const auto &one) { return one.second == 0; });
    if (waiting.empty())
        return {};
    std::string text = "jobs wait in queues that are not configured, and are kept until they are:";
    std::size_t named = 0;
    for (const auto &[queue, jobs] : waiting) {
        if (named == namesMax)
            break;
        text.append(named++ == 0 ? " '" : ", '").append(queue.text()).append("' (").append(jobsText(jobs)).append(")");
    }
    if (waiting.size() > named)
        text += " and " + std::to_string(waiting.size() - named)
            + (waiting.size() - named == 1 ? " more queue" : " more queues");
    return text;
}

} // namespace fairlead
