// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contracts/client_driver.h"
#include "tests/support/job_texts.h"

namespace fairlead::contract {

inline const JobId unknownJob = *JobId::parse("01890000-0000-7000-8000-000000000000");

inline void payloadComesBackByteForByte(ClientDriver &driver) // F37
{
    const std::string deep = std::string(1000, '[') + std::string(1000, ']');
    const std::string deepest = std::string(1024, '[') + std::string(1024, ']');
    const std::vector<std::string> payloads {"{\"n\":18446744073709551615,\"x\":1.10,\"x\":2}", "", "null", " null ",
        "{\"a\":1}\n", "9007199254740993", "1e400", "not JSON", "{", std::string("\0\xff\x01 x", 5), "\"\\ud800\"",
        "\"\xed\xa0\x80\"", "{\"payload\":{\"payload\":1}}", "\"\\u0000\"", deep, deepest,
        std::string(1024 * 1024, 'p')};
    for (const std::string &payload : payloads) {
        for (const char *type : {"application/json", "application/octet-stream"}) {
            NewJob job = EngineRig::job("done", payload);
            job.contentType = type;
            const auto receipt = driver.enqueueOne(job);
            QVERIFY2(receipt, receipt ? "" : receipt.error().text.c_str());
            const auto record = driver.findJob(receipt->id);
            QVERIFY2(record, record ? "" : record.error().text.c_str());
            QVERIFY2(record->job.spec.payload == payload, payload.substr(0, 40).c_str());
            // No bytes are no JSON.
            QCOMPARE(record->job.spec.contentType, payload.empty() ? "application/octet-stream" : std::string(type));
        }
    }
    JobQuery all;
    all.limit = 1000;
    QCOMPARE(driver.listJobs(all)->jobs.size(), 2 * payloads.size());
}

inline void everyPartOfANewJobArrives(ClientDriver &driver)
{
    const std::vector<RetryPolicy> policies {
        RetryPolicy(RetryPolicy::Fixed {std::chrono::seconds {7}}, std::chrono::hours {2},
            RetryPolicy::AdditiveJitter {Microseconds {3}}),
        RetryPolicy(RetryPolicy::Linear {Microseconds {5}, Microseconds {6}}, std::chrono::hours {2}),
        RetryPolicy(RetryPolicy::Exponential {Microseconds {5}, 1.5}, std::chrono::hours {2},
            RetryPolicy::ProportionalJitter {0.25}),
        RetryPolicy(RetryPolicy::Fibonacci {Microseconds {5}}, std::chrono::hours {2}),
        RetryPolicy(RetryPolicy::Custom {{Microseconds {5}, std::chrono::seconds {9}}}, std::chrono::hours {2})};
    const TimePoint later = SystemClock().now() + std::chrono::hours {1};
    for (const RetryPolicy &policy : policies) {
        NewJob job = EngineRig::job("done", "[1]");
        job.tenant = TenantName::trusted("Tenant.1:x_-");
        job.priority = Priority::Background;
        job.cost = 1'234'567;
        job.start = later;
        job.deadline = later + std::chrono::hours {2};
        job.timeout = Microseconds {1'234'567};
        job.maxAttempts = 17;
        job.retry = policy;
        fillTexts(job, " \xc3\xa4\xe2\x82\xac \" \\ " + policy.text());
        job.tags = {"red", "blue:green"};
        const auto receipt = driver.enqueueOne(job);
        QVERIFY2(receipt, receipt ? "" : receipt.error().text.c_str());
        QCOMPARE(receipt->state, JobState::Scheduled);
        QVERIFY(receipt->isNew);
        for (const JobRecord &record : {*driver.findJob(receipt->id), driver.rig.record(receipt->id)}) {
            const JobSpec &spec = record.job.spec;
            QCOMPARE(record.job.id, receipt->id);
            QVERIFY(spec.queue == job.queue && spec.tenant == job.tenant && spec.priority == job.priority);
            QCOMPARE(spec.cost, job.cost);
            QVERIFY(record.due == later && spec.deadline == later + std::chrono::hours {2});
            QCOMPARE(spec.timeout.count(), job.timeout->count());
            QCOMPARE(spec.maxAttempts, 17);
            QCOMPARE(spec.retry.text(), policy.text());
            QCOMPARE(textsOf(spec), textsOf(job));
            QVERIFY(spec.tags == job.tags);
        }
    }
}

inline void textsThatAreNoUtf8AreRefused(ClientDriver &driver) // F37
{
    NewJob job = EngineRig::job("done");
    job.uniqueKey = "\xff\xfe";
    FAIRLEAD_REFUSED(driver.enqueueOne(job), ErrorCode::Invalid, "UTF-8");
    job.uniqueKey.clear();
    job.tags = {"\xff"};
    FAIRLEAD_REFUSED(driver.enqueueOne(job), ErrorCode::Invalid, "UTF-8");
    FAIRLEAD_REFUSED(driver.pause({}, "\xff"), ErrorCode::Invalid, "UTF-8");
    FAIRLEAD_REFUSED(driver.pause({}, "anna", "\xff"), ErrorCode::Invalid, "UTF-8");
}

/// Of every text that is not a payload, a result or an error: one rule of the fields.
inline void textsWithControlCharactersAreRefused(ClientDriver &driver)
{
    constexpr const char *refusal = "control character";
    NewJob job = EngineRig::job("done");
    job.correlationId = "a\x1b[2J";
    FAIRLEAD_REFUSED(driver.enqueueOne(job), ErrorCode::Invalid, refusal);
    job.correlationId.clear();
    job.tags = {"a\n"};
    FAIRLEAD_REFUSED(driver.enqueueOne(job), ErrorCode::Invalid, refusal);
    FAIRLEAD_REFUSED(driver.pause({}, "anna\n"), ErrorCode::Invalid, refusal);
    FAIRLEAD_REFUSED(driver.pause({}, "anna", "\x7f"), ErrorCode::Invalid, refusal);
    FAIRLEAD_REFUSED(askAndWait(driver.client(), AddMark {"deploy\r1.4"}), ErrorCode::Invalid, refusal);
    CancelJob cancel;
    cancel.who = "anna\x1b";
    FAIRLEAD_REFUSED(askAndWait(driver.client(), cancel), ErrorCode::Invalid, refusal);
    BeginOperation begin;
    begin.who = "anna\x1b";
    FAIRLEAD_REFUSED(askAndWait(driver.client(), begin), ErrorCode::Invalid, refusal);
    LeaseRequest lease {QueueName::trusted("far"), "far\t1", 1, {}, {}};
    FAIRLEAD_REFUSED(askAndWait(driver.client(), LeaseJobs {lease}), ErrorCode::Invalid, refusal);
    driver.rig.add(EngineRig::job("far"));
    lease.worker = "far-1";
    const auto leased = askAndWait(driver.client(), LeaseJobs {lease});
    QVERIFY(leased && leased->size() == 1);
    // The error of a run is what a program wrote: its lines are kept.
    const auto ended = askAndWait(driver.client(), FailLease {leased->front().token, {"broken", "one\ntwo", {}}});
    QVERIFY2(ended, ended ? "" : ended.error().text.c_str());
}

inline void eachJobOfABatchHasItsOwnAnswer(ClientDriver &driver)
{
    NewJob dear = EngineRig::job("done");
    dear.cost = 0;
    const auto receipts = driver.enqueue({EngineRig::job("done"), EngineRig::job("nowhere"), dear,
        EngineRig::job("done", std::string(1024 * 1024 + 1, 'x')), EngineRig::job("fails")});
    QVERIFY(receipts);
    QCOMPARE(receipts->size(), std::size_t {5});
    QVERIFY((*receipts)[0] && (*receipts)[4]);
    FAIRLEAD_REFUSED((*receipts)[1], ErrorCode::NotFound, "nowhere");
    FAIRLEAD_REFUSED((*receipts)[2], ErrorCode::Invalid, "cost");
    FAIRLEAD_REFUSED((*receipts)[3], ErrorCode::TooLarge, "max_payload");
    QVERIFY(driver.enqueue({})->empty());
}

inline void aSingleJobIsRefusedAsInABatch(ClientDriver &driver)
{
    FAIRLEAD_REFUSED(driver.enqueueOne(EngineRig::job("nowhere")), ErrorCode::NotFound, "nowhere");
    NewJob job = EngineRig::job("done");
    job.timeout = Microseconds {999};
    FAIRLEAD_REFUSED(driver.enqueueOne(job), ErrorCode::Invalid, "timeout");
    job = EngineRig::job("done");
    job.maxAttempts = 0;
    FAIRLEAD_REFUSED(driver.enqueueOne(job), ErrorCode::Invalid, "max_attempts");
}

inline void tooManyJobsAtOnceAreRefusedWhole(ClientDriver &driver)
{
    FAIRLEAD_REFUSED(driver.enqueue(std::vector<NewJob>(jobsPerCallMax + 1, EngineRig::job("held"))),
        ErrorCode::TooLarge, std::to_string(jobsPerCallMax));
    QVERIFY(driver.listJobs()->jobs.empty());
}

inline void sameKeyGivesTheSameJob(ClientDriver &driver) // F25, F26
{
    NewJob job = EngineRig::job("held");
    job.idempotencyKey = "once";
    job.uniqueKey = "only";
    const auto first = driver.enqueueOne(job);
    const auto again = driver.enqueueOne(job);
    QVERIFY(first && first->isNew && again && !again->isNew);
    QCOMPARE(again->id, first->id);
    job.payload = "[]";
    FAIRLEAD_REFUSED(driver.enqueueOne(job), ErrorCode::Conflict, "once");
    job.idempotencyKey.clear();
    const auto unique = driver.enqueueOne(job);
    QVERIFY(unique && !unique->isNew);
    QCOMPARE(unique->id, first->id);
}

inline void aKeyGoesWithTheRequestAsItWasHandedIn(ClientDriver &driver)
{
    using Change = void (*)(NewJob &);
    const std::vector<std::pair<const char *, Change>> changes {
        {"run_at", [](NewJob &job) { job.start = TimePoint {std::chrono::hours {24 * 365 * 60}}; }},
        {"delay", [](NewJob &job) { job.start = Microseconds {std::chrono::hours {2}}; }},
        {"deadline", [](NewJob &job) { job.deadline = Microseconds {std::chrono::hours {9}}; }},
        {"backoff",
            [](NewJob &job) {
                job.retry = RetryPolicy(RetryPolicy::Fixed {std::chrono::seconds {1}}, std::chrono::hours {1});
            }},
        {"timeout_ms", [](NewJob &job) { job.timeout = std::chrono::seconds {7}; }},
        {"max_attempts", [](NewJob &job) { job.maxAttempts = 7; }},
        {"correlation_id", [](NewJob &job) { job.correlationId = "another"; }},
        {"priority", [](NewJob &job) { job.priority = Priority::High; }},
        {"tags", [](NewJob &job) { job.tags = {"a"}; }},
    };
    NewJob job = EngineRig::job("far");
    job.idempotencyKey = "order 17";
    job.start = Microseconds {std::chrono::hours {1}};
    const auto first = driver.enqueueOne(job);
    QVERIFY(first && first->isNew);
    for (const auto &[member, change] : changes) {
        NewJob other = job;
        change(other);
        const auto refused = driver.enqueueOne(other);
        QVERIFY2(!refused && refused.error().code == ErrorCode::Conflict, member);
    }
    // A delay is compared as a delay, though it now ends later; a trace differs in each try.
    job.traceId = "another try";
    const auto again = driver.enqueueOne(job);
    QVERIFY(again && !again->isNew);
    QCOMPARE(again->id, first->id);
}

inline void anAnsweredRequestGetsTheSameAnswerForADay(ClientDriver &driver)
{
    NewJob holder = EngineRig::job("far");
    holder.uniqueKey = "nightly";
    const auto first = driver.enqueueOne(holder);
    NewJob request = holder;
    request.idempotencyKey = "try 1";
    QCOMPARE(driver.enqueueOne(request)->id, first->id);
    QVERIFY(driver.settleLease(driver.lease("far")->at(0).token, Succeeded {}) == JobState::Succeeded);
    const auto again = driver.enqueueOne(request);
    QVERIFY(again && !again->isNew);
    QCOMPARE(again->id, first->id);
    request.payload = "[]";
    FAIRLEAD_REFUSED(driver.enqueueOne(request), ErrorCode::Conflict, "try 1");
    QVERIFY(driver.enqueueOne(holder)->isNew);
}

inline void aJobIsFoundWithItsHistory(ClientDriver &driver)
{
    const JobId id = driver.rig.addUntil(EngineRig::job("fails"), JobState::Dead);
    const auto record = driver.findJob(id);
    QVERIFY(record && record->errors.size() == 1);
    const AttemptError &error = record->errors.front();
    QCOMPARE(error.attempt, 1);
    QCOMPARE(error.errorClass, std::string("broken"));
    QCOMPARE(error.text, std::string("no 17"));
    QCOMPARE(error.fingerprint, errorFingerprint("broken", "no 17"));
    QVERIFY(!error.worker.empty() && error.started.time_since_epoch().count() > 0 && error.ended >= error.started);
    QVERIFY(record->startedAt && record->finishedAt && !record->hasResult && record->attempt == 1);
    FAIRLEAD_REFUSED(driver.findJob(unknownJob), ErrorCode::NotFound, unknownJob.text());
}

inline void jobsThatARunSpawnsNameTheirParent(ClientDriver &driver)
{
    NewJob job = EngineRig::job("parent", "xy");
    job.tenant = TenantName::trusted("anna");
    job.tags = {"root"};
    const JobId parent = driver.rig.addUntil(job, JobState::Succeeded);
    JobQuery query;
    query.queue = QueueName::trusted("done");
    const auto children = driver.listJobs(query);
    QVERIFY(children && children->jobs.size() == 2);
    for (const JobRecord &child : children->jobs) {
        QCOMPARE(child.job.spec.parent, std::optional(parent));
        QCOMPARE(child.job.spec.tenant.text(), std::string("anna"));
        QVERIFY(child.job.spec.tags.empty());
    }
    QCOMPARE(driver.status()->enqueued, std::int64_t {3});
}

inline void aRunningJobShowsProgressAndWorker(ClientDriver &driver)
{
    const JobId id = driver.rig.addUntil(EngineRig::job("held"), JobState::Running);
    QTRY_VERIFY(driver.findJob(id)->progress == (Progress {40, "half"}));
    const auto workers = driver.listWorkers();
    QVERIFY(workers && workers->size() == 2);
    const auto busy =
        std::find_if(workers->begin(), workers->end(), [&](const WorkerView &one) { return one.job == id; });
    QVERIFY(busy != workers->end());
    QCOMPARE(busy->state, WorkerState::Busy);
    QVERIFY(busy->queue == QueueName::trusted("held") && busy->tenant == defaultTenant() && busy->since);
}

inline void resultsComeByteForByte(ClientDriver &driver)
{
    const std::string bytes("\0\xff\r\n\x1b[31m", 9);
    NewJob job = EngineRig::job("done", bytes);
    job.contentType = "application/octet-stream";
    const JobId id = driver.rig.addUntil(job, JobState::Succeeded);
    const auto result = driver.findResult(id);
    QVERIFY2(result, result ? "" : result.error().text.c_str());
    QVERIFY(result->bytes == bytes);
    QCOMPARE(result->contentType, std::string("text/plain"));
    QVERIFY(driver.findJob(id)->hasResult);
    const JobId none = driver.rig.addUntil(EngineRig::job("rejects"), JobState::Dead);
    FAIRLEAD_REFUSED(driver.findResult(none), ErrorCode::NotFound, none.text());
    FAIRLEAD_REFUSED(driver.findResult(unknownJob), ErrorCode::NotFound, unknownJob.text());
}

inline void listsFilterAndPage(ClientDriver &driver)
{
    NewJob job = EngineRig::job("held");
    job.start = std::chrono::hours {1};
    for (int i = 0; i < 7; ++i) {
        job.tenant = TenantName::trusted(i < 4 ? "anna" : "ben");
        job.tags = {i % 2 == 0 ? "even&odd=?#+ %2B" : "odd"};
        if (i == 0)
            job.tags.emplace_back("first");
        driver.rig.add(job);
    }
    JobQuery query;
    query.limit = 3;
    query.tenant = TenantName::trusted("anna");
    const auto first = driver.listJobs(query);
    QVERIFY(first && first->jobs.size() == 3 && !first->cursor.empty());
    query.cursor = first->cursor;
    const auto second = driver.listJobs(query);
    QVERIFY(second && second->jobs.size() == 1 && second->cursor.empty() && second->skipped == 0);
    query.cursor.clear();
    for (const ListOrder order : {ListOrder::Oldest, ListOrder::Next}) {
        query.order = order;
        const auto turned = driver.listJobs(query);
        QVERIFY(turned && turned->jobs.size() == 3 && turned->jobs[0].job.id == second->jobs[0].job.id);
    }
    query.order = ListOrder::Newest;
    query.skip = 3;
    const auto last = driver.listJobs(query);
    QVERIFY(last && last->jobs.size() == 1 && last->jobs[0].job.id == second->jobs[0].job.id && last->skipped == 3);
    query.skip = 9;
    QCOMPARE(driver.listJobs(query)->skipped, std::int64_t {4});
    query = {};
    query.tags = {"even&odd=?#+ %2B"};
    QCOMPARE(driver.listJobs(query)->jobs.size(), std::size_t {4});
    query.tags = {"even&odd=?#+ %2B", "first"};
    QCOMPARE(driver.listJobs(query)->jobs.size(), std::size_t {1});
    QCOMPARE(driver.countJobs(query)->count, std::int64_t {1});
    query.tags.reset();
    query.tagPrefix = "even&";
    QCOMPARE(driver.listJobs(query)->jobs.size(), std::size_t {4});
    query = {};
    query.state = JobState::Ready;
    QVERIFY(driver.listJobs(query)->jobs.empty());
    query = {};
    query.queue = QueueName::trusted("held");
    query.since = SystemClock().now() + std::chrono::hours {1};
    QVERIFY(driver.listJobs(query)->jobs.empty());
}

inline void payloadsAreSearched(ClientDriver &driver)
{
    for (int i = 0; i < 6; ++i) {
        NewJob job = EngineRig::job("held", R"({"order":{"id":)" + std::to_string(i % 3) + "}}");
        job.start = std::chrono::hours {1};
        driver.rig.add(job);
    }
    JobQuery query;
    query.payload = "order.id=2";
    const auto page = driver.listJobs(query);
    QVERIFY(page && page->jobs.size() == 2 && page->cursor.empty());
    QCOMPARE(page->examined, std::int64_t {6});
    QVERIFY(page->jobs[0].job.spec.payload.empty());
    QCOMPARE(driver.countJobs(query)->count, std::int64_t {2});
    query.payload = "order=2";
    QVERIFY(driver.listJobs(query)->jobs.empty());
    QCOMPARE(driver.listJobs({})->examined, std::int64_t {0});
    query.payload = "order";
    FAIRLEAD_REFUSED(driver.listJobs(query), ErrorCode::Invalid, "payload");
}

inline void wrongQueriesAreRefused(ClientDriver &driver)
{
    JobQuery query;
    query.cursor = "rubbish";
    FAIRLEAD_REFUSED(driver.listJobs(query), ErrorCode::Invalid, "cursor");
    query = {};
    query.order = ListOrder::Next;
    query.state = JobState::Ready;
    FAIRLEAD_REFUSED(driver.listJobs(query), ErrorCode::Invalid, "order");
    query = {};
    query.skip = -1;
    FAIRLEAD_REFUSED(driver.listJobs(query), ErrorCode::Invalid, "skip");
    for (const int limit : {0, -1, 1001}) {
        query = {};
        query.limit = limit;
        FAIRLEAD_REFUSED(driver.listJobs(query), ErrorCode::Invalid, "1 to 1000");
        DeadLetterQuery letters;
        letters.limit = limit;
        FAIRLEAD_REFUSED(driver.listDeadLetters(letters), ErrorCode::Invalid, "1 to 1000");
    }
    DeadLetterQuery letters;
    letters.cursor = "rubbish";
    FAIRLEAD_REFUSED(driver.listDeadLetters(letters), ErrorCode::Invalid, "cursor");
}

inline void waitingAndRunningJobsAreCancelled(ClientDriver &driver)
{
    NewJob waiting = EngineRig::job("held");
    waiting.start = std::chrono::hours {1};
    const auto cancelled = driver.cancelJob(driver.rig.add(waiting));
    QVERIFY(cancelled && cancelled->state == JobState::Cancelled);
    const JobId running = driver.rig.addUntil(EngineRig::job("held"), JobState::Running);
    QVERIFY(driver.cancelJob(running));
    QTRY_VERIFY(driver.findJob(running)->state == JobState::Cancelled);
    FAIRLEAD_REFUSED(driver.cancelJob(running), ErrorCode::Conflict, running.text());
    FAIRLEAD_REFUSED(driver.cancelJob(unknownJob), ErrorCode::NotFound, unknownJob.text());
}

inline void endedJobsAreRetriedUnlessTheySucceeded(ClientDriver &driver)
{
    const JobId dead = driver.rig.addUntil(EngineRig::job("fails"), JobState::Dead);
    QVERIFY(driver.pause({}));
    const auto retried = driver.retryJob(dead);
    QVERIFY2(retried, retried ? "" : retried.error().text.c_str());
    QCOMPARE(retried->state, JobState::Ready);
    QCOMPARE(retried->attempt, 0);
    FAIRLEAD_REFUSED(driver.retryJob(dead), ErrorCode::Conflict, dead.text());
    QVERIFY(driver.resume({}));
    const JobId done = driver.rig.addUntil(EngineRig::job("done"), JobState::Succeeded);
    FAIRLEAD_REFUSED(driver.retryJob(done), ErrorCode::Conflict, done.text());
    FAIRLEAD_REFUSED(driver.retryJob(unknownJob), ErrorCode::NotFound, unknownJob.text());
}

inline void deadLettersShowFirstAndLastError(ClientDriver &driver)
{
    const JobId failed = driver.rig.addUntil(EngineRig::job("fails"), JobState::Dead);
    const JobId rejected = driver.rig.addUntil(EngineRig::job("rejects"), JobState::Dead);
    const auto page = driver.listDeadLetters();
    QVERIFY(page && page->deadLetters.size() == 2);
    QCOMPARE(page->deadLetters.front().record.job.id, rejected);
    DeadLetterQuery query;
    query.queue = QueueName::trusted("fails");
    query.fingerprint = errorFingerprint("broken", "no 17");
    QCOMPARE(driver.listDeadLetters(query)->deadLetters.size(), std::size_t {1});
    query = {};
    query.limit = 1;
    query.skip = 1;
    QVERIFY(driver.listDeadLetters(query)->deadLetters.front().record.job.id == failed
        && driver.listDeadLetters(query)->skipped == 1);
    query.skip = 0;
    query.cursor = driver.listDeadLetters(query)->cursor;
    QCOMPARE(driver.listDeadLetters(query)->deadLetters.front().record.job.id, failed);
    const auto letter = driver.findDeadLetter(failed);
    QVERIFY(letter);
    QCOMPARE(letter->firstError.errorClass, std::string("broken"));
    QCOMPARE(letter->lastError.text, std::string("no 17"));
    const JobId done = driver.rig.addUntil(EngineRig::job("done"), JobState::Succeeded);
    FAIRLEAD_REFUSED(driver.findDeadLetter(done), ErrorCode::NotFound, done.text());
    FAIRLEAD_REFUSED(driver.findDeadLetter(unknownJob), ErrorCode::NotFound, unknownJob.text());
}

} // namespace fairlead::contract
