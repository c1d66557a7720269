// SPDX-License-Identifier: Apache-2.0
// Claims about the JobStore: edited jobs take the place of waiting ones.
#pragma once

#include "tests/contracts/store_driver.h"

namespace fairlead::contract {

/// The replacement of a job by one of this spec.
inline Replacement replacementOf(StoreDriver &driver, const Enqueued &old, const JobSpec &spec)
{
    return {old.receipt.id, old.lane, driver.record(old.receipt.id).job.spec.deadline, driver.newId(), spec, "me"};
}

inline Result<Replaced> replace(StoreDriver &driver, const Replacement &request)
{
    return must(driver.store().jobs().replace({&request, 1}, driver.now())).front();
}

inline void anEditedJobTakesThePlaceOfTheOldOne(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.uniqueKey = "only-one";
    const Enqueued old = driver.add(spec);
    JobSpec next = spec;
    next.payload = "edited";
    next.priority = Priority::High;
    next.parent = old.receipt.id;
    const Replaced replaced = must(replace(driver, replacementOf(driver, old, next)));
    const JobId id = replaced.accepted.receipt.id;
    QVERIFY(replaced.ended.hasEnded && replaced.ended.lane == old.lane && replaced.accepted.receipt.isNew);
    QCOMPARE(replaced.accepted.lane.priority, Priority::High);
    fixture.crash(); // both or none: the answer came after the commit
    QCOMPARE(driver.problems(), std::string());
    const JobRecord before = driver.record(old.receipt.id);
    QCOMPARE(before.state, JobState::Cancelled);
    QCOMPARE(before.errors.back().errorClass, std::string("edited"));
    QVERIFY(before.errors.back().text.find(id.text()) != std::string::npos);
    const JobRecord after = driver.record(id);
    QCOMPARE(after.state, JobState::Ready);
    QVERIFY(after.job.spec.payload == "edited" && after.job.spec.parent == old.receipt.id);
    QCOMPARE(driver.add(spec).receipt.id, id); // the key is held without a gap
    QCOMPARE(driver.ready().size(), std::size_t {1});
    QCOMPARE(driver.count(JobState::Cancelled), 1);
    const std::vector<Event> events = must(driver.reader().journal().events({.since = 1})).events;
    QCOMPARE(events.size(), std::size_t {2});
    QVERIFY(events[0].kind == EventKind::JobCancelled && events[0].job == old.receipt.id);
    QVERIFY(events[0].who == "me" && events[0].text == "edited");
    QVERIFY(events[1].kind == EventKind::JobAccepted && events[1].job == id);
    driver.finish(driver.claimFirst()); // its checksum is valid
    QCOMPARE(driver.state(id), JobState::Succeeded);
}

inline void aScheduledJobIsEditedToo(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.runAt = driver.now() + std::chrono::hours {1};
    const Enqueued old = driver.add(spec);
    JobSpec next = spec;
    next.tags = {"late"};
    const Replaced replaced = must(replace(driver, replacementOf(driver, old, next)));
    QVERIFY(!replaced.accepted.ready && replaced.accepted.due == spec.runAt);
    fixture.crash();
    QVERIFY(driver.ready().empty());
    driver.advance(std::chrono::hours {1});
    QCOMPARE(driver.ready().size(), std::size_t {1});
    QCOMPARE(driver.claimFirst().job.id, replaced.accepted.receipt.id);
    QCOMPARE(driver.problems(), std::string());
}

inline void onlyAWaitingJobIsEdited(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const Enqueued job = driver.add();
    const Replacement request = replacementOf(driver, job, aJob());
    Replacement moved = request;
    moved.lane.priority = Priority::High;
    QCOMPARE(replace(driver, moved).error().code, ErrorCode::Conflict);
    Replacement later = request;
    later.deadline = driver.now();
    QCOMPARE(replace(driver, later).error().code, ErrorCode::Conflict);
    Replacement taken = request;
    taken.id = driver.add(aJob("web")).receipt.id;
    QCOMPARE(replace(driver, taken).error().code, ErrorCode::Conflict);
    Replacement unknown = request;
    unknown.old = driver.newId();
    QCOMPARE(replace(driver, unknown).error().code, ErrorCode::NotFound);
    QCOMPARE(driver.state(job.receipt.id), JobState::Ready);
    const ClaimedJob claimed = driver.claim(job);
    QCOMPARE(replace(driver, request).error().code, ErrorCode::Conflict);
    driver.finish(claimed);
    QCOMPARE(replace(driver, request).error().code, ErrorCode::Conflict);
    QCOMPARE(driver.state(job.receipt.id), JobState::Succeeded);
    QCOMPARE(driver.count(JobState::Cancelled), 0);
    QCOMPARE(driver.problems(), std::string());
}

inline Result<> tag(StoreDriver &driver, const JobId &id, const TagChange &change)
{
    return must(driver.store().jobs().tag({&id, 1}, change, "me", driver.now())).front();
}

inline std::vector<JobId> idsWithTag(StoreDriver &driver, const std::string &tag)
{
    JobQuery query;
    query.tags = std::vector<std::string> {tag};
    std::vector<JobId> ids;
    for (const JobRecord &record : must(driver.reader().jobs().listJobs(query)).jobs)
        ids.push_back(record.job.id);
    return ids;
}

inline void aJobIsFoundByItsNewTagsAlone(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.tags = {"old", "kept"};
    const JobId waiting = driver.add(spec).receipt.id;
    const Enqueued second = driver.add(spec);
    const ClaimedJob run = driver.claim(second);
    const JobId running = second.receipt.id;
    const Enqueued third = driver.add(spec);
    driver.finish(driver.claim(third));
    const JobId ended = third.receipt.id;
    for (const JobId &id : {waiting, running, ended})
        must(tag(driver, id, {.add = {"new"}, .remove = {"old"}}));
    const auto check = [&] {
        QVERIFY(idsWithTag(driver, "old").empty());
        for (const char *kept : {"kept", "new"})
            QVERIFY((idsWithTag(driver, kept) == std::vector<JobId> {ended, running, waiting}));
        QVERIFY((driver.record(waiting).job.spec.tags == std::vector<std::string> {"kept", "new"}));
        QCOMPARE(driver.problems(), std::string());
    };
    check();
    driver.finish(run);
    fixture.crash();
    check();
    fixture.reopen();
    check();
    must(tag(driver, ended, {.remove = {"kept", "new"}}));
    QVERIFY(driver.record(ended).job.spec.tags.empty());
    const ClaimedJob claimed = driver.claimFirst(); // its checksum is valid
    QCOMPARE(claimed.job.id, waiting);
    QVERIFY((claimed.job.spec.tags == std::vector<std::string> {"kept", "new"}));
    QCOMPARE(driver.problems(), std::string());
}

inline void aChangeOfTagsIsOneEvent(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const JobId id = driver.add().receipt.id;
    must(tag(driver, id, {.add = {"a", "b"}}));
    must(tag(driver, id, {.add = {"a"}, .remove = {"c"}})); // no difference
    const std::vector<Event> events = must(driver.reader().journal().events({.since = 1})).events;
    QCOMPARE(events.size(), std::size_t {1});
    QVERIFY(events[0].kind == EventKind::JobTagged && events[0].job == id && events[0].who == "me");
    QCOMPARE(tag(driver, driver.newId(), {.add = {"a"}}).error().code, ErrorCode::NotFound);
    QCOMPARE(tag(driver, id, {.add = {""}}).error().code, ErrorCode::Invalid);
    must(driver.store().jobs().remove({&id, 1}, driver.now()));
    QCOMPARE(tag(driver, id, {.add = {"d"}}).error().code, ErrorCode::NotFound); // as all of a deleted job
}

inline const std::vector<StoreClaim> editClaims {FAIRLEAD_CLAIM(anEditedJobTakesThePlaceOfTheOldOne),
    FAIRLEAD_CLAIM(aScheduledJobIsEditedToo), FAIRLEAD_CLAIM(onlyAWaitingJobIsEdited),
    FAIRLEAD_CLAIM(aJobIsFoundByItsNewTagsAlone), FAIRLEAD_CLAIM(aChangeOfTagsIsOneEvent)};

} // namespace fairlead::contract
