// SPDX-License-Identifier: Apache-2.0
// FairQueue with many threads: waiting, waking, closing and cancelling against each other. Part of the thread
// sanitizer's set.
#include "tests/fair_queue/fair_queue_fixture.h"

#include <QtTest>

#include <atomic>
#include <deque>
#include <mutex>

using namespace fairlead;

namespace {
/// Runs tasks on a thread of its own, in order.
class OneThread
{
public:
    void post(std::function<void()> task)
    {
        const std::scoped_lock lock(m_mutex);
        m_tasks.push_back(std::move(task));
        m_changed.notify_one();
    }
    ~OneThread()
    {
        post({}); // the end
        m_thread.join();
    }

private:
    void run()
    {
        while (true) {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return !m_tasks.empty(); });
            const std::function<void()> task = std::move(m_tasks.front());
            m_tasks.pop_front();
            lock.unlock();
            if (!task)
                return;
            task();
        }
    }
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::function<void()>> m_tasks;
    std::thread m_thread {&OneThread::run, this};
};

/// Eight threads on one queue, all kinds of acts, until one of them closes it. Each number accepted must end exactly
/// once.
class Race
{
public:
    Race(std::uint64_t seed, CloseMode mode)
        : m_seed(seed)
        , m_mode(mode)
        , m_queue(m_clock, options(seed))
        , m_fates(static_cast<std::size_t>(producers * perProducer))
    {
    }

    /// What is wrong; empty when all is well.
    std::string run()
    {
        std::vector<std::thread> threads;
        {
            OneThread executor;
            for (int producer = 0; producer < producers; ++producer)
                threads.emplace_back([this, producer] { produce(producer); });
            for (int consumer = 0; consumer < 2; ++consumer)
                threads.emplace_back([this] { consume(); });
            threads.emplace_back([this] { consumeInPortions(); });
            threads.emplace_back([this, &executor] { consumeAsync(executor); });
            threads.emplace_back([this] { changeAndClose(); });
            for (std::thread &thread : threads)
                thread.join();
            m_queue.close(CloseMode::Drain); // answers what still waits
        }
        return verdict();
    }

private:
    static constexpr int producers = 3;
    static constexpr int perProducer = 1'500;

    static FairQueueOptions options(std::uint64_t seed)
    {
        FairQueueOptions options;
        options.limits.lengthMax = 64;
        options.limits.tenantLengthMax = 20;
        options.limits.whenFull = static_cast<WhenFull>(seed % 5);
        options.limits.waitMax = Microseconds {200};
        options.idleTenantsMax = 10;
        return options;
    }
    void count(const Result<FairQueue<int>::Delivery> &item)
    {
        if (!item)
            return;
        ++m_fates[static_cast<std::size_t>(item->value)];
        ++m_delivered;
    }
    void produce(int producer)
    {
        SeededRandom random(m_seed * 10 + static_cast<std::uint64_t>(producer));
        std::vector<std::pair<int, FairQueue<int>::Handle>> handles;
        for (int i = 0; i < perProducer; ++i) {
            const int value = producer * perProducer + i;
            ItemOptions item;
            item.priority = static_cast<Priority>(random.nextBelow(5));
            item.cost = 1 + static_cast<std::int64_t>(random.nextBelow(20));
            if (random.nextBelow(4) == 0)
                item.deadline = m_clock.monotonicNow() + Microseconds {random.nextBelow(300)};
            const auto handle = m_queue.enqueue(std::to_string(random.nextBelow(40)), value, item);
            if (handle) {
                ++m_accepted;
                handles.emplace_back(value, *handle);
            }
            if (!handles.empty() && random.nextBelow(3) == 0) {
                const auto &[victim, itsHandle] = handles[random.nextBelow(handles.size())];
                if (m_queue.cancel(itsHandle))
                    ++m_fates[static_cast<std::size_t>(victim)];
            }
        }
        --m_producing;
    }
    void consume()
    {
        while (true) {
            const auto item = m_queue.dequeue();
            count(item);
            if (!item)
                return;
        }
    }
    void consumeInPortions()
    {
        while (true) {
            const auto item = m_queue.dequeueFor(Microseconds {50});
            count(item);
            if (!item && item.error().code == ErrorCode::Unavailable)
                return;
        }
    }
    void consumeAsync(OneThread &executor)
    {
        const auto post = [&executor](std::function<void()> task) { executor.post(std::move(task)); };
        for (int i = 0; i < 500; ++i) {
            const auto request = m_queue.dequeueAsync(post, [this](const auto &item) { count(item); });
            if (i % 3 == 0)
                m_queue.cancelAsync(request);
        }
    }
    void changeAndClose()
    {
        SeededRandom random(m_seed);
        while (m_producing > (m_mode == CloseMode::Drain ? 0 : 1)) {
            TenantRule rule;
            rule.weight = 1 + static_cast<double>(random.nextBelow(5));
            rule.isPaused = random.nextBelow(4) == 0;
            static_cast<void>(m_queue.setTenant(std::to_string(random.nextBelow(40)), rule));
            m_queue.setPaused(random.nextBelow(8) == 0);
            m_queue.setQuantum(1 + static_cast<std::int64_t>(random.nextBelow(10)));
            static_cast<void>(m_queue.stats());
        }
        m_queue.setPaused(false);
        for (int tenant = 0; tenant < 40; ++tenant)
            static_cast<void>(m_queue.setTenant(std::to_string(tenant), {}));
        m_queue.close(m_mode);
    }
    std::string verdict()
    {
        const FairQueueCounts counts = m_queue.counts();
        for (const std::atomic<int> &fate : m_fates) {
            if (fate > 1)
                return "an item was delivered or cancelled twice";
        }
        if (counts.length != 0)
            return "items are left";
        if (counts.accepted != m_accepted || counts.delivered != m_delivered)
            return "the counts differ from what was seen";
        if (counts.delivered + counts.expired + counts.dropped + counts.cancelled != counts.accepted)
            return "an item was lost or made up";
        return {};
    }

