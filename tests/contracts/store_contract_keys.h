// SPDX-License-Identifier: Apache-2.0
// Claims about the ids and keys by which the JobStore recognises a job.
#pragma once

#include "tests/contracts/store_contract_acts.h"

namespace fairlead::contract {

inline void uniqueKeyIsHeldUntilTheJobEnds(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.uniqueKey = "only-one";
    const Enqueued first = driver.add(spec);
    const auto isHeld = [&](JobState state) {
        const Enqueued second = driver.add(spec);
        QVERIFY(!second.receipt.isNew);
        QVERIFY(!second.ready);
        QCOMPARE(second.receipt.id, first.receipt.id);
        QCOMPARE(second.receipt.state, state);
    };
    isHeld(JobState::Ready);
    JobSpec elsewhere = aJob("other");
    elsewhere.uniqueKey = spec.uniqueKey;
    QVERIFY(driver.add(elsewhere).receipt.isNew);
    const ClaimedJob claimed = driver.claim(first);
    isHeld(JobState::Running);
    driver.finish(claimed, someFailure);
    isHeld(JobState::Scheduled);
    fixture.crash();
    isHeld(JobState::Scheduled);
    QVERIFY(driver.cancel(first.receipt.id));
    const Enqueued second = driver.add(spec);
    QVERIFY(second.receipt.isNew);
    QCOMPARE(driver.retry(first.receipt.id).error().code, ErrorCode::Conflict); // the second job holds the key now
    driver.finish(driver.claim(second));
    QVERIFY(driver.retry(first.receipt.id));
    QCOMPARE(driver.add(spec).receipt.id, first.receipt.id);
    QCOMPARE(driver.problems(), std::string());
}

inline void keysBelongToATenant(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec evil = aJob("mail", "evil");
    evil.uniqueKey = "nightly";
    evil.idempotencyKey = "order-17";
    JobSpec acme = aJob("mail", "acme");
    acme.uniqueKey = evil.uniqueKey;
    acme.idempotencyKey = evil.idempotencyKey;
    acme.payload = "another body";
    const Enqueued first = driver.add(evil);
    const Enqueued second = driver.add(acme);
    QVERIFY(first.receipt.isNew && second.receipt.isNew);
    fixture.crash();
    QCOMPARE(driver.add(acme).receipt.id, second.receipt.id);
    QCOMPARE(driver.add(evil).receipt.id, first.receipt.id);
    // The end of a job frees the key of its own tenant alone.
    QVERIFY(driver.cancel(first.receipt.id));
    acme.idempotencyKey.clear();
    evil.idempotencyKey.clear();
    QCOMPARE(driver.add(acme).receipt.id, second.receipt.id);
    QVERIFY(driver.add(evil).receipt.isNew);
    QVERIFY(move(driver, second.receipt.id, {QueueName::trusted("web"), {}}));
    QVERIFY(driver.add(acme).receipt.isNew); // the key went along
    QCOMPARE(driver.problems(), std::string());
}

inline void equalUniqueKeysInOneBatchMakeOneJob(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.uniqueKey = "only-one";
    const std::vector<JobSpec> specs {spec, spec};
    const std::vector<JobId> ids {driver.newId(), driver.newId()};
    const auto answers = must(driver.store().jobs().enqueue(specs, ids, driver.now()));
    QVERIFY(answers[0]->receipt.isNew);
    QVERIFY(!answers[1]->receipt.isNew);
    QCOMPARE(answers[1]->receipt.id, ids[0]);
    QCOMPARE(driver.count(JobState::Ready), 1);
}

inline void idempotencyKeyAnswersTheSameForADay(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.idempotencyKey = "request-1";
    const Enqueued first = driver.add(spec);
    driver.finish(driver.claim(first));
    fixture.reopen();
    driver.advance(std::chrono::hours {24} - Microseconds {1});
    JobSpec repeated = spec;
    repeated.traceId = "another call";
    const Enqueued again = driver.add(repeated);
    QVERIFY(!again.receipt.isNew);
    QCOMPARE(again.receipt.id, first.receipt.id);
    QCOMPARE(again.receipt.state, JobState::Succeeded);
    JobSpec other = spec;
    other.payload = "{\"other\":1}";
    QCOMPARE(driver.tryAdd(other).error().code, ErrorCode::Conflict);
    QCOMPARE(driver.count(JobState::Succeeded), 1);
    QCOMPARE(driver.count(JobState::Ready), 0);
    driver.advance(Microseconds {1});
    const Enqueued later = driver.add(other);
    QVERIFY(later.receipt.isNew);
    driver.advance(std::chrono::hours {24});
    while (must(driver.store().maintain(driver.now()))) { }
    QVERIFY(driver.add(spec).receipt.isNew);
}

inline void aKeyComparesWhatWasAsked(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.idempotencyKey = "request-1";
    spec.asked = "start 10us";
    spec.runAt = driver.now() + std::chrono::hours {1};
    const Enqueued first = driver.add(spec);
    fixture.crash();
    driver.advance(std::chrono::hours {2});
    JobSpec again = spec;
    again.runAt = driver.now() + std::chrono::hours {1}; // the same delay, asked for later
    again.timeout += std::chrono::seconds {1}; // the queue's, which was changed meanwhile
    again.traceId = "another try";
    QCOMPARE(driver.add(again).receipt.id, first.receipt.id);
    again.asked = "start 20us";
    QCOMPARE(driver.tryAdd(again).error().code, ErrorCode::Conflict);
    again.asked = spec.asked;
    again.correlationId = "other";
    QCOMPARE(driver.tryAdd(again).error().code, ErrorCode::Conflict);
    QCOMPARE(driver.problems(), std::string());
}

inline void anAnswerOfAUniqueKeyIsRemembered(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec holder = aJob();
    holder.uniqueKey = "nightly";
    JobSpec request = holder;
    request.idempotencyKey = "try-1";
    const Enqueued first = driver.add(holder);
    QCOMPARE(driver.add(request).receipt.id, first.receipt.id);
    driver.finish(driver.claim(first));
    fixture.crash();
    driver.advance(std::chrono::hours {24} - Microseconds {1});
    QCOMPARE(driver.add(request).receipt.id, first.receipt.id);
    QCOMPARE(driver.count(JobState::Ready), 0);
    JobSpec other = request;
    other.payload = "other";
    QCOMPARE(driver.tryAdd(other).error().code, ErrorCode::Conflict);
    // With the answer itself its keys are forgotten: they must not name a later job.
    QVERIFY(discard(driver, first.receipt.id));
    driver.advance(std::chrono::minutes {10});
    while (must(driver.store().maintain(driver.now()))) { }
    fixture.reopen();
    const Enqueued second = driver.add(request);
    QVERIFY(second.receipt.isNew && second.receipt.id != first.receipt.id);
    QCOMPARE(driver.problems(), std::string());
}

inline void knownJobsAreFoundWithoutAcceptingAny(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.idempotencyKey = "order-1";
    JobSpec unique = aJob();
    unique.uniqueKey = "nightly";
    const auto known = [&](const JobSpec &one) { return must(driver.store().jobs().findKnown(one, driver.now())); };
    QVERIFY(!known(spec) && !known(unique) && !known(aJob()));
    const JobId first = driver.add(spec).receipt.id;
    const JobId second = driver.add(unique).receipt.id;
    QVERIFY(must(*known(spec)).receipt.id == first && !must(*known(spec)).receipt.isNew);
    QVERIFY(must(*known(unique)).receipt.id == second);
    spec.payload = "other";
    QVERIFY(known(spec)->error().code == ErrorCode::Conflict);
    QCOMPARE(driver.ready().size(), std::size_t {2});
}

inline std::vector<Result<Enqueued>> enqueue(
    StoreDriver &driver, const std::vector<JobSpec> &specs, const std::vector<JobId> &ids)
{
    return must(driver.store().jobs().enqueue(specs, ids, driver.now()));
}

inline void knownIdAnswersWithItsJob(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const JobSpec spec = aJob();
    const JobId id = driver.newId();
    const Enqueued first = must(enqueue(driver, {spec}, {id}).front());
    const std::int64_t events = driver.store().journal().lastEvent();
    const Enqueued again = must(enqueue(driver, {spec}, {id}).front());
    QVERIFY(again.receipt.id == id && !again.receipt.isNew && !again.ready && !again.due);
    QCOMPARE(again.receipt.state, JobState::Ready);
    const ClaimedJob run = driver.claim(first);
    fixture.crash();
    QCOMPARE(must(enqueue(driver, {spec}, {id}).front()).receipt.state, JobState::Running);
    driver.recover();
    driver.finish(driver.claimFirst());
    QCOMPARE(must(enqueue(driver, {spec}, {id}).front()).receipt.state, JobState::Succeeded);
    QCOMPARE(driver.store().journal().lastEvent() - events, 4); // started, released, started, succeeded
    QCOMPARE(driver.count(JobState::Succeeded), 1);
    QCOMPARE(driver.count(JobState::Ready), 0);
    QCOMPARE(driver.problems(), std::string());
}

inline void knownIdWithAnotherBodyIsRefused(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    const JobId id = driver.newId();
    must(enqueue(driver, {spec}, {id}).front());
    spec.payload += "more";
    const auto refused = enqueue(driver, {spec}, {id}).front();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
    QVERIFY(driver.record(id).job.spec.payload != spec.payload);
    QCOMPARE(driver.count(JobState::Ready), 1);
}

inline void knownIdsAndNewOnesShareACommit(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const JobSpec spec = aJob();
    JobSpec other = aJob();
    other.payload = "other";
    const std::vector<JobId> ids {driver.newId(), driver.newId(), driver.newId()};
    must(enqueue(driver, {spec}, {ids[0]}).front());
    std::vector<Result<Enqueued>> answers;
    const auto pause = [&] { return driver.store().settings().savePause({{}, {}, "eve", "", driver.now()}); };
    must(driver.store().inOneCommit([&]() -> Result<> {
        FAIRLEAD_CHECK(pause());
        auto enqueued = driver.store().jobs().enqueue(std::vector {spec, spec, spec, other, spec, other},
            std::vector {ids[1], ids[0], ids[1], ids[1], ids[2], ids[0]}, driver.now());
        if (!enqueued)
            return failure(std::move(enqueued));
        answers = std::move(*enqueued);
        return {};
    }));
    QVERIFY(answers[0]->receipt.isNew && answers[4]->receipt.isNew);
    QVERIFY(answers[1]->receipt.id == ids[0] && !answers[1]->receipt.isNew);
    QVERIFY(answers[2]->receipt.id == ids[1] && !answers[2]->receipt.isNew);
    QVERIFY(!answers[3] && !answers[5]);
    QCOMPARE(driver.count(JobState::Ready), 3);
    QCOMPARE(must(driver.store().settings().pauses()).size(), std::size_t {1});
    QCOMPARE(driver.store().journal().lastEvent(), 3);
    fixture.crash();
    QCOMPARE(driver.ready().size(), std::size_t {3});
    QCOMPARE(driver.problems(), std::string());
}

inline const std::vector<StoreClaim> keyClaims {FAIRLEAD_CLAIM(uniqueKeyIsHeldUntilTheJobEnds),
    FAIRLEAD_CLAIM(keysBelongToATenant), FAIRLEAD_CLAIM(equalUniqueKeysInOneBatchMakeOneJob),
    FAIRLEAD_CLAIM(idempotencyKeyAnswersTheSameForADay), FAIRLEAD_CLAIM(aKeyComparesWhatWasAsked),
    FAIRLEAD_CLAIM(anAnswerOfAUniqueKeyIsRemembered), FAIRLEAD_CLAIM(knownJobsAreFoundWithoutAcceptingAny),
    FAIRLEAD_CLAIM(knownIdAnswersWithItsJob), FAIRLEAD_CLAIM(knownIdWithAnotherBodyIsRefused),
    FAIRLEAD_CLAIM(knownIdsAndNewOnesShareACommit)};

} // namespace fairlead::contract
