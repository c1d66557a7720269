// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/seen_entries.h"

#include <QtTest>

using namespace fairlead;

namespace {
ReadyKey at(std::int64_t position, std::int64_t tenant = 1)
{
    return {{1, 2, tenant}, position};
}
} // namespace

class SeenEntriesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatWasReadIsTakenOnce()
    {
        SeenEntries seen;
        for (const std::int64_t position : {3, 5, 8, 13})
            seen.add(at(position), 100 + position);
        QVERIFY(!seen.take(at(4), 104));
        QVERIFY(!seen.take(at(5, 2), 105)); // another lane
        QVERIFY(seen.take(at(5), 105)); // from the middle
        QVERIFY(!seen.take(at(5), 105));
        QVERIFY(seen.take(at(3), 103));
        QVERIFY(seen.take(at(13), 113));
        QVERIFY(seen.take(at(8), 108));
        QVERIFY(!seen.take(at(8), 108));
    }
    void entryOfAnotherJobIsForgotten()
    {
        SeenEntries seen;
        seen.add(at(3), 103);
        QVERIFY(!seen.take(at(3), 104));
        QVERIFY(!seen.take(at(3), 103));
    }
    void laneThatIsReadAnewHoldsWhatWasReadLast()
    {
        SeenEntries seen;
        for (const std::int64_t position : {3, 5, 8})
            seen.add(at(position), 100 + position);
        seen.add(at(4), 204);
        seen.add(at(5), 205);
        QVERIFY(!seen.take(at(8), 108));
        QVERIFY(!seen.take(at(3), 103));
        QVERIFY(seen.take(at(4), 204));
        QVERIFY(seen.take(at(5), 205));
    }
    void lanesAreForgottenWhenThereIsTooMuch()
    {
        constexpr std::int64_t each = 1'000;
        constexpr std::int64_t lanes = 501; // one more than there is room for
        SeenEntries seen;
        for (std::int64_t lane = 0; lane < lanes; ++lane) {
            for (std::int64_t position = 0; position < each; ++position)
                seen.add(at(position, lane), position);
        }
        std::int64_t known = 0;
        for (std::int64_t lane = 0; lane < lanes; ++lane)
            known += seen.take(at(0, lane), 0) ? 1 : 0;
        QCOMPARE(known, lanes - 1);
        QVERIFY(seen.take(at(each - 1, lanes - 1), each - 1));
    }
};

QTEST_APPLESS_MAIN(SeenEntriesTest)
#include "seen_entries_test.moc"
