// SPDX-License-Identifier: Apache-2.0
// A store that fails while the engine starts, in a moment when nobody asks it.
#include "engine/control/engine.h"
#include "engine/storage/memory/memory_store.h"

#include <QtTest>

#include <semaphore>

using namespace fairlead;

namespace {
/// Fails when it is idle for the first time, which is before its first reader is there.
class FailingWhenIdle final : public MemoryStore
{
public:
    Result<bool> maintain(TimePoint) override
    {
        m_hasFailed->release();
        return failure(ErrorCode::Io, "the disk failed");
    }
    StoreReaderFactory readerFactory() override
    {
        return [factory = MemoryStore::readerFactory(), hasFailed = m_hasFailed] {
            if (!hasFailed->try_acquire_for(std::chrono::minutes {1}))
                qFatal("the store was not idle for a minute");
            return factory();
        };
    }

private:
    std::shared_ptr<std::binary_semaphore> m_hasFailed = std::make_shared<std::binary_semaphore>(0);
};
} // namespace

class FailingStartTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void startTellsWhyTheStoreFailed() // F07: the program ends with 74, not as if another engine were there
    {
        Engine::Parts parts;
        parts.settings.workers = parts.settings.threads = 1;
        parts.store = [] { return Result<std::unique_ptr<StoreSession>>(std::make_unique<FailingWhenIdle>()); };
        Engine engine(parts);
        const Result<> started = engine.start();
        QVERIFY(!started);
        QCOMPARE(started.error().code, ErrorCode::Io);
        QCOMPARE(started.error().text, std::string("the disk failed"));
    }
};

QTEST_GUILESS_MAIN(FailingStartTest)
#include "failing_start_test.moc"
