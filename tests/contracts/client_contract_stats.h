// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contracts/client_driver.h"

namespace fairlead::contract {

inline FlowCounts sumOf(const History &history)
{
    FlowCounts sum;
    for (const HistoryPoint &point : history.points)
        sum.add(point.counts);
    return sum;
}

/// The newest stock of a history.
inline std::optional<Stock> stockOf(const Result<History> &history)
{
    std::optional<Stock> stock = history->before;
    for (const HistoryPoint &point : history->points) {
        if (point.stock)
            stock = point.stock;
    }
    return stock;
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
    QCOMPARE(driver.history({.step = std::chrono::seconds {2}})->step, Microseconds {std::chrono::seconds {10}});
    QCOMPARE(all({.step = std::chrono::minutes {1}}).accepted, std::int64_t {4});
    FAIRLEAD_REFUSED(driver.history({.step = std::chrono::hours {1}}), ErrorCode::Invalid, "step");
    FAIRLEAD_REFUSED(driver.history({.series = "colour"}), ErrorCode::Invalid, "series");
    FAIRLEAD_REFUSED(driver.history({.range = std::chrono::hours {25}}), ErrorCode::Invalid, "range");
    FAIRLEAD_REFUSED(driver.history({.tenant = defaultTenant(), .worker = "worker-0"}), ErrorCode::Invalid, "worker");
}

inline void historyTellsHowManyJobsThereAre(ClientDriver &driver)
{
    QVERIFY(driver.pause(queueScope("done")));
    NewJob job = EngineRig::job("done");
    job.tenant = TenantName::trusted("anna");
    driver.rig.add(job);
    driver.rig.add(job);
    driver.rig.addUntil(EngineRig::job("rejects"), JobState::Dead);
    const auto isKnown = [&](const HistoryQuery &query, std::int64_t ready, std::int64_t dead, bool isPaused) {
        const std::optional<Stock> stock = stockOf(driver.history(query));
        return stock && countOf(stock->states, JobState::Ready) == ready
            && countOf(stock->states, JobState::Dead) == dead && stock->isPaused == isPaused;
    };
    QTRY_VERIFY(isKnown({}, 2, 1, false));
    QVERIFY(isKnown({.queue = QueueName::trusted("done")}, 2, 0, true));
    QVERIFY(isKnown({.queue = QueueName::trusted("rejects"), .range = std::chrono::hours {24}}, 0, 1, false));
    QVERIFY(isKnown({.tenant = TenantName::trusted("anna")}, 2, 0, true));
    QVERIFY(!stockOf(driver.history({.worker = "worker-0"})));
}

inline void lastMinuteIsToldOfTheEngineAndItsTenants(ClientDriver &driver)
{
    NewJob job = EngineRig::job("done");
    job.tenant = TenantName::trusted("anna");
    driver.rig.addUntil(job, JobState::Succeeded);
    driver.rig.addUntil(EngineRig::job("rejects"), JobState::Dead);
    QTRY_COMPARE(driver.status()->lastMinute.succeeded, std::int64_t {1}); // counted behind the answer
    QCOMPARE(driver.status()->lastMinute.accepted, std::int64_t {2});
    QTRY_COMPARE(driver.status()->lastMinute.dead, std::int64_t {1});
    const auto anna = driver.findTenant("anna");
    QCOMPARE(anna->lastMinute.succeeded, std::int64_t {1});
    QCOMPARE(anna->lastMinute.dead, std::int64_t {0});
    QVERIFY(anna->lastMinute.workerTime <= driver.status()->lastMinute.workerTime);
}

inline void aQueueTellsHowItFares(ClientDriver &driver)
{
    driver.rig.addUntil(EngineRig::job("done"), JobState::Succeeded);
    QTRY_COMPARE(driver.findQueue("done")->totals.succeeded, std::int64_t {1});
    const auto queue = driver.findQueue("done");
    QCOMPARE(queue->totals.started, std::int64_t {1});
    QCOMPARE(queue->lastMinute.started, std::int64_t {1});
    QVERIFY(!queue->held);
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

inline void aTenantTellsHowLongItWaitsAndWhatHoldsIt(ClientDriver &driver)
{
    QVERIFY(driver.setTenant("anna", {{}, {{}, Rate {0.001, 1}}}));
    NewJob job = EngineRig::job("done");
    job.tenant = TenantName::trusted("anna");
    driver.rig.addUntil(job, JobState::Succeeded); // takes its only token
    QVERIFY(!driver.findTenant("anna")->oldestReady);
    QVERIFY(driver.findTenant("anna")->held.empty());
    const JobId first = driver.rig.add(job);
    driver.rig.add(job);
    QTRY_VERIFY(driver.findTenant("anna")->oldestReady == driver.findJob(first)->job.created);
    QTRY_COMPARE(driver.findTenant("anna")->held.size(), std::size_t {1});
    const TenantHold rate = driver.findTenant("anna")->held.front();
    QCOMPARE(rate.kind, WaitCode::TenantRate);
    QCOMPARE(rate.jobs, std::int64_t {2});
    QCOMPARE(rate.queue, std::optional(QueueName::trusted("done")));
    QVERIFY(rate.until && rate.gate.empty());
    QVERIFY(driver.pause({QueueName::trusted("done"), TenantName::trusted("anna")}));
    QTRY_VERIFY(!driver.findTenant("anna")->oldestReady); // what is paused does not wait
    QCOMPARE(driver.findTenant("anna")->held.front().kind, WaitCode::Paused);
    // A gate is named by its layer. Another tenant's jobs are not held.
    NewJob shielded = EngineRig::job("shielded");
    shielded.tenant = TenantName::trusted("ben");
    driver.rig.addUntil(shielded, JobState::Dead);
    driver.rig.add(shielded);
    QTRY_COMPARE(driver.findTenant("ben")->held.size(), std::size_t {1});
    const TenantHold gate = driver.findTenant("ben")->held.front();
    QCOMPARE(gate.kind, WaitCode::GateShut);
    QCOMPARE(gate.gate, std::string("circuit_breaker"));
    const auto page = driver.listTenants();
    QVERIFY(page && page->tenants.size() == 2);
    QCOMPARE(page->tenants.front().held.front().kind, WaitCode::Paused);
}

inline void healthNamesWhatIsWrong(ClientDriver &driver)
{
    constexpr int limit = 30'000; // facts are a second old at most
    QCOMPARE(nameOf(driver.health()->verdict), std::string_view("healthy"));
    EngineSettings settings = driver.rig.engine.settings().now()->engine();
    settings.health.unserved = Microseconds {1};
    settings.depthMax = 20;
    driver.rig.use(settings);
    driver.rig.addUntil(EngineRig::job("shielded"), JobState::Dead); // it opens its circuit breaker
    QTRY_COMPARE_WITH_TIMEOUT(driver.firstCause().kind, HealthCauseKind::BreakerOpen, limit);
    QCOMPARE(nameOf(driver.health()->verdict), std::string_view("attention"));
    QCOMPARE(driver.firstCause().queue, std::optional(QueueName::trusted("shielded")));
    QCOMPARE(driver.firstCause().tenant, std::optional(defaultTenant()));
    driver.rig.add(EngineRig::job("far")); // nobody asks for it
    QTRY_COMPARE_WITH_TIMEOUT(driver.firstCause().kind, HealthCauseKind::QueueUnserved, limit);
    QCOMPARE(nameOf(driver.health()->verdict), std::string_view("failing"));
    const HealthCause unserved = driver.firstCause();
    QVERIFY(unserved.isFailing && unserved.value > unserved.threshold);
    QVERIFY2(unserved.text.find("queue far: no worker has asked") != std::string::npos, unserved.text.c_str());
    {
        const std::scoped_lock lock(driver.rig.disk->mutex);
        driver.rig.disk->diskRoom = 0;
    }
    QTRY_COMPARE_WITH_TIMEOUT(driver.firstCause().kind, HealthCauseKind::DiskLow, limit);
    settings.health.full = 0.05;
    driver.rig.use(settings);
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            const auto report = driver.health();
            return std::any_of(report->causes.begin(), report->causes.end(),
                [](const HealthCause &cause) { return cause.kind == HealthCauseKind::EngineFull; });
        }(),
        limit);
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
