// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/units.h"
#include "engine/domain/views.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <vector>

namespace fairlead {

/// What the engine promises of each job, in the plainest way and with nothing of the engine's own code: told what was
/// asked for and what was seen outside, it says what may be true, and throws std::runtime_error when something cannot
/// be. I1 to I4 of the faults' oracle: accepted jobs are kept, nothing ends without its present token, attempts stay
/// within their limit, one run at a time. Threads: one.
class ReferenceModel
{
public:
    static constexpr int crashLimit = 3;
    static constexpr Microseconds backOff = std::chrono::seconds {1};

    /// How one run ended, in the model's own words.
    struct End
    {
        enum class Kind { Success, Failure, Reject, Snooze, Release, DeadlineMissed, Cancel, Crash, LostLease };
        Kind kind = Kind::Success;
        TimePoint at;
        Microseconds delay {0}; ///< of a snooze
    };
    struct Standing
    {
        JobState state = JobState::Ready; ///< Ready also stands for scheduled
        int attempts = 0;
        int crashes = 0;
        TimePoint due; ///< not started before
        bool isCancelRequested = false;
        bool operator==(const Standing &) const = default;
    };
    struct Job
    {
        JobSpec spec;
        bool isCertain = false; ///< accepted, as far as can be known outside
        std::vector<Standing> mayBe; ///< exactly one unless an answer was lost
        std::optional<End> reported; ///< the present run's end, on its way to the store
        Token token {}; ///< of the last run; none when nobody was told of that
    };

