// SPDX-License-Identifier: Apache-2.0
#include "tests/support/answering_server.h"
#include "tests/support/raw_http.h"

#include <future>

using namespace fairlead;

class DaemonThreadTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asManyRequestsAtOnceAsABlockOfEventsHoldsAreServed_data() // F42
    {
        QTest::addColumn<std::size_t>("count");
        for (const std::size_t count : {127U, 128U, 129U, 256U})
            QTest::addRow("%zu", count) << count;
    }
    void asManyRequestsAtOnceAsABlockOfEventsHoldsAreServed()
    {
        QFETCH(const std::size_t, count);
        std::promise<void> isBusy;
        std::promise<void> isReleased;
        const AnsweringServer server([&](const ServerRequest &request) {
            if (request.path == "/busy") {
                isBusy.set_value();
                isReleased.get_future().wait();
            }
            return ServerAnswer {};
        });
        RawSocket first(server.port());
        std::vector<std::unique_ptr<RawSocket>> crowd;
        for (std::size_t i = 0; i < count; ++i) {
            crowd.push_back(std::make_unique<RawSocket>(server.port()));
            QCOMPARE(crowd.back()->ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n").status, 200);
        }
        first.say("GET /busy HTTP/1.1\r\nHost: a\r\n\r\n");
        isBusy.get_future().wait();
        for (const auto &one : crowd)
            one->say("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        isReleased.set_value();
        for (const auto &one : crowd)
            QCOMPARE(one->hear().status, 200);
    }
};

QTEST_GUILESS_MAIN(DaemonThreadTest)
#include "daemon_thread_test.moc"
