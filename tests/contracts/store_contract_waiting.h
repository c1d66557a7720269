// SPDX-License-Identifier: Apache-2.0
// Claims about the WaitingStore.
#pragma once

#include "tests/contracts/store_driver.h"

namespace fairlead::contract {

inline void lanesComeByTheFirstJobThatWaits(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec urgent = aJob("mail", "zoe");
    urgent.priority = Priority::Critical;
    const Enqueued first = driver.add(aJob("video", "anna"));
    const Enqueued second = driver.add(urgent);
    driver.add(aJob("mail", "bert"));
    driver.add(aJob("mail", "anna"), 3);
    JobSpec later = aJob("audio");
    later.runAt = driver.now() + std::chrono::hours {1};
    driver.add(later);
    const auto name = [](const Lane &lane) {
        return lane.queue.text() + "/" + std::string(priorityName(lane.priority)) + "/" + lane.tenant.text();
    };
    const std::vector<std::string> all {
        "video/normal/anna", "mail/critical/zoe", "mail/normal/bert", "mail/normal/anna"};
    for (int look = 0; look < 2; ++look) {
        std::vector<std::string> names;
        for (const Lane &lane : must(driver.store().waiting().lanes()))
            names.push_back(name(lane));
        QCOMPARE(names, all);
        fixture.reopen();
    }
    driver.add(aJob("video", "anna"));
    driver.claim(first);
    QCOMPARE(name(must(driver.store().waiting().lanes()).back()),
        all.front()); // the remaining jobs of this lane arrived last
    driver.claim(second);
    QCOMPARE(must(driver.store().waiting().lanes()).size(), all.size() - 1);
}

inline void windowsWalkALaneOnce(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const int count = 57;
    std::vector<ReadyJob> expected;
    for (int i = 0; i < count; ++i) {
        JobSpec spec = aJob();
        spec.cost = i + 1;
        if (i % 3 == 0)
            spec.deadline = driver.now() + std::chrono::seconds {i};
        expected.push_back(*driver.add(spec).ready);
        driver.add(aJob("mail", "other"));
    }
    const Lane lane {QueueName::trusted("mail"), Priority::Normal, TenantName::trusted("anna")};
    for (int look = 0; look < 2; ++look) {
        std::vector<ReadyJob> seen;
        std::optional<QueuePosition> after;
        bool hasMore = true;
        while (hasMore) {
            const LaneWindow window = must(driver.store().waiting().window(lane, after, 10));
            QVERIFY(window.jobs.size() == 10 || !window.hasMore);
            seen.insert(seen.end(), window.jobs.begin(), window.jobs.end());
            hasMore = window.hasMore;
            after = seen.back().position;
        }
        QVERIFY(seen == expected);
        QVERIFY(must(driver.store().waiting().window(lane, after, 10)).jobs.empty());
        // Consumed jobs are skipped, also those behind the front.
        for (const std::size_t gone : {std::size_t {0}, std::size_t {20}, expected.size() - 3}) {
            driver.claim({lane, expected[gone]});
            expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(gone));
        }
    }
    QVERIFY(must(driver.store().waiting().window(lane, {}, 3)).jobs.front() == expected.front());
}

