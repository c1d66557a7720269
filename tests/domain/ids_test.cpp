// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/ids.h"

#include <QtTest>

#include <set>
#include <unordered_set>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
std::int64_t millisecondsOf(const JobId &id)
{
    std::int64_t milliseconds = 0;
    for (std::size_t i = 0; i < 6; ++i)
        milliseconds = milliseconds * 256 + id.bytes().at(i);
    return milliseconds;
}

/// Every bit set: the greatest random part there is.
class AllOnes final : public Random
{
public:
    std::uint64_t next() override { return ~std::uint64_t {0}; }
};
} // namespace

class IdsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nameHoldsTheCharactersOfTheGrammarAndNoOthers()
    {
        const std::string good = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-";
        for (int c = 0; c < 256; ++c) {
            const std::string text(1, static_cast<char>(c));
            QCOMPARE(isValidName(text), text != "." && good.find(text) != std::string::npos);
            QCOMPARE(isValidName("a" + text + "b"), good.find(text) != std::string::npos);
        }
    }
    void edgesOfTheNameGrammar_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("empty") << QByteArray("") << false;
        QTest::newRow("one character") << QByteArray("a") << true;
        QTest::newRow("128 characters") << QByteArray(128, 'x') << true;
        QTest::newRow("129 characters") << QByteArray(129, 'x') << false;
        QTest::newRow("a million") << QByteArray(1'000'000, 'x') << false;
        QTest::newRow("NUL inside") << QByteArray("a\0b", 3) << false;
        QTest::newRow("NUL at the end") << QByteArray("a\0", 2) << false;
        QTest::newRow("up a folder") << QByteArray("../etc") << false;
        QTest::newRow("one dot") << QByteArray(".") << false; // no URL can hold it: clients take it for a step
        QTest::newRow("two dots") << QByteArray("..") << false;
        QTest::newRow("three dots") << QByteArray("...") << true; // names are never paths
        QTest::newRow("line end") << QByteArray("a\r\n") << false;
        QTest::newRow("space") << QByteArray("a b") << false;
        QTest::newRow("UTF-8") << QByteArray("caf\xc3\xa9") << false;
        QTest::newRow("wide letter") << QByteArray("\xef\xbc\xa1") << false;
        QTest::newRow("broken UTF-8") << QByteArray("\xff") << false;
        QTest::newRow("SQL") << QByteArray("a'; DROP TABLE job;--") << false;
        QTest::newRow("wildcard") << QByteArray("a*") << false;
        QTest::newRow("case kept") << QByteArray("Acme:EU-1") << true;
    }
    void edgesOfTheNameGrammar()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, isGood);
        const Result<TenantName> tenant = TenantName::parse(text.toStdString());
        const Result<QueueName> queue = QueueName::parse(text.toStdString());
        QCOMPARE(tenant.has_value(), isGood);
        QCOMPARE(queue.has_value(), isGood);
        if (isGood)
            QCOMPARE(tenant->text(), text.toStdString());
    }
    void refusalOfANameIsShortAndPrintable()
    {
        const Error tenant = TenantName::parse(std::string("a\x1b[2J\n") + std::string(500, 'x')).error();
        QCOMPARE(tenant.code, ErrorCode::Invalid);
        QVERIFY(tenant.text.size() < 200);
        QVERIFY(std::all_of(tenant.text.begin(), tenant.text.end(), [](char c) { return c >= ' ' && c < 127; }));
        QVERIFY(tenant.text.find("tenant name 'a\\x1b[2J\\nx") != std::string::npos);
        QVERIFY(QueueName::parse("gr\xc3\xb6\xc3\x9f"
                                 "e")
                    .error()
                    .text.find("'gr\xc3\xb6\xc3\x9f"
                               "e'")
            != std::string::npos);
        QVERIFY(QueueName::parse("").error().text.find("queue name ''") != std::string::npos);
    }
    void defaultTenantIsAnOrdinaryOne() { QVERIFY(TenantName::parse("default") == defaultTenant()); }
    void idHasTheLayoutOfVersionSeven() // RFC 9562, section 5.7; the time is that of its example in appendix A.6
    {
        const ManualClock clock(TimePoint {1'645'557'742'000ms});
        SeededRandom random(1);
        JobIdMaker maker(clock, random);
        const JobId id = maker.make();
        QVERIFY(id.text().starts_with("017f22e2-79b0-7"));
        QCOMPARE(millisecondsOf(id), std::int64_t {1'645'557'742'000});
        QCOMPARE(id.bytes()[6] >> 4, 7);
        QCOMPARE(id.bytes()[8] >> 6, 2);
        QCOMPARE(id.text().size(), std::size_t {36});
    }
    void idsOfLaterMillisecondsSortLater()
    {
        ManualClock clock;
        SeededRandom random(2);
        JobIdMaker maker(clock, random);
        const JobId first = maker.make();
        clock.advance(1ms);
        const JobId second = maker.make();
        QCOMPARE(millisecondsOf(second), millisecondsOf(first) + 1);
        QVERIFY(first < second && first.text() < second.text());
    }
    void idsRiseWithinAMillisecondAndWhenTheClockStepsBack()
    {
        const std::uint64_t seed = SystemRandom().next();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        SeededRandom random(seed);
        ManualClock clock;
        JobIdMaker maker(clock, random);
        std::unordered_set<JobId> seen;
        JobId last;
        for (int i = 0; i < 20'000; ++i) {
            if (i % 1000 == 999)
                clock.stepWall(i % 2000 == 999 ? -1h : 30min);
            const JobId id = maker.make();
            QVERIFY(last < id && last.text() < id.text());
            QVERIFY(seen.insert(id).second);
            last = id;
        }
    }
    void idsRiseWhenTheRandomPartOverflows()
    {
        const ManualClock clock;
        AllOnes random;
        JobIdMaker maker(clock, random);
        JobId last = maker.make();
        for (int i = 0; i < 10; ++i) {
            const JobId id = maker.make();
            QVERIFY(last < id);
            QCOMPARE(id.bytes()[6] >> 4, 7);
            QCOMPARE(id.bytes()[8] >> 6, 2);
            last = id;
        }
    }
    void makersDoNotRepeatEachOther()
    {
        const ManualClock clock;
        SystemRandom one;
        SystemRandom other;
        QVERIFY(JobIdMaker(clock, one).make() != JobIdMaker(clock, other).make());
    }
    void idReadsBackInUpperAndLowerCase()
    {
        const char *lower = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
        const Result<JobId> id = JobId::parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F");
        QVERIFY(id);
        QCOMPARE(id->text(), std::string(lower));
        QVERIFY(JobId::parse(lower) == *id);
        QVERIFY(!id->isNull());
        QVERIFY(JobId().isNull());
    }
    void rubbishIsNoId()
    {
        for (const char *text : {"", "x", "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
                 "017f22e2-79b0-7cc3-98c4-dc0c0c07398ff", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
                 "017f22e2x79b0-7cc3-98c4-dc0c0c07398f", "{017f22e2-79b0-7cc3-98c4-dc0c0c0739}",
                 " 17f22e2-79b0-7cc3-98c4-dc0c0c07398f", "017f22e-279b0-7cc3-98c4-dc0c0c07398f"}) {
            const Result<JobId> id = JobId::parse(text);
            QVERIFY2(!id, text);
            QCOMPARE(id.error().code, ErrorCode::Invalid);
        }
    }
};
QTEST_APPLESS_MAIN(IdsTest)
#include "ids_test.moc"
