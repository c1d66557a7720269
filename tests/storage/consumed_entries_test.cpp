// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/consumed_entries.h"

#include <QtTest>

using namespace fairlead;

namespace {
ReadyKey at(std::int64_t position, std::int64_t tenant = 1)
{
    return {{1, 2, tenant}, position};
}
} // namespace

class ConsumedEntriesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void positionsOfALaneRiseWhateverTheOrderTheyCameIn()
    {
        ConsumedEntries consumed;
        for (const std::int64_t position : {5, 13, 3, 8})
            consumed.add(at(position));
        QCOMPARE(consumed.of(at(0).lane), (ConsumedEntries::Positions {3, 5, 8, 13}));
        QVERIFY(consumed.contains(at(8)));
        QVERIFY(!consumed.contains(at(4)));
        QVERIFY(!consumed.contains(at(8, 2)));
        QVERIFY(consumed.of(at(0, 2).lane).empty());
    }
    void entryCountsOnce()
    {
        ConsumedEntries consumed;
        for (const std::int64_t position : {5, 3, 5, 3})
            consumed.add(at(position));
        QCOMPARE(consumed.count(), std::size_t {2});
    }
    void whatIsTakenBackIsThereNoMore()
    {
        ConsumedEntries consumed;
        for (const std::int64_t position : {3, 5, 8})
            consumed.add(at(position));
        consumed.remove(at(5));
        consumed.remove(at(8));
        QVERIFY(!consumed.contains(at(5)) && !consumed.contains(at(8)) && consumed.contains(at(3)));
        QCOMPARE(consumed.count(), std::size_t {1});
    }
    void theFirstOfALaneGo()
    {
        ConsumedEntries consumed;
        for (const std::int64_t position : {3, 5, 8})
            consumed.add(at(position));
        consumed.removeFirst(at(0).lane, 2);
        QCOMPARE(consumed.of(at(0).lane), (ConsumedEntries::Positions {8}));
        QCOMPARE(consumed.count(), std::size_t {1});
        consumed.removeFirst(at(0).lane, 1);
        QVERIFY(consumed.lanes().empty());
        QCOMPARE(consumed.count(), std::size_t {0});
    }
    void lanesComeInTheOrderOfTheTable()
    {
        ConsumedEntries consumed;
        for (const std::int64_t tenant : {7, 2, 9})
            consumed.add(at(1, tenant));
        consumed.add({{1, 1, 8}, 1});
        QCOMPARE(consumed.lanes(), (std::vector<LaneKey> {{1, 1, 8}, {1, 2, 2}, {1, 2, 7}, {1, 2, 9}}));
        consumed.remove(at(1, 2)); // its last
        QCOMPARE(consumed.lanes(), (std::vector<LaneKey> {{1, 1, 8}, {1, 2, 7}, {1, 2, 9}}));
    }
};

QTEST_APPLESS_MAIN(ConsumedEntriesTest)
#include "consumed_entries_test.moc"
