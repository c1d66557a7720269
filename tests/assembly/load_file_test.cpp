// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/load_file.h"
#include "engine/wire/json.h"
#include "tests/support/store_steps.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class LoadFileTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyKeyIsRead();
    void oneSectionMayStandForManyTenants();
    void faultsNameLineKeyAndWhatWasExpected_data();
    void faultsNameLineKeyAndWhatWasExpected();
    void recordedJobsComeAsTheyCame();
    void recordThatIsNoneIsNamed();
    void queueThatTheConfigurationDoesNotHaveIsNamed();
};

void LoadFileTest::everyKeyIsRead()
{
    const SimulatedLoad load = must(parseLoad(R"(
length = "30m"
crashes = ["1m", "90s"]
[jobs.a]
tenant = "anna"
queues = ["mail", "video"]
priority = "high"
cost = 7
rate = "60/min"
burst = 3
every = "10s"
from = "1s"
until = "2m"
deadline = "5s"
failing = 0.25
run_time = { least = "10ms", most = "20ms" }
[jobs.b]
queue = "mail"
burst = 1
run_time = { mean = "40ms" }
[change.anna]
at = "3m"
weight = 2
concurrency = 4
)",
        "a.toml"));
    QCOMPARE(load.length, Microseconds {minutes {30}});
    QCOMPARE(load.crashes.size(), std::size_t {2});
    const JobSource &a = load.sources.at(0);
    QCOMPARE(a.tenant.text(), std::string("anna"));
    QCOMPARE(a.queues.at(1).text(), std::string("video"));
    QCOMPARE(a.priority, Priority::High);
    QCOMPARE(a.cost, std::int64_t {7});
    QCOMPARE(a.perSecond, 1.0);
    QCOMPARE(a.burst, 3);
    QCOMPARE(a.every, Microseconds {seconds {10}});
    QCOMPARE(a.from, Microseconds {seconds {1}});
    QVERIFY(a.until == Microseconds {minutes {2}});
    QVERIFY(a.deadline == Microseconds {seconds {5}});
    QCOMPARE(a.failing, 0.25);
    QCOMPARE(std::get<UniformTime>(a.runTimes).most, Microseconds {milliseconds {20}});
    QCOMPARE(load.sources.at(1).tenant.text(), std::string("b"));
    QCOMPARE(std::get<RandomTime>(load.sources.at(1).runTimes).mean, Microseconds {milliseconds {40}});
    QCOMPARE(load.changes.at(0).at, Microseconds {minutes {3}});
    QVERIFY(load.changes.at(0).rules.weight == 2.0);
    QVERIFY(load.changes.at(0).rules.concurrency == 4);
}

void LoadFileTest::oneSectionMayStandForManyTenants()
{
    const SimulatedLoad load =
        must(parseLoad("[jobs.cold]\ntenants = 3\nqueue = \"mail\"\nrate = \"1/s\"\n", "a.toml"));
    QCOMPARE(load.sources.size(), std::size_t {3});
    QCOMPARE(load.sources.back().tenant.text(), std::string("cold-3"));
}

void LoadFileTest::faultsNameLineKeyAndWhatWasExpected_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("fault");
    QTest::newRow("no jobs") << QByteArray("length = \"1m\"\n")
                             << QByteArray("jobs: expected at least one [jobs.NAME]");
    QTest::newRow("no queue") << QByteArray("[jobs.a]\nrate = \"1/s\"\n")
                              << QByteArray("jobs.a.queue: expected a queue");
    QTest::newRow("no arrivals") << QByteArray("[jobs.a]\nqueue = \"q\"\n") << QByteArray("jobs.a.rate: expected rate");
    QTest::newRow("length") << QByteArray("length = \"99d\"\n") << QByteArray("a.toml:1: length: expected a duration");
    QTest::newRow("half a span") << QByteArray("[jobs.a]\nqueue = \"q\"\nburst = 1\nrun_time = { least = \"1s\" }\n")
                                 << QByteArray("a.toml:4: jobs.a.run_time: expected");
    QTest::newRow("unknown") << QByteArray("[jobs.a]\nqueue = \"q\"\nburst = 1\nrunetime = \"1s\"\n")
                             << QByteArray(
                                    "a.toml:4: jobs.a.runetime: unknown key, nearest known key 'jobs.a.run_time'");
    QTest::newRow("weight 0") << QByteArray("[jobs.a]\nqueue = \"q\"\nburst = 1\n[change.a]\nweight = 0\n")
                              << QByteArray("a.toml:5: change.a.weight: expected a number from 0.001");
}

