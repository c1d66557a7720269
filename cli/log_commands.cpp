// SPDX-License-Identifier: Apache-2.0
// What happened, and who did what.
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/job_text.h"
#include "cli/table.h"
#include "engine/calls/log_calls.h"

#include <cstdio>

namespace fairlead {

namespace {
std::string lineOf(const Event &event)
{
    std::string line =
        std::to_string(event.number) + "  " + timeCell(event.at) + "  " + std::string(eventKindName(event.kind));
    const auto add = [&](const char *name, const std::string &value) {
        if (!value.empty())
            line += std::string("  ") + name + "=" + shownSafely(value);
    };
    add("job", event.job ? event.job->text() : "");
    add("queue", event.queue ? event.queue->text() : "");
    add("tenant", event.tenant ? event.tenant->text() : "");
    add("attempt", event.attempt > 0 ? std::to_string(event.attempt) : "");
    add("due", event.due ? timeCell(event.due) : "");
    add("who", event.who);
    add("text", event.text);
    return line;
}

/// One line an event; with --json one answer of the engine a line.
void print(const Session &session, const EventPage &page)
{
    if (page.missed > 0)
        std::fprintf(stderr, "fairleadctl: %lld events were missed: they are not kept any more\n",
            static_cast<long long>(page.missed));
    if (session.isJson) {
        session.printLastAnswer();
        return;
    }
    for (const Event &event : page.events)
        std::printf("%s\n", lineOf(event).c_str());
}

Result<EventQuery> eventQuery(const Arguments &arguments)
{
    EventQuery query;
    const std::string since = arguments.value("since");
    if (since == "0") {
        query.since = 0;
    } else if (arguments.has("since")) {
        const Result<std::int64_t> number = parseNumber("--since", since);
        if (!number)
            return failure(number.error());
        query.since = *number;
    }
    if (arguments.has("queue")) {
        const Result<QueueName> queue = QueueName::parse(arguments.value("queue"));
        if (!queue)
            return failure(queue.error());
        query.queue = *queue;
    }
    if (arguments.has("tenant")) {
        const Result<TenantName> tenant = TenantName::parse(arguments.value("tenant"));
        if (!tenant)
            return failure(tenant.error());
        query.tenant = *tenant;
    }
    return query;
}

Result<> events(Session &session, const Arguments &arguments)
{
    constexpr Microseconds waitMax = std::chrono::seconds {30};
    constexpr int eventsAtOnce = 1000;
    Result<EventQuery> query = eventQuery(arguments);
    if (!query)
        return failure(query.error());
    const bool isFollowed = arguments.has("follow");
    const bool isAll = query->since.has_value();
    query->limit = isAll ? eventsAtOnce : query->limit;
    for (bool isFirst = true;; isFirst = false) {
        const auto page = session.ask(ListEvents {*query});
        if (!page)
            return failure(page.error());
        if (isFirst || !page->events.empty())
            print(session, *page);
        const bool isEnd = !isAll || page->next == query->since;
        if (std::fflush(stdout) != 0)
            return {}; // nobody listens any more
        if (isEnd && !isFollowed)
            return {};
        query->since = page->next;
        query->limit = eventsAtOnce;
        query->wait = isFollowed ? waitMax : Microseconds {0};
    }
}

Result<> listAudit(Session &session, const Arguments &arguments)
{
    AuditQuery query;
    if (arguments.has("limit")) {
        const Result<std::int64_t> limit = parseNumber("--limit", arguments.value("limit"));
        if (!limit)
            return failure(limit.error());
        query.limit = static_cast<int>(std::min<std::int64_t>(*limit, 1001));
    }
    if (arguments.has("cursor")) {
        if (Result<> good = takeInto(query.below, parseNumber("--cursor", arguments.value("cursor"))); !good)
            return good;
    }
    const auto page = session.ask(ListAudit {query});
    if (!page)
        return failure(page.error());
    if (session.isJson) {
        session.printLastAnswer();
        return {};
    }
    Table table({"NUMBER", "AT", "WHO", "ACT", "TARGET", "DETAIL"});
    for (const AuditEntry &entry : page->entries)
        table.add({std::to_string(entry.number), timeCell(entry.at), entry.who, entry.act, entry.target, entry.detail});
    table.print();
    if (page->next > 0)
        std::fprintf(stderr, "There are more: --cursor %lld\n", static_cast<long long>(page->next));
    return {};
}

Result<> verifyAudit(Session &session, const Arguments &)
{
    const auto report = session.ask(VerifyAudit {});
    if (!report)
        return failure(report.error());
    if (session.isJson)
        session.printLastAnswer();
    else if (report->problem.empty())
        std::printf("%lld entries, sound; head %s\n", static_cast<long long>(report->entriesChecked),
            report->head.empty() ? "none" : shownSafely(report->head).c_str());
    if (!report->problem.empty())
        return failure(ErrorCode::Corrupt, "the audit log is not sound: " + shownSafely(report->problem));
    return {};
}
} // namespace

const std::vector<Command> &logCommands()
{
    static const std::vector<Command> commands {
        {{"events"}, {},
            {{"follow", "", "go on as they come, until interrupted"},
                {"since", "N", "those with higher numbers, 0 for all that are kept; else the newest 100"},
                {"queue", "Q", "of one queue"}, {"tenant", "T", "of one tenant"}},
            "what happened, oldest first", events},
        {{"audit", "list"}, {},
            {{"limit", "N", "at most N entries; 50 when not given"}, {"cursor", "C", "go on where a list ended"}},
            "who did what, newest first", listAudit},
        {{"audit", "verify"}, {}, {}, "check that no entry of the audit log was changed or removed", verifyAudit},
    };
    return commands;
}

} // namespace fairlead