    const std::uint64_t m_seed;
    const CloseMode m_mode;
    const SystemClock m_clock;
    FairQueue<int> m_queue;
    std::vector<std::atomic<int>> m_fates;
    std::atomic<std::uint64_t> m_accepted {0};
    std::atomic<std::uint64_t> m_delivered {0};
    std::atomic<int> m_producing {producers};
};
} // namespace

class FairQueueThreadsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void enqueueWakesAConsumer(); // B12
    void closeWakesConsumers(); // B12
    void timedDequeueEnds();
    void noWakeUpIsLost();
    void asyncConsumerIsCalledOnItsExecutor();
    void closeAnswersAsyncConsumers();
    void valuesMayBeMoveOnly();
    void valuesMayUseTheQueueWhenTheyEnd();
    void everyItemEndsOnceUnderEightThreads_data();
    void everyItemEndsOnceUnderEightThreads();
};

void FairQueueThreadsTest::enqueueWakesAConsumer()
{
    FairQueueFixture fixture;
    int value = 0;
    std::thread consumer([&] { value = fixture.queue.dequeue()->value; });
    QVERIFY(eventually([&] { return fixture.queue.counts().waitingConsumers == 1; }));
    fixture.add("a", 7);
    consumer.join();
    QCOMPARE(value, 7);
}

void FairQueueThreadsTest::closeWakesConsumers()
{
    for (const CloseMode mode : {CloseMode::Drain, CloseMode::Immediate}) {
        FairQueueFixture fixture;
        std::atomic<int> closed {0};
        std::vector<std::thread> consumers;
        for (int i = 0; i < 3; ++i) {
            consumers.emplace_back(
                [&] { closed += fixture.queue.dequeue().error().code == ErrorCode::Unavailable ? 1 : 0; });
        }
        QVERIFY(eventually([&] { return fixture.queue.counts().waitingConsumers == 3; }));
        fixture.queue.close(mode);
        for (std::thread &consumer : consumers)
            consumer.join();
        QCOMPARE(closed, 3);
    }
}

void FairQueueThreadsTest::timedDequeueEnds()
{
    const SystemClock clock;
    FairQueue<int> queue(clock);
    const MonotonicTime start = clock.monotonicNow();
    QCOMPARE(queue.dequeueFor(std::chrono::milliseconds {5}).error().code, ErrorCode::TimedOut);
    QVERIFY(clock.monotonicNow() - start >= std::chrono::milliseconds {5});
    QCOMPARE(queue.dequeueFor(Microseconds {-1}).error().code, ErrorCode::TimedOut);
    QVERIFY(queue.enqueue("a", 3));
    QCOMPARE(queue.dequeueFor(Microseconds::max())->value, 3);
}

