// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contracts/client_driver.h"

#include <cmath>

namespace fairlead::contract {

inline void statusTellsTheEngineAtAGlance(ClientDriver &driver)
{
    driver.rig.addUntil(EngineRig::job("done"), JobState::Succeeded);
    const auto status = driver.status();
    QVERIFY(status);
    QCOMPARE(status->version, std::string(FAIRLEAD_VERSION));
    QCOMPARE(status->state, EngineState::Running);
    QCOMPARE(status->store, std::string("memory"));
    QCOMPARE(status->durability, std::string("none"));
    QCOMPARE(status->dataDir, std::string("in memory"));
    QCOMPARE(status->pid, static_cast<std::int64_t>(QCoreApplication::applicationPid()));
    QCOMPARE(status->workers, 2);
    QCOMPARE(status->enqueued, std::int64_t {1});
    QCOMPARE(countOf(status->counts, JobState::Succeeded), std::int64_t {1});
    QVERIFY(status->startedAt.time_since_epoch().count() > 0 && !status->pause);
}

inline void queuesAreListedAndFound(ClientDriver &driver)
{
    driver.rig.addUntil(EngineRig::job("held"), JobState::Running);
    const auto queues = driver.listQueues();
    QVERIFY(queues && queues->size() == 7);
    const auto held = driver.findQueue("held");
    QVERIFY(held);
    QCOMPARE(held->handler, std::string("function"));
    QCOMPARE(held->running, 1);
    QCOMPARE(held->weight, 1.0);
    QCOMPARE(countOf(held->counts, JobState::Running), std::int64_t {1});
    FAIRLEAD_REFUSED(driver.findQueue("nowhere"), ErrorCode::NotFound, "nowhere");
}

inline void aQueueTellsHowItsLayersStand(ClientDriver &driver)
{
    NewJob job = EngineRig::job("shielded");
    job.tenant = TenantName::trusted("anna");
    driver.rig.addUntil(job, JobState::Dead);
    const auto queue = driver.findQueue("shielded");
    QCOMPARE(queue->layers.size(), std::size_t {2});
    const LayerView &breaker = queue->layers[0];
    QCOMPARE(breaker.kind, std::string("circuit_breaker"));
    QCOMPARE(breaker.settings, std::string("1 failures of 1, open for 1h, per tenant"));
    QCOMPARE(breaker.open, std::vector<std::string> {"anna"});
    QVERIFY(!breaker.underWay);
    QCOMPARE(queue->layers[1].underWay, std::optional(0));
    QVERIFY(driver.findQueue("done")->layers.empty());
    // While the circuit is open, jobs are not started.
    const JobId held = driver.rig.add(job);
    QTRY_COMPARE(driver.whyWaiting(held)->reasons.front().code, WaitCode::GateShut);
    QVERIFY(driver.whyWaiting(held)->until.has_value());
    QCOMPARE(driver.rig.record(held).state, JobState::Ready);
    QCOMPARE(driver.rig.record(held).attempt, 0);
}

inline void oddNamesAreNamesLikeOthers(ClientDriver &driver) // F46
{
    for (const char *name : {"...", "a..b", ":", "-", "_"}) {
        FAIRLEAD_REFUSED(driver.findQueue(name), ErrorCode::NotFound, std::string("'") + name + "'");
        const auto tenant = driver.setWeight(name, 2);
        QVERIFY2(tenant, name);
        QCOMPARE(tenant->tenant.text(), std::string(name));
        QCOMPARE(driver.findTenant(name)->limits.weight, 2.0);
    }
}

inline void tenantsAreListedFoundAndSet(ClientDriver &driver)
{
    driver.rig.addUntil(EngineRig::job("done"), JobState::Succeeded);
    const auto tenants = driver.listTenants();
    QVERIFY(tenants && tenants->tenants.size() == 1 && !tenants->cursor);
    QCOMPARE(tenants->tenants.front().tenant, defaultTenant());
    QTRY_COMPARE(driver.findTenant("default")->attempts, std::int64_t {1});
    const auto view = driver.findTenant("default");
    QCOMPARE(view->runTime.count, std::int64_t {1});
    QCOMPARE(view->queueTime.count, std::int64_t {1});
    QCOMPARE(countOf(view->counts, JobState::Succeeded), std::int64_t {1});
    for (const double weight : {0.001, 1.1, 1'000'000.0, 1.0 / 3.0}) {
        const auto set = driver.setWeight("default", weight);
        QVERIFY(set);
        QCOMPARE(set->limits.weight, weight);
    }
    FAIRLEAD_REFUSED(driver.findTenant("nobody"), ErrorCode::NotFound, "nobody");
}

inline void limitsOfAQueueHoldAtOnceUntilTheyAreReleased(ClientDriver &driver)
{
    TenantRules rules;
    rules.rate = Rate {0.001, 1};
    rules.depthMax = 1;
    const auto set = [&](const TenantRules &to, const TenantPatch::Cleared &cleared) {
        return askAndWait(driver.client(), SetQueue {QueueName::trusted("done"), {to, cleared}});
    };
    const auto view = set(rules, {});
    QVERIFY(view && view->limits == rules);
    QVERIFY(view->configured && !view->configured->rate);
    QCOMPARE(view->configured->depthMax, std::optional(std::int64_t {0}));
    QCOMPARE(view->layers.size(), std::size_t {1});
    driver.rig.addUntil(EngineRig::job("done"), JobState::Succeeded);
    const JobId held = driver.rig.add(EngineRig::job("done")); // the rate is used up
    QTRY_COMPARE(driver.whyWaiting(held)->reasons.front().code, WaitCode::GateShut);
    FAIRLEAD_REFUSED(driver.enqueueOne(EngineRig::job("done")), ErrorCode::QueueFull, "done");
    TenantPatch::Cleared cleared;
    cleared.rate = cleared.depthMax = true;
    const auto released = set({}, cleared);
    QVERIFY(released && !released->limits && !released->configured && released->layers.empty());
    QTRY_COMPARE(driver.findJob(held)->state, JobState::Succeeded);
    rules.weight = -1;
    FAIRLEAD_REFUSED(set(rules, {}), ErrorCode::Invalid, "weight");
}

inline void tenantsComeInPagesByName(ClientDriver &driver)
{
    for (const char *name : {"d", "b", "e"})
        QVERIFY(driver.setWeight(name, 2));
    for (const char *name : {"c", "a", "b"}) { // some are known by their jobs alone, and one by both
        NewJob job = EngineRig::job("done");
        job.tenant = TenantName::trusted(name);
        driver.rig.addUntil(job, JobState::Succeeded);
    }
    std::string names;
    TenantQuery query {.limit = 2};
    do {
        const auto page = driver.listTenants(query);
        QVERIFY(page && !page->tenants.empty() && page->tenants.size() <= 2);
        for (const TenantView &view : page->tenants) {
            names += view.tenant.text();
            const bool isSet = std::string("bde").find(view.tenant.text()) != std::string::npos;
            QCOMPARE(view.limits.weight, isSet ? 2.0 : 1.0);
            const bool hasRun = std::string("abc").find(view.tenant.text()) != std::string::npos;
            QCOMPARE(countOf(view.counts, JobState::Succeeded), std::int64_t {hasRun ? 1 : 0});
        }
        names += ' ';
        query.cursor = page->cursor;
    } while (query.cursor);
    QCOMPARE(names, std::string("ab cd e "));
    const auto behind = driver.listTenants({.cursor = TenantName::trusted("bb"), .limit = 1}); // it need not exist
    QVERIFY(behind && behind->tenants.size() == 1 && behind->tenants.front().tenant.text() == "c");
    const auto one = driver.listTenants({.tenant = TenantName::trusted("e")});
    QVERIFY(one && one->tenants.size() == 1 && !one->cursor && one->tenants.front().tenant.text() == "e");
    const auto none = driver.listTenants({.tenant = TenantName::trusted("nobody")});
    QVERIFY(none && none->tenants.empty());
    FAIRLEAD_REFUSED(driver.listTenants({.limit = 0}), ErrorCode::Invalid, "limit");
    FAIRLEAD_REFUSED(driver.listTenants({.limit = 1001}), ErrorCode::Invalid, "limit");
}

inline void weightsOutOfRangeAreRefused(ClientDriver &driver)
{
    for (const double weight : {0.0, -1.0, 1e7, std::nan(""), static_cast<double>(INFINITY)})
        FAIRLEAD_REFUSED(driver.setWeight("default", weight), ErrorCode::Invalid, "weight");
}

inline void pausesBearWhoWhenAndWhy(ClientDriver &driver)
{
    const auto paused = driver.pause({}, "anna \"b\"", "new 'pump' \xe2\x82\xac");
    QVERIFY(paused && paused->pause);
    QCOMPARE(paused->state, EngineState::Paused);
    QCOMPARE(paused->pause->who, std::string("anna \"b\""));
    QCOMPARE(paused->pause->why, std::string("new 'pump' \xe2\x82\xac"));
    QVERIFY(paused->pause->since.time_since_epoch().count() > 0);
    const auto resumed = driver.resume({});
    QVERIFY(resumed && !resumed->pause);
    QCOMPARE(resumed->state, EngineState::Running);
    QVERIFY(driver.resume({}));
}

inline void aPauseActsOnItsScopeAlone(ClientDriver &driver)
{
    QVERIFY(driver.pause(queueScope("held")));
    QVERIFY(driver.findQueue("held")->pause && !driver.findQueue("done")->pause && !driver.status()->pause);
    QCOMPARE(driver.findQueue("held")->pause->queue->text(), std::string("held"));
    QVERIFY(driver.resume(queueScope("held")));
    QVERIFY(!driver.findQueue("held")->pause);
    QVERIFY(driver.pause(tenantScope("anna")));
    driver.rig.addUntil(EngineRig::job("done"), JobState::Succeeded);
    QVERIFY(!driver.findQueue("done")->pause);
    NewJob job = EngineRig::job("done");
    job.tenant = TenantName::trusted("anna");
    const JobId id = driver.rig.add(job);
    QCOMPARE(driver.findJob(id)->state, JobState::Ready);
    QVERIFY(driver.findTenant("anna")->pause);
    QVERIFY(driver.resume(tenantScope("anna")));
    QTRY_VERIFY(driver.findJob(id)->state == JobState::Succeeded);
}

inline void aTenantIsPausedInOneQueue(ClientDriver &driver)
{
    const Scope scope {QueueName::trusted("done"), TenantName::trusted("anna")};
    QVERIFY(driver.pause(scope));
    QVERIFY(!driver.findQueue("done")->pause);
    NewJob job = EngineRig::job("done");
    job.tenant = TenantName::trusted("anna");
    const JobId waits = driver.rig.add(job);
    job.queue = QueueName::trusted("rejects");
    driver.rig.addUntil(job, JobState::Dead);
    driver.rig.addUntil(EngineRig::job("done"), JobState::Succeeded);
    QCOMPARE(driver.findJob(waits)->state, JobState::Ready);
    QVERIFY(driver.resume(scope));
    QTRY_VERIFY(driver.findJob(waits)->state == JobState::Succeeded);
}

inline void pausesOfTheUnknownOrTooLongAreRefused(ClientDriver &driver)
{
    FAIRLEAD_REFUSED(driver.pause(queueScope("nowhere")), ErrorCode::NotFound, "nowhere");
    FAIRLEAD_REFUSED(driver.resume(queueScope("nowhere")), ErrorCode::NotFound, "nowhere");
    FAIRLEAD_REFUSED(driver.pause({}, std::string(129, 'a')), ErrorCode::TooLarge, "128");
    FAIRLEAD_REFUSED(driver.pause({}, "anna", std::string(1025, 'a')), ErrorCode::TooLarge, "1024");
    QVERIFY(driver.pause({}, std::string(128, 'a'), std::string(1024, 'b')));
}

inline void whyNamesWhatKeepsAJobWaiting(ClientDriver &driver)
{
    QVERIFY(driver.pause(queueScope("done")));
    const JobId first = driver.rig.add(EngineRig::job("done"));
    const JobId second = driver.rig.add(EngineRig::job("done"));
    const auto why = driver.whyWaiting(second);
    QVERIFY(why);
    QCOMPARE(why->state, JobState::Ready);
    QCOMPARE(why->reasons.front().code, WaitCode::Paused);
    QVERIFY(why->reasons.front().text.find("queue 'done' is paused since") == 0);
    QVERIFY(why->reasons.front().text.find("by anna: lunch") != std::string::npos);
    QCOMPARE(why->reasons.back().code, WaitCode::Turn);
    QCOMPARE(why->ahead, std::optional<std::int64_t>(1));
    QVERIFY(driver.resume(queueScope("done")));
    QTRY_COMPARE(driver.whyWaiting(first)->reasons.front().code, WaitCode::Ended);
    const JobId held = driver.rig.addUntil(EngineRig::job("held"), JobState::Running);
    QCOMPARE(driver.whyWaiting(held)->reasons.front().code, WaitCode::Running);
    NewJob later = EngineRig::job("done");
    later.start = std::chrono::hours {1};
    const auto scheduled = driver.whyWaiting(driver.rig.add(later));
    QCOMPARE(scheduled->reasons.front().code, WaitCode::Scheduled);
    QVERIFY(scheduled->until.has_value());
    FAIRLEAD_REFUSED(driver.whyWaiting(JobId {}), ErrorCode::NotFound, "there is no job");
}

inline void limitsOfATenantAreSetAndHold(ClientDriver &driver)
{
    const auto set = driver.setTenant("anna", {{}, {{}, Rate {0.001, 1}, 3, 2}});
    QVERIFY(set);
    QVERIFY(set->limits == (TenantLimits {1, Rate {0.001, 1}, 3, 2, {}}));
    NewJob job = EngineRig::job("done");
    job.tenant = TenantName::trusted("anna");
    driver.rig.addUntil(job, JobState::Succeeded); // takes its only token
    const JobId waits = driver.rig.add(job);
    QTRY_COMPARE(driver.whyWaiting(waits)->reasons.front().code, WaitCode::TenantRate);
    driver.rig.add(job);
    FAIRLEAD_REFUSED(driver.enqueueOne(job), ErrorCode::TenantFull, "its limit is 2");
    QVERIFY(driver.setTenant("anna", {{}, {{}, Rate {0, 1}, {}, 0}})); // no limit any more
    QTRY_COMPARE(driver.findJob(waits)->state, JobState::Succeeded);
    FAIRLEAD_REFUSED(driver.setTenant("anna", {"gold", {}}), ErrorCode::NotFound, "gold");
    TenantPatch all;
    all.rules.bytesMax = 1'000'000;
    all.rules.retryShare = 0.25;
    all.rules.backpressure = Backpressure {WhenFull::ShedLow, std::chrono::seconds {1}, 0.5};
    const Result<TenantView> limited = driver.setTenant("anna", all);
    QVERIFY2(limited, limited ? "" : limited.error().text.c_str());
    const TenantLimits &limits = limited->limits;
    QCOMPARE(limits.bytesMax, 1'000'000);
    QCOMPARE(limits.retryShare, 0.25);
    QVERIFY(limits.backpressure == all.rules.backpressure);
    TenantPatch cleared;
    cleared.cleared = {true, true, true, true, true, true, true};
    QVERIFY(driver.setTenant("anna", cleared)->limits == TenantLimits {}); // as if nothing had been set
    FAIRLEAD_REFUSED(driver.setTenant("anna", {{}, {{}, {}, {}, {}, {}, 1.5}}), ErrorCode::Invalid, "retry_budget");
    FAIRLEAD_REFUSED(driver.setTenant("anna", {{}, {{}, {}, {}, {}, -1}}), ErrorCode::Invalid, "max_bytes");
    FAIRLEAD_REFUSED(driver.setTenant("anna", {{}, {{}, {}, -1, {}}}), ErrorCode::Invalid, "concurrency");
}

inline void queueIsScaledByHandUntilItIsReleased(ClientDriver &driver)
{
    const auto kept = [&] {
        const std::scoped_lock lock(driver.rig.disk->mutex);
        return driver.rig.disk->settings.scales.all();
    };
    const int before = driver.status()->workers;
    const auto scaled = driver.scaleQueue("done", before + 3);
    QVERIFY(scaled);
    QCOMPARE(scaled->workersMax, before + 3);
    QCOMPARE(scaled->scaling, std::optional(ScaledBy::Hand));
    QVERIFY(kept() == (std::map<QueueName, int> {{QueueName::trusted("done"), before + 3}})); // kept for the next start
    QTRY_COMPARE(driver.listWorkers()->size(), static_cast<std::size_t>(before + 3)); // the workers exist
    driver.rig.addUntil(EngineRig::job("done"), JobState::Succeeded);
    QCOMPARE(driver.scaleQueue("done", {})->scaling, std::optional<ScaledBy>());
    QVERIFY(kept().empty());
    QCOMPARE(driver.findQueue("done")->workersMax, 0);
    QTRY_COMPARE(driver.status()->workers, before);
    FAIRLEAD_REFUSED(driver.scaleQueue("done", 0), ErrorCode::Invalid, "1 to 10000");
    FAIRLEAD_REFUSED(driver.scaleQueue("far", 2), ErrorCode::Invalid, "elsewhere");
    FAIRLEAD_REFUSED(driver.scaleQueue("nowhere", 2), ErrorCode::NotFound, "nowhere");
}

inline void stopIsHandedOn(ClientDriver &driver)
{
    const auto stopping = driver.stop(StopMode::Drain);
    QVERIFY(stopping);
    QCOMPARE(stopping->state, EngineState::Stopping);
    QTRY_COMPARE(driver.rig.stops().size(), std::size_t {1});
    QVERIFY(driver.stop(StopMode::Now));
    QTRY_VERIFY(driver.rig.stops() == (std::vector<StopMode> {StopMode::Drain, StopMode::Now}));
}

inline void aWaitingJobIsEdited(ClientDriver &driver)
{
    QVERIFY(driver.pause(queueScope("done"), "", ""));
    NewJob job = EngineRig::job("done", "{\"n\":1}");
    job.tenant = TenantName::trusted("anna");
    job.uniqueKey = "one";
    job.tags = {"a"};
    const auto old = driver.enqueueOne(job);
    QVERIFY(old);
    JobEdit edit;
    edit.payload = {"{\"n\":2}"};
    edit.priority = Priority::High;
    edit.deadline = RetryDeadline {std::chrono::hours {1}};
    const auto receipt = driver.editJob(old->id, edit);
    QVERIFY2(receipt, receipt ? "" : receipt.error().text.c_str());
    QVERIFY(receipt->id != old->id && receipt->isNew && receipt->state == JobState::Ready);
    const JobSpec spec = driver.rig.record(receipt->id).job.spec;
    QVERIFY(spec.payload == "{\"n\":2}" && spec.priority == Priority::High && spec.deadline);
    QVERIFY(spec.parent == old->id && spec.tenant == job.tenant && spec.uniqueKey == "one" && spec.tags == job.tags);
    const JobRecord before = driver.rig.record(old->id);
    QCOMPARE(before.state, JobState::Cancelled);
    QCOMPARE(before.errors.back().errorClass, std::string("edited"));
    QCOMPARE(driver.enqueueOne(job)->id, receipt->id); // it holds the unique key
    const auto audit = driver.listAudit();
    QCOMPARE(audit->entries.front().act, std::string("job.edit"));
    QCOMPARE(audit->entries.front().target, "job " + old->id.text());
    QVERIFY(audit->entries.front().detail.starts_with("7 bytes of application/json, priority high, deadline "));
    JobEdit tags;
    tags.tags = std::vector<std::string> {};
    tags.deadline = RetryDeadline {};
    const auto again = driver.editJob(receipt->id, tags); // the payload stays
    QVERIFY2(again, again ? "" : again.error().text.c_str());
    const JobSpec last = driver.rig.record(again->id).job.spec;
    QVERIFY(last.payload == "{\"n\":2}" && last.contentType == "application/json" && last.tags.empty());
    QVERIFY(!last.deadline && last.priority == Priority::High);
    QVERIFY(driver.resume(queueScope("done")));
    QTRY_COMPARE(driver.rig.record(again->id).state, JobState::Succeeded);
    QCOMPARE(driver.rig.record(receipt->id).state, JobState::Cancelled);
}

inline void aJobIsTaggedInAnyState(ClientDriver &driver)
{
    NewJob job = EngineRig::job("rejects");
    job.tags = {"old", "kept"};
    const JobId dead = driver.rig.addUntil(job, JobState::Dead);
    const auto tagged = driver.tagJob(dead, {.add = {"new", "kept"}, .remove = {"old", "absent"}});
    QVERIFY2(tagged, tagged ? "" : tagged.error().text.c_str());
    QVERIFY((tagged->job.spec.tags == std::vector<std::string> {"kept", "new"}));
    QCOMPARE(tagged->state, JobState::Dead);
    JobQuery query;
    query.tags = std::vector<std::string> {"new"};
    QCOMPARE(driver.listJobs(query)->jobs.size(), std::size_t {1});
    query.tags = std::vector<std::string> {"old"};
    QVERIFY(driver.listJobs(query)->jobs.empty());
    const auto audit = driver.listAudit();
    QCOMPARE(audit->entries.front().act, std::string("job.tag"));
    QCOMPARE(audit->entries.front().target, "job " + dead.text());
    QCOMPARE(audit->entries.front().detail, std::string("+new +kept -old -absent"));
}

inline void tagsKeepTheLimitsOfAnEnqueue(ClientDriver &driver)
{
    const JobId held = driver.rig.addUntil(EngineRig::job("held"), JobState::Running);
    const std::vector<std::string> before = driver.rig.record(held).job.spec.tags;
    FAIRLEAD_REFUSED(driver.tagJob(held, {}), ErrorCode::Invalid, "nothing to change");
    FAIRLEAD_REFUSED(driver.tagJob(held, {.add = {"a"}, .remove = {"a"}}), ErrorCode::Invalid, "either");
    FAIRLEAD_REFUSED(driver.tagJob(held, {.add = {""}}), ErrorCode::Invalid, "empty");
    const std::string tooLong(JobLimits {}.tagBytesMax + 1, 't');
    FAIRLEAD_REFUSED(driver.tagJob(held, {.add = {tooLong}}), ErrorCode::TooLarge, "tag");
    std::vector<std::string> many;
    many.reserve(JobLimits {}.tagCountMax + 1);
    for (std::size_t i = 0; i <= JobLimits {}.tagCountMax; ++i)
        many.push_back("t" + std::to_string(i));
    FAIRLEAD_REFUSED(driver.tagJob(held, {.add = many}), ErrorCode::TooLarge, "tag list");
    const JobId nobody = *JobId::parse("01890000-0000-7000-8000-000000000000");
    FAIRLEAD_REFUSED(driver.tagJob(nobody, {.add = {"a"}}), ErrorCode::NotFound, nobody.text());
    QVERIFY(driver.rig.record(held).job.spec.tags == before);
}

inline void onlyWhatWaitsIsEdited(ClientDriver &driver)
{
    const JobId dead = driver.rig.addUntil(EngineRig::job("rejects"), JobState::Dead);
    JobEdit edit;
    edit.priority = Priority::High;
    FAIRLEAD_REFUSED(driver.editJob(dead, edit), ErrorCode::Conflict, "only waiting jobs can be edited");
    const JobId held = driver.rig.addUntil(EngineRig::job("held"), JobState::Running);
    FAIRLEAD_REFUSED(driver.editJob(held, edit), ErrorCode::Conflict, "is running");
    const JobId nobody = *JobId::parse("01890000-0000-7000-8000-000000000000");
    FAIRLEAD_REFUSED(driver.editJob(nobody, edit), ErrorCode::NotFound, nobody.text());
    FAIRLEAD_REFUSED(driver.editJob(held, {}), ErrorCode::Invalid, "nothing to change");
    QCOMPARE(driver.rig.record(held).state, JobState::Running);
}

inline void aDeadLetterIsTriedAgainWithAnotherPayload(ClientDriver &driver)
{
    NewJob job = EngineRig::job("rejects", "{\"n\":1}");
    job.tags = {"a"};
    job.tenant = TenantName::trusted("anna");
    job.uniqueKey = "one";
    const JobId dead = driver.rig.addUntil(job, JobState::Dead);
    QVERIFY(driver.pause(queueScope("rejects"), "", ""));
    const auto receipt = driver.editAndRetry(dead, {std::string("\0\xff", 2), "application/octet-stream"});
    QVERIFY2(receipt, receipt ? "" : receipt.error().text.c_str());
    QVERIFY(receipt->id != dead && receipt->state == JobState::Ready);
    const JobSpec spec = driver.rig.record(receipt->id).job.spec;
    QCOMPARE(spec.payload, std::string("\0\xff", 2));
    QVERIFY(spec.contentType == "application/octet-stream" && spec.parent == dead && spec.uniqueKey == "one");
    QVERIFY(spec.tenant == job.tenant && spec.tags == job.tags && spec.maxAttempts == 1);
    QCOMPARE(driver.rig.record(dead).job.spec.payload, std::string("{\"n\":1}"));
    QCOMPARE(driver.rig.record(dead).state, JobState::Dead);
    FAIRLEAD_REFUSED(driver.editAndRetry(dead, {"1"}), ErrorCode::Conflict, receipt->id.text());
    FAIRLEAD_REFUSED(driver.editAndRetry(receipt->id, {"1"}), ErrorCode::NotFound, "not a dead letter");
    FAIRLEAD_REFUSED(driver.editAndRetry(dead, {"1", "\xff"}), ErrorCode::Invalid, "content_type");
    const auto audit = driver.listAudit();
    QCOMPARE(audit->entries.back().target, std::string("queue rejects"));
    QCOMPARE(audit->entries[audit->entries.size() - 2].act, std::string("job.edit-retry"));
    QCOMPARE(audit->entries[audit->entries.size() - 2].target, "job " + dead.text());
    QCOMPARE(audit->entries[audit->entries.size() - 2].detail, std::string("2 bytes of application/octet-stream"));
}

inline void aConfigurationWithoutAFileIsNotReloaded(ClientDriver &driver)
{
    QVERIFY(driver.configuration() && driver.configuration()->empty());
    FAIRLEAD_REFUSED(driver.reloadConfiguration(), ErrorCode::Unsupported, "configuration file");
}

inline void backupsThatCannotBeAreRefused(ClientDriver &driver)
{
    FAIRLEAD_REFUSED(driver.backup("relative.db"), ErrorCode::Invalid, "absolute");
    FAIRLEAD_REFUSED(driver.backup(""), ErrorCode::Invalid, "name");
    FAIRLEAD_REFUSED(driver.backup("/tmp/x.db"), ErrorCode::Invalid, "in memory");
}

inline void verifyChecksEveryJob(ClientDriver &driver)
{
    driver.rig.addUntil(EngineRig::job("done"), JobState::Succeeded);
    driver.rig.addUntil(EngineRig::job("held"), JobState::Running);
    const auto report = driver.verify();
    QVERIFY(report && report->problems.empty());
    QCOMPARE(report->jobsChecked, std::int64_t {2});
}

} // namespace fairlead::contract