inline void overdueJobsAreFoundEarliestFirst(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    using std::chrono::seconds;
    std::vector<Enqueued> jobs;
    for (const int due : {50, 10, 30, 0, 20, 40}) {
        JobSpec spec = aJob(due % 20 == 0 ? "mail" : "web", due == 30 ? "ben" : "anna");
        if (due > 0)
            spec.deadline = driver.now() + seconds {due};
        jobs.push_back(driver.add(spec));
        JobSpec delayed = spec;
        delayed.runAt = driver.now() + std::chrono::hours {1};
        delayed.deadline = driver.now() + seconds {1};
        driver.add(delayed); // does not wait yet
        if (due == 30)
            fixture.reopen(); // some entries are written, some are not
    }
    const TimePoint start = driver.now();
    const auto seqs = [&](int after, int limit) {
        std::vector<JobNumber> found;
        for (const LaneJob &one : must(driver.store().waiting().overdue(start + seconds {after}, limit)))
            found.push_back(one.job.seq);
        return found;
    };
    const auto numberOf = [&](std::size_t index) { return jobs[index].ready->seq; };
    QCOMPARE(must(driver.store().waiting().nextDeadline()), std::optional(start + seconds {10}));
    QVERIFY(seqs(10, 9).empty()); // a job is not overdue at its deadline
    QVERIFY(seqs(41, 9) == (std::vector<JobNumber> {numberOf(1), numberOf(4), numberOf(2), numberOf(5)}));
    QVERIFY(seqs(41, 2) == (std::vector<JobNumber> {numberOf(1), numberOf(4)}));
    const LaneJob first = must(driver.store().waiting().overdue(start + seconds {11}, 1)).front();
    QVERIFY(first.lane == jobs[1].lane && first.job == *jobs[1].ready);
    driver.claim(jobs[1]);
    must(driver.cancel(jobs[4].receipt.id));
    for (int look = 0; look < 2; ++look) {
        QCOMPARE(must(driver.store().waiting().nextDeadline()), std::optional(start + seconds {30}));
        QVERIFY(seqs(60, 9) == (std::vector<JobNumber> {numberOf(2), numberOf(5), numberOf(0)}));
        fixture.reopen();
    }
    for (const std::size_t index : {0, 2, 5})
        driver.claim(jobs[index]);
    QVERIFY(!must(driver.store().waiting().nextDeadline()));
}

inline void waitsAfterRunsAreShortenedAndTimesThatWereAskedForStay(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    using std::chrono::hours;
    JobSpec spec = aJob();
    spec.maxAttempts = 3;
    spec.retry = RetryPolicy(RetryPolicy::Fixed {hours {3}}, hours {3});
    const Enqueued failing = driver.add(spec);
    const Enqueued snoozing = driver.add(spec);
    spec.runAt = driver.now() + hours {4};
    const Enqueued later = driver.add(spec);
    driver.finish(driver.claim(failing), someFailure);
    driver.finish(driver.claim(snoozing), Snoozed {hours {1}});
    ClockStep step {.by = hours {2}, .now = driver.now(), .limit = 1};
    int looks = 0;
    for (auto last = must(driver.store().waiting().shiftWaits(step)); last;
         last = must(driver.store().waiting().shiftWaits(step))) {
        step.after = *last;
        QVERIFY(++looks < 10);
    }
    QCOMPARE(must(driver.store().waiting().promoteDue(driver.now(), 9)).size(), std::size_t {1});
    QCOMPARE(driver.state(snoozing.receipt.id), JobState::Ready);
    QCOMPARE(must(driver.store().waiting().nextDue()), std::optional(driver.now() + hours {1}));
    driver.advance(hours {1});
    QCOMPARE(must(driver.store().waiting().promoteDue(driver.now(), 9)).size(), std::size_t {1});
    QCOMPARE(driver.state(failing.receipt.id), JobState::Ready);
    QCOMPARE(must(driver.store().waiting().nextDue()), std::optional(*spec.runAt));
    QCOMPARE(driver.state(later.receipt.id), JobState::Scheduled);
    QCOMPARE(driver.problems(), std::string());
}

