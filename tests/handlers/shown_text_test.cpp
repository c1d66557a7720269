// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/shown_text.h"

#include <QtTest>

using namespace fairlead;

class ShownTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lettersAreKeptAndOnlyWhatIsBrokenIsMarked_data()
    {
        QTest::addColumn<QByteArray>("said");
        QTest::addColumn<QByteArray>("shown");
        const QByteArray umlaut("\xc3\xbc");
        const QByteArray smile("\xf0\x9f\x98\x80");
        QTest::newRow("letters") << umlaut + " " + smile + "\tx\ny" << umlaut + " " + smile + "\tx\ny";
        QTest::newRow("cut at the front") << umlaut.mid(1) + umlaut + " Ende"
                                          << "\\xbc" + umlaut + " Ende";
        QTest::newRow("cut at the end") << umlaut + umlaut.left(1) << umlaut + "\\xc3";
        QTest::newRow("a long letter cut at the front") << smile.mid(1) + smile << "\\x9f\\x98\\x80" + smile;
        QTest::newRow("a long letter cut at the end") << smile + smile.left(3) << smile + "\\xf0\\x9f\\x98";
        QTest::newRow("cut in the middle") << umlaut.left(1) + umlaut << "\\xc3" + umlaut;
        QTest::newRow("Latin 1") << QByteArray("Gr\xf6\xdf"
                                               "e")
                                 << QByteArray("Gr\\xf6\\xdfe");
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80!") << QByteArray("\\xed\\xa0\\x80!");
        QTest::newRow("longer than it must be") << QByteArray("\xc0\xaf!") << QByteArray("\\xc0\\xaf!");
        QTest::newRow("controls") << QByteArray("\x1b[2J\x7f\r\0x", 8) << QByteArray("\\x1b[2J\\x7f\\x0d\\x00x");
        QTest::newRow("controls of two bytes") << QByteArray("\xc2\x9b"
                                                             "2J\xc2\xa0")
                                               << QByteArray("\\u009b2J\xc2\xa0");
        QTest::newRow("newlines at the end") << QByteArray("\nx\n\n") << QByteArray("\nx");
        QTest::newRow("nothing") << QByteArray() << QByteArray();
    }
    void lettersAreKeptAndOnlyWhatIsBrokenIsMarked()
    {
        QFETCH(QByteArray, said);
        QFETCH(QByteArray, shown);
        QCOMPARE(QByteArray::fromStdString(shownOutput(said.toStdString())), shown);
    }
};

QTEST_APPLESS_MAIN(ShownTextTest)
#include "shown_text_test.moc"
