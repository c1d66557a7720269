// SPDX-License-Identifier: Apache-2.0
// The example loads put through the engine, from fixed seeds; FAIRLEAD_LONG=1 runs many.
#include "engine/assembly/engine_config.h"
#include "engine/assembly/load_file.h"
#include "tests/support/store_steps.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {
const std::string examples = FAIRLEAD_SOURCE_DIR "/examples/simulation/";

EngineSettings exampleSettings()
{
    return must(loadConfig(examples + "engine.toml")).engine;
}
SimulatedLoad exampleLoad(const std::string &name)
{
    return must(loadLoad(examples + name + ".toml"));
}
/// One with all kinds of chance in it, short.
SimulatedLoad shortLoad()
{
    SimulatedLoad load = exampleLoad("skew");
    load.length = minutes {1};
    return load;
}
const TenantOutcome &of(const SimulationReport &report, const std::string &tenant)
{
    for (const TenantOutcome &one : report.tenants) {
        if (one.tenant.text() == tenant)
            return one;
    }
    qFatal("no tenant %s in the report", tenant.c_str());
}
/// Worker time of one over that of the other.
double ratio(const SimulationReport &report, const std::string &one, const std::string &other)
{
    return static_cast<double>(of(report, one).workerTime.count())
        / static_cast<double>(of(report, other).workerTime.count());
}

template <typename Check>
void forSeeds(const std::string &load, Check check)
{
    const std::uint64_t seeds = qEnvironmentVariableIsSet("FAIRLEAD_LONG") ? 50 : 2;
    for (std::uint64_t seed = 1; seed <= seeds && !QTest::currentTestFailed(); ++seed) {
        const SimulationReport report = must(simulate(exampleSettings(), exampleLoad(load), seed));
        qInfo("%s, seed %llu: Jain %.5f, share error %.5f, busy %.3f", load.c_str(),
            static_cast<unsigned long long>(seed), report.jainIndex(), report.shareError(), report.utilisation());
        for (const TenantOutcome &one : report.tenants) // E8
            QCOMPARE(one.succeeded + one.dead + one.expired + one.cancelled + one.unfinished, one.accepted);
        check(report);
    }
}
} // namespace

class ScenariosTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sharesFollowTheWeights();
    void flooderDelaysTheTrickleByTheRunsUnderWay(); // F48
    void splittingOverTwentyQueuesGainsNothing();
    void minutesGetNoMoreThanMilliseconds();
    void changedWeightCountsFromItsMomentOn();
    void crashesAtTheLimitLoseNoPlace();
    void measuredCostSharesWorkerTimeWithinFivePercent();
    void fiftyThousandJobsBehindARateDelayNobody();
    void fifoIsSeenToBeUnfair();
    void sameSeedGivesTheSameFigures();
    void settingsDoNotChangeWhatComes();
    void fullTenantIsRefused();
    void queueThatIsNotThereIsNamed();
    void loadThatIsTooLargeIsRefused();
};

