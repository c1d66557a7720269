// SPDX-License-Identifier: Apache-2.0
#include "tests/storage/sqlite_fixture.h"

using namespace fairlead;

namespace {
constexpr qint64 walHeaderBytes = 32;
constexpr qint64 frameBytes = 24 + 4096;

/// What must be found when the store dies after one commit.
struct Milestone
{
    qint64 walBytes = 0; ///< on disk when the commit had returned
    std::map<JobId, JobState> states;
};

qint64 walBytesOf(const SqliteFixture &fixture)
{
    return QFile(QString::fromStdString(fixture.path() + "-wal")).size();
}

/// A life with every kind of commit, and what each left.
class RecordedLife
{
public:
    explicit RecordedLife(SqliteFixture &fixture)
        : m_fixture(fixture)
        , m_driver(fixture)
    {
        keep();
        JobSpec fragile = aJob();
        fragile.maxAttempts = 1;
        JobSpec large = aJob("video", "bert");
        large.payload = std::string(9'000, 'p');
        const Enqueued a = add(aJob());
        const Enqueued b = add(fragile);
        const Enqueued c = add(large);
        JobSpec later = aJob();
        later.runAt = m_driver.now() + std::chrono::minutes {1};
        const Enqueued d = add(later);
        const ClaimedJob runA = claim({a.lane, *a.ready});
        const ClaimedJob runB = claim({b.lane, *b.ready});
        const ClaimedJob runC = claim({c.lane, *c.ready});
        finishLeaving(runA, 3);
        finish(runB, someFailure);
        const Finished released = finish(runC, Released {});
        must(m_driver.retry(b.receipt.id));
        become(b.receipt.id, JobState::Ready);
        claim({released.lane, *released.ready});
        m_driver.advance(std::chrono::minutes {2});
        must(m_driver.store().waiting().promoteDue(m_driver.now(), 10));
        become(d.receipt.id, JobState::Ready);
        must(m_driver.store().maintain(m_driver.now()));
        keep();
        must(m_driver.cancel(d.receipt.id));
        become(d.receipt.id, JobState::Cancelled);
        add(aJob());
        must(m_driver.store().maintain(m_driver.now()));
        keep();
    }
    const std::vector<Milestone> &milestones() const { return m_milestones; }
    TimePoint now() const { return m_driver.now(); }

private:
    Enqueued add(const JobSpec &spec)
    {
        Enqueued job = m_driver.add(spec);
        become(job.receipt.id, job.receipt.state);
        return job;
    }
    ClaimedJob claim(const LaneJob &job)
    {
        ClaimedJob run = m_driver.claim(job);
        become(run.job.id, JobState::Running);
        return run;
    }
    Finished finish(const ClaimedJob &run, const Outcome &outcome)
    {
        Finished finished = m_driver.finish(run, outcome);
        become(finished.id, finished.state);
        return finished;
    }
    /// The end of a run and the jobs it leaves behind, in one commit.
    void finishLeaving(const ClaimedJob &run, int count)
    {
        const std::vector<JobSpec> children(static_cast<std::size_t>(count), aJob("images", "acme"));
        std::vector<JobId> ids(children.size());
        for (JobId &id : ids)
            id = m_driver.newId();
        must(m_driver.store().inOneCommit([&]() -> Result<> {
            m_states[m_driver.finish(run, Succeeded {{"done", "text/plain"}}).id] = JobState::Succeeded;
            for (const Result<Enqueued> &child : must(m_driver.store().jobs().enqueue(children, ids, m_driver.now())))
                m_states[must(child).receipt.id] = JobState::Ready;
            return {};
        }));
        keep();
    }
    void become(const JobId &id, JobState state)
    {
        m_states[id] = state;
        keep();
    }
    void keep() { m_milestones.push_back({walBytesOf(m_fixture), m_states}); }

    SqliteFixture &m_fixture;
    StoreDriver m_driver;
    std::map<JobId, JobState> m_states;
    std::vector<Milestone> m_milestones;
};

/// Opens what a crash left and compares; the difference, or "".
std::string differenceFrom(const SqliteOptions &options, const std::map<JobId, JobState> &expected, TimePoint now)
{
    auto store = SqliteStore::open(options);
    if (!store)
        return store.error().text;
    must((*store)->waiting().promoteDue(now, 1'000));
    auto reader = must((*store)->readerFactory()());
    const std::size_t count = must(reader->jobs().listJobs({})).jobs.size();
    if (count != expected.size())
        return std::to_string(count) + " jobs instead of " + std::to_string(expected.size());
    for (const auto &[id, state] : expected) {
        const auto record = reader->jobs().findJob(id);
        if (!record)
            return record.error().text;
        const JobState wanted = state == JobState::Scheduled ? JobState::Ready : state; // all is due by now
        if (record->state != wanted)
            return "job " + id.text() + " is " + std::string(jobStateName(record->state)) + " instead of "
                + std::string(jobStateName(wanted));
    }
    std::size_t waiting = 0;
    for (const Lane &lane : must((*store)->waiting().lanes()))
        waiting += must((*store)->waiting().window(lane, {}, 1'000)).jobs.size();
    const auto backlog = std::count_if(expected.begin(), expected.end(),
        [](const auto &job) { return job.second == JobState::Ready || job.second == JobState::Scheduled; });
    if (waiting != static_cast<std::size_t>(backlog))
        return std::to_string(waiting) + " jobs wait instead of " + std::to_string(backlog);
    for (const std::string &problem : must(reader->verify()).problems)
        return problem;
    return {};
}
} // namespace

/// A process may be killed, and the power cut, at every byte of the log (L12).
class SqliteCrashTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyCommitIsWholeAtEveryLengthOfTheLog_data();
    void everyCommitIsWholeAtEveryLengthOfTheLog();
};

void SqliteCrashTest::everyCommitIsWholeAtEveryLengthOfTheLog_data()
{
    QTest::addColumn<int>("unindexedMax");
    QTest::newRow("index written at once") << 1;
    QTest::newRow("index written now and then") << 3;
    QTest::newRow("index written when idle") << 20'000;
}

void SqliteCrashTest::everyCommitIsWholeAtEveryLengthOfTheLog()
{
    QFETCH(int, unindexedMax);
    SqliteFixture fixture(unindexedMax);
    const RecordedLife life(fixture);
    const std::string left = fixture.folder() + "/left.db";
    SqliteFixture::copyStore(fixture.path(), left);
    const qint64 walBytes = walBytesOf(fixture);
    QVERIFY(life.milestones().back().walBytes == walBytes);
    QVERIFY(walBytes > life.milestones().front().walBytes + 20 * frameBytes);

    int round = 0;
    qint64 length = life.milestones().front().walBytes;
    for (; length <= walBytes; length += frameBytes) {
        QCOMPARE((length - walHeaderBytes) % frameBytes, qint64 {0});
        for (const qint64 cut : {length, length + 1, length + 24, length + frameBytes / 2, length + frameBytes - 1}) {
            if (cut > walBytes)
                continue;
            SqliteOptions options = fixture.options();
            options.path = fixture.folder() + "/cut" + std::to_string(++round) + ".db";
            SqliteFixture::copyStore(left, options.path);
            QVERIFY(QFile::resize(QString::fromStdString(options.path + "-wal"), cut));
            const auto behind = std::find_if(life.milestones().begin(), life.milestones().end(),
                [cut](const Milestone &milestone) { return milestone.walBytes > cut; });
            const std::string difference = differenceFrom(options, std::prev(behind)->states, life.now());
            QVERIFY2(difference.empty(), ("cut at " + std::to_string(cut) + ": " + difference).c_str());
            for (const char *end : {"", "-wal", "-shm", ".lock"})
                QFile::remove(QString::fromStdString(options.path + end));
        }
    }
    QVERIFY(round > 100);
}

QTEST_GUILESS_MAIN(SqliteCrashTest)
#include "sqlite_crash_test.moc"