inline void scheduledJobIsDueAtItsDeadlineToExpire(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    using std::chrono::seconds;
    JobSpec spec = aJob();
    spec.runAt = driver.now() + std::chrono::hours {1};
    spec.deadline = driver.now() + seconds {10};
    const TimePoint behind = *spec.deadline + Microseconds {1};
    const Enqueued late = driver.add(spec);
    QCOMPARE(late.receipt.state, JobState::Scheduled);
    QCOMPARE(late.due, std::optional(behind));
    spec.runAt.reset();
    spec.retry = RetryPolicy(RetryPolicy::Fixed {std::chrono::hours {1}}, std::chrono::hours {1});
    const Enqueued failing = driver.add(spec);
    const Enqueued snoozing = driver.add(spec);
    const ClaimedJob snooze = driver.claim(snoozing);
    QCOMPARE(driver.finish(driver.claim(failing), someFailure).due, std::optional(behind));
    QCOMPARE(must(driver.store().waiting().nextDue()), std::optional(behind));
    driver.advance(seconds {10}); // a job is not overdue at its deadline
    QVERIFY(must(driver.store().waiting().promoteDue(driver.now(), 9)).empty());
    driver.advance(seconds {1});
    QCOMPARE(driver.finish(snooze, Snoozed {std::chrono::hours {1}}).due, std::optional(driver.now()));
    fixture.reopen();
    QCOMPARE(must(driver.store().waiting().promoteDue(driver.now(), 9)).size(), std::size_t {3});
    for (const Enqueued &job : {late, failing, snoozing}) {
        const auto ready = driver.readyOne(driver.record(job.receipt.id).job.seq);
        QVERIFY(ready.has_value());
        QCOMPARE(driver.tryClaim(*ready).error().code, ErrorCode::Expired);
        QCOMPARE(driver.state(job.receipt.id), JobState::Expired);
    }
    QVERIFY(!must(driver.store().waiting().nextDue()));
    QCOMPARE(driver.problems(), std::string());
}

inline void jobsThatWaitBetweenStartedOnesStay(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const auto inOrder = driver.add(aJob("mail", "anna"), 6);
    const auto scattered = driver.add(aJob("mail", "bert"), 6);
    fixture.reopen(); // now all entries are written
    for (const std::size_t i : {0, 1, 2})
        driver.claim(inOrder[i]);
    for (const std::size_t i : {4, 0, 3})
        driver.claim(scattered[i]);
    const auto expectRest = [&] {
        std::vector<JobNumber> rest;
        for (const LaneJob &job : driver.ready())
            rest.push_back(job.job.seq);
        std::sort(rest.begin(), rest.end());
        std::vector<JobNumber> expected;
        for (const Enqueued *job : {&inOrder[3], &inOrder[4], &inOrder[5], &scattered[1], &scattered[2], &scattered[5]})
            expected.push_back(job->ready->seq);
        QCOMPARE(rest, expected);
    };
    expectRest();
    while (must(driver.store().maintain(driver.now()))) { } // removes the started ones
    expectRest();
    fixture.reopen();
    expectRest();
}

inline void returningJobsStandBehindTheOthers(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const auto jobs = driver.add(aJob(), 3);
    const Finished released = driver.finish(driver.claim(jobs[0]), Released {});
    QVERIFY(released.ready->position > jobs[2].ready->position);
    QCOMPARE(released.ready->seq, jobs[0].ready->seq);
    const Enqueued last = driver.add();
    std::vector<JobNumber> order;
    for (const LaneJob &job : driver.ready())
        order.push_back(job.job.seq);
    QVERIFY((
        order == std::vector<JobNumber> {jobs[1].ready->seq, jobs[2].ready->seq, jobs[0].ready->seq, last.ready->seq}));
    QCOMPARE(driver.tryClaim({released.lane, *jobs[0].ready}).error().code, ErrorCode::Conflict); // its old position
    while (must(driver.store().maintain(driver.now()))) { }
    QVERIFY(driver.tryClaim({released.lane, *released.ready}));
}