void ScenariosTest::sharesFollowTheWeights()
{
    forSeeds("skew", [](const SimulationReport &report) {
        QVERIFY(report.jainIndex() > 0.999);
        QVERIFY(report.shareError() < 0.005);
        QVERIFY(report.utilisation() > 0.99);
        QVERIFY(of(report, "tiny").waits.quantile(0.99) < 500'000);
    });
}

void ScenariosTest::flooderDelaysTheTrickleByTheRunsUnderWay()
{
    forSeeds("trickle", [](const SimulationReport &report) {
        for (const TenantOutcome &one : report.tenants) {
            if (one.tenant.text() == "flood")
                continue;
            QVERIFY(one.accepted > 100);
            QVERIFY(one.accepted - one.succeeded <= 1);
            QVERIFY(one.waits.quantile(0.99) < 300'000);
        }
        QVERIFY(report.utilisation() > 0.99);
    });
}

void ScenariosTest::splittingOverTwentyQueuesGainsNothing()
{
    forSeeds("many-keys", [](const SimulationReport &report) {
        QVERIFY(report.shareError() < 0.01);
        QVERIFY(std::abs(ratio(report, "spread", "plain") - 1) < 0.02);
    });
}

void ScenariosTest::minutesGetNoMoreThanMilliseconds()
{
    forSeeds("long-job", [](const SimulationReport &report) {
        QVERIFY(report.shareError() < 0.02);
        QVERIFY(report.utilisation() > 0.99);
    });
}

void ScenariosTest::changedWeightCountsFromItsMomentOn()
{
    forSeeds("weight-change", [](const SimulationReport &report) {
        QVERIFY(report.shareError() < 0.005);
        QVERIFY(std::abs(ratio(report, "rising", "steady") - (0.5 + 0.9) / (0.5 + 0.1)) < 0.03);
    });
}

void ScenariosTest::crashesAtTheLimitLoseNoPlace()
{
    forSeeds("crash-at-limit", [](const SimulationReport &report) {
        QCOMPARE(report.crashes, 5);
        // Two of the four workers until the end: had a crash kept a place, less.
        const double most = 2.0 * static_cast<double>(report.length.count());
        QVERIFY(static_cast<double>(of(report, "capped").workerTime.count()) > 0.995 * most);
        QVERIFY(static_cast<double>(of(report, "capped").workerTime.count()) <= most);
        for (const TenantOutcome &one : report.tenants) {
            QCOMPARE(one.accepted, std::int64_t {20'000});
            QCOMPARE(one.dead, std::int64_t {0});
        }
    });
}

void ScenariosTest::measuredCostSharesWorkerTimeWithinFivePercent()
{
    EngineSettings settings = exampleSettings();
    settings.workers = 2;
    SimulatedLoad load;
    load.length = minutes {5};
    for (const auto &[tenant, time] : {std::pair("slow", 60), std::pair("quick", 6)}) {
        JobSource source;
        source.tenant = TenantName::trusted(tenant);
        source.queues = {QueueName::trusted("mail")};
        source.runTimes = FixedTime {milliseconds {time}};
        source.burst = 100'000;
        load.sources.push_back(source);
    }
    const SimulationReport report = must(simulate(settings, load, 1));
    QVERIFY(std::abs(ratio(report, "slow", "quick") - 1) < 0.05);
    QVERIFY(report.utilisation() > 0.999);
}

void ScenariosTest::fiftyThousandJobsBehindARateDelayNobody()
{
    EngineSettings settings;
    settings.workers = 4;
    settings.queues.push_back({.name = QueueName::trusted("gated")});
    settings.queues.push_back({.name = QueueName::trusted("other")});
    settings.queues[0].layers = {LoadShedSettings {milliseconds {20}}, RateLimitSettings {{2, 1}, {}}};
    JobSource flood;
    flood.tenant = TenantName::trusted("flood");
    flood.queues = {settings.queues[0].name};
    flood.burst = 50'000;
    flood.runTimes = FixedTime {milliseconds {10}};
    JobSource quiet;
    quiet.tenant = TenantName::trusted("quiet");
    quiet.queues = {settings.queues[1].name};
    quiet.perSecond = 10;
    quiet.runTimes = FixedTime {milliseconds {10}};
    SimulatedLoad load;
    load.length = minutes {1};
    load.sources = {flood, quiet};
    const SimulationReport report = must(simulate(settings, load, 1));
    const std::int64_t starts = of(report, "flood").attempts; // one at once, then two a second
    QVERIFY(starts >= 120 && starts <= 121);
    QVERIFY(of(report, "quiet").accepted > 500);
    QVERIFY(of(report, "quiet").waits.quantile(0.99) < 1'000);
}

void ScenariosTest::fifoIsSeenToBeUnfair()
{
    EngineSettings settings = exampleSettings();
    settings.policy = DispatchPolicy::Fifo;
    const SimulationReport report = must(simulate(settings, exampleLoad("trickle"), 1));
    QVERIFY(report.jainIndex() < 0.1);
    QVERIFY(of(report, "cold-1").waits.max() > 500'000'000);
}

void ScenariosTest::sameSeedGivesTheSameFigures()
{
    const auto figures = [](std::uint64_t seed) {
        return writeSimulationReport(must(simulate(exampleSettings(), shortLoad(), seed)));
    };
    QCOMPARE(figures(7), figures(7));
    QVERIFY(figures(7) != figures(8));
}

void ScenariosTest::settingsDoNotChangeWhatComes()
{
    EngineSettings other = exampleSettings();
    other.workers = 1;
    other.policy = DispatchPolicy::Fifo;
    const SimulationReport one = must(simulate(exampleSettings(), shortLoad(), 3));
    const SimulationReport two = must(simulate(other, shortLoad(), 3));
    QCOMPARE(one.tenants.size(), two.tenants.size());
    for (std::size_t i = 0; i < one.tenants.size(); ++i)
        QCOMPARE(one.tenants[i].accepted, two.tenants[i].accepted);
}

void ScenariosTest::fullTenantIsRefused()
{
    EngineSettings settings = exampleSettings();
    settings.tenants.push_back({TenantName::trusted("plain"), {}, {}});
    settings.tenants.back().rules.depthMax = 100;
    const SimulationReport report = must(simulate(settings, exampleLoad("many-keys"), 1));
    QCOMPARE(of(report, "plain").accepted + of(report, "plain").refused, std::int64_t {40'000});
    QCOMPARE(of(report, "plain").accepted, std::int64_t {100} + report.workers); // some start at once and do not wait
}

void ScenariosTest::queueThatIsNotThereIsNamed()
{
    const auto report = simulate(EngineSettings {}, exampleLoad("skew"), 1);
    QVERIFY(!report);
    QVERIFY(report.error().text.find("'mail'") != std::string::npos);
}

void ScenariosTest::loadThatIsTooLargeIsRefused()
{
    SimulatedLoad load = exampleLoad("trickle");
    load.sources.back().every = seconds {1};
    QCOMPARE(simulate(exampleSettings(), load, 1).error().code, ErrorCode::TooLarge);
}

QTEST_APPLESS_MAIN(ScenariosTest)
#include "scenarios_test.moc"
