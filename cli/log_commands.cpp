// SPDX-License-Identifier: Apache-2.0
#include "cli/field_options.h"
#include "cli/job_text.h"
#include "cli/table.h"
#include "engine/calls/log_calls.h"

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

/// One line an event; with -o json one answer of the engine a line.
void printEvents(const Session &session, const EventPage &page)
{
    if (page.missed > 0)
        warn("fairleadctl: %lld events were missed: they are not kept any more\n", static_cast<long long>(page.missed));
    if (session.isJson)
        session.printLastAnswer();
    for (std::size_t i = 0; !session.isJson && i < page.events.size(); ++i)
        say("%s\n", lineOf(page.events[i]).c_str());
}

struct EventsLine
{
    ListEvents call;
    bool isFollowed = false;
};

Result<> showEvents(Session &session, const EventsLine &line, bool isLimited)
{
    constexpr Microseconds waitMax = std::chrono::seconds {5}; // then it is seen that a reader has gone
    constexpr int eventsAtOnce = 1000;
    ListEvents call = line.call;
    const bool isAll = call.since && !isLimited;
    call.limit = isAll ? eventsAtOnce : call.limit;
    for (bool isFirst = true;; isFirst = false) {
        FAIRLEAD_TRY(const EventPage page, session.ask(call));
        if (isFirst || !page.events.empty())
            printEvents(session, page);
        const bool isEnd = !isAll || page.next == call.since;
        if (!finishOutput() || isUnread() || (isEnd && !line.isFollowed))
            return {}; // nobody listens any more, or the end
        call.since = page.next;
        call.limit = eventsAtOnce;
        call.wait = line.isFollowed ? waitMax : Microseconds {0};
    }
}

Command eventsCommand()
{
    const auto line = std::make_shared<EventsLine>();
    Command command {"events", "What happened, oldest first", "events --follow -q mail"};
    command.run = [line, given = command.given](
                      Session &session) { return showEvents(session, *line, given->contains("--limit")); };
    addFields(command, Fields<ListEvents>::all, line->call);
    return command.withSwitch("-f,--follow", "go on as they come, until interrupted", line->isFollowed);
}

/// One line an act. A refusal whose act is on the page is told there.
void printAudit(const AuditPage &page, Width width)
{
    const auto isOnPage = [&page](std::int64_t number) {
        return number <= page.entries.front().number && number >= page.entries.back().number;
    };
    Table table({"AT", {"WHO", Fit::Cut}, "ACT", {"TARGET", Fit::Cut}, {"DETAIL", Fit::Cut}, "NUMBER"});
    for (const AuditEntry &entry : page.entries) {
        if (!isToldByAttempt(entry) || !isOnPage(attemptOf(entry)))
            table.add({timeCell(entry.at), entry.who, entry.act, entry.target, detailWithOutcome(entry),
                std::to_string(entry.number)});
    }
    table.print(width);
    if (page.next > 0)
        warn("more: --cursor %lld\n", static_cast<long long>(page.next));
}

void printMarks(const std::vector<Mark> &marks, Width width)
{
    Table table({"AT", "KIND", {"WHO", Fit::Cut}, {"TEXT", Fit::Cut}, "NUMBER"});
    for (const Mark &mark : marks)
        table.add(
            {timeCell(mark.at), std::string(nameOf(mark.kind)), mark.who, mark.text, std::to_string(mark.number)});
    table.print(width);
}
void printMark(const Mark &mark, Width width)
{
    printMarks({mark}, width);
}

Result<> verifyAudit(Session &session)
{
    const auto report = session.ask(VerifyAudit {});
    FAIRLEAD_CHECK(session.show(report, [](const AuditReport &found) {
        if (!found.problem.empty())
            say("%s\n", shownSafely(found.problem).c_str());
        say("%lld entries checked, %d problems; head %s\n", static_cast<long long>(found.entriesChecked),
            found.problem.empty() ? 0 : 1, found.head.empty() ? "none" : shownSafely(found.head).c_str());
    }));
    if (!report->problem.empty())
        return failure(ErrorCode::Corrupt, "the audit log is not sound: entries were changed or removed");
    return {};
}
} // namespace

Commands logCommands()
{
    return {eventsCommand(), callCommand<AddMark>("mark", "mark deploy-1.4", printMark),
        callCommand<ListMarks>("marks", "marks -n 20", printMarks),
        callCommand<ListAudit>("audit list", "audit list -n 20", printAudit),
        {"audit verify", "Check that no entry of the audit log was changed or removed", "audit verify", verifyAudit}};
}

} // namespace fairlead