/// One item at a time, there and back: each step needs a wake-up, and one that is lost stops the game. Each item comes
/// a little later than the one before, so that some come just when the consumer is about to fall asleep.
void FairQueueThreadsTest::noWakeUpIsLost()
{
    FairQueueFixture there;
    FairQueueFixture back;
    std::thread other([&] {
        while (const auto item = there.queue.dequeue())
            back.add("b", item->value);
    });
    std::atomic<int> turns {0};
    for (int i = 0; i < 100'000; ++i) {
        for (int delay = i % 1'000; delay > 0; --delay)
            ++turns;
        there.add("a", i);
        QCOMPARE(back.queue.dequeue()->value, i);
    }
    there.queue.close(CloseMode::Drain);
    other.join();
}

void FairQueueThreadsTest::asyncConsumerIsCalledOnItsExecutor()
{
    FairQueueFixture fixture;
    std::atomic<bool> isOnExecutor {false};
    std::atomic<int> value {0};
    {
        OneThread executor;
        std::thread::id thread;
        executor.post([&] { thread = std::this_thread::get_id(); });
        fixture.queue.dequeueAsync([&](std::function<void()> task) { executor.post(std::move(task)); },
            [&](const Result<TestQueue::Delivery> &item) {
                isOnExecutor = std::this_thread::get_id() == thread;
                value = item->value;
            });
        fixture.add("a", 9);
    }
    QVERIFY(isOnExecutor);
    QCOMPARE(value, 9);
}

void FairQueueThreadsTest::closeAnswersAsyncConsumers()
{
    ErrorCode code = ErrorCode::Internal;
    {
        FairQueueFixture fixture;
        fixture.queue.dequeueAsync([](const std::function<void()> &task) { task(); },
            [&](const Result<TestQueue::Delivery> &item) { code = item.error().code; });
    }
    QCOMPARE(code, ErrorCode::Unavailable);
}

void FairQueueThreadsTest::valuesMayBeMoveOnly()
{
    const SystemClock clock;
    FairQueue<std::unique_ptr<int>, std::uint64_t> queue(clock);
    std::unique_ptr<int> received;
    queue.dequeueAsync(
        [](const std::function<void()> &task) { task(); }, [&](auto item) { received = std::move(item->value); });
    QVERIFY(queue.enqueue(1, std::make_unique<int>(1)));
    QCOMPARE(*received, 1);
    QVERIFY(queue.enqueue(1, std::make_unique<int>(2)));
    QCOMPARE(*queue.tryDequeue()->value, 2);
    QVERIFY(queue.enqueue(1, std::make_unique<int>(3))); // left behind
}

void FairQueueThreadsTest::valuesMayUseTheQueueWhenTheyEnd()
{
    using Queue = FairQueue<std::shared_ptr<void>, std::uint64_t>;
    const SystemClock clock;
    Queue queue(clock);
    int ended = 0;
    const auto makeValue = [&] {
        return std::shared_ptr<void>(nullptr, [&](void *) {
            ++ended;
            static_cast<void>(queue.size());
        });
    };
    QVERIFY(queue.cancel(*queue.enqueue(1, makeValue())));
    QCOMPARE(ended, 1);
    QVERIFY(queue.enqueue(1, makeValue()));
    queue.close(CloseMode::Immediate);
    QCOMPARE(ended, 2);
}

void FairQueueThreadsTest::everyItemEndsOnceUnderEightThreads_data()
{
    QTest::addColumn<std::uint64_t>("seed");
    QTest::addColumn<CloseMode>("mode");
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        QTest::newRow(("drain, seed " + std::to_string(seed)).c_str()) << seed << CloseMode::Drain;
        QTest::newRow(("immediate, seed " + std::to_string(seed)).c_str()) << seed << CloseMode::Immediate;
    }
}

void FairQueueThreadsTest::everyItemEndsOnceUnderEightThreads()
{
    QFETCH(std::uint64_t, seed);
    QFETCH(CloseMode, mode);
    QCOMPARE(Race(seed, mode).run(), std::string());
}

QTEST_APPLESS_MAIN(FairQueueThreadsTest)
#include "threads_test.moc"
