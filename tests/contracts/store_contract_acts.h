// SPDX-License-Identifier: Apache-2.0
// Claims about the JobStore: acts of operators on jobs.
#pragma once

#include "tests/contracts/store_driver.h"

namespace fairlead::contract {

inline void waitingAndDelayedJobsAreCancelledAtOnce(StoreFixture &fixture) // B10
{
    StoreDriver driver(fixture);
    JobSpec later = aJob();
    later.runAt = driver.now() + std::chrono::hours {1};
    const Enqueued delayed = driver.add(later);
    const Enqueued fresh = driver.add();
    const Enqueued returned = driver.add();
    driver.finish(driver.claim(returned), Released {});
    QCOMPARE(delayed.receipt.state, JobState::Scheduled);
    for (const Enqueued *job : {&delayed, &fresh, &returned}) {
        const StateChange changed = must(driver.cancel(job->receipt.id));
        QCOMPARE(changed.state, JobState::Cancelled);
        QCOMPARE(changed.id, job->receipt.id);
        QVERIFY(changed.lane == job->lane);
        QVERIFY(!changed.runningToken);
        QCOMPARE(driver.state(job->receipt.id), JobState::Cancelled);
        QCOMPARE(driver.cancel(job->receipt.id).error().code, ErrorCode::Conflict);
    }
    driver.advance(std::chrono::hours {2});
    QVERIFY(driver.ready().empty());
    QCOMPARE(driver.count(JobState::Cancelled), 3);
    QCOMPARE(driver.cancel(driver.newId()).error().code, ErrorCode::NotFound);
    QCOMPARE(driver.tryClaim({fresh.lane, *fresh.ready}).error().code, ErrorCode::Conflict);
}

inline void runningJobIsCancelledByItsFinish(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const std::vector<Outcome> outcomes {RunCancelled {}, someFailure, Released {}, Snoozed {std::chrono::seconds {1}}};
    for (const Outcome &outcome : outcomes) {
        const ClaimedJob job = driver.claim(driver.add());
        const StateChange changed = must(driver.cancel(job.job.id));
        QCOMPARE(changed.state, JobState::Running);
        QCOMPARE(changed.runningToken, std::optional(job.token));
        QCOMPARE(driver.state(job.job.id), JobState::Running);
        QCOMPARE(driver.finish(job, outcome).state, JobState::Cancelled);
        QCOMPARE(driver.state(job.job.id), JobState::Cancelled);
    }
    const ClaimedJob quicker = driver.claim(driver.add());
    must(driver.cancel(quicker.job.id));
    QCOMPARE(driver.finish(quicker).state, JobState::Succeeded);
    const ClaimedJob cut = driver.claim(driver.add());
    must(driver.cancel(cut.job.id));
    fixture.crash();
    driver.recover();
    QCOMPARE(driver.state(cut.job.id), JobState::Cancelled);
    driver.advance(std::chrono::hours {1});
    QVERIFY(driver.ready().empty());
}

inline void retryStartsAgainFromZero(StoreFixture &fixture) // L13, L14
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.maxAttempts = 1;
    const Enqueued job = driver.add(spec);
    QCOMPARE(driver.retry(job.receipt.id).error().code, ErrorCode::Conflict);
    driver.finish(driver.claim(job), someFailure);
    QCOMPARE(driver.state(job.receipt.id), JobState::Dead);
    const Enqueued front = driver.add();
    const StateChange changed = must(driver.retry(job.receipt.id));
    QCOMPARE(changed.state, JobState::Ready);
    QVERIFY(changed.ready && changed.ready->position > front.ready->position);
    QCOMPARE(driver.retry(job.receipt.id).error().code, ErrorCode::Conflict);
    const JobRecord record = driver.record(job.receipt.id);
    QCOMPARE(record.state, JobState::Ready);
    QCOMPARE(record.attempt, 0);
    QCOMPARE(record.errors.size(), std::size_t {1});
    QVERIFY(must(driver.reader().jobs().listDeadLetters({})).deadLetters.empty());
    fixture.crash();
    const auto waiting = driver.readyOne(changed.seq);
    QVERIFY(waiting);
    const ClaimedJob again = driver.claim(*waiting);
    QCOMPARE(again.attempt, 1);
    driver.finish(again);
    QCOMPARE(driver.retry(job.receipt.id).error().code, ErrorCode::Conflict);
    QCOMPARE(driver.retry(driver.newId()).error().code, ErrorCode::NotFound);
}

