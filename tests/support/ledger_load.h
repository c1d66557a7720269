// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/job_calls.h"
#include "engine/calls/lease_calls.h"
#include "engine/client/lease_ends.h"
#include "tests/support/job_ledger.h"
#include "tests/support/test_seed.h"
#include "tests/support/watched_engine.h"

#include <QtTest>

namespace fairlead {

/// A load for an engine, with a ledger of it: senders that enqueue jobs for programs and for workers elsewhere, and
/// those workers. Calls that an engine left unanswered when it died are sent again to the next. Threads: main.
class LedgerLoad
{
public:
    /// Sends about `jobsPerLife` new jobs to each engine.
    LedgerLoad(Random &random, int jobsPerLife)
        : m_random(random)
        , m_jobsPerLife(jobsPerLife)
    {
    }
    /// The configuration of the engine. Its programs write to the file `runs` beside the data folder; one in ten fails
    /// once.
    static QByteArray config(const QByteArray &more = {})
    {
        return "[engine]\nworkers = 3\n" + more
            + "[defaults]\nbackoff = { kind = \"fixed\", base = \"20ms\" }\n"
              "[queue.run]\nhandler = { kind = \"process\", inherit_env = [\"RUNS\"], command = [\"sh\", \"-c\", '''"
              "say() { echo \"$1 $FAIRLEAD_JOB_ID $FAIRLEAD_ATTEMPT $FAIRLEAD_TOKEN\" >>\"$RUNS\"; }\n"
              "say began; read -r job; [ $FAIRLEAD_ATTEMPT != 1 ] || [ \"$job\" = \"${job%0}\" ] || exit 1\n"
              "say succeeded'''] }\n"
              "[queue.far]\nhandler = { kind = \"pull\" }\n";
    }
    static void writeRunsTo(const QString &file) { qputenv("RUNS", file.toUtf8()); }

    /// Sends to this engine until it ends or all is done.
    void serve(Client &client)
    {
        m_client = &client;
        ++m_life;
        m_again = ledger.unanswered();
        m_last += m_jobsPerLife;
        for (int i = 0; i < 3; ++i)
            send();
        for (int i = 0; i < 2; ++i)
            lease();
    }
    /// Whether no answer is awaited any more. This is so after the engine has died.
    bool isQuiet() const { return m_underWay == 0; }
    /// Sends no new jobs from now on.
    void stopSending() { m_jobsPerLife = m_last = 0; }
    /// Reads the lines that programs have written since the last time.
    void readRuns(const QByteArray &all)
    {
        ledger.readRuns(all.mid(m_runBytes));
        m_runBytes = all.size();
    }
    void stopServing() { m_client = nullptr; }

    JobLedger ledger;

private:
    using Receipts = Each<EnqueueReceipt>;

    std::vector<std::string> nextKeys()
    {
        std::vector<std::string> keys;
        const std::size_t count = 1 + m_random.nextBelow(12);
        while (keys.size() < count && !m_again.empty()) {
            keys.push_back(m_again.back());
            m_again.pop_back();
        }
        while (keys.size() < count && m_made < m_last)
            keys.push_back(std::to_string(++m_made));
        return keys;
    }
    void send()
    {
        const std::vector<std::string> keys = nextKeys();
        if (!m_client || keys.empty())
            return;
        std::vector<NewJob> jobs;
        for (const std::string &key : keys) {
            ledger.sent(key);
            NewJob &job = jobs.emplace_back();
            job.queue = QueueName::trusted(std::stoi(key) % 3 == 0 ? "far" : "run");
            job.tenant = TenantName::trusted("t" + std::to_string(std::stoi(key) % 7));
            job.payload = key;
            job.idempotencyKey = key;
        }
        ++m_underWay;
        m_client->ask(EnqueueJobs::of(jobs), [this, keys, life = m_life](const Result<Receipts> &receipts) {
            --m_underWay;
            for (std::size_t i = 0; receipts && i < keys.size(); ++i) {
                if ((*receipts)[i])
                    ledger.accepted(keys[i], *(*receipts)[i]);
            }
            if (receipts && life == m_life)
                send();
        });
    }
    void lease()
    {
        if (!m_client)
            return;
        ++m_underWay;
        const LeaseRequest request {QueueName::trusted("far"), "far away", 4, std::chrono::milliseconds {200}, {}};
        m_client->ask(LeaseJobs {request}, [this, life = m_life](const Result<std::vector<LeasedJob>> &leased) {
            --m_underWay;
            for (std::size_t i = 0; leased && i < leased->size(); ++i)
                settle((*leased)[i]);
            if (leased && life == m_life)
                lease();
        });
    }
    void settle(const LeasedJob &job)
    {
        ledger.began(job.token, job.record.attempt);
        if (!m_client)
            return;
        const bool isSuccess = m_random.nextBelow(10) > 0;
        if (isSuccess)
            ledger.succeeded(job.token);
        ++m_underWay;
        askEnd(*m_client, job.token, isSuccess ? Outcome(Succeeded {}) : Outcome(Failed {"broken", "as told", {}}),
            [this, token = job.token, isSuccess](const Result<JobState> &state) {
                --m_underWay;
                if (state && isSuccess)
                    ledger.acknowledged(token);
            });
    }

    Random &m_random;
    Client *m_client = nullptr;
    int m_jobsPerLife;
    int m_made = 0;
    int m_last = 0; ///< number of jobs at the end of this life
    int m_life = 0;
    int m_underWay = 0;
    qsizetype m_runBytes = 0; ///< bytes read of the file that programs write
    std::vector<std::string> m_again;
};

/// Lets the remaining jobs run to their end. Returns the promise that the engine's store breaks; empty when it keeps
/// all.
inline std::string settled(WatchedEngine &engine, LedgerLoad &load)
{
    load.stopSending();
    load.serve(*engine.client);
    const auto isDone = [&] {
        const auto status = engine.status();
        const auto left = [&](JobState state) { return countOf(status->counts, state); };
        return status && load.ledger.unanswered().empty()
            && left(JobState::Ready) + left(JobState::Scheduled) + left(JobState::Running) == 0;
    };
    if (!QTest::qWaitFor(isDone, rounds(120'000, 600'000))) // about 15,000 jobs with --long
        return "not all jobs end";
    load.stopServing();
    if (!QTest::qWaitFor([&] { return load.isQuiet(); }, 60'000))
        return "an answer is missing";
    load.readRuns(engine.read("runs"));
    const auto report = engine.verify();
    if (!report)
        return report.error().text;
    if (!report->problems.empty())
        return report->problems.front();
    return load.ledger.broken(recordsOf(*engine.client));
}

} // namespace fairlead
