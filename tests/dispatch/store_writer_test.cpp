// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/store_writer.h"
#include "engine/storage/memory/memory_store.h"
#include "tests/support/limited.h"
#include "tests/support/store_steps.h"

#include <QtTest>

#include <future>
#include <semaphore>

using namespace fairlead;

namespace {
constexpr int jobsMax = 512;
using From = StoreTask::From;

/// A writer that is kept in its first commit while more is handed in. What it writes then is told in order, a letter a
/// task and a stroke a commit.
class HeldWriter
{
public:
    HeldWriter()
    {
        must(m_writer.start([] { return Result<std::unique_ptr<StoreSession>>(std::make_unique<MemoryStore>()); }));
        std::binary_semaphore isHeld {0};
        m_writer.submit({[&](StoreSession &) {
                             isHeld.release();
                             acquire(m_letGo, "the first commit is let go");
                             return Result<>();
                         },
            [this](const Result<> &) { m_written.clear(); }});
        acquire(isHeld, "the first commit begins");
    }
    void submit(From from, int weight, char letter)
    {
        m_writer.submit({[this, letter](StoreSession &) {
                             m_written += letter;
                             return Result<>();
                         },
            [](const Result<> &) {}, weight, from});
    }
    std::string writeAll()
    {
        m_letGo.release();
        m_writer.stop();
        return m_written;
    }

private:
    const SystemClock m_clock;
    std::binary_semaphore m_letGo {0};
    std::string m_written; ///< store thread, until it has stopped
    StoreWriter m_writer {
        {jobsMax, Microseconds {0}}, m_clock, {[](const Error &) {}, [this](std::int64_t) { m_written += '|'; }}};
};

class ForgetfulStore final : public MemoryStore
{
public:
    explicit ForgetfulStore(std::atomic<int> &times)
        : m_times(times)
    {
    }
    Result<bool> forgetSome(TimePoint) override
    {
        ++m_times;
        return false;
    }

private:
    std::atomic<int> &m_times;
};

class FailingWhenIdle final : public MemoryStore
{
public:
    Result<bool> maintain(TimePoint) override { return failure(ErrorCode::Io, "the disk failed"); }
};

/// Its lead is lost from the first commit on.
class DeposedStore final : public MemoryStore
{
public:
    Result<> inOneCommit(const std::function<Result<>()> &work) override
    {
        lead().release();
        return MemoryStore::inOneCommit(work);
    }
};

Result<> fateOfACommit(StoreWriter &writer)
{
    std::promise<Result<>> told;
    writer.submit({[](StoreSession &) { return Result<>(); }, [&](Result<> done) { told.set_value(std::move(done)); }});
    return valueOf(told, "the answer of the writer");
}
} // namespace

class StoreWriterTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aFloodOfNewJobsDoesNotHoldUpTheEngine()
    {
        HeldWriter writer;
        for (int i = 0; i < 6; ++i)
            writer.submit(From::Callers, jobsMax / 2, 'c');
        writer.submit(From::Engine, 1, 'e');
        QCOMPARE(writer.writeAll(), std::string("ec|cc|cc|c|"));
    }
    void aBusyEngineLeavesCallersAQuarterOfACommit()
    {
        HeldWriter writer;
        for (int i = 0; i < 12; ++i)
            writer.submit(From::Engine, jobsMax / 2, 'e');
        for (int i = 0; i < 6; ++i)
            writer.submit(From::Callers, jobsMax / 8, 'c');
        QCOMPARE(writer.writeAll(), std::string("eeeecc|eeeecc|eeeecc|"));
    }
    void moreRunsBeginAndEndInACommitThanJobsAreAccepted()
    {
        HeldWriter writer;
        for (int i = 0; i < 4; ++i) {
            writer.submit(From::Engine, jobsMax / 2, 'b');
            writer.submit(From::Engine, jobsMax / 2, 'e');
            writer.submit(From::Callers, jobsMax / 2, 'c');
        }
        QCOMPARE(writer.writeAll(), std::string("bebec|bebec|cc|"));
    }
    void whatIsLargerThanACommitGoesAlone()
    {
        HeldWriter writer;
        writer.submit(From::Callers, 3 * jobsMax, 'c');
        writer.submit(From::Callers, 1, 'd');
        QCOMPARE(writer.writeAll(), std::string("c|d|"));
    }
    void whoAsksAFailedStoreIsRefusedAndWhyIsKept()
    {
        std::binary_semaphore broke {0};
        const SystemClock clock;
        StoreWriter writer(
            {1, Microseconds {0}}, clock, {[&](const Error &) { broke.release(); }, [](std::int64_t) {}});
        must(writer.start([] { return Result<std::unique_ptr<StoreSession>>(std::make_unique<FailingWhenIdle>()); }));
        QVERIFY(!writer.brokenBy());
        QVERIFY(fateOfACommit(writer));
        acquire(broke, "the writer says that its store failed");
        QCOMPARE(writer.brokenBy()->code, ErrorCode::Io);
        QCOMPARE(fateOfACommit(writer).error().code, ErrorCode::Unavailable);
    }
    void nothingIsWrittenOnceTheLeadIsLost()
    {
        std::binary_semaphore broke {0};
        const SystemClock clock;
        StoreWriter writer(
            {1, Microseconds {0}}, clock, {[&](const Error &) { broke.release(); }, [](std::int64_t) {}});
        must(writer.start([] { return Result<std::unique_ptr<StoreSession>>(std::make_unique<DeposedStore>()); }));
        QVERIFY(fateOfACommit(writer));
        QCOMPARE(fateOfACommit(writer).error().code, ErrorCode::Unavailable);
        acquire(broke, "the writer says that its store failed");
        QCOMPARE(writer.brokenBy()->code, ErrorCode::Unavailable);
    }
    void storeThatIsNeverIdleForgetsToo()
    {
        std::atomic<int> times = 0;
        ManualClock clock;
        StoreWriter writer({1, Microseconds {0}}, clock, {[](const Error &) {}, [](std::int64_t) {}});
        must(writer.start(
            [&] { return Result<std::unique_ptr<StoreSession>>(std::make_unique<ForgetfulStore>(times)); }));
        std::binary_semaphore go {0};
        writer.submit({[&](StoreSession &) {
                           acquire(go, "the first commit is let go");
                           return Result<>();
                       },
            [](const Result<> &) {}});
        for (int i = 0; i < 20; ++i) { // a commit each, without a pause
            writer.submit({[&](StoreSession &) {
                               clock.advance(std::chrono::seconds {1});
                               return Result<>();
                           },
                [](const Result<> &) {}});
        }
        go.release();
        writer.stop();
        QCOMPARE(times, 1 + 20 / 5);
    }
};

QTEST_GUILESS_MAIN(StoreWriterTest)
#include "store_writer_test.moc"
