// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/new_job.h"
#include "engine/domain/settings.h"

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
        QVERIFY(handlerKindName(FunctionHandlerSettings {}) == "function");
        QVERIFY(handlerKindName(ProcessHandlerSettings {}) == "process");
        QVERIFY(handlerKindName(HttpHandlerSettings {}) == "http");
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
