// SPDX-License-Identifier: Apache-2.0
// The lines of a run: the first and the last are kept, whatever is written.
#include "engine/domain/run_log.h"

#include <QtTest>

#include <algorithm>

using namespace fairlead;

namespace {
/// A line of so many bytes, its end included, that begins with its number.
std::string numbered(int number, std::size_t bytes)
{
    std::string line = std::to_string(number);
    line.resize(bytes - 1, '.');
    return line + '\n';
}

std::string headOf(std::string_view written)
{
    RunLog log;
    log.write(written);
    return log.text().head;
}
} // namespace

class RunLogTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fewLinesAreKeptAsTheyAre()
    {
        RunLog log;
        QCOMPARE(log.text(), LogText {});
        log.write("one\ntwo\r\n\nthree");
        log.write("four\n");
        QCOMPARE(log.text(), (LogText {"one\ntwo\n\nthree\nfour\n", 0, ""}));
    }
    void allLogsTogetherHaveALimit()
    {
        const std::int64_t before = RunLog::heldBytes();
        {
            std::vector<RunLog> logs(1000);
            std::string text;
            for (int line = 0; line < 64; ++line)
                text += numbered(line, 2048);
            for (RunLog &log : logs)
                log.write(text);
            QVERIFY(RunLog::heldBytes() <= RunLog::allBytesMax + 1000 * std::int64_t {3 * RunLog::scarceBytesMax});
            QCOMPARE(logs.front().text().leftOut, std::int64_t {0}); // the first ones had all room
            const LogText last = logs.back().text();
            QVERIFY(last.head.empty() && last.leftOut > 0 && last.tail.ends_with(numbered(63, 2048)));
            QCOMPARE(last.size(), static_cast<std::int64_t>(text.size()));
        }
        QCOMPARE(RunLog::heldBytes(), before);
    }
    void firstAndLastLinesAreKeptWholeAndTheRestIsCounted()
    {
        RunLog log;
        std::string all;
        for (int i = 0; i < 10'000; ++i) {
            const std::string line = numbered(i, 100);
            all += line;
            log.write(line);
            const LogText text = log.text();
            QVERIFY(text.head.size() <= RunLog::partBytesMax && text.tail.size() <= RunLog::partBytesMax);
            QCOMPARE(text.size(), static_cast<std::int64_t>(all.size()));
        }
        const LogText text = log.text();
        QCOMPARE(text.head, all.substr(0, RunLog::partBytesMax / 100 * 100));
        QCOMPARE(text.tail, all.substr(all.size() - RunLog::partBytesMax / 100 * 100));
        QVERIFY(text.leftOut > 0);
    }
    void longLineIsCutAtACharacterAndSaysSo()
    {
        std::string letters;
        for (std::size_t i = 0; i < RunLog::lineBytesMax; ++i)
            letters += "ü";
        const std::string kept = headOf("a" + letters + "\nnext");
        QVERIFY(kept.ends_with("ü... (the beginning of " + std::to_string(letters.size() + 1) + " bytes)\nnext\n"));
        QVERIFY(kept.size() <= RunLog::lineBytesMax + 64);
        const std::string fits(RunLog::lineBytesMax, 'x');
        QCOMPARE(headOf(fits), fits + "\n");
    }
    void whatIsNoTextBecomesText()
    {
        QCOMPARE(headOf("a\x1b[31m\xff\tb"), std::string("a\\x1b[31m\\xff\tb\n"));
        QCOMPARE(headOf(std::string_view("\0", 1)), std::string("\\x00\n"));
    }
    void streamIsCutIntoLinesWhereverItsPartsEnd()
    {
        const std::string written = "one\n\ntwo ü\r\n" + std::string(10'000, 'x') + "\nend";
        for (const std::size_t part : {std::size_t {1}, std::size_t {2}, std::size_t {7}, std::size_t {5'000}}) {
            RunLog log;
            LogLines lines(log);
            for (std::size_t at = 0; at < written.size(); at += part)
                lines.append(std::string_view(written).substr(at, part));
            lines.end();
            lines.end(); // the second one adds nothing
            QCOMPARE(log.text().head, headOf(written));
        }
    }
    void readerGoesOnBehindWhatItHas()
    {
        const LogText text {"head\n", 10, "tail\n"};
        QCOMPARE(restOf(text, 0), text);
        QCOMPARE(restOf(text, 2), (LogText {"ad\n", 10, "tail\n"}));
        QCOMPARE(restOf(text, 5), (LogText {"", 10, "tail\n"}));
        QCOMPARE(restOf(text, 12), (LogText {"", 3, "tail\n"}));
        QCOMPARE(restOf(text, 17), (LogText {"", 0, "il\n"}));
        QCOMPARE(restOf(text, 20), LogText {});
        QCOMPARE(restOf(text, 1'000), LogText {});
    }
};

QTEST_APPLESS_MAIN(RunLogTest)
#include "run_log_test.moc"