inline void dueJobsArePromotedOnceEarliestFirst(StoreFixture &fixture) // P5
{
    StoreDriver driver(fixture);
    std::vector<JobNumber> byDue;
    for (int i = 0; i < 9; ++i) {
        JobSpec spec = aJob("mail", i % 2 == 0 ? "anna" : "bert");
        spec.runAt = driver.now() + std::chrono::hours {9 - i};
        const Enqueued job = driver.add(spec);
        QCOMPARE(job.due, spec.runAt);
        QVERIFY(!job.ready);
        byDue.insert(byDue.begin(), driver.record(job.receipt.id).job.seq);
    }
    const TimePoint start = driver.now();
    QCOMPARE(must(driver.store().waiting().nextDue()), std::optional(start + std::chrono::hours {1}));
    QVERIFY(must(driver.store().waiting().promoteDue(driver.now(), 100)).empty());
    QCOMPARE(driver.count(JobState::Scheduled), 9);
    driver.advance(std::chrono::hours {4});
    std::vector<JobNumber> promoted;
    for (int call = 0; call < 3; ++call) {
        for (const LaneJob &job : must(driver.store().waiting().promoteDue(driver.now(), 3)))
            promoted.push_back(job.job.seq);
    }
    QVERIFY((promoted == std::vector<JobNumber>(byDue.begin(), byDue.begin() + 4)));
    QCOMPARE(driver.count(JobState::Scheduled), 5);
    QCOMPARE(driver.count(JobState::Ready), 4);
    QCOMPARE(must(driver.store().waiting().nextDue()), std::optional(start + std::chrono::hours {5}));
    // A write of the index or a crash neither loses nor doubles them.
    driver.claim(*driver.readyOne(promoted[1]));
    while (must(driver.store().maintain(driver.now()))) { }
    QCOMPARE(driver.ready().size(), std::size_t {3});
    driver.advance(std::chrono::hours {1});
    QCOMPARE(must(driver.store().waiting().promoteDue(driver.now(), 100)).size(), std::size_t {1});
    fixture.crash();
    QCOMPARE(driver.ready().size(), std::size_t {4});
    QVERIFY(must(driver.store().waiting().promoteDue(driver.now(), 100)).empty());
    driver.advance(std::chrono::hours {100});
    QCOMPARE(must(driver.store().waiting().promoteDue(driver.now(), 100)).size(), std::size_t {4});
    QVERIFY(!must(driver.store().waiting().nextDue()));
    QCOMPARE(driver.ready().size(), std::size_t {8});
    QCOMPARE(driver.problems(), std::string());
}

