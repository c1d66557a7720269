// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/load_recording.h"
#include "engine/simulation/simulation.h"
#include "tests/support/store_steps.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::seconds;

namespace {
const TimePoint origin {seconds {1'700'000'000}};

/// A job that was handed in at a second. It has not run yet.
JobRecord waitingJob(const char *queue, const char *tenant, int second)
{
    JobRecord record;
    record.job.created = origin + seconds {second};
    record.job.spec = aJob(queue, tenant);
    return record;
}

JobRecord ranJob(const char *queue, const char *tenant, int second, int runSeconds)
{
    JobRecord record = waitingJob(queue, tenant, second);
    record.state = JobState::Succeeded;
    record.startedAt = record.job.created + seconds {1};
    record.finishedAt = *record.startedAt + seconds {runSeconds};
    return record;
}

SimulatedLoad loadOf(const std::vector<JobRecord> &records)
{
    LoadRecording recording;
    for (const JobRecord &record : records)
        recording.add(record);
    return recording.load();
}
} // namespace

class LoadRecordingTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void jobsComeInOrderOfTimeWhateverTheOrderOfTheList()
    {
        const SimulatedLoad load = loadOf({ranJob("mail", "ben", 20, 3), ranJob("mail", "anna", 0, 2)});
        QCOMPARE(load.recorded.size(), std::size_t {2});
        QCOMPARE(load.recorded.front().tenant.text(), std::string("anna"));
        QCOMPARE(load.recorded.back().at, Microseconds {seconds {20}});
        QCOMPARE(load.recorded.back().runTime, Microseconds {seconds {3}});
        QCOMPARE(load.length, Microseconds {seconds {24}});
    }

    void jobThatHasNotRunTakesTheMeanOfItsTenantElseOfItsQueue()
    {
        const SimulatedLoad load =
            loadOf({ranJob("mail", "anna", 0, 2), ranJob("mail", "anna", 1, 4), ranJob("mail", "ben", 2, 9),
                waitingJob("mail", "anna", 3), waitingJob("mail", "carl", 4), waitingJob("post", "anna", 5)});
        QCOMPARE(load.recorded.at(3).runTime, Microseconds {seconds {3}});
        QCOMPARE(load.recorded.at(4).runTime, Microseconds {seconds {5}});
        QCOMPARE(load.recorded.at(5).runTime, Microseconds {0});
    }

    void jobThatWasCancelledBeforeItRanIsLeftOut()
    {
        JobRecord cancelled = waitingJob("mail", "anna", 0);
        cancelled.state = JobState::Cancelled;
        JobRecord cut = ranJob("mail", "ben", 5, 1);
        cut.state = JobState::Cancelled;
        const SimulatedLoad load = loadOf({cancelled, cut});
        QCOMPARE(load.recorded.size(), std::size_t {1});
        QCOMPARE(load.recorded.front().tenant.text(), std::string("ben"));
        QCOMPARE(load.recorded.front().at, Microseconds {0});
    }

    void deadlineCountsFromTheArrivalAndIsKept()
    {
        JobRecord late = waitingJob("mail", "anna", 1);
        late.job.spec.deadline = late.job.created + seconds {2};
        const SimulatedLoad load = loadOf({ranJob("mail", "anna", 0, 10), late});
        QVERIFY(load.recorded.back().deadline == Microseconds {seconds {2}});
        QVERIFY(!load.recorded.front().deadline);
        EngineSettings settings;
        settings.workers = 1;
        settings.queues.push_back(QueueSettings {.name = QueueName::trusted("mail")});
        const SimulationReport report = must(simulate(settings, load, 1));
        QCOMPARE(report.tenants.front().expired, std::int64_t {1});
        QCOMPARE(report.tenants.front().succeeded, std::int64_t {1});
    }

    void stoppedSimulationSaysSo()
    {
        EngineSettings settings;
        settings.workers = 1;
        settings.queues.push_back(QueueSettings {.name = QueueName::trusted("mail")});
        const SimulatedLoad load = loadOf({ranJob("mail", "anna", 0, 1)});
        std::stop_source stop;
        QVERIFY(simulate(settings, load, 1, stop.get_token()));
        stop.request_stop();
        QCOMPARE(simulate(settings, load, 1, stop.get_token()).error().code, ErrorCode::Cancelled);
    }
};

QTEST_APPLESS_MAIN(LoadRecordingTest)
#include "load_recording_test.moc"
