// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/store_session.h"
#include "tests/support/store_steps.h"

#include <QtTest>

#include <algorithm>
#include <set>

namespace fairlead {

/// One store under test, which can be reopened and crashed.
class StoreFixture
{
public:
    virtual ~StoreFixture() = default;
    virtual StoreSession &store() = 0;
    virtual StoreReader &reader() = 0;
    /// Closes the store properly and opens it again.
    virtual void reopen() = 0;
    /// Ends the store without a close, as kill -9 would, and opens what it left.
    virtual void crash() = 0;
};

/// One claim that holds for every store.
struct StoreClaim
{
    const char *name;
    void (*check)(StoreFixture &fixture);
};

#define FAIRLEAD_CLAIM(name)                                                                                           \
    StoreClaim                                                                                                         \
    {                                                                                                                  \
#name, contract::name                                                                                          \
    }

/// Moves jobs through a store, one step for each call, with a clock of its own.
class StoreDriver
{
public:
    explicit StoreDriver(StoreFixture &fixture)
        : m_fixture(fixture)
    {
    }
    StoreSession &store() { return m_fixture.store(); }
    StoreReader &reader() { return m_fixture.reader(); }
    TimePoint now() const { return m_clock.now(); }
    void advance(Microseconds by) { m_clock.advance(by); }
    JobId newId() { return m_ids.make(); }
    Random &random() { return m_random; }

    Result<Enqueued> tryAdd(const JobSpec &spec)
    {
        const JobId id = newId();
        return must(store().jobs().enqueue({&spec, 1}, {&id, 1}, now())).front();
    }
    Enqueued add(const JobSpec &spec = aJob()) { return must(tryAdd(spec)); }
    std::vector<Enqueued> add(const JobSpec &spec, int count)
    {
        std::vector<Enqueued> jobs;
        for (int i = 0; i < count; ++i)
            jobs.push_back(add(spec));
        return jobs;
    }

    /// All waiting jobs, including those that are due now, lane by lane from the front.
    std::vector<LaneJob> ready()
    {
        must(store().waiting().promoteDue(now(), 1'000'000));
        std::vector<LaneJob> jobs;
        for (const Lane &lane : must(store().waiting().lanes())) {
            for (const ReadyJob &job : must(store().waiting().window(lane, {}, 1'000'000)).jobs)
                jobs.push_back({lane, job});
        }
        return jobs;
    }
    std::optional<LaneJob> readyOne(JobNumber seq)
    {
        for (const LaneJob &job : ready()) {
            if (job.job.seq == seq)
                return job;
        }
        return std::nullopt;
    }

    Result<ClaimedJob> tryClaim(const LaneJob &job)
    {
        const ClaimRequest request {job.lane, job.job, "worker-1"};
        return must(store().jobs().claim({&request, 1}, now())).front();
    }
    ClaimedJob claim(const LaneJob &job) { return must(tryClaim(job)); }
    ClaimedJob claim(const Enqueued &job) { return claim({job.lane, *job.ready}); }
    /// Claims the first of all waiting jobs.
    ClaimedJob claimFirst() { return claim(ready().at(0)); }

    Result<Finished> tryFinish(JobNumber seq, Token token, const RunDecision &decision)
    {
        const FinishRequest request {seq, token, decision};
        return must(store().jobs().finish({&request, 1}, now())).front();
    }
    RunDecision decide(const ClaimedJob &job, const Outcome &outcome)
    {
        return decideAfterRun(outcome, job.attempt, {job.job.spec.maxAttempts, 3}, job.job.spec.retry, now(), m_random);
    }
    Result<Finished> tryFinish(const ClaimedJob &job, const Outcome &outcome)
    {
        return tryFinish(job.job.seq, job.token, decide(job, outcome));
    }
    Finished finish(const ClaimedJob &job, const Outcome &outcome = Succeeded {})
    {
        return must(tryFinish(job, outcome));
    }
    /// Ends all runs of earlier lives, as an engine does at its start.
    std::vector<EarlierRun> recover()
    {
        std::vector<EarlierRun> runs = must(store().recovery().runs({}, 1'000'000));
        for (const EarlierRun &run : runs)
            must(tryFinish(run.seq, run.token,
                decideAfterCrash(run.attempt, run.crashes, {.maxAttempts = run.maxAttempts}, now())));
        return runs;
    }

    Result<StateChange> cancel(const JobId &id, const std::string &who = {})
    {
        return must(store().jobs().cancel({&id, 1}, who, now())).front();
    }
    Result<StateChange> retry(
        const JobId &id, const std::optional<RetryDeadline> &deadline = {}, const std::optional<JobId> &operation = {})
    {
        return must(store().jobs().retry({&id, 1}, {deadline, operation}, now())).front();
    }

    JobRecord record(const JobId &id) { return must(reader().jobs().findJob(id)); }
    JobState state(const JobId &id) { return record(id).state; }
    StateCounts counts()
    {
        StateCounts sum {};
        for (const QueueTenantCounts &one : must(store().waiting().counts({}))) {
            for (std::size_t i = 0; i < sum.size(); ++i)
                sum.at(i) += one.counts.at(i);
        }
        return sum;
    }
    std::int64_t count(JobState state) { return countOf(counts(), state); }
    /// The problems that `verify` finds. Empty when there are none.
    std::string problems()
    {
        std::string text;
        for (const std::string &problem : must(reader().verify()).problems)
            text += problem + "\n";
        return text;
    }

private:
    StoreFixture &m_fixture;
    ManualClock m_clock;
    SeededRandom m_random {42};
    JobIdMaker m_ids {m_clock, m_random};
};

inline const Failed someFailure {"exit_1", "it broke", {}};

/// Adds a dead job of this queue and tenant. `text` is the text of its error.
inline JobId addDead(StoreDriver &driver, const char *queue, const char *tenant, const std::string &text)
{
    const Enqueued job = driver.add(aJob(queue, tenant));
    driver.finish(driver.claim(job), Rejected {"refused", text});
    driver.advance(std::chrono::seconds {1});
    return job.receipt.id;
}

/// All jobs of a query, page by page.
inline std::vector<JobRecord> allOf(StoreReader &reader, JobQuery query)
{
    std::vector<JobRecord> all;
    do {
        JobPage page = must(reader.jobs().listJobs(query));
        all.insert(all.end(), page.jobs.begin(), page.jobs.end());
        query.cursor = page.cursor;
    } while (!query.cursor.empty());
    return all;
}

} // namespace fairlead
