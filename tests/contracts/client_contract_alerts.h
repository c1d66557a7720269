// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contracts/client_driver.h"

namespace fairlead::contract {

/// An alert about jobs that wait in the queue `done`.
inline AlertRule alertOnWaiting(const char *name, double above = 1)
{
    AlertRule rule {.name = AlertName::trusted(name), .kind = AlertKind::Waiting, .queue = QueueName::trusted("done")};
    rule.above = above;
    return rule;
}

/// The newest events of these kinds, oldest first.
inline std::vector<Event> alertEvents(ClientDriver &driver)
{
    std::vector<Event> events = driver.allEvents();
    std::erase_if(events, [](const Event &event) {
        return event.kind != EventKind::AlertRaised && event.kind != EventKind::AlertCleared;
    });
    return events;
}

inline void anAlertIsRaisedAndToldOf(ClientDriver &driver)
{
    constexpr int limit = 30'000; // facts are a second old at most
    const auto added = driver.addAlert(alertOnWaiting("many"));
    QVERIFY(added && !added->raised && added->rule.isEnabled);
    QCOMPARE(added->rule.who, std::string("local"));
    QVERIFY(added->rule.since.time_since_epoch().count() > 0);
    QVERIFY(driver.addAlert(alertOnWaiting("more", 100)));
    QCOMPARE(driver.status()->alertsRaised, 0);
    QVERIFY(driver.pause(queueScope("done")));
    driver.rig.add(EngineRig::job("done"));
    QTRY_VERIFY_WITH_TIMEOUT(driver.listAlerts()->front().raised, limit);
    const auto alerts = driver.listAlerts();
    QVERIFY(alerts && alerts->size() == 2); // in order of name
    QCOMPARE(alerts->at(0).rule.name.text(), std::string("many"));
    QCOMPARE(alerts->at(0).value, 1.0);
    QVERIFY(alerts->at(1).rule.name.text() == "more" && !alerts->at(1).raised);
    QCOMPARE(driver.status()->alertsRaised, 1);
    QTRY_COMPARE_WITH_TIMEOUT(alertEvents(driver).size(), std::size_t {1}, limit);
    const Event raised = alertEvents(driver).front();
    QCOMPARE(raised.kind, EventKind::AlertRaised);
    QCOMPARE(raised.queue, std::optional(QueueName::trusted("done")));
    QCOMPARE(raised.text, std::string("many: waiting of queue done is 1 (threshold 1)"));
    const auto marks = driver.listMarks();
    QVERIFY(marks && !marks->empty());
    QCOMPARE(marks->front().kind, MarkKind::Alert);
    QCOMPARE(marks->front().text, raised.text);
    const auto off = driver.changeAlert("many", {.isEnabled = false});
    QVERIFY(off && !off->raised && !off->rule.isEnabled);
    QTRY_COMPARE_WITH_TIMEOUT(alertEvents(driver).size(), std::size_t {2}, limit);
    QCOMPARE(alertEvents(driver).back().kind, EventKind::AlertCleared);
}

inline void alertsAreChangedAndRemoved(ClientDriver &driver)
{
    QVERIFY(driver.addAlert(alertOnWaiting("many", 5)));
    const auto changed = driver.changeAlert("many", {.above = 7, .hold = std::chrono::minutes {2}});
    QVERIFY(changed && changed->rule.isEnabled && changed->rule.kind == AlertKind::Waiting);
    QCOMPARE(changed->rule.above, 7.0);
    QVERIFY(changed->rule.hold == std::chrono::minutes {2});
    QVERIFY(driver.listAlerts()->front().rule == changed->rule);
    const auto removed = driver.removeAlert("many");
    QVERIFY(removed && removed->rule == changed->rule);
    QVERIFY(driver.listAlerts()->empty());
    const auto audit = driver.listAudit();
    QVERIFY(audit && audit->entries.size() == 3);
    QCOMPARE(audit->entries[0].act + " " + audit->entries[0].target, std::string("alert.remove alert many"));
    QCOMPARE(audit->entries[1].act + " " + audit->entries[1].target, std::string("alert.change alert many"));
    QCOMPARE(audit->entries[2].act + " " + audit->entries[2].target, std::string("alert.add alert many"));
}

inline void wrongAlertsAreRefused(ClientDriver &driver)
{
    QVERIFY(driver.addAlert(alertOnWaiting("many")));
    FAIRLEAD_REFUSED(driver.addAlert(alertOnWaiting("many", 3)), ErrorCode::Conflict, "many");
    QCOMPARE(driver.listAlerts()->front().rule.above, 1.0);
    FAIRLEAD_REFUSED(driver.addAlert(alertOnWaiting("none", 0)), ErrorCode::Invalid, "above");
    AlertRule rule = alertOnWaiting("two");
    rule.tenant = TenantName::trusted("anna");
    FAIRLEAD_REFUSED(driver.addAlert(rule), ErrorCode::Invalid, "tenant");
    rule.queue.reset();
    FAIRLEAD_REFUSED(driver.addAlert(rule), ErrorCode::Invalid, "kind");
    rule = alertOnWaiting("two");
    rule.queue = QueueName::trusted("nowhere");
    FAIRLEAD_REFUSED(driver.addAlert(rule), ErrorCode::NotFound, "nowhere");
    FAIRLEAD_REFUSED(driver.changeAlert("many", {.above = -1}), ErrorCode::Invalid, "above");
    FAIRLEAD_REFUSED(driver.changeAlert("nobody", {.above = 1}), ErrorCode::NotFound, "nobody");
    FAIRLEAD_REFUSED(driver.removeAlert("nobody"), ErrorCode::NotFound, "nobody");
    for (std::size_t number = 1; number < alertsMax; ++number)
        QVERIFY(driver.addAlert(alertOnWaiting(("a" + std::to_string(number)).c_str())));
    FAIRLEAD_REFUSED(driver.addAlert(alertOnWaiting("last")), ErrorCode::EngineFull, "100");
}

inline void oneTenantDoesNotTakeAllAlerts(ClientDriver &driver)
{
    AlertRule rule {.kind = AlertKind::OldestJob, .tenant = TenantName::trusted("anna"), .above = 60};
    for (std::size_t number = 0; number < alertsOfTenantMax; ++number) {
        rule.name = AlertName::trusted("a" + std::to_string(number));
        QVERIFY(driver.addAlert(rule));
    }
    rule.name = AlertName::trusted("more");
    FAIRLEAD_REFUSED(driver.addAlert(rule), ErrorCode::EngineFull, "of this tenant");
    rule.tenant = TenantName::trusted("ben");
    QVERIFY(driver.addAlert(rule));
}

} // namespace fairlead::contract
