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
            std::string logged;
            exchange.logInner = [&](const Error &error) { logged = error.text; };
            exchange.refuse({code, "/var/lib/x.db: SELECT failed"});
            QCOMPARE(exchange.answered().status, 500);
            QVERIFY(exchange.answered().body.find("SELECT") == std::string::npos);
            QVERIFY(exchange.answered().body.find("(request 17)") != std::string::npos);
            QCOMPARE(logged, std::string("/var/lib/x.db: SELECT failed"));
        }
    }
    void otherErrorsAreToldInTheirOwnWords()
    {
        Exchange exchange;
        exchange.logInner = [](const Error &) { QFAIL("nothing for the log"); };
        exchange.refuse({ErrorCode::NotFound, "there is no job 7"});
        QCOMPARE(exchange.answered().status, 404);
        QVERIFY(exchange.answered().body.find("there is no job 7") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(ExchangeTest)
#include "exchange_test.moc"
