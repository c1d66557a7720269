// SPDX-License-Identifier: Apache-2.0
// Workers that come and go while their thread stays.
#include "engine/dispatch/worker_pool.h"
#include "tests/support/queue_executor.h"
#include "tests/support/store_steps.h"

#include <QtTest>

using namespace fairlead;

namespace {
class PromptService final : public Service
{
public:
    void call(RunPtr, Reply reply) override { reply(Succeeded {}); }
};

Envelope envelope()
{
    auto run = std::make_shared<Run>();
    run->job = Job {JobId {}, JobNumber {1}, {}, aJob("q")};
    run->reportProgress = [](const Progress &) {};
    return {run};
}

std::unique_ptr<Service> makePrompt(const QueueSettings &, const std::shared_ptr<Executor> &, Timers &)
{
    return std::make_unique<PromptService>();
}
} // namespace

class WorkerPoolTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void workerThatWasStartedLaterRunsJobsAndEnds()
    {
        EngineSettings settings;
        settings.workers = settings.threads = 1;
        settings.queues.push_back({.name = QueueName::trusted("q")});
        const SystemClock clock;
        auto home = std::make_shared<QueueExecutor>();
        std::optional<RunEnded> ended;
        WorkerPool pool(settings, clock);
        pool.start(
            settings.queues, makePrompt,
            [&](RunEnded run) { home->post([&, run = std::move(run)]() mutable { ended = std::move(run); }); }, home);
        for (int life = 0; life < 3; ++life) { // the number may be given again
            bool isStarted = false;
            pool.startWorker(1, [&] { isStarted = true; });
            QVERIFY(home->runOne() && isStarted);
            pool.deliver(1, envelope());
            QVERIFY(home->runOne());
            QCOMPARE(ended->worker, 1);
            pool.endWorker(1);
        }
        pool.deliver(0, envelope());
        QVERIFY(home->runOne());
        QCOMPARE(ended->worker, 0);
        pool.stop();
    }
    void whatComesAfterTheEndIsNotRun()
    {
        EngineSettings settings;
        settings.workers = settings.threads = 1;
        settings.queues.push_back({.name = QueueName::trusted("q")});
        settings.queues.back().mailbox = 2;
        const SystemClock clock;
        auto home = std::make_shared<QueueExecutor>();
        std::atomic<int> ends {0};
        WorkerPool pool(settings, clock);
        pool.start(
            settings.queues, makePrompt, [&](const RunEnded &) { ++ends; }, home);
        const DeliverFn deliver = pool.deliverFnOf(0);
        pool.stop();
        deliver(envelope()); // a claim that was under way
        pool.deliver(0, envelope());
        QVERIFY(pool.takeBack(0));
        pool.stop();
        QCOMPARE(ends, 0);
    }
};

QTEST_MAIN(WorkerPoolTest)
#include "worker_pool_test.moc"
