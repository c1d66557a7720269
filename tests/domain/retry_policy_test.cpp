// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/job.h"
#include "engine/domain/units.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
std::vector<std::int64_t> seconds(const RetryPolicy &policy, int count)
{
    SeededRandom random(1);
    std::vector<std::int64_t> list;
    for (int n = 1; n <= count; ++n)
        list.push_back(policy.delay(n, random).count() / 1'000'000);
    return list;
}
using List = std::vector<std::int64_t>;
} // namespace

class RetryPolicyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fixedIsTheSameForEver() // R1
    {
        QCOMPARE(seconds(RetryPolicy(RetryPolicy::Fixed {30s}, 1h), 3), (List {30, 30, 30}));
    }
    void linearGrowsByItsStepUpToTheCap() // R2
    {
        QCOMPARE(seconds(RetryPolicy(RetryPolicy::Linear {10s, 5s}, 40s), 7), (List {15, 20, 25, 30, 35, 40, 40}));
    }
    void exponentialDoublesUpToTheCap() // R3
    {
        QCOMPARE(seconds(RetryPolicy(RetryPolicy::Exponential {1s, 2}, 60s), 8), (List {1, 2, 4, 8, 16, 32, 60, 60}));
    }
    void webhooksAreTriedAgainForAQuarterOfAnHourAndThenEveryFiveMinutes() // R10
    {
        QCOMPARE(seconds(RetryPolicy(RetryPolicy::Exponential {1s, 2}, 300s), 11),
            (List {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}));
    }
    void fibonacciFollowsItsSeries() // R4
    {
        QCOMPARE(seconds(RetryPolicy(RetryPolicy::Fibonacci {2s}, 300s), 13),
            (List {2, 2, 4, 6, 10, 16, 26, 42, 68, 110, 178, 288, 300}));
    }
    void customUsesItsLastForAllLater() // R5
    {
        const RetryPolicy policy(RetryPolicy::Custom {{5s, 5s, 5s, 30s, 30s, 30s, 300s}}, 1h);
        QCOMPARE(seconds(policy, 9), (List {5, 5, 5, 30, 30, 30, 300, 300, 300}));
    }
    void jitterStaysInItsBandAndUnderTheCap() // R6
    {
        const std::uint64_t seed = SystemRandom().next();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        SeededRandom random(seed);
        const RetryPolicy additive(RetryPolicy::Fixed {60s}, 1h, RetryPolicy::AdditiveJitter {10s});
        const RetryPolicy part(RetryPolicy::Fixed {100s}, 110s, RetryPolicy::ProportionalJitter {0.2});
        for (int i = 0; i < 1000; ++i) {
            const auto a = additive.delay(1, random);
            QVERIFY(a >= 50s && a <= 70s);
            const auto b = part.delay(1, random);
            QVERIFY(b >= 80s && b <= 110s);
        }
    }
    void zeroBecomesOneMillisecond() // R7
    {
        SeededRandom random(1);
        QVERIFY(RetryPolicy(RetryPolicy::Fixed {0s}, 0s).delay(1, random) == 1ms);
    }
    void firstRetryUsesTheFirstDelay() // R8
    {
        SeededRandom random(1);
        const RetryPolicy policy(RetryPolicy::Exponential {1s, 2}, 60s);
        const TimePoint now {1000s};
        const RunDecision next = decideAfterRun(Failed {"x", "y", {}}, 1, {}, policy, now, random);
        QCOMPARE(next.state, JobState::Scheduled);
        QVERIFY(next.due == now + 1s);
    }
    void textReadsBackExactly() // R9
    {
        const std::vector<RetryPolicy> policies {RetryPolicy(), RetryPolicy(RetryPolicy::Fixed {1500ms}, 1h),
            RetryPolicy(RetryPolicy::Linear {1s, 2s}, 1min, RetryPolicy::AdditiveJitter {3ms}),
            RetryPolicy(RetryPolicy::Exponential {7us, 1.1}, 1h, RetryPolicy::ProportionalJitter {0.3}),
            RetryPolicy(RetryPolicy::Custom {{1s, 0s, 3min}}, 1h)};
        for (const RetryPolicy &policy : policies) {
            const Result<RetryPolicy> read = RetryPolicy::parse(policy.text());
            QVERIFY2(read && *read == policy, policy.text().c_str());
        }
        for (const char *rubbish :
            {"", "fixed", "fixed 1s", "exponential 1s 0.5 cap 1m", "custom cap 1m", "fixed 1s cap 1m x"})
            QVERIFY2(!RetryPolicy::parse(rubbish), rubbish);
    }
    void noAttemptNumberOverflows() // R12
    {
        SeededRandom random(1);
        for (const std::int64_t n : {1'000'000LL, 9'000'000'000'000'000'000LL}) {
            QVERIFY(RetryPolicy(RetryPolicy::Exponential {1s, 1000}, 10min).delay(n, random) == 10min);
            QVERIFY(RetryPolicy(RetryPolicy::Linear {1s, 1h}, 10min).delay(n, random) == 10min);
            QVERIFY(RetryPolicy(RetryPolicy::Fibonacci {1s}, 10min).delay(n, random) == 10min);
        }
    }
    void lastAttemptIsDead() // R11
    {
        SeededRandom random(1);
        const AttemptLimits limits {3, 3};
        const auto after = [&](int attempt) {
            return decideAfterRun(Failed {"x", "y", {}}, attempt, limits, {}, {}, random).state;
        };
        QCOMPARE(after(1), JobState::Scheduled);
        QCOMPARE(after(2), JobState::Scheduled);
        QCOMPARE(after(3), JobState::Dead);
    }
    void crashesCountAsAttemptsAndHaveTheirOwnLimit()
    {
        QCOMPARE(decideAfterCrash(1, 1, {5, 3}, {}).state, JobState::Ready);
        QCOMPARE(decideAfterCrash(3, 3, {5, 3}, {}).state, JobState::Dead);
        QCOMPARE(decideAfterCrash(2, 2, {2, 3}, {}).state, JobState::Dead);
        QVERIFY(decideAfterCrash(1, 1, {5, 3}, {}).countsAsAttempt);
    }
    void whatTheJobDidNotDoIsNoAttempt()
    {
        SeededRandom random(1);
        for (const Outcome &outcome : {Outcome {Released {}}, Outcome {Snoozed {1s}}})
            QVERIFY(!decideAfterRun(outcome, 5, {5, 3}, {}, {}, random).countsAsAttempt);
    }
    void handlersWishIsHeardWhenLonger()
    {
        SeededRandom random(1);
        const RetryPolicy policy(RetryPolicy::Fixed {10s}, 1h);
        QVERIFY(decideAfterRun(Failed {"x", "y", 60s}, 1, {}, policy, {}, random).due == TimePoint {60s});
        QVERIFY(decideAfterRun(Failed {"x", "y", 1s}, 1, {}, policy, {}, random).due == TimePoint {10s});
    }
    void durationsReadAsWritten() // Z1
    {
        const std::vector<std::pair<const char *, std::int64_t>> good {
            {"30", 30}, {"30s", 30}, {"5m", 300}, {"2h", 7200}, {"1d", 86400}};
        for (const auto &[text, value] : good)
            QCOMPARE(parseDuration(text)->count(), value * 1'000'000);
        for (const char *bad : {"", "s", "-1s", "1x", "1.5s", "99999999d", " 1s"})
            QVERIFY2(!parseDuration(bad), bad);
        QCOMPARE(durationText(90s), std::string("90s"));
        QCOMPARE(timeText(*parseTime("2026-01-31T12:00:00.5+02:00")), std::string("2026-01-31T10:00:00.500000Z"));
        for (const char *bad :
            {"", "2026-02-30T00:00:00Z", "2026-01-31", "2026-01-31T12:00:00", "2026-01-31T12:00:00.Z"})
            QVERIFY2(!parseTime(bad), bad);
    }
};
QTEST_APPLESS_MAIN(RetryPolicyTest)
#include "retry_policy_test.moc"
