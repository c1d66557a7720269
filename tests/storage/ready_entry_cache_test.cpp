// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/ready_entry_cache.h"

#include <QtTest>

using namespace fairlead;

namespace {
ReadyKey at(std::int64_t position, std::int64_t tenant = 1)
{
    return {{1, 2, tenant}, position};
}
} // namespace

class ReadyEntryCacheTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatWasReadIsTakenOnce()
    {
        ReadyEntryCache cache;
        for (const std::int64_t position : {3, 5, 8, 13})
            cache.add(at(position), 100 + position);
        QVERIFY(!cache.take(at(4), 104));
        QVERIFY(!cache.take(at(5, 2), 105)); // another lane
        QVERIFY(cache.take(at(5), 105)); // from the middle
        QVERIFY(!cache.take(at(5), 105));
        QVERIFY(cache.take(at(3), 103));
        QVERIFY(cache.take(at(13), 113));
        QVERIFY(cache.take(at(8), 108));
        QVERIFY(!cache.take(at(8), 108));
    }
    void entryOfAnotherJobIsForgotten()
    {
        ReadyEntryCache cache;
        cache.add(at(3), 103);
        QVERIFY(!cache.take(at(3), 104));
        QVERIFY(!cache.take(at(3), 103));
    }
    void laneThatIsReadAnewHoldsWhatWasReadLast()
    {
        ReadyEntryCache cache;
        for (const std::int64_t position : {3, 5, 8})
            cache.add(at(position), 100 + position);
        cache.add(at(4), 204);
        cache.add(at(5), 205);
        QVERIFY(!cache.take(at(8), 108));
        QVERIFY(!cache.take(at(3), 103));
        QVERIFY(cache.take(at(4), 204));
        QVERIFY(cache.take(at(5), 205));
    }
    void lanesAreForgottenWhenThereIsTooMuch()
    {
        constexpr std::int64_t each = 1'000;
        constexpr std::int64_t lanes = 501; // one more than there is room for
        ReadyEntryCache cache;
        for (std::int64_t lane = 0; lane < lanes; ++lane) {
            for (std::int64_t position = 0; position < each; ++position)
                cache.add(at(position, lane), position);
        }
        std::int64_t known = 0;
        for (std::int64_t lane = 0; lane < lanes; ++lane)
            known += cache.take(at(0, lane), 0) ? 1 : 0;
        QCOMPARE(known, lanes - 1);
        QVERIFY(cache.take(at(each - 1, lanes - 1), each - 1));
    }
};

QTEST_APPLESS_MAIN(ReadyEntryCacheTest)
#include "ready_entry_cache_test.moc"
