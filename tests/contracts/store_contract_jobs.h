// SPDX-License-Identifier: Apache-2.0
// Claims about the JobStore: the life of a job, without acts of operators.
#pragma once

#include "engine/storage/idempotent_body.h"
#include "tests/contracts/store_driver.h"
#include "tests/support/job_texts.h"

namespace fairlead::contract {

inline void newJobsAreReadyInOrderOfArrival(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const auto jobs = driver.add(aJob(), 3);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        QVERIFY(jobs[i].receipt.isNew);
        QCOMPARE(jobs[i].receipt.state, JobState::Ready);
        QVERIFY(jobs[i].ready);
        QVERIFY(i == 0 || jobs[i - 1].ready->seq < jobs[i].ready->seq);
        QVERIFY(i == 0 || jobs[i - 1].ready->position < jobs[i].ready->position);
        QCOMPARE(driver.ready().at(i).job, *jobs[i].ready);
    }
}

inline void everyPartOfAJobComesBackByteForByte(StoreFixture &fixture) // R9
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob("video:cut", "Tenant.1_x");
    spec.priority = Priority::Background;
    spec.payload = std::string("\0\xff\x80 \n", 5) + std::string(10'000, 'p');
    spec.contentType = "text/plain; charset=utf-8";
    spec.cost = 1'234'567'890'123;
    spec.deadline = driver.now() + std::chrono::hours {1};
    spec.timeout = Microseconds {1'234'567};
    spec.maxAttempts = 1000;
    spec.parent = driver.newId();
    spec.workflow = driver.newId();
    spec.tags = {"red", "", "blue"};
    const std::vector<RetryPolicy> policies {RetryPolicy(),
        RetryPolicy(
            RetryPolicy::Fixed {Microseconds {1}}, Microseconds {7}, RetryPolicy::AdditiveJitter {Microseconds {3}}),
        RetryPolicy(RetryPolicy::Linear {Microseconds {5}, Microseconds {6}}, std::chrono::hours {2}),
        RetryPolicy(RetryPolicy::Exponential {Microseconds {5}, 1.5}, std::chrono::hours {2},
            RetryPolicy::ProportionalJitter {0.25}),
        RetryPolicy(RetryPolicy::Fibonacci {Microseconds {5}}, std::chrono::hours {2}),
        RetryPolicy(RetryPolicy::Custom {{Microseconds {5}, Microseconds {9}}}, std::chrono::hours {2})};
    const std::size_t count = policies.size();
    std::vector<Enqueued> added;
    for (std::size_t i = 0; i < 2 * count; ++i) {
        spec.retry = policies[i % count];
        fillTexts(spec, std::to_string(i));
        added.push_back(driver.add(spec));
    }
    for (std::size_t i = 0; i < 2 * count; ++i) {
        if (i == count) // reads each part once from memory and once from the disk
            fixture.reopen();
        const ClaimedJob claimed = driver.claim(*driver.readyOne(added[i].ready->seq));
        for (const Job &job : {claimed.job, driver.record(added[i].receipt.id).job}) {
            QCOMPARE(job.id, added[i].receipt.id);
            QCOMPARE(job.created, driver.now());
            QVERIFY(job.spec.retry == policies[i % count]);
            QVERIFY(job.spec.queue == spec.queue && job.spec.tenant == spec.tenant);
            QCOMPARE(job.spec.priority, spec.priority);
            QCOMPARE(job.spec.payload, spec.payload);
            QCOMPARE(job.spec.contentType, spec.contentType);
            QCOMPARE(job.spec.cost, spec.cost);
            QVERIFY(job.spec.deadline == spec.deadline && job.spec.runAt == spec.runAt);
            QVERIFY(job.spec.timeout == spec.timeout);
            QCOMPARE(job.spec.maxAttempts, spec.maxAttempts);
            fillTexts(spec, std::to_string(i));
            QCOMPARE(textsOf(job.spec), textsOf(spec));
            QVERIFY(job.spec.parent == spec.parent && job.spec.workflow == spec.workflow);
            QVERIFY(job.spec.tags == spec.tags);
        }
    }
}

