// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/alert_calls.h"
#include "engine/calls/dead_letter_calls.h"
#include "engine/calls/engine_calls.h"
#include "engine/calls/job_calls.h"
#include "engine/calls/lease_calls.h"
#include "engine/calls/log_calls.h"
#include "engine/calls/operation_calls.h"
#include "engine/calls/queue_calls.h"
#include "engine/calls/token_calls.h"

namespace fairlead {

/// A group of calls: a tag of the API document, and a table of the reference.
template <typename... C>
struct CallGroup
{
    std::string_view name;
    std::string_view text;
};

/// All calls. The router, the guard, the remote client, the API document and the reference walk this list.
inline constexpr std::tuple callGroups {
    CallGroup<EnqueueJobs, ListJobs, CountJobs, FindJob, WhyWaiting, FindResult, FindPayload, ReadLog, CancelJob,
        RetryJob, EditAndRetry, EditJob, TagJob, DeleteJob, RestoreJob> {
        "jobs", "Accept, find, change and repeat jobs"},
    CallGroup<LeaseJobs, SucceedLease, FailLease, RejectLease, SnoozeLease, RenewLease, ReportProgress, WriteLog> {
        "leases", "Jobs of pulled queues, for workers elsewhere"},
    CallGroup<ListDeadLetters, FindDeadLetter> {"dead-letters", "Jobs that failed for good"},
    CallGroup<BeginOperation, ListOperations, FindOperation, FindOutcome, CancelOperation> {
        "operations", "Acts on many jobs, in the background"},
    CallGroup<ListQueues, FindQueue, AddQueue, SetQueue, RemoveQueue, ScaleQueue, PauseQueue, ResumeQueue> {
        "queues", "Queues and their workers"},
    CallGroup<ListTenants, FindTenant, SetTenant, PauseTenant, ResumeTenant> {"tenants", "Tenants and their limits"},
    CallGroup<GetStatus, ListWorkers, PauseEngine, ResumeEngine, StopEngine, ListConfiguration, ReloadConfiguration,
        VerifyStore, BackUpStore> {"engine", "The engine as a whole"},
    CallGroup<FindHistory, ListEvents, ListAudit, VerifyAudit, AddMark, ListMarks, GetMetrics, GetHealth, CheckHealth,
        CheckReadiness, GetDocument> {"observe", "What happened, who did what, and how it goes"},
    CallGroup<ListAlerts, AddAlert, ChangeAlert, RemoveAlert> {"alerts", "Measures that somebody is to be told of"},
    CallGroup<ListTokens, CreateToken, RevokeToken, GetMe> {"tokens", "Who may call"}};

/// Calls `visit.template operator()<C>()` for each call of a group, in order.
template <typename... C, typename Visit>
constexpr void eachCallOf(const CallGroup<C...> &, const Visit &visit)
{
    (visit.template operator()<C>(), ...);
}
/// The same for every call.
template <typename Visit>
constexpr void eachCall(const Visit &visit)
{
    std::apply([&](const auto &...group) { (eachCallOf(group, visit), ...); }, callGroups);
}

/// Calls `visit(AnyCall::Typed<C> &)` with the type of the call.
template <typename Visit>
void visitCall(const AnyCall &any, const Visit &visit)
{
    eachCall([&]<typename C>() {
        if (&any.info() == &C::info)
            visit(any.as<C>());
    });
}

} // namespace fairlead
