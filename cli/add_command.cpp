// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/table.h"
#include "engine/calls/job_calls.h"
#include "engine/domain/units.h"
#include "engine/wire/json.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace fairlead {

namespace {
constexpr std::size_t jobsPerRequest = 1000;
constexpr std::size_t bytesPerRequest = 4 * 1024 * 1024;
constexpr std::size_t lineBytesMax = 32 * 1024 * 1024;

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

using Receipts = Each<EnqueueReceipt>;

Result<> printCount(const Session &session, std::int64_t accepted)
{
    if (session.isJson)
        std::printf("{\"count\":%lld}\n", static_cast<long long>(accepted));
    else
        std::printf("%lld jobs accepted\n", static_cast<long long>(accepted));
    return {};
}

/// One line without its end, however long the file is. Fails with TooLarge.
enum class Read { Line, End };
Result<Read> readLine(std::istream &in, std::string &line)
{
    line.clear();
    for (int c = in.rdbuf()->sbumpc(); c != std::char_traits<char>::eof(); c = in.rdbuf()->sbumpc()) {
        if (c == '\n')
            return Read::Line;
        if (line.size() == lineBytesMax)
            return failure(ErrorCode::TooLarge, "longer than " + std::to_string(lineBytesMax) + " bytes");
        line += static_cast<char>(c);
    }
    return line.empty() ? Read::End : Read::Line;
}

/// Sends a file line by line, in requests of a bounded size.
class LineSender
{
public:
    explicit LineSender(Session &session)
        : m_session(session)
    {
    }
    Result<> sendAll(std::istream &in)
    {
        std::string line;
        for (;;) {
            ++m_line;
            const Result<Read> read = readLine(in, line);
            if (!read)
                return lineFailure(m_line, read.error());
            if (*read == Read::End)
                return flush();
            if (line.find_first_not_of(" \t\r") == std::string::npos)
                continue;
            m_bytes += line.size();
            m_jobs.push_back(std::move(line));
            m_places.push_back(m_line);
            if (m_jobs.size() < jobsPerRequest && m_bytes < bytesPerRequest)
                continue;
            if (Result<> sent = flush(); !sent)
                return sent;
        }
    }
    std::int64_t accepted() const { return m_accepted; }

private:
    static Result<> lineFailure(std::int64_t line, Error error)
    {
        error.text = "line " + std::to_string(line) + ": " + error.text;
        return failure(error);
    }
    Result<> flush()
    {
        if (m_jobs.empty())
            return {};
        Each<NewJob> jobs {m_jobs.size() == 1, {}};
        for (const std::string &line : m_jobs)
            jobs.items.push_back(readNewJob(line));
        const auto receipts = m_session.ask(EnqueueJobs {std::move(jobs)});
        if (!receipts)
            return lineFailure(m_places.front(), receipts.error());
        Result<> all;
        for (std::size_t i = 0; i < receipts->size(); ++i) {
            const Result<EnqueueReceipt> &one = (*receipts)[i];
            m_accepted += one ? 1 : 0;
            if (!one && all)
                all = lineFailure(m_places[i], one.error());
        }
        m_jobs.clear();
        m_places.clear();
        m_bytes = 0;
        showProgress(m_accepted, !all);
        return all;
    }

    Session &m_session;
    std::vector<std::string> m_jobs;
    std::vector<std::int64_t> m_places; ///< line of each job
    std::size_t m_bytes = 0;
    std::int64_t m_line = 0;
    std::int64_t m_accepted = 0;
};

Result<> addFromFile(Session &session, const std::string &file)
{
    std::ifstream opened;
    const bool isFolder = std::filesystem::is_directory(file);
    if (file != "-") {
        opened.open(file, std::ios::binary);
        if (!opened || isFolder)
            return failure(ErrorCode::NotFound, "cannot read " + file);
    }
    LineSender sender(session);
    Result<> sent = sender.sendAll(file == "-" ? std::cin : opened);
    if (!sent) {
        return failure(sent.error().code,
            sent.error().text + "\n" + std::to_string(sender.accepted())
                + " jobs were accepted before; jobs with a member \"idempotency\" can be sent again without becoming "
                  "two");
    }
    showProgress(sender.accepted(), true);
    return printCount(session, sender.accepted());
}

Result<> addMany(Session &session, const NewJob &job, std::int64_t count)
{
    std::int64_t accepted = 0;
    while (accepted < count) {
        const auto part = static_cast<std::size_t>(std::min<std::int64_t>(count - accepted, jobsPerRequest));
        const auto receipts = session.ask(EnqueueJobs::of(std::vector<NewJob>(part, job)));
        if (!receipts)
            return failure(receipts.error());
        for (const Result<EnqueueReceipt> &receipt : *receipts) {
            if (!receipt)
                return failure(receipt.error());
        }
        accepted += static_cast<std::int64_t>(part);
        showProgress(accepted, accepted == count);
    }
    return printCount(session, accepted);
}

Result<> add(Session &session, const Arguments &arguments)
{
    if (arguments.has("from") && (!arguments.words.empty() || arguments.options.size() > 1))
        return failure(ErrorCode::Invalid, "--from goes alone: each line of the file says everything about its job");
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
    const auto receipts = session.ask(EnqueueJobs::of({*job}));
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
} // namespace

const std::vector<Command> &addCommands()
{
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
    };
    return commands;
}

} // namespace fairlead
