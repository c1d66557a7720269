// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contracts/store_contract_letters.h"

namespace fairlead::contract {

inline Result<Acted> discard(StoreDriver &driver, const JobId &id)
{
    return must(driver.store().discard({&id, 1}, driver.now())).front();
}
inline Result<Acted> restore(StoreDriver &driver, const JobId &id)
{
    return must(driver.store().restore({&id, 1}, driver.now())).front();
}
inline Result<Relaned> relane(StoreDriver &driver, const JobId &id, const LaneChange &change)
{
    return must(driver.store().relane({&id, 1}, change, driver.now())).front();
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
        QCOMPARE(driver.reader().findJob(id).error().code, ErrorCode::NotFound);
        QCOMPARE(discard(driver, id).error().code, ErrorCode::NotFound);
        QCOMPARE(driver.retry(id).error().code, ErrorCode::NotFound);
        QCOMPARE(driver.cancel(id).error().code, ErrorCode::NotFound);
        QCOMPARE(relane(driver, id, {{}, Priority::High}).error().code, ErrorCode::NotFound);
    }
    QCOMPARE(driver.reader().findResult(done.receipt.id).error().code, ErrorCode::NotFound);
    QVERIFY(must(driver.reader().listJobs({})).jobs.empty());
    QVERIFY(must(driver.reader().listDeadLetters({})).deadLetters.empty());
    QVERIFY(driver.counts() == StateCounts {});
    QCOMPARE(driver.problems(), std::string());
    fixture.crash();
    QVERIFY(driver.counts() == StateCounts {});
    QCOMPARE(must(restore(driver, dead)).state, JobState::Dead);
    QCOMPARE(must(restore(driver, done.receipt.id)).state, JobState::Succeeded);
    QCOMPARE(restore(driver, dead).error().code, ErrorCode::Conflict);
    QCOMPARE(restore(driver, driver.newId()).error().code, ErrorCode::NotFound);
    QVERIFY(driver.counts() == before);
    QCOMPARE(must(driver.reader().findResult(done.receipt.id)).bytes, std::string("result"));
    QCOMPARE(must(driver.reader().groupDeadLetters({})).groups.at(0).key, errorFingerprint("refused", "no host"));
    QVERIFY(driver.retry(dead));
    QCOMPARE(driver.problems(), std::string());
}

