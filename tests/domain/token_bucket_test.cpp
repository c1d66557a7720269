// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/token_bucket.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {
const TimePoint start {seconds {1'700'000'000}};
}

class TokenBucketTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusedTakeCostsNothing() // T1
    {
        TokenBucket bucket({1, 10}, start);
        QVERIFY(bucket.tryTake(5, start));
        QVERIFY(!bucket.tryTake(10, start));
        QVERIFY(bucket.tryTake(5, start));
        QCOMPARE(bucket.tokens(start), 0.0);
        QCOMPARE(bucket.tokens(start + hours {9}), 10.0);
    }
    void twoASecondGivesTwoThenNone() // T2
    {
        TokenBucket bucket({2, 2}, start);
        QVERIFY(bucket.tryTake(1, start));
        QVERIFY(bucket.tryTake(1, start));
        QVERIFY(!bucket.tryTake(1, start));
        QVERIFY(!bucket.tryTake(1, start + milliseconds {499}));
        QVERIFY(bucket.tryTake(1, start + milliseconds {500}));
    }
    void rateIsExactOverADay() // T3
    {
        TokenBucket bucket({60.0 / 60, 1}, start);
        int taken = 0;
        for (TimePoint now = start; now < start + hours {24}; now = bucket.whenThere(1, now))
            taken += bucket.tryTake(1, now) ? 1 : 0;
        QVERIFY2(taken >= 86'399 && taken <= 86'401, qPrintable(QString::number(taken)));
    }
    void tokenIsThereWhenItWasPromised()
    {
        for (const double perSecond : {0.001, 0.3, 1.0 / 3, 7.0, 999'983.0}) {
            TokenBucket bucket({perSecond, 1}, start);
            TimePoint now = start;
            for (int i = 0; i < 50; ++i) {
                QVERIFY(bucket.tryTake(1, now));
                now = bucket.whenThere(1, now);
            }
        }
    }
    void unusedTokenComesBack()
    {
        TokenBucket bucket({1, 1}, start);
        QVERIFY(bucket.tryTake(1, start));
        bucket.giveBack(1);
        QVERIFY(bucket.tryTake(1, start));
    }
    void clockSetBackNeitherGivesNorTakes()
    {
        TokenBucket bucket({1, 5}, start);
        QVERIFY(bucket.tryTake(5, start));
        QVERIFY(!bucket.tryTake(1, start - hours {2}));
        QVERIFY(bucket.tryTake(1, start - hours {2} + seconds {1}));
    }
    void changedRateCountsFromNowOn()
    {
        TokenBucket bucket({1, 10}, start);
        bucket.setRate({100, 2}, start);
        QCOMPARE(bucket.tokens(start), 2.0);
        QVERIFY(bucket.tryTake(2, start));
        QVERIFY(bucket.tryTake(1, start + milliseconds {10}));
    }
    void moreThanTheBurstNeverComes()
    {
        TokenBucket bucket({5, 5}, start);
        QCOMPARE(bucket.whenThere(6, start), TimePoint::max());
    }
    void ratesAreReadAndWritten()
    {
        for (const char *text : {"10/s", "1/min", "7/h", "0.5/s"})
            QVERIFY2(parseRate(text).has_value(), text);
        QCOMPARE(rateText(*parseRate("60/min")), std::string("1/s"));
        QCOMPARE(rateText(*parseRate("7/h")), std::string("7/h"));
        QCOMPARE(parseRate("10/s")->burst, 10.0);
        QCOMPARE(parseRate("7/h")->burst, 1.0);
        for (const char *text : {"", "10", "/s", "10/", "10/day", "-1/s", "0/s", "nan/s", "inf/s", "1e9/s", "10/s "})
            QVERIFY2(!parseRate(text), text);
    }
    void bucketGoesOnWithTheContentOfAnEarlierOne()
    {
        TokenBucket first({2, 10}, start);
        QVERIFY(first.tryTake(8, start));
        const BucketLevel level = first.level();
        QCOMPARE(level.tokens, 2.0);
        QVERIFY(level.fullAgain == start + seconds {4});
        TokenBucket second({2, 10}, start + seconds {1});
        second.restore(level);
        QVERIFY(std::abs(second.tokens(start + seconds {1}) - 4) < 1e-6);
        QCOMPARE(second.tokens(start + hours {1}), 10.0);
        TokenBucket smaller({1, 1}, start);
        smaller.restore(level);
        QCOMPARE(smaller.tokens(start), 1.0);
    }
    void clockThatWasSetBackGivesTheNextLifeNothing()
    {
        TokenBucket first({1, 1}, start);
        QVERIFY(first.tryTake(1, start));
        TokenBucket second({1, 1}, start - hours {2});
        second.restore(first.level());
        QVERIFY(!second.tryTake(1, start - hours {2}));
        QVERIFY(second.tryTake(1, start - hours {2} + seconds {1}));
    }
    void slowestRatesHaveATimeToo()
    {
        TokenBucket bucket({1e-30, 1}, start);
        QVERIFY(bucket.tryTake(1, start));
        QVERIFY(bucket.whenThere(1, start) == TimePoint::max());
        QVERIFY(bucket.level().fullAgain == TimePoint::max());
    }
};

QTEST_APPLESS_MAIN(TokenBucketTest)
#include "token_bucket_test.moc"
