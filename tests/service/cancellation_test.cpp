// SPDX-License-Identifier: Apache-2.0
#include "engine/service/service.h"

#include <QtTest>

#include <barrier>
#include <thread>

using namespace fairlead;

namespace {
using Reason = Cancellation::Reason;
using Reasons = std::vector<Reason>;
} // namespace

class CancellationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void firstRequestWins()
    {
        Cancellation cancellation;
        QVERIFY(!cancellation.isRequested());
        QCOMPARE(cancellation.reason(), Reason::None);
        cancellation.request(Reason::TimedOut);
        cancellation.request(Reason::Cancelled);
        QVERIFY(cancellation.isRequested());
        QCOMPARE(cancellation.reason(), Reason::TimedOut);
    }
    void lastListenerAloneIsTold()
    {
        Cancellation cancellation;
        Reasons first;
        Reasons second;
        cancellation.onRequest([&](Reason reason) { first.push_back(reason); });
        cancellation.onRequest([&](Reason reason) { second.push_back(reason); });
        cancellation.request(Reason::Shutdown);
        QVERIFY(first.empty());
        QVERIFY(second == Reasons {Reason::Shutdown});
    }
    void removedListenerIsNotTold()
    {
        Cancellation cancellation;
        bool isTold = false;
        cancellation.onRequest([&](Reason) { isTold = true; });
        cancellation.onRequest(nullptr);
        cancellation.request(Reason::Cancelled);
        QVERIFY(!isTold);
        cancellation.onRequest(nullptr); // nobody to tell, also late
    }
    void lateListenerIsToldAtOnce()
    {
        Cancellation cancellation;
        cancellation.request(Reason::Cancelled);
        Reasons told;
        cancellation.onRequest([&](Reason reason) { told.push_back(reason); });
        QVERIFY(told == Reasons {Reason::Cancelled});
    }
    void listenerMayAskAndListenAgain()
    {
        Cancellation cancellation;
        int told = 0;
        cancellation.onRequest([&](Reason) {
            ++told;
            cancellation.onRequest(nullptr);
            cancellation.request(Reason::Shutdown);
        });
        cancellation.request(Reason::Cancelled);
        QCOMPARE(told, 1);
    }
    void racingRequestsTellOnceAndLoseNoListener()
    {
        for (int round = 0; round < 200; ++round) {
            Cancellation cancellation;
            std::atomic<int> told {0};
            std::barrier start(3);
            const auto requester = [&](Reason reason) {
                start.arrive_and_wait();
                cancellation.request(reason);
            };
            std::thread one(requester, Reason::Cancelled);
            std::thread other(requester, Reason::Shutdown);
            start.arrive_and_wait();
            cancellation.onRequest([&](Reason) { ++told; });
            one.join();
            other.join();
            QCOMPARE(told.load(), 1);
        }
    }
};
QTEST_APPLESS_MAIN(CancellationTest)
#include "cancellation_test.moc"
