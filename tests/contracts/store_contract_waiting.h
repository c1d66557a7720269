// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/job_body.h"
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
        for (const Lane &lane : must(driver.store().lanes()))
            names.push_back(name(lane));
        QCOMPARE(names, all);
        fixture.reopen();
    }
    driver.add(aJob("video", "anna"));
    driver.claim(first);
    QCOMPARE(name(must(driver.store().lanes()).back()), all.front()); // what waits there now came last
    driver.claim(second);
    QCOMPARE(must(driver.store().lanes()).size(), all.size() - 1);
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
        std::optional<Position> after;
        bool hasMore = true;
        while (hasMore) {
            const Window window = must(driver.store().waiting(lane, after, 10));
            QVERIFY(window.jobs.size() == 10 || !window.hasMore);
            seen.insert(seen.end(), window.jobs.begin(), window.jobs.end());
            hasMore = window.hasMore;
            after = seen.back().position;
        }
        QVERIFY(seen == expected);
        QVERIFY(must(driver.store().waiting(lane, after, 10)).jobs.empty());
        // Consumed ones are passed over, also those behind the front.
        for (const std::size_t gone : {std::size_t {0}, std::size_t {20}, expected.size() - 3}) {
            driver.claim({lane, expected[gone]});
            expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(gone));
        }
    }
    QVERIFY(must(driver.store().waiting(lane, {}, 3)).jobs.front() == expected.front());
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
            fixture.reopen(); // some are written, some are not
    }
    const TimePoint start = driver.now();
    const auto seqs = [&](int after, int limit) {
        std::vector<Seq> found;
        for (const LaneJob &one : must(driver.store().overdue(start + seconds {after}, limit)))
            found.push_back(one.job.seq);
        return found;
    };
    const auto seqOf = [&](std::size_t index) { return jobs[index].ready->seq; };
    QCOMPARE(must(driver.store().nextDeadline()), std::optional(start + seconds {10}));
    QVERIFY(seqs(10, 9).empty()); // at its deadline it is not late
    QVERIFY(seqs(41, 9) == (std::vector<Seq> {seqOf(1), seqOf(4), seqOf(2), seqOf(5)}));
    QVERIFY(seqs(41, 2) == (std::vector<Seq> {seqOf(1), seqOf(4)}));
    const LaneJob first = must(driver.store().overdue(start + seconds {11}, 1)).front();
    QVERIFY(first.lane == jobs[1].lane && first.job == *jobs[1].ready);
    driver.claim(jobs[1]);
    must(driver.cancel(jobs[4].receipt.id));
    for (int look = 0; look < 2; ++look) {
        QCOMPARE(must(driver.store().nextDeadline()), std::optional(start + seconds {30}));
        QVERIFY(seqs(60, 9) == (std::vector<Seq> {seqOf(2), seqOf(5), seqOf(0)}));
        fixture.reopen();
    }
    for (const std::size_t index : {0, 2, 5})
        driver.claim(jobs[index]);
    QVERIFY(!must(driver.store().nextDeadline()));
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
    QCOMPARE(must(driver.store().nextDue()), std::optional(behind));
    driver.advance(seconds {10}); // at its deadline it is not late
    QVERIFY(must(driver.store().promoteDue(driver.now(), 9)).empty());
    driver.advance(seconds {1});
    QCOMPARE(driver.finish(snooze, Snoozed {std::chrono::hours {1}}).due, std::optional(driver.now()));
    fixture.reopen();
    QCOMPARE(must(driver.store().promoteDue(driver.now(), 9)).size(), std::size_t {3});
    for (const Enqueued &job : {late, failing, snoozing}) {
        const auto ready = driver.readyOne(driver.record(job.receipt.id).job.seq);
        QVERIFY(ready.has_value());
        QCOMPARE(driver.tryClaim(*ready).error().code, ErrorCode::Expired);
        QCOMPARE(driver.state(job.receipt.id), JobState::Expired);
    }
    QVERIFY(!must(driver.store().nextDue()));
    QCOMPARE(driver.problems(), std::string());
}

