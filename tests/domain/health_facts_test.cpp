// SPDX-License-Identifier: Apache-2.0
// The verdict about an engine, from facts alone.
#include "engine/domain/health_facts.h"

#include <QtTest>

#include <set>

using namespace fairlead;
using namespace std::chrono_literals;
using Kind = HealthCauseKind;

namespace {
const TimePoint now {1'700'000'000s};
const auto mail = QueueName::trusted("mail");
const auto acme = TenantName::trusted("acme");

/// A busy engine that keeps up: much comes, all of it leaves, some runs fail, a few jobs wait for a moment.
HealthFacts busy()
{
    HealthFacts facts {.now = now};
    HealthFacts::Queue queue {.name = mail};
    queue.running = 8;
    queue.waiting = 400;
    queue.claimable = 400;
    queue.oldest = 2s;
    queue.recent = {.accepted = 90'500, .started = 91'000, .succeeded = 90'000, .failed = 900, .dead = 20};
    queue.full = 0.1;
    facts.queues = {queue};
    for (const char *name : {"acme", "bolt", "corn"})
        facts.tenants.push_back(
            {.name = TenantName::trusted(name), .weight = 1, .oldest = 2s, .workerTime = 160s, .full = 0.2});
    facts.pauses = {{.queue = {}, .tenant = acme, .who = "ann", .why = "lunch", .since = now - 1h}};
    facts.starts = {now - 26h, now - 2h};
    facts.shares = {.over = 90s, .meanRun = 40ms};
    facts.commits = {.count = 9'000, .p99 = 12ms};
    facts.diskRoom = 80'000'000'000;
    facts.full = 0.1;
    return facts;
}

using Change = void (*)(HealthFacts &facts);
struct Trouble
{
    Kind kind;
    HealthVerdict verdict;
    const char *says; ///< a part of the text
    Change change;
};

HealthFacts::Queue &queueOf(HealthFacts &facts)
{
    return facts.queues.front();
}

const std::vector<Trouble> troubles {
    {Kind::StoreFailed, HealthVerdict::Failing, "has taken no ends of runs for 25.0 s; 3 ends wait: no space is left",
        [](HealthFacts &all) { all.refusedEnds = {.count = 3, .since = 25s, .why = "no space is left"}; }},
    {Kind::StoreLost, HealthVerdict::Failing, "the log is gone",
        [](HealthFacts &all) { all.loss = {.text = "the log is gone", .at = now - 2h}; }},
    {Kind::EngineFull, HealthVerdict::Failing, "100 % full (threshold 85 %)",
        [](HealthFacts &all) { all.full = 0.998; }},
    {Kind::DiskLow, HealthVerdict::Attention, "room for 300 MiB of new jobs (threshold 1,024 MiB)",
        [](HealthFacts &all) { all.diskRoom = 300LL * 1024 * 1024; }},
    {Kind::RestartLoop, HealthVerdict::Failing, "4 times in the last 15 min (threshold 3)",
        [](HealthFacts &all) {
            all.starts = {now - 20min, now - 14min, now - 9min, now - 6min, now - 3min, now - 1min};
        }},
    {Kind::StoreSlow, HealthVerdict::Attention, "took 900 ms or more (threshold 500 ms)",
        [](HealthFacts &all) { all.commits = {.count = 500, .p99 = 900ms}; }},
    {Kind::QueueUnserved, HealthVerdict::Failing,
        "queue mail: no worker has asked for 12 min (threshold 1 min); 8,412 jobs wait",
        [](HealthFacts &all) {
            HealthFacts::Queue &queue = queueOf(all);
            queue.isPulled = true;
            queue.running = 0;
            queue.silence = 12min;
            queue.oldest = 30min;
            queue.waiting = 8'412;
        }},
    {Kind::QueueFull, HealthVerdict::Attention, "queue mail: its room for waiting jobs is 90 % full",
        [](HealthFacts &all) { queueOf(all).full = 0.9; }},
    {Kind::BreakerOpen, HealthVerdict::Attention, "queue mail: the circuit breaker is open for api.example",
        [](HealthFacts &all) {
            all.breakers = {{mail, "api.example", false}};
        }},
    {Kind::OldestJobOld, HealthVerdict::Attention, "has waited for 7 min (threshold 5 min); 400 jobs wait",
        [](HealthFacts &all) { queueOf(all).oldest = 7min; }},
    {Kind::DeadLetterStorm, HealthVerdict::Attention, "132 jobs died in the last 15 min (threshold 100)",
        [](HealthFacts &all) { queueOf(all).recent.dead = 132; }},
    {Kind::FailureShare, HealthVerdict::Attention, "50 % of 60,020 runs failed",
        [](HealthFacts &all) {
            queueOf(all).recent = {.accepted = 30'000, .succeeded = 30'000, .failed = 30'000, .dead = 20};
        }},
    {Kind::WorkersLost, HealthVerdict::Attention, "5 leases ended without an answer",
        [](HealthFacts &all) { queueOf(all).lostLeases = 5; }},
    {Kind::ArrivalsAboveDepartures, HealthVerdict::Attention, "2 for each (threshold 1.2); 45,000 jobs wait",
        [](HealthFacts &all) {
            queueOf(all).recent = {.accepted = 90'000, .succeeded = 45'000};
            queueOf(all).waiting = 45'000;
        }},
    {Kind::TenantsShort, HealthVerdict::Attention, "97 tenants get too little: the one with the least, t0, got 0 %",
        [](HealthFacts &all) {
            for (int i = 0; i < 97; ++i)
                all.tenants.push_back({.name = TenantName::trusted("t" + std::to_string(i)),
                    .weight = 1,
                    .oldest = 3min,
                    .runnable = 3min});
        }},
    {Kind::TenantFull, HealthVerdict::Attention, "tenant acme: its room for waiting jobs is 99 % full",
        [](HealthFacts &all) { all.tenants.front().full = 0.99; }},
    {Kind::HeldByGate, HealthVerdict::Attention,
        "4,120 jobs are held by its rate_limit, the oldest for 14 min (threshold 5 min)",
        [](HealthFacts &all) { queueOf(all).held = {.by = "rate_limit", .jobs = 4'120, .oldest = 14min}; }},
    {Kind::ClockStepped, HealthVerdict::Attention, "the clock was set back by 1 h 2 min ago (threshold 5.0 s)",
        [](HealthFacts &all) {
            all.clockStep = {-1h, 2min};
        }},
    {Kind::PauseOld, HealthVerdict::Attention, "tenant acme has been paused for 2 d by ann (threshold 1 d)",
        [](HealthFacts &all) { all.pauses.front().since = now - 48h; }},
};
} // namespace

class HealthFactsTest : public QObject
{
    Q_OBJECT
private:
    static HealthReport judged(const HealthFacts &facts, const std::optional<TenantName> &only = {})
    {
        return judgeHealth(facts, {}, only);
    }

private Q_SLOTS:
    void aBusyEngineThatKeepsUpIsHealthy()
    {
        const HealthReport report = judged(busy());
        QVERIFY2(report.causes.empty(), report.causes.empty() ? "" : report.causes.front().text.c_str());
        QCOMPARE(nameOf(report.verdict), std::string_view("healthy"));
    }
    void nothingToDoIsHealthy()
    {
        QCOMPARE(judged({.now = now}).verdict, HealthVerdict::Healthy);
        HealthFacts facts = busy();
        queueOf(facts) = {.name = mail, .isPulled = true, .silence = 48h}; // no worker, and no work
        facts.tenants.clear();
        QCOMPARE(judged(facts).verdict, HealthVerdict::Healthy);
    }
    void eachTroubleIsTheFirstCause_data()
    {
        QTest::addColumn<int>("number");
        for (std::size_t i = 0; i < troubles.size(); ++i)
            QTest::newRow(std::string(nameOf(troubles[i].kind)).c_str()) << static_cast<int>(i);
    }
    void eachTroubleIsTheFirstCause()
    {
        QFETCH(int, number);
        const Trouble &trouble = troubles[static_cast<std::size_t>(number)];
        HealthFacts facts = busy();
        trouble.change(facts);
        const HealthReport report = judged(facts);
        QVERIFY(!report.causes.empty());
        const HealthCause &first = report.causes.front();
        QCOMPARE(nameOf(first.kind), nameOf(trouble.kind));
        QCOMPARE(nameOf(report.verdict), nameOf(trouble.verdict));
        QVERIFY2(first.text.find(trouble.says) != std::string::npos, first.text.c_str());
        QCOMPARE(report.causes.size(), std::size_t {1});
    }
    void everyKindOfTroubleIsTried()
    {
        QCOMPARE(troubles.size(), EnumNames<Kind>::all.size());
        for (std::size_t i = 0; i < troubles.size(); ++i)
            QCOMPARE(troubles[i].kind, static_cast<Kind>(i));
    }
    void belowItsThresholdNothingIsACause()
    {
        HealthSettings wide {.unserved = 1h, .oldest = 24h, .held = 1h, .pause = 1000h, .backlog = 24h, .arrivals = 3};
        wide.failures = 0.6;
        wide.deaths = 1'000;
        wide.share = 0;
        wide.full = 1.1;
        wide.diskBytes = 0;
        wide.commit = 1s;
        wide.clockStep = 2h;
        wide.lostLeases = 6;
        wide.restarts = 5;
        for (const Trouble &trouble : troubles) {
            HealthFacts facts = busy();
            trouble.change(facts);
            for (const HealthCause &cause : judgeHealth(facts, wide).causes)
                QVERIFY2(cause.threshold == 0, cause.text.c_str()); // it has none
        }
    }
    void theGravestComesFirst()
    {
        HealthFacts facts = busy();
        for (const Trouble &trouble : troubles)
            trouble.change(facts);
        const HealthReport report = judged(facts);
        QCOMPARE(nameOf(report.verdict), std::string_view("failing"));
        QCOMPARE(nameOf(report.causes.front().kind), std::string_view("store_failed"));
        bool isLight = false;
        for (const HealthCause &cause : report.causes) {
            QVERIFY(!(isLight && cause.isFailing));
            isLight = !cause.isFailing;
        }
        QVERIFY(isLight);
    }
    void tenTimesTheThresholdIsFailing()
    {
        HealthFacts facts = busy();
        queueOf(facts).oldest = 51min;
        QCOMPARE(nameOf(judged(facts).verdict), std::string_view("failing"));
        facts = busy();
        facts.diskRoom = 0;
        QCOMPARE(nameOf(judged(facts).verdict), std::string_view("failing"));
    }
    void aQueueThatIsNotConfiguredIsUnserved()
    {
        HealthFacts facts = busy();
        queueOf(facts).isConfigured = false;
        queueOf(facts).oldest = 3min;
        const HealthReport report = judged(facts);
        QCOMPARE(nameOf(report.causes.front().kind), std::string_view("queue_unserved"));
        QVERIFY(report.causes.front().text.find("not configured") != std::string::npos);
        QCOMPARE(report.causes.front().queue->text(), std::string("mail"));
    }
    void aPausedQueueIsNeitherUnservedNorOld()
    {
        HealthFacts facts = busy();
        queueOf(facts).isPaused = true;
        queueOf(facts).isPulled = true;
        queueOf(facts).running = 0;
        queueOf(facts).silence = queueOf(facts).oldest = 2h;
        QCOMPARE(judged(facts).verdict, HealthVerdict::Healthy);
    }
    void aTenantThatHasJustArrivedIsNotShort()
    {
        HealthFacts facts = busy();
        facts.tenants.push_back({.name = TenantName::trusted("new"), .weight = 1, .oldest = 5s, .runnable = 5s});
        QCOMPARE(judged(facts).verdict, HealthVerdict::Healthy);
        facts.tenants.back().oldest = facts.tenants.back().runnable = 2min;
        QCOMPARE(judged(facts).causes.front().tenant->text(), std::string("new"));
        facts.shares.meanRun = 200s; // it may get none of a few long runs
        QCOMPARE(judged(facts).verdict, HealthVerdict::Healthy);
    }
    void aTenantThatWasHeldUntilNowIsNotShort()
    {
        HealthFacts facts = busy();
        facts.tenants.push_back({.name = TenantName::trusted("held"), .weight = 1, .oldest = 20min, .runnable = 8s});
        QCOMPARE(judged(facts).verdict, HealthVerdict::Healthy);
    }
    void theWorstOfManyTenantsIsNamed()
    {
        HealthFacts facts = busy();
        for (HealthFacts::Tenant &tenant : facts.tenants)
            tenant.full = tenant.name == acme ? 0.99 : 0.9;
        const HealthReport report = judged(facts);
        const HealthCause &cause = report.causes.front();
        QCOMPARE(cause.tenant->text(), std::string("acme"));
        QCOMPARE(cause.count, std::int64_t {3});
        QCOMPARE(cause.text,
            std::string(
                "3 tenants have little room for waiting jobs: the fullest, acme, is 99 % full (threshold 85 %)"));
    }
    void aTenantsViewHasItsOwnCausesAlone()
    {
        HealthFacts facts = busy();
        for (const Trouble &trouble : troubles)
            trouble.change(facts);
        facts.tenants.front().oldest = 9min;
        facts.breakers.push_back({mail, "acme", true});
        const HealthReport own = judged(facts, acme);
        std::set<std::string_view> kinds;
        for (const HealthCause &cause : own.causes) {
            QVERIFY2(cause.tenant == acme, cause.text.c_str());
            kinds.insert(nameOf(cause.kind));
        }
        QCOMPARE(kinds, (std::set<std::string_view> {"breaker_open", "oldest_job_old", "pause_old", "tenant_full"}));
        const HealthReport other = judged(facts, TenantName::trusted("t5"));
        QCOMPARE(other.causes.size(), std::size_t {1});
        QCOMPARE(nameOf(other.causes.front().kind), std::string_view("tenants_short"));
        QCOMPARE(other.causes.front().count, std::int64_t {1});
        QCOMPARE(judged(facts, TenantName::trusted("nobody")).verdict, HealthVerdict::Healthy);
    }
    void aThresholdIsToldWhereThereIsOne()
    {
        for (const Trouble &trouble : troubles) {
            HealthFacts facts = busy();
            trouble.change(facts);
            const HealthCause cause = judged(facts).causes.front();
            QCOMPARE(cause.text.find("threshold") != std::string::npos, cause.threshold != 0);
            QVERIFY2(cause.text.find("threshold 0") == std::string::npos, cause.text.c_str());
        }
        HealthFacts facts = busy();
        facts.breakers = {{mail, "a.example", false}, {mail, "b.example", false}};
        QCOMPARE(judged(facts).causes.front().text,
            std::string("queue mail: the circuit breaker is open for a.example and 1 other"));
    }
    void aStoreThatIsBrokenIsTheFirstCause()
    {
        HealthFacts facts = busy();
        facts.brokenBy = "fairlead.db-wal was removed";
        facts.refusedEnds = {.count = 3, .since = 25s, .why = "no space is left"};
        const HealthReport report = judged(facts);
        QCOMPARE(report.causes.size(), std::size_t {1});
        QVERIFY(report.causes.front().kind == Kind::StoreFailed && report.causes.front().isFailing);
        QVERIFY(report.causes.front().text.find("fairlead.db-wal was removed") != std::string::npos);
    }
    void jobsThatWereMovedAreNoArrivalsAndNoDepartures()
    {
        HealthFacts facts = busy();
        queueOf(facts).recent = {.accepted = 90'000, .succeeded = 45'000};
        queueOf(facts).waiting = 45'000;
        QCOMPARE(judged(facts).causes.size(), std::size_t {1});
        queueOf(facts).movedOut = 40'000; // they left, and nobody worked them off
        QCOMPARE(judged(facts).verdict, HealthVerdict::Healthy);
        queueOf(facts).movedIn = 40'000;
        QVERIFY(judged(facts).causes.front().text.find("130,000 jobs came and 85,000 left") != std::string::npos);
    }
    void manyQueuesWithOneTroubleAreOneCause_data()
    {
        QTest::addColumn<int>("queues");
        QTest::addColumn<int>("listed");
        QTest::newRow("each of three has a line") << 3 << 3;
        QTest::newRow("four are one") << 4 << 1;
        QTest::newRow("fifty are one") << 50 << 1;
    }
    void manyQueuesWithOneTroubleAreOneCause()
    {
        QFETCH(int, queues);
        QFETCH(int, listed);
        HealthFacts facts {.now = now, .starts = {now - 2h}};
        for (int i = 0; i < queues; ++i) {
            HealthFacts::Queue queue {.name = QueueName::trusted("q" + std::to_string(i))};
            queue.waiting = queue.claimable = 1'000;
            queue.recent = {.accepted = i == 1 ? 4'000 : 2'000, .succeeded = 1'000};
            facts.queues.push_back(queue);
        }
        const HealthReport report = judged(facts);
        QCOMPARE(report.causes.size(), static_cast<std::size_t>(listed));
        const HealthCause &first = report.causes.front();
        QVERIFY(first.kind == Kind::ArrivalsAboveDepartures);
        QCOMPARE(first.queue->text(), std::string("q1")); // the worst
        QCOMPARE(first.others, std::int64_t {queues - listed});
        QCOMPARE(first.count, std::int64_t {1'000} * (queues - listed + 1));
        const std::string told = std::to_string(queues - 1) + " others have the same trouble";
        QCOMPARE(first.text.find(told) != std::string::npos, listed == 1);
        QCOMPARE(report.leftOut, std::int64_t {0});
    }
    void graveOnesAreNotToldWithLightOnes()
    {
        HealthFacts facts {.now = now};
        for (int i = 0; i < 10; ++i) {
            HealthFacts::Queue queue {.name = QueueName::trusted("q" + std::to_string(i))};
            queue.claimable = queue.waiting = 1;
            queue.oldest = i < 5 ? Microseconds {1h} : Microseconds {10min};
            facts.queues.push_back(queue);
        }
        const HealthReport report = judged(facts);
        QCOMPARE(report.causes.size(), std::size_t {2});
        QVERIFY(report.causes[0].isFailing && !report.causes[1].isFailing);
        QVERIFY(report.causes[0].others == 4 && report.causes[1].others == 4);
    }
};

QTEST_GUILESS_MAIN(HealthFactsTest)
#include "health_facts_test.moc"
