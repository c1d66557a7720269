// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/lease.h"
#include "engine/domain/terminal_text.h"
#include "tests/support/test_seed.h"

#include <QtTest>

#include <algorithm>

using namespace fairlead;

class TerminalTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatActsOnATerminalIsMarked_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("shown");
        QTest::newRow("escape") << QByteArray("a\x1b[31mb") << QByteArray("a\\x1b[31mb");
        QTest::newRow("C1") << QByteArray("a\xc2\x9b"
                                          "31mb")
                            << QByteArray("a\\u009b31mb");
        QTest::newRow("delete") << QByteArray("a\x7f") << QByteArray("a\\x7f");
        QTest::newRow("override") << QByteArray("a\xe2\x80\xae"
                                                "b")
                                  << QByteArray("a\\u202eb");
        QTest::newRow("isolate") << QByteArray("\xe2\x81\xa6x\xe2\x81\xa9") << QByteArray("\\u2066x\\u2069");
        QTest::newRow("line separator") << QByteArray("a\xe2\x80\xa8") << QByteArray("a\\u2028");
        QTest::newRow("not UTF-8") << QByteArray("\xff\xe2\x82") << QByteArray("\\xff\\xe2\\x82");
        QTest::newRow("letters") << QByteArray("\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80 ~")
                                 << QByteArray("\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80 ~");
        QTest::newRow("line end") << QByteArray("a\nb\tc") << QByteArray("a\\nb\\tc");
    }
    void whatActsOnATerminalIsMarked()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, shown);
        QCOMPARE(QByteArray::fromStdString(terminalText(text.toStdString(), LineEnds::Escaped)), shown);
    }
    void lettersThatCannotBeShownAreNamed()
    {
        const std::string text = "Gr\xc3\xb6\xc3\x9f"
                                 "e \xf0\x9f\x98\x80";
        QCOMPARE(terminalText(text, LineEnds::Escaped, Letters::Ascii), std::string("Gr\\u00f6\\u00dfe \\U0001f600"));
    }
    void theBeginningOfATextIsWholeLetters()
    {
        QCOMPARE(shownStart("abc", 3), std::string("abc"));
        QCOMPARE(shownStart("ab\xc3\xb6", 3), std::string("ab..."));
        QCOMPARE(shownStart("ab\xc3\xb6", 4), std::string("ab\xc3\xb6"));
        QCOMPARE(shownStart("\xff\n", 4), std::string("\\xff\\n"));
        QCOMPARE(shownStart("\xc3" + std::string(500, '\x80'), 40), std::string("\xc3\x80..."));
        QCOMPARE(shownStart("", 4), std::string());
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
            const std::string flat = terminalText(bytes, LineEnds::Escaped);
            QVERIFY(flat.find_first_of("\n\t") == std::string::npos);
            const std::string ascii = terminalText(bytes, LineEnds::Escaped, Letters::Ascii);
            QVERIFY(std::all_of(ascii.begin(), ascii.end(), [](char c) { return c >= ' ' && c < 127; }));
        }
    }
    void namesHoldNoControlCharacters()
    {
        for (const char c : {'\0', '\n', '\t', '\x1b', '\x7f'}) {
            const std::string name = std::string("a") + c + "b";
            QVERIFY(holdsControlCharacter(name));
            LeaseRequest request;
            request.worker = name;
            QVERIFY(!checkLease(request));
        }
        QVERIFY(!holdsControlCharacter("a b\xc3\xa9"));
    }
};

QTEST_APPLESS_MAIN(TerminalTextTest)
#include "terminal_text_test.moc"