inline void clockSetBackHidesNoDelayedJob(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const auto addAt = [&](Microseconds delay) {
        JobSpec spec = aJob();
        spec.runAt = TimePoint {std::chrono::seconds {2'000'000'000}} + delay;
        must(driver.tryAdd(spec));
    };
    addAt(std::chrono::seconds {10});
    const TimePoint late {std::chrono::seconds {2'000'000'010}};
    QCOMPARE(must(driver.store().waiting().promoteDue(late, 10)).size(), std::size_t {1});
    addAt(std::chrono::seconds {5}); // earlier than the promoted ones
    QCOMPARE(must(driver.store().waiting().nextDue()), std::optional(late - std::chrono::seconds {5}));
    QCOMPARE(must(driver.store().waiting().promoteDue(late, 10)).size(), std::size_t {1});
    QVERIFY(must(driver.store().waiting().promoteDue(late, 10)).empty());
}

inline void countsFollowEveryStep(StoreFixture &fixture) // Q2, Q3, E8
{
    StoreDriver driver(fixture);
    driver.add(aJob("mail", "anna"), 5);
    driver.add(aJob("mail", "bert"), 5);
    JobSpec fragile = aJob("video", "anna");
    fragile.maxAttempts = 1;
    const auto doomed = driver.add(fragile, 2);
    for (const Enqueued &job : doomed)
        driver.finish(driver.claim(job), someFailure);
    for (int i = 0; i < 3; ++i)
        driver.finish(driver.claimFirst());
    driver.claimFirst();
    for (int look = 0; look < 2; ++look) {
        const auto all = must(driver.store().waiting().counts({}));
        QCOMPARE(all.size(), std::size_t {3});
        QVERIFY(all[0].queue.text() == "mail" && all[0].tenant.text() == "anna");
        QVERIFY((all[0].counts == StateCounts {0, 0, 1, 1, 3, 0, 0, 0}));
        QVERIFY((all[1].counts == StateCounts {0, 0, 5, 0, 0, 0, 0, 0}));
        QVERIFY((all[2].counts == StateCounts {0, 0, 0, 0, 0, 2, 0, 0}));
        fixture.crash();
    }
}

inline void countsAreThoseOfTheRange(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    for (const char *tenant : {"dora", "anna", "carl", "bert"})
        driver.add(aJob("mail", tenant), 2);
    driver.add(aJob("video", "bert"), 3);
    const auto placesIn = [&driver](const TenantRange &range) {
        std::string places;
        for (const QueueTenantCounts &one : must(driver.store().waiting().counts(range)))
            places.append(one.queue.text()).append(":").append(one.tenant.text()).append(" ");
        return places;
    };
    const auto name = [](const char *text) { return TenantName::trusted(text); };
    QCOMPARE(placesIn({}), std::string("mail:anna mail:bert mail:carl mail:dora video:bert "));
    QCOMPARE(placesIn({.most = 2}), std::string("mail:anna mail:bert video:bert "));
    QCOMPARE(placesIn({.after = name("bert"), .most = 1}), std::string("mail:carl "));
    QCOMPARE(placesIn({.after = name("bz")}), std::string("mail:carl mail:dora "));
    QCOMPARE(placesIn({.tenant = name("bert")}), std::string("mail:bert video:bert "));
    QCOMPARE(placesIn({.tenant = name("bert"), .after = name("bert")}), std::string());
    QCOMPARE(placesIn({.tenant = name("nobody")}), std::string());
}

inline void backlogCountsWhatWaitsOrIsScheduled(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const auto mail = QueueName::trusted("mail");
    const auto anna = TenantName::trusted("anna");
    const auto backlog = [&] {
        const Backlog both = must(driver.store().waiting().backlog(mail, anna));
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
    const auto inQueue = [&] { return must(driver.store().waiting().backlog(mail, anna)).ofTenantInQueue.jobs; };
    QCOMPARE(inQueue(), 4L);
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
    QCOMPARE(inQueue(), 3L);
    fixture.crash();
    QCOMPARE(backlog(), std::pair(4L, 4L));
    QCOMPARE(inQueue(), 3L);
}

inline void bytesOfTheBacklogAreCounted(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const auto mail = QueueName::trusted("mail");
    const auto anna = TenantName::trusted("anna");
    const auto bytes = [&] {
        const Backlog backlog = must(driver.store().waiting().backlog(mail, anna));
        return std::array {backlog.ofEngine.bytes, backlog.ofQueue.bytes, backlog.ofTenant.bytes};
    };
    using Bytes = std::array<std::int64_t, 3>;
    const auto sized = [](const char *queue, const char *tenant, std::size_t size) {
        JobSpec spec = aJob(queue, tenant);
        spec.payload.assign(size, 'x');
        return spec;
    };
    driver.add(sized("mail", "anna", 10'000)); // too large for its row
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

inline const std::vector<StoreClaim> waitingClaims {FAIRLEAD_CLAIM(lanesComeByTheFirstJobThatWaits),
    FAIRLEAD_CLAIM(windowsWalkALaneOnce), FAIRLEAD_CLAIM(overdueJobsAreFoundEarliestFirst),
    FAIRLEAD_CLAIM(scheduledJobIsDueAtItsDeadlineToExpire),
    FAIRLEAD_CLAIM(waitsAfterRunsAreShortenedAndTimesThatWereAskedForStay),
    FAIRLEAD_CLAIM(jobsThatWaitBetweenStartedOnesStay), FAIRLEAD_CLAIM(returningJobsStandBehindTheOthers),
    FAIRLEAD_CLAIM(dueJobsArePromotedOnceEarliestFirst), FAIRLEAD_CLAIM(clockSetBackHidesNoDelayedJob),
    FAIRLEAD_CLAIM(countsFollowEveryStep), FAIRLEAD_CLAIM(countsAreThoseOfTheRange),
    FAIRLEAD_CLAIM(backlogCountsWhatWaitsOrIsScheduled), FAIRLEAD_CLAIM(bytesOfTheBacklogAreCounted)};

} // namespace fairlead::contract
