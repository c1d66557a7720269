// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/random.h"
#include "engine/domain/units.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
constexpr Microseconds century = std::chrono::days {36'525};
}

class UnitsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void durationsAreRead() // Z1
    {
        const std::vector<std::pair<const char *, Microseconds>> rows {{"30", 30s}, {"30s", 30s}, {"5m", 300s},
            {"2h", 7200s}, {"1d", 86400s}, {"250ms", 250ms}, {"500us", 500us}, {"0", 0s}, {"0ms", 0s}, {"007s", 7s},
            {"36525d", century}};
        for (const auto &[text, expected] : rows) {
            const Result<Microseconds> read = parseDuration(text);
            QVERIFY2(read && *read == expected, text);
        }
    }
    void rubbishIsNoDuration()
    {
        for (const char *text : {"", " ", "s", "ms", "-1s", "-0", "+1s", "1.5s", "1 s", " 1s", "1s ", "1x", "1S",
                 "1sec", "1m30s", "0x10", "36526d", "9223372036854775807", "99999999999999999999s", "1e3s", "\n1s"}) {
            const Result<Microseconds> read = parseDuration(text);
            QVERIFY2(!read, text);
            QCOMPARE(read.error().code, ErrorCode::Invalid);
        }
        QVERIFY(!parseDuration(std::string_view("1s\0", 3)));
        QVERIFY(parseDuration("\x1b[2J").error().text.find('\x1b') == std::string::npos);
    }
    void durationsReadBackExactly()
    {
        const std::uint64_t seed = SystemRandom().next();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        SeededRandom random(seed);
        for (int i = 0; i < 5000; ++i) {
            const std::uint64_t units[] {1, 1000, 1'000'000, 60'000'000, 3'600'000'000, 86'400'000'000};
            const std::uint64_t unit = units[random.nextBelow(6)];
            const Microseconds duration(random.nextBelow(century.count() / unit) * unit);
            const std::string text = durationText(duration);
            QVERIFY2(parseDuration(text) == duration, text.c_str());
        }
    }
    void durationTextIsTheShortest()
    {
        const std::vector<std::pair<Microseconds, const char *>> rows {
            {0s, "0s"}, {1us, "1us"}, {1500ms, "1500ms"}, {90s, "90s"}, {5min, "5m"}, {24h, "1d"}, {25h, "25h"}};
        for (const auto &[duration, expected] : rows)
            QCOMPARE(durationText(duration), std::string(expected));
    }
    void peopleSeeTwoUnitsAtMost()
    {
        const std::vector<std::pair<Microseconds, const char *>> rows {{0us, "0 us"}, {999us, "999 us"},
            {1ms, "1.0 ms"}, {9'949us, "9.9 ms"}, {9'950us, "10 ms"}, {340ms, "340 ms"}, {500ms, "500 ms"},
            {999'499us, "999 ms"}, {999'500us, "1.0 s"}, {1200ms, "1.2 s"}, {59'949'999us, "59.9 s"},
            {59'950'000us, "1 min"}, {5min, "5 min"}, {61s, "1 min 1 s"}, {1h - 1us, "1 h"},
            {2h + 5min + 7s, "2 h 5 min"}, {3h, "3 h"}, {24h, "1 d"}, {50h + 59min, "2 d 2 h"}};
        for (const auto &[duration, expected] : rows)
            QCOMPARE(durationForPeople(duration), std::string(expected));
    }
    void sizesAreRead()
    {
        const std::vector<std::pair<const char *, std::int64_t>> rows {{"0", 0}, {"512", 512}, {"512B", 512},
            {"64KiB", 65'536}, {"10MiB", 10'485'760}, {"1GiB", 1LL << 30}, {"2TiB", 2LL << 40}};
        for (const auto &[text, expected] : rows)
            QVERIFY2(parseSize(text) == expected, text);
    }
    void rubbishIsNoSize()
    {
        for (const char *text :
            {"", "B", "-1", "1KB", "1kib", "1.5MiB", "1 MiB", "8388608TiB", "9223372036854775808", "1MiBs"}) {
            const Result<std::int64_t> read = parseSize(text);
            QVERIFY2(!read, text);
            QCOMPARE(read.error().code, ErrorCode::Invalid);
        }
    }
    void timesAreRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("utc") << QByteArray("2026-01-31T12:00:00Z") << QByteArray("2026-01-31T12:00:00.000000Z");
        QTest::newRow("microseconds") << QByteArray("2026-01-31T12:00:00.000001Z")
                                      << QByteArray("2026-01-31T12:00:00.000001Z");
        QTest::newRow("tenths") << QByteArray("2026-01-31T12:00:00.5Z") << QByteArray("2026-01-31T12:00:00.500000Z");
        QTest::newRow("nanoseconds are cut")
            << QByteArray("2026-01-31T12:00:00.999999999Z") << QByteArray("2026-01-31T12:00:00.999999Z");
        QTest::newRow("east") << QByteArray("2026-01-01T00:30:00+02:00") << QByteArray("2025-12-31T22:30:00.000000Z");
        QTest::newRow("west") << QByteArray("2026-12-31T23:00:00-05:30") << QByteArray("2027-01-01T04:30:00.000000Z");
        QTest::newRow("unknown offset") << QByteArray("2026-01-31T12:00:00-00:00")
                                        << QByteArray("2026-01-31T12:00:00.000000Z");
        QTest::newRow("small letters") << QByteArray("2026-01-31t12:00:00z")
                                       << QByteArray("2026-01-31T12:00:00.000000Z");
        QTest::newRow("space") << QByteArray("2026-01-31 12:00:00Z") << QByteArray("2026-01-31T12:00:00.000000Z");
        QTest::newRow("leap day") << QByteArray("2028-02-29T00:00:00Z") << QByteArray("2028-02-29T00:00:00.000000Z");
        QTest::newRow("leap second") << QByteArray("2016-12-31T23:59:60Z") << QByteArray("2017-01-01T00:00:00.000000Z");
        QTest::newRow("before 1970") << QByteArray("1969-12-31T23:59:59.9Z")
                                     << QByteArray("1969-12-31T23:59:59.900000Z");
        QTest::newRow("first") << QByteArray("0000-01-01T00:00:00Z") << QByteArray("0000-01-01T00:00:00.000000Z");
        QTest::newRow("last") << QByteArray("9999-12-31T23:59:59.999999Z") << QByteArray("9999-12-31T23:59:59.999999Z");
    }
    void timesAreRead()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        const Result<TimePoint> time = parseTime(text.toStdString());
        QVERIFY(time);
        QCOMPARE(timeText(*time), expected.toStdString());
    }
    void rubbishIsNoTime()
    {
        for (const char *text :
            {"", "now", "2026-01-31", "2026-01-31T12:00:00", "2026-01-31T12:00Z", "2026-1-31T12:00:00Z",
                "26-01-31T12:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-02-30T00:00:00Z",
                "2027-02-29T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-31T24:00:00Z", "2026-01-31T12:60:00Z",
                "2026-01-31T12:00:61Z", "2026-01-31T12:00:00.Z", "2026-01-31T12:00:00.0000000001Z",
                "2026-01-31T12:00:00+24:00", "2026-01-31T12:00:00+01:60", "2026-01-31T12:00:00+0100",
                "2026-01-31T12:00:00ZZ", " 2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z ", "-2026-01-31T12:00:00Z",
                "2026-01-31T-1:00:00Z", "9999-12-31T23:59:59-00:01", "0000-01-01T00:00:00+00:01"}) {
            const Result<TimePoint> time = parseTime(text);
            QVERIFY2(!time, text);
            QCOMPARE(time.error().code, ErrorCode::Invalid);
        }
        QVERIFY(!parseTime(std::string_view("2026-01-31T12:00:00Z\0", 21)));
    }
    void timesReadBackExactly()
    {
        const std::uint64_t seed = SystemRandom().next();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        SeededRandom random(seed);
        constexpr std::uint64_t span = 250'000'000'000'000'000; // from 1969 to about 9890
        for (int i = 0; i < 5000; ++i) {
            const TimePoint time {Microseconds(random.nextBelow(span)) - 24h};
            QVERIFY2(parseTime(timeText(time)) == time, timeText(time).c_str());
        }
    }
};
QTEST_APPLESS_MAIN(UnitsTest)
#include "units_test.moc"
