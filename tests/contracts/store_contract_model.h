// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contracts/store_driver.h"
#include "tests/support/test_seed.h"

namespace fairlead::contract {

/// Runs random verbs on a store, and keeps the expected state in a model as plain as possible.
class RandomWalk
{
public:
    RandomWalk(StoreFixture &fixture, std::uint64_t seed)
        : m_fixture(fixture)
        , m_driver(fixture)
        , m_random(seed)
    {
    }

    void step()
    {
        switch (m_random.nextBelow(12)) {
        case 0:
        case 1:
        case 2:
            enqueue();
            break;
        case 3:
        case 4:
        case 5:
            claim();
            break;
        case 6:
        case 7:
            finish();
            break;
        case 8:
            cancelOrRetry();
            break;
        case 9:
            m_driver.advance(std::chrono::seconds {m_random.nextBelow(5)});
            must(m_driver.store().waiting().promoteDue(m_driver.now(), 5));
            break;
        case 10:
            undone();
            break;
        case 11:
            rest();
            break;
        }
    }

    /// The first difference from the model. Empty when there is none.
    std::string difference()
    {
        for (const auto &[id, state] : m_states) {
            const JobState kept = settled(m_driver.state(id));
            if (kept != state)
                return "job " + id.text() + " is " + std::string(jobStateName(kept)) + " instead of "
                    + std::string(jobStateName(state));
        }
        std::set<JobId> waiting;
        for (const LaneJob &job : m_driver.ready()) {
            if (!waiting.insert(m_ids.at(job.job.seq)).second)
                return "a job waits twice";
        }
        for (const JobId &id : waiting) {
            if (m_states.at(id) != JobState::Ready)
                return "a job waits that should not";
        }
        StateCounts counts {};
        for (const auto &[id, state] : m_states)
            ++counts.at(static_cast<std::size_t>(waiting.contains(id) ? JobState::Ready : m_driver.state(id)));
        if (counts != m_driver.counts())
            return "the counts are wrong";
        return m_driver.problems();
    }

private:
    /// A backlogged job may be due or not, depending on the clock. The model does not distinguish the two.
    static JobState settled(JobState state) { return state == JobState::Scheduled ? JobState::Ready : state; }