inline void retriedJobDoesNotExpireAtOnce(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const auto expired = [&driver] {
        JobSpec spec = aJob();
        spec.deadline = driver.now() + std::chrono::minutes {1};
        spec.payload = "kept";
        const Enqueued job = driver.add(spec);
        driver.advance(std::chrono::minutes {2});
        const auto late = driver.tryClaim({job.lane, *job.ready});
        return late ? JobId {} : job.receipt.id; // the claim makes it expired
    };
    const JobId id = expired();
    QCOMPARE(driver.state(id), JobState::Expired);
    const Result<StateChange> refused = driver.retry(id);
    QCOMPARE(refused.error().code, ErrorCode::Expired);
    QVERIFY(refused.error().text.find("expire at once") != std::string::npos);
    QVERIFY(!driver.retry(id, RetryDeadline {driver.now() - Microseconds {1}}));
    QCOMPARE(driver.state(id), JobState::Expired);
    must(driver.retry(id, RetryDeadline {}));
    QVERIFY(!driver.record(id).job.spec.deadline);

    const JobId other = expired();
    const TimePoint until = driver.now() + std::chrono::hours {1};
    const StateChange changed = must(driver.retry(other, RetryDeadline {std::chrono::hours {1}}));
    QVERIFY(changed.ready && changed.ready->deadline == until);
    fixture.crash();
    QVERIFY(driver.record(other).job.spec.deadline == until);
    QVERIFY(!driver.record(id).job.spec.deadline);
    QCOMPARE(driver.claim(*driver.readyOne(changed.seq)).job.spec.payload, std::string("kept"));
    QCOMPARE(driver.problems(), std::string());
}

/// The jobs that an operation retried, counted in steps of `limit` jobs.
inline StateCounts retriedBy(StoreDriver &driver, const JobId &operation, int limit)
{
    StateCounts states {};
    RetriedCount found {{}, {}, true};
    while (found.hasMore) {
        found = must(driver.reader().jobs().countRetried({operation, found.examined, limit}));
        addCounts(states, found.states);
    }
    return states;
}

inline void lastRetryOfAJobCountsAlone(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const JobId first = driver.newId();
    const JobId second = driver.newId();
    const auto counts = [&driver](const JobId &operation) {
        const StateCounts states = retriedBy(driver, operation, 100);
        return retriedBy(driver, operation, 1) == states ? states : StateCounts {};
    };
    const auto listed = [&driver](const JobId &operation, JobState state) {
        JobQuery query;
        query.state = state;
        query.operation = operation;
        return must(driver.reader().jobs().listJobs(query)).jobs;
    };
    JobSpec spec = aJob();
    spec.maxAttempts = 1;
    std::vector<StateChange> again;
    for (int i = 0; i < 4; ++i) {
        const Enqueued job = driver.add(spec);
        driver.finish(driver.claim(job), someFailure);
        again.push_back(must(driver.retry(job.receipt.id, {}, first)));
    }
    QCOMPARE(countOf(counts(first), JobState::Ready), std::int64_t {4});
    driver.finish(driver.claim(*driver.readyOne(again[0].seq)));
    driver.finish(driver.claim(*driver.readyOne(again[1].seq)), someFailure);
    driver.claim(*driver.readyOne(again[2].seq));
    for (int life = 0; life < 2; ++life) { // what was counted outlives the engine
        for (const JobState state : {JobState::Succeeded, JobState::Dead, JobState::Running, JobState::Ready}) {
            QCOMPARE(countOf(counts(first), state), std::int64_t {1});
            QCOMPARE(listed(first, state).size(), std::size_t {1});
        }
        QVERIFY(listed(first, JobState::Dead).front().job.id == again[1].id);
        fixture.crash();
        driver.add(aJob()); // tells the new life the time
    }
    must(driver.retry(again[1].id, {}, second)); // a later operation
    QCOMPARE(countOf(counts(first), JobState::Dead), std::int64_t {0});
    QCOMPARE(countOf(counts(second), JobState::Ready), std::int64_t {1});
    driver.finish(driver.claim(*driver.readyOne(again[1].seq)), someFailure);
    must(driver.retry(again[1].id)); // alone
    QVERIFY(counts(second) == StateCounts {});
    QVERIFY(listed(second, JobState::Ready).empty());
    must(must(driver.store().jobs().remove({&again[0].id, 1}, driver.now())).front());
    QCOMPARE(countOf(counts(first), JobState::Succeeded), std::int64_t {0});
}

