// SPDX-License-Identifier: Apache-2.0
// A search in payloads finds a value by its place.
#include "engine/wire/payload_search.h"

#include <QtTest>

using namespace fairlead;

class PayloadSearchTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void valueIsFoundInItsPlaceAlone_data()
    {
        QTest::addColumn<QByteArray>("search");
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<bool>("passes");
        const auto row = [](const char *name, const char *search, const char *payload, bool passes) {
            QTest::newRow(name) << QByteArray(search) << QByteArray(payload) << passes;
        };
        row("a number", "order=2597", R"({"order":2597})", true);
        row("another number", "order=2597", R"({"order":25970})", false);
        row("a text", "order=2597", R"({"order":"2597"})", true);
        row("another place", "order=2597", R"({"customer":2597,"order":1})", false);
        row("a deep place", "order.lines.1.sku=a7", R"({"order":{"lines":[{"sku":"x"},{"sku":"a7"}]}})", true);
        row("an element that there is not", "order.3=a", R"({"order":["a"]})", false);
        row("a member with the name of a number", "0=a", R"({"0":"a"})", true);
        row("the end of a place is no value", "order=2597", R"({"order":{"id":2597}})", false);
        row("a fraction", "price=1.5", R"({"price":1.50})", true);
        row("a large number", "n=18446744073709551615", R"({"n":18446744073709551615})", true);
        row("a number that no type holds hides its payload", "n=1e400", R"({"n":1e400})", false);
        row("true", "paid=true", R"({"paid":true})", true);
        row("null", "paid=null", R"({"paid":null})", true);
        row("an empty text", "note=", R"({"note":""})", true);
        row("no such member", "note=", "{}", false);
        row("a name with escapes", "a=1", R"({"\u0061":1})", true);
        row("an equals sign in the value", "q=a=b", R"({"q":"a=b"})", true);
        row("no JSON", "order=2597", "order=2597", false);
        row("no object", "order=2597", "2597", false);
        row("nothing", "order=2597", "", false);
    }
    void valueIsFoundInItsPlaceAlone()
    {
        QFETCH(QByteArray, search);
        QFETCH(QByteArray, payload);
        QFETCH(bool, passes);
        Result<PayloadMatch> match = PayloadMatch::parse(search.toStdString());
        QVERIFY2(match, match ? "" : match.error().text.c_str());
        QCOMPARE(payloadTestOf(std::move(*match))->passes(payload.toStdString()), passes);
    }
    void searchWithoutPlaceOrValueIsRefused()
    {
        for (const char *search : {"", "=", "order", "=2597", "a..b=1", ".a=1", "a.=1"})
            QCOMPARE(PayloadMatch::parse(search).error().code, ErrorCode::Invalid);
        std::string deep = "a";
        for (std::size_t i = 1; i < PayloadMatch::depthMax; ++i)
            deep += ".a";
        QVERIFY(PayloadMatch::parse(deep + "=1"));
        QCOMPARE(PayloadMatch::parse(deep + ".a=1").error().code, ErrorCode::Invalid);
        QCOMPARE(
            PayloadMatch::parse("a=" + std::string(PayloadMatch::bytesMax, '1')).error().code, ErrorCode::TooLarge);
    }
};

QTEST_APPLESS_MAIN(PayloadSearchTest)
#include "payload_search_test.moc"
