// SPDX-License-Identifier: Apache-2.0
// Claims about the JournalStore and the JournalReader.
#pragma once

#include "tests/contracts/store_driver.h"

namespace fairlead::contract {

inline std::vector<Event> allEvents(StoreFixture &fixture)
{
    return must(fixture.reader().journal().events({.since = 0, .limit = 1000})).events;
}

inline std::vector<EventKind> eventKinds(StoreFixture &fixture)
{
    std::vector<EventKind> kinds;
    for (const Event &event : allEvents(fixture))
        kinds.push_back(event.kind);
    return kinds;
}

inline void everyChangeOfAJobIsAnEvent(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob("mail", "anna");
    spec.maxAttempts = 2;
    const Enqueued first = driver.add(spec);
    const ClaimedJob claimed = driver.claim(first);
    const Finished failed = driver.finish(claimed, someFailure);
    driver.advance(std::chrono::hours {1});
    driver.finish(driver.claimFirst(), someFailure);
    must(driver.retry(first.receipt.id));
    must(driver.cancel(first.receipt.id, "anna"));
    spec.deadline = driver.now() + std::chrono::seconds {1};
    const Enqueued late = driver.add(spec);
    driver.advance(std::chrono::seconds {2});
    QVERIFY(!driver.tryClaim({late.lane, *late.ready}));
    driver.finish(driver.claim(driver.add(aJob())), Snoozed {std::chrono::hours {1}});
    driver.finish(driver.claim(driver.add(aJob())), Released {});
    driver.finish(driver.claimFirst());
    driver.add(aJob());
    must(fixture.store().jobs().drop(
        {.queue = QueueName::trusted("mail"), .tenant = TenantName::trusted("anna"), .needed = {1, 0}}, driver.now()));
    const Enqueued waiting = driver.add(aJob());
    must(fixture.store().jobs().remove({&waiting.receipt.id, 1}, driver.now()));
    must(fixture.store().jobs().restore({&waiting.receipt.id, 1}, driver.now()));
    const Enqueued moving = driver.add(aJob());
    must(fixture.store().jobs().move(
        {&moving.receipt.id, 1}, {.queue = QueueName::trusted("print"), .priority = {}}, driver.now()));
    using enum EventKind;
    QVERIFY(eventKinds(fixture)
        == (std::vector {JobAccepted, JobStarted, JobFailed, JobStarted, JobDead, JobRetried, JobCancelled, JobAccepted,
            JobExpired, JobAccepted, JobStarted, JobSnoozed, JobAccepted, JobStarted, JobReleased, JobStarted,
            JobSucceeded, JobAccepted, JobCancelled, JobAccepted, JobCancelled, JobDeleted, JobRestored, JobAccepted,
            JobMoved}));
    const std::vector<Event> events = allEvents(fixture);
    QVERIFY(events[1].job == first.receipt.id && events[1].attempt == 1 && events[1].who == "worker-1");
    QVERIFY(events[2].due == failed.due && events[2].due && events[2].text == "exit_1");
    QVERIFY(events[1].at == claimed.started && events[4].attempt == 2);
    QVERIFY(events[18].text == "dropped" && events.back().queue->text() == "print");
    QVERIFY(events[6].who == "anna" && events[20].who.empty());
    QVERIFY(events[8].job == late.receipt.id && events[8].text == "expired");
}

inline void theEndOfACancelledRunNamesWhoAskedForIt(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const ClaimedJob ended = driver.claim(driver.add());
    must(driver.cancel(ended.job.id, "anna"));
    driver.finish(ended, RunCancelled {});
    const ClaimedJob quicker = driver.claim(driver.add());
    must(driver.cancel(quicker.job.id, "anna"));
    driver.finish(quicker);
    const ClaimedJob cut = driver.claim(driver.add());
    must(driver.cancel(cut.job.id, "bob"));
    fixture.crash();
    driver.recover();
    std::vector<std::string> told;
    for (const Event &event : allEvents(fixture)) {
        if (event.kind == EventKind::JobCancelled || event.kind == EventKind::JobSucceeded)
            told.push_back(std::string(eventKindName(event.kind)) + " " + event.who);
    }
    QVERIFY(told == (std::vector<std::string> {"job.cancelled anna", "job.succeeded ", "job.cancelled bob"}));
}

inline void eventNumbersGoOnAfterACrash(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    driver.add(aJob(), 3);
    fixture.crash();
    QCOMPARE(fixture.store().journal().lastEvent(), std::int64_t {3});
    const Result<> undone = fixture.store().inOneCommit([&]() -> Result<> {
        driver.add(aJob(), 2);
        return failure(ErrorCode::Internal, "no");
    });
    QVERIFY(!undone);
    driver.add(aJob());
    fixture.reopen();
    must(fixture.store().journal().note(
        {.at = driver.now(), .kind = EventKind::Paused, .who = "eve", .text = "why \xe2\x82\xac"}));
    const std::vector<Event> events = allEvents(fixture);
    QCOMPARE(events.size(), std::size_t {5});
    for (std::size_t i = 0; i < events.size(); ++i)
        QCOMPARE(events[i].number, static_cast<std::int64_t>(i + 1));
    QVERIFY(events[4].who == "eve" && events[4].text == "why \xe2\x82\xac" && !events[4].queue && !events[4].job);
    QCOMPARE(fixture.store().journal().lastEvent(), std::int64_t {5});
}

inline void eventsAreReadInPartsAndFiltered(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    // Several events in one commit, so that a page ends in the middle of one.
    must(fixture.store().inOneCommit([&]() -> Result<> {
        driver.add(aJob("mail", "anna"), 5);
        driver.add(aJob("mail", "bob"), 5);
        return {};
    }));
    driver.add(aJob("print", "anna"), 2);
    std::vector<std::int64_t> seen;
    EventQuery query {.since = 0, .limit = 3};
    for (;;) {
        const EventPage page = must(fixture.reader().journal().events(query));
        if (page.events.empty())
            break;
        for (const Event &event : page.events)
            seen.push_back(event.number);
        query.since = page.next;
    }
    QCOMPARE(seen, (std::vector<std::int64_t> {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
    const EventPage bobs = must(fixture.reader().journal().events({.since = 0, .tenant = TenantName::trusted("bob")}));
    QVERIFY(bobs.events.size() == 5 && bobs.events.front().number == 6 && bobs.next == 12);
    const EventPage printed =
        must(fixture.reader().journal().events({.since = 0, .queue = QueueName::trusted("print")}));
    QCOMPARE(printed.events.size(), std::size_t {2});
    const EventPage newest = must(fixture.reader().journal().events({.since = {}, .limit = 2}));
    QVERIFY(newest.events.size() == 2 && newest.events.front().number == 11 && newest.missed == 0);
    QVERIFY(!fixture.reader().journal().events({.since = 13}));
}

inline void oldEventsAreForgottenAndThatIsTold(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    constexpr std::int64_t perCommit = 10'000;
    for (std::int64_t written = 0; written < eventsKept + 3 * perCommit; written += perCommit) {
        must(fixture.store().inOneCommit([&]() -> Result<> {
            for (std::int64_t i = 0; i < perCommit; ++i)
                must(fixture.store().journal().note({.at = driver.now(), .kind = EventKind::Resumed}));
            return {};
        }));
    }
    const EventPage page = must(fixture.reader().journal().events({.since = 10, .limit = 1}));
    QVERIFY(page.missed > 0);
    QCOMPARE(page.events.front().number, page.missed + 11);
    // The promised events are kept, and a few that were not pruned yet.
    const std::int64_t kept = fixture.store().journal().lastEvent() - page.events.front().number + 1;
    QVERIFY(kept >= eventsKept && kept <= eventsKept + perCommit);
}

inline void auditEntriesAreKeptInOrder(StoreFixture &fixture)
{
    QCOMPARE(must(fixture.store().journal().lastAudit()).number, std::int64_t {0});
    for (std::int64_t i = 1; i <= 3; ++i) {
        AuditEntry entry {.number = i};
        entry.who = "eve";
        entry.detail = "part \xe2\x82\xac " + std::to_string(i);
        entry.hash = std::to_string(i);
        must(fixture.store().journal().appendAudit(entry));
    }
    fixture.crash();
    QCOMPARE(must(fixture.store().journal().lastAudit()).detail, std::string("part \xe2\x82\xac 3"));
    const AuditPage page = must(fixture.reader().journal().auditLog({.below = 3, .limit = 1}));
    QVERIFY(page.entries.size() == 1 && page.entries.front().number == 2 && page.next == 2);
    QCOMPARE(must(fixture.reader().journal().auditLog({.below = 2, .limit = 1})).next, std::int64_t {0});
}

inline void marksAreNumberedAndTheOldestGo(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    QVERIFY(must(fixture.reader().journal().marks(10)).empty());
    const Mark first = must(driver.store().journal().addMark(
        {.at = driver.now(), .kind = MarkKind::Paused, .who = "eve", .text = "a \xe2\x82\xac"}));
    QCOMPARE(first.number, std::int64_t {1});
    fixture.crash();
    const std::vector<Mark> kept = must(fixture.reader().journal().marks(10));
    QCOMPARE(kept.size(), std::size_t {1});
    QVERIFY(kept[0].number == 1 && kept[0].at == driver.now() && kept[0].kind == MarkKind::Paused);
    QCOMPARE(kept[0].who + kept[0].text, std::string("evea \xe2\x82\xac"));
    must(fixture.store().inOneCommit([&]() -> Result<> {
        for (int i = 0; i < marksKept; ++i)
            must(fixture.store().journal().addMark(
                {.at = driver.now(), .kind = MarkKind::Note, .who = {}, .text = "x"}));
        return {};
    }));
    const std::vector<Mark> all = must(fixture.reader().journal().marks(2 * marksKept));
    QCOMPARE(all.size(), static_cast<std::size_t>(marksKept));
    QCOMPARE(all.front().number, std::int64_t {marksKept} + 1); // newest first
    QCOMPARE(all.back().number, std::int64_t {2});
    QCOMPARE(must(fixture.reader().journal().marks(3)).size(), std::size_t {3});
}

inline void minutesOfStatisticsAreKeptForADay(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    using Minutes = std::vector<std::pair<TimePoint, std::string>>;
    const TimePoint first = driver.now();
    const TimePoint second = first + std::chrono::minutes {1};
    const std::string odd("\0\xff", 2);
    must(driver.store().journal().saveFlow(second, "2"));
    must(driver.store().journal().saveFlow(first, "1"));
    must(driver.store().journal().saveFlow(first, odd)); // replaces the earlier one
    fixture.crash();
    QVERIFY(must(driver.store().journal().savedFlow()) == (Minutes {{first, odd}, {second, "2"}}));
    must(driver.store().journal().saveFlow(second + flowKept, "3"));
    QVERIFY(must(driver.store().journal().savedFlow()) == (Minutes {{second, "2"}, {second + flowKept, "3"}}));
}

inline const std::vector<StoreClaim> journalClaims {FAIRLEAD_CLAIM(everyChangeOfAJobIsAnEvent),
    FAIRLEAD_CLAIM(theEndOfACancelledRunNamesWhoAskedForIt), FAIRLEAD_CLAIM(eventNumbersGoOnAfterACrash),
    FAIRLEAD_CLAIM(eventsAreReadInPartsAndFiltered), FAIRLEAD_CLAIM(oldEventsAreForgottenAndThatIsTold),
    FAIRLEAD_CLAIM(auditEntriesAreKeptInOrder), FAIRLEAD_CLAIM(marksAreNumberedAndTheOldestGo),
    FAIRLEAD_CLAIM(minutesOfStatisticsAreKeptForADay)};

} // namespace fairlead::contract
