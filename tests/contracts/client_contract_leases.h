// SPDX-License-Identifier: Apache-2.0
// The claims about leases for workers elsewhere, for every client.
#pragma once

#include "engine/calls/lease_calls.h"
#include "engine/wire/json_writer.h"
#include "tests/contracts/client_driver.h"

namespace fairlead::contract {

inline void leasedJobIsRunAndItsResultKept(ClientDriver &driver)
{
    NewJob job = EngineRig::job("far", "{\"n\":18446744073709551615,\"x\":1.10,\"x\":2}");
    job.tags = {"night"};
    const JobId id = driver.rig.add(job);
    const auto leased = driver.lease("far");
    QVERIFY(leased);
    QCOMPARE(leased->size(), std::size_t {1});
    const LeasedJob &one = leased->front();
    QCOMPARE(one.record.job.id, id);
    QCOMPARE(one.record.job.spec.payload, job.payload); // byte for byte
    QCOMPARE(one.record.job.spec.tags, job.tags);
    QCOMPARE(one.record.attempt, 1);
    QVERIFY(one.until > one.record.job.created);
    QCOMPARE(driver.findJob(id)->state, JobState::Running);
    QVERIFY(driver.reportProgress(one.token, {40, "nearly"}));
    QTRY_VERIFY(driver.findJob(id)->progress == (Progress {40, "nearly"}));
    const auto renewed = driver.renewLease(one.token, std::chrono::minutes {30});
    QVERIFY(renewed && renewed->until > one.until && !renewed->isCancelRequested);
    const std::string bytes("\0\xff result", 9);
    QVERIFY(driver.settleLease(one.token, Succeeded {{bytes, "text/x-far"}}) == JobState::Succeeded);
    const auto result = driver.findResult(id);
    QCOMPARE(result->bytes, bytes);
    QCOMPARE(result->contentType, std::string("text/x-far"));
    // Repeated, because its answer was lost: the same answer, and the first result stays.
    QVERIFY(driver.settleLease(one.token, Succeeded {{"other", "text/plain"}}) == JobState::Succeeded);
    QCOMPARE(driver.findResult(id)->bytes, bytes);
    FAIRLEAD_REFUSED(driver.settleLease(one.token, Failed {"broken", "", {}}), ErrorCode::LeaseLost, "lease");
    FAIRLEAD_REFUSED(driver.renewLease(one.token), ErrorCode::LeaseLost, "lease");
    FAIRLEAD_REFUSED(driver.reportProgress(one.token, {}), ErrorCode::LeaseLost, "lease");
}

inline void logOfARunIsFollowedAndKept(ClientDriver &driver)
{
    const JobId id = driver.rig.add(EngineRig::job("far"));
    const LeasedJob one = driver.lease("far")->at(0);
    const auto none = driver.readLog(id);
    QVERIFY(none && none->isRunning && none->head.empty());
    QVERIFY(driver.writeLog(one.token, "one\ntwo"));
    const auto first = driver.readLog(id);
    QVERIFY(first && first->isRunning);
    QCOMPARE(first->head, std::string("one\ntwo\n"));
    QCOMPARE(first->next, std::int64_t {8});
    QCOMPARE(first->attempt, 1);
    QCOMPARE(first->id, id);
    QVERIFY(first->queue == QueueName::trusted("far"));
    QCOMPARE(first->attempts, std::vector<int> {1});
    QVERIFY(driver.writeLog(one.token, "three\n"));
    QVERIFY(driver.settleLease(one.token, Rejected {"bad", "no"}) == JobState::Dead);
    const auto rest = driver.readLog(id, 1, first->next);
    QVERIFY(rest && !rest->isRunning);
    QCOMPARE(rest->head, std::string("three\n"));
    QCOMPARE(rest->leftOut, std::int64_t {0});
    QCOMPARE(driver.readLog(id)->head, std::string("one\ntwo\nthree\n"));
    FAIRLEAD_REFUSED(driver.readLog(id, 2), ErrorCode::NotFound, id.text());
    FAIRLEAD_REFUSED(driver.writeLog(one.token, "late"), ErrorCode::LeaseLost, "lease");
    FAIRLEAD_REFUSED(
        driver.readLog(*JobId::parse("01890000-0000-7000-8000-000000000000")), ErrorCode::NotFound, "no job");
}

inline void aResultOverTheLimitIsRefusedAndTheLeaseStands(ClientDriver &driver)
{
    const JobId id = driver.rig.add(EngineRig::job("far"));
    const LeasedJob one = driver.lease("far")->at(0);
    const std::string limit(JobLimits {}.resultBytesMax, '1');
    FAIRLEAD_REFUSED(driver.settleLease(one.token, Succeeded {{limit + "1", "application/json"}}), ErrorCode::TooLarge,
        "max_result");
    QCOMPARE(driver.findJob(id)->state, JobState::Running);
    QVERIFY(driver.renewLease(one.token));
    QVERIFY(driver.settleLease(one.token, Succeeded {{limit, "application/json"}}) == JobState::Succeeded);
    QCOMPARE(driver.findResult(id)->bytes, limit);
}

inline void aResultOfNullIsKept(ClientDriver &driver)
{
    const JobId id = driver.rig.add(EngineRig::job("far"));
    const LeasedJob one = driver.lease("far")->at(0);
    QVERIFY(driver.settleLease(one.token, Succeeded {{"null", "application/json"}}) == JobState::Succeeded);
    QVERIFY(driver.findJob(id)->hasResult);
    QCOMPARE(driver.findResult(id)->bytes, std::string("null"));
}

inline void aLongErrorIsKeptInPart(ClientDriver &driver)
{
    const JobId id = driver.rig.add(EngineRig::job("far"));
    const LeasedJob one = driver.lease("far")->at(0);
    std::string text; // each letter has two bytes
    for (int i = 0; i < 100'000; ++i)
        text += "ü";
    QVERIFY(driver.settleLease(one.token, Rejected {"bad", text}) == JobState::Dead);
    const auto record = driver.findJob(id);
    QVERIFY(record && record->errors.size() == 1);
    const std::string &kept = record->errors[0].text;
    QVERIFY(kept.size() <= errorTextBytesMax && kept.size() > errorTextBytesMax - 8);
    QVERIFY(kept.ends_with("... (the beginning of 200000 bytes)"));
    QVERIFY(isUtf8(kept));
}

inline void aLeasedRunLeavesJobsBehind(ClientDriver &driver)
{
    const JobId parent = driver.rig.add(EngineRig::job("far"));
    NewJob child = EngineRig::job("held", "{\"n\":1.10}");
    child.priority = Priority::High;
    const LeasedJob leased = driver.lease("far")->at(0);
    QVERIFY(driver.settleLease(leased.token, Succeeded {{}, {child}}) == JobState::Succeeded);
    JobQuery query;
    query.queue = child.queue;
    const auto children = driver.listJobs(query);
    QVERIFY(children && children->jobs.size() == 1);
    const JobSpec spec = driver.rig.record(children->jobs[0].job.id).job.spec;
    QCOMPARE(spec.payload, child.payload);
    QCOMPARE(spec.priority, Priority::High);
    QCOMPARE(spec.parent, std::optional(parent));
    // A job that the engine would not accept makes the run a rejection, and none is spawned.
    driver.rig.add(EngineRig::job("far"));
    const Outcome bad = Succeeded {{}, {child, EngineRig::job("nowhere")}};
    QVERIFY(driver.settleLease(driver.lease("far")->at(0).token, bad) == JobState::Dead);
    QCOMPARE(driver.listJobs(query)->jobs.size(), std::size_t {1});
}

inline void eachOutcomeOfALeaseIsWritten(ClientDriver &driver)
{
    const std::vector<std::pair<Outcome, JobState>> outcomes {
        {Failed {"late", "no answer", std::chrono::seconds {90}}, JobState::Scheduled},
        {Rejected {"bad", "no such order"}, JobState::Dead},
        {Snoozed {std::chrono::minutes {5}}, JobState::Scheduled},
    };
    for (const auto &[outcome, state] : outcomes) {
        const JobId id = driver.rig.add(EngineRig::job("far"));
        const LeasedJob job = driver.lease("far")->at(0);
        QVERIFY(driver.settleLease(job.token, outcome) == state);
        const auto record = driver.findJob(id);
        QCOMPARE(record->state, state);
        QCOMPARE(record->attempt, std::holds_alternative<Snoozed>(outcome) ? 0 : 1);
    }
    QVERIFY(driver.lease("far")->empty());
}

inline void aWaitingWorkerGetsTheJobThatComes(ClientDriver &driver)
{
    std::optional<Result<std::vector<LeasedJob>>> answer;
    driver.client().ask(LeaseJobs {{QueueName::trusted("far"), "far-1", 1, std::chrono::seconds {30}, {}}},
        [&](Result<std::vector<LeasedJob>> jobs) {
            QMetaObject::invokeMethod(
                qApp, [&answer, jobs = std::move(jobs)] { answer.emplace(jobs); }, Qt::QueuedConnection);
        });
    const JobId id = driver.rig.add(EngineRig::job("far"));
    QTRY_VERIFY(answer.has_value());
    QCOMPARE((*answer)->at(0).record.job.id, id);
}

inline void wrongLeaseCallsAreRefused(ClientDriver &driver)
{
    FAIRLEAD_REFUSED(driver.lease("nowhere"), ErrorCode::NotFound, "nowhere");
    FAIRLEAD_REFUSED(driver.lease("done"), ErrorCode::Invalid, "pull");
    FAIRLEAD_REFUSED(driver.lease("far", 0), ErrorCode::Invalid, "max");
    FAIRLEAD_REFUSED(driver.lease("far", 101), ErrorCode::Invalid, "max");
    FAIRLEAD_REFUSED(driver.lease("far", 1, std::chrono::seconds {61}), ErrorCode::Invalid, "wait_ms");
    FAIRLEAD_REFUSED(driver.settleLease({JobId {}, Token {7}}, Succeeded {}), ErrorCode::LeaseLost, "lease");
}

} // namespace fairlead::contract
