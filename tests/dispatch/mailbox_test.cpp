// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/mailbox.h"
#include "tests/support/limited.h"

#include <QtTest>

#include <atomic>
#include <semaphore>
#include <thread>

using namespace fairlead;

class MailboxTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wakesOncePerBatch()
    {
        int wakes = 0;
        Mailbox<int> mailbox(10, [&] { ++wakes; });
        for (int i = 0; i < 5; ++i)
            QVERIFY(mailbox.tryPut(int {i}));
        QCOMPARE(wakes, 1);
        std::vector<int> batch;
        mailbox.drain(batch);
        QCOMPARE(batch, (std::vector<int> {0, 1, 2, 3, 4}));
        QVERIFY(mailbox.tryPut(5));
        QCOMPARE(wakes, 2);
    }
    void ownerIsWokenAfterWhatIsDoneMeanwhile()
    {
        std::vector<std::string> steps;
        Mailbox<int> mailbox(2, [&] { steps.emplace_back("woken"); });
        QVERIFY(mailbox.tryPut(1, [&] {
            QCOMPARE(mailbox.size(), std::size_t {1});
            QVERIFY(mailbox.tryPut(2)); // the wake-up that comes is for both
            steps.emplace_back("meanwhile");
        }));
        QCOMPARE(steps, (std::vector<std::string> {"meanwhile", "woken"}));
        QVERIFY(!mailbox.tryPut(3, [&] { steps.emplace_back("refused"); }));
        QCOMPARE(steps.size(), std::size_t {2});
    }
    void refusesWhenFullOrClosed()
    {
        Mailbox<int> mailbox(2, [] {});
        QVERIFY(mailbox.tryPut(1));
        QVERIFY(mailbox.tryPut(2));
        QVERIFY(!mailbox.tryPut(3));
        std::vector<int> batch;
        mailbox.drain(batch);
        mailbox.close();
        QVERIFY(!mailbox.tryPut(4));
    }
    void ownerTakesTheOldestAndOthersTheNewest()
    {
        int wakes = 0;
        Mailbox<int> mailbox(10, [&] { ++wakes; });
        for (int i = 0; i < 4; ++i)
            QVERIFY(mailbox.tryPut(int {i}));
        QCOMPARE(mailbox.takeOldest(), std::optional(0));
        QCOMPARE(mailbox.takeNewest(), std::optional(3));
        QVERIFY(mailbox.tryPut(4));
        QCOMPARE(wakes, 1); // the owner asks until it is empty
        for (const int next : {1, 2, 4})
            QCOMPARE(mailbox.takeOldest(), std::optional(next));
        QVERIFY(!mailbox.takeOldest() && !mailbox.takeNewest());
        QVERIFY(mailbox.tryPut(5));
        QCOMPARE(wakes, 2);
        QCOMPARE(mailbox.takeNewest(), std::optional(5)); // before the owner came
        QVERIFY(!mailbox.takeOldest());
        QVERIFY(mailbox.tryPut(6));
        QCOMPARE(wakes, 3);
    }
    void eachValueIsTakenOnceWhenOthersTakeToo()
    {
        constexpr int count = 50'000;
        std::counting_semaphore<> filled(0);
        Mailbox<int> mailbox(64, [&] { filled.release(); });
        std::atomic<std::int64_t> sum {0};
        std::atomic<int> taken {0};
        const auto take = [&](const std::optional<int> &value) {
            sum += value.value_or(0);
            taken += value ? 1 : 0;
            return value.has_value();
        };
        std::thread thief([&] {
            while (taken < count) {
                if (!take(mailbox.takeNewest()))
                    std::this_thread::yield();
            }
            filled.release(); // the owner may have nothing left to wait for
        });
        std::thread sender([&] {
            for (int i = 1; i <= count; ++i) {
                while (!mailbox.tryPut(int {i}))
                    std::this_thread::yield();
            }
        });
        while (taken < count) {
            acquire(filled, "the mailbox is filled");
            while (take(mailbox.takeOldest())) { }
        }
        sender.join();
        thief.join();
        QCOMPARE(sum.load(), std::int64_t {count} * (count + 1) / 2);
    }
    void nothingIsLostBetweenThreads()
    {
        constexpr int perThread = 20'000;
        constexpr int threadCount = 4;
        std::counting_semaphore<> filled(0);
        Mailbox<int> mailbox(64, [&] { filled.release(); });
        std::vector<std::thread> threads;
        for (int t = 0; t < threadCount; ++t) {
            threads.emplace_back([&] {
                for (int i = 1; i <= perThread; ++i) {
                    while (!mailbox.tryPut(int {i}))
                        std::this_thread::yield();
                }
            });
        }
        std::int64_t sum = 0;
        int count = 0;
        std::vector<int> batch;
        while (count < perThread * threadCount) {
            acquire(filled, "the mailbox is filled");
            batch.clear();
            mailbox.drain(batch);
            for (const int value : batch)
                sum += value;
            count += static_cast<int>(batch.size());
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(sum, std::int64_t {threadCount} * perThread * (perThread + 1) / 2);
    }
};
QTEST_APPLESS_MAIN(MailboxTest)
#include "mailbox_test.moc"
