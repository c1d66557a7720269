// SPDX-License-Identifier: Apache-2.0
#include "engine/api/exchange.h"

#include <QtTest>

using namespace fairlead;

class ExchangeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatWentWrongInsideIsForTheLogAlone() // S22
    {
        for (const ErrorCode code :
            {ErrorCode::Io, ErrorCode::Corrupt, ErrorCode::Configuration, ErrorCode::Internal}) {
            Exchange exchange;
            exchange.number = 17;
            exchange.method = "GET";
            exchange.path = "/v1/jobs";
            std::string logged;
            exchange.log = std::make_shared<const LogSink>([&](std::string_view level, std::string_view line) {
                logged = std::string(level).append(": ").append(line);
            });
            exchange.refuse({code, "/var/lib/x.db: SELECT failed"});
            QCOMPARE(exchange.answered().status, 500);
            QVERIFY(exchange.answered().body.find("SELECT") == std::string::npos);
            QVERIFY(exchange.answered().body.find("(request 17)") != std::string::npos);
            QCOMPARE(logged, std::string("error: request 17, GET /v1/jobs: /var/lib/x.db: SELECT failed"));
        }
    }
    void otherErrorsAreToldInTheirOwnWords()
    {
        Exchange exchange;
        exchange.log =
            std::make_shared<const LogSink>([](std::string_view, std::string_view) { QFAIL("nothing for the log"); });
        exchange.refuse({ErrorCode::NotFound, "there is no job 7"});
        QCOMPARE(exchange.answered().status, 404);
        QVERIFY(exchange.answered().body.find("there is no job 7") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(ExchangeTest)
#include "exchange_test.moc"