inline void oldestOfTheLowestClassIsDropped(StoreFixture &fixture) // B4, B6
{
    StoreDriver driver(fixture);
    const auto drop = [&](Priority highest) -> std::optional<StateChange> {
        const DropRequest request {.queue = QueueName::trusted("mail"),
            .tenant = TenantName::trusted("anna"),
            .highest = highest,
            .needed = {1, 0}};
        const std::vector<StateChange> dropped = must(driver.store().jobs().drop(request, driver.now()));
        return dropped.empty() ? std::nullopt : std::optional(dropped.front());
    };
    JobSpec high = aJob();
    high.priority = Priority::High;
    const JobId first = driver.add(high).receipt.id;
    const JobId second = driver.add().receipt.id;
    const JobId third = driver.add().receipt.id;
    driver.add(aJob("mail", "ben"));
    driver.add(aJob("web", "anna"));
    QVERIFY(drop(Priority::High)->id == second);
    QVERIFY(drop(Priority::Normal)->id == third);
    QVERIFY(!drop(Priority::Normal)); // a job of a higher class is never dropped
    QCOMPARE(driver.state(second), JobState::Cancelled);
    QCOMPARE(driver.record(second).errors.front().errorClass, std::string("dropped"));
    QCOMPARE(driver.state(first), JobState::Ready);
    QCOMPARE(driver.problems(), std::string());
}

inline void newestIsDroppedWhenItIsAsked(StoreFixture &fixture) // B5
{
    StoreDriver driver(fixture);
    std::vector<JobId> ids;
    for (int i = 0; i < 3; ++i)
        ids.push_back(driver.add().receipt.id);
    fixture.reopen(); // now these jobs are in the index
    ids.push_back(driver.add().receipt.id);
    DropRequest request {.queue = QueueName::trusted("mail"), .tenant = TenantName::trusted("anna")};
    request.first = DropRequest::First::Newest;
    request.needed = {2, 0};
    const std::vector<StateChange> dropped = must(driver.store().jobs().drop(request, driver.now()));
    QCOMPARE(dropped.size(), std::size_t {2});
    QVERIFY(dropped[0].id == ids[3] && dropped[1].id == ids[2]);
    QCOMPARE(driver.state(ids[1]), JobState::Ready);
    QCOMPARE(driver.problems(), std::string());
}

inline void nothingIsDroppedInVain(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    driver.add(aJob(), 3); // three jobs of two bytes each
    DropRequest request {.queue = QueueName::trusted("mail"), .tenant = TenantName::trusted("anna")};
    request.needed = {1, 7};
    QVERIFY(must(driver.store().jobs().drop(request, driver.now())).empty());
    QCOMPARE(driver.ready().size(), std::size_t {3});
    request.needed = {1, 3};
    QCOMPARE(must(driver.store().jobs().drop(request, driver.now())).size(), std::size_t {2});
    QCOMPARE(driver.problems(), std::string());
}

inline Result<StateChange> discard(StoreDriver &driver, const JobId &id)
{
    return must(driver.store().jobs().remove({&id, 1}, driver.now())).front();
}

inline Result<StateChange> restore(StoreDriver &driver, const JobId &id)
{
    return must(driver.store().jobs().restore({&id, 1}, driver.now())).front();
}

