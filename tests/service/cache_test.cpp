// SPDX-License-Identifier: Apache-2.0
#include "engine/service/cache.h"
#include "engine/service/retry.h"
#include "engine/service/stack.h"
#include "engine/service/timeout.h"
#include "engine/simulation/manual_timers.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
/// Runs of the same payload are the same; may hold its answers back.
class MapCache final : public ResultCache
{
public:
    void find(const Run &run, std::function<void(std::optional<JobResult>)> found) override
    {
        const auto entry = kept.find(run.job.spec.payload);
        auto answer = [found = std::move(found),
                          result = entry == kept.end() ? std::nullopt : std::optional(entry->second)] {
            found(result);
        };
        if (isHeld)
            held.push_back(std::move(answer));
        else
            answer();
    }
    void keep(const Run &run, const JobResult &result) override { kept[run.job.spec.payload] = result; }

    std::map<std::string, JobResult> kept;
    std::vector<std::function<void()>> held;
    bool isHeld = false;
};

/// Answers what the test says; counts.
class ScriptedService final : public Service
{
public:
    bool reserve(const Run &) override { return isOpen; }
    void call(RunPtr run, Reply reply) override
    {
        ++calls;
        if (answer)
            reply((*answer)(*run));
        else
            pending = std::move(reply);
    }
    Reply pending;
    int calls = 0;
    bool isOpen = true;
    std::optional<std::function<Outcome(const Run &)>> answer = [](const Run &run) -> Outcome {
        return Succeeded {{run.job.spec.payload + " done", "text/x"}};
    };
};

/// A stack with a cache, under a turned clock.
struct Bench
{
    enum class Order { Alone, OutsideARetry, InsideARetry, InsideATimeout };
    explicit Bench(Order order = Order::Alone)
    {
        auto scripted = std::make_unique<ScriptedService>();
        inner = scripted.get();
        Stack stack;
        if (order == Order::InsideARetry)
            stack.add(std::make_unique<RetryLayer>(timers, RetrySettings {2, 100ms}));
        if (order == Order::InsideATimeout)
            stack.add(std::make_unique<TimeoutLayer>(timers, 1ms, 500ms));
        stack.add(std::make_unique<CacheLayer>(timers, cache, counts));
        if (order == Order::OutsideARetry)
            stack.add(std::make_unique<RetryLayer>(timers, RetrySettings {2, 100ms}));
        service = stack.around(std::move(scripted));
    }
    std::shared_ptr<Run> start(const std::string &payload)
    {
        auto run = std::make_shared<Run>();
        run->job.spec.payload = payload;
        run->job.spec.timeout = 1h;
        outcome.reset();
        if (!service->reserve(*run))
            qFatal("not reserved");
        service->call(run, [this](Outcome answer) { outcome = std::move(answer); });
        return run;
    }
    /// The result, or the class of the failure.
    std::string said() const
    {
        if (!outcome)
            return "nothing";
        if (const auto *succeeded = std::get_if<Succeeded>(&*outcome))
            return succeeded->result.bytes;
        const auto *failed = std::get_if<Failed>(&*outcome);
        return failed ? failed->errorClass : "something else";
    }
    std::string runOf(const std::string &payload)
    {
        start(payload);
        return said();
    }

    ManualClock clock;
    ManualTimers timers {clock};
    std::shared_ptr<MapCache> cache = std::make_shared<MapCache>();
    std::shared_ptr<CacheCounts> counts = std::make_shared<CacheCounts>();
    ScriptedService *inner = nullptr;
    std::unique_ptr<Service> service;
    std::optional<Outcome> outcome;
};
} // namespace

class CacheTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void runOfTheSameIsAnsweredWithoutTheHandler()
    {
        Bench bench;
        QCOMPARE(bench.runOf("a"), std::string("a done"));
        QCOMPARE(bench.runOf("a"), std::string("a done"));
        QCOMPARE(std::get<Succeeded>(*bench.outcome).result.contentType, std::string("text/x"));
        QCOMPARE(bench.runOf("b"), std::string("b done"));
        QCOMPARE(bench.inner->calls, 2);
        QCOMPARE(bench.counts->hits.load(), 1);
        QCOMPARE(bench.counts->misses.load(), 2);
    }
    void onlySuccessesAreKept()
    {
        const std::vector<Outcome> others {
            Failed {"f", "", {}}, Rejected {"r", ""}, Snoozed {1s}, RunCancelled {}, Released {}, DeadlineMissed {}};
        for (const Outcome &other : others) {
            Bench bench;
            bench.inner->answer = [&](const Run &) { return other; };
            bench.start("a");
            QCOMPARE(bench.outcome->index(), other.index());
            QVERIFY(bench.cache->kept.empty());
        }
    }
    void successThatLeftJobsBehindIsNotKept()
    {
        Bench bench;
        bench.inner->answer = [](const Run &) { return Succeeded {{}, {NewJob {}}}; };
        bench.start("a");
        QVERIFY(bench.cache->kept.empty());
        QCOMPARE(std::get<Succeeded>(*bench.outcome).spawned.size(), std::size_t {1});
    }
    void answerFromTheCacheNeedsNoRoomInside()
    {
        Bench bench;
        bench.runOf("a");
        bench.inner->isOpen = false;
        QCOMPARE(bench.runOf("a"), std::string("a done"));
    }
    void otherRunsWaitUntilTheLayersInsideTakeThem()
    {
        Bench bench;
        bench.inner->isOpen = false;
        QCOMPARE(bench.runOf("a"), std::string("nothing"));
        bench.timers.advance(1s);
        QCOMPARE(bench.inner->calls, 0);
        bench.inner->isOpen = true;
        bench.timers.advance(untilReserved);
        QCOMPARE(bench.said(), std::string("a done"));
    }
    void runThatIsCutWhileItWaitsIsNotCalled()
    {
        Bench bench;
        bench.inner->isOpen = false;
        bench.start("a")->cancellation->request(Cancellation::Reason::Shutdown);
        bench.inner->isOpen = true;
        bench.timers.advance(untilReserved);
        QVERIFY(std::holds_alternative<Released>(bench.outcome.value()));
        QCOMPARE(bench.inner->calls, 0);
    }
    void outsideARetryItKeepsWhatTheTriesCameTo()
    {
        Bench bench(Bench::Order::OutsideARetry);
        bench.inner->answer = [&](const Run &) -> Outcome {
            return bench.inner->calls < 3 ? Outcome(Failed {"f", "", {}}) : Succeeded {{"third", {}}};
        };
        bench.start("a");
        bench.timers.advance(1s);
        QCOMPARE(bench.said(), std::string("third"));
        QCOMPARE(bench.runOf("a"), std::string("third"));
        QCOMPARE(bench.inner->calls, 3);
        QCOMPARE(bench.counts->misses.load(), 1);
    }
    void insideARetryEachTryAsksIt()
    {
        Bench bench(Bench::Order::InsideARetry);
        bench.inner->answer = [](const Run &) -> Outcome { return Failed {"f", "", {}}; };
        bench.start("a");
        bench.cache->kept["a"] = {"kept by another meanwhile", {}};
        bench.timers.advance(100ms);
        QCOMPARE(bench.said(), std::string("kept by another meanwhile"));
        QCOMPARE(bench.inner->calls, 1);
    }
    void insideATimeoutALateResultIsKeptForTheNext()
    {
        Bench bench(Bench::Order::InsideATimeout);
        bench.inner->answer.reset();
        bench.start("a");
        bench.timers.advance(501ms);
        QCOMPARE(bench.said(), std::string("timeout"));
        bench.inner->pending(Succeeded {{"late", {}}});
        QCOMPARE(bench.runOf("a"), std::string("late"));
        QCOMPARE(bench.inner->calls, 1);
    }
    void lateAnswerFindsNobodyWhenTheServicesHaveEnded()
    {
        Bench bench;
        bench.cache->isHeld = true;
        bench.start("a");
        bench.service.reset();
        bench.cache->held.front()();
        QCOMPARE(bench.said(), std::string("nothing"));
        QCOMPARE(bench.counts->misses.load(), 0);
    }
};
QTEST_APPLESS_MAIN(CacheTest)
#include "cache_test.moc"
