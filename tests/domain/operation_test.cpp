// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/operation.h"

#include <QtTest>

using namespace fairlead;

class OperationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void withoutATimeStepsFollowAtOnce()
    {
        QVERIFY(paceOf(1'000'000, Microseconds {0}) == (OperationPace {200, Microseconds {0}}));
        QVERIFY(paceOf(0, std::chrono::hours {1}).pause == Microseconds {0});
        QVERIFY(paceOf(1, std::chrono::hours {1}).pause == Microseconds {0});
    }
    void aTimeIsFilledEvenly_data()
    {
        QTest::addColumn<int>("total");
        QTest::addColumn<int>("seconds");
        for (const int total : {2, 3, 199, 200, 201, 1'000, 84'112, 1'000'000}) {
            for (const int seconds : {1, 10, 600, 3'600, 86'400})
                QTest::addRow("%d jobs in %d s", total, seconds) << total << seconds;
        }
    }
    void aTimeIsFilledEvenly()
    {
        QFETCH(int, total);
        QFETCH(int, seconds);
        const OperationPace pace = paceOf(total, std::chrono::seconds {seconds});
        QVERIFY(pace.jobs >= 1 && pace.jobs <= 200);
        const std::int64_t steps = (total + pace.jobs - 1) / pace.jobs;
        const Microseconds taken = (steps - 1) * pace.pause;
        QVERIFY(taken <= std::chrono::seconds {seconds});
        if (steps > 1) // rounded down by less than a microsecond a step
            QVERIFY(taken > std::chrono::seconds {seconds} - Microseconds {steps});
    }
    void countsOfADoneOperationAddUp()
    {
        Operation left {.total = 12'250, .done = 12'110, .skipped = 110, .failed = 10};
        balance(left);
        QCOMPARE(left.total, std::optional<std::int64_t>(12'250));
        QCOMPARE(left.skipped, std::int64_t {130});
        Operation joined {.total = 3, .done = 4};
        balance(joined);
        QCOMPARE(joined.total, std::optional<std::int64_t>(4));
        QCOMPARE(joined.skipped, std::int64_t {0});
    }
    void namesAreReadBack()
    {
        for (const BulkAction action : allBulkActions)
            QVERIFY(*parseBulkAction(bulkActionName(action)) == action);
        QCOMPARE(parseBulkAction("destroy").error().code, ErrorCode::Invalid);
    }
    void whatIsMissingOrTooMuchIsRefused()
    {
        QVERIFY(checkOperation({}));
        QVERIFY(!checkOperation({.action = BulkAction::Move}));
        QVERIFY(!checkOperation({.change = {QueueName::trusted("q"), {}}}));
        QVERIFY(!checkOperation({.over = std::chrono::hours {24 * 31}}));
        QVERIFY(!checkOperation({.filter = {.idPrefix = "XYZ"}}));
        QCOMPARE(checkOperation({.who = std::string(129, 'a')}).error().code, ErrorCode::TooLarge);
    }
};

QTEST_APPLESS_MAIN(OperationTest)
#include "operation_test.moc"