inline void jobsThatWaitBetweenStartedOnesStay(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const auto inOrder = driver.add(aJob("mail", "anna"), 6);
    const auto scattered = driver.add(aJob("mail", "bert"), 6);
    fixture.reopen(); // all are written
    for (const std::size_t i : {0, 1, 2})
        driver.claim(inOrder[i]);
    for (const std::size_t i : {4, 0, 3})
        driver.claim(scattered[i]);
    const auto expectRest = [&] {
        std::vector<Seq> rest;
        for (const LaneJob &job : driver.ready())
            rest.push_back(job.job.seq);
        std::sort(rest.begin(), rest.end());
        std::vector<Seq> expected;
        for (const Enqueued *job : {&inOrder[3], &inOrder[4], &inOrder[5], &scattered[1], &scattered[2], &scattered[5]})
            expected.push_back(job->ready->seq);
        QCOMPARE(rest, expected);
    };
    expectRest();
    while (must(driver.store().maintain(driver.now()))) { } // the started ones are taken out
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
    std::vector<Seq> order;
    for (const LaneJob &job : driver.ready())
        order.push_back(job.job.seq);
    QVERIFY((order == std::vector<Seq> {jobs[1].ready->seq, jobs[2].ready->seq, jobs[0].ready->seq, last.ready->seq}));
    QCOMPARE(driver.tryClaim({released.lane, *jobs[0].ready}).error().code, ErrorCode::Conflict); // its old place
    while (must(driver.store().maintain(driver.now()))) { }
    QVERIFY(driver.tryClaim({released.lane, *released.ready}));
}

inline void dueJobsArePromotedOnceEarliestFirst(StoreFixture &fixture) // P5
{
    StoreDriver driver(fixture);
    std::vector<Seq> byDue;
    for (int i = 0; i < 9; ++i) {
        JobSpec spec = aJob("mail", i % 2 == 0 ? "anna" : "bert");
        spec.runAt = driver.now() + std::chrono::hours {9 - i};
        const Enqueued job = driver.add(spec);
        QCOMPARE(job.due, spec.runAt);
        QVERIFY(!job.ready);
        byDue.insert(byDue.begin(), driver.record(job.receipt.id).job.seq);
    }
    const TimePoint start = driver.now();
    QCOMPARE(must(driver.store().nextDue()), std::optional(start + std::chrono::hours {1}));
    QVERIFY(must(driver.store().promoteDue(driver.now(), 100)).empty());
    QCOMPARE(driver.count(JobState::Scheduled), 9);
    driver.advance(std::chrono::hours {4});
    std::vector<Seq> promoted;
    for (int call = 0; call < 3; ++call) {
        for (const LaneJob &job : must(driver.store().promoteDue(driver.now(), 3)))
            promoted.push_back(job.job.seq);
    }
    QVERIFY((promoted == std::vector<Seq>(byDue.begin(), byDue.begin() + 4)));
    QCOMPARE(driver.count(JobState::Scheduled), 5);
    QCOMPARE(driver.count(JobState::Ready), 4);
    QCOMPARE(must(driver.store().nextDue()), std::optional(start + std::chrono::hours {5}));
    // Neither a write of the index nor a crash loses or doubles them.
    driver.claim(*driver.readyOne(promoted[1]));
    while (must(driver.store().maintain(driver.now()))) { }
    QCOMPARE(driver.ready().size(), std::size_t {3});
    driver.advance(std::chrono::hours {1});
    QCOMPARE(must(driver.store().promoteDue(driver.now(), 100)).size(), std::size_t {1});
    fixture.crash();
    QCOMPARE(driver.ready().size(), std::size_t {4});
    QVERIFY(must(driver.store().promoteDue(driver.now(), 100)).empty());
    driver.advance(std::chrono::hours {100});
    QCOMPARE(must(driver.store().promoteDue(driver.now(), 100)).size(), std::size_t {4});
    QVERIFY(!must(driver.store().nextDue()));
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
    QCOMPARE(must(driver.store().promoteDue(late, 10)).size(), std::size_t {1});
    addAt(std::chrono::seconds {5}); // earlier than what was promoted
    QCOMPARE(must(driver.store().nextDue()), std::optional(late - std::chrono::seconds {5}));
    QCOMPARE(must(driver.store().promoteDue(late, 10)).size(), std::size_t {1});
    QVERIFY(must(driver.store().promoteDue(late, 10)).empty());
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
        const auto all = must(driver.store().counts());
        QCOMPARE(all.size(), std::size_t {3});
        QVERIFY(all[0].queue.text() == "mail" && all[0].tenant.text() == "anna");
        QVERIFY((all[0].counts == StateCounts {0, 0, 1, 1, 3, 0, 0, 0}));
        QVERIFY((all[1].counts == StateCounts {0, 0, 5, 0, 0, 0, 0, 0}));
        QVERIFY((all[2].counts == StateCounts {0, 0, 0, 0, 0, 2, 0, 0}));
        fixture.crash();
    }
}

