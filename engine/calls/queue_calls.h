// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/call.h"
#include "engine/domain/views.h"

namespace fairlead {

inline constexpr std::size_t queueSettingsBytesMax = std::size_t {64} * 1024;
/// Queues that calls have made are at most so many.
inline constexpr std::size_t queuesMadeMost = 1'000;

struct ListQueues
{
    using Reply = std::vector<QueueView>;
    static constexpr CallInfo info {
        "queue.list", "GET", "/v1/queues", Role::Viewer, Whose::Engine, "Queues with their depth"};
};
struct FindQueue
{
    using Reply = QueueView;
    static constexpr CallInfo info {
        "queue.show", "GET", "/v1/queues/{queue}", Role::Viewer, Whose::Engine, "One queue", {ErrorCode::NotFound}};
    QueueName queue = QueueName::trusted("none");
};
/// Makes a queue, which is kept over restarts. It is not changed by a reload, and counts before one of its name in the
/// configuration. Fails with Conflict when there is a queue of the name, with Denied without a token when the handler
/// acts in the name of the engine's user, with EngineFull when calls have made too many.
struct AddQueue
{
    using Reply = QueueView;
    static constexpr CallInfo info {"queue.add", "POST", "/v1/queues", Role::Admin, Whose::Engine,
        "Make a queue, without the configuration file", {ErrorCode::Conflict}, "queue.add", 201};
    QueueName queue = QueueName::trusted("none");
    std::string settings; ///< TOML: the keys of a [queue.NAME] table
    static constexpr bool takesJobsOfItsName = true; ///< those kept from an earlier queue come under its rules
    std::string auditTarget() const { return "queue " + queue.text(); }
};
/// Changes limits of a queue, at once, until they are released (null). They are kept over restarts and reloads.
struct SetQueue
{
    using Reply = QueueView;
    static constexpr CallInfo info {"queue.set", "PATCH", "/v1/queues/{queue}", Role::Operator, Whose::Engine,
        "Change limits of a queue, at once; null: as its settings say", {ErrorCode::NotFound}, "queue.set"};
    QueueName queue = QueueName::trusted("none");
    QueuePatch patch {};
    std::string auditTarget() const { return "queue " + queue.text(); }
};

/// The fate of the jobs of a queue that is removed.
enum class QueueJobs {
    Keep, ///< they wait until there is a queue of the name again
    Move, ///< those that wait and are scheduled go to another queue
    Cancel, ///< those that have not ended are cancelled
};
template <>
struct EnumNames<QueueJobs>
{
    static constexpr std::array<std::string_view, 3> all {"keep", "move", "cancel"};
};
/// The end of a queue that a call had made.
struct RemovedQueue
{
    QueueName queue = QueueName::trusted("none");
    QueueJobs jobs = QueueJobs::Keep;
    std::optional<JobId> operation {}; ///< that moves or cancels the jobs
};
template <>
struct Fields<RemovedQueue>
{
    static constexpr std::string_view name = "RemovedQueue";
    static constexpr auto all = std::tuple(Field {"queue", &RemovedQueue::queue, "its name", {.isRequired = true}},
        Field {"jobs", &RemovedQueue::jobs, "what becomes of its jobs"},
        Field {"operation", &RemovedQueue::operation, "the operation that moves or cancels them"});
};
/// Removes a queue that a call made. Runs under way end as they began; their retries wait, as kept jobs do. Fails with
/// Conflict for a queue of the configuration. When the operation cannot begin, the queue is removed and the error says
/// that its jobs are kept.
struct RemoveQueue
{
    using Reply = RemovedQueue;
    static constexpr CallInfo info {"queue.remove", "DELETE", "/v1/queues/{queue}", Role::Admin, Whose::Engine,
        "Remove a queue that a call made; keep, move or cancel its jobs", {ErrorCode::NotFound, ErrorCode::Conflict},
        "queue.remove"};
    QueueName queue = QueueName::trusted("none");
    QueueJobs jobs = QueueJobs::Keep;
    std::optional<QueueName> to {}; ///< of Move
    bool movesPayloads() const { return jobs == QueueJobs::Move; }
    std::optional<QueueName> movedFrom() const { return queue; }
    std::string auditTarget() const { return "queue " + queue.text(); }
    std::string auditDetail() const
    {
        return "jobs: " + std::string(nameOf(jobs)) + (to ? " to queue " + to->text() : std::string {});
    }
    Result<> check() const
    {
        if ((jobs == QueueJobs::Move) != to.has_value() || to == queue)
            return failure(ErrorCode::Invalid, "to: expected another queue with jobs=move, and none without");
        return {};
    }
};
/// Sets the number of workers of a queue until it is released (empty). Fails with Invalid for a pulled queue.
struct ScaleQueue
{
    using Reply = QueueView;
    static constexpr CallInfo info {"queue.scale", "POST", "/v1/queues/{queue}/scale", Role::Operator, Whose::Engine,
        "Let so many jobs of a queue run at once; null: as the configuration says", {ErrorCode::NotFound},
        "queue.scale"};
    QueueName queue = QueueName::trusted("none");
    std::optional<int> workers {};
    std::string auditTarget() const { return "queue " + queue.text(); }
    std::string auditDetail() const
    {
        return workers ? std::to_string(*workers) + " workers" : std::string("released");
    }
};

/// The name of the operator who pauses, and the reason.
struct PauseNote
{
    std::string who {};
    std::string why {};
    std::string auditDetail() const { return who + (who.empty() || why.empty() ? "" : ": ") + why; }
};
template <>
struct Fields<PauseNote>
{
    static constexpr auto all = std::tuple(Field {"who", &PauseNote::who, "who pauses", {.bytesMax = whoBytesMax}},
        Field {"reason", &PauseNote::why, "why; shown with the pause", {.bytesMax = reasonBytesMax}});
};

/// Starts no job of the queue, or of one tenant in it, until it is resumed. The pause is kept over restarts.
struct PauseQueue
{
    using Reply = StatusView;
    static constexpr CallInfo info {"queue.pause", "POST", "/v1/queues/{queue}/pause", Role::Operator, Whose::Engine,
        "Start no more jobs of a queue, or of one tenant in it", {ErrorCode::NotFound, ErrorCode::TooLarge}, "pause"};
    QueueName queue = QueueName::trusted("none");
    PauseNote note {};
    std::optional<TenantName> tenant {};
    std::string auditTarget() const { return scopeText({queue, tenant}); }
    std::string auditDetail() const { return note.auditDetail(); }
};
struct ResumeQueue
{
    using Reply = StatusView;
    static constexpr CallInfo info {"queue.resume", "POST", "/v1/queues/{queue}/resume", Role::Operator, Whose::Engine,
        "Start jobs of a queue again", {ErrorCode::NotFound}, "resume"};
    QueueName queue = QueueName::trusted("none");
    std::optional<TenantName> tenant {};
    std::string auditTarget() const { return scopeText({queue, tenant}); }
};

struct ListTenants : TenantQuery
{
    using Reply = TenantPage;
    static constexpr CallInfo info {"tenant.list", "GET", "/v1/tenants", Role::Viewer, Whose::Narrowed,
        "Tenants with depth, waiting and run times, by name"};
};
struct FindTenant
{
    using Reply = TenantView;
    static constexpr CallInfo info {
        "tenant.show", "GET", "/v1/tenants/{tenant}", Role::Viewer, Whose::Tenant, "One tenant", {ErrorCode::NotFound}};
    TenantName tenant = defaultTenant();
};
struct SetTenant
{
    using Reply = TenantView;
    static constexpr CallInfo info {"tenant.set", "PATCH", "/v1/tenants/{tenant}", Role::Operator, Whose::Engine,
        "Change a tenant, at once", {ErrorCode::NotFound}, "tenant.set"};
    TenantName tenant = defaultTenant();
    TenantPatch patch {};
    std::string auditTarget() const { return "tenant " + tenant.text(); }
};
struct PauseTenant
{
    using Reply = StatusView;
    static constexpr CallInfo info {"tenant.pause", "POST", "/v1/tenants/{tenant}/pause", Role::Operator, Whose::Engine,
        "Start no more jobs of a tenant", {}, "pause"};
    TenantName tenant = defaultTenant();
    PauseNote note {};
    std::string auditTarget() const { return scopeText({{}, tenant}); }
    std::string auditDetail() const { return note.auditDetail(); }
};
struct ResumeTenant
{
    using Reply = StatusView;
    static constexpr CallInfo info {"tenant.resume", "POST", "/v1/tenants/{tenant}/resume", Role::Operator,
        Whose::Engine, "Start jobs of a tenant again", {}, "resume"};
    TenantName tenant = defaultTenant();
    std::string auditTarget() const { return scopeText({{}, tenant}); }
};

template <typename C>
inline constexpr auto queueField = Field {"queue", &C::queue, "the queue's name", {.isRequired = true}};
template <typename C>
inline constexpr auto tenantField = Field {"tenant", &C::tenant, "the tenant's name", {.isRequired = true}};
template <typename C>
inline constexpr auto tenantInQueueField = Criterion {"tenant", &C::tenant, "this tenant's jobs in the queue alone"};

template <>
struct Fields<ListQueues>
{
    static constexpr auto all = std::tuple();
};
template <>
struct Fields<FindQueue>
{
    static constexpr auto all = std::tuple(queueField<FindQueue>);
};
template <>
struct Fields<AddQueue>
{
    static constexpr auto all = std::tuple(queueField<AddQueue>,
        Field {"settings", &AddQueue::settings, "TOML: the keys of a [queue.NAME] table of the configuration file",
            {.isRequired = true,
                .bytesMax = queueSettingsBytesMax,
                .hasLines = true,
                .secrecy = Secrecy::Secret,
                .example = "handler = { kind = \"pull\" }"}});
};
template <>
struct Fields<SetQueue>
{
    static constexpr auto all = std::tuple(queueField<SetQueue>, Inline {&SetQueue::patch});
};
template <>
struct Fields<RemoveQueue>
{
    static constexpr auto all = std::tuple(queueField<RemoveQueue>,
        Criterion {"to", &RemoveQueue::to, "the queue to which jobs=move moves them"},
        Field {"jobs", &RemoveQueue::jobs, "what becomes of its jobs", {.isRequired = true}});
};
template <>
struct Fields<ScaleQueue>
{
    static constexpr auto all = std::tuple(queueField<ScaleQueue>,
        Field {"workers", &ScaleQueue::workers, "a number, or null for the configuration's choice",
            {.isRequired = true, .least = 1, .most = queueWorkersMost, .whenEmpty = WhenEmpty::Null, .example = "4"}});
};
template <>
struct Fields<PauseQueue>
{
    static constexpr auto all =
        std::tuple(queueField<PauseQueue>, Inline {&PauseQueue::note}, tenantInQueueField<PauseQueue>);
};
template <>
struct Fields<ResumeQueue>
{
    static constexpr auto all = std::tuple(queueField<ResumeQueue>, tenantInQueueField<ResumeQueue>);
};
template <>
struct Fields<ListTenants>
{
    static constexpr auto all = std::tuple(Criterion {"tenant", &ListTenants::tenant, "this tenant alone"},
        Criterion {"cursor", &ListTenants::cursor, "of the page before"},
        Field {"limit", &ListTenants::limit, "rows on a page", {.least = 1, .most = 1000}});
};
template <>
struct Fields<FindTenant>
{
    static constexpr auto all = std::tuple(tenantField<FindTenant>);
};
template <>
struct Fields<SetTenant>
{
    static constexpr auto all = std::tuple(tenantField<SetTenant>, Inline {&SetTenant::patch});
};
template <>
struct Fields<PauseTenant>
{
    static constexpr auto all = std::tuple(tenantField<PauseTenant>, Inline {&PauseTenant::note});
};
template <>
struct Fields<ResumeTenant>
{
    static constexpr auto all = std::tuple(tenantField<ResumeTenant>);
};

} // namespace fairlead
