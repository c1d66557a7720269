// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/call.h"
#include "engine/domain/job_edit.h"
#include "engine/domain/job_fields.h"
#include "engine/domain/operation_fields.h"
#include "engine/domain/tag_change.h"

#include <algorithm>

namespace fairlead {

/// The largest number of jobs in one call.
inline constexpr std::size_t jobsPerCallMax = 10'000;

/// Accepts jobs. The receipts come after the commit is on disk, one for each job in order. Receipts fail with NotFound
/// (queue), Invalid, TooLarge, Conflict (idempotency key with another body), TenantFull, QueueFull, EngineFull,
/// TimedOut (no room came in time).
struct EnqueueJobs
{
    using Reply = Each<EnqueueReceipt>;
    static constexpr CallInfo info {"job.enqueue", "POST", "/v1/jobs", Role::Operator, Whose::Items,
        "Accept one job, or a list of jobs",
        {ErrorCode::NotFound, ErrorCode::TooLarge, ErrorCode::Conflict, ErrorCode::TenantFull, ErrorCode::QueueFull},
        {}, 201, false, false, true};
    Each<NewJob> jobs;

    static EnqueueJobs of(std::vector<NewJob> list)
    {
        EnqueueJobs call;
        call.jobs.isOne = list.size() == 1;
        call.jobs.items.reserve(list.size());
        for (NewJob &job : list)
            call.jobs.items.emplace_back(std::move(job));
        return call;
    }
    /// 207 when a job of a list was refused, 200 when every job existed already, else 201.
    static int statusOf(const Reply &reply)
    {
        if (!std::all_of(reply.items.begin(), reply.items.end(), [](const auto &one) { return one.has_value(); }))
            return 207;
        const bool hasNew =
            std::any_of(reply.items.begin(), reply.items.end(), [](const auto &one) { return one->isNew; });
        return hasNew ? info.status : 200;
    }
    static constexpr std::array statuses {200, 201, 207};
};

/// A list or a count takes one state and no ids, because an address has no room for more. Fails with Invalid.
inline Result<> checkListFilter(const JobFilter &filter)
{
    if (filter.ids || filter.anyOf)
        return failure(ErrorCode::Invalid, "ids: a list takes one state and no ids; operations take them");
    return {};
}

/// Fails with Invalid for a cursor that this list did not give, or a limit out of range.
struct ListJobs : JobQuery
{
    using Reply = JobPage;
    static constexpr CallInfo info {"job.list", "GET", "/v1/jobs", Role::Viewer, Whose::Narrowed,
        "Jobs: the newest first, the oldest, or those that start next"};
    Result<> check() const
    {
        if (order == ListOrder::Next && state && *state != JobState::Scheduled)
            return failure(ErrorCode::Invalid, "order: next lists scheduled jobs alone; leave out the state");
        return checkListFilter(*this);
    }
};

/// Counts exactly up to `most`. Without `most` it counts all.
struct CountJobs : JobFilter
{
    using Reply = JobCount;
    static constexpr CallInfo info {"job.count", "GET", "/v1/jobs/count", Role::Viewer, Whose::Narrowed,
        "How many jobs match", {}, {}, 200, false, true};
    std::optional<std::int64_t> most {};
    Result<> check() const { return checkListFilter(*this); }
};

struct FindJob
{
    using Reply = JobRecord;
    static constexpr CallInfo info {"job.show", "GET", "/v1/jobs/{id}", Role::Viewer, Whose::OwnJob,
        "One job with its payload and history", {ErrorCode::NotFound}};
    JobId id;
};

struct WhyWaiting
{
    using Reply = WhyView;
    static constexpr CallInfo info {"job.why", "GET", "/v1/jobs/{id}/why", Role::Viewer, Whose::OwnJob,
        "Why a job is not running", {ErrorCode::NotFound}};
    JobId id;
};

/// Fails with NotFound also when the job has no result.
struct FindResult
{
    using Reply = Raw;
    static constexpr CallInfo info {"job.result", "GET", "/v1/jobs/{id}/result", Role::Viewer, Whose::OwnJob,
        "A job's result, byte for byte", {ErrorCode::NotFound}};
    JobId id;
};

struct FindPayload
{
    using Reply = Raw;
    static constexpr CallInfo info {"job.payload", "GET", "/v1/jobs/{id}/payload", Role::Viewer, Whose::OwnJob,
        "A job's payload, byte for byte", {ErrorCode::NotFound}};
    JobId id;
};

/// The lines that a run wrote, of a run under way those so far. Fails with NotFound also when no log of such a run is
/// kept.
struct ReadLog
{
    using Reply = RunLogView;
    static constexpr CallInfo info {"job.log", "GET", "/v1/jobs/{id}/log", Role::Viewer, Whose::OwnJob,
        "The lines that a run of a job wrote; after goes on behind those already read", {ErrorCode::NotFound}};
    JobId id;
    std::optional<int> attempt {}; ///< empty: the newest run that has a log
    std::int64_t after = 0;
};

/// A running job is asked to stop. The job's event names `who`, or the principal when it is empty.
struct CancelJob
{
    using Reply = JobRecord;
    static constexpr CallInfo info {"job.cancel", "POST", "/v1/jobs/{id}/cancel", Role::Operator, Whose::OwnJob,
        "Cancel a job; a running one is told to stop", {ErrorCode::NotFound, ErrorCode::Conflict}, "job.cancel"};
    JobId id;
    std::string who {};
    std::string auditTarget() const { return "job " + id.text(); }
    std::string auditDetail() const { return {}; }
};

/// Fails with Conflict when the job has not ended, or has succeeded; with Expired when it would expire at once.
struct RetryJob
{
    using Reply = JobRecord;
    static constexpr CallInfo info {"job.retry", "POST", "/v1/jobs/{id}/retry", Role::Operator, Whose::OwnJob,
        "Make an ended job ready again", {ErrorCode::NotFound, ErrorCode::Conflict, ErrorCode::Expired}, "job.retry"};
    JobId id;
    std::optional<RetryDeadline> deadline {}; ///< empty: its own
    std::string auditTarget() const { return "job " + id.text(); }
    std::string auditDetail() const
    {
        return deadline ? "deadline " + TextForm<RetryDeadline>::write(*deadline) : std::string {};
    }
};

/// Enqueues a copy of the dead letter with another payload. `parent` of the new job names the letter, which stays as it
/// is. Fails with NotFound (no dead letter), Conflict (another job holds its unique key), and as EnqueueJobs.
struct EditAndRetry
{
    using Reply = EnqueueReceipt;
    static constexpr CallInfo info {"job.edit-retry", "POST", "/v1/jobs/{id}/edit-retry", Role::Operator, Whose::OwnJob,
        "Enqueue a job like a dead letter with another payload; the letter stays",
        {ErrorCode::NotFound, ErrorCode::Conflict}, "job.edit-retry", 201};
    static constexpr bool replacesPayload() { return true; } ///< of the job `id`; only for those who may read it
    JobId id;
    NewPayload payload;
    std::string auditTarget() const { return "job " + id.text(); }
    std::string auditDetail() const
    {
        return std::to_string(payload.bytes.size()) + " bytes of " + payload.contentType;
    }
};

/// Changes a job that waits, in one commit: the old job ends as cancelled, with an error of class "edited", and a new
/// one takes its place. `parent` of the new job names the old one. Queue, tenant, unique key and all that the call does
/// not name stay. Fails with NotFound, Conflict (the job does not wait any more), and as EnqueueJobs.
struct EditJob
{
    using Reply = EnqueueReceipt;
    static constexpr CallInfo info {"job.edit", "POST", "/v1/jobs/{id}/edit", Role::Operator, Whose::OwnJob,
        "Change a job that waits: a new job takes its place, and the old one ends as cancelled",
        {ErrorCode::NotFound, ErrorCode::Conflict}, "job.edit", 201};
    JobId id;
    JobEdit edit {};
    std::string who {}; ///< empty: the principal
    bool replacesPayload() const { return edit.hasPayload(); }
    Result<> check() const { return edit.check(); }
    std::string auditTarget() const { return "job " + id.text(); }
    std::string auditDetail() const
    {
        std::string text;
        const auto add = [&text](const std::string &part) { text.append(text.empty() ? "" : ", ").append(part); };
        if (edit.hasPayload())
            add(std::to_string(edit.payload.bytes.size()) + " bytes of " + edit.payload.contentType);
        if (edit.priority)
            add("priority " + std::string(priorityName(*edit.priority)));
        if (edit.deadline)
            add("deadline " + TextForm<RetryDeadline>::write(*edit.deadline));
        if (edit.tags)
            add("tags");
        if (edit.cost)
            add("cost " + std::to_string(*edit.cost));
        if (!std::holds_alternative<std::monostate>(edit.start))
            add("start");
        if (edit.timeout || edit.maxAttempts || edit.retry)
            add("rules of its runs");
        return text;
    }
};

/// Adds tags to a job in any state, and removes tags from it. The reply is the job after the change. Fails with
/// NotFound, Invalid, TooLarge.
struct TagJob
{
    using Reply = JobRecord;
    static constexpr CallInfo info {"job.tag", "POST", "/v1/jobs/{id}/tags", Role::Operator, Whose::OwnJob,
        "Add tags to a job, or remove tags from it", {ErrorCode::NotFound, ErrorCode::TooLarge}, "job.tag"};
    JobId id;
    TagChange change {};
    std::string who {}; ///< empty: the principal
    Result<> check() const { return change.check(); }
    std::string auditTarget() const { return "job " + id.text(); }
    std::string auditDetail() const { return change.text(); }
};

/// Deletes a job that does not run. It is not found any more; RestoreJob brings it back within ten minutes. A waiting
/// job is cancelled first. Fails with Conflict when the job runs.
struct DeleteJob
{
    using Reply = DeletedJob;
    static constexpr CallInfo info {"job.delete", "DELETE", "/v1/jobs/{id}", Role::Operator, Whose::OwnJob,
        "Delete a job; it can be restored for ten minutes", {ErrorCode::NotFound, ErrorCode::Conflict}, "job.delete"};
    JobId id;
    std::string auditTarget() const { return "job " + id.text(); }
};

/// A deleted job cannot be read, so its tenant is not known. The call is refused to tokens of one tenant.
struct RestoreJob
{
    using Reply = JobRecord;
    static constexpr CallInfo info {"job.restore", "POST", "/v1/jobs/{id}/restore", Role::Operator, Whose::Engine,
        "Bring a deleted job back", {ErrorCode::NotFound, ErrorCode::Conflict}, "job.restore"};
    JobId id;
    std::string auditTarget() const { return "job " + id.text(); }
};

template <>
struct Fields<EnqueueJobs>
{
    static constexpr auto all =
        std::tuple(Field {"jobs", &EnqueueJobs::jobs, "one job, or a list of them", {.isRequired = true}});
};

/// The members that page through a list.
template <typename Query>
inline constexpr auto pageFields = std::tuple(
    Field {"cursor", &Query::cursor, "of the page before",
        {.isNeverEmpty = true, .bytesMax = 64, .whenEmpty = WhenEmpty::LeftOut}},
    Field {"limit", &Query::limit, "rows on a page", {.least = 1, .most = 1000}},
    Field {"skip", &Query::skip, "rows to pass over before the page begins",
        {.least = 0, .most = static_cast<double>(listSkipMax), .leftOutAt = 0}});

template <>
struct Fields<ListJobs>
{
    static constexpr auto all = std::tuple_cat(Fields<JobFilter>::listed, pageFields<ListJobs>,
        std::tuple(Field {
            "order", &ListJobs::order, "by arrival, or by start of those that are scheduled", {.leftOutAt = 0}}));
};
template <>
struct Fields<CountJobs>
{
    static constexpr auto all = std::tuple_cat(
        Fields<JobFilter>::listed, std::tuple(Field {"most", &CountJobs::most, "counts no further", {.least = 1}}));
};

/// A call whose only member is the id of a job.
template <typename C>
struct JobIdFields
{
    static constexpr auto all = std::tuple(Field {"id", &C::id, "the job's id", {.isRequired = true}});
};
template <>
struct Fields<FindJob> : JobIdFields<FindJob>
{
};
template <>
struct Fields<WhyWaiting> : JobIdFields<WhyWaiting>
{
};
template <>
struct Fields<FindResult> : JobIdFields<FindResult>
{
};
template <>
struct Fields<FindPayload> : JobIdFields<FindPayload>
{
};
template <>
struct Fields<ReadLog>
{
    static constexpr auto all = std::tuple(Field {"id", &ReadLog::id, "the job's id", {.isRequired = true}},
        Field {"attempt", &ReadLog::attempt, "number of the run; the newest that has a log when not given",
            {.least = 1, .whenEmpty = WhenEmpty::LeftOut}},
        Field {"after", &ReadLog::after, "only what follows so many bytes of lines: next of the answer before",
            {.least = 0, .leftOutAt = 0}});
};
template <>
struct Fields<RetryJob>
{
    static constexpr auto all = std::tuple(Field {"id", &RetryJob::id, "the job's id", {.isRequired = true}},
        Field {
            "deadline", &RetryJob::deadline, retryDeadlineText, {.whenEmpty = WhenEmpty::LeftOut, .example = "+1h"}});
};
template <>
struct Fields<DeleteJob> : JobIdFields<DeleteJob>
{
};
template <>
struct Fields<RestoreJob> : JobIdFields<RestoreJob>
{
};
template <>
struct Fields<CancelJob>
{
    static constexpr auto all = std::tuple(Field {"id", &CancelJob::id, "the job's id", {.isRequired = true}},
        Field {"who", &CancelJob::who, "who cancels; shown in the job's event",
            {.bytesMax = whoBytesMax, .whenEmpty = WhenEmpty::LeftOut}});
};
template <>
struct Fields<EditAndRetry>
{
    static constexpr auto all = std::tuple(
        Field {"id", &EditAndRetry::id, "the dead letter's id", {.isRequired = true}}, Inline {&EditAndRetry::payload});
};
template <>
struct Fields<JobEdit>
{
    static constexpr std::string_view name = "JobEdit";
    static constexpr auto all = std::tuple(Inline {[](auto &edit) {
        return RawPart {edit.payload.bytes, edit.payload.contentType, "payload"};
    }},
        Field {"priority", &JobEdit::priority, "its class within the tenant"},
        Field {"tags", &JobEdit::tags, "words to find it by, in place of the old ones"},
        Field {"cost", &JobEdit::cost, "the charge for a run in queues of declared cost", {.least = 1, .most = 1e12}},
        Field {"delay", [](auto &edit) { return alternative<Microseconds>(edit.start); },
            "starts no sooner than after this duration; not with run_at", {.example = "10m"}},
        Field {"run_at", [](auto &edit) { return alternative<TimePoint>(edit.start); },
            "starts no sooner than at this time"},
        Field {"deadline", &JobEdit::deadline, "none, a time, or a duration from now on",
            {.whenEmpty = WhenEmpty::LeftOut, .example = "+1h"}},
        Field {"timeout_ms", &JobEdit::timeout, "of one run", {.least = 1, .most = 31'622'400'000.0}},
        Field {"max_attempts", &JobEdit::maxAttempts, "runs, the first one included",
            {.least = 1, .most = JobLimits {}.maxAttemptsMax}},
        Field {"backoff", &JobEdit::retry, "the wait after a failure"});
};
template <>
struct Fields<TagChange>
{
    static constexpr std::string_view name = "TagChange";
    static constexpr auto all = std::tuple(Field {"add", &TagChange::add, "tags to add"},
        Field {"remove", &TagChange::remove, "tags to remove; those that the job has not are passed over"});
};
template <>
struct Fields<TagJob>
{
    static constexpr auto all =
        std::tuple(Field {"id", &TagJob::id, "the job's id", {.isRequired = true}}, Inline {&TagJob::change},
            Field {"who", &TagJob::who, "who tags; shown in the job's event",
                {.bytesMax = whoBytesMax, .whenEmpty = WhenEmpty::LeftOut}});
};
template <>
struct Fields<EditJob>
{
    static constexpr auto all =
        std::tuple(Field {"id", &EditJob::id, "the waiting job's id", {.isRequired = true}}, Inline {&EditJob::edit},
            Field {"who", &EditJob::who, "who edits; shown in the old job's event",
                {.bytesMax = whoBytesMax, .whenEmpty = WhenEmpty::LeftOut}});
};

} // namespace fairlead