/// A call with many jobs writes several rows at once. Each job must get its own parts.
inline void manyJobsOfOneCallKeepTheirOwnParts(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    constexpr std::size_t count = 53;
    std::vector<JobSpec> specs;
    std::vector<JobId> ids;
    for (std::size_t i = 0; i < count; ++i) {
        JobSpec spec = aJob("mail", i % 3 == 0 ? "anna" : i % 3 == 1 ? "bert" : "carl");
        spec.payload = i % 11 == 3 ? std::string(5'000 + i, 'p') : "payload " + std::to_string(i);
        spec.maxAttempts = 1 + static_cast<int>(i);
        if (i % 4 == 1)
            spec.tags = {"tag-" + std::to_string(i)};
        if (i % 20 == 19)
            spec.uniqueKey = "key-" + std::to_string(i);
        specs.push_back(spec);
        ids.push_back(driver.newId());
    }
    const auto added = must(driver.store().jobs().enqueue(specs, ids, driver.now()));
    fixture.crash();
    std::vector<ClaimRequest> requests;
    for (const Result<Enqueued> &job : added) {
        if (requests.size() % 9 != 8) // some jobs stay waiting, so that the claimed rows have gaps
            requests.push_back({job->lane, *job->ready, "worker " + std::to_string(requests.size())});
        else
            requests.push_back({job->lane, {}, "nobody"});
    }
    const auto claimed = must(driver.store().jobs().claim(requests, driver.now()));
    std::vector<FinishRequest> ends;
    for (std::size_t i = 0; i < count; ++i) {
        QCOMPARE(claimed[i].has_value(), i % 9 != 8);
        if (!claimed[i])
            continue;
        QCOMPARE(claimed[i]->job.id, ids[i]);
        QCOMPARE(claimed[i]->job.spec.payload, specs[i].payload);
        QVERIFY(claimed[i]->job.spec.tags == specs[i].tags);
        QCOMPARE(claimed[i]->job.spec.maxAttempts, specs[i].maxAttempts);
        const Outcome outcome = i % 3 == 0 ? Outcome(Released {})
            : i % 3 == 1                   ? Outcome(Succeeded {{"result " + std::to_string(i), "text/plain"}})
                                           : Outcome(Succeeded {});
        ends.push_back({claimed[i]->job.seq, claimed[i]->token, driver.decide(*claimed[i], outcome)});
    }
    fixture.crash();
    for (const EarlierRun &run : must(driver.store().recovery().runs({}, 100))) {
        const std::size_t i = static_cast<std::size_t>(std::find(ids.begin(), ids.end(), run.id) - ids.begin());
        QCOMPARE(run.worker, "worker " + std::to_string(i));
        QCOMPARE(run.maxAttempts, specs[i].maxAttempts);
    }
    for (const Result<Finished> &end : must(driver.store().jobs().finish(ends, driver.now())))
        QVERIFY(end);
    fixture.crash();
    QCOMPARE(driver.ready().size(), std::size_t {5 + 18}); // 5 were never claimed, 18 were released
    for (std::size_t i = 0; i < count; ++i) {
        const JobRecord record = driver.record(ids[i]);
        QCOMPARE(record.state, i % 9 == 8 || i % 3 == 0 ? JobState::Ready : JobState::Succeeded);
        QCOMPARE(record.hasResult, record.state == JobState::Succeeded && i % 3 == 1);
        if (record.hasResult)
            QCOMPARE(must(driver.reader().jobs().findResult(ids[i])).bytes, "result " + std::to_string(i));
    }
    QCOMPARE(driver.problems(), std::string());
}

inline void claimGivesAttemptAndRisingToken(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    Token last {};
    for (const Enqueued &job : driver.add(aJob(), 3)) {
        const ClaimedJob claimed = driver.claim(job);
        QCOMPARE(claimed.attempt, 1);
        QCOMPARE(claimed.crashes, 0);
        QCOMPARE(claimed.started, driver.now());
        QVERIFY(claimed.token > last);
        last = claimed.token;
        const JobRecord record = driver.record(job.receipt.id);
        QCOMPARE(record.state, JobState::Running);
        QCOMPARE(record.attempt, 1);
        QCOMPARE(record.worker, std::string("worker-1"));
        QCOMPARE(record.startedAt, std::optional(driver.now()));
    }
    fixture.reopen();
    QVERIFY(driver.claim(driver.add()).token > last);
}

inline void newJobMayStartInTheCommitThatAcceptsIt(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    driver.add(aJob("mail", "other"));
    std::optional<Enqueued> job;
    std::optional<ClaimedJob> run;
    for (const bool isKept : {false, true}) {
        const Result<> done = driver.store().inOneCommit([&]() -> Result<> {
            job = driver.add();
            run = driver.claim(*job);
            return isKept ? Result<>() : Result<>(failure(ErrorCode::Cancelled, "not now"));
        });
        QCOMPARE(done.has_value(), isKept);
        QCOMPARE(driver.ready().size(), std::size_t {1}); // that of the other run
        QCOMPARE(driver.count(JobState::Running), isKept ? 1 : 0);
        QCOMPARE(driver.problems(), std::string());
    }
    QCOMPARE(driver.tryClaim({job->lane, *job->ready}).error().code, ErrorCode::Conflict);
    fixture.crash();
    QCOMPARE(driver.state(job->receipt.id), JobState::Running);
    QCOMPARE(driver.ready().size(), std::size_t {1});
    QCOMPARE(driver.recover().size(), std::size_t {1});
    QCOMPARE(driver.claim(*driver.readyOne(job->ready->seq)).attempt, 2);
    QCOMPARE(driver.problems(), std::string());
}

inline void jobThatDoesNotWaitCannotBeClaimed(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const Enqueued job = driver.add();
    const ClaimRequest request {job.lane, *job.ready, "w"};
    ClaimRequest unknown = request;
    unknown.lane.tenant = TenantName::trusted("nobody");
    ClaimRequest elsewhere = request;
    elsewhere.job.position = QueuePosition {4711};
    const std::vector<ClaimRequest> requests {unknown, elsewhere, request, request};
    const auto answers = must(driver.store().jobs().claim(requests, driver.now()));
    QCOMPARE(answers.size(), requests.size());
    QCOMPARE(answers[0].error().code, ErrorCode::Conflict);
    QCOMPARE(answers[1].error().code, ErrorCode::Conflict);
    QVERIFY(answers[2]);
    QCOMPARE(answers[3].error().code, ErrorCode::Conflict);
    driver.finish(*answers[2]);
    QCOMPARE(driver.tryClaim({job.lane, *job.ready}).error().code, ErrorCode::Conflict);
    QCOMPARE(driver.count(JobState::Succeeded), 1);
}

inline void finishNeedsTheCurrentToken(StoreFixture &fixture) // L10
{
    StoreDriver driver(fixture);
    const ClaimedJob first = driver.claim(driver.add());
    QCOMPARE(driver.tryFinish(first.job.seq, Token {4711}, driver.decide(first, Succeeded {})).error().code,
        ErrorCode::LeaseLost);
    driver.finish(first, Released {});
    const ClaimedJob second = driver.claimFirst();
    QVERIFY(second.token > first.token);
    QCOMPARE(driver.tryFinish(first, Succeeded {}).error().code, ErrorCode::LeaseLost);
    QCOMPARE(driver.state(first.job.id), JobState::Running);
    const FinishRequest request {
        second.job.seq, second.token, driver.decide(second, Succeeded {{"yes", "text/plain"}})};
    const FinishRequest again {second.job.seq, second.token, driver.decide(second, Rejected {"no", "no"})};
    const std::vector<FinishRequest> requests {request, again};
    const auto answers = must(driver.store().jobs().finish(requests, driver.now()));
    QVERIFY(answers[0]);
    QCOMPARE(answers[1].error().code, ErrorCode::LeaseLost);
    QCOMPARE(driver.tryFinish(second, someFailure).error().code, ErrorCode::LeaseLost);
    QCOMPARE(driver.state(first.job.id), JobState::Succeeded);
    QVERIFY(driver.record(first.job.id).errors.empty());
}

inline void finishOfUnknownJobIsRefused(StoreFixture &fixture) // L1
{
    StoreDriver driver(fixture);
    QCOMPARE(driver.tryFinish(JobNumber {99}, Token {1}, {}).error().code, ErrorCode::LeaseLost);
    const ClaimedJob job = driver.claim(driver.add());
    driver.finish(job);
    QCOMPARE(driver.count(JobState::Running), 0);
}

inline void resultIsKept(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const std::string large(100'000, 'r');
    const ClaimedJob with = driver.claim(driver.add());
    driver.finish(with, Succeeded {{large, "text/plain"}});
    const ClaimedJob without = driver.claim(driver.add());
    driver.finish(without);
    fixture.reopen();
    const JobResult result = must(driver.reader().jobs().findResult(with.job.id));
    QCOMPARE(result.bytes, large);
    QCOMPARE(result.contentType, std::string("text/plain"));
    QVERIFY(driver.record(with.job.id).hasResult);
    QVERIFY(!driver.record(without.job.id).hasResult);
    QCOMPARE(driver.reader().jobs().findResult(without.job.id).error().code, ErrorCode::NotFound);
    QCOMPARE(driver.reader().jobs().findResult(driver.newId()).error().code, ErrorCode::NotFound);
    QCOMPARE(driver.reader().jobs().findJob(driver.newId()).error().code, ErrorCode::NotFound);
}

inline void failuresBackOffAndThenDie(StoreFixture &fixture) // R11, L7, L13
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.maxAttempts = 3;
    spec.retry = RetryPolicy(RetryPolicy::Fixed {std::chrono::minutes {5}}, std::chrono::hours {1});
    const Enqueued job = driver.add(spec);
    for (int attempt = 1; attempt <= 2; ++attempt) {
        const ClaimedJob claimed = driver.claimFirst();
        QCOMPARE(claimed.attempt, attempt);
        const Finished finished = driver.finish(claimed, Failed {"exit_1", "failure " + std::to_string(attempt), {}});
        QCOMPARE(finished.state, JobState::Scheduled);
        QCOMPARE(finished.due, std::optional(driver.now() + std::chrono::minutes {5}));
        const JobRecord record = driver.record(job.receipt.id);
        QCOMPARE(record.state, JobState::Scheduled);
        QCOMPARE(record.due, finished.due);
        QCOMPARE(record.attempt, attempt);
        driver.advance(std::chrono::minutes {5} - Microseconds {1});
        QVERIFY(driver.ready().empty());
        fixture.crash();
        QVERIFY(driver.ready().empty());
        driver.advance(Microseconds {1});
        QCOMPARE(driver.ready().size(), std::size_t {1});
    }
    const TimePoint died = driver.now();
    QCOMPARE(driver.finish(driver.claimFirst(), Failed {"exit_2", "failure 3", {}}).state, JobState::Dead);
    QVERIFY(driver.ready().empty());
    const JobRecord record = driver.record(job.receipt.id);
    QCOMPARE(record.state, JobState::Dead);
    QCOMPARE(record.attempt, 3);
    QCOMPARE(record.finishedAt, std::optional(died));
    const DeadLetter letter = must(driver.reader().jobs().listDeadLetters({})).deadLetters.at(0);
    QCOMPARE(letter.record.job.id, job.receipt.id);
    QCOMPARE(letter.firstError.text, std::string("failure 1"));
    QCOMPARE(letter.firstError.worker, std::string("worker-1"));
    QCOMPARE(letter.lastError.text, std::string("failure 3"));
    QCOMPARE(letter.lastError.fingerprint, errorFingerprint("exit_2", "failure 3"));
    QCOMPARE(record.errors.size(), std::size_t {3});
    QCOMPARE(record.errors.at(1).attempt, 2);
}

inline void oldestAndNewestErrorsAreKept(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.maxAttempts = 130;
    spec.retry = RetryPolicy(RetryPolicy::Fixed {std::chrono::seconds {1}}, std::chrono::hours {1});
    const Enqueued job = driver.add(spec);
    for (int attempt = 1; attempt <= 130; ++attempt) {
        driver.advance(std::chrono::seconds {1});
        driver.finish(driver.claimFirst(), Failed {"exit_1", "failure " + std::to_string(attempt), {}});
    }
    const DeadLetter letter = must(driver.reader().jobs().listDeadLetters({})).deadLetters.at(0);
    QCOMPARE(letter.firstError.attempt, 1);
    QCOMPARE(letter.lastError.attempt, 130);
    QCOMPARE(letter.record.errors.size(), std::size_t {100});
    QCOMPARE(letter.record.errors.front().attempt, 31);
}

inline void snoozedAndReleasedRunsAreNotAttempts(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const Enqueued job = driver.add();
    const Finished snoozed = driver.finish(driver.claimFirst(), Snoozed {std::chrono::minutes {1}});
    QCOMPARE(snoozed.state, JobState::Scheduled);
    QCOMPARE(snoozed.due, std::optional(driver.now() + std::chrono::minutes {1}));
    driver.advance(std::chrono::minutes {1});
    const ClaimedJob again = driver.claimFirst();
    QCOMPARE(again.attempt, 1);
    const Finished released = driver.finish(again, Released {});
    QCOMPARE(released.state, JobState::Ready);
    QVERIFY(released.ready);
    QCOMPARE(driver.state(job.receipt.id), JobState::Ready);
    QCOMPARE(driver.claim({released.lane, *released.ready}).attempt, 1);
}

inline void expiredJobIsNotStarted(StoreFixture &fixture) // E1, E3
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.deadline = driver.now() - std::chrono::seconds {1};
    const Enqueued job = driver.add(spec);
    QCOMPARE(driver.tryClaim({job.lane, *job.ready}).error().code, ErrorCode::Expired);
    QCOMPARE(driver.count(JobState::Expired), 1);
    QCOMPARE(driver.count(JobState::Ready), 0);
    QVERIFY(driver.ready().empty());
    const JobRecord record = driver.record(job.receipt.id);
    QCOMPARE(record.state, JobState::Expired);
    QCOMPARE(record.finishedAt, std::optional(driver.now()));
    QCOMPARE(must(driver.reader().jobs().listDeadLetters({})).deadLetters.size(), std::size_t {1});
}

