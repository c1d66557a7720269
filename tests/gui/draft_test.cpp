// SPDX-License-Identifier: Apache-2.0
#include "gui/acts/setting_steps.h"
#include "gui/what_if/comparison.h"
#include "gui/what_if/draft.h"
#include "tests/support/store_steps.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
const auto mail = QueueName::trusted("mail");
const auto acme = TenantName::trusted("acme");

/// An engine of two workers with the queue "mail" and the tenants acme and flood.
Snapshot smallEngine()
{
    Snapshot snapshot;
    snapshot.status.workers = 2;
    snapshot.queues.push_back({.queue = mail, .handler = "function"});
    snapshot.queues.push_back({.queue = QueueName::trusted("far"), .handler = "pull"});
    snapshot.tenants = {{.tenant = acme}, {.tenant = TenantName::trusted("flood")}};
    return snapshot;
}

DraftKey weightOf(const TenantName &tenant)
{
    return {DraftPart::Weight, tenant.text()};
}

Draft weightDraft(double weight)
{
    Draft draft;
    draft.tenants[acme].weight = weight;
    return draft;
}

/// 2,000 jobs of flood and 200 of acme at once.
SimulatedLoad floodedLoad()
{
    SimulatedLoad load;
    load.length = 2min;
    for (const auto &[tenant, burst] : {std::pair("flood", 2000), std::pair("acme", 200)}) {
        JobSource source;
        source.tenant = TenantName::trusted(tenant);
        source.queues = {mail};
        source.runTimes = FixedTime {100ms};
        source.burst = burst;
        load.sources.push_back(source);
    }
    return load;
}

Comparison tried(const EngineSettings &settings, const Draft &draft, const SimulatedLoad &load)
{
    const SimulationReport now = must(simulate(settings, load, 1));
    const SimulationReport then = must(simulate(drafted(settings, draft), load, 1));
    return compared(now, &then);
}

TenantTried waitsOf(Microseconds now, Microseconds then)
{
    TenantTried tenant {acme, {}, TriedFigures {}};
    tenant.now.waitP95 = now;
    tenant.then->waitP95 = then;
    return tenant;
}
} // namespace

class DraftTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void settingsOfTenantsAndOfTheEnginesOwnQueuesCanBeTried()
    {
        const SettingTexts now = textsNow(smallEngine());
        QCOMPARE(now.size(), std::size_t {2 * 4 + 1});
        QCOMPARE(now.at(weightOf(acme)), std::string("1"));
        QCOMPARE(now.at({DraftPart::Rate, "acme"}), std::string("none"));
        QCOMPARE(now.at({DraftPart::Workers, "mail"}), std::string("2"));
        QVERIFY(!now.contains({DraftPart::Workers, "far"}));
    }

    void valueLikeTheOneNowTakesTheSettingOutOfTheDraft()
    {
        const SettingTexts now = textsNow(smallEngine());
        Draft draft;
        for (const auto &[key, changed] :
            {std::pair(weightOf(acme), "3"), std::pair(DraftKey {DraftPart::Rate, "acme"}, "10/s"),
                std::pair(DraftKey {DraftPart::Concurrency, "acme"}, "4"),
                std::pair(DraftKey {DraftPart::DepthMax, "acme"}, "100"),
                std::pair(DraftKey {DraftPart::Workers, "mail"}, "8")}) {
            QVERIFY2(trySetPart(draft, now, key, changed), changed);
            QCOMPARE(textIn(draft, key).value_or(""), std::string(changed));
        }
        QCOMPARE(keysOf(draft).size(), std::size_t {5});
        QCOMPARE(stepsOf(draft).size(), std::size_t {2}); // one for each tenant and queue
        for (const DraftKey &key : keysOf(draft))
            QVERIFY(trySetPart(draft, now, key, now.at(key)));
        QVERIFY(draft.isEmpty());
    }

    void textThatIsNoValueIsRefusedAndChangesNothing_data()
    {
        QTest::addColumn<int>("part");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](DraftPart part, const char *text) {
            QTest::addRow("%d '%s'", static_cast<int>(part), text) << static_cast<int>(part) << QByteArray(text);
        };
        for (const char *text : {"", "x", "0", "-1", "nan", "3 x"})
            row(DraftPart::Weight, text);
        for (const char *text : {"", "10", "fast", "0/s"})
            row(DraftPart::Rate, text);
        for (const char *text : {"", "1.5", "-1", "many"}) {
            row(DraftPart::Concurrency, text);
            row(DraftPart::DepthMax, text);
        }
        for (const char *text : {"", "0", "10001", "all"})
            row(DraftPart::Workers, text);
    }
    void textThatIsNoValueIsRefusedAndChangesNothing()
    {
        QFETCH(int, part);
        QFETCH(QByteArray, text);
        const auto which = static_cast<DraftPart>(part);
        Draft draft = weightDraft(2);
        QVERIFY(!trySetPart(draft, textsNow(smallEngine()), {which, which == DraftPart::Workers ? "mail" : "acme"},
            text.toStdString()));
        QVERIFY(draft == weightDraft(2));
    }

    void settingsAreThoseThatTheEngineTells()
    {
        Snapshot snapshot = smallEngine();
        QueueView &view = snapshot.queues.front();
        view.weight = 2;
        view.workersMax = 1;
        view.layers = {{"rate_limit", "50/s, burst 100"}, {"timeout", "30s"}, {"concurrency_limit", "4, per tenant"},
            {"retry", "2 times after 100ms"}, {"concurrency_limit", "1"}};
        snapshot.tenants.front().limits = {.weight = 3, .concurrency = 5, .plan = "gold"};
        const EngineSettings settings = settingsOf(snapshot,
            {{"queue.mail.cost", "\"declared\"", "default"}, {"queue.mail.priority", "\"strict\"", "a.toml:3"},
                {"queue.mail.max_depth", "1000", "a.toml:4"}, {"engine.room", "\"first_come\"", "a.toml:1"}});
        QCOMPARE(settings.workers, 2);
        QCOMPARE(settings.queues.size(), std::size_t {1});
        const QueueSettings &queue = settings.queues.front();
        QCOMPARE(queue.weight, 2.0);
        QCOMPARE(queue.workersMax, 1);
        QVERIFY(queue.costMode == CostMode::Declared && queue.priorityOrder == PriorityOrder::Strict);
        QCOMPARE(queue.depthMax, std::int64_t {1000});
        QVERIFY(settings.room == RoomPolicy::FirstCome);
        QCOMPARE(queue.layers.size(), std::size_t {2}); // the gates in front of the retry
        QVERIFY(queue.layers.front() == LayerSettings(RateLimitSettings {{50, 100}, {}}));
        const TenantLimits limits = settings.limitsOf(settings.tenants.front());
        QCOMPARE(limits.weight, 3.0);
        QCOMPARE(limits.concurrency, 5);
        QVERIFY(!limits.rate);
    }

    void moreWeightShortensTheWaitOfOneTenant()
    {
        const EngineSettings settings = settingsOf(smallEngine(), {});
        const Comparison comparison = tried(settings, weightDraft(20), floodedLoad());
        QCOMPARE(comparison.tenants.size(), std::size_t {2});
        const TenantTried &small = comparison.tenants.front();
        QCOMPARE(small.tenant.text(), std::string("acme"));
        QVERIFY(small.change() == WaitChange::Better);
        QVERIFY(small.then->waitP95 < small.now.waitP95 * 2 / 3);
        QVERIFY(small.distance() > comparison.tenants.back().distance());
        QVERIFY(std::abs(comparison.throughput - 1) < 0.01);
        const auto sharesNow = small.now.share + comparison.tenants.back().now.share;
        QVERIFY(std::abs(sharesNow - 1) < 0.001);
    }

    void moreWorkersRaiseTheThroughput()
    {
        SimulatedLoad load = floodedLoad();
        load.length = 30s; // not enough for two workers
        Draft draft;
        draft.workers[mail] = 4;
        const EngineSettings settings = settingsOf(smallEngine(), {});
        QCOMPARE(drafted(settings, draft).workers, 4);
        const Comparison comparison = tried(settings, draft, load);
        QVERIFY2(std::abs(comparison.throughput - 2) < 0.05, QByteArray::number(comparison.throughput));
    }

    void limitOfADraftHoldsBackItsTenantAlone()
    {
        Draft draft;
        draft.tenants[TenantName::trusted("flood")].rate = Rate {.perSecond = 5, .burst = 5};
        const Comparison comparison = tried(settingsOf(smallEngine(), {}), draft, floodedLoad());
        QVERIFY(comparison.tenants.front().change() == WaitChange::Better);
        QVERIFY(comparison.tenants.back().change() == WaitChange::Worse);
        QVERIFY(comparison.throughput < 0.6);
    }

    void withoutADraftNothingIsCompared()
    {
        const SimulationReport now = must(simulate(settingsOf(smallEngine(), {}), floodedLoad(), 1));
        const Comparison comparison = compared(now, nullptr);
        QCOMPARE(comparison.tenants.size(), std::size_t {2});
        for (const TenantTried &tenant : comparison.tenants)
            QVERIFY(!tenant.then && tenant.change() == WaitChange::Alike);
    }

    void smallDifferencesOfAWaitDoNotCount()
    {
        QVERIFY(waitsOf(1ms, 10ms).change() == WaitChange::Alike);
        QVERIFY(waitsOf(100s, 104s).change() == WaitChange::Alike);
        QVERIFY(waitsOf(100s, 90s).change() == WaitChange::Better);
        QVERIFY(waitsOf(10ms, 25ms).change() == WaitChange::Worse);
        QCOMPARE(waitsOf(100s, 104s).distance(), 0.0);
        QVERIFY(waitsOf(100s, 10s).distance() > waitsOf(10s, 15s).distance());
    }

    void stepsAreTakenBackToWhatIsShown()
    {
        Snapshot snapshot = smallEngine();
        snapshot.tenants.front().limits.weight = 2;
        Draft draft = weightDraft(3);
        draft.workers[mail] = 8;
        const std::vector<SettingStep> steps = stepsOf(draft);
        const auto weightBack = std::get<SetTenant>(takenBack(steps.front(), snapshot));
        QCOMPARE(weightBack.patch.rules.weight.value_or(0), 2.0);
        QVERIFY(!weightBack.patch.rules.rate && !weightBack.patch.plan);
        QVERIFY(!std::get<ScaleQueue>(takenBack(steps.back(), snapshot)).workers); // as the configuration says
        snapshot.queues.front().scaling = ScaledBy::Hand;
        snapshot.queues.front().workersMax = 5;
        QCOMPARE(std::get<ScaleQueue>(takenBack(steps.back(), snapshot)).workers.value_or(0), 5);
    }
};

QTEST_APPLESS_MAIN(DraftTest)
#include "draft_test.moc"