    void enqueue()
    {
        std::vector<JobSpec> specs;
        std::vector<JobId> ids;
        const std::size_t count = m_random.nextBelow(20) == 0 ? 40 : 1 + m_random.nextBelow(8);
        for (std::size_t i = 0; i < count; ++i) {
            JobSpec spec =
                aJob(m_random.nextBelow(2) == 0 ? "mail" : "video", m_random.nextBelow(2) == 0 ? "anna" : "bert");
            spec.priority = m_random.nextBelow(2) == 0 ? Priority::High : Priority::Normal;
            spec.payload = std::string(m_random.nextBelow(100) == 0 ? 9'000 : 20, 'x');
            spec.maxAttempts = 2;
            if (m_random.nextBelow(4) == 0)
                spec.runAt = m_driver.now() + std::chrono::seconds {m_random.nextBelow(10)};
            if (m_random.nextBelow(6) == 0)
                spec.deadline = m_driver.now() + std::chrono::seconds {m_random.nextBelow(10)};
            if (m_random.nextBelow(5) == 0)
                spec.uniqueKey = "key-" + std::to_string(m_random.nextBelow(4));
            specs.push_back(spec);
            ids.push_back(m_driver.newId());
        }
        const bool startAtOnce = m_random.nextBelow(3) == 0;
        std::vector<Result<Enqueued>> answers;
        must(m_driver.store().inOneCommit([&]() -> Result<> {
            answers = must(m_driver.store().jobs().enqueue(specs, ids, m_driver.now()));
            std::erase_if(answers, [](const Result<Enqueued> &answer) { return !answer->receipt.isNew; });
            for (const auto &answer : answers)
                m_states[answer->receipt.id] = JobState::Ready;
            if (startAtOnce)
                claim(answers);
            return {};
        }));
        for (const auto &answer : answers)
            m_ids[m_driver.record(answer->receipt.id).job.seq] = answer->receipt.id;
    }

    void claim(const std::vector<Result<Enqueued>> &jobs)
    {
        std::vector<ClaimRequest> requests;
        for (const auto &job : jobs) {
            if (!job->ready)
                continue;
            m_ids[job->ready->seq] = job->receipt.id;
            requests.push_back({job->lane, *job->ready, "w"});
        }
        claim(requests);
    }

    void claim()
    {
        const std::vector<LaneJob> ready = m_driver.ready();
        std::vector<ClaimRequest> requests;
        for (const LaneJob &job : ready) {
            if (m_random.nextBelow(4) == 0 && m_ids.contains(job.job.seq)) // not jobs of a commit that will be undone
                requests.push_back({job.lane, job.job, "w"});
        }
        claim(requests);
    }

    void claim(const std::vector<ClaimRequest> &requests)
    {
        auto answers = must(m_driver.store().jobs().claim(requests, m_driver.now()));
        for (std::size_t i = 0; i < requests.size(); ++i) {
            const JobId id = m_ids.at(requests[i].job.seq);
            const auto &deadline = requests[i].job.deadline;
            const bool isExpired = deadline && m_driver.now() > *deadline;
            if (answers[i].has_value() == isExpired)
                qFatal("a claim ended wrongly");
            m_states[id] = isExpired ? JobState::Expired : JobState::Running;
            if (!isExpired)
                m_runs.push_back(std::move(*answers[i]));
        }
    }

    Outcome someOutcome()
    {
        switch (m_random.nextBelow(6)) {
        case 0:
            return someFailure;
        case 1:
            return Rejected {"bad", "bad"};
        case 2:
            return Snoozed {std::chrono::seconds {2}};
        case 3:
            return Released {};
        default:
            return Succeeded {{"result", "text/plain"}};
        }
    }

    void finish()
    {
        std::vector<FinishRequest> requests;
        for (const ClaimedJob &run : m_runs) {
            if (m_random.nextBelow(2) == 0)
                requests.push_back({run.job.seq, run.token, m_driver.decide(run, someOutcome())});
        }
        const auto answers = must(m_driver.store().jobs().finish(requests, m_driver.now()));
        for (std::size_t i = 0; i < requests.size(); ++i) {
            const JobId id = m_ids.at(requests[i].seq);
            const JobState wished = requests[i].decision.state;
            const bool isCancelled = m_marked.erase(id) > 0 && wished != JobState::Succeeded;
            m_states[id] = settled(isCancelled ? JobState::Cancelled : wished);
            if (!answers[i])
                qFatal("a finish was refused");
            std::erase_if(m_runs, [&](const ClaimedJob &run) { return run.job.seq == requests[i].seq; });
            if (m_driver.tryFinish(requests[i].seq, requests[i].token, requests[i].decision))
                qFatal("a finish was taken twice");
        }
    }

    void cancelOrRetry()
    {
        if (m_states.empty())
            return;
        auto chosen = m_states.begin();
        std::advance(chosen, m_random.nextBelow(m_states.size()));
        auto &[id, state] = *chosen;
        if (m_random.nextBelow(2) == 0) {
            const auto changed = m_driver.cancel(id);
            if (changed.has_value() == isEnded(state))
                qFatal("a cancel ended wrongly");
            if (state == JobState::Running)
                m_marked.insert(id);
            else if (changed)
                state = JobState::Cancelled;
        } else if (m_driver.retry(id)) {
            if (!isEnded(state) || state == JobState::Succeeded)
                qFatal("a retry was taken wrongly");
            state = JobState::Ready;
        }
    }

    /// Runs verbs inside a commit that fails. None of their changes may remain.
    void undone()
    {
        const auto before = std::tuple(m_states, m_ids, m_runs, m_marked);
        const Result<> failed = m_driver.store().inOneCommit([this]() -> Result<> {
            const std::vector<JobSpec> specs {aJob("mail", "undone"), aJob()};
            const std::vector<JobId> ids {m_driver.newId(), m_driver.newId()};
            const auto added = must(m_driver.store().jobs().enqueue(specs, ids, m_driver.now()));
            claim();
            claim({added.front()});
            finish();
            return failure(ErrorCode::Cancelled, "not now");
        });
        if (failed)
            qFatal("a failed commit was kept");
        std::tie(m_states, m_ids, m_runs, m_marked) = before;
    }

    void rest()
    {
        switch (m_random.nextBelow(4)) {
        case 0:
            must(m_driver.store().maintain(m_driver.now()));
            return;
        case 1:
            m_fixture.reopen();
            break;
        default:
            m_fixture.crash();
            break;
        }
        for (const EarlierRun &run : m_driver.recover()) {
            if (m_states.at(run.id) != JobState::Running)
                qFatal("a run was found that was none");
            m_marked.erase(run.id);
            m_states[run.id] = settled(m_driver.state(run.id));
        }
        for (const auto &[id, state] : m_states) {
            if (state == JobState::Running)
                qFatal("a run was lost");
        }
        m_runs.clear();
    }

    StoreFixture &m_fixture;
    StoreDriver m_driver;
    SeededRandom m_random;
    std::map<JobId, JobState> m_states; ///< Ready stands for the whole backlog
    std::map<JobNumber, JobId> m_ids;
    std::vector<ClaimedJob> m_runs;
    std::set<JobId> m_marked; ///< for cancellation
};

inline void randomVerbsAgreeWithTheModel(StoreFixture &fixture) // L6, L12, E8
{
    RandomWalk walk(fixture, testSeed());
    for (int step = 1; step <= 2'000; ++step) {
        walk.step();
        if (step % 25 == 0)
            QCOMPARE(walk.difference(), std::string());
    }
}

inline const std::vector<StoreClaim> modelClaims {FAIRLEAD_CLAIM(randomVerbsAgreeWithTheModel)};

} // namespace fairlead::contract
