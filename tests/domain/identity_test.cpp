// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/histogram.h"
#include "engine/domain/job.h"

#include <QtTest>

#include <set>

using namespace fairlead;
using namespace std::chrono_literals;

class IdentityTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void idsAreVersionSevenAndRise()
    {
        ManualClock clock;
        SeededRandom random(7);
        JobIdMaker maker(clock, random);
        JobId last;
        for (int i = 0; i < 10'000; ++i) {
            if (i == 5000)
                clock.stepWall(-1h);
            const JobId id = maker.make();
            QVERIFY(last < id);
            QCOMPARE(id.bytes()[6] >> 4, 7);
            QCOMPARE(id.bytes()[8] >> 6, 2);
            QVERIFY(*JobId::parse(id.text()) == id);
            last = id;
        }
        for (const char *bad : {"", "x", "01890a5d-ac96-774b-bcce-b302099a805", "01890a5dxac96-774b-bcce-b302099a8057"})
            QVERIFY(!JobId::parse(bad));
    }
    void namesKeepToTheGrammar() // F46
    {
        for (const std::string &good : {std::string("a"), std::string(128, 'x'), std::string("A.b_c:d-9")})
            QVERIFY(TenantName::parse(good));
        for (const std::string &bad :
            {std::string(), std::string(129, 'x'), std::string("a\0b", 3), std::string("../x"), std::string("a\r\n"),
                std::string("\xc3\xa9"), std::string("a'; DROP TABLE job;--")}) {
            const Result<TenantName> name = TenantName::parse(bad);
            QVERIFY(!name);
            QVERIFY(name.error().text.find(nameGrammar) != std::string::npos);
        }
    }
    void everyStateIsReachedAndEndedOnesAreLeftByRetryAlone()
    {
        std::set<JobState> reached;
        for (const JobTransition &line : jobTransitions()) {
            reached.insert(line.to);
            QCOMPARE(stateAfter(line.from, line.event), std::optional(line.to));
            if (line.from && isEnded(*line.from))
                QCOMPARE(line.event, JobEvent::Retried);
        }
        QCOMPARE(reached.size(), jobStateCount);
        QVERIFY(!stateAfter(JobState::Succeeded, JobEvent::Retried));
    }
    void aJobInTwoPlacesIsCorrupt()
    {
        QCOMPARE(*deriveState({}), JobState::Ready);
        QCOMPARE(*deriveState({.isDelayed = true}), JobState::Scheduled);
        QCOMPARE(*deriveState({.isDelayed = true, .isDue = true}), JobState::Ready);
        QCOMPARE(*deriveState({.isRunning = true}), JobState::Running);
        QCOMPARE(*deriveState({.outcome = JobState::Dead}), JobState::Dead);
        QCOMPARE(deriveState({.isDelayed = true, .isRunning = true}).error().code, ErrorCode::Corrupt);
        QCOMPARE(deriveState({.isRunning = true, .outcome = JobState::Dead}).error().code, ErrorCode::Corrupt);
    }
    void histogramIsOffByTwoPercentAtMost()
    {
        Histogram one;
        Histogram two;
        for (std::int64_t i = 1; i <= 100'000; ++i)
            (i % 2 == 0 ? one : two).add(i * 10);
        one.merge(two);
        QCOMPARE(one.count(), std::int64_t {100'000});
        for (const double q : {0.01, 0.5, 0.95, 0.99}) {
            const double exact = q * 1'000'000;
            QVERIFY(std::abs(static_cast<double>(one.quantile(q)) - exact) <= exact * 0.02);
        }
        QCOMPARE(Histogram().quantile(0.5), std::int64_t {0});
    }
    void alikeErrorsShareTheirFingerprint()
    {
        QCOMPARE(errorFingerprint("exit_1", "job 17 at /tmp/a1 failed: 'x'"),
            errorFingerprint("exit_1", "job 99 at /var/b failed: 'y'"));
        QVERIFY(errorFingerprint("exit_1", "no space") != errorFingerprint("exit_2", "no space"));
        QVERIFY(errorFingerprint("exit_1", "no space") != errorFingerprint("exit_1", "no memory"));
    }
    void limitsAreNamedWhenBroken()
    {
        JobSpec spec;
        QVERIFY(validate(spec, {}));
        spec.payload = std::string(1024 * 1024 + 1, 'x');
        QCOMPARE(validate(spec, {}).error().code, ErrorCode::TooLarge);
        QVERIFY(validate(spec, {}).error().text.find("1048576") != std::string::npos);
        spec.payload.clear();
        for (const std::int64_t cost :
            {std::int64_t {0}, std::int64_t {-1}, std::numeric_limits<std::int64_t>::max()}) {
            spec.cost = cost;
            QCOMPARE(validate(spec, {}).error().code, ErrorCode::Invalid);
        }
    }
};
QTEST_APPLESS_MAIN(IdentityTest)
#include "identity_test.moc"
