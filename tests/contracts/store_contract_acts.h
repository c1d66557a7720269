// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contracts/store_driver.h"

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
    QCOMPARE(driver.retry(first.receipt.id).error().code, ErrorCode::Conflict); // the key is the second job's now
    driver.finish(driver.claim(second));
    QVERIFY(driver.retry(first.receipt.id));
    QCOMPARE(driver.add(spec).receipt.id, first.receipt.id);
    QCOMPARE(driver.problems(), std::string());
}

inline void equalUniqueKeysInOneBatchMakeOneJob(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.uniqueKey = "only-one";
    const std::vector<JobSpec> specs {spec, spec};
    const std::vector<JobId> ids {driver.newId(), driver.newId()};
    const auto answers = must(driver.store().enqueue(specs, ids, driver.now()));
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
        const Acted acted = must(driver.cancel(job->receipt.id));
        QCOMPARE(acted.state, JobState::Cancelled);
        QCOMPARE(acted.id, job->receipt.id);
        QVERIFY(acted.lane == job->lane);
        QVERIFY(!acted.runningToken);
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
        const Acted acted = must(driver.cancel(job.job.id));
        QCOMPARE(acted.state, JobState::Running);
        QCOMPARE(acted.runningToken, std::optional(job.token));
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
    const Acted acted = must(driver.retry(job.receipt.id));
    QCOMPARE(acted.state, JobState::Ready);
    QVERIFY(acted.ready && acted.ready->position > front.ready->position);
    QCOMPARE(driver.retry(job.receipt.id).error().code, ErrorCode::Conflict);
    const JobRecord record = driver.record(job.receipt.id);
    QCOMPARE(record.state, JobState::Ready);
    QCOMPARE(record.attempt, 0);
    QCOMPARE(record.errors.size(), std::size_t {1});
    QVERIFY(must(driver.reader().listDeadLetters({})).deadLetters.empty());
    fixture.crash();
    const auto waiting = driver.readyOne(acted.seq);
    QVERIFY(waiting);
    const ClaimedJob again = driver.claim(*waiting);
    QCOMPARE(again.attempt, 1);
    driver.finish(again);
    QCOMPARE(driver.retry(job.receipt.id).error().code, ErrorCode::Conflict);
    QCOMPARE(driver.retry(driver.newId()).error().code, ErrorCode::NotFound);
}

inline void commitKeepsAllOrNothing(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec soon = aJob();
    soon.runAt = driver.now() + std::chrono::seconds {1};
    driver.add(soon);
    const Enqueued waiting = driver.add();
    const ClaimedJob running = driver.claim(driver.add());
    const ClaimedJob other = driver.claim(driver.add());
    driver.advance(std::chrono::seconds {1});
    const StateCounts before = driver.counts();
    JobId lost;
    const Result<> undone = driver.store().inOneCommit([&]() -> Result<> {
        JobSpec spec = aJob("new-queue", "new-tenant");
        spec.uniqueKey = spec.idempotencyKey = "key";
        lost = driver.add(spec).receipt.id;
        driver.claim(waiting);
        driver.finish(running, Succeeded {{"r", "t"}});
        driver.finish(other, Released {});
        must(driver.store().promoteDue(driver.now(), 10));
        must(driver.store().savePause({{}, {}, "me", "why", driver.now()}));
        return failure(ErrorCode::Cancelled, "on second thoughts");
    });
    QCOMPARE(undone.error().code, ErrorCode::Cancelled);
    QVERIFY(driver.counts() == before);
    QCOMPARE(driver.reader().findJob(lost).error().code, ErrorCode::NotFound);
    QVERIFY(must(driver.store().pauses()).empty());
    QCOMPARE(must(driver.store().promoteDue(driver.now(), 10)).size(), std::size_t {1});
    JobSpec spec = aJob("new-queue", "new-tenant");
    spec.uniqueKey = spec.idempotencyKey = "key";
    std::optional<Enqueued> kept;
    must(driver.store().inOneCommit([&]() -> Result<> {
        kept = driver.add(spec);
        driver.finish(driver.claim(waiting));
        driver.finish(running);
        return {};
    }));
    driver.finish(other);
    fixture.crash();
    QVERIFY(kept->receipt.isNew);
    QCOMPARE(driver.state(kept->receipt.id), JobState::Ready);
    QCOMPARE(driver.count(JobState::Succeeded), 3);
    QCOMPARE(driver.ready().size(), std::size_t {2});
    QCOMPARE(driver.problems(), std::string());
}

