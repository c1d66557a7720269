// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/wait_reasons.h"

#include "engine/domain/units.h"

#include <algorithm>
#include <map>

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
    return {WaitCode::Paused, text};
}

std::string jobsText(std::int64_t count)
{
    return count == 1 ? "1 job" : std::to_string(count) + " jobs";
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
    return {WaitCode::QueueNotConfigured,
        "queue '" + queue.text() + "' is not configured; the job is kept until the configuration has [queue."
            + queue.text() + "]"};
}

WaitReason unservedReason(const QueueName &queue, Microseconds silence)
{
    return {WaitCode::QueueUnserved,
        "no worker has asked for jobs of queue '" + queue.text() + "' for " + durationForPeople(silence)};
}

WaitReason gateReason(const JobSpec &spec, const LaneGates::Hold &gate)
{
    std::string text = std::string(gate.kind) + " of queue '" + spec.queue.text() + "' is shut";
    if (gate.isPerTenant)
        text += " for tenant '" + spec.tenant.text() + "'";
    text += gate.until ? "; the next start is at " + timeText(*gate.until) : " until a run ends";
    return {WaitCode::GateShut, text};
}

void addLimits(const JobSpec &spec, const FairScheduler::Standing &standing, WhyView &why)
{
    if (standing.queueRunningMax > 0 && standing.queueRunning >= standing.queueRunningMax)
        why.reasons.push_back({WaitCode::QueueAtCap,
            "queue '" + spec.queue.text() + "' runs " + std::to_string(standing.queueRunning)
                + " jobs, as many as it may at once (workers)"});
    if (standing.isTenantAtCap)
        why.reasons.push_back({WaitCode::TenantAtCap,
            "tenant '" + spec.tenant.text() + "' runs " + std::to_string(standing.tenantRunning)
                + " jobs, as many as it may at once (concurrency)"});
    if (standing.rateUntil) {
        why.until = standing.rateUntil;
        why.reasons.push_back({WaitCode::TenantRate,
            "tenant '" + spec.tenant.text() + "' has used up its rate; the next start is at "
                + timeText(*standing.rateUntil)});
    }
    if (standing.gate) {
        why.until = std::max(why.until, standing.gate->until);
        why.reasons.push_back(gateReason(spec, *standing.gate));
    }
}

void addTurn(const JobSpec &spec, const WaitFacts &facts, WhyView &why)
{
    const FairScheduler::Standing &standing = facts.standing;
    std::string turn = jobsText(*why.ahead) + " of tenant '" + spec.tenant.text() + "' are before it";
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
    why.reasons.push_back({WaitCode::Turn, turn});
}
} // namespace

WhyView explainWait(const JobRecord &record, const WaitFacts &facts)
{
    WhyView why = whyOf(record);
    const JobSpec &spec = record.job.spec;
    why.ahead = static_cast<std::int64_t>(facts.standing.ahead);
    why.tenantsWaiting = static_cast<std::int64_t>(facts.standing.tenantsWaiting);
    if (facts.isStopping)
        why.reasons.push_back({WaitCode::Stopping, "the engine is stopping and starts nothing; the job is kept"});
    if (!facts.isConfigured)
        why.reasons.push_back(unconfiguredReason(spec.queue));
    if (facts.silence > Microseconds {0})
        why.reasons.push_back(unservedReason(spec.queue, facts.silence));
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
        why.reasons.push_back({WaitCode::Scheduled,
            record.errors.empty() ? "its time comes at " + timeText(record.due.value_or(TimePoint {}))
                                  : "attempt " + std::to_string(record.errors.back().attempt) + " failed ("
                    + record.errors.back().errorClass + "); it is tried again at "
                    + timeText(record.due.value_or(TimePoint {}))});
        break;
    case JobState::Blocked:
        why.reasons.push_back({WaitCode::Blocked, "another job must end first"});
        break;
    case JobState::Running:
        why.reasons.push_back({WaitCode::Running,
            "it runs since " + timeText(record.startedAt.value_or(TimePoint {})) + " on " + record.worker});
        break;
    case JobState::Succeeded:
    case JobState::Dead:
    case JobState::Expired:
    case JobState::Cancelled:
        why.reasons.push_back({WaitCode::Ended, "it has ended: " + std::string(jobStateName(record.state))});
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
        text += " and " + std::to_string(waiting.size() - named) + " more queues";
    return text;
}

} // namespace fairlead
