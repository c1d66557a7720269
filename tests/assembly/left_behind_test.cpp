// SPDX-License-Identifier: Apache-2.0
// Jobs that runs hand in, over a running engine: with their success, or whatever becomes of them.
#include "engine/assembly/running_engine.h"
#include "engine/calls/job_calls.h"
#include "tests/support/answering_server.h"
#include "tests/support/await.h"

#include <QtTest>

using namespace fairlead;

namespace {
const QueueName work = QueueName::trusted("work");
const QueueName other = QueueName::trusted("other");

/// An engine in memory: queue `work` as given, queue `other` succeeds.
std::unique_ptr<RunningEngine> start(HandlerSettings handler, std::shared_ptr<Handler> function = {})
{
    EngineConfig config;
    config.store.url = "memory:";
    config.http.listen.clear();
    QueueSettings queue {.name = work, .handler = std::move(handler)};
    queue.defaults.maxAttempts = 1;
    config.engine.queues = {queue, {.name = other}};
    RunningEngine::Options options;
    options.functions[other] = FunctionHandler::quick([](RunContext &) -> Outcome { return Succeeded {}; });
    if (function)
        options.functions[work] = std::move(function);
    auto running = RunningEngine::start(std::move(config), std::move(options));
    if (!running)
        qFatal("%s", running.error().text.c_str());
    return std::move(*running);
}

/// Runs one job of `work` to its end.
JobRecord runOne(Client &client)
{
    const auto receipts =
        askAndWait(client, EnqueueJobs::of({NewJob {{.queue = work, .payload = "{}", .traceId = "t1"}}}));
    for (;;) {
        auto record = askAndWait(client, FindJob {receipts->front()->id});
        if (isEnded(record->state))
            return std::move(*record);
    }
}

std::vector<JobRecord> jobsOfOther(Client &client)
{
    JobQuery query;
    query.queue = other;
    auto page = askAndWait(client, ListJobs {query});
    return page ? page->jobs : std::vector<JobRecord> {};
}
} // namespace

class LeftBehindTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answerOfAServerLeavesJobsBehind()
    {
        const AnsweringServer server([](const ServerRequest &) {
            return ServerAnswer {
                200, R"({"spawn": [{"queue": "other", "payload": 1}, {"queue": "other", "payload": 2}]})"};
        });
        HttpHandlerSettings settings;
        settings.url = server.url("/");
        settings.allow = {"127.0.0.1/32:" + std::to_string(server.port())};
        settings.maySpawn = true;
        const auto running = start(settings);
        const JobRecord parent = runOne(running->client());
        QCOMPARE(parent.state, JobState::Succeeded);
        const std::vector<JobRecord> children = jobsOfOther(running->client());
        QCOMPARE(children.size(), std::size_t {2});
        for (const JobRecord &child : children) {
            QVERIFY(child.job.spec.parent == parent.job.id);
            QCOMPARE(child.job.spec.traceId, std::string("t1"));
        }
    }
    void noneIsLeftBehindWhenOneIsRefused()
    {
        const AnsweringServer server([](const ServerRequest &) {
            return ServerAnswer {200, R"({"spawn": [{"queue": "other", "payload": 1}, {"queue": "nowhere"}]})"};
        });
        HttpHandlerSettings settings;
        settings.url = server.url("/");
        settings.allow = {"127.0.0.1/32:" + std::to_string(server.port())};
        settings.maySpawn = true;
        const auto running = start(settings);
        const JobRecord parent = runOne(running->client());
        QCOMPARE(parent.state, JobState::Dead);
        QCOMPARE(parent.errors.back().errorClass, std::string("bad_spawn"));
        QVERIFY(jobsOfOther(running->client()).empty());
    }
    void jobHandedInByAFunctionStaysWhateverBecomesOfTheRun()
    {
        std::vector<Result<EnqueueReceipt>> told;
        const auto running = start(FunctionHandlerSettings {},
            FunctionHandler::blocking(
                [&](RunContext &run) -> Outcome {
                    NewJob job = run.child("{}");
                    job.queue = other;
                    told.push_back(run.enqueue(job));
                    job.queue = QueueName::trusted("nowhere");
                    told.push_back(run.enqueue(job));
                    return Failed {"broken", "", {}};
                },
                std::make_shared<BlockingPool>(1, 1)));
        const JobRecord parent = runOne(running->client());
        QCOMPARE(parent.state, JobState::Dead);
        QVERIFY(told.at(0) && told.at(0)->isNew);
        QCOMPARE(told.at(1).error().code, ErrorCode::NotFound);
        const std::vector<JobRecord> children = jobsOfOther(running->client());
        QCOMPARE(children.size(), std::size_t {1});
        QCOMPARE(children[0].job.id, told[0]->id);
        QVERIFY(children[0].job.spec.parent == parent.job.id);
    }
    void functionOnTheEventLoopHandsInWithoutWaiting()
    {
        const auto running = start(FunctionHandlerSettings {},
            FunctionHandler::async([](const RunContext &run, const std::function<void(Outcome)> &answer) {
                NewJob job = run.child("{}");
                job.queue = other;
                run.enqueue(job, [answer](const Result<EnqueueReceipt> &receipt) {
                    answer(receipt ? Outcome(Succeeded {}) : Failed {"refused", receipt.error().text, {}});
                });
            }));
        QCOMPARE(runOne(running->client()).state, JobState::Succeeded);
        QCOMPARE(jobsOfOther(running->client()).size(), std::size_t {1});
    }
};

QTEST_GUILESS_MAIN(LeftBehindTest)
#include "left_behind_test.moc"
