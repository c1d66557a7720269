// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"
#include "cli/table.h"
#include "engine/domain/units.h"

#include <charconv>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

namespace fairlead {

namespace {
constexpr std::size_t jobsPerRequest = 1000;

std::string timeCell(const std::optional<TimePoint> &time)
{
    return time ? timeText(*time).substr(0, 19) + "Z" : "-";
}

Result<std::int64_t> parseNumber(const std::string &name, const std::string &text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc {} || end != text.data() + text.size() || number < 1)
        return failure(ErrorCode::Invalid, "--" + name + ": expected a number of 1 or more, not '" + text + "'");
    return number;
}

Result<JobId> idOf(const Arguments &arguments)
{
    return JobId::parse(arguments.words.front());
}

template <typename T>
Result<> takeInto(T &to, const Result<T> &from)
{
    if (!from)
        return failure(from.error());
    to = *from;
    return {};
}

Result<> readPayload(const Arguments &arguments, NewJob &job)
{
    job.payload = arguments.value("payload");
    const std::string file = arguments.value("payload-file");
    if (file.empty())
        return {};
    std::ifstream in(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    if (!in)
        return failure(ErrorCode::NotFound, "cannot read " + file);
    job.payload = bytes.str();
    const bool isJsonFile = file.size() > 5 && file.substr(file.size() - 5) == ".json";
    if (!isJsonFile)
        job.contentType = "application/octet-stream";
    return {};
}

Result<> readTimes(const Arguments &arguments, NewJob &job)
{
    if (arguments.has("delay")) {
        const Result<Microseconds> delay = parseDuration(arguments.value("delay"));
        if (!delay)
            return failure(delay.error());
        job.start = *delay;
    }
    if (!arguments.has("deadline"))
        return {};
    const std::string text = arguments.value("deadline");
    if (const Result<Microseconds> span = parseDuration(text))
        job.deadline = *span;
    else if (const Result<TimePoint> at = parseTime(text))
        job.deadline = *at;
    else
        return failure(ErrorCode::Invalid, "--deadline: expected a duration such as 30s or an RFC 3339 time");
    return {};
}

Result<NewJob> jobOf(const Arguments &arguments)
{
    NewJob job;
    Result<> good = takeInto(job.queue, QueueName::parse(arguments.words.front()));
    if (good && arguments.has("tenant"))
        good = takeInto(job.tenant, TenantName::parse(arguments.value("tenant")));
    if (good && arguments.has("priority"))
        good = takeInto(job.priority, parsePriority(arguments.value("priority")));
    if (good && arguments.has("cost"))
        good = takeInto(job.cost, parseNumber("cost", arguments.value("cost")));
    if (good && arguments.has("max-attempts")) {
        const Result<std::int64_t> most = parseNumber("max-attempts", arguments.value("max-attempts"));
        if (most)
            job.maxAttempts = static_cast<int>(std::min<std::int64_t>(*most, 1'000'000));
        else
            good = failure(most.error());
    }
    if (good)
        good = readPayload(arguments, job);
    if (good)
        good = readTimes(arguments, job);
    if (!good)
        return failure(good.error());
    job.uniqueKey = arguments.value("unique");
    job.idempotencyKey = arguments.value("idempotency");
    job.tags = arguments.values("tag");
    return job;
}

/// Tells how far a long enqueue is, on a terminal.
void showProgress(std::int64_t count, bool isEnd)
{
    if (isProgressShown())
        std::fprintf(stderr, "\r%lld jobs accepted%s", static_cast<long long>(count), isEnd ? "\n" : "");
}

using Receipts = std::vector<Result<EnqueueReceipt>>;

Result<> firstFailure(const Receipts &receipts, std::int64_t before)
{
    for (std::size_t i = 0; i < receipts.size(); ++i) {
        if (!receipts[i]) {
            Error error = receipts[i].error();
            error.text = "job " + std::to_string(before + static_cast<std::int64_t>(i) + 1) + ": " + error.text;
            return failure(error);
        }
    }
    return {};
}

Result<> addFromFile(Session &session, const std::string &file)
{
    std::ifstream opened;
    if (file != "-") {
        opened.open(file);
        if (!opened)
            return failure(ErrorCode::NotFound, "cannot read " + file);
    }
    std::istream &in = file == "-" ? std::cin : opened;
    std::int64_t accepted = 0;
    std::vector<std::string> lines;
    const auto flush = [&]() -> Result<> {
        if (lines.empty())
            return {};
        const auto receipts = session.wait<Receipts>(
            [&](Answer<Receipts> answer) { session.client.enqueueJson(lines, std::move(answer)); });
        if (!receipts)
            return failure(receipts.error());
        if (Result<> all = firstFailure(*receipts, accepted); !all)
            return all;
        accepted += static_cast<std::int64_t>(lines.size());
        lines.clear();
        showProgress(accepted, false);
        return {};
    };
    for (std::string line; std::getline(in, line);) {
        if (line.find_first_not_of(" \t\r") == std::string::npos)
            continue;
        lines.push_back(std::move(line));
        if (lines.size() < jobsPerRequest)
            continue;
        if (Result<> sent = flush(); !sent)
            return sent;
    }
    if (Result<> sent = flush(); !sent)
        return sent;
    showProgress(accepted, true);
    if (session.isJson)
        std::printf("{\"count\":%lld}\n", static_cast<long long>(accepted));
    else
        std::printf("%lld jobs accepted\n", static_cast<long long>(accepted));
    return {};
}

Result<> addMany(Session &session, const NewJob &job, std::int64_t count)
{
    std::int64_t accepted = 0;
    while (accepted < count) {
        const auto part = static_cast<std::size_t>(std::min<std::int64_t>(count - accepted, jobsPerRequest));
        const auto receipts = session.wait<Receipts>([&](Answer<Receipts> answer) {
            session.client.enqueue(std::vector<NewJob>(part, job), std::move(answer));
        });
        if (!receipts)
            return failure(receipts.error());
        if (Result<> all = firstFailure(*receipts, accepted); !all)
            return all;
        accepted += static_cast<std::int64_t>(part);
        showProgress(accepted, accepted == count);
    }
    if (session.isJson)
        std::printf("{\"count\":%lld}\n", static_cast<long long>(accepted));
    else
        std::printf("%lld jobs accepted\n", static_cast<long long>(accepted));
    return {};
}

Result<> add(Session &session, const Arguments &arguments)
{
    if (arguments.has("from"))
        return addFromFile(session, arguments.value("from"));
    if (arguments.words.empty())
        return failure(ErrorCode::Invalid, "expected a QUEUE, or --from FILE");
    const Result<NewJob> job = jobOf(arguments);
    if (!job)
        return failure(job.error());
    if (arguments.has("count")) {
        const Result<std::int64_t> count = parseNumber("count", arguments.value("count"));
        if (!count)
            return failure(count.error());
        return addMany(session, *job, *count);
    }
    const auto receipts =
        session.wait<Receipts>([&](Answer<Receipts> answer) { session.client.enqueue({*job}, std::move(answer)); });
    if (!receipts)
        return failure(receipts.error());
    if (!receipts->front())
        return failure(receipts->front().error());
    const EnqueueReceipt &receipt = *receipts->front();
    if (session.isJson)
        session.printLastAnswer();
    else
        std::printf("%s%s\n", receipt.id.text().c_str(), receipt.isNew ? "" : " (exists already)");
    return {};
}

Result<JobQuery> queryOf(const Arguments &arguments)
{
    JobQuery query;
    if (arguments.has("state")) {
        const Result<JobState> state = parseJobState(arguments.value("state"));
        if (!state)
            return failure(state.error());
        query.state = *state;
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
    if (arguments.has("since")) {
        const Result<Microseconds> since = parseDuration(arguments.value("since"));
        if (!since)
            return failure(since.error());
        query.since = SystemClock().now() - *since;
    }
    if (arguments.has("limit")) {
        const Result<std::int64_t> limit = parseNumber("limit", arguments.value("limit"));
        if (!limit)
            return failure(limit.error());
        query.limit = static_cast<int>(std::min<std::int64_t>(*limit, 1000));
    }
    query.tag = arguments.value("tag");
    query.cursor = arguments.value("cursor");
    return query;
}

Result<> list(Session &session, const Arguments &arguments)
{
    const Result<JobQuery> query = queryOf(arguments);
    if (!query)
        return failure(query.error());
    const auto page =
        session.wait<JobPage>([&](Answer<JobPage> answer) { session.client.listJobs(*query, std::move(answer)); });
    if (!page)
        return failure(page.error());
    if (session.isJson) {
        session.printLastAnswer();
        return {};
    }
    Table table({"ID", "QUEUE", "TENANT", "PRIORITY", "STATE", "ATTEMPT", "CREATED"});
    for (const JobRecord &record : page->jobs) {
        const JobSpec &spec = record.job.spec;
        table.add({record.job.id.text(), spec.queue.text(), spec.tenant.text(),
            std::string(priorityName(spec.priority)), std::string(jobStateName(record.state)),
            std::to_string(record.attempt) + "/" + std::to_string(spec.maxAttempts), timeCell(record.job.created)});
    }
    table.print();
    if (!page->cursor.empty())
        std::fprintf(stderr, "more: --cursor %s\n", page->cursor.c_str());
    return {};
}

void printRecord(const JobRecord &record)
{
    const JobSpec &spec = record.job.spec;
    const auto line = [](const char *name, const std::string &value) {
        if (!value.empty() && value != "-")
            std::printf("%-12s %s\n", name, shownSafely(value).c_str());
    };
    line("id", record.job.id.text());
    line("queue", spec.queue.text());
    line("tenant", spec.tenant.text());
    line("state", std::string(jobStateName(record.state)));
    line("priority", std::string(priorityName(spec.priority)));
    line("attempt", std::to_string(record.attempt) + " of " + std::to_string(spec.maxAttempts));
    line("created", timeCell(record.job.created));
    line("due", timeCell(record.due));
    line("deadline", timeCell(spec.deadline));
    line("started", timeCell(record.startedAt));
    line("finished", timeCell(record.finishedAt));
    line("worker", record.worker);
    if (record.progress)
        line("progress", std::to_string(record.progress->percent) + " % " + record.progress->text);
    for (const std::string &tag : spec.tags)
        line("tag", tag);
    for (const AttemptError &error : record.errors)
        line("error", "attempt " + std::to_string(error.attempt) + " [" + error.errorClass + "] " + error.text);
    if (spec.contentType == "application/json") {
        std::printf("%-12s ", "payload");
        std::fwrite(spec.payload.data(), 1, spec.payload.size(), stdout);
        std::printf("\n");
    } else {
        line("payload", std::to_string(spec.payload.size()) + " bytes of " + spec.contentType);
    }
}

using JobCall = void (RemoteClient::*)(JobId, Answer<JobRecord>);

Result<> oneJob(Session &session, const Arguments &arguments, JobCall call)
{
    const Result<JobId> id = idOf(arguments);
    if (!id)
        return failure(id.error());
    const auto record =
        session.wait<JobRecord>([&](Answer<JobRecord> answer) { (session.client.*call)(*id, std::move(answer)); });
    if (!record)
        return failure(record.error());
    if (session.isJson)
        session.printLastAnswer();
    else
        printRecord(*record);
    return {};
}

Result<> show(Session &session, const Arguments &arguments)
{
    return oneJob(session, arguments, &RemoteClient::findJob);
}

Result<> why(Session &session, const Arguments &arguments)
{
    const Result<JobId> id = idOf(arguments);
    if (!id)
        return failure(id.error());
    const auto view =
        session.wait<WhyView>([&](Answer<WhyView> answer) { session.client.whyWaiting(*id, std::move(answer)); });
    if (!view)
        return failure(view.error());
    if (session.isJson) {
        session.printLastAnswer();
        return {};
    }
    std::printf("%s\n", std::string(jobStateName(view->state)).c_str());
    for (const WaitReason &reason : view->reasons)
        std::printf("  - %s\n", reason.text.c_str());
    return {};
}

Result<> retry(Session &session, const Arguments &arguments)
{
    return oneJob(session, arguments, &RemoteClient::retryJob);
}

Result<> cancel(Session &session, const Arguments &arguments)
{
    return oneJob(session, arguments, &RemoteClient::cancelJob);
}

Result<> result(Session &session, const Arguments &arguments)
{
    const Result<JobId> id = idOf(arguments);
    if (!id)
        return failure(id.error());
    const auto found =
        session.wait<JobResult>([&](Answer<JobResult> answer) { session.client.findResult(*id, std::move(answer)); });
    if (!found)
        return failure(found.error());
    std::fwrite(found->bytes.data(), 1, found->bytes.size(), stdout);
    return {};
}

Result<> deadLetters(Session &session, const Arguments &arguments)
{
    const Result<JobQuery> filter = queryOf(arguments);
    if (!filter)
        return failure(filter.error());
    DeadLetterQuery query;
    query.queue = filter->queue;
    query.tenant = filter->tenant;
    query.limit = filter->limit;
    query.cursor = filter->cursor;
    const auto page = session.wait<DeadLetterPage>(
        [&](Answer<DeadLetterPage> answer) { session.client.listDeadLetters(query, std::move(answer)); });
    if (!page)
        return failure(page.error());
    if (session.isJson) {
        session.printLastAnswer();
        return {};
    }
    Table table({"ID", "QUEUE", "TENANT", "STATE", "ATTEMPTS", "DIED", "FIRST ERROR", "LAST ERROR"});
    for (const DeadLetter &letter : page->deadLetters) {
        const JobSpec &spec = letter.record.job.spec;
        table.add({letter.record.job.id.text(), spec.queue.text(), spec.tenant.text(),
            std::string(jobStateName(letter.record.state)), std::to_string(letter.record.attempt),
            timeCell(letter.record.finishedAt), letter.firstError.errorClass,
            letter.lastError.errorClass + ": " + letter.lastError.text});
    }
    table.print();
    if (!page->cursor.empty())
        std::fprintf(stderr, "more: --cursor %s\n", page->cursor.c_str());
    return {};
}

Result<> showDeadLetter(Session &session, const Arguments &arguments)
{
    const Result<JobId> id = idOf(arguments);
    if (!id)
        return failure(id.error());
    const auto letter = session.wait<DeadLetter>(
        [&](Answer<DeadLetter> answer) { session.client.findDeadLetter(*id, std::move(answer)); });
    if (!letter)
        return failure(letter.error());
    if (session.isJson)
        session.printLastAnswer();
    else
        printRecord(letter->record);
    return {};
}
} // namespace

const std::vector<Command> &jobCommands()
{
    static const OptionSpec queue {"queue", "Q", "only of this queue"};
    static const OptionSpec tenant {"tenant", "T", "only of this tenant"};
    static const OptionSpec limit {"limit", "N", "at most N rows, 1000 at most (50)"};
    static const OptionSpec cursor {"cursor", "C", "go on where the page before ended"};
    static const std::vector<Command> commands {
        {{"job", "add"}, {"?QUEUE"},
            {{"tenant", "T", "for this tenant (default)"}, {"payload", "JSON", "the payload, as it stands"},
                {"payload-file", "FILE", "the payload from a file"},
                {"priority", "P", "critical, high, normal, low or background"},
                {"delay", "D", "start after D, such as 30s"},
                {"deadline", "D", "do not start after D from now, or after a time"}, {"cost", "N", "declared cost (1)"},
                {"max-attempts", "N", "runs at most, the first included"},
                {"unique", "K", "only while no job with key K is unfinished"},
                {"idempotency", "K", "the same key and job give the same receipt for 24 h"},
                {"count", "N", "add N such jobs"}, {"tag", "T", "tag it; may be given more than once"},
                {"from", "FILE", "add many: one JSON job a line, - for standard input"}},
            "accept a job; prints its id once it is on disk", add},
        {{"job", "list"}, {},
            {{"state", "S", "only in this state"}, queue, tenant, {"tag", "T", "only with this tag"},
                {"since", "D", "only created within D"}, limit, cursor},
            "list jobs, newest first", list},
        {{"job", "show"}, {"ID"}, {}, "show a job, its history and its payload", show},
        {{"job", "why"}, {"ID"}, {}, "say why a job is waiting", why},
        {{"job", "result"}, {"ID"}, {}, "print a job's result, byte for byte", result},
        {{"job", "retry"}, {"ID"}, {}, "put an ended job back to the waiting", retry},
        {{"job", "cancel"}, {"ID"}, {}, "cancel a job; a running one is told to stop", cancel},
        {{"dlq", "list"}, {}, {queue, tenant, limit, cursor}, "list dead letters, latest first", deadLetters},
        {{"dlq", "show"}, {"ID"}, {}, "show a dead letter with its errors", showDeadLetter},
        {{"dlq", "retry"}, {"ID"}, {}, "put a dead letter back to the waiting", retry},
    };
    return commands;
}

} // namespace fairlead
