// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/job_specs.h"
#include "engine/domain/requests.h"
#include "engine/domain/settings.h"
#include "tests/support/every_limit.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

class SettingsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void weightsInRangeAreTaken()
    {
        for (const double weight : {weightMin, 1.0, 2.5, weightMax})
            QVERIFY(checkWeight(weight) == weight);
    }
    void otherWeightsAreRefused()
    {
        for (const double weight : {0.0, -1.0, 0.000999, 1'000'000.1, std::numeric_limits<double>::infinity(),
                 -std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN(), 1e-320}) {
            const Result<double> checked = checkWeight(weight);
            QVERIFY(!checked);
            QCOMPARE(checked.error().code, ErrorCode::Invalid);
            QVERIFY(checked.error().text.find("0.001 to 1000000") != std::string::npos);
        }
    }
    void handlersHaveTheirKinds()
    {
        QVERIFY(nameOf(handlerKind(FunctionHandlerSettings {})) == "function");
        QVERIFY(nameOf(handlerKind(ProcessHandlerSettings {})) == "process");
        QVERIFY(nameOf(handlerKind(HttpHandlerSettings {})) == "http");
    }
    void queueIsFoundByItsName()
    {
        EngineSettings settings;
        for (const char *name : {"mail", "Mail", "video"})
            settings.queues.push_back({.name = QueueName::trusted(name)});
        QCOMPARE(settings.findQueue(QueueName::trusted("Mail")), &settings.queues[1]);
        QCOMPARE(settings.findQueue(QueueName::trusted("mai")), nullptr);
        QCOMPARE(EngineSettings().findQueue(QueueName::trusted("mail")), nullptr);
    }
    void backpressureIsReadAsItIsWritten()
    {
        for (const char *text : {"reject", "drop_oldest", "drop_newest", "wait:5s", "wait:250ms", "shed_low:0",
                 "shed_low:0.8", "shed_low:1"})
            QCOMPARE(backpressureText(parseBackpressure(text).value()), std::string(text));
        QVERIFY(*parseBackpressure("wait") == (Backpressure {WhenFull::Wait}));
        for (const char *text : {"", "drop", "reject:1", "wait:", "wait:0", "wait:2m", "wait:x", "shed_low:1.1",
                 "shed_low:-1", "shed_low:nan", "shed_low:0.5x", "shed_low:"})
            QVERIFY2(!parseBackpressure(text), text);
    }
    void lowerClassesFillLessOfALimit()
    {
        const Backpressure shed {WhenFull::ShedLow, 1s, 0.8};
        QCOMPARE(roomFor(shed, 1'000, Priority::Background), 800);
        QCOMPARE(roomFor(shed, 1'000, Priority::Low), 850);
        QCOMPARE(roomFor(shed, 1'000, Priority::Critical), 1'000);
        QCOMPARE(roomFor({}, 1'000, Priority::Background), 1'000);
    }
    void rulesOutOfRangeAreRefused()
    {
        const auto refused = [](const TenantRules &rules) { return !checkRules(rules); };
        QVERIFY(refused({0.0, {}, {}, {}}));
        QVERIFY(refused({{}, {}, -1, {}}));
        QVERIFY(refused({{}, {}, {}, -1}));
        QVERIFY(refused({{}, {}, {}, {}, -1}));
        for (const double share : {-0.1, 1.1, std::numeric_limits<double>::quiet_NaN()})
            QVERIFY(refused({{}, {}, {}, {}, {}, share}));
        QVERIFY(refused({{}, {}, {}, {}, {}, {}, Backpressure {WhenFull::Wait, 2min}}));
        QVERIFY(!refused({1.0, Rate {1, 1}, 0, 0, 0, 0.0, Backpressure {WhenFull::Wait, 1min}}));
    }
    void everyLimitOfAQueueIsReadAsItWasSet()
    {
        const QueueSettings queue {.name = QueueName::trusted("mail"), .workersMax = 9};
        const TenantRules all = everyLimit();
        QVERIFY(checkRules(all));
        eachOf(limitFields, [&](const auto &field) {
            const QByteArray name(field.name.data(), static_cast<qsizetype>(field.name.size()));
            TenantRules one;
            field.access(one) = field.access(all);
            const TenantRules before = limitsOf(queue);
            const TenantRules after = limitsOf(limited(queue, one));
            QVERIFY2(field.access(before) != field.access(all), name);
            QVERIFY2(merged(one, before) == after, name); // it, and no other
        });
        const QueueSettings set = limited(queue, all);
        QVERIFY(limitsOf(set) == all);
        QCOMPARE(set.workersMax, 9);
        TenantRules free;
        free.rate = Rate {0, 1};
        free.concurrency = 0;
        QCOMPARE(set.layers.size(), std::size_t {2});
        QVERIFY(limited(set, free).layers.empty());
    }
    void clearedPartsGoBackToThePlan()
    {
        EngineSettings settings;
        settings.plans.push_back({"free", {2.0, Rate {1, 1}, 3, 4, 5, 0.5, Backpressure {WhenFull::DropOldest}}});
        const TenantSettings own {
            TenantName::trusted("a"), "free", {9.0, Rate {9, 9}, 9, 9, 9, 0.9, Backpressure {WhenFull::DropNewest}}};
        TenantPatch patch;
        patch.cleared.rate = true;
        patch.rules.concurrency = 7;
        const TenantLimits limits = settings.limitsOf(patched(own, patch));
        QVERIFY(limits.rate == (Rate {1, 1}));
        QCOMPARE(limits.concurrency, 7);
        QCOMPARE(limits.weight, 9.0);
        patch = {};
        patch.cleared = {true, true, true, true, true, true, true};
        QVERIFY(settings.limitsOf(patched(own, patch)) == settings.limitsOf({own.name, "free", {}}));
    }
    void whatAJobDoesNotSayComesFromItsQueue()
    {
        const JobDefaults defaults {
            .maxAttempts = 9, .retry = RetryPolicy(RetryPolicy::Fixed {7s}, 1h), .timeout = 42s};
        const JobSpec spec = resolve(NewJob {}, defaults, TimePoint {100s});
        QCOMPARE(spec.maxAttempts, 9);
        QVERIFY(spec.retry == defaults.retry);
        QVERIFY(spec.timeout == 42s);
        QVERIFY(!spec.runAt && !spec.deadline);
    }
    void whatAJobSaysCounts()
    {
        NewJob job;
        job.maxAttempts = 2;
        job.retry = RetryPolicy(RetryPolicy::Fixed {1s}, 1h);
        job.timeout = 3s;
        job.start = Microseconds {10s};
        job.deadline = TimePoint {500s};
        job.tags = {"red"};
        const JobSpec spec = resolve(job, {}, TimePoint {100s});
        QCOMPARE(spec.maxAttempts, 2);
        QVERIFY(spec.retry == *job.retry);
        QVERIFY(spec.timeout == 3s);
        QVERIFY(spec.runAt == TimePoint {110s});
        QVERIFY(spec.deadline == TimePoint {500s});
        QVERIFY(spec.tags == job.tags);
        job.start = TimePoint {7s};
        job.deadline = Microseconds {30s};
        QVERIFY(resolve(job, {}, TimePoint {100s}).runAt == TimePoint {7s});
        QVERIFY(resolve(job, {}, TimePoint {100s}).deadline == TimePoint {130s});
    }
};
QTEST_APPLESS_MAIN(SettingsTest)
#include "settings_test.moc"
