// SPDX-License-Identifier: Apache-2.0
#include "engine/api/failure_watch.h"

#include <QtTest>

using namespace fairlead;
using Verdict = FailureWatch::Verdict;

class FailureWatchTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachAddressHasItsOwnMinute() // S27
    {
        FailureWatch watch(2);
        MonotonicTime now {};
        QVERIFY(watch.note("a", now) == Verdict::Within && watch.note("a", now) == Verdict::Within);
        QVERIFY(watch.note("a", now) == Verdict::FirstBeyond && watch.note("a", now) == Verdict::Beyond);
        QVERIFY(watch.note("b", now) == Verdict::Within);
        now += std::chrono::seconds {59};
        QVERIFY(watch.note("a", now) == Verdict::Beyond);
        now += std::chrono::seconds {1};
        QVERIFY(watch.note("a", now) == Verdict::Within);
    }
    void whoFailedLongestAgoIsForgotten() // S19
    {
        FailureWatch watch(1);
        const MonotonicTime now {};
        watch.note("first", now);
        watch.note("second", now);
        watch.note("first", now);
        for (std::size_t i = 0; i + 1 < FailureWatch::addressesMax; ++i)
            watch.note(std::to_string(i), now);
        QVERIFY(watch.note("first", now) == Verdict::Beyond);
        QVERIFY(watch.note("second", now) == Verdict::Within);
    }
};

QTEST_GUILESS_MAIN(FailureWatchTest)
#include "failure_watch_test.moc"
