// SPDX-License-Identifier: Apache-2.0
// Claims about the SettingsStore, and about the operations of the JournalReader.
#pragma once

#include "tests/contracts/store_driver.h"
#include "tests/support/every_limit.h"

namespace fairlead::contract {

inline void pausesAndTenantsAreKept(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const auto queue = QueueName::trusted("mail");
    const auto tenant = TenantName::trusted("anna");
    StoreSession &store = driver.store();
    must(store.settings().savePause({{}, {}, "eve", "all", driver.now()}));
    must(store.settings().savePause({queue, {}, "eve", "queue", driver.now()}));
    must(store.settings().savePause({queue, tenant, "eve", "both", driver.now()}));
    must(store.settings().savePause({queue, tenant, "adam", "replaced", driver.now()}));
    TenantRules rules = everyLimit();
    rules.depthMax.reset();
    must(store.settings().saveTenant({tenant, "", {2.5, {}, {}, 10}}));
    must(store.settings().saveTenant({tenant, "free", rules}));
    fixture.reopen();
    const auto pauses = must(driver.store().settings().pauses());
    QCOMPARE(pauses.size(), std::size_t {3});
    QVERIFY(!pauses[0].queue && !pauses[0].tenant);
    QVERIFY(pauses[1].queue == queue && !pauses[1].tenant);
    QVERIFY(pauses[2].tenant == tenant);
    QCOMPARE(pauses[2].who + pauses[2].why, std::string("adamreplaced"));
    QCOMPARE(pauses[2].since, driver.now());
    QVERIFY(must(driver.store().settings().removePause(queue, {})));
    QVERIFY(!must(driver.store().settings().removePause(queue, {})));
    QCOMPARE(must(driver.store().settings().pauses()).size(), std::size_t {2});
    const auto tenants = must(driver.store().settings().savedTenants());
    QCOMPARE(tenants.size(), std::size_t {1});
    QCOMPARE(tenants[0].plan, std::string("free"));
    QVERIFY(tenants[0].rules == rules);
    const std::optional<TenantSettings> one = must(driver.store().settings().savedTenant(tenant));
    QVERIFY(one && one->name == tenant && one->plan == "free" && one->rules == rules);
    QVERIFY(!must(driver.store().settings().savedTenant(TenantName::trusted("bert"))));
}

inline void debtsAreKeptUntilTheyAreTaken(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const QueueName mail = QueueName::trusted("mail");
    const CarriedDeficit ofQueue {mail, {}, Priority::Normal, 7};
    const CarriedDeficit ofTenant {mail, TenantName::trusted("anna"), Priority::Low, 3'600'000'000'000'000};
    QVERIFY(must(driver.store().settings().takeDeficits()).empty());
    must(driver.store().settings().saveDeficits({{{mail, TenantName::trusted("bert"), Priority::High, 1}}}));
    must(driver.store().settings().saveDeficits({{ofTenant, ofQueue}})); // replaces the earlier one
    fixture.reopen();
    QVERIFY(must(driver.store().settings().takeDeficits()) == (std::vector<CarriedDeficit> {ofQueue, ofTenant}));
    fixture.crash();
    QVERIFY(must(driver.store().settings().takeDeficits()).empty());
}

inline void spentRatesAreKeptInTheCommitOfTheClaim(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const auto claim = [&](const char *tenant, const BucketLevel &level) {
        const Enqueued job = driver.add(aJob("mail", tenant));
        const ClaimRequest request {job.lane, *job.ready, "w", level};
        return must(driver.store().jobs().claim({&request, 1}, driver.now())).front();
    };
    using std::chrono::seconds;
    const TimePoint now = driver.now();
    QVERIFY(must(driver.store().settings().spentRates(now)).empty());
    const BucketLevel ofBen {0.5, now, now + seconds {1}};
    const BucketLevel ofAnna {0.25, now, now + std::chrono::hours {3}};
    must(claim("ben", ofBen));
    must(claim("anna", {1.25, now, now + seconds {9}}));
    must(claim("anna", ofAnna)); // replaces the earlier one
    const auto undone = driver.store().inOneCommit([&]() -> Result<> {
        must(claim("anna", {0, now, now + seconds {1}}));
        must(claim("carl", {0, now, now + seconds {1}}));
        return failure(ErrorCode::Invalid, "changed my mind");
    });
    QVERIFY(!undone);
    fixture.crash();
    const auto rates = [&](TimePoint at) { return must(driver.store().settings().spentRates(at)); };
    const SpentRate annas {TenantName::trusted("anna"), ofAnna};
    QVERIFY(rates(now) == (std::vector<SpentRate> {annas, {TenantName::trusted("ben"), ofBen}}));
    QVERIFY(rates(now + seconds {1}) == std::vector<SpentRate> {annas}); // the other is whole again
    fixture.reopen();
    QVERIFY(rates(now) == std::vector<SpentRate> {annas});
}

inline void scalesAreKeptUntilTheyAreReleased(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const auto mail = QueueName::trusted("mail");
    const auto web = QueueName::trusted("web");
    must(driver.store().settings().saveScale(mail, 2));
    must(driver.store().settings().saveScale(mail, 5));
    must(driver.store().settings().saveScale(web, 1));
    fixture.reopen();
    using Scales = std::vector<std::pair<QueueName, int>>;
    QVERIFY(must(driver.store().settings().savedScales()) == (Scales {{mail, 5}, {web, 1}}));
    must(driver.store().settings().saveScale(mail, {}));
    must(driver.store().settings().saveScale(mail, {}));
    fixture.reopen();
    QVERIFY(must(driver.store().settings().savedScales()) == (Scales {{web, 1}}));
}

inline void queuesMadeByCallsAreKeptUntilTheyAreRemoved(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const auto mail = QueueName::trusted("mail");
    const auto web = QueueName::trusted("web");
    must(driver.store().settings().saveQueue(web, "workers = 1"));
    must(driver.store().settings().saveQueue(mail, "workers = 1"));
    must(driver.store().settings().saveQueue(mail, "workers = 2\n# \xe2\x82\xac"));
    must(driver.store().settings().saveQueueLimits(mail, {.weight = 3}));
    fixture.crash();
    using Queues = std::vector<std::pair<QueueName, std::string>>;
    QVERIFY(must(driver.store().settings().savedQueues())
        == (Queues {{mail, "workers = 2\n# \xe2\x82\xac"}, {web, "workers = 1"}}));
    must(driver.store().settings().saveQueue(mail, {}));
    must(driver.store().settings().saveQueue(mail, {}));
    fixture.reopen();
    QVERIFY(must(driver.store().settings().savedQueues()) == (Queues {{web, "workers = 1"}}));
    QVERIFY(must(driver.store().settings().savedQueueLimits()).empty());
}

inline void limitsOfQueuesAreKeptUntilTheyAreReleased(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const auto mail = QueueName::trusted("mail");
    const auto web = QueueName::trusted("web");
    const TenantRules all = everyLimit();
    must(driver.store().settings().saveQueueLimits(mail, {.weight = 9}));
    must(driver.store().settings().saveQueueLimits(mail, all));
    must(driver.store().settings().saveQueueLimits(web, {.weight = 1}));
    fixture.reopen();
    using Limits = std::map<QueueName, TenantRules>;
    QVERIFY(must(driver.store().settings().savedQueueLimits()) == (Limits {{mail, all}, {web, {.weight = 1}}}));
    must(driver.store().settings().saveQueueLimits(mail, {}));
    must(driver.store().settings().saveQueueLimits(mail, {}));
    fixture.crash();
    QVERIFY(must(driver.store().settings().savedQueueLimits()) == (Limits {{web, {.weight = 1}}}));
}

inline void alertsAreKeptUntilTheyAreRemoved(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const AlertRule first {.name = AlertName::trusted("a"),
        .kind = AlertKind::Full,
        .queue = {},
        .tenant = TenantName::trusted("anna"),
        .above = 0.85,
        .hold = std::chrono::minutes {3},
        .isEnabled = false,
        .who = "eve \xe2\x82\xac",
        .since = driver.now()};
    AlertRule second {.name = AlertName::trusted("b"), .kind = AlertKind::Waiting, .queue = QueueName::trusted("mail")};
    must(driver.store().settings().saveAlert(second.name, second));
    must(driver.store().settings().saveAlert(first.name, first));
    second.above = 1'000'000'000'000;
    must(driver.store().settings().saveAlert(second.name, second)); // replaces the earlier one
    fixture.crash();
    using Alerts = std::vector<AlertRule>;
    QVERIFY(must(driver.store().settings().savedAlerts()) == (Alerts {first, second}));
    must(driver.store().settings().saveAlert(first.name, {}));
    must(driver.store().settings().saveAlert(first.name, {}));
    fixture.reopen();
    QVERIFY(must(driver.store().settings().savedAlerts()) == Alerts {second});
}

inline void operationsAreKeptWithEveryPart(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    Operation full {.id = driver.newId(), .created = driver.now()};
    full.request = {.action = BulkAction::Move,
        .filter = {.state = JobState::Ready,
            .anyOf = {{JobState::Ready, JobState::Scheduled}},
            .queue = QueueName::trusted("mail"),
            .tenant = TenantName::trusted("anna"),
            .handler = "process",
            .tags = {{"a", "b"}},
            .tagPrefix = "c",
            .since = driver.now(),
            .until = driver.now() + Microseconds {1},
            .fingerprint = "0123456789abcdef",
            .attemptsMin = 3,
            .idPrefix = "01",
            .idSuffix = "ef",
            .ids = {{driver.newId(), driver.newId()}},
            .operation = driver.newId(),
            .payload = "order.id=7"},
        .change = {QueueName::trusted("web"), Priority::Low},
        .over = std::chrono::minutes {5},
        .who = "eve"};
    full.upTo = JobNumber {17};
    must(driver.store().settings().saveOperation(full));
    full.total = 20;
    full.done = 7;
    full.skipped = 2;
    full.failed = 1;
    full.after = JobNumber {9};
    full.error = "none";
    must(driver.store().settings().saveOperation(full));
    driver.advance(std::chrono::seconds {1});
    Operation ended {.id = driver.newId(), .state = OperationState::Done, .created = driver.now()};
    ended.finished = driver.now();
    must(driver.store().settings().saveOperation(ended));
    fixture.crash();
    const auto all = must(driver.reader().journal().operations());
    QCOMPARE(all.size(), std::size_t {2});
    QVERIFY(all[0] == full); // running operations first
    QVERIFY(must(driver.reader().journal().findOperation(ended.id)) == ended);
    QCOMPARE(driver.reader().journal().findOperation(driver.newId()).error().code, ErrorCode::NotFound);
    driver.advance(std::chrono::hours {24 * 7});
    while (must(driver.store().maintain(driver.now()))) { }
    QCOMPARE(
        must(driver.reader().journal().operations()).size(), std::size_t {1}); // only an ended operation is forgotten
}

inline const std::vector<StoreClaim> settingsClaims {FAIRLEAD_CLAIM(pausesAndTenantsAreKept),
    FAIRLEAD_CLAIM(debtsAreKeptUntilTheyAreTaken), FAIRLEAD_CLAIM(spentRatesAreKeptInTheCommitOfTheClaim),
    FAIRLEAD_CLAIM(scalesAreKeptUntilTheyAreReleased), FAIRLEAD_CLAIM(queuesMadeByCallsAreKeptUntilTheyAreRemoved),
    FAIRLEAD_CLAIM(limitsOfQueuesAreKeptUntilTheyAreReleased), FAIRLEAD_CLAIM(alertsAreKeptUntilTheyAreRemoved),
    FAIRLEAD_CLAIM(operationsAreKeptWithEveryPart)};

} // namespace fairlead::contract