inline Result<Moved> move(StoreDriver &driver, const JobId &id, const LaneChange &change)
{
    return must(driver.store().jobs().move({&id, 1}, change, driver.now())).front();
}

inline void deletedJobsAreGoneUntilRestored(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const JobId dead = addDead(driver, "mail", "anna", "no host");
    const Enqueued done = driver.add();
    driver.finish(driver.claim(done), Succeeded {{"result", "text/plain"}});
    const StateCounts before = driver.counts();
    for (const JobId &id : {dead, done.receipt.id}) {
        QVERIFY(discard(driver, id));
        QCOMPARE(driver.reader().jobs().findJob(id).error().code, ErrorCode::NotFound);
        QCOMPARE(discard(driver, id).error().code, ErrorCode::NotFound);
        QCOMPARE(driver.retry(id).error().code, ErrorCode::NotFound);
        QCOMPARE(driver.cancel(id).error().code, ErrorCode::NotFound);
        QCOMPARE(move(driver, id, {{}, Priority::High}).error().code, ErrorCode::NotFound);
    }
    QCOMPARE(driver.reader().jobs().findResult(done.receipt.id).error().code, ErrorCode::NotFound);
    QVERIFY(must(driver.reader().jobs().listJobs({})).jobs.empty());
    QVERIFY(must(driver.reader().jobs().listDeadLetters({})).deadLetters.empty());
    QVERIFY(driver.counts() == StateCounts {});
    QCOMPARE(driver.problems(), std::string());
    fixture.crash();
    QVERIFY(driver.counts() == StateCounts {});
    QCOMPARE(must(restore(driver, dead)).state, JobState::Dead);
    QCOMPARE(must(restore(driver, done.receipt.id)).state, JobState::Succeeded);
    QCOMPARE(restore(driver, dead).error().code, ErrorCode::Conflict);
    QCOMPARE(restore(driver, driver.newId()).error().code, ErrorCode::NotFound);
    QVERIFY(driver.counts() == before);
    QCOMPARE(must(driver.reader().jobs().findResult(done.receipt.id)).bytes, std::string("result"));
    QCOMPARE(
        must(driver.reader().jobs().groupDeadLetters({})).groups.at(0).key, errorFingerprint("refused", "no host"));
    QVERIFY(driver.retry(dead));
    QCOMPARE(driver.problems(), std::string());
}

inline void deletingCancelsWhatWaitsAndSparesWhatRuns(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.uniqueKey = "only-one";
    const Enqueued waiting = driver.add(spec);
    const StateChange changed = must(discard(driver, waiting.receipt.id));
    QCOMPARE(changed.state, JobState::Cancelled);
    QVERIFY(changed.lane == waiting.lane);
    QVERIFY(driver.ready().empty());
    QVERIFY(driver.add(spec).receipt.isNew); // the key is free again
    QCOMPARE(must(restore(driver, waiting.receipt.id)).state, JobState::Cancelled);
    const ClaimedJob running = driver.claimFirst();
    QCOMPARE(discard(driver, running.job.id).error().code, ErrorCode::Conflict);
    driver.finish(running);
    QCOMPARE(driver.problems(), std::string());
}