inline void jobMayStartAtItsDeadline(StoreFixture &fixture) // E5
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.deadline = driver.now();
    const Enqueued job = driver.add(spec);
    QCOMPARE(job.ready->deadline, spec.deadline);
    QVERIFY(driver.tryClaim({job.lane, *job.ready}));
}

inline void leaseIsRenewedOnlyByItsHolder(StoreFixture &fixture) // L11
{
    StoreDriver driver(fixture);
    const ClaimedJob job = driver.claim(driver.add());
    const std::vector<std::pair<JobNumber, Token>> runs {
        {job.job.seq, job.token}, {job.job.seq, Token {99}}, {JobNumber {99}, job.token}};
    const auto answers = must(driver.store().jobs().renew(runs, driver.now() + std::chrono::minutes {1}));
    QVERIFY(answers[0]);
    QCOMPARE(answers[1].error().code, ErrorCode::LeaseLost);
    QCOMPARE(answers[2].error().code, ErrorCode::LeaseLost);
}

inline void runThatWentToAnotherWorkerNamesIt(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const ClaimedJob first = driver.claim(driver.add());
    const ClaimedJob second = driver.claim(driver.add());
    const std::vector<Reassignment> moves {{first.job.seq, first.token, "worker-7"},
        {second.job.seq, first.token, "worker-8"}, {second.job.seq, second.token, "worker-9"}};
    const auto answers = must(driver.store().jobs().reassign(moves));
    QVERIFY(answers[0] && answers[2]);
    QCOMPARE(answers[1].error().code, ErrorCode::LeaseLost);
    QCOMPARE(driver.record(first.job.id).worker, std::string("worker-7"));
    driver.finish(first, Failed {"exception", "it threw", {}});
    QCOMPARE(driver.record(first.job.id).errors.at(0).worker, std::string("worker-7"));
    fixture.crash();
    QCOMPARE(driver.recover().at(0).worker, std::string("worker-9"));
    QCOMPARE(driver.record(second.job.id).errors.at(0).worker, std::string("worker-9"));
}

