// SPDX-License-Identifier: Apache-2.0
#include "cli/field_options.h"
#include "cli/table.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace fairlead {

namespace {
constexpr std::size_t jobsPerRequest = 1000;
constexpr std::size_t bytesPerRequest = 4 * 1024 * 1024;
constexpr std::size_t lineBytesMax = 32 * 1024 * 1024;

/// Tells how far a long enqueue is, on a terminal.
void showProgress(std::int64_t count, bool isEnd)
{
    if (isProgressShown())
        std::fprintf(stderr, "\r%lld jobs accepted%s", static_cast<long long>(count), isEnd ? "\n" : "");
}

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
Result<Read> readBoundedLine(std::istream &in, std::string &line)
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
            const Result<Read> read = readBoundedLine(in, line);
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

struct AddLine
{
    NewJob job;
    std::int64_t count = 1;
    std::string from;
};

Result<> add(Session &session, const AddLine &line, const std::set<std::string> &given)
{
    if (given.contains("--from") && given.size() > 1)
        return failure(ErrorCode::Invalid, "--from goes alone: each line of the file says everything about its job");
    if (given.contains("--from"))
        return addFromFile(session, line.from);
    if (!given.contains("QUEUE"))
        return failure(ErrorCode::Invalid, "expected a QUEUE, or --from FILE");
    if (given.contains("--count"))
        return addMany(session, line.job, line.count);
    FAIRLEAD_TRY(const auto receipts, session.ask(EnqueueJobs::of({line.job})));
    return session.show(receipts.front(), [](const EnqueueReceipt &receipt) {
        std::printf("%s%s\n", receipt.id.text().c_str(), receipt.isNew ? "" : " (exists already)");
    });
}
} // namespace

Command addCommand()
{
    const auto line = std::make_shared<AddLine>();
    Command command {"job add", "Accept a job; prints its id once it is on disk",
        "job add mail -t acme --payload '{\"to\":\"ann@example.org\"}' --delay 10m"};
    command.run = [line, given = command.given](Session &session) { return add(session, *line, *given); };
    addFields(command, Fields<NewJob>::all, line->job);
    command.words.front().isOptional = true;
    addField(command, {"count", "add so many such jobs", {.least = 1}}, line->count, "-n,--count");
    return command.withText("--from", "FILE", "add many: one JSON job a line, - for standard input", line->from);
}

} // namespace fairlead