inline void deletedJobsArePrunedAfterTenMinutes(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.idempotencyKey = "request-1";
    spec.payload = std::string(10'000, 'x'); // large enough for a table of its own
    const Enqueued job = driver.add(spec);
    driver.finish(driver.claim(job), Rejected {"refused", "not this"});
    QVERIFY(discard(driver, job.receipt.id));
    driver.advance(std::chrono::minutes {10} - Microseconds {1});
    while (must(driver.store().forgetSome(driver.now()))) { }
    QVERIFY(restore(driver, job.receipt.id));
    QVERIFY(discard(driver, job.receipt.id));
    driver.advance(std::chrono::minutes {10});
    while (must(driver.store().maintain(driver.now()))) { }
    QCOMPARE(restore(driver, job.receipt.id).error().code, ErrorCode::NotFound);
    QVERIFY(driver.add(spec).receipt.isNew); // the key was pruned with the job
    fixture.reopen();
    QVERIFY(driver.add(aJob()).receipt.isNew); // numbers of pruned jobs are not used again
    QCOMPARE(driver.ready().size(), std::size_t {2});
    QCOMPARE(driver.problems(), std::string());
}

inline void waitingJobsMoveToOtherLanes(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const LaneChange toWeb {QueueName::trusted("web"), {}};
    JobSpec later = aJob();
    later.runAt = driver.now() + std::chrono::hours {1};
    const Enqueued delayed = driver.add(later);
    JobSpec unique = aJob();
    unique.uniqueKey = "only-one";
    const Enqueued first = driver.add(unique);
    const Enqueued second = driver.add();
    const Enqueued there = driver.add(aJob("web"));
    const Moved moved = must(move(driver, first.receipt.id, toWeb));
    QVERIFY(moved.left.lane == first.lane && !moved.left.ready);
    QVERIFY(moved.ready && moved.ready->position > there.ready->position);
    QCOMPARE(moved.to.queue.text(), std::string("web"));
    QVERIFY(!must(move(driver, delayed.receipt.id, toWeb)).ready);
    QVERIFY(move(driver, second.receipt.id, {{}, Priority::High}));
    QCOMPARE(move(driver, second.receipt.id, {{}, Priority::High}).error().code, ErrorCode::Conflict);
    QCOMPARE(move(driver, driver.newId(), toWeb).error().code, ErrorCode::NotFound);
    QCOMPARE(driver.tryClaim({first.lane, *first.ready}).error().code, ErrorCode::Conflict);
    fixture.crash();
    QCOMPARE(driver.problems(), std::string());
    QVERIFY(driver.add(unique).receipt.isNew); // the key moved with the job
    QCOMPARE(move(driver, driver.add(unique).receipt.id, toWeb).error().code, ErrorCode::Conflict);
    QCOMPARE(driver.record(delayed.receipt.id).due, later.runAt);
    QCOMPARE(driver.record(second.receipt.id).job.spec.priority, Priority::High);
    driver.advance(std::chrono::hours {1});
    QCOMPARE(driver.ready().size(), std::size_t {5});
    while (!driver.ready().empty())
        driver.finish(driver.claimFirst()); // checksums are still valid
    QCOMPARE(driver.count(JobState::Succeeded), 5);
    QCOMPARE(move(driver, first.receipt.id, toWeb).error().code, ErrorCode::Conflict);
    fixture.reopen();
    QCOMPARE(driver.problems(), std::string());
}

inline void movedJobStartsAsItIsNow(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const Enqueued job = driver.add();
    const Moved moved = must(move(driver, job.receipt.id, {QueueName::trusted("web"), Priority::High}));
    const ClaimedJob claimed = driver.claim({moved.to, *moved.ready});
    QCOMPARE(claimed.job.spec.queue.text(), std::string("web"));
    QCOMPARE(claimed.job.spec.priority, Priority::High);
}

inline const std::vector<StoreClaim> actClaims {FAIRLEAD_CLAIM(waitingAndDelayedJobsAreCancelledAtOnce),
    FAIRLEAD_CLAIM(runningJobIsCancelledByItsFinish), FAIRLEAD_CLAIM(retryStartsAgainFromZero),
    FAIRLEAD_CLAIM(retriedJobDoesNotExpireAtOnce), FAIRLEAD_CLAIM(lastRetryOfAJobCountsAlone),
    FAIRLEAD_CLAIM(oldestOfTheLowestClassIsDropped), FAIRLEAD_CLAIM(newestIsDroppedWhenItIsAsked),
    FAIRLEAD_CLAIM(nothingIsDroppedInVain), FAIRLEAD_CLAIM(deletedJobsAreGoneUntilRestored),
    FAIRLEAD_CLAIM(deletingCancelsWhatWaitsAndSparesWhatRuns), FAIRLEAD_CLAIM(deletedJobsArePrunedAfterTenMinutes),
    FAIRLEAD_CLAIM(waitingJobsMoveToOtherLanes), FAIRLEAD_CLAIM(movedJobStartsAsItIsNow)};

} // namespace fairlead::contract
