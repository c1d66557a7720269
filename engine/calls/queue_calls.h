// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/call.h"
#include "engine/domain/views.h"

namespace fairlead {

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