inline void newestLogsOfAJobAreKept(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.maxAttempts = 100;
    const JobId id = driver.add(spec).receipt.id;
    constexpr int runs = logsKeptMax + 2;
    for (int run = 1; run <= runs; ++run) {
        const ClaimedJob job = driver.claimFirst();
        const bool isWithout = run == runs - 1;
        const LogText text {"run " + std::to_string(run) + "\n", run, "ü\n"};
        const FinishRequest request {job.job.seq, job.token, driver.decide(job, someFailure),
            isWithout ? nullptr : std::make_shared<const LogText>(text)};
        QVERIFY(must(driver.store().jobs().finish({&request, 1}, driver.now())).front());
        driver.advance(std::chrono::hours {1});
    }
    fixture.crash();
    const KeptLogs newest = must(driver.reader().jobs().findLogs(id, {}));
    QCOMPARE(newest.attempts, (std::vector<int> {2, 3, 4, 5, 7}));
    QVERIFY(newest.log);
    QCOMPARE(newest.log->attempt, 7);
    QCOMPARE(*newest.log->text, (LogText {"run 7\n", 7, "ü\n"}));
    QCOMPARE(newest.log->started, driver.now() - std::chrono::hours {1});
    QCOMPARE(must(driver.reader().jobs().findLogs(id, 3)).log->text->head, std::string("run 3\n"));
    for (const int gone : {1, 6, 8})
        QVERIFY(!must(driver.reader().jobs().findLogs(id, gone)).log);
    const JobId other = driver.add().receipt.id;
    QVERIFY(must(driver.reader().jobs().findLogs(other, {})).attempts.empty());
    QCOMPARE(driver.reader().jobs().findLogs(driver.newId(), {}).error().code, ErrorCode::NotFound);
    QCOMPARE(driver.problems(), std::string());
}

