// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/call.h"
#include "engine/domain/job_fields.h"
#include "engine/domain/run_log.h"

namespace fairlead {

// Jobs of pulled queues, for workers elsewhere. A lease that is not current fails with LeaseLost, as does one of a job
// that is not the bearer's.

/// State of a job after its run has ended.
struct LeaseEnd
{
    JobState state = JobState::Succeeded;
};
template <>
struct Fields<LeaseEnd>
{
    static constexpr std::string_view name = "LeaseEnd";
    static constexpr auto all =
        std::tuple(Field {"state", &LeaseEnd::state, "of the job, after the commit", {.isRequired = true}});
};

/// Answers when a job is there, or with no job when the wait is over. Fails with NotFound or Invalid (no such pulled
/// queue), Unavailable (the engine stops).
struct LeaseJobs : LeaseRequest
{
    using Reply = std::vector<LeasedJob>;
    static constexpr CallInfo info {"lease.take", "POST", "/v1/queues/{queue}/lease", Role::Operator, Whose::Narrowed,
        "Lease jobs of a pulled queue; waits for one if asked to", {ErrorCode::NotFound}};
    static constexpr bool isForWorkers = true; ///< the one who runs a job gets its payload in full
};

struct SucceedLease
{
    using Reply = LeaseEnd;
    static constexpr CallInfo info {"lease.succeed", "POST", "/v1/leases/{token}/succeed", Role::Operator,
        Whose::OwnJob, "The run succeeded", {ErrorCode::LeaseLost}};
    LeaseToken token;
    JobResult result {};
    std::vector<SpawnedJob> spawned {};
    Result<> check() const { return checkContentType(result.contentType); }
};
struct FailLease
{
    using Reply = LeaseEnd;
    static constexpr CallInfo info {"lease.fail", "POST", "/v1/leases/{token}/fail", Role::Operator, Whose::OwnJob,
        "The run failed; the job may be tried again", {ErrorCode::LeaseLost}};
    LeaseToken token;
    Failed failed {"error", {}, {}};
};
struct RejectLease
{
    using Reply = LeaseEnd;
    static constexpr CallInfo info {"lease.reject", "POST", "/v1/leases/{token}/reject", Role::Operator, Whose::OwnJob,
        "The job cannot succeed", {ErrorCode::LeaseLost}};
    LeaseToken token;
    Rejected rejected {"error", {}};
};
struct SnoozeLease
{
    using Reply = LeaseEnd;
    static constexpr CallInfo info {"lease.snooze", "POST", "/v1/leases/{token}/snooze", Role::Operator, Whose::OwnJob,
        "Run it again later; not counted as an attempt", {ErrorCode::LeaseLost}};
    LeaseToken token;
    Microseconds delay {0};
};
/// The lease ends `lease` from now, or its first length from now.
struct RenewLease
{
    using Reply = LeaseView;
    static constexpr CallInfo info {"lease.renew", "POST", "/v1/leases/{token}/renew", Role::Operator, Whose::OwnJob,
        "The run is alive", {ErrorCode::LeaseLost}};
    LeaseToken token;
    std::optional<Microseconds> lease {};
};
struct ReportProgress
{
    using Reply = LeaseView;
    static constexpr CallInfo info {"lease.progress", "POST", "/v1/leases/{token}/progress", Role::Operator,
        Whose::OwnJob, "How far the run is; renews as well", {ErrorCode::LeaseLost}};
    LeaseToken token;
    Progress progress;
};
struct WriteLog
{
    using Reply = LeaseView;
    static constexpr CallInfo info {"lease.log", "POST", "/v1/leases/{token}/log", Role::Operator, Whose::OwnJob,
        "Lines for the log of the run", {ErrorCode::LeaseLost}};
    LeaseToken token;
    std::string text;
};

inline constexpr double leaseMsMin = 1000;
inline constexpr double leaseMsMax = 3'600'000;

template <>
struct Fields<LeaseJobs>
{
    static constexpr auto all =
        std::tuple(Field {"queue", &LeaseRequest::queue, "a pulled queue", {.isRequired = true}},
            Field {"worker", &LeaseRequest::worker, "the worker's name, for people",
                {.isRequired = true, .bytesMax = 128, .example = "far-1"}},
            Field {"max", &LeaseRequest::max, "jobs at most", {.least = 1, .most = leaseJobsMax}},
            Field {"wait_ms", &LeaseRequest::wait, "for the first job", {.least = 0, .most = 60'000}},
            Field {"lease_ms", &LeaseRequest::lease, "how long the jobs are lent; the queue's when not given",
                {.least = leaseMsMin, .most = leaseMsMax}},
            Field {"tenant", &LeaseRequest::tenant, "only this tenant's jobs; all tenants' when not given"});
};

template <typename C>
inline constexpr auto tokenField = Field {"token", &C::token, "the lease's token", {.isRequired = true}};
template <typename Access>
constexpr auto errorClassField(Access access)
{
    return Field {"class", access, "short and stable, such as timeout; alike failures share it; 128 bytes are kept",
        {.isNeverEmpty = true, .hasLines = true, .whenEmpty = WhenEmpty::LeftOut}};
}

template <>
struct Fields<SucceedLease>
{
    static constexpr auto all = std::tuple(tokenField<SucceedLease>, Inline {[](auto &call) {
        return RawPart {call.result.bytes, call.result.contentType, "result", false, true};
    }},
        Field {"spawn", &SucceedLease::spawned,
            "jobs left behind, accepted in the commit of the success, all or none; queue, tenant, priority, trace and "
            "correlation not given are those of the leased job",
            {.itemsMax = Succeeded::spawnedMax, .whenEmpty = WhenEmpty::LeftOut}});
};
template <>
struct Fields<FailLease>
{
    static constexpr auto all =
        std::tuple(tokenField<FailLease>, errorClassField(path<&FailLease::failed, &Failed::errorClass>),
            Field {"text", path<&FailLease::failed, &Failed::text>, "the error's text; 16 KiB are kept",
                {.hasLines = true}},
            Field {"retry_after_ms", path<&FailLease::failed, &Failed::retryAfter>,
                "waits at least so long before the next attempt", {.least = 0}});
};
template <>
struct Fields<RejectLease>
{
    static constexpr auto all =
        std::tuple(tokenField<RejectLease>, errorClassField(path<&RejectLease::rejected, &Rejected::errorClass>),
            Field {"text", path<&RejectLease::rejected, &Rejected::text>, "the error's text; 16 KiB are kept",
                {.hasLines = true}});
};
template <>
struct Fields<SnoozeLease>
{
    static constexpr auto all = std::tuple(
        tokenField<SnoozeLease>, Field {"delay_ms", &SnoozeLease::delay, "until it is ready again", {.least = 0}});
};
template <>
struct Fields<RenewLease>
{
    static constexpr auto all = std::tuple(tokenField<RenewLease>,
        Field {"lease_ms", &RenewLease::lease, "from now on; as long as at first when not given",
            {.least = leaseMsMin, .most = leaseMsMax}});
};
template <>
struct Fields<WriteLog>
{
    static constexpr auto all = std::tuple(tokenField<WriteLog>,
        Field {"text", &WriteLog::text, "whole lines; the last one needs no line end",
            {.isRequired = true, .bytesMax = RunLog::partBytesMax, .hasLines = true, .secrecy = Secrecy::Payload}});
};
template <>
struct Fields<ReportProgress>
{
    static constexpr auto all = std::tuple(tokenField<ReportProgress>, Inline {&ReportProgress::progress});
};

} // namespace fairlead
