// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/job_calls.h"

namespace fairlead {

/// Answers when the operation is on disk. It then runs by itself, also over a restart. With `isDryRun` it only counts,
/// exactly, the jobs it would act on now. Fails with EngineFull while too many operations run.
struct BeginOperation : OperationRequest
{
    using Reply = std::variant<Operation, JobCount>;
    static constexpr CallInfo info {"operation.begin", "POST", "/v1/operations", Role::Operator, Whose::Narrowed,
        "Act on many jobs in the background; with dry_run only count them", {ErrorCode::NotFound}, "operation.begin",
        202, false, true};
    bool isDryRun = false;

    bool isAct() const { return !isDryRun; }
    /// Whether it takes jobs of the filter's queue out of its rules about payloads.
    bool movesPayloads() const { return action == BulkAction::Move; }
    const std::optional<QueueName> &movedFrom() const { return filter.queue; }
    static int statusOf(const Reply &reply) { return std::holds_alternative<Operation>(reply) ? info.status : 200; }
    static constexpr std::array statuses {200, 202};
    std::string auditTarget() const { return std::string(bulkActionName(action)); }
};
/// Running operations first, then the newest; at most 1,000.
struct ListOperations
{
    using Reply = std::vector<Operation>;
    static constexpr CallInfo info {"operation.list", "GET", "/v1/operations", Role::Viewer, Whose::Engine,
        "Acts on many jobs, those under way first"};
};
struct FindOperation
{
    using Reply = Operation;
    static constexpr CallInfo info {"operation.show", "GET", "/v1/operations/{id}", Role::Viewer, Whose::Engine,
        "How far an act on many jobs is", {ErrorCode::NotFound}};
    JobId id;
};
/// Fails with Conflict for an operation that retries nothing.
struct FindOutcome
{
    using Reply = OperationOutcome;
    static constexpr CallInfo info {"operation.outcome", "GET", "/v1/operations/{id}/outcome", Role::Viewer,
        Whose::Engine, "What became of the jobs that an act has retried", {ErrorCode::NotFound, ErrorCode::Conflict}};
    JobId id;
};
/// Ends the operation. Jobs it has acted on stay changed. Fails with Conflict when it has ended.
struct CancelOperation
{
    using Reply = Operation;
    static constexpr CallInfo info {"operation.cancel", "DELETE", "/v1/operations/{id}", Role::Operator, Whose::Engine,
        "End an act on many jobs; what was done stays done", {ErrorCode::NotFound, ErrorCode::Conflict},
        "operation.cancel"};
    JobId id;
    std::string auditTarget() const { return "operation " + id.text(); }
};

template <>
struct Fields<BeginOperation>
{
    static constexpr auto all = std::tuple_cat(Fields<OperationRequest>::all,
        std::tuple(Field {"dry_run", &BeginOperation::isDryRun, "count, and do nothing", {.leftOutAt = 0}}));
};
template <>
struct Fields<ListOperations>
{
    static constexpr auto all = std::tuple();
};
template <typename C>
struct OperationIdFields
{
    static constexpr auto all = std::tuple(Field {"id", &C::id, "the operation's id", {.isRequired = true}});
};
template <>
struct Fields<FindOperation> : OperationIdFields<FindOperation>
{
};
template <>
struct Fields<FindOutcome> : OperationIdFields<FindOutcome>
{
};
template <>
struct Fields<CancelOperation> : OperationIdFields<CancelOperation>
{
};

} // namespace fairlead
