// SPDX-License-Identifier: Apache-2.0
// The edges of RetryPolicy: what it refuses, what it caps, what it reads back.
#include "engine/domain/retry_policy.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
using Policy = RetryPolicy;

Microseconds delayOf(const Policy &policy, std::int64_t n)
{
    SeededRandom random(1);
    return policy.delay(n, random);
}

bool isRefused(Policy::Kind kind, Microseconds cap = 1h, Policy::Jitter jitter = Policy::NoJitter {})
{
    const Result<Policy> made = Policy::make(std::move(kind), cap, jitter);
    return !made && made.error().code == ErrorCode::Invalid;
}

Microseconds randomTime(Random &random)
{
    // Every magnitude, and both ends.
    const auto below = static_cast<std::uint64_t>(retryDelayMax.count()) >> random.nextBelow(45);
    return Microseconds(random.nextBelow(below + 1));
}

Policy::Kind randomKind(Random &random)
{
    switch (random.nextBelow(5)) {
    case 0:
        return Policy::Fixed {randomTime(random)};
    case 1:
        return Policy::Linear {randomTime(random), randomTime(random)};
    case 2:
        return Policy::Exponential {randomTime(random), 1 + random.nextUnit() * 10};
    case 3:
        return Policy::Fibonacci {randomTime(random)};
    default:
        break;
    }
    std::vector<Microseconds> delays(1 + random.nextBelow(5));
    for (Microseconds &delay : delays)
        delay = randomTime(random);
    return Policy::Custom {std::move(delays)};
}

Policy::Jitter randomJitter(Random &random)
{
    switch (random.nextBelow(3)) {
    case 0:
        return Policy::AdditiveJitter {randomTime(random)};
    case 1:
        return Policy::ProportionalJitter {random.nextUnit()};
    default:
        return Policy::NoJitter {};
    }
}
} // namespace

class RetryPolicyLimitsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void defaultIsExponentialWithATenMinuteCapAndTenPercentJitter()
    {
        QCOMPARE(Policy().text(), std::string("exponential 1s 2 cap 10m jitter 0.1"));
    }
    void linearAddsItsStepFromTheFirstFailureOn() // R2
    {
        const Policy policy(Policy::Linear {5s, 10s}, 120s);
        QVERIFY(delayOf(policy, 1) == 15s);
        QVERIFY(delayOf(policy, 10) == 105s);
        QVERIFY(delayOf(policy, 12) == 120s);
        const Policy thirty(Policy::Linear {0s, 30s}, 1h);
        QVERIFY(delayOf(thirty, 1) == 30s && delayOf(thirty, 2) == 60s && delayOf(thirty, 3) == 90s);
    }
    void fibonacciFollowsItsSeriesFarOut() // R4
    {
        const Policy policy(Policy::Fibonacci {1us}, retryDelayMax);
        std::int64_t previous = 0;
        std::int64_t current = 1;
        for (int n = 1; n <= 60; ++n) {
            QVERIFY2(delayOf(policy, n) == std::clamp(Microseconds {current}, Microseconds {1ms}, retryDelayMax),
                std::to_string(n).c_str());
            previous = std::exchange(current, previous + current);
        }
        for (const std::int64_t n : {94, 95, 1000})
            QVERIFY(delayOf(policy, n) == retryDelayMax);
    }
    void jitterWidensWithTheDelay() // R6
    {
        const std::uint64_t seed = SystemRandom().next();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        SeededRandom random(seed);
        const Policy policy(Policy::Exponential {1s, 2}, 1h, Policy::ProportionalJitter {0.1});
        Microseconds least = 1h;
        Microseconds most = 0s;
        for (int i = 0; i < 2000; ++i) {
            const Microseconds first = policy.delay(1, random);
            QVERIFY(first >= 900ms && first <= 1100ms);
            const Microseconds third = policy.delay(3, random);
            QVERIFY(third >= 3600ms && third <= 4400ms);
            least = std::min(least, third);
            most = std::max(most, third);
        }
        QVERIFY(least < 3700ms && most > 4300ms); // the whole band is used: missed with a chance below 10^-100
    }
    void jitterNeverPassesTheCapNorGoesBelowOneMillisecond() // R6
    {
        const std::uint64_t seed = SystemRandom().next();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        SeededRandom random(seed);
        const std::vector<Policy> policies {Policy(Policy::Fixed {60s}, 60s, Policy::AdditiveJitter {10s}),
            Policy(Policy::Fixed {1s}, 60s, Policy::AdditiveJitter {1h}),
            Policy(Policy::Fixed {60s}, 60s, Policy::ProportionalJitter {1}),
            Policy(Policy::Fixed {1h}, 60s, Policy::ProportionalJitter {0.5})};
        for (const Policy &policy : policies) {
            for (int i = 0; i < 1000; ++i) {
                const Microseconds delay = policy.delay(1, random);
                QVERIFY(delay >= 1ms && delay <= 60s);
            }
        }
    }
    void jitterAtTheCapSpreadsBelowIt() // R6
    {
        const std::uint64_t seed = SystemRandom().next();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        SeededRandom random(seed);
        for (const Policy &policy : {Policy(Policy::Exponential {60s, 2}, 60s, Policy::ProportionalJitter {0.2}),
                 Policy(Policy::Fixed {60s}, 60s, Policy::AdditiveJitter {12s})}) {
            int atTheCap = 0;
            std::array<int, 4> quarters {};
            for (int i = 0; i < 4000; ++i) {
                const Microseconds delay = policy.delay(1, random);
                QVERIFY(delay >= 48s && delay <= 60s);
                atTheCap += delay == 60s ? 1 : 0;
                ++quarters.at(static_cast<std::size_t>(std::min<std::int64_t>((delay - 48s) / 3s, 3)));
            }
            QVERIFY(atTheCap < 40);
            for (const int count : quarters) // about 1,000 each: missed with a chance below 10^-12
                QVERIFY2(count > 800 && count < 1200, std::to_string(count).c_str());
        }
    }
    void nothingOverflowsAtAnyAttempt() // R12
    {
        const std::vector<Policy::Kind> kinds {Policy::Fixed {retryDelayMax},
            Policy::Linear {retryDelayMax, retryDelayMax}, Policy::Exponential {retryDelayMax, 1e300},
            Policy::Fibonacci {retryDelayMax}, Policy::Custom {{1s, retryDelayMax}}};
        const std::vector<Policy::Jitter> jitters {
            Policy::NoJitter {}, Policy::AdditiveJitter {retryDelayMax}, Policy::ProportionalJitter {1}};
        SeededRandom random(1);
        for (const Policy::Kind &kind : kinds) {
            for (const Policy::Jitter &jitter : jitters) {
                for (const std::int64_t n :
                    {std::int64_t {1'000'000}, std::int64_t {1} << 53, std::numeric_limits<std::int64_t>::max()}) {
                    const Microseconds delay = Policy(kind, Microseconds::max(), jitter).delay(n, random);
                    QVERIFY(delay >= 1ms && delay <= retryDelayMax);
                    QVERIFY(delay == retryDelayMax || jitter.index() != 0);
                }
            }
        }
    }
    void nothingTimesAnythingIsOneMillisecond() // R7, R12
    {
        for (const std::int64_t n :
            {std::int64_t {1}, std::int64_t {1'000'000}, std::numeric_limits<std::int64_t>::max()}) {
            for (const Policy::Kind &kind :
                std::vector<Policy::Kind> {Policy::Fixed {0s}, Policy::Linear {0s, 0s}, Policy::Exponential {0s, 2},
                    Policy::Exponential {0s, 1e300}, Policy::Fibonacci {0s}, Policy::Custom {{0s}}})
                QVERIFY(delayOf(Policy(kind, 1h, Policy::ProportionalJitter {0.5}), n) == 1ms);
        }
    }
    void factorOfOneStaysTheSame()
    {
        QVERIFY(delayOf(Policy(Policy::Exponential {7s, 1}, 1h), std::numeric_limits<std::int64_t>::max()) == 7s);
    }
    void partsOutOfRangeAreRefused()
    {
        constexpr double infinite = std::numeric_limits<double>::infinity();
        constexpr double noNumber = std::numeric_limits<double>::quiet_NaN();
        const Microseconds tooLong = retryDelayMax + 1us;
        for (const Microseconds time : {Microseconds {-1us}, tooLong, Microseconds::max()}) {
            QVERIFY(isRefused(Policy::Fixed {time}));
            QVERIFY(isRefused(Policy::Linear {time, 1s}));
            QVERIFY(isRefused(Policy::Linear {1s, time}));
            QVERIFY(isRefused(Policy::Exponential {time, 2}));
            QVERIFY(isRefused(Policy::Fibonacci {time}));
            QVERIFY(isRefused(Policy::Custom {{1s, time}}));
            QVERIFY(isRefused(Policy::Fixed {1s}, 1h, Policy::AdditiveJitter {time}));
        }
        for (const double factor : {0.999, 0.0, -2.0, infinite, noNumber})
            QVERIFY(isRefused(Policy::Exponential {1s, factor}));
        for (const double part : {-0.001, 1.001, infinite, noNumber})
            QVERIFY(isRefused(Policy::Fixed {1s}, 1h, Policy::ProportionalJitter {part}));
        QVERIFY(isRefused(Policy::Fixed {1s}, -1us));
        QVERIFY(isRefused(Policy::Custom {{}}));
        QVERIFY(isRefused(Policy::Custom {std::vector<Microseconds>(retryDelayCountMax + 1, 1s)}));
    }
    void edgesOfTheRangesAreTaken()
    {
        QVERIFY(!isRefused(Policy::Linear {0s, retryDelayMax}, 0s, Policy::AdditiveJitter {retryDelayMax}));
        QVERIFY(!isRefused(Policy::Exponential {0s, 1}, 0s, Policy::ProportionalJitter {1}));
        QVERIFY(!isRefused(Policy::Custom {std::vector<Microseconds>(retryDelayCountMax, 1s)}));
        QVERIFY(Policy::make(Policy::Fixed {1s}, Microseconds::max(), Policy::NoJitter {})->cap() == retryDelayMax);
    }
    void everyPolicyThatCanBeMadeReadsBackExactly() // R9
    {
        const std::uint64_t seed = SystemRandom().next();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        SeededRandom random(seed);
        for (int i = 0; i < 5000; ++i) {
            const Result<Policy> made = Policy::make(randomKind(random), randomTime(random), randomJitter(random));
            QVERIFY(made);
            const Result<Policy> read = Policy::parse(made->text());
            QVERIFY2(read && *read == *made, made->text().c_str());
        }
    }
    void rubbishIsNoPolicy()
    {
        for (const char *text :
            {"", " ", "fixed", "fixed 1s", "fixed 1s cap", "fixed cap 1m", "fixed 1s 2s cap 1m", "fixed -1s cap 1m",
                "fixed  1s cap 1m", "fixed 1s cap 1m jitter", "fixed 1s cap 1m jitter 2", "fixed 1s cap 1m jitter nan",
                "fixed 1s cap 1m jitter 0.1 x", "fixed 1s cap 1m additive 0.1", "fixed 400d cap 1m", "linear 1s cap 1m",
                "exponential 1s cap 1m", "exponential 1s 0.5 cap 1m", "exponential 1s inf cap 1m",
                "exponential 1s 2x cap 1m", "custom cap 1m", "Fixed 1s cap 1m", "quadratic 1s cap 1m"}) {
            const Result<Policy> read = Policy::parse(text);
            QVERIFY2(!read, text);
            QCOMPARE(read.error().code, ErrorCode::Invalid);
        }
    }
};
QTEST_APPLESS_MAIN(RetryPolicyLimitsTest)
#include "retry_policy_limits_test.moc"