void LoadFileTest::faultsNameLineKeyAndWhatWasExpected()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, fault);
    const auto load = parseLoad(text.toStdString(), "a.toml");
    QVERIFY(!load);
    QCOMPARE(load.error().code, ErrorCode::Configuration);
    QVERIFY2(load.error().text.find(fault.toStdString()) != std::string::npos, load.error().text.c_str());
}

void LoadFileTest::recordedJobsComeAsTheyCame()
{
    const TimePoint start {seconds {1'700'000'000}};
    JobPage page;
    for (const int second : {20, 0}) { // newest first, as lists are
        JobRecord record;
        record.job.created = start + seconds {second};
        record.job.spec = aJob("mail", second == 0 ? "anna" : "ben");
        record.job.spec.priority = Priority::Low;
        record.state = JobState::Succeeded;
        record.startedAt = start + seconds {second + 5};
        record.finishedAt = start + seconds {second + 8};
        page.jobs.push_back(record);
    }
    const SimulatedLoad load = must(parseRecordedLoad(writeJson(page) + "\n\n" + writeJson(page) + "\n", "a.jsonl"));
    QCOMPARE(load.recorded.size(), std::size_t {4});
    QCOMPARE(load.recorded.front().tenant.text(), std::string("anna"));
    QCOMPARE(load.recorded.front().priority, Priority::Low);
    QCOMPARE(load.recorded.front().runTime, Microseconds {seconds {3}});
    QCOMPARE(load.recorded.back().at, Microseconds {seconds {20}});
    QCOMPARE(load.length, Microseconds {seconds {28}});
}

void LoadFileTest::queueThatTheConfigurationDoesNotHaveIsNamed()
{
    EngineSettings settings;
    settings.queues.push_back(QueueSettings {.name = QueueName::trusted("mail")});
    const std::string text = "[jobs.a]\nqueue = \"mail\"\nburst = 1\n[jobs.b]\nqueue = \"post\"\nburst = 1\n"
                             "[jobs.c]\nqueues = [\"mail\", \"lost\"]\nburst = 1\n";
    QVERIFY(parseLoad(text, "a.toml"));
    const auto load = parseLoad(text, "a.toml", &settings);
    QCOMPARE(load.error().code, ErrorCode::Configuration);
    for (const char *part : {"a.toml:5: jobs.b.queue: the configuration has no queue 'post'",
             "a.toml:8: jobs.c.queues: the configuration has no queue 'lost'"})
        QVERIFY2(load.error().text.find(part) != std::string::npos, load.error().text.c_str());
    JobPage page;
    page.jobs.emplace_back().job.spec = aJob("mail", "anna");
    const std::string known = writeJson(page) + "\n";
    page.jobs.emplace_back().job.spec = aJob("post", "anna");
    const std::string lost = writeJson(page) + "\n";
    QVERIFY(parseRecordedLoad(known, "a.jsonl", &settings));
    QCOMPARE(parseRecordedLoad(known + lost + lost, "a.jsonl", &settings).error().text,
        std::string("a.jsonl:2: the configuration has no queue 'post'"));
}

void LoadFileTest::recordThatIsNoneIsNamed()
{
    QVERIFY(parseRecordedLoad("{\"jobs\":[]}\n", "a.jsonl").error().text.find("no job") != std::string::npos);
    QVERIFY(parseRecordedLoad("\n{]\n", "a.jsonl").error().text.find("a.jsonl:2: expected an answer") == 0);
}

QTEST_APPLESS_MAIN(LoadFileTest)
#include "load_file_test.moc"