inline void logsGoWithTheirJob(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const ClaimedJob job = driver.claim(driver.add());
    const FinishRequest request {job.job.seq, job.token, driver.decide(job, Succeeded {}),
        std::make_shared<const LogText>(LogText {"done\n", 0, ""})};
    QVERIFY(must(driver.store().jobs().finish({&request, 1}, driver.now())).front());
    QVERIFY(must(driver.reader().jobs().findLogs(job.job.id, {})).log);
    QVERIFY(must(driver.store().jobs().remove({&job.job.id, 1}, driver.now())).front());
    QCOMPARE(driver.reader().jobs().findLogs(job.job.id, {}).error().code, ErrorCode::NotFound);
    driver.advance(deletedKept);
    while (must(driver.store().maintain(driver.now()))) { }
    QCOMPARE(driver.problems(), std::string()); // no row without its job
}

inline const std::vector<StoreClaim> jobClaims {FAIRLEAD_CLAIM(newJobsAreReadyInOrderOfArrival),
    FAIRLEAD_CLAIM(everyPartOfAJobComesBackByteForByte), FAIRLEAD_CLAIM(manyJobsOfOneCallKeepTheirOwnParts),
    FAIRLEAD_CLAIM(claimGivesAttemptAndRisingToken), FAIRLEAD_CLAIM(newJobMayStartInTheCommitThatAcceptsIt),
    FAIRLEAD_CLAIM(jobThatDoesNotWaitCannotBeClaimed), FAIRLEAD_CLAIM(finishNeedsTheCurrentToken),
    FAIRLEAD_CLAIM(finishOfUnknownJobIsRefused), FAIRLEAD_CLAIM(resultIsKept),
    FAIRLEAD_CLAIM(failuresBackOffAndThenDie), FAIRLEAD_CLAIM(oldestAndNewestErrorsAreKept),
    FAIRLEAD_CLAIM(snoozedAndReleasedRunsAreNotAttempts), FAIRLEAD_CLAIM(expiredJobIsNotStarted),
    FAIRLEAD_CLAIM(jobMayStartAtItsDeadline), FAIRLEAD_CLAIM(leaseIsRenewedOnlyByItsHolder),
    FAIRLEAD_CLAIM(runThatWentToAnotherWorkerNamesIt), FAIRLEAD_CLAIM(newestLogsOfAJobAreKept),
    FAIRLEAD_CLAIM(logsGoWithTheirJob)};

} // namespace fairlead::contract
