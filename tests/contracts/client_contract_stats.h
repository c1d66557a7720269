// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contracts/client_driver.h"

namespace fairlead::contract {

inline FlowCounts sumOf(const History &history)
{
    FlowCounts sum;
    for (const HistoryPoint &point : history.points) {
        sum.accepted += point.counts.accepted;
        sum.started += point.counts.started;
        sum.succeeded += point.counts.succeeded;
        sum.failed += point.counts.failed;
        sum.dead += point.counts.dead;
        sum.expired += point.counts.expired;
        sum.cancelled += point.counts.cancelled;
        sum.workerTime += point.counts.workerTime;
    }
    return sum;
}

inline void historyTellsWhatPassed(ClientDriver &driver)
{
    NewJob job = EngineRig::job("done");
    job.tenant = TenantName::trusted("anna");
    driver.rig.addUntil(job, JobState::Succeeded);
    driver.rig.addUntil(EngineRig::job("rejects"), JobState::Dead);
    driver.rig.addUntil(EngineRig::job("done"), JobState::Succeeded);
    QVERIFY(driver.pause(queueScope("done")));
    QVERIFY(driver.cancelJob(driver.rig.add(job)));
    const auto all = [&](const HistoryQuery &query) { return sumOf(*driver.history(query)); };
    QTRY_COMPARE(all({}).cancelled, std::int64_t {1}); // counted after the answer
    QCOMPARE(all({}).accepted, std::int64_t {4});
    QCOMPARE(all({}).started, std::int64_t {3});
    QCOMPARE(all({}).succeeded, std::int64_t {2});
    QCOMPARE(all({}).dead, std::int64_t {1});
    QCOMPARE(all({.queue = QueueName::trusted("done")}).succeeded, std::int64_t {2});
    QCOMPARE(all({.tenant = TenantName::trusted("anna")}).accepted, std::int64_t {2});
    QCOMPARE(all({.queue = QueueName::trusted("rejects"), .tenant = TenantName::trusted("anna")}).accepted,
        std::int64_t {0});
    QCOMPARE(all({.queue = QueueName::trusted("nowhere")}).accepted, std::int64_t {0});
    QCOMPARE(all({.worker = "worker-0"}).started + all({.worker = "worker-1"}).started, std::int64_t {3});
    for (const Microseconds range : {Microseconds {std::chrono::hours {3}}, Microseconds {std::chrono::hours {24}}})
        QCOMPARE(all({.range = range}).succeeded, std::int64_t {2});
    const auto history = driver.history({});
    QCOMPARE(history->step, Microseconds {std::chrono::seconds {1}});
    QCOMPARE(history->until - history->from, Microseconds {std::chrono::minutes {15}});
    QCOMPARE(driver.history({.range = std::chrono::hours {24}})->points.front().runTime.count, std::int64_t {3});
    FAIRLEAD_REFUSED(driver.history({.series = "colour"}), ErrorCode::Invalid, "series");
    FAIRLEAD_REFUSED(driver.history({.range = std::chrono::hours {25}}), ErrorCode::Invalid, "range");
    FAIRLEAD_REFUSED(driver.history({.tenant = defaultTenant(), .worker = "worker-0"}), ErrorCode::Invalid, "worker");
}

inline void aQueueTellsHowItFares(ClientDriver &driver)
{
    driver.rig.addUntil(EngineRig::job("done"), JobState::Succeeded);
    QTRY_COMPARE(driver.findQueue("done")->totals.succeeded, std::int64_t {1});
    const auto queue = driver.findQueue("done");
    QCOMPARE(queue->totals.started, std::int64_t {1});
    QCOMPARE(queue->queueTime.count, std::int64_t {1});
    QCOMPARE(queue->runTime.count, std::int64_t {1});
    QVERIFY(!queue->oldestReady);
    // Two jobs wait while both workers are held; the time is that of the older one.
    driver.rig.addUntil(EngineRig::job("held"), JobState::Running);
    driver.rig.addUntil(EngineRig::job("held"), JobState::Running);
    const JobId first = driver.rig.add(EngineRig::job("done"));
    driver.rig.add(EngineRig::job("done"));
    QTRY_VERIFY(driver.findQueue("done")->oldestReady == driver.findJob(first)->job.created);
}

inline void allPausesAreInTheStatus(ClientDriver &driver)
{
    QVERIFY(driver.pause({QueueName::trusted("done"), TenantName::trusted("anna")}, "eve", "one"));
    QVERIFY(driver.pause(tenantScope("bob"), "eve", "two"));
    const auto status = driver.pause({}, "eve", "three");
    QVERIFY(status && status->pauses.size() == 3);
    QVERIFY(!status->pauses[0].queue && !status->pauses[0].tenant && status->pauses[0].why == "three");
    QVERIFY(!status->pauses[1].queue && status->pauses[1].tenant->text() == "bob");
    QVERIFY(status->pauses[2].queue->text() == "done" && status->pauses[2].tenant->text() == "anna");
    QVERIFY(driver.resume({}));
    QCOMPARE(driver.status()->pauses.size(), std::size_t {2});
}

} // namespace fairlead::contract
