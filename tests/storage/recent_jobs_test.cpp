// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/recent_jobs.h"

#include <QtTest>

using namespace fairlead;

namespace {
StoredJob numbered(std::int64_t seq, std::size_t payload = 10)
{
    StoredJob stored {{JobId {}, JobNumber {seq}, {}, {}}, {}};
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
        QVERIFY(!recent.take(JobNumber {4}));
        QCOMPARE(recent.take(JobNumber {8})->job.seq, JobNumber {8});
        QVERIFY(!recent.take(JobNumber {8}));
        QCOMPARE(recent.take(JobNumber {3})->job.seq, JobNumber {3});
        QCOMPARE(recent.take(JobNumber {13})->job.seq, JobNumber {13});
        QCOMPARE(recent.take(JobNumber {5})->job.spec.payload.size(), std::size_t {10});
        QVERIFY(!recent.take(JobNumber {5}));
        recent.add(numbered(21));
        QVERIFY(recent.take(JobNumber {21}));
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
        QVERIFY(!recent.take(JobNumber {0}));
        QVERIFY(recent.take(JobNumber {count - 1}));
    }
    void jobsOfACommitThatFailedAreForgotten()
    {
        UndoLog undo;
        RecentJobs recent(undo);
        recent.add(numbered(1));
        undo.clear();
        recent.add(numbered(2));
        recent.add(numbered(3));
        QVERIFY(recent.take(JobNumber {3}));
        undo.rollBack();
        QVERIFY(!recent.take(JobNumber {2}));
        recent.add(numbered(2, 20)); // the number is given again
        QCOMPARE(recent.take(JobNumber {2})->job.spec.payload.size(), std::size_t {20});
        QVERIFY(recent.take(JobNumber {1}));
    }
    void oldestGoWhenThereIsTooMuch()
    {
        constexpr std::size_t mebibyte = 1024 * 1024;
        UndoLog undo;
        RecentJobs recent(undo);
        for (std::int64_t seq = 1; seq <= 20; ++seq)
            recent.add(numbered(seq, mebibyte));
        QVERIFY(!recent.take(JobNumber {5}));
        for (std::int64_t seq = 6; seq <= 20; ++seq)
            QVERIFY(recent.take(JobNumber {seq}));
        recent.add(numbered(21, 20 * mebibyte)); // more than there is room for
        QVERIFY(!recent.take(JobNumber {21}));
        undo.rollBack();
        recent.add(numbered(21));
        QVERIFY(recent.take(JobNumber {21}));
    }
};

QTEST_GUILESS_MAIN(RecentJobsTest)
#include "recent_jobs_test.moc"
