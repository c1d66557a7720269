// SPDX-License-Identifier: Apache-2.0
// The whole engine in one thread, from seeds: FAIRLEAD_TEST_SEED=N runs one, FAIRLEAD_LONG=1 many more.
#include "tests/simulation/engine_world.h"

#include <QtTest>

using namespace fairlead;

namespace {
constexpr int steps = 80;

/// What went wrong, or "".
std::string faultOf(std::uint64_t seed, int &starts, int &lives)
{
    try {
        EngineWorld world(seed);
        world.run(steps);
        starts += world.starts();
        lives += world.lives();
        return {};
    } catch (const std::runtime_error &error) {
        return "FAIRLEAD_TEST_SEED=" + std::to_string(seed) + ": " + error.what();
    }
}
} // namespace

class EngineTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void promisesHoldFromAnySeed()
    {
        bool isGiven = false;
        std::uint64_t first = qEnvironmentVariable("FAIRLEAD_TEST_SEED").toULongLong(&isGiven);
        const std::uint64_t count = isGiven ? 1 : qEnvironmentVariableIsSet("FAIRLEAD_LONG") ? 300'000 : 10'000;
        if (!isGiven)
            first = 1;
        int starts = 0;
        int lives = 0;
        for (std::uint64_t seed = first; seed < first + count; ++seed) {
            const std::string fault = faultOf(seed, starts, lives);
            QVERIFY2(fault.empty(), fault.c_str());
            if ((seed - first + 1) % 20'000 == 0)
                qInfo("%llu seeds so far", static_cast<unsigned long long>(seed - first + 1));
        }
        qInfo("%llu seeds from %llu: %d runs in %d lives", static_cast<unsigned long long>(count),
            static_cast<unsigned long long>(first), starts, lives);
        QVERIFY(isGiven || starts > 20'000);
    }
    void seedsThatFailedOnceHold_data()
    {
        QTest::addColumn<std::uint64_t>("seed");
        QTest::newRow("cancel of a run that nobody was told of, after one whose end was") << std::uint64_t {251'403};
    }
    void seedsThatFailedOnceHold()
    {
        QFETCH(std::uint64_t, seed);
        int starts = 0;
        int lives = 0;
        const std::string fault = faultOf(seed, starts, lives);
        QVERIFY2(fault.empty(), fault.c_str());
    }
    void everySingleCommitMayFail_data()
    {
        QTest::addColumn<int>("fault");
        QTest::newRow("refused") << static_cast<int>(FaultyStoreQueue::Fault::Refused);
        QTest::newRow("broken, not done") << static_cast<int>(FaultyStoreQueue::Fault::BrokenBefore);
        QTest::newRow("done, answer lost") << static_cast<int>(FaultyStoreQueue::Fault::BrokenAfter); // F25
    }
    void everySingleCommitMayFail()
    {
        QFETCH(int, fault);
        int failed = 0;
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            for (int nth = 1, commits = nth; nth <= commits; ++nth) {
                try {
                    EngineWorld world(seed, EngineWorld::FaultAt {nth, static_cast<FaultyStoreQueue::Fault>(fault)});
                    world.run(steps);
                    commits = world.commits();
                } catch (const std::runtime_error &error) {
                    QFAIL(qPrintable(QStringLiteral("seed %1, commit %2: %3")
                                         .arg(seed)
                                         .arg(nth)
                                         .arg(QString::fromUtf8(error.what()))));
                }
                ++failed;
            }
        }
        qInfo("%d commits failed, one at a time", failed);
        QVERIFY(failed > 100);
    }
};

QTEST_APPLESS_MAIN(EngineTest)
#include "engine_test.moc"
