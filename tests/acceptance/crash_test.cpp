// SPDX-License-Identifier: Apache-2.0
// The engine as a program, killed in the middle of real work. Needs the built programs beside the tests.
#include "engine/calls/engine_calls.h"
#include "engine/calls/job_calls.h"
#include "engine/calls/queue_calls.h"
#include "engine/client/pause_calls.h"
#include "examples/quickstart/corpus.h"
#include "examples/quickstart/report.h"
#include "tests/support/await.h"
#include "tests/support/engine_program.h"

#include <QtTest>

using namespace fairlead;

namespace {
StatusView statusOf(Client &client)
{
    return askAndWait(client, GetStatus {}).value_or(StatusView {});
}

/// Whether the engine has ended so many runs since its start, or has no more to run.
bool hasEnded(Client &client, std::int64_t runs)
{
    const StatusView status = statusOf(client);
    return status.finished >= runs || countOf(status.counts, JobState::Succeeded) >= 2000;
}

/// Hands the quickstart's jobs in while the engine is paused.
bool enqueueAll(Client &client, int count)
{
    const auto paused = await<StatusView>([&](Answer<StatusView> answer) {
        askPause(client, {}, {"test", "loading"}, std::move(answer));
    });
    const Result<std::vector<NewJob>> jobs = quickstartJobs(count);
    if (!paused || !jobs)
        return false;
    for (std::size_t at = 0; at < jobs->size(); at += 100) {
        const std::vector<NewJob> part(jobs->begin() + static_cast<std::ptrdiff_t>(at),
            jobs->begin() + static_cast<std::ptrdiff_t>(std::min(at + 100, jobs->size())));
        if (!askAndWait(client, EnqueueJobs::of(part)))
            return false;
    }
    return await<StatusView>([&](Answer<StatusView> answer) { askResume(client, {}, std::move(answer)); }).has_value();
}
} // namespace

class CrashTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tenKillsLoseNothingAndFinishNothingTwice() // L4, L6, F02
    {
        const std::uint64_t seed = SystemRandom().next();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        SeededRandom random(seed);
        const QTemporaryDir folder;
        {
            EngineProgram program(folder.path());
            RemoteClient client(program.url());
            QVERIFY(enqueueAll(client, 2000));
            program.process.kill();
            QVERIFY(program.ended());
        }
        for (int life = 1; life < 10; ++life) {
            EngineProgram program(folder.path());
            RemoteClient client(program.url());
            // Killed after a random number of further jobs has ended, so that every life gets some work done.
            const auto ends = static_cast<std::int64_t>(20 + random.nextBelow(120));
            QTRY_VERIFY_WITH_TIMEOUT(hasEnded(client, ends) || program.process.state() != QProcess::Running, 60'000);
            QCOMPARE(program.process.state(), QProcess::Running);
            program.process.kill();
            QVERIFY(program.ended());
        }
        {
            EngineProgram last(folder.path(), {QStringLiteral("--until-idle")});
            QVERIFY(last.ended());
            QCOMPARE(last.process.exitCode(), 0);
        }
        EngineProgram after(folder.path());
        RemoteClient client(after.url());
        const std::vector<JobRecord> records = recordsOf(client);
        QCOMPARE(records.size(), std::size_t {2000});
        int cut = 0;
        for (const JobRecord &record : records) {
            QCOMPARE(record.state, JobState::Succeeded);
            QVERIFY(record.attempt <= record.job.spec.maxAttempts);
            QCOMPARE(static_cast<int>(record.errors.size()), record.attempt - 1);
            for (const AttemptError &error : record.errors) {
                QCOMPARE(error.errorClass, std::string("crash"));
                ++cut;
            }
        }
        qInfo("%d runs were cut", cut);
        QVERIFY(cut > 0);
        const auto report = askAndWait(client, VerifyStore {});
        QVERIFY(report && report->problems.empty());
        after.process.terminate();
        QVERIFY(after.ended());
        QCOMPARE(after.process.exitCode(), 0);
    }
    void killAtTheConcurrencyLimitLeaksNoSlot()
    {
        const QTemporaryDir folder;
        for (int life = 0; life < 2; ++life) { // fewer than the crash limit
            EngineProgram program(folder.path());
            RemoteClient client(program.url());
            if (life == 0) {
                QVERIFY(enqueueAll(client, 200));
                const auto tenants = askAndWait(client, ListTenants {});
                QVERIFY(tenants && !tenants->tenants.empty());
                for (const TenantView &tenant : tenants->tenants) {
                    TenantPatch patch;
                    patch.rules.concurrency = 1;
                    QVERIFY(askAndWait(client, SetTenant {tenant.tenant, patch}));
                }
            }
            QTRY_VERIFY_WITH_TIMEOUT(
                hasEnded(client, 3) || countOf(statusOf(client).counts, JobState::Succeeded) == 200, 60'000);
            program.process.kill();
            QVERIFY(program.ended());
        }
        EngineProgram last(folder.path(), {QStringLiteral("--until-idle")});
        QVERIFY(last.ended()); // a slot that was lost would keep jobs waiting for good
        QCOMPARE(last.process.exitCode(), 0);
        EngineProgram after(folder.path());
        RemoteClient client(after.url());
        QCOMPARE(countOf(statusOf(client).counts, JobState::Succeeded), 200);
        QCOMPARE(after.stop(), 0);
    }
    void floodDoesNotHoldUpTheSmallOnes()
    {
        const QTemporaryDir folder;
        EngineProgram program(folder.path());
        RemoteClient client(program.url());
        QVERIFY(enqueueAll(client, 2000));
        QTRY_VERIFY_WITH_TIMEOUT(hasEnded(client, 2000), 120'000);
        const std::vector<TenantReport> reports = reportOf(recordsOf(client), quickstartTenants());
        printReport(reports);
        // In order of arrival the flood would have got four times as much. Equal jobs take unequal time on a busy
        // machine, so this is no closer; floodGainsNothingFromQueuesThatOthersHaveLeft is the exact claim.
        Microseconds smallWork {0};
        for (std::size_t i = 1; i < reports.size(); ++i)
            smallWork = std::max(smallWork, reports[i].workUntilSmallDone);
        QVERIFY(reports.front().workUntilSmallDone <= smallWork * 3 / 2);
        // In order of arrival the small ones would end last, behind 1,600 jobs of the flood.
        const Microseconds floodMedian = reports.front().queueTimes[reports.front().queueTimes.size() / 2];
        for (std::size_t i = 1; i < reports.size(); ++i) {
            QCOMPARE(reports[i].succeeded, 100);
            QVERIFY(reports[i].queueTimes.back() < floodMedian);
        }
        program.process.terminate();
        QVERIFY(program.ended());
    }
};
QTEST_GUILESS_MAIN(CrashTest)
#include "crash_test.moc"
