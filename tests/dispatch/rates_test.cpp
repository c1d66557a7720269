// SPDX-License-Identifier: Apache-2.0
// The used part of a tenant's rate of starts, over the lives of an engine.
#include "tests/support/dispatch_rig.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {
/// Four starts an hour, one at once.
EngineSettings fourAnHour(HandlerSettings handler = FunctionHandlerSettings {})
{
    EngineSettings settings = oneQueue([&](QueueSettings &queue) { queue.handler = std::move(handler); });
    settings.tenants.push_back({TenantName::trusted("a"), "", {.rate = must(parseRate("4/h"))}});
    return settings;
}

constexpr TimePoint firstStart {seconds {1'700'000'000}};
} // namespace

class RatesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killedEnginesStartNoMoreThanTheRateAllows()
    {
        const auto disk = std::make_shared<MemoryState>();
        std::size_t starts = 0;
        TimePoint now = firstStart;
        for (int life = 0; life < 3; ++life) {
            DispatchRig rig(fourAnHour(), 4, disk, now);
            rig.start();
            if (life == 0) {
                for (int i = 0; i < 5; ++i)
                    rig.enqueue(aJob("q", "a"));
            }
            rig.advance(seconds {2});
            starts += rig.delivered.size();
            now = rig.clock.now();
        }
        QCOMPARE(starts, std::size_t {1});
        DispatchRig rig(fourAnHour(), 4, disk, firstStart + minutes {15} + seconds {1});
        rig.start();
        QCOMPARE(rig.delivered.size(), std::size_t {1});
    }
    void stoppedEnginesStartNoMoreThanTheRateAllows()
    {
        const auto disk = std::make_shared<MemoryState>();
        for (int life = 0; life < 3; ++life) {
            DispatchRig rig(fourAnHour(), 4, disk);
            rig.start();
            rig.enqueue(aJob("q", "a"));
            QCOMPARE(rig.delivered.size(), std::size_t {life == 0 ? 1U : 0U});
            if (life == 0)
                rig.end(rig.take());
            bool isStopped = false;
            rig.call([&](Dispatcher &dispatcher) { dispatcher.stop(StopMode::Drain, [&] { isStopped = true; }); });
            QVERIFY(isStopped);
        }
    }
    void startInTheCommitThatAcceptsCountsToo()
    {
        const auto disk = std::make_shared<MemoryState>();
        {
            DispatchRig rig(fourAnHour(), 4, disk);
            rig.start();
            const auto reservation = rig.reserve(aJob("q", "a"));
            QVERIFY(reservation);
            rig.offer(aJob("q", "a"), reservation);
            rig.end(rig.take());
        }
        DispatchRig rig(fourAnHour(), 4, disk);
        rig.start();
        QVERIFY(!rig.reserve(aJob("q", "a")));
        const auto others = rig.reserve(aJob("q", "b"));
        QVERIFY(others);
        rig.offer(aJob("q", "b"), others);
        QCOMPARE(rig.delivered.size(), std::size_t {1});
    }
    void leasesCountToo()
    {
        const auto disk = std::make_shared<MemoryState>();
        const auto leased = [&](DispatchRig &rig) {
            std::optional<std::size_t> jobs;
            rig.call([&](Dispatcher &dispatcher) {
                dispatcher.leases().ask({QueueName::trusted("q"), "far-1", 5, {}, {}},
                    [&](const Result<std::vector<LeasedJob>> &answer) { jobs = must(answer).size(); });
            });
            rig.advance(std::chrono::milliseconds {1}); // the answer to a call that finds nothing
            return jobs.value();
        };
        {
            DispatchRig rig(fourAnHour(PullHandlerSettings {}), 4, disk);
            rig.start();
            for (int i = 0; i < 5; ++i)
                rig.enqueue(aJob("q", "a"));
            QCOMPARE(leased(rig), std::size_t {1});
        }
        DispatchRig rig(fourAnHour(PullHandlerSettings {}), 4, disk);
        rig.start();
        QCOMPARE(leased(rig), std::size_t {0});
    }
};

QTEST_APPLESS_MAIN(RatesTest)
#include "rates_test.moc"
