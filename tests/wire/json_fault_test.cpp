// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/json_fault.h"
#include "engine/wire/json_reader.h"

#include <QtTest>

using namespace fairlead;

class JsonFaultTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void faultIsFoundWhereItIs_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("at");
        QTest::newRow("empty") << QByteArray("") << 0;
        QTest::newRow("half object") << QByteArray("{\"a\":1") << 6;
        QTest::newRow("no colon") << QByteArray("{\"a\" 1}") << 5;
        QTest::newRow("trailing comma") << QByteArray("[1,]") << 3;
        QTest::newRow("second value") << QByteArray("{} {}") << 3;
        QTest::newRow("bare word") << QByteArray("[trve]") << 3;
        QTest::newRow("number") << QByteArray("[1.]") << 3;
        QTest::newRow("leading zero") << QByteArray("[01]") << 2;
        QTest::newRow("single quotes") << QByteArray("{'a':1}") << 1;
        QTest::newRow("line end in a text") << QByteArray("\"a\nb\"") << 2;
        QTest::newRow("escape") << QByteArray("\"\\q\"") << 2;
        QTest::newRow("half escape") << QByteArray("\"\\u12") << 5;
        QTest::newRow("broken UTF-8") << QByteArray("\"ab\xff\"") << 3;
        QTest::newRow("open text") << QByteArray("\"abc") << 4;
        QTest::newRow("NUL") << QByteArray("\0", 1) << 0;
        QTest::newRow("too deep") << QByteArray("[[[[[1]]]]]") << 4;
    }
    void faultIsFoundWhereItIs()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, at);
        const auto found = jsonFaultAt(text.toStdString(), 4);
        QVERIFY(found);
        QCOMPARE(static_cast<int>(*found), at);
        QVERIFY(!JsonDocument::parse(text.toStdString(), 4));
    }
    void goodTextHasNoFault_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text : {"null", " [ ] ", "{}", "[-0,0.5,1e9,2E-3,-1.25e+10]", "{\"a\":{\"b\":[true,false]}}",
                 "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\"", "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\"", "[[[[1]]]]"})
            QTest::newRow(text) << QByteArray(text);
    }
    void goodTextHasNoFault()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!jsonFaultAt(text.toStdString(), 4));
        QVERIFY(JsonDocument::parse(text.toStdString(), 4));
    }
    void placeIsLineAndColumn()
    {
        const auto document = JsonDocument::parse("{\n  \"a\": 1,\n  b\n}");
        QVERIFY(!document);
        QVERIFY2(document.error().text.find("line 3, column 3") != std::string::npos, document.error().text.c_str());
    }
};

QTEST_APPLESS_MAIN(JsonFaultTest)
#include "json_fault_test.moc"
