// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/job_calls.h"
#include "engine/calls/log_calls.h"
#include "tests/contracts/client_driver.h"

namespace fairlead::contract {

inline std::vector<EventKind> kindsOf(const std::vector<Event> &events)
{
    std::vector<EventKind> kinds;
    for (const Event &event : events)
        kinds.push_back(event.kind);
    return kinds;
}

inline void eventsTellAJobsLife(ClientDriver &driver)
{
    const JobId id = driver.rig.addUntil(EngineRig::job("fails"), JobState::Dead);
    const std::vector<Event> events = driver.allEvents();
    QVERIFY(kindsOf(events)
        == (std::vector {EventKind::EngineStarted, EventKind::JobAccepted, EventKind::JobStarted, EventKind::JobDead}));
    for (std::size_t i = 0; i < events.size(); ++i) {
        QCOMPARE(events[i].number, static_cast<std::int64_t>(i + 1));
        QVERIFY(events[i].at.time_since_epoch().count() > 0);
    }
    QCOMPARE(events[0].text, std::string(FAIRLEAD_VERSION));
    QVERIFY(events[3].job == id && events[3].queue->text() == "fails" && events[3].tenant == defaultTenant());
    QCOMPARE(events[3].attempt, 1);
    QCOMPARE(events[3].text, std::string("broken"));
    QVERIFY(events[2].who.find("worker-") == 0);
}

inline void eventsGoOnBehindANumber(ClientDriver &driver)
{
    driver.rig.addUntil(EngineRig::job("done"), JobState::Succeeded);
    const auto first = driver.events({.since = 0, .limit = 2});
    QVERIFY(first && first->events.size() == 2);
    QCOMPARE(first->next, std::int64_t {2});
    const auto rest = driver.events({.since = first->next});
    QVERIFY(rest && rest->events.size() == 2 && rest->events.front().number == 3);
    QCOMPARE(rest->next, std::int64_t {4});
    const auto none = driver.events({.since = 4});
    QVERIFY(none && none->events.empty() && none->next == 4 && none->missed == 0);
    const auto newest = driver.events({.since = {}, .limit = 1});
    QVERIFY(newest && newest->events.size() == 1 && newest->events.front().number == 4);
    FAIRLEAD_REFUSED(driver.events({.since = 5}), ErrorCode::Invalid, "since");
    FAIRLEAD_REFUSED(driver.events({.since = -1}), ErrorCode::Invalid, "since");
    FAIRLEAD_REFUSED(driver.events({.since = 0, .limit = 1001}), ErrorCode::Invalid, "limit");
    FAIRLEAD_REFUSED(driver.events({.since = 0, .wait = std::chrono::seconds {61}}), ErrorCode::Invalid, "wait_ms");
}

inline void whoWaitsGetsTheEventThatComes(ClientDriver &driver)
{
    const std::int64_t last = driver.events({.since = {}})->next;
    std::optional<Result<EventPage>> told;
    const auto page = await<EventPage>([&](Answer<EventPage> answer) {
        driver.client().ask(
            ListEvents {{.since = last, .queue = QueueName::trusted("rejects"), .wait = std::chrono::seconds {60}}},
            std::move(answer));
        driver.rig.local.ask(EnqueueJobs::of({EngineRig::job("done")}), [](const Result<ClientDriver::Receipts> &) {});
        driver.rig.local.ask(
            EnqueueJobs::of({EngineRig::job("rejects")}), [](const Result<ClientDriver::Receipts> &) {});
    });
    QVERIFY(page && !page->events.empty());
    QCOMPARE(page->events.front().kind, EventKind::JobAccepted);
    QCOMPARE(page->events.front().queue->text(), std::string("rejects"));
    const auto over = driver.events({.since = page->next, .tenant = TenantName::trusted("nobody")});
    QVERIFY(over && over->events.empty());
}

inline void actsAreEventsToo(ClientDriver &driver)
{
    const std::int64_t last = driver.events({.since = {}})->next;
    QVERIFY(driver.pause(queueScope("done"), "anna", "lunch"));
    QVERIFY(driver.resume(queueScope("done")));
    QVERIFY(driver.resume(queueScope("done"))); // it was not paused, so nothing happens
    QVERIFY(driver.setWeight("bob", 2));
    const JobId id = driver.rig.addUntil(EngineRig::job("rejects"), JobState::Dead);
    QVERIFY(driver.pause(queueScope("rejects"), "anna", ""));
    QVERIFY(driver.retryJob(id));
    QVERIFY(driver.cancelJob(id, "carl"));
    const auto page = driver.events({.since = last});
    QVERIFY(page);
    QVERIFY(kindsOf(page->events)
        == (std::vector {EventKind::Paused, EventKind::Resumed, EventKind::TenantSet, EventKind::JobAccepted,
            EventKind::JobStarted, EventKind::JobDead, EventKind::Paused, EventKind::JobRetried,
            EventKind::JobCancelled}));
    const Event &pause = page->events.front();
    QVERIFY(pause.who == "anna" && pause.text == "lunch" && pause.queue->text() == "done" && !pause.tenant);
    QCOMPARE(page->events[2].tenant->text(), std::string("bob"));
    QCOMPARE(page->events.back().who, std::string("carl"));
    QVERIFY(driver.retryJob(id));
    QVERIFY(driver.cancelJob(id));
    QCOMPARE(driver.events({.since = page->next})->events.back().who, std::string("local"));
    FAIRLEAD_REFUSED(driver.cancelJob(id, std::string(129, 'x')), ErrorCode::TooLarge, "128");
}

inline void everyActIsInTheAuditLog(ClientDriver &driver)
{
    QVERIFY(driver.pause({QueueName::trusted("done"), TenantName::trusted("anna")}, "bob", "too \"loud\""));
    QVERIFY(driver.resume({}));
    QVERIFY(driver.setWeight("anna", 2));
    const JobId id = driver.rig.addUntil(EngineRig::job("rejects"), JobState::Dead);
    QVERIFY(driver.retryJob(id));
    QVERIFY(!driver.cancelJob(JobId {}));
    QVERIFY(driver.stop(StopMode::Drain));
    const auto page = driver.listAudit();
    QVERIFY(page);
    std::vector<std::string> lines;
    for (auto entry = page->entries.rbegin(); entry != page->entries.rend(); ++entry) {
        QCOMPARE(entry->who, std::string("local"));
        QCOMPARE(entry->number, static_cast<std::int64_t>(lines.size() + 1));
        QVERIFY(entry->at.time_since_epoch().count() > 0);
        lines.push_back(entry->act + " " + entry->target + (entry->detail.empty() ? "" : " | " + entry->detail));
    }
    QCOMPARE(lines.size(), std::size_t {7});
    QCOMPARE(lines[0], std::string("pause tenant anna in queue done | bob: too \"loud\""));
    QCOMPARE(lines[1], std::string("resume engine"));
    QCOMPARE(lines[2], std::string("tenant.set tenant anna | {\"weight\":2}"));
    QCOMPARE(lines[3], "job.retry job " + id.text());
    QCOMPARE(lines[4], "job.cancel job " + JobId {}.text());
    QVERIFY(lines[5].find("refused entry 5 | there is no job") == 0);
    QCOMPARE(lines[6], std::string("stop engine | drain"));
}

inline void marksSayWhenWhoAndWhat(ClientDriver &driver)
{
    const auto started = driver.listMarks();
    QVERIFY(started && started->size() == 1);
    QCOMPARE(started->front().kind, MarkKind::Started);
    QVERIFY(started->front().who.empty());
    QVERIFY(driver.pause(queueScope("done"), "anna", "lunch"));
    const auto added = driver.addMark("deploy 1.4");
    QVERIFY(added && added->number == 3 && added->kind == MarkKind::Note);
    const auto marks = driver.listMarks();
    QVERIFY(marks && marks->size() == 3); // newest first
    QCOMPARE(marks->at(0).text, std::string("deploy 1.4"));
    QCOMPARE(marks->at(0).who, std::string("local"));
    QVERIFY(marks->at(0).at == added->at);
    QCOMPARE(marks->at(1).kind, MarkKind::Paused);
    QCOMPARE(marks->at(1).who, std::string("anna"));
    QCOMPARE(marks->at(1).text, std::string("queue done"));
    FAIRLEAD_REFUSED(driver.addMark(""), ErrorCode::Invalid, "text");
    FAIRLEAD_REFUSED(driver.addMark(std::string(markTextBytesMax + 1, 'x')), ErrorCode::TooLarge, "200");
}

inline void aRefusedActTellsItsOutcome(ClientDriver &driver)
{
    QVERIFY(!driver.cancelJob(JobId {})); // entry 1, refused by entry 2
    QVERIFY(driver.resume({}));
    const auto page = driver.listAudit();
    QVERIFY(page && page->entries.size() == 3);
    QCOMPARE(attemptOf(page->entries[1]), std::int64_t {1});
    QVERIFY(isToldByAttempt(page->entries[1]));
    QCOMPARE(page->entries[2].outcome, "refused: " + page->entries[1].detail);
    QCOMPARE(attemptOf(page->entries[2]), std::int64_t {0});
    QVERIFY(page->entries[0].outcome.empty() && page->entries[1].outcome.empty());
    const auto behind = driver.listAudit({.below = 2, .limit = 3}); // also when the refusal is on another page
    QVERIFY(behind && behind->entries.size() == 1);
    QCOMPARE(behind->entries[0].outcome, page->entries[2].outcome);
    QVERIFY(driver.pause({}, "refused", "entry 1")); // a text is no refusal
    QCOMPARE(attemptOf(driver.listAudit()->entries.front()), std::int64_t {0});
}

inline void theAuditLogPagesAndIsSound(ClientDriver &driver)
{
    const auto empty = driver.verifyAudit();
    QVERIFY(empty && empty->entriesChecked == 0 && empty->head.empty() && empty->problem.empty());
    for (int i = 0; i < 5; ++i)
        QVERIFY(driver.resume({}));
    const auto first = driver.listAudit({.below = 0, .limit = 3});
    QVERIFY(first && first->entries.size() == 3 && first->entries.front().number == 5);
    const auto rest = driver.listAudit({.below = first->next, .limit = 3});
    QVERIFY(rest && rest->entries.size() == 2 && rest->next == 0 && rest->entries.back().number == 1);
    const auto report = driver.verifyAudit();
    QVERIFY(report && report->problem.empty());
    QCOMPARE(report->entriesChecked, std::int64_t {5});
    QCOMPARE(report->head, first->entries.front().hash);
    QCOMPARE(report->head.size(), std::size_t {64});
    FAIRLEAD_REFUSED(driver.listAudit({.below = 0, .limit = 0}), ErrorCode::Invalid, "limit");
}

} // namespace fairlead::contract
