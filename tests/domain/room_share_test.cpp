// SPDX-License-Identifier: Apache-2.0
// The share of the room below a limit that one tenant may hold.
#include "engine/domain/random.h"
#include "engine/domain/room_share.h"

#include <QtTest>

#include <numeric>
#include <vector>

using namespace fairlead;

namespace {
/// Lets each tenant take one more as long as its share and the limit allow it, until nobody may.
std::vector<std::int64_t> filled(std::int64_t limit, const std::vector<double> &weights)
{
    std::vector<std::int64_t> held(weights.size(), 0);
    std::int64_t ofAll = 0;
    for (bool isGrowing = true; isGrowing;) {
        isGrowing = false;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            if (ofAll == limit || overShare({limit, ofAll, held[i], weights[i]}, 1) > 0)
                continue;
            ++held[i];
            ++ofAll;
            isGrowing = true;
        }
    }
    return held;
}
} // namespace

class RoomShareTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLoneTenantFillsEightNinths()
    {
        QCOMPARE(shareOfRoom({900, 0, 0, 1}), std::int64_t {800});
        QCOMPARE(shareOfRoom({900, 800, 800, 1}), std::int64_t {800}); // the same while it fills it
        QCOMPARE(filled(900, {1}), std::vector<std::int64_t> {800});
        QCOMPARE(filled(5, {1}), std::vector<std::int64_t> {4});
    }
    void tenFloodsLeaveAHundredthFree()
    {
        const std::vector<std::int64_t> held = filled(81'000, std::vector<double>(10, 1));
        const std::int64_t ofAll = std::accumulate(held.begin(), held.end(), std::int64_t {0});
        QCOMPARE(ofAll, std::int64_t {80'000});
        for (const std::int64_t one : held)
            QCOMPARE(one, std::int64_t {8'000});
    }
    void whatOthersHoldIsNoRoom()
    {
        QCOMPARE(shareOfRoom({900, 450, 0, 1}), std::int64_t {400});
        QCOMPARE(shareOfRoom({900, 900, 0, 1}), std::int64_t {0});
        QCOMPARE(shareOfRoom({900, 1'200, 0, 1}), std::int64_t {0}); // the limit was lowered
    }
    void weightCounts()
    {
        QCOMPARE(shareOfRoom({900, 0, 0, 0.125}), std::int64_t {450}); // as much as it leaves free
        QVERIFY(shareOfRoom({900, 0, 0, 1'000'000}) < 900);
        // Two that are both at their shares hold one part and three.
        QCOMPARE(shareOfRoom({99'000, 96'000, 24'000, 1}), std::int64_t {24'000});
        QCOMPARE(shareOfRoom({99'000, 96'000, 72'000, 3}), std::int64_t {72'000});
    }
    void oneThatIsOverItsShareIsToldByHowMuch()
    {
        QCOMPARE(overShare({900, 800, 800, 1}, 1), std::int64_t {1});
        QCOMPARE(overShare({900, 790, 790, 1}, 10), std::int64_t {0});
        QCOMPARE(overShare({900, 900, 850, 1}, 1), std::int64_t {850 + 1 - 755}); // spawned jobs went beyond it
        QCOMPARE(overShare({900, 900, 10, 1}, 500), std::int64_t {10}); // then it holds nothing
    }
    void largeLimitsAreShared()
    {
        const std::int64_t most = std::numeric_limits<std::int64_t>::max();
        QVERIFY(shareOfRoom({most, 0, 0, 1}) > most / 10 * 8);
        QVERIFY(shareOfRoom({most, 0, 0, 1'000'000}) <= most);
    }
    void oneThatHoldsNothingIsNeverOverItsShare_data()
    {
        QTest::addColumn<quint64>("seed");
        for (const quint64 seed : {1U, 2U, 3U, 4U, 5U})
            QTest::newRow(QByteArray::number(seed).constData()) << seed;
    }
    void oneThatHoldsNothingIsNeverOverItsShare()
    {
        QFETCH(quint64, seed);
        SeededRandom random(seed);
        const auto below = [&](std::int64_t bound) {
            return static_cast<std::int64_t>(random.next() % static_cast<std::uint64_t>(bound));
        };
        for (int i = 0; i < 10'000; ++i) {
            RoomUse use {1 + below(1'000'000), below(2'000'000), 0, 0.001 * static_cast<double>(1 + below(1'000'000))};
            QCOMPARE(overShare(use, below(1'000'000)), std::int64_t {0});
            // And one at its share leaves room for another, unless that is a single job.
            use.ofAll = use.ofTenant = shareOfRoom(use);
            QVERIFY(use.ofTenant < use.limit);
        }
    }
};

QTEST_APPLESS_MAIN(RoomShareTest)
#include "room_share_test.moc"