inline void deletingCancelsWhatWaitsAndSparesWhatRuns(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.uniqueKey = "only-one";
    const Enqueued waiting = driver.add(spec);
    const Acted acted = must(discard(driver, waiting.receipt.id));
    QCOMPARE(acted.state, JobState::Cancelled);
    QVERIFY(acted.lane == waiting.lane);
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
    spec.payload = std::string(10'000, 'x'); // in a table of its own
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
    QVERIFY(driver.add(spec).receipt.isNew); // its key went with it
    fixture.reopen();
    QVERIFY(driver.add(aJob()).receipt.isNew); // numbers of pruned jobs are not given out again
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
    const Relaned moved = must(relane(driver, first.receipt.id, toWeb));
    QVERIFY(moved.left.lane == first.lane && !moved.left.ready);
    QVERIFY(moved.ready && moved.ready->position > there.ready->position);
    QCOMPARE(moved.to.queue.text(), std::string("web"));
    QVERIFY(!must(relane(driver, delayed.receipt.id, toWeb)).ready);
    QVERIFY(relane(driver, second.receipt.id, {{}, Priority::High}));
    QCOMPARE(relane(driver, second.receipt.id, {{}, Priority::High}).error().code, ErrorCode::Conflict);
    QCOMPARE(relane(driver, driver.newId(), toWeb).error().code, ErrorCode::NotFound);
    QCOMPARE(driver.tryClaim({first.lane, *first.ready}).error().code, ErrorCode::Conflict);
    fixture.crash();
    QCOMPARE(driver.problems(), std::string());
    QVERIFY(driver.add(unique).receipt.isNew); // the key went along
    QCOMPARE(relane(driver, driver.add(unique).receipt.id, toWeb).error().code, ErrorCode::Conflict);
    QCOMPARE(driver.record(delayed.receipt.id).due, later.runAt);
    QCOMPARE(driver.record(second.receipt.id).job.spec.priority, Priority::High);
    driver.advance(std::chrono::hours {1});
    QCOMPARE(driver.ready().size(), std::size_t {5});
    while (!driver.ready().empty())
        driver.finish(driver.claimFirst()); // checksums are still right
    QCOMPARE(driver.count(JobState::Succeeded), 5);
    QCOMPARE(relane(driver, first.receipt.id, toWeb).error().code, ErrorCode::Conflict);
    fixture.reopen();
    QCOMPARE(driver.problems(), std::string());
}

inline void relanedJobStartsAsItIsNow(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const Enqueued job = driver.add();
    const Relaned moved = must(relane(driver, job.receipt.id, {QueueName::trusted("web"), Priority::High}));
    const ClaimedJob claimed = driver.claim({moved.to, *moved.ready});
    QCOMPARE(claimed.job.spec.queue.text(), std::string("web"));
    QCOMPARE(claimed.job.spec.priority, Priority::High);
}

inline void matchesAreFoundOldestFirstInSteps(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    std::vector<JobId> mail;
    JobSpec tagged = aJob();
    tagged.tags = {"a"};
    for (int i = 0; i < 5; ++i)
        mail.push_back(driver.add(i % 2 == 0 ? tagged : aJob()).receipt.id);
    const TimePoint between = driver.now();
    driver.advance(std::chrono::seconds {1});
    const JobId dead = addDead(driver, "web", "ben", "no host 1");
    const JobId other = addDead(driver, "web", "ben", "too large");
    JobSpec later = aJob("web", "ben");
    later.runAt = driver.now() + std::chrono::hours {1};
    const JobId delayed = driver.add(later).receipt.id;
    const ClaimedJob running = driver.claimFirst();
    const Seq newest = must(driver.reader().newestSeq());
    const auto found = [&](const JobFilter &filter) {
        std::vector<JobId> ids;
        Matches matches {{}, {}, true};
        while (matches.hasMore) {
            matches = must(driver.reader().findMatching({filter, matches.examined, newest, 2}));
            ids.insert(ids.end(), matches.ids.begin(), matches.ids.end());
        }
        return ids;
    };
    using Ids = std::vector<JobId>;
    QVERIFY(found({.state = JobState::Ready}) == (Ids {mail[1], mail[2], mail[3], mail[4]}));
    QVERIFY(found({.state = JobState::Running}) == Ids {running.job.id});
    QVERIFY(found({.state = JobState::Scheduled}) == Ids {delayed});
    QVERIFY(found({.anyOf = {JobState::Dead, JobState::Expired}}) == (Ids {dead, other}));
    QVERIFY(found({.fingerprint = errorFingerprint("refused", "no host 7")}) == Ids {dead});
    QVERIFY(found({.tag = "a"}) == (Ids {mail[0], mail[2], mail[4]}));
    QVERIFY(found({.tenant = TenantName::trusted("ben")}) == (Ids {dead, other, delayed}));
    QVERIFY(found({.until = between}).empty());
    QVERIFY(found({.since = between, .until = between + Microseconds {1}}) == mail);
    QVERIFY(found({.queue = QueueName::trusted("nowhere")}).empty());
    QVERIFY(found({.attemptsMin = 1}) == (Ids {mail[0], dead, other}));
    QVERIFY(found({.idPrefix = dead.text()}) == Ids {dead});
    QVERIFY(found({.ids = {other, mail[3], driver.newId()}}) == (Ids {mail[3], other}));
    QVERIFY(found({.state = JobState::Dead, .ids = {other, mail[3]}}) == Ids {other});
    QVERIFY(found({.handlerQueues = std::set<QueueName> {}}).empty());
    QVERIFY(found({.handlerQueues = std::set {QueueName::trusted("web")}}) == (Ids {dead, other, delayed}));
    QVERIFY(discard(driver, dead));
    QVERIFY(found({.anyOf = {JobState::Dead, JobState::Expired}}) == Ids {other});
    QCOMPARE(found({}).size(), std::size_t {7});
    JobQuery query;
    query.idPrefix = other.text().substr(0, 30);
    QCOMPARE(must(driver.reader().listJobs(query)).jobs.at(0).job.id, other);
    query = {};
    query.fingerprint = errorFingerprint("refused", "too large");
    QCOMPARE(must(driver.reader().listJobs(query)).jobs.size(), std::size_t {1});
    query = {};
    query.attemptsMin = 1;
    query.until = between + Microseconds {1};
    QCOMPARE(must(driver.reader().listJobs(query)).jobs.size(), std::size_t {1});
}

inline void operationsAreKeptWithEveryPart(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    Operation full {.id = driver.newId(), .created = driver.now()};
    full.request = {.action = BulkAction::Move,
        .filter = {.state = JobState::Ready,
            .anyOf = {JobState::Ready, JobState::Scheduled},
            .queue = QueueName::trusted("mail"),
            .tenant = TenantName::trusted("anna"),
            .handler = "process",
            .tag = "a",
            .since = driver.now(),
            .until = driver.now() + Microseconds {1},
            .fingerprint = "0123456789abcdef",
            .attemptsMin = 3,
            .idPrefix = "01",
            .ids = {driver.newId(), driver.newId()}},
        .change = {QueueName::trusted("web"), Priority::Low},
        .over = std::chrono::minutes {5},
        .who = "eve"};
    full.upTo = Seq {17};
    must(driver.store().saveOperation(full));
    full.total = 20;
    full.done = 7;
    full.skipped = 2;
    full.failed = 1;
    full.after = Seq {9};
    full.error = "none";
    must(driver.store().saveOperation(full));
    driver.advance(std::chrono::seconds {1});
    Operation ended {.id = driver.newId(), .state = OperationState::Done, .created = driver.now()};
    ended.finished = driver.now();
    must(driver.store().saveOperation(ended));
    fixture.crash();
    const auto all = must(driver.reader().operations());
    QCOMPARE(all.size(), std::size_t {2});
    QVERIFY(all[0] == full); // those running first
    QVERIFY(must(driver.reader().findOperation(ended.id)) == ended);
    QCOMPARE(driver.reader().findOperation(driver.newId()).error().code, ErrorCode::NotFound);
    driver.advance(std::chrono::hours {24 * 7});
    while (must(driver.store().maintain(driver.now()))) { }
    QCOMPARE(must(driver.reader().operations()).size(), std::size_t {1}); // only one that has ended is forgotten
}

} // namespace fairlead::contract