inline void idleWorkChangesNothingSeen(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    driver.add(aJob(), 20);
    JobSpec soon = aJob("video");
    soon.runAt = driver.now() + std::chrono::seconds {1};
    driver.add(soon);
    driver.advance(std::chrono::seconds {1});
    driver.claimFirst();
    const auto before = driver.ready();
    const StateCounts counts = driver.counts();
    for (int i = 0; i < 3; ++i) {
        while (must(driver.store().maintain(driver.now()))) { }
        const auto after = driver.ready();
        QCOMPARE(after.size(), before.size());
        for (std::size_t job = 0; job < after.size(); ++job)
            QVERIFY(after[job].lane == before[job].lane && after[job].job == before[job].job);
        QVERIFY(driver.counts() == counts);
    }
    QCOMPARE(driver.problems(), std::string());
}

// --- lists -----------------------------------------------------------------------------------------------------------

inline void listsFilterAndPageNewestFirst(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec fragile = aJob("video", "bert");
    fragile.maxAttempts = 1;
    JobSpec later = aJob("mail", "bert");
    later.runAt = driver.now() + std::chrono::hours {1};
    later.tags = {"red", "blue"};
    driver.add(aJob(), 7);
    driver.add(later, 2);
    driver.finish(driver.claim(driver.add(fragile)), someFailure);
    const TimePoint middle = driver.now() + std::chrono::seconds {1};
    driver.advance(std::chrono::seconds {1});
    must(driver.cancel(driver.add().receipt.id));
    driver.finish(driver.claimFirst());
    driver.claimFirst();
    const auto sizeOf = [&](const JobQuery &query) {
        const auto jobs = allOf(driver.reader(), query);
        const bool isSorted = std::is_sorted(
            jobs.begin(), jobs.end(), [](const JobRecord &a, const JobRecord &b) { return a.job.seq > b.job.seq; });
        return isSorted ? static_cast<int>(jobs.size()) : -1;
    };
    for (const int limit : {1, 2, 3, 100}) {
        const auto by = [limit](std::optional<JobState> state) {
            JobQuery query;
            query.state = state;
            query.limit = limit;
            return query;
        };
        QCOMPARE(sizeOf(by({})), 11);
        QCOMPARE(sizeOf(by(JobState::Ready)), 5);
        QCOMPARE(sizeOf(by(JobState::Running)), 1);
        QCOMPARE(sizeOf(by(JobState::Scheduled)), 2);
        QCOMPARE(sizeOf(by(JobState::Succeeded)), 1);
        QCOMPARE(sizeOf(by(JobState::Dead)), 1);
        QCOMPARE(sizeOf(by(JobState::Cancelled)), 1);
        QCOMPARE(sizeOf(by(JobState::Expired)), 0);
        JobQuery query = by({});
        query.tenant = TenantName::trusted("bert");
        QCOMPARE(sizeOf(query), 3);
        query.queue = QueueName::trusted("video");
        QCOMPARE(sizeOf(query), 1);
        query.queue = QueueName::trusted("unheard");
        QCOMPARE(sizeOf(query), 0);
        query = by({});
        query.tag = "blue";
        QCOMPARE(sizeOf(query), 2);
        query = by({});
        query.since = middle;
        QCOMPARE(sizeOf(query), 1);
    }
    JobQuery bad;
    bad.cursor = "no cursor";
    QCOMPARE(driver.reader().listJobs(bad).error().code, ErrorCode::Invalid);
    QVERIFY(must(driver.reader().listJobs({})).jobs.front().job.spec.payload.empty());
}