inline void pausesAndTenantsAreKept(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const auto queue = QueueName::trusted("mail");
    const auto tenant = TenantName::trusted("anna");
    Store &store = driver.store();
    must(store.savePause({{}, {}, "eve", "all", driver.now()}));
    must(store.savePause({queue, {}, "eve", "queue", driver.now()}));
    must(store.savePause({queue, tenant, "eve", "both", driver.now()}));
    must(store.savePause({queue, tenant, "adam", "replaced", driver.now()}));
    TenantRules rules {3.25, Rate {0.5, 2}, 7, {}};
    rules.bytesMax = 1'000;
    rules.retryShare = 0.25;
    rules.backpressure = Backpressure {WhenFull::Wait, std::chrono::seconds {5}};
    must(store.saveTenant({tenant, "", {2.5, {}, {}, 10}}));
    must(store.saveTenant({tenant, "free", rules}));
    fixture.reopen();
    const auto pauses = must(driver.store().pauses());
    QCOMPARE(pauses.size(), std::size_t {3});
    QVERIFY(!pauses[0].queue && !pauses[0].tenant);
    QVERIFY(pauses[1].queue == queue && !pauses[1].tenant);
    QVERIFY(pauses[2].tenant == tenant);
    QCOMPARE(pauses[2].who + pauses[2].why, std::string("adamreplaced"));
    QCOMPARE(pauses[2].since, driver.now());
    QVERIFY(must(driver.store().removePause(queue, {})));
    QVERIFY(!must(driver.store().removePause(queue, {})));
    QCOMPARE(must(driver.store().pauses()).size(), std::size_t {2});
    const auto tenants = must(driver.store().savedTenants());
    QCOMPARE(tenants.size(), std::size_t {1});
    QCOMPARE(tenants[0].plan, std::string("free"));
    QVERIFY(tenants[0].rules == rules);
}

