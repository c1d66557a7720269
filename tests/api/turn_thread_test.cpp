// SPDX-License-Identifier: Apache-2.0
#include "engine/api/turn_thread.h"

#include <QtTest>

#include <atomic>
#include <future>
#include <thread>

using namespace fairlead;

namespace {
constexpr std::chrono::seconds limit {20};
}

class TurnThreadTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tasksOfOneHolderDoNotHoldUpThoseOfAnother()
    {
        TurnThread thread("test-turns");
        std::promise<void> go;
        std::promise<void> done;
        std::string order; // written by the thread alone until `done`
        thread.add("a", [released = go.get_future().share()] { released.wait_for(limit); });
        for (const char letter : {'1', '2', '3'})
            thread.add("a", [&order, letter] { order += letter; });
        thread.add("b", [&order] { order += 'b'; });
        thread.add("c", [&order] { order += 'c'; });
        thread.add("a", [&done] { done.set_value(); });
        go.set_value();
        QVERIFY(done.get_future().wait_for(limit) == std::future_status::ready);
        QCOMPARE(order, std::string("bc123"));
    }
    void stopDropsTasksThatWait()
    {
        TurnThread thread("test-turns");
        std::promise<void> begun;
        std::promise<void> go;
        std::atomic<int> late {0};
        thread.add("a", [&begun, released = go.get_future().share()] {
            begun.set_value();
            released.wait_for(limit);
        });
        QVERIFY(begun.get_future().wait_for(limit) == std::future_status::ready);
        thread.add("b", [&late] { ++late; });
        std::thread stopper([&thread] { thread.stop(); });
        // The stop waits for the task under way, which ends when the stop has refused another.
        while (thread.add("c", [&late] { ++late; }))
            std::this_thread::yield();
        go.set_value();
        stopper.join();
        QCOMPARE(late.load(), 0);
    }
};

QTEST_GUILESS_MAIN(TurnThreadTest)
#include "turn_thread_test.moc"
