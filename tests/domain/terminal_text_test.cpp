// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/terminal_text.h"
#include "tests/support/test_seed.h"

#include <QtTest>

using namespace fairlead;

class TerminalTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatActsOnATerminalIsMarked_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("shown");
        QTest::newRow("escape") << QByteArray("a\x1b[31mb") << QByteArray("a?[31mb");
        QTest::newRow("C1") << QByteArray("a\xc2\x9b"
                                          "31mb")
                            << QByteArray("a?31mb");
        QTest::newRow("delete") << QByteArray("a\x7f") << QByteArray("a?");
        QTest::newRow("override") << QByteArray("a\xe2\x80\xae"
                                                "b")
                                  << QByteArray("a?b");
        QTest::newRow("isolate") << QByteArray("\xe2\x81\xa6x\xe2\x81\xa9") << QByteArray("?x?");
        QTest::newRow("line separator") << QByteArray("a\xe2\x80\xa8") << QByteArray("a?");
        QTest::newRow("not UTF-8") << QByteArray("\xff\xfe") << QByteArray("??");
        QTest::newRow("letters") << QByteArray("\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80 ~")
                                 << QByteArray("\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80 ~");
        QTest::newRow("line end") << QByteArray("a\nb\tc") << QByteArray("a?b?c");
    }
    void whatActsOnATerminalIsMarked()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, shown);
        QCOMPARE(QByteArray::fromStdString(terminalText(text.toStdString(), LineEnds::Replaced)), shown);
    }
    void noBytesPassThatActOnATerminal()
    {
        SeededRandom random(testSeed());
        for (int round = 0; round < rounds(2'000, 200'000); ++round) {
            std::string bytes;
            for (auto left = random.next() % 64; left > 0; --left)
                bytes += static_cast<char>(random.next() % 256);
            const std::string kept = terminalText(bytes, LineEnds::Kept);
            QCOMPARE(terminalText(kept, LineEnds::Kept), kept);
            const QString text = QString::fromStdString(kept);
            QCOMPARE(text.toStdString(), kept); // it is UTF-8
            for (const QChar c : text) {
                const bool isLayout = c == QLatin1Char('\n') || c == QLatin1Char('\t');
                QVERIFY(isLayout || c.category() != QChar::Other_Control);
                QVERIFY(c.unicode() < 0x202a || c.unicode() > 0x202e);
            }
            const std::string flat = terminalText(bytes, LineEnds::Replaced);
            QVERIFY(flat.find_first_of("\n\t") == std::string::npos);
        }
    }
};

QTEST_APPLESS_MAIN(TerminalTextTest)
#include "terminal_text_test.moc"
