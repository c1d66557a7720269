// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/tombstones.h"

#include <QtTest>

using namespace fairlead;

namespace {
ReadyKey at(std::int64_t position, std::int64_t tenant = 1)
{
    return {{1, 2, tenant}, position};
}
} // namespace

class TombstonesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void positionsOfALaneRiseWhateverTheOrderTheyCameIn()
    {
        Tombstones tombstones;
        for (const std::int64_t position : {5, 13, 3, 8})
            tombstones.add(at(position));
        QCOMPARE(tombstones.of(at(0).lane), (Tombstones::Positions {3, 5, 8, 13}));
        QVERIFY(tombstones.contains(at(8)));
        QVERIFY(!tombstones.contains(at(4)));
        QVERIFY(!tombstones.contains(at(8, 2)));
        QVERIFY(tombstones.of(at(0, 2).lane).empty());
    }
    void entryCountsOnce()
    {
        Tombstones tombstones;
        for (const std::int64_t position : {5, 3, 5, 3})
            tombstones.add(at(position));
        QCOMPARE(tombstones.count(), std::size_t {2});
    }
    void whatIsTakenBackIsThereNoMore()
    {
        Tombstones tombstones;
        for (const std::int64_t position : {3, 5, 8})
            tombstones.add(at(position));
        tombstones.remove(at(5));
        tombstones.remove(at(8));
        QVERIFY(!tombstones.contains(at(5)) && !tombstones.contains(at(8)) && tombstones.contains(at(3)));
        QCOMPARE(tombstones.count(), std::size_t {1});
    }
    void theFirstOfALaneGo()
    {
        Tombstones tombstones;
        for (const std::int64_t position : {3, 5, 8})
            tombstones.add(at(position));
        tombstones.removeFirst(at(0).lane, 2);
        QCOMPARE(tombstones.of(at(0).lane), (Tombstones::Positions {8}));
        QCOMPARE(tombstones.count(), std::size_t {1});
        tombstones.removeFirst(at(0).lane, 1);
        QVERIFY(tombstones.lanes().empty());
        QCOMPARE(tombstones.count(), std::size_t {0});
    }
    void lanesComeInTheOrderOfTheTable()
    {
        Tombstones tombstones;
        for (const std::int64_t tenant : {7, 2, 9})
            tombstones.add(at(1, tenant));
        tombstones.add({{1, 1, 8}, 1});
        QCOMPARE(tombstones.lanes(), (std::vector<LaneKey> {{1, 1, 8}, {1, 2, 2}, {1, 2, 7}, {1, 2, 9}}));
        tombstones.remove(at(1, 2)); // its last
        QCOMPARE(tombstones.lanes(), (std::vector<LaneKey> {{1, 1, 8}, {1, 2, 7}, {1, 2, 9}}));
    }
};

QTEST_APPLESS_MAIN(TombstonesTest)
#include "tombstones_test.moc"