    void offered(const JobId &id, const JobSpec &spec, TimePoint now)
    {
        m_jobs.emplace(id, Job {spec, false, {{JobState::Ready, 0, 0, spec.runAt.value_or(now), false}}, {}, {}});
        m_offers[spec.idempotencyKey].insert(id);
    }
    /// A receipt arrived. The same key must always lead to the same job.
    void accepted(const std::string &key, const JobId &id)
    {
        claim(m_offers.at(key).contains(id), "a receipt names a job of another key");
        for (const JobId &other : m_offers.at(key))
            claim(other == id || !m_jobs.at(other).isCertain, "one key, two jobs");
        m_jobs.at(id).isCertain = true;
    }
    void started(const JobId &id, int attempt, Token token, TimePoint claimedAt)
    {
        Job &job = known(id);
        job.isCertain = true;
        settle(job);
        claim(token > m_lastToken, "a token is not above all before it");
        m_lastToken = job.token = token;
        keepOnly(job, "a run was started that may not be", [&](const Standing &one) {
            return one.state == JobState::Ready && one.due <= claimedAt && one.attempts + 1 == attempt;
        });
        claim(attempt <= job.spec.maxAttempts, "more attempts than allowed");
        claim(!job.spec.deadline || claimedAt <= *job.spec.deadline, "a run was started after its deadline");
        for (Standing &one : job.mayBe)
            one.state = JobState::Running;
    }
    bool isCurrent(const JobId &id, Token token) const
    {
        const Job &job = m_jobs.at(id);
        return job.token == token && !job.reported && job.mayBe.front().state == JobState::Running;
    }
    /// The holder of the present token said how its run ended; whether it is written is seen later.
    void reported(const JobId &id, const End &end) { known(id).reported = end; }
    /// The engine said that it is written, and what the job became.
    void finished(const JobId &id, JobState state)
    {
        Job &job = known(id);
        settle(job);
        keepOnly(
            job, "a finish led to the wrong state", [&](const Standing &one) { return sameState(one.state, state); });
    }
    /// An operator's cancel was answered with this state, or refused because the job had ended.
    void cancelled(const JobId &id, std::optional<JobState> state)
    {
        Job &job = known(id);
        job.isCertain = true;
        if (state != JobState::Running) // what was reported was written before
            settle(job);
        keepOnly(job, "a cancel was answered wrongly", [&](const Standing &one) {
            const bool hasEnded = isEnded(one.state) || mayExpire(job, one);
            return !state                     ? hasEnded
                : *state == JobState::Running ? one.state == JobState::Running
                                              : !isEnded(one.state);
        });
        for (Standing &one : job.mayBe) {
            if (state == JobState::Running)
                one.isCancelRequested = true;
            else if (state)
                one.state = JobState::Cancelled;
        }
    }
    /// A cancel was answered with a run that nobody was told of: an engine that stops gives it back. The run before it
    /// is over, so what was reported of that was written.
    void cancelledUnheard(const JobId &id)
    {
        Job &job = known(id);
        settle(job);
        keepOnly(job, "a run was begun that may not be", [&job](const Standing &one) {
            return one.state == JobState::Ready || (one.state == JobState::Running && job.token == Token {});
        });
        job.token = {};
        for (Standing &one : job.mayBe) {
            one.state = JobState::Running;
            one.isCancelRequested = true;
        }
        extend(job, [](Standing one) -> std::optional<Standing> {
            one.state = JobState::Cancelled; // once it has been given back
            one.isCancelRequested = false;
            return one;
        });
    }
    void retried(const JobId &id, TimePoint now)
    {
        Job &job = known(id);
        settle(job);
        keepOnly(job, "a job was put back that may not be", [&](const Standing &one) {
            return (isEnded(one.state) && one.state != JobState::Succeeded) || mayExpire(job, one);
        });
        job.mayBe = {{JobState::Ready, 0, 0, now, false}};
    }
    /// Whether this is the last run that anybody was told of.
    bool isKnownRun(const JobId &id, Token token) const { return m_jobs.at(id).token == token; }
    /// The answer to a cancel or a retry was lost.
    void mayBeCancelled(const JobId &id)
    {
        Job &job = doubted(id);
        extend(job, [](Standing one) -> std::optional<Standing> {
            if (isEnded(one.state))
                return std::nullopt;
            one.state = JobState::Running; // perhaps just claimed, and nobody was told
            one.isCancelRequested = true;
            return one;
        });
        extend(job, [](Standing one) -> std::optional<Standing> {
            if (one.state != JobState::Ready)
                return std::nullopt;
            one.state = JobState::Cancelled;
            return one;
        });
    }
    void mayBeRetried(const JobId &id, TimePoint now)
    {
        Job &job = doubted(id);
        extend(job, [&](const Standing &one) -> std::optional<Standing> {
            if (!mayExpire(job, one) && (!isEnded(one.state) || one.state == JobState::Succeeded))
                return std::nullopt;
            return Standing {JobState::Ready, 0, 0, now, false};
        });
    }
    /// The engine stopped in order: all that was reported is written, other runs were given back.
    void engineStopped(TimePoint now)
    {
        for (auto &[id, job] : m_jobs) {
            settle(job);
            for (Standing &one : job.mayBe)
                one = after(job, one, {End::Kind::Release, now}).value_or(one);
        }
    }
    /// The engine ended; what was on its way may or may not have been written, and runs without an end were cut: also
    /// such of which nobody was told when the last answer was lost.
    void engineEnded(const End &cut, bool isAnswerLost, const std::function<bool(const Job &)> &isPulled)
    {
        for (auto &[id, job] : m_jobs) {
            doubted(id);
            job.reported.reset();
            if (isAnswerLost) {
                extend(job, [&cut](Standing one) -> std::optional<Standing> {
                    if (one.state != JobState::Ready || one.due > cut.at)
                        return std::nullopt;
                    one.state = JobState::Running;
                    return one;
                });
            }
            End end = cut;
            if (end.kind == End::Kind::Crash && isPulled(job))
                end.kind = End::Kind::LostLease;
            for (Standing &one : job.mayBe) {
                if (one.state == JobState::Running)
                    one = *after(job, one, end);
            }
        }
    }
    /// Holds one job of the store against the model, and the model then knows.
    void seen(const JobRecord &record, TimePoint now)
    {
        Job &job = known(record.job.id);
        job.isCertain = true;
        if (job.reported && record.state != JobState::Running)
            settle(job);
        if (job.spec.deadline && now > *job.spec.deadline) {
            m_now = now;
            extend(job, [&](Standing one) -> std::optional<Standing> {
                if (one.state != JobState::Ready)
                    return std::nullopt;
                one.state = JobState::Expired;
                return one;
            });
        }
        std::string what = "the store holds a job that is " + std::string(jobStateName(record.state)) + ", attempt "
            + std::to_string(record.attempt) + ", crashes " + std::to_string(record.crashes);
        for (const AttemptError &error : record.errors)
            what += ", " + error.errorClass + " at " + timeText(error.ended);
        what += " (now " + timeText(now) + ")";
        keepOnly(job, what, [&](const Standing &one) {
            return sameState(one.state, record.state) && one.attempts == record.attempt - isRunning(record)
                && one.crashes == record.crashes;
        });
    }
    /// Every job must be in the store that was accepted, and of each key only one.
    void countedAll(const std::set<JobId> &stored) const
    {
        for (const auto &[id, job] : m_jobs)
            claim(!job.isCertain || stored.contains(id), "an accepted job is lost");
        for (const auto &[key, ids] : m_offers) {
            const auto held =
                std::count_if(ids.begin(), ids.end(), [&](const JobId &id) { return stored.contains(id); });
            claim(held <= 1, "one key was accepted twice");
        }
    }
    void noteTime(TimePoint now) { m_now = now; }
    const std::map<JobId, Job> &jobs() const { return m_jobs; }
    static void claim(bool holds, const std::string &what)
    {
        if (!holds)
            throw std::runtime_error(what);
    }

private:
    static int isRunning(const JobRecord &record) { return record.state == JobState::Running ? 1 : 0; }
    static bool sameState(JobState mine, JobState theirs)
    {
        return mine == theirs || (mine == JobState::Ready && theirs == JobState::Scheduled);
    }
    bool mayExpire(const Job &job, const Standing &one) const
    {
        return one.state == JobState::Ready && job.spec.deadline && m_now > *job.spec.deadline;
    }
    /// What was reported of its run may have been written, or not.
    Job &doubted(const JobId &id)
    {
        Job &job = known(id);
        if (job.reported)
            extend(job, [&job](const Standing &one) { return after(job, one, *job.reported); });
        return job;
    }
    Job &known(const JobId &id)
    {
        const auto found = m_jobs.find(id);
        claim(found != m_jobs.end(), "a job that nobody handed in");
        return found->second;
    }
    /// What a running job becomes.
    static std::optional<Standing> after(const Job &job, Standing one, const End &end)
    {
        using Kind = End::Kind;
        if (one.state != JobState::Running)
            return std::nullopt;
        const bool counts = end.kind != Kind::Snooze && end.kind != Kind::Release && end.kind != Kind::DeadlineMissed;
        one.attempts += counts ? 1 : 0;
        one.crashes += end.kind == Kind::Crash ? 1 : 0;
        one.due = end.at + (end.kind == Kind::Failure ? backOff : end.delay);
        const bool isLast = one.attempts >= job.spec.maxAttempts;
        one.state = JobState::Ready;
        if (end.kind == Kind::Success)
            one.state = JobState::Succeeded;
        else if (one.isCancelRequested || end.kind == Kind::Cancel)
            one.state = JobState::Cancelled;
        else if (end.kind == Kind::DeadlineMissed)
            one.state = JobState::Expired;
        else if (end.kind == Kind::Reject || (counts && isLast) || one.crashes >= crashLimit)
            one.state = JobState::Dead;
        one.isCancelRequested = false;
        return one;
    }
    static void settle(Job &job)
    {
        if (!job.reported)
            return;
        for (Standing &one : job.mayBe)
            one = after(job, one, *job.reported).value_or(one);
        job.reported.reset();
    }
    template <typename Change>
    static void extend(Job &job, Change change)
    {
        const std::vector<Standing> before = job.mayBe;
        for (const Standing &one : before) {
            const std::optional<Standing> more = change(one);
            if (more && std::find(job.mayBe.begin(), job.mayBe.end(), *more) == job.mayBe.end())
                job.mayBe.push_back(*more);
        }
    }
    template <typename Holds>
    static void keepOnly(Job &job, const std::string &what, Holds holds)
    {
        const std::vector<Standing> before = job.mayBe;
        std::erase_if(job.mayBe, [&](const Standing &one) { return !holds(one); });
        if (!job.mayBe.empty())
            return;
        std::string text = what + "; " + job.spec.idempotencyKey + " of queue " + job.spec.queue.text() + " may be";
        for (const Standing &one : before)
            text += " [" + std::string(jobStateName(one.state)) + ", attempts " + std::to_string(one.attempts) + " of "
                + std::to_string(job.spec.maxAttempts) + ", crashes " + std::to_string(one.crashes) + ", due "
                + timeText(one.due) + "]";
        throw std::runtime_error(text);
    }

    std::map<JobId, Job> m_jobs;
    std::map<std::string, std::set<JobId>> m_offers; ///< by idempotency key
    Token m_lastToken {};
    TimePoint m_now;
};

} // namespace fairlead