/// Whatever is passed over, and from wherever, the page is the one that walking finds.
inline void listsPassOver(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec red = aJob("mail", "bert");
    red.tags = {"red", "red", "blue"};
    driver.add(aJob(), 5'000);
    driver.add(red, 3);
    driver.add(aJob("mail", "bert"), 4'500);
    driver.add(red, 2);
    driver.add(aJob(), 40);
    const auto discard = [&](std::size_t first, std::size_t step) {
        const auto all = allOf(driver.reader(), {{}, {}, 1000});
        for (std::size_t at = first; at < all.size(); at += step)
            must(must(driver.store().discard({&all[at].job.id, 1}, driver.now())).front());
    };
    discard(3, 700);
    driver.advance(deletedKept + std::chrono::seconds {1});
    while (must(driver.store().maintain(driver.now()))) { }
    discard(5, 900);
    const auto check = [&](const JobFilter &filter) {
        const auto all = allOf(driver.reader(), {filter, {}, 1000});
        const auto count = static_cast<std::int64_t>(all.size());
        const std::string deep = must(driver.reader().listJobs({filter, {}, 7})).cursor;
        for (const std::int64_t skip : {1, 2, 39, 800, 4'095, 4'096, 4'097, 8'192, 9'000, 20'000}) {
            for (const std::int64_t before : {0, 7}) {
                if (before > count)
                    continue;
                const JobPage page = must(driver.reader().listJobs({filter, before == 0 ? "" : deep, 5, skip}));
                const std::int64_t first = std::min(before + skip, count);
                QCOMPARE(page.skipped, first - before);
                QCOMPARE(static_cast<std::int64_t>(page.jobs.size()), std::min<std::int64_t>(5, count - first));
                for (std::size_t i = 0; i < page.jobs.size(); ++i)
                    QCOMPARE(page.jobs[i].job.seq, all[static_cast<std::size_t>(first) + i].job.seq);
                QCOMPARE(page.cursor.empty(), first + 5 >= count);
            }
        }
    };
    const auto checkAll = [&] {
        check({});
        JobFilter filter;
        filter.tenant = TenantName::trusted("bert");
        check(filter);
        filter.tag = "red";
        QCOMPARE(allOf(driver.reader(), {filter, {}, 3}).size(), std::size_t {5});
        check(filter);
        QCOMPARE(driver.problems(), std::string());
    };
    checkAll();
    fixture.crash();
    checkAll();
}

inline void deadLettersAreListedLatestFirst(StoreFixture &fixture) // L14
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob("mail", "anna");
    spec.maxAttempts = 1;
    for (int i = 0; i < 5; ++i) {
        spec.queue = QueueName::trusted(i < 3 ? "mail" : "video");
        spec.tenant = TenantName::trusted(i % 2 == 0 ? "anna" : "bert");
        driver.finish(driver.claim(driver.add(spec)), Failed {"exit_1", i == 4 ? "another reason" : "a reason", {}});
        driver.advance(std::chrono::hours {1});
    }
    const auto allDied = [&](DeadLetterQuery query) {
        std::vector<TimePoint> died;
        do {
            const DeadLetterPage page = must(driver.reader().listDeadLetters(query));
            for (const DeadLetter &letter : page.deadLetters)
                died.push_back(*letter.record.finishedAt);
            query.cursor = page.cursor;
        } while (!query.cursor.empty());
        return std::is_sorted(died.rbegin(), died.rend()) ? static_cast<int>(died.size()) : -1;
    };
    for (const int limit : {1, 2, 100}) {
        const DeadLetterQuery all {{}, {}, {}, {}, limit};
        QCOMPARE(allDied(all), 5);
        DeadLetterQuery query = all;
        query.queue = QueueName::trusted("mail");
        QCOMPARE(allDied(query), 3);
        query.tenant = TenantName::trusted("anna");
        QCOMPARE(allDied(query), 2);
        query.queue.reset();
        QCOMPARE(allDied(query), 3);
        query = all;
        query.fingerprint = errorFingerprint("exit_1", "another reason");
        QCOMPARE(allDied(query), 1);
        query.tenant = TenantName::trusted("bert");
        QCOMPARE(allDied(query), 0);
    }
    const auto oldest = must(driver.reader().listDeadLetters({{}, {}, {}, {}, 2, 4}));
    QCOMPARE(oldest.skipped, std::int64_t {4});
    QCOMPARE(oldest.deadLetters.size(), std::size_t {1});
    QCOMPARE(must(driver.reader().listDeadLetters({{}, TenantName::trusted("bert"), {}, {}, 2, 9})).skipped,
        std::int64_t {2});
    for (const char *cursor : {"7", "x.y", "1.0"})
        QCOMPARE(driver.reader().listDeadLetters({{}, {}, {}, cursor, 5}).error().code, ErrorCode::Invalid);
}

} // namespace fairlead::contract
