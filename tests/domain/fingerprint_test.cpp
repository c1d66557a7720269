// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/job.h"

#include <QtTest>

#include <set>

using namespace fairlead;

class FingerprintTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void alikeErrorsShareIt_data()
    {
        QTest::addColumn<QByteArray>("one");
        QTest::addColumn<QByteArray>("other");
        QTest::newRow("numbers") << QByteArray("line 17: 3 errors") << QByteArray("line 2048: 1 errors");
        QTest::newRow("decimal") << QByteArray("off by 1.5 s") << QByteArray("off by 22.75 s");
        QTest::newRow("hexadecimal") << QByteArray("fault at 0x7ffe01") << QByteArray("fault at 0x00abcd12");
        QTest::newRow("uuid") << QByteArray("no row 01890a5d-ac96-774b-bcce-b302099a8057 here")
                              << QByteArray("no row 017f22e2-79b0-7cc3-98c4-dc0c0c07398f here");
        QTest::newRow("double quotes") << QByteArray("no key \"red\" in map") << QByteArray("no key \"\" in map");
        QTest::newRow("single quotes") << QByteArray("unknown user 'ann'") << QByteArray("unknown user 'bob o hara'");
        QTest::newRow("paths") << QByteArray("cannot open /tmp/a.txt") << QByteArray("cannot open /var/log/b-2.log");
        QTest::newRow("address") << QByteArray("10.0.0.7:8080 refused") << QByteArray("192.168.1.1:81 refused");
        QTest::newRow("time") << QByteArray("at 2026-01-31T12:00:00Z lost")
                              << QByteArray("at 2027-11-01T00:59:59Z lost");
    }
    void alikeErrorsShareIt()
    {
        QFETCH(QByteArray, one);
        QFETCH(QByteArray, other);
        QCOMPARE(errorFingerprint("exit_1", one.toStdString()), errorFingerprint("exit_1", other.toStdString()));
    }
    void unlikeErrorsDoNot()
    {
        const std::vector<std::pair<const char *, const char *>> errors {{"exit_1", "no space left"},
            {"exit_2", "no space left"}, {"exit_1", "no memory left"}, {"exit_1", ""}, {"", "exit_1"},
            {"exit_1", "can't read, it's locked"}, {"exit_1", "can't write, it's locked"}, {"exit_1", "job 7 lost"},
            {"exit_1", "lost job 7"}, {"exit_1", "an open 'quote"}, {"exit_1", "an open 'quotation"}};
        std::set<std::string> prints;
        for (const auto &[errorClass, text] : errors)
            QVERIFY2(prints.insert(errorFingerprint(errorClass, text)).second, text);
    }
    void itIsSixteenHexadecimalDigits()
    {
        for (const std::string &text : {std::string(), std::string("x"), std::string("\0\xff\n'", 4)}) {
            const std::string print = errorFingerprint("class", text);
            QCOMPARE(print.size(), std::size_t {16});
            QCOMPARE(print.find_first_not_of("0123456789abcdef"), std::string::npos);
        }
    }
    void itStaysOverVersions()
    {
        // FNV-1a 64 of "exit_1\nboom": kept dead letters are grouped by it.
        QCOMPARE(errorFingerprint("exit_1", "boom"), std::string("6e98ebb1c423ae4a"));
    }
    void hugeTextsCountByTheirStart()
    {
        const std::string start = std::string(4096, 'x');
        QCOMPARE(errorFingerprint("c", start + "one"), errorFingerprint("c", start + "other"));
        QVERIFY(errorFingerprint("c", start.substr(1)) != errorFingerprint("c", start));
    }
};
QTEST_APPLESS_MAIN(FingerprintTest)
#include "fingerprint_test.moc"
