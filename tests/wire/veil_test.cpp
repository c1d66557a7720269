// SPDX-License-Identifier: Apache-2.0
// Secrets in payloads: the places that JSON pointers name, and what of a reply is covered.
#include "engine/domain/health.h"
#include "engine/wire/veil.h"

#include <QtTest>

#include <algorithm>

using namespace fairlead;

namespace {
const ErrorIds ids(HashKey {3, 5});
/// With ' as ": moc of Qt 6.4 does not read every raw string.
std::string quoted(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}
Settings settingsOf(std::vector<std::string> redact)
{
    EngineSettings settings;
    settings.queues.push_back({.name = QueueName::trusted("pay")});
    settings.queues.back().redact = std::move(redact);
    settings.queues.push_back({.name = QueueName::trusted("plain")});
    return Settings(std::move(settings));
}
JobRecord recordIn(const char *queue)
{
    JobRecord record;
    record.job.id = *JobId::parse("01890a5d-ac96-774b-bcce-b302099a8057");
    record.job.spec.queue = QueueName::trusted(queue);
    record.job.spec.payload = quoted("{'card':1,'of':2}");
    record.errors.push_back({.errorClass = "broken", .text = "card 1"});
    return record;
}
/// A call that searches by error text, which no call of the engine does.
struct Search
{
    std::optional<std::string> text {};
};
} // namespace

template <>
struct fairlead::Fields<Search>
{
    static constexpr auto all =
        std::tuple(Criterion {"error_text", &Search::text, "with this text", {.secrecy = Secrecy::Payload}});
};

class VeilTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyPlaceOfAPointerIsCovered_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("pointer");
        QTest::addColumn<QByteArray>("shown"); // empty: nothing may be shown
        const auto bytes = [](const char *text) { return QByteArray::fromStdString(quoted(text)); };
        const auto row = [bytes](const char *name, const char *json, const char *pointer, const char *shown) {
            QTest::newRow(name) << bytes(json) << bytes(pointer) << bytes(shown);
        };
        row("text", "{'card':{'number':'1'}}", "/card/number", "{'card':{'number':'***'}}");
        row("number", "{'a':-1.5e3,'b':2}", "/a", "{'a':'***','b':2}");
        row("wide number", "{'a':18446744073709551616}", "/a", "{'a':'***'}");
        row("word", "{'a':null}", "/a", "{'a':'***'}");
        row("object", "{'a':{'b':[1,{'c':'}'}]},'d':1}", "/a", "{'a':'***','d':1}");
        row("list", "{'a':[1,[2]]}", "/a", "{'a':'***'}");
        row("item", "[{'a':1},{'a':2},{'a':3}]", "/1/a", "[{'a':1},{'a':'***'},{'a':3}]");
        row("index with a nought", "[1,2]", "/01", "[1,2]");
        row("name that is a number", "{'1':5}", "/1", "{'1':'***'}");
        row("two of one name", "{'a':1,'a':2}", "/a", "{'a':'***','a':'***'}");
        row("two objects of one name", "{'a':{'b':1},'a':{'b':2}}", "/a/b", "{'a':{'b':'***'},'a':{'b':'***'}}");
        row("escaped name", "{'\\u0063ard':1}", "/card", "{'\\u0063ard':'***'}");
        row("name with a quote", "{'a\\'b':1}", "/a'b", "{'a\\'b':'***'}");
        row("slash and tilde", "{'a/b':1,'m~n':2}", "/a~1b", "{'a/b':'***','m~n':2}");
        row("tilde", "{'a/b':1,'m~n':2}", "/m~0n", "{'a/b':1,'m~n':'***'}");
        row("tilde before one", "{'~1':1}", "/~01", "{'~1':'***'}");
        row("empty name", "{'':1}", "/", "{'':'***'}");
        row("whole", "{'a':1}", "", "'***'");
        row("white space", " { 'a' : 'x' , 'b' : [ ] }\n", "/a", " { 'a' : '***' , 'b' : [ ] }\n");
        row("behind empty ones", "{'x':{},'y':[],'a':1}", "/a", "{'x':{},'y':[],'a':'***'}");
        row("within empty ones", "{'x':{},'a':1}", "/x/a", "{'x':{},'a':1}");
        row("empty list at the place", "[[],[{'a':1}]]", "/1/0/a", "[[],[{'a':'***'}]]");
        row("deeper than the value", "{'a':1}", "/a/b", "{'a':1}");
        row("not there", "{'b':1}", "/a", "{'b':1}");
        row("text that looks like it", "{'b':'\\'a\\':1'}", "/a", "{'b':'\\'a\\':1'}");
        row("a text alone", "'secret'", "/a", "'secret'");
        row("no JSON", "a=1", "/a", "");
        row("cut JSON", "{'a':1", "/a", "");
        row("two values", "{} {'a':1}", "/a", "");
        row("byte order mark", "\xEF\xBB\xBF{'a':1}", "/a", "");
        row("no pointer", "{'a':1}", "a", "'***'");
    }
    void everyPlaceOfAPointerIsCovered()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, pointer);
        QFETCH(QByteArray, shown);
        const auto covered = withStars(json.toStdString(), {pointer.toStdString()});
        QCOMPARE(covered.has_value(), !shown.isEmpty());
        QCOMPARE(QByteArray::fromStdString(covered.value_or("")), shown);
    }
    void pointersWithOneBeginAreAllCovered()
    {
        const auto shown = withStars(quoted("{'a':{'b':1,'c':2},'d':[3,4]}"), {"/a/c", "/a/b", "/d/1", "/d"});
        QCOMPARE(shown.value_or(""), quoted("{'a':{'b':'***','c':'***'},'d':'***'}"));
    }
    void aPointerIsOneByRfc6901WithinTheLimits()
    {
        for (const char *good : {"", "/", "/a", "/a/0/b~0~1"})
            QVERIFY2(checkRedact({good}), good);
        for (const char *bad : {"a", "a/b", "/a~", "/a~2", "#/a"})
            QVERIFY2(!checkRedact({bad}), bad);
        QVERIFY(checkRedact(std::vector<std::string>(redactMost, "/a")));
        QVERIFY(!checkRedact(std::vector<std::string>(redactMost + 1, "/a")));
        QVERIFY(!checkRedact({"/" + std::string(redactBytesMax, 'a')}));
    }
    void aRecordIsCoveredByTheRulesOfItsQueue()
    {
        const Settings settings = settingsOf({"/card"});
        JobPage page {{recordIn("pay"), recordIn("plain"), recordIn("gone")}, {}};
        Veil(PayloadRight::Redacted, settings, ids).cover(page);
        QCOMPARE(page.jobs[0].job.spec.payload, quoted("{'card':'***','of':2}"));
        QCOMPARE(page.jobs[0].errors[0].text, std::string("***"));
        QCOMPARE(page.jobs[0].errors[0].errorClass, std::string("broken"));
        QVERIFY(page.jobs[0].withheld == Withheld::Part);
        QCOMPARE(page.jobs[1].job.spec.payload, recordIn("plain").job.spec.payload);
        QCOMPARE(page.jobs[1].errors[0].text, std::string("card 1"));
        QVERIFY(!page.jobs[1].withheld);
        QVERIFY(page.jobs[2].job.spec.payload.empty() && page.jobs[2].withheld == Withheld::All); // not configured
    }
    void aFullReaderSeesAllAndIsNoted()
    {
        const Settings settings = settingsOf({"/card"});
        DeadLetter letter {recordIn("pay"), {.text = "card 1"}, {}};
        Veil full(PayloadRight::Full, settings, ids);
        full.cover(letter);
        QCOMPARE(letter.firstError.text, std::string("card 1"));
        QVERIFY(!letter.record.withheld && full.shownInFull() == std::vector {letter.record.job.id});
        Veil none(PayloadRight::None, settings, ids);
        none.cover(letter);
        QCOMPARE(letter.firstError.text, std::string("***"));
        QVERIFY(letter.record.job.spec.payload.empty() && letter.record.withheld == Withheld::All);
        QVERIFY(none.shownInFull().empty());
        QVERIFY(Veil(PayloadRight::Full, settingsOf({}), ids).isIdle());
    }
    void aSecretCriterionIsForTheFullRightAlone()
    {
        const Settings settings = settingsOf({"/card"});
        for (const PayloadRight right : {PayloadRight::None, PayloadRight::Redacted}) {
            Search search;
            QVERIFY(Veil(right, settings, ids).readCriteria(search));
            search.text = "card 1";
            const auto refused = Veil(right, settings, ids).readCriteria(search);
            QVERIFY(!refused && refused.error().code == ErrorCode::Denied);
            QVERIFY(refused.error().text.find("error_text") != std::string::npos);
            QVERIFY(Veil(PayloadRight::Full, settings, ids).readCriteria(search));
        }
    }
    void theTargetsOfABreakerAreCoveredForTheyComeFromPayloads()
    {
        QueueView queue;
        queue.queue = QueueName::trusted("pay");
        queue.layers.emplace_back();
        queue.layers.back().open = {"https://anna.example"};
        const Settings settings = settingsOf({"/card"});
        Veil(PayloadRight::Full, settings, ids).cover(queue);
        QCOMPARE(queue.layers[0].open[0], std::string("https://anna.example"));
        Veil(PayloadRight::Redacted, settings, ids).cover(queue);
        QCOMPARE(queue.layers[0].open[0], std::string("***"));
    }
    void aTextThatQuotesASecretIsCoveredThere()
    {
        const Settings settings = settingsOf({"/card"});
        HealthReport report;
        report.causes.push_back({.text = "open for anna.example and 2 others: anna.example"});
        report.causes.back().target = "anna.example";
        report.causes.back().queue = QueueName::trusted("pay");
        report.causes.push_back({.text = "the disk is full"});
        Veil(PayloadRight::Full, settings, ids).cover(report);
        QCOMPARE(report.causes[0].text, std::string("open for anna.example and 2 others: anna.example"));
        Veil(PayloadRight::Redacted, settings, ids).cover(report);
        QCOMPARE(report.causes[0].text, std::string("open for *** and 2 others: ***"));
        QCOMPARE(report.causes[0].target, std::string("***"));
        QCOMPARE(report.causes[1].text, std::string("the disk is full"));
    }
    void aGroupIsCoveredWhenItMayHoldALetterOfAQueueThatRedacts()
    {
        const auto shown = [](std::vector<NameCount> queues, std::vector<std::string> redact = {"/card"}) {
            const Settings settings = settingsOf(std::move(redact));
            LetterGroups groups {{{"k", 1, {}, {}, *JobId::parse("01890a5d-ac96-774b-bcce-b302099a8057"), "broken",
                                     "card 1", std::move(queues), {}}},
                1};
            Veil(PayloadRight::Redacted, settings, ids).cover(groups);
            return groups.groups[0].text;
        };
        QCOMPARE(shown({{"plain", 1}}), std::string("card 1"));
        QCOMPARE(shown({{"plain", 1}, {"pay", 1}}), std::string("***"));
        QCOMPARE(shown({}), std::string("***"));
        QCOMPARE(shown(std::vector<NameCount>(nameCountsMax, {"plain", 1})), std::string("***")); // there may be more
        // One that redacted may be gone.
        QCOMPARE(shown({{"plain", 1}, {"pay", 1}}, {}), std::string("card 1"));
        QCOMPARE(shown({{"plain", 1}, {"gone", 1}}, {}), std::string("***"));
        QCOMPARE(shown({}, {}), std::string("***"));
        QCOMPARE(shown(std::vector<NameCount>(nameCountsMax, {"plain", 1}), {}), std::string("***"));
    }
};

QTEST_APPLESS_MAIN(VeilTest)
#include "veil_test.moc"
