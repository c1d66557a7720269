// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/call.h"
#include "engine/domain/log_fields.h"

namespace fairlead {

/// Events after a number. Waits for the first one as long as the query says. To follow the log, ask again with `since`
/// = `next`. Fails with Invalid for a number that no event has had.
struct ListEvents : EventQuery
{
    using Reply = EventPage;
    static constexpr CallInfo info {"event.list", "GET", "/v1/events", Role::Viewer, Whose::Narrowed,
        "What happened behind a number: a stream, or with Accept: application/json one page"};
};
/// Acts of operators, newest first.
struct ListAudit : AuditQuery
{
    using Reply = AuditPage;
    static constexpr CallInfo info {
        "audit.list", "GET", "/v1/audit", Role::Admin, Whose::Engine, "Acts of operators, newest first"};
};
/// Checks the chain of hashes through the whole log.
struct VerifyAudit
{
    using Reply = AuditReport;
    static constexpr CallInfo info {"audit.verify", "GET", "/v1/audit/verify", Role::Admin, Whose::Engine,
        "Follow the chain of hashes through the whole log", {}, {}, 200, false, true};
};
/// Keeps a moment, such as a deployment, for the time axis of charts.
struct AddMark
{
    using Reply = Mark;
    static constexpr CallInfo info {"mark.add", "POST", "/v1/marks", Role::Operator, Whose::Engine,
        "Keep a moment, such as a deployment, for the charts", {ErrorCode::TooLarge}, "mark", 201};
    std::string text {};
    Result<> check() const
    {
        return text.empty() ? Result<>(failure(ErrorCode::Invalid, "text: a mark says what happened")) : Result<>();
    }
    std::string auditTarget() const { return "engine"; }
    std::string auditDetail() const { return text; }
};
/// Starts, reloads and pauses are marked by the engine.
struct ListMarks
{
    using Reply = std::vector<Mark>;
    static constexpr CallInfo info {
        "mark.list", "GET", "/v1/marks", Role::Viewer, Whose::Engine, "Marks on the time axis, newest first"};
    int limit = 100; ///< 1 to marksKept
};
/// A queue, tenant or worker without history has no points.
struct FindHistory : HistoryQuery
{
    using Reply = History;
    static constexpr CallInfo info {"stats.history", "GET", "/v1/stats/history", Role::Viewer, Whose::Narrowed,
        "What passed in the last hours, in steps"};
    Result<> check() const { return checkHistory(*this); }
    /// Workers run jobs of all tenants, so their history is refused.
    Result<> restrictTo(const TenantName &own)
    {
        if (worker)
            return failure(ErrorCode::Denied, "workers: not for a token of one tenant ('" + own.text() + "')");
        return narrowTo(own, tenant);
    }
};

template <>
struct Fields<ListEvents>
{
    static constexpr auto all = std::tuple(
        Criterion {"since", &EventQuery::since, "events with higher numbers; the newest when not given", {.least = 0}},
        Criterion {"queue", &EventQuery::queue, "of this queue"},
        Criterion {"tenant", &EventQuery::tenant, "of this tenant"},
        Field {"limit", &EventQuery::limit, "events on a page", {.least = 1, .most = 1000}},
        Field {"wait_ms", &EventQuery::wait, "for the first one", {.least = 0, .most = 60'000}});
};
template <>
struct Fields<ListAudit>
{
    static constexpr auto all =
        std::tuple(Field {"cursor", [](auto &call) { return NumberText {call.below}; }, "of the page before",
                       {.isNeverEmpty = true, .least = 1, .whenEmpty = WhenEmpty::LeftOut}},
            Field {"limit", &AuditQuery::limit, "entries on a page", {.least = 1, .most = 1000}});
};
template <>
struct Fields<AddMark>
{
    static constexpr auto all = std::tuple(Field {"text", &AddMark::text, "what happened",
        {.isRequired = true, .bytesMax = markTextBytesMax, .example = "deploy 1.4"}});
};
template <>
struct Fields<ListMarks>
{
    static constexpr auto all =
        std::tuple(Field {"limit", &ListMarks::limit, "the newest ones", {.least = 1, .most = marksKept}});
};
template <>
struct Fields<VerifyAudit>
{
    static constexpr auto all = std::tuple();
};
template <>
struct Fields<FindHistory>
{
    static constexpr auto all = std::tuple(Criterion {"series", &HistoryQuery::series,
                                               "of the figures only this one: accepted, started, succeeded, failed, "
                                               "dead, expired, cancelled, worker_time, queue_time or run_time"},
        Criterion {"queue", &HistoryQuery::queue, "of this queue"},
        Criterion {"tenant", &HistoryQuery::tenant, "of this tenant; alone: in all queues"},
        Criterion {"worker", &HistoryQuery::worker, "of this worker; goes with neither queue nor tenant"},
        Field {"range", &HistoryQuery::range, "how far back, 1s to 24h", {.example = "15m"}},
        Field {"step", &HistoryQuery::step, "steps at least as long, up to 1m; the finest that is kept when not given",
            {.example = "10s"}});
};

} // namespace fairlead
