// SPDX-License-Identifier: Apache-2.0
#include "cli/field_options.h"
#include "cli/input.h"

namespace fairlead {

namespace {
constexpr std::size_t jobsPerRequest = 1000;
constexpr std::size_t bytesPerRequest = 4 * 1024 * 1024;

void showAccepted(std::int64_t count, ProgressLine line)
{
    showProgress(std::to_string(count) + " jobs accepted", line);
}

Result<> printCount(const Session &session, std::int64_t accepted)
{
    if (session.isJson)
        sayJson("{\"count\":" + std::to_string(accepted) + "}");
    else
        say("%lld jobs accepted\n", static_cast<long long>(accepted));
    return {};
}

struct AddLine
{
    NewJob job;
    std::int64_t count = 1;
    std::string from;
    bool goesOn = false; ///< past faulty lines
};

/// Sends a file line by line, in requests of a bounded size. The lines that the engine or the reader refuses are named
/// as they come; all others up to the end, or to the stop, are taken. The first job of each queue goes alone, so that a
/// queue that the engine does not know is found before the lines behind it are sent.
class LineSender
{
public:
    LineSender(Session &session, bool goesOn)
        : m_session(session)
        , m_goesOn(goesOn)
    {
    }
    /// Fails when it stopped, or when lines were refused.
    Result<> sendAll(LineReader &in)
    {
        for (;;) {
            Result<std::optional<std::string>> line = in.next();
            ++m_line;
            if (!line) { // no line behind it can be read
                FAIRLEAD_CHECK(flush());
                return stop("line " + std::to_string(m_line) + ": " + line.error().text);
            }
            if (!*line)
                break;
            if ((*line)->find_first_not_of(" \t\r") != std::string::npos)
                FAIRLEAD_CHECK(take(**line));
        }
        FAIRLEAD_CHECK(flush());
        showAccepted(m_accepted, ProgressLine::End);
        return m_refused == 0 ? Result<> {} : failure(ErrorCode::Conflict, takenText());
    }
    std::int64_t accepted() const { return m_accepted; }

private:
    Result<> take(const std::string &line)
    {
        Result<NewJob> job = readNewJob(line);
        if (!job) {
            FAIRLEAD_CHECK(flush()); // the lines before it, and their faults, come first
            m_lastSent = m_line;
            name(m_line, job.error());
            return goOnOrStop();
        }
        const bool isNewQueue = m_queues.insert(job->queue).second;
        if (isNewQueue)
            FAIRLEAD_CHECK(flush());
        m_bytes += line.size();
        m_jobs.push_back(std::move(*job));
        m_places.push_back(m_line);
        const bool isFull = m_jobs.size() >= jobsPerRequest || m_bytes >= bytesPerRequest;
        return isNewQueue || isFull ? flush() : Result<> {};
    }
    Result<> flush()
    {
        if (m_jobs.empty())
            return {};
        const std::vector<std::int64_t> places = std::exchange(m_places, {});
        m_bytes = 0;
        EnqueueJobs call = EnqueueJobs::of(std::exchange(m_jobs, {}));
        call.jobs.isOne = false; // a refusal then belongs to a job, not to the call
        const auto receipts = m_session.ask(std::move(call));
        if (!receipts)
            return stop(receipts.error().text + "\nlines " + std::to_string(places.front()) + " to "
                    + std::to_string(places.back()) + " were sent; without an answer it is not known what was taken",
                receipts.error().code);
        m_lastSent = places.back();
        bool isGood = true;
        for (std::size_t i = 0; i < receipts->size() && i < places.size(); ++i) {
            const Result<EnqueueReceipt> &one = (*receipts)[i];
            m_accepted += one ? 1 : 0;
            isGood = isGood && one;
            if (!one)
                name(places[i], one.error());
        }
        showAccepted(m_accepted, ProgressLine::UnderWay);
        return isGood ? Result<> {} : goOnOrStop();
    }
    void name(std::int64_t line, const Error &error)
    {
        ++m_refused;
        warn("fairleadctl: line %lld: %s\n", static_cast<long long>(line), shownSafely(error.text).c_str());
    }
    Result<> goOnOrStop() const
    {
        return m_goesOn ? Result<> {} : stop("nothing behind line " + std::to_string(m_lastSent) + " was sent");
    }
    Result<> stop(const std::string &text, ErrorCode code = ErrorCode::Conflict) const
    {
        return failure(code, text + "\n" + takenText());
    }
    std::string takenText() const
    {
        if (m_accepted == 0)
            return "0 jobs were accepted";
        return std::to_string(m_accepted) + " jobs were accepted: all lines up to " + std::to_string(m_lastSent)
            + ", but for those named above";
    }

    Session &m_session;
    const bool m_goesOn;
    std::set<QueueName> m_queues; ///< of the lines before
    std::vector<NewJob> m_jobs;
    std::vector<std::int64_t> m_places; ///< line of each job
    std::size_t m_bytes = 0;
    std::int64_t m_line = 0;
    std::int64_t m_accepted = 0;
    std::int64_t m_refused = 0;
    std::int64_t m_lastSent = 0; ///< the last line that was answered
};

Result<> addFromFile(Session &session, const AddLine &line)
{
    FAIRLEAD_TRY(LineReader in, LineReader::open(line.from));
    LineSender sender(session, line.goesOn);
    FAIRLEAD_CHECK(sender.sendAll(in));
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
        const Result<EnqueueReceipt> *refused = nullptr;
        for (const Result<EnqueueReceipt> &receipt : *receipts) {
            if (receipt)
                ++accepted;
            else if (!refused)
                refused = &receipt;
        }
        if (refused)
            return failure(refused->error().code,
                refused->error().text + "\n" + std::to_string(accepted) + " of " + std::to_string(count)
                    + " jobs were accepted");
        showAccepted(accepted, accepted == count ? ProgressLine::End : ProgressLine::UnderWay);
    }
    return printCount(session, accepted);
}

Result<> add(Session &session, const AddLine &line, const std::set<std::string> &given)
{
    const bool hasFile = given.contains("--from");
    if (line.goesOn && !hasFile)
        return failure(ErrorCode::Invalid, "--keep-going goes with --from FILE");
    if (hasFile && given.size() > (line.goesOn ? 2U : 1U))
        return failure(ErrorCode::Invalid, "--from goes alone: each line of the file says everything about its job");
    if (hasFile)
        return addFromFile(session, line);
    if (!given.contains("QUEUE"))
        return failure(ErrorCode::Invalid, "expected a QUEUE, or --from FILE");
    if (const Result<> good = checkTexts(line.job, {}); !good)
        return failure(ErrorCode::Invalid, good.error().text);
    if (given.contains("--count"))
        return addMany(session, line.job, line.count);
    FAIRLEAD_TRY(const auto receipts, session.ask(EnqueueJobs::of({line.job})));
    return session.show(receipts.front(), [](const EnqueueReceipt &receipt) {
        say("%s%s\n", receipt.id.text().c_str(), receipt.isNew ? "" : " (exists already)");
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
    return command
        .withText(
            "--from", "FILE", "add many: one JSON job a line, - for standard input; stops at a faulty line", line->from)
        .withSwitch("--keep-going", "with --from: go on past faulty lines, which are named", line->goesOn);
}

} // namespace fairlead
