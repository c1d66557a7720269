// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contracts/client_driver.h"

namespace fairlead::contract {

inline Operation endOf(ClientDriver &driver, const Operation &begun)
{
    Operation operation = begun;
    while (operation.state == OperationState::Running)
        operation = *driver.findOperation(begun.id);
    return operation;
}

inline NewJob later(const char *queue, const char *tenant = "anna")
{
    NewJob job = EngineRig::job(queue);
    job.start = std::chrono::hours {1};
    job.tenant = TenantName::trusted(tenant);
    return job;
}

inline void deadLettersArePutBackTogether(ClientDriver &driver)
{
    std::vector<JobId> dead;
    for (int i = 0; i < 3; ++i)
        dead.push_back(driver.rig.addUntil(EngineRig::job("fails"), JobState::Dead));
    const JobId spared = driver.rig.addUntil(EngineRig::job("rejects"), JobState::Dead);
    QVERIFY(driver.pause(queueScope("fails")));
    const OperationRequest request {.action = BulkAction::Retry,
        .filter = {.fingerprint = driver.findDeadLetter(dead[0])->lastError.fingerprint},
        .who = "anna"};
    QCOMPARE(driver.countOperation(request)->count, 3);
    QCOMPARE(driver.findJob(dead[0])->state, JobState::Dead); // a count changes nothing
    const auto begun = driver.beginOperation(request);
    QVERIFY(begun);
    QCOMPARE(begun->request.filter.fingerprint, request.filter.fingerprint);
    const Operation ended = endOf(driver, *begun);
    QCOMPARE(operationStateName(ended.state), operationStateName(OperationState::Done));
    QCOMPARE(ended.total, std::optional<std::int64_t>(3));
    QCOMPARE(ended.done, 3);
    QCOMPARE(ended.skipped + ended.failed, 0);
    QCOMPARE(ended.request.who, std::string("anna"));
    QVERIFY(ended.finished && *ended.finished >= ended.created);
    for (const JobId &id : dead)
        QCOMPARE(driver.findJob(id)->state, JobState::Ready);
    QCOMPARE(driver.findJob(spared)->state, JobState::Dead);
    QCOMPARE(driver.listOperations()->front().id, ended.id);
    FAIRLEAD_REFUSED(driver.cancelOperation(ended.id), ErrorCode::Conflict, "has ended");
    QVERIFY(driver.resume(queueScope("fails")));
    QTRY_COMPARE(driver.findJob(dead[0])->state, JobState::Dead); // it ran once more
    QCOMPARE(driver.findJob(dead[0])->errors.size(), std::size_t {2});
}

inline void outcomeOfARetryIsCounted(ClientDriver &driver)
{
    std::vector<JobId> dead;
    for (int i = 0; i < 3; ++i)
        dead.push_back(driver.rig.addUntil(EngineRig::job("fails"), JobState::Dead));
    QVERIFY(driver.pause(queueScope("fails")));
    const OperationRequest request {.action = BulkAction::Retry, .filter = {.queue = QueueName::trusted("fails")}};
    const Operation ended = endOf(driver, *driver.beginOperation(request));
    QCOMPARE(ended.done, 3);
    const auto waits = driver.findOutcome(ended.id);
    QVERIFY(waits);
    QVERIFY(waits->operation == ended.id);
    QCOMPARE(waits->retried, 3);
    QCOMPARE(waits->ready, 3);
    QVERIFY(!waits->isUnderWay);
    QVERIFY(!waits->isSettled());
    QVERIFY(driver.resume(queueScope("fails")));
    QTRY_COMPARE(driver.findOutcome(ended.id)->dead, 3);
    const auto settled = driver.findOutcome(ended.id);
    QVERIFY(settled->isSettled());
    QCOMPARE(settled->retried, 3);
    JobQuery query; // the way to those jobs
    query.operation = ended.id;
    query.state = JobState::Dead;
    QCOMPARE(driver.listJobs(query)->jobs.size(), std::size_t {3});
    QVERIFY(driver.retryJob(dead[0]));
    QTRY_COMPARE(driver.findOutcome(ended.id)->gone, 1);
    QCOMPARE(driver.findOutcome(ended.id)->dead, 2);
    const Operation other = endOf(driver,
        *driver.beginOperation({.action = BulkAction::Delete, .filter = {.queue = QueueName::trusted("fails")}}));
    FAIRLEAD_REFUSED(driver.findOutcome(other.id), ErrorCode::Conflict, "retries nothing");
    FAIRLEAD_REFUSED(driver.findOutcome(dead[0]), ErrorCode::NotFound, "no operation");
}

inline void jobsAreCancelledMovedAndDeletedByFilter(ClientDriver &driver)
{
    for (int i = 0; i < 5; ++i)
        driver.rig.add(later("done"));
    const JobId other = driver.rig.add(later("done", "ben"));
    const JobFilter annas {.tenant = TenantName::trusted("anna")};
    const auto run = [&](OperationRequest request) { return endOf(driver, *driver.beginOperation(request)); };
    const Operation moved =
        run({.action = BulkAction::Move, .filter = annas, .change = {QueueName::trusted("held"), {}}});
    QCOMPARE(moved.done, 5);
    QCOMPARE(countOf(driver.findQueue("held")->counts, JobState::Scheduled), 5);
    const Operation raised =
        run({.action = BulkAction::SetPriority, .filter = annas, .change = {{}, Priority::Critical}});
    QCOMPARE(raised.done, 5);
    JobQuery query;
    query.tenant = TenantName::trusted("anna");
    QCOMPARE(driver.listJobs(query)->jobs.at(0).job.spec.priority, Priority::Critical);
    QCOMPARE(run({.action = BulkAction::Cancel, .filter = {.queue = QueueName::trusted("held")}}).done, 5);
    QCOMPARE(run({.action = BulkAction::Delete, .filter = {.state = JobState::Cancelled}}).done, 5);
    QVERIFY(driver.listJobs(query)->jobs.empty());
    QCOMPARE(driver.findJob(other)->state, JobState::Scheduled);
    QCOMPARE(run({.action = BulkAction::Retry, .filter = {.state = JobState::Ready}}).total,
        std::optional<std::int64_t>(0)); // no ready job can be retried
}

inline void anOperationThatTakesItsTimeIsCancelled(ClientDriver &driver)
{
    for (int i = 0; i < 4; ++i)
        driver.rig.add(later("done"));
    const auto begun = driver.beginOperation({.action = BulkAction::Cancel,
        .filter = {.queue = QueueName::trusted("done")},
        .over = std::chrono::hours {1}});
    QVERIFY(begun);
    QTRY_COMPARE(driver.findOperation(begun->id)->done, 1); // the first job at once, the second in twenty minutes
    const auto cancelled = driver.cancelOperation(begun->id);
    QVERIFY(cancelled);
    QCOMPARE(operationStateName(cancelled->state), operationStateName(OperationState::Cancelled));
    QCOMPARE(cancelled->done, 1);
    QCOMPARE(cancelled->total, std::optional<std::int64_t>(4));
    QCOMPARE(driver.countJobs({.state = JobState::Scheduled})->count, 3);
}

inline void wrongOperationsAreRefused(ClientDriver &driver)
{
    FAIRLEAD_REFUSED(driver.beginOperation({.action = BulkAction::Move}), ErrorCode::Invalid, "queue");
    FAIRLEAD_REFUSED(driver.beginOperation({.action = BulkAction::Move, .change = {QueueName::trusted("nowhere"), {}}}),
        ErrorCode::NotFound, "nowhere");
    FAIRLEAD_REFUSED(driver.beginOperation({.action = BulkAction::SetPriority}), ErrorCode::Invalid, "priority");
    FAIRLEAD_REFUSED(driver.beginOperation({.action = BulkAction::Retry, .filter = {.handler = "magic"}}),
        ErrorCode::Invalid, "handler");
    FAIRLEAD_REFUSED(driver.countOperation({.action = BulkAction::Move}), ErrorCode::Invalid, "queue");
    OperationRequest many {.action = BulkAction::Retry};
    many.filter.ids = std::vector<JobId>(filterIdsMax + 1);
    FAIRLEAD_REFUSED(driver.beginOperation(many), ErrorCode::TooLarge, "10000");
    FAIRLEAD_REFUSED(driver.findOperation(JobId {}), ErrorCode::NotFound, "operation");
    FAIRLEAD_REFUSED(driver.cancelOperation(JobId {}), ErrorCode::NotFound, "operation");
}

inline void jobsAreDeletedAndRestored(ClientDriver &driver)
{
    const JobId id = driver.rig.addUntil(EngineRig::job("done", "{\"n\":1}"), JobState::Succeeded);
    const auto deleted = driver.deleteJob(id);
    QVERIFY(deleted);
    QCOMPARE(deleted->id, id);
    QVERIFY(deleted->restorableUntil > *driver.rig.record(driver.rig.add(later("done"))).due - std::chrono::hours {1});
    FAIRLEAD_REFUSED(driver.findJob(id), ErrorCode::NotFound, "there is no job");
    FAIRLEAD_REFUSED(driver.deleteJob(id), ErrorCode::NotFound, "there is no job");
    const auto restored = driver.restoreJob(id);
    QVERIFY(restored);
    QCOMPARE(restored->state, JobState::Succeeded);
    QCOMPARE(driver.findResult(id)->bytes, std::string("{\"n\":1}"));
    FAIRLEAD_REFUSED(driver.restoreJob(id), ErrorCode::Conflict, "not deleted");
    const JobId held = driver.rig.addUntil(EngineRig::job("held"), JobState::Running);
    FAIRLEAD_REFUSED(driver.deleteJob(held), ErrorCode::Conflict, "running");
}

inline void jobsAreCountedByFilter(ClientDriver &driver)
{
    for (int i = 0; i < 5; ++i)
        driver.rig.add(later("done"));
    driver.rig.addUntil(EngineRig::job("done"), JobState::Succeeded);
    const auto exact = driver.countJobs({.state = JobState::Scheduled, .handler = "function"});
    QVERIFY(exact && exact->isExact);
    QCOMPARE(exact->count, 5);
    QCOMPARE(driver.countJobs({.handler = "pull"})->count, 0);
    const auto cut = driver.countJobs({}, 3);
    QVERIFY(cut);
    QVERIFY(cut->isExact || cut->count == 3); // a count that is fast enough may be exact
    JobQuery query;
    query.handler = "pull";
    QVERIFY(driver.listJobs(query)->jobs.empty());
    query.handler = "function";
    query.attemptsMin = 1;
    QCOMPARE(driver.listJobs(query)->jobs.size(), std::size_t {1});
    FAIRLEAD_REFUSED(driver.countJobs({.ids = {{JobId {}}}}), ErrorCode::Invalid, "ids");
    FAIRLEAD_REFUSED(driver.countJobs({.anyOf = {{JobState::Dead}}}), ErrorCode::Invalid, "state");
    query.handler = "magic";
    FAIRLEAD_REFUSED(driver.listJobs(query), ErrorCode::Invalid, "handler");
}

} // namespace fairlead::contract
