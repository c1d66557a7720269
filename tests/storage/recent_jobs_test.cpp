// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/recent_jobs.h"

#include <QtTest>

using namespace fairlead;

namespace {
StoredJob numbered(std::int64_t seq, std::size_t payload = 10)
{
    StoredJob stored {{JobId {}, Seq {seq}, {}, {}}, {}};
    stored.job.spec.payload.assign(payload, 'x');
    return stored;
}
} // namespace

class RecentJobsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void jobIsHandedOutOnce()
    {
        UndoLog undo;
        RecentJobs recent(undo);
        for (const std::int64_t seq : {3, 5, 8, 13}) // other numbers went to positions
            recent.add(numbered(seq));
        QVERIFY(!recent.take(Seq {4}));
        QCOMPARE(recent.take(Seq {8})->job.seq, Seq {8});
        QVERIFY(!recent.take(Seq {8}));
        QCOMPARE(recent.take(Seq {3})->job.seq, Seq {3});
        QCOMPARE(recent.take(Seq {13})->job.seq, Seq {13});
        QCOMPARE(recent.take(Seq {5})->job.spec.payload.size(), std::size_t {10});
        QVERIFY(!recent.take(Seq {5}));
        recent.add(numbered(21));
        QVERIFY(recent.take(Seq {21}));
    }
    void tagsAndKeysCountToo()
    {
        UndoLog undo;
        RecentJobs recent(undo);
        constexpr std::int64_t count = 1'000;
        for (std::int64_t seq = 0; seq < count; ++seq) {
            StoredJob job = numbered(seq);
            job.job.spec.tags.assign(200, std::string(80, 't'));
            recent.add(std::move(job));
        }
        QVERIFY(!recent.take(Seq {0}));
        QVERIFY(recent.take(Seq {count - 1}));
    }
    void jobsOfACommitThatFailedAreForgotten()
    {
        UndoLog undo;
        RecentJobs recent(undo);
        recent.add(numbered(1));
        undo.clear();
        recent.add(numbered(2));
        recent.add(numbered(3));
        QVERIFY(recent.take(Seq {3}));
        undo.rollBack();
        QVERIFY(!recent.take(Seq {2}));
        recent.add(numbered(2, 20)); // the number is given again
        QCOMPARE(recent.take(Seq {2})->job.spec.payload.size(), std::size_t {20});
        QVERIFY(recent.take(Seq {1}));
    }
    void oldestGoWhenThereIsTooMuch()
    {
        constexpr std::size_t mebibyte = 1024 * 1024;
        UndoLog undo;
        RecentJobs recent(undo);
        for (std::int64_t seq = 1; seq <= 20; ++seq)
            recent.add(numbered(seq, mebibyte));
        QVERIFY(!recent.take(Seq {5}));
        for (std::int64_t seq = 6; seq <= 20; ++seq)
            QVERIFY(recent.take(Seq {seq}));
        recent.add(numbered(21, 20 * mebibyte)); // more than there is room for
        QVERIFY(!recent.take(Seq {21}));
        undo.rollBack();
        recent.add(numbered(21));
        QVERIFY(recent.take(Seq {21}));
    }
};

QTEST_GUILESS_MAIN(RecentJobsTest)
#include "recent_jobs_test.moc"