inline void debtsAreKeptUntilTheyAreTaken(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const QueueName mail = QueueName::trusted("mail");
    const Debt ofQueue {mail, {}, Priority::Normal, 7};
    const Debt ofTenant {mail, TenantName::trusted("anna"), Priority::Low, 3'600'000'000'000'000};
    QVERIFY(must(driver.store().takeDebts()).empty());
    must(driver.store().saveDebts({{{mail, TenantName::trusted("bert"), Priority::High, 1}}}));
    must(driver.store().saveDebts({{ofTenant, ofQueue}})); // in the place of the earlier one
    fixture.reopen();
    QVERIFY(must(driver.store().takeDebts()) == (std::vector<Debt> {ofQueue, ofTenant}));
    fixture.crash();
    QVERIFY(must(driver.store().takeDebts()).empty());
}

/// The bytes of a kept result; "none" without one.
inline std::string cachedBytes(StoreDriver &driver, const CacheKey &key)
{
    const std::optional<JobResult> found = must(driver.store().cachedResult(key, driver.now()));
    return found ? found->bytes : "none";
}

inline void cachedResultsAreKeptUntilTheyExpire(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const CacheLimits limits {10, 1'000};
    const CacheKey key {"mail", std::string("\0\xff", 2)};
    const auto keep = [&](const CacheKey &as, const std::string &bytes) {
        must(driver.store().cacheResult(as, {bytes, "text/x"}, driver.now() + std::chrono::minutes {1}, limits));
    };
    QCOMPARE(cachedBytes(driver, key), std::string("none"));
    keep(key, std::string("a\0b", 3));
    keep({"mail", "empty"}, "");
    fixture.crash();
    QCOMPARE(cachedBytes(driver, key), std::string("a\0b", 3));
    QCOMPARE(cachedBytes(driver, {"mail", "empty"}), std::string());
    QCOMPARE(must(driver.store().cachedResult(key, driver.now()))->contentType, std::string("text/x"));
    QCOMPARE(cachedBytes(driver, {"other", key.digest}), std::string("none"));
    driver.advance(std::chrono::seconds {30});
    keep(key, "newer");
    const Result<> undone = driver.store().inOneCommit([&]() -> Result<> {
        keep(key, "of a commit that fails");
        keep({"mail", "of it, too"}, "x");
        return failure(ErrorCode::Internal, "no");
    });
    QVERIFY(!undone);
    fixture.reopen();
    driver.advance(std::chrono::seconds {59});
    QCOMPARE(cachedBytes(driver, key), std::string("newer"));
    QCOMPARE(cachedBytes(driver, {"mail", "of it, too"}), std::string("none"));
    driver.advance(std::chrono::seconds {1});
    QCOMPARE(cachedBytes(driver, key), std::string("none"));
    while (must(driver.store().maintain(driver.now()))) { }
    QVERIFY(must(driver.reader().verify()).problems.empty());
}

inline void cachesAreHeldToTheirLimits(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const auto keep = [&](const char *cache, const char *digest, std::size_t bytes) {
        driver.advance(std::chrono::seconds {1});
        must(driver.store().cacheResult(
            {cache, digest}, {std::string(bytes, *digest), {}}, driver.now() + std::chrono::hours {1}, {3, 100}));
    };
    const auto kept = [&](const char *cache) {
        std::string all;
        for (const char *digest : {"a", "b", "c", "d", "e", "f"})
            all += cachedBytes(driver, {cache, digest}) == "none" ? "" : digest;
        return all;
    };
    for (const char *digest : {"a", "b", "c"})
        keep("one", digest, 10);
    keep("other", "a", 100);
    keep("one", "a", 20); // now the newest
    keep("one", "d", 10);
    QCOMPARE(kept("one"), std::string("acd"));
    keep("one", "e", 75);
    QCOMPARE(kept("one"), std::string("de"));
    keep("one", "e", 101); // alone too much, and the earlier one is not true any more
    QCOMPARE(kept("one"), std::string("d"));
    keep("one", "f", 100);
    QCOMPARE(kept("one"), std::string("f"));
    QCOMPARE(kept("other"), std::string("a"));
    QVERIFY(must(driver.reader().verify()).problems.empty());
}

inline void scalesAreKeptUntilTheyAreReleased(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const auto mail = QueueName::trusted("mail");
    const auto web = QueueName::trusted("web");
    must(driver.store().saveScale(mail, 2));
    must(driver.store().saveScale(mail, 5));
    must(driver.store().saveScale(web, 1));
    fixture.reopen();
    using Scales = std::vector<std::pair<QueueName, int>>;
    QVERIFY(must(driver.store().savedScales()) == (Scales {{mail, 5}, {web, 1}}));
    must(driver.store().saveScale(mail, {}));
    must(driver.store().saveScale(mail, {}));
    fixture.reopen();
    QVERIFY(must(driver.store().savedScales()) == (Scales {{web, 1}}));
}

inline void backlogCountsWhatWaitsOrIsScheduled(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const auto mail = QueueName::trusted("mail");
    const auto anna = TenantName::trusted("anna");
    const auto backlog = [&] {
        const Backlog both = must(driver.store().backlog(mail, anna));
        return std::pair(both.ofQueue.jobs, both.ofTenant.jobs);
    };
    QCOMPARE(backlog(), std::pair(0L, 0L));
    driver.add(aJob(), 3);
    JobSpec later = aJob();
    later.runAt = driver.now() + std::chrono::hours {1};
    driver.add(later);
    driver.add(aJob("mail", "ben"));
    driver.add(aJob("web", "anna"));
    QCOMPARE(backlog(), std::pair(5L, 5L));
    const ClaimedJob claimed = driver.claimFirst();
    QCOMPARE(backlog(), std::pair(4L, 4L));
    driver.finish(claimed, Failed {"e", "again", {}});
    QCOMPARE(backlog(), std::pair(5L, 5L));
    must(driver.cancel(claimed.job.id));
    QCOMPARE(backlog(), std::pair(4L, 4L));
    const auto undone = driver.store().inOneCommit([&]() -> Result<> {
        driver.add(aJob());
        return failure(ErrorCode::Invalid, "changed my mind");
    });
    QVERIFY(!undone);
    QCOMPARE(backlog(), std::pair(4L, 4L));
    fixture.crash();
    QCOMPARE(backlog(), std::pair(4L, 4L));
}

inline void bytesOfTheBacklogAreCounted(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const auto mail = QueueName::trusted("mail");
    const auto anna = TenantName::trusted("anna");
    const auto bytes = [&] {
        const Backlog backlog = must(driver.store().backlog(mail, anna));
        return std::array {backlog.ofEngine.bytes, backlog.ofQueue.bytes, backlog.ofTenant.bytes};
    };
    using Bytes = std::array<std::int64_t, 3>;
    const auto sized = [](const char *queue, const char *tenant, std::size_t size) {
        JobSpec spec = aJob(queue, tenant);
        spec.payload.assign(size, 'x');
        return spec;
    };
    driver.add(sized("mail", "anna", 10'000)); // too large to stand in its row
    driver.add(sized("mail", "ben", 200));
    driver.add(sized("web", "anna", 30));
    QVERIFY(bytes() == (Bytes {10'230, 10'200, 10'030}));
    const ClaimedJob large = driver.claimFirst();
    QVERIFY(bytes() == (Bytes {230, 200, 30}));
    driver.finish(large, Failed {"e", "again", {}});
    QVERIFY(bytes() == (Bytes {10'230, 10'200, 10'030}));
    fixture.crash();
    QVERIFY(bytes() == (Bytes {10'230, 10'200, 10'030}));
    must(driver.cancel(large.job.id));
    QVERIFY(bytes() == (Bytes {230, 200, 30}));
    must(driver.retry(large.job.id));
    fixture.reopen();
    QVERIFY(bytes() == (Bytes {10'230, 10'200, 10'030}));
    QCOMPARE(driver.problems(), std::string());
}

inline void newestIsDroppedWhenItIsAsked(StoreFixture &fixture) // B5
{
    StoreDriver driver(fixture);
    std::vector<JobId> ids;
    for (int i = 0; i < 3; ++i)
        ids.push_back(driver.add().receipt.id);
    fixture.reopen(); // these are in the index now
    ids.push_back(driver.add().receipt.id);
    DropRequest request {.queue = QueueName::trusted("mail"), .tenant = TenantName::trusted("anna")};
    request.first = DropRequest::First::Newest;
    request.needed = {2, 0};
    const std::vector<Acted> dropped = must(driver.store().drop(request, driver.now()));
    QCOMPARE(dropped.size(), std::size_t {2});
    QVERIFY(dropped[0].id == ids[3] && dropped[1].id == ids[2]);
    QCOMPARE(driver.state(ids[1]), JobState::Ready);
    QCOMPARE(driver.problems(), std::string());
}

inline void nothingIsDroppedInVain(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    driver.add(aJob(), 3); // of two bytes each
    DropRequest request {.queue = QueueName::trusted("mail"), .tenant = TenantName::trusted("anna")};
    request.needed = {1, 7};
    QVERIFY(must(driver.store().drop(request, driver.now())).empty());
    QCOMPARE(driver.ready().size(), std::size_t {3});
    request.needed = {1, 3};
    QCOMPARE(must(driver.store().drop(request, driver.now())).size(), std::size_t {2});
    QCOMPARE(driver.problems(), std::string());
}

inline void knownJobsAreFoundWithoutAcceptingAny(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.idempotencyKey = "order-1";
    JobSpec unique = aJob();
    unique.uniqueKey = "nightly";
    const auto known = [&](const JobSpec &one) { return must(driver.store().findKnown(one, driver.now())); };
    QVERIFY(!known(spec) && !known(unique) && !known(aJob()));
    const JobId first = driver.add(spec).receipt.id;
    const JobId second = driver.add(unique).receipt.id;
    QVERIFY(must(*known(spec)).receipt.id == first && !must(*known(spec)).receipt.isNew);
    QVERIFY(must(*known(unique)).receipt.id == second);
    spec.payload = "other";
    QVERIFY(known(spec)->error().code == ErrorCode::Conflict);
    QCOMPARE(driver.ready().size(), std::size_t {2});
}

inline void oldestOfTheLowestClassIsDropped(StoreFixture &fixture) // B4, B6
{
    StoreDriver driver(fixture);
    const auto drop = [&](Priority highest) -> std::optional<Acted> {
        const DropRequest request {.queue = QueueName::trusted("mail"),
            .tenant = TenantName::trusted("anna"),
            .highest = highest,
            .needed = {1, 0}};
        const std::vector<Acted> dropped = must(driver.store().drop(request, driver.now()));
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
    QVERIFY(!drop(Priority::Normal)); // never of a higher class
    QCOMPARE(driver.state(second), JobState::Cancelled);
    QCOMPARE(driver.record(second).errors.front().errorClass, std::string("dropped"));
    QCOMPARE(driver.state(first), JobState::Ready);
    QCOMPARE(driver.problems(), std::string());
}

} // namespace fairlead::contract
