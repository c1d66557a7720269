// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/field.h"
#include "engine/domain/lease.h"
#include "engine/domain/views.h"

namespace fairlead {

// The members of jobs, as clients see them.

template <>
struct Fields<Progress>
{
    static constexpr std::string_view name = "Progress";
    static constexpr auto all = std::tuple(Field {"percent", &Progress::percent, "how much of the run is done",
                                               {.isRequired = true, .least = 0, .most = 100, .example = "40"}},
        Field {"text", &Progress::text, "for people",
            {.bytesMax = 1024, .whenEmpty = WhenEmpty::LeftOut, .secrecy = Secrecy::Payload}});
};

template <>
struct Fields<AttemptError>
{
    static constexpr std::string_view name = "AttemptError";
    static constexpr auto all = std::tuple(Field {"attempt", &AttemptError::attempt, "number of the run, from 1"},
        Field {"worker", &AttemptError::worker, "the worker that ran it"},
        Field {"started_at", &AttemptError::started, "start of the run"},
        Field {"ended_at", &AttemptError::ended, "end of the run"},
        Field {"class", &AttemptError::errorClass, "short and stable, such as exit_1, timeout or crash"},
        Field {"text", &AttemptError::text, "the error's text", {.secrecy = Secrecy::Payload}},
        Field {"fingerprint", &AttemptError::fingerprint, "of class and normalised text; alike errors share it",
            {.secrecy = Secrecy::Fingerprint}});
};

template <>
struct Fields<JobBody>
{
    static constexpr std::string_view name = "JobBody";
    static constexpr auto all = std::tuple(
        Field {"queue", &JobBody::queue, "the queue it goes to", {.isRequired = true, .example = "mail"}},
        Field {"tenant", &JobBody::tenant, "the tenant it belongs to; \"default\" when not given", {.example = "acme"}},
        Field {"priority", &JobBody::priority, "its class within the tenant; normal when not given"},
        Field {"cost", &JobBody::cost, "the charge for a run in queues of declared cost", {.least = 1, .most = 1e12}},
        Field {"unique", &JobBody::uniqueKey,
            "while a job of the tenant in the queue has this key and has not ended, it is the answer",
            {.isNeverEmpty = true, .whenEmpty = WhenEmpty::LeftOut}},
        Field {"idempotency", &JobBody::idempotencyKey,
            "the same key and request of a tenant within 24 h give the same job",
            {.isNeverEmpty = true, .whenEmpty = WhenEmpty::LeftOut}},
        Field {"trace_id", &JobBody::traceId, "passed on to the handler", {.whenEmpty = WhenEmpty::LeftOut}},
        Field {
            "correlation_id", &JobBody::correlationId, "passed on to the handler", {.whenEmpty = WhenEmpty::LeftOut}},
        Field {"tags", &JobBody::tags, "words to find it by"}, Inline {[](auto &body) {
            return RawPart {body.payload, body.contentType, "payload"};
        }});
};

/// Calls `visit(field, text)` for each text of a body that its table describes: all but the payload, its content type
/// and the tags.
template <typename Body, typename Visit>
void eachText(Body &&body, const Visit &visit)
{
    eachOf(Fields<JobBody>::all, [&]<typename Entry>(const Entry &entry) {
        if constexpr (!isInline<Entry> && !isDerived<Entry>) {
            using Value = std::remove_cvref_t<std::invoke_result_t<decltype(Entry::access), Body &>>;
            if constexpr (std::is_same_v<Value, std::string>)
                visit(entry, std::invoke(entry.access, body));
        }
    });
}

template <>
struct Fields<NewJob>
{
    static constexpr std::string_view name = "NewJob";
    static constexpr auto all = std::tuple(Inline {AsBase<JobBody> {}},
        Field {"delay", [](auto &job) { return alternative<Microseconds>(job.start); },
            "starts no sooner than after this duration; not with run_at", {.example = "10m"}},
        Field {"run_at", [](auto &job) { return alternative<TimePoint>(job.start); },
            "starts no sooner than at this time"},
        Field {"deadline", &NewJob::deadline, "a time or a duration from now; the job expires when it has not started",
            {.example = "1h"}},
        Field {"timeout_ms", &NewJob::timeout, "of one run; the queue's when not given",
            {.least = 1, .most = 31'622'400'000.0}},
        Field {"max_attempts", &NewJob::maxAttempts, "runs, the first one included; the queue's when not given",
            {.least = 1, .most = JobLimits {}.maxAttemptsMax}},
        Field {"backoff", &NewJob::retry, "the wait after a failure; the queue's when not given"});
};

template <>
struct Fields<EnqueueReceipt>
{
    static constexpr std::string_view name = "Receipt";
    static constexpr auto all = std::tuple(Field {"id", &EnqueueReceipt::id, "the job", {.isRequired = true}},
        Field {"state", &EnqueueReceipt::state, "where it is now", {.isRequired = true}},
        Field {"existing", [](auto &receipt) { return Negated {receipt.isNew}; },
            "true: it was there before, by its unique or idempotency key"});
};

template <>
struct Fields<NewPayload>
{
    static constexpr std::string_view name = "NewPayload";
    static constexpr auto all = std::tuple(Inline {[](auto &payload) {
        return RawPart {payload.bytes, payload.contentType, "payload", true};
    }});
};

template <>
struct Fields<JobRecord>
{
    static constexpr std::string_view name = "Job";
    /// The time at which the job becomes ready, or for which its caller scheduled it.
    static constexpr auto runAt = [](auto &record) -> decltype(auto) {
        if constexpr (std::is_const_v<std::remove_reference_t<decltype(record)>>)
            return record.due ? record.due : record.job.spec.runAt;
        else
            return (record.job.spec.runAt);
    };
    static constexpr auto body = [](auto &record) -> auto & { return AsBase<JobBody> {}(record.job.spec); };
    template <auto... Members>
    static constexpr auto spec = path<&JobRecord::job, &Job::spec, Members...>;
    static constexpr auto all = std::tuple(
        Field {"id", path<&JobRecord::job, &Job::id>, "the job", {.isRequired = true}},
        Field {"state", &JobRecord::state, "where it is in its life", {.isRequired = true}}, Inline {body},
        Field {"attempt", &JobRecord::attempt, "runs started and counted so far"},
        Field {"max_attempts", spec<&JobSpec::maxAttempts>, "runs, the first one included"},
        Field {"crashes", &JobRecord::crashes, "runs that took the engine down"},
        Field {"created_at", path<&JobRecord::job, &Job::created>, "when it was accepted"},
        Field {"run_at", runAt, "when it may start", {.whenEmpty = WhenEmpty::Null}},
        Field {"deadline", spec<&JobSpec::deadline>, "it is not started after this", {.whenEmpty = WhenEmpty::Null}},
        Field {"started_at", &JobRecord::startedAt, "of the present or last run", {.whenEmpty = WhenEmpty::Null}},
        Field {"finished_at", &JobRecord::finishedAt, "when it ended", {.whenEmpty = WhenEmpty::Null}},
        Field {"timeout_ms", spec<&JobSpec::timeout>, "of one run"},
        Field {"backoff", spec<&JobSpec::retry>, "the wait after a failure"},
        Field {"worker", &JobRecord::worker, "of the present run", {.whenEmpty = WhenEmpty::LeftOut}},
        Field {"progress", &JobRecord::progress, "as the run reported it"},
        Field {"parent", spec<&JobSpec::parent>, "the job that spawned it, or the one that it is an edited copy of"},
        Field {"workflow", spec<&JobSpec::workflow>, "its workflow"},
        Field {"has_result", &JobRecord::hasResult, "whether a result is kept"},
        Field {"errors", &JobRecord::errors, "of its runs, oldest first; the newest 100"},
        Field {"withheld", &JobRecord::withheld,
            "what this token may not read of the payload and of texts of runs: a part, which is *** here, or all"});
    static void afterRead(JobRecord &record)
    {
        if (record.state == JobState::Scheduled)
            record.due = record.job.spec.runAt;
    }
};

template <>
struct Fields<RunLogView>
{
    static constexpr std::string_view name = "RunLog";
    static constexpr auto all = std::tuple(Field {"id", &RunLogView::id, "the job", {.isRequired = true}},
        Field {"queue", &RunLogView::queue, "the job's queue"},
        Field {"attempt", &RunLogView::attempt, "number of the run, from 1"},
        Field {"started_at", &RunLogView::started, "start of the run"},
        Field {"running", &RunLogView::isRunning, "true: the run is under way, there may be more lines later"},
        Field {"head", &RunLogView::head, "the first lines, 64 KiB at most", {.secrecy = Secrecy::Payload}},
        Field {"left_out", &RunLogView::leftOut, "bytes of lines between head and tail that are not kept"},
        Field {"tail", &RunLogView::tail, "the last lines, 64 KiB at most; empty while all are in the head",
            {.secrecy = Secrecy::Payload}},
        Field {"next", &RunLogView::next, "where to go on, as after: the bytes of all lines so far"},
        Field {"attempts", &RunLogView::attempts, "the runs whose log there is, oldest first"},
        Field {
            "withheld", &RunLogView::withheld, "part or all: this token may not read the lines, which are *** here"});
};

template <>
struct Fields<JobPage>
{
    static constexpr std::string_view name = "JobPage";
    static constexpr auto all =
        std::tuple(Field {"jobs", &JobPage::jobs, "in the order that was asked for; without payloads"},
            Derived {"count", [](const JobPage &page) { return static_cast<std::int64_t>(page.jobs.size()); },
                "jobs on this page"},
            Field {"cursor", &JobPage::cursor, "of the next page; null on the last", {.whenEmpty = WhenEmpty::Null}},
            Field {"skipped", &JobPage::skipped, "jobs passed over before the page", {.leftOutAt = 0}},
            Field {"examined", &JobPage::examined, "jobs that a search in payloads looked at for this page",
                {.leftOutAt = 0}});
};

template <>
struct Fields<DeadLetter>
{
    static constexpr std::string_view name = "DeadLetter";
    static constexpr auto all = std::tuple(Inline {&DeadLetter::record},
        Field {"first_error", &DeadLetter::firstError, "of its first failed run"},
        Field {"last_error", &DeadLetter::lastError, "of its last failed run"});
};

template <>
struct Fields<DeadLetterPage>
{
    static constexpr std::string_view name = "DeadLetterPage";
    static constexpr auto all = std::tuple(Field {"dead_letters", &DeadLetterPage::deadLetters,
                                               "latest death first; without payloads", {.isRequired = true}},
        Derived {"count", [](const DeadLetterPage &page) { return static_cast<std::int64_t>(page.deadLetters.size()); },
            "dead letters on this page"},
        Field {"cursor", &DeadLetterPage::cursor, "of the next page; null on the last", {.whenEmpty = WhenEmpty::Null}},
        Field {"skipped", &DeadLetterPage::skipped, "dead letters passed over before the page", {.leftOutAt = 0}});
};

template <>
struct Fields<LeasedJob>
{
    static constexpr std::string_view name = "LeasedJob";
    static constexpr auto all = std::tuple(
        Field {"token", &LeasedJob::token, "names the lease in the calls that end or renew it", {.isRequired = true}},
        Field {"lease_until", &LeasedJob::until, "without a renewal the run is given up then"},
        Inline {&LeasedJob::record});
};

template <>
struct Fields<LeaseView>
{
    static constexpr std::string_view name = "Lease";
    static constexpr auto all =
        std::tuple(Field {"lease_until", &LeaseView::until, "without a renewal the run is given up then"},
            Field {"cancel", &LeaseView::isCancelRequested, "true: the run shall end; its end is still reported"});
};

template <>
struct Fields<WaitReason>
{
    static constexpr std::string_view name = "WaitReason";
    static constexpr auto all = std::tuple(Field {"code", &WaitReason::code, "the kind of reason"},
        Field {"text", &WaitReason::text, "for people"}, Field {"queue", &WaitReason::queue, "that is meant"},
        Field {"tenant", &WaitReason::tenant, "that is meant"},
        Field {"at", &WaitReason::at, "paused, running: since; else the next start"},
        Field {
            "count", &WaitReason::count, "running jobs, jobs before it, or the attempt that failed", {.leftOutAt = 0}},
        Field {"at_least", &WaitReason::isAtLeast, "turn: there may be more before it", {.leftOutAt = 0}},
        Field {
            "open", &WaitReason::isOpen, "gate_shut: it is open again, and held jobs a moment ago", {.leftOutAt = 0}},
        Field {"who", &WaitReason::who, "paused it, or the worker that runs it", {.whenEmpty = WhenEmpty::LeftOut}},
        Field {"detail", &WaitReason::detail, "reason of the pause, kind of the layer, or class of the error",
            {.whenEmpty = WhenEmpty::LeftOut}});
};

template <>
struct Fields<WhyView>
{
    static constexpr std::string_view name = "Why";
    static constexpr auto all = std::tuple(Field {"id", &WhyView::id, "the job", {.isRequired = true}},
        Field {"state", &WhyView::state, "where it is in its life"},
        Field {"reasons", &WhyView::reasons, "why it is not running; what must be lifted first comes first"},
        Field {"ahead", &WhyView::ahead, "jobs of the same tenant, queue and priority before it"},
        Field {"tenants_waiting", &WhyView::tenantsWaiting, "tenants with waiting jobs in the queue, its own included"},
        Field {"until", &WhyView::until, "when it may start at the earliest, where a clock decides"},
        Field {"expected", &WhyView::expected, "its start, if its tenant's jobs go on as in the last minute"});
};

} // namespace fairlead
