// SPDX-License-Identifier: Apache-2.0
// Calls as they travel: what is written is read back; what is empty, unknown or out of range is refused.
#include "engine/calls/all_calls.h"
#include "engine/wire/call_codec.h"

#include <QtTest>

#include <set>

using namespace fairlead;

namespace {
constexpr const char *anyToken = "42.01890a5d-ac96-774b-bcce-b302099a8057";
const std::string anyId = "01890a5d-ac96-774b-bcce-b302099a8057";

/// Reads a call that another one wrote.
template <typename C>
Result<C> readBack(const C &call, const std::vector<std::string> &parts)
{
    const CallRequest written = writeCall(call);
    QueryMap query;
    std::string_view rest = written.query;
    while (!rest.empty()) {
        const std::string_view one = rest.substr(0, rest.find('&'));
        const std::size_t equals = one.find('=');
        query.emplace(one.substr(0, equals), one.substr(equals + 1));
        rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    }
    return readCall<C>({parts, query, written.body});
}

template <typename C>
Error refused(const QueryMap &query, const std::string &body = {}, const std::vector<std::string> &parts = {})
{
    const Result<C> call = readCall<C>({parts, query, body});
    return call ? Error {ErrorCode::Internal, "was taken"} : call.error();
}
/// Fails when a text, or a list, may be of any length. Returns the number of texts looked at.
template <typename V>
int checkTextLimit(const FieldSpec &spec, const std::set<std::string_view> &elsewhere)
{
    if (elsewhere.contains(spec.name))
        return 0;
    using Value = typename ElementOf<V>::Type;
    int found = 0;
    if constexpr (std::is_same_v<Value, std::string>) {
        found = 1;
        if (spec.rules.bytesMax == 0)
            QTest::qFail((std::string(spec.name) + " has no limit").c_str(), __FILE__, __LINE__);
    } else if constexpr (Described<Value>) {
        Value value {};
        eachSettable(Fields<Value>::all, value, [&]<typename Inner>(const FieldSpec &inner, Inner &&) {
            found += checkTextLimit<std::remove_cvref_t<Inner>>(inner, elsewhere);
        });
    }
    return found;
}
} // namespace

class CallsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aListKeepsItsFilter()
    {
        ListJobs call;
        call.state = JobState::Dead;
        call.queue = QueueName::trusted("mail");
        call.tags = {"night", "eu"};
        call.tagPrefix = "run";
        call.attemptsMin = 3;
        call.limit = 7;
        call.skip = 9;
        const Result<ListJobs> read = readBack(call, {});
        QVERIFY2(read, read ? "" : read.error().text.c_str());
        QVERIFY(static_cast<const JobFilter &>(*read) == static_cast<const JobFilter &>(call));
        QCOMPARE(read->limit, 7);
        QCOMPARE(read->skip, std::int64_t {9});
    }
    void anOperationKeepsEveryPart()
    {
        BeginOperation call;
        call.action = BulkAction::Move;
        call.filter.anyOf = {JobState::Ready, JobState::Scheduled};
        call.filter.ids = {*JobId::parse(anyId)};
        call.change.queue = QueueName::trusted("slow");
        call.over = std::chrono::minutes {10};
        call.isDryRun = true;
        const Result<BeginOperation> read = readBack(call, {});
        QVERIFY2(read, read ? "" : read.error().text.c_str());
        QVERIFY(static_cast<const OperationRequest &>(*read) == static_cast<const OperationRequest &>(call));
        QVERIFY(read->isDryRun);
    }
    void aPatchTellsClearedFromUntouched()
    {
        const Result<SetTenant> read =
            readCall<SetTenant>({{"acme"}, {}, R"({"weight":null,"rate":"none","max_depth":5})"});
        QVERIFY2(read, read ? "" : read.error().text.c_str());
        QVERIFY(read->patch.cleared.weight && !read->patch.cleared.rate && !read->patch.cleared.depthMax);
        QCOMPARE(read->patch.rules.rate->perSecond, 0.0);
        QCOMPARE(*read->patch.rules.depthMax, std::int64_t {5});
        QCOMPARE(QString::fromStdString(writeCall(*read).body),
            QStringLiteral(R"({"weight":null,"rate":"none","max_depth":5})"));
    }
    void anEmptyCriterionIsRefused_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char *name : {"state", "queue", "tenant", "handler", "tag", "tag_prefix", "since", "until",
                 "fingerprint", "id_prefix", "id_suffix", "attempts_min", "cursor", "payload"})
            QTest::newRow(name) << QByteArray(name);
    }
    void anEmptyCriterionIsRefused()
    {
        QFETCH(QByteArray, name);
        const Error error = refused<ListJobs>({{name.toStdString(), ""}});
        QCOMPARE(error.code, ErrorCode::Invalid);
        QVERIFY2(error.text.find(name.toStdString() + ": must not be empty") == 0, error.text.c_str());
    }
    void anEmptyCriterionOfAnActIsRefused_data()
    {
        QTest::addColumn<QByteArray>("filter");
        for (const char *filter : {R"({"tag":""})", R"({"tag":[]})", R"({"tag":["a",""]})", R"({"tag_prefix":""})",
                 R"({"ids":[]})", R"({"states":[]})", R"({"queue":""})", R"({"queue":null})", R"({"fingerprint":""})",
                 R"({"id_prefix":null})", R"({"id_suffix":""})"})
            QTest::newRow(filter) << QByteArray(filter);
    }
    void anEmptyCriterionOfAnActIsRefused()
    {
        QFETCH(QByteArray, filter);
        const std::string body = R"({"action":"delete","filter":)" + filter.toStdString() + "}";
        QCOMPARE(refused<BeginOperation>({}, body).code, ErrorCode::Invalid);
    }
    void anEmptyCriterionOfACallInTheProgramIsRefusedToo()
    {
        const auto refusedFor = [](const JobFilter &filter) {
            BeginOperation call;
            call.action = BulkAction::Delete;
            call.filter = filter;
            const Result<> good = checkCall(call);
            return good ? std::string("was taken") : good.error().text;
        };
        QVERIFY(refusedFor({.ids = std::vector<JobId> {}}).find("ids: must not be empty") != std::string::npos);
        QVERIFY(refusedFor({.anyOf = std::vector<JobState> {}}).find("states: must not be empty") != std::string::npos);
        QVERIFY(checkFilter({.tags = {{""}}}).error().text.starts_with("tag: must not be empty")); // as it is run
        QVERIFY(refusedFor({.tags = std::vector<std::string> {}}).find("tag: must not be empty") != std::string::npos);
        QVERIFY(refusedFor({.tagPrefix = ""}).find("tag_prefix: must not be empty") != std::string::npos);
        QVERIFY(refusedFor({.fingerprint = ""}).find("fingerprint: must not be empty") != std::string::npos);
        QVERIFY(!checkFilter({.ids = std::vector<JobId> {}}) && !checkFilter({.handler = ""}));
        BeginOperation ofAll;
        ofAll.action = BulkAction::Delete;
        QVERIFY(checkCall(ofAll));
    }
    void aFilterMustBeThere()
    {
        QVERIFY(refused<BeginOperation>({}, R"({"action":"delete"})").text.find("filter") == 0);
        QVERIFY(readCall<BeginOperation>({{}, {}, R"({"action":"delete","filter":{}})"}));
    }
    void whatIsOutOfRangeIsRefused_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("limit 0") << QByteArray("limit") << QByteArray("0");
        QTest::newRow("limit 1001") << QByteArray("limit") << QByteArray("1001");
        QTest::newRow("limit word") << QByteArray("limit") << QByteArray("ten");
        QTest::newRow("skip -1") << QByteArray("skip") << QByteArray("-1");
        QTest::newRow("huge") << QByteArray("attempts_min") << QByteArray("99999999999");
        QTest::newRow("unknown") << QByteArray("colour") << QByteArray("red");
        QTest::newRow("state") << QByteArray("state") << QByteArray("odd");
    }
    void whatIsOutOfRangeIsRefused()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QCOMPARE(refused<ListJobs>({{name.toStdString(), value.toStdString()}}).code, ErrorCode::Invalid);
    }
    void aMemberGivenTwiceIsRefused()
    {
        QVERIFY(refused<ListJobs>({{"queue", "a"}, {"queue", "b"}}).text.find("more than once") != std::string::npos);
    }
    void severalTagsAreOneCriterion()
    {
        const Result<ListJobs> list = readCall<ListJobs>({{}, {{"tag", "b"}, {"tag", "a"}}, {}});
        QVERIFY2(list, list ? "" : list.error().text.c_str());
        QVERIFY(list->tags == (std::vector<std::string> {"b", "a"}));
        QCOMPARE(refused<ListJobs>({{"tag", "a"}, {"tag", ""}}).text.find("tag: must not be empty"), std::size_t {0});
        QueryMap many;
        for (std::size_t i = 0; i <= JobLimits {}.tagCountMax; ++i)
            many.emplace("tag", "t" + std::to_string(i));
        QCOMPARE(refused<ListJobs>(many).code, ErrorCode::TooLarge);
    }
    void aTagOfAnActMayBeATextOrAList()
    {
        const auto bodyOf = [](const std::string &tag) {
            const auto read = readCall<BeginOperation>({{}, {}, R"({"action":"delete","filter":{"tag":)" + tag + "}}"});
            return read ? QString::fromStdString(writeCall(*read).body) : QString::fromStdString(read.error().text);
        };
        QVERIFY(bodyOf(R"("a")").contains(QStringLiteral(R"("tag":"a")")));
        QVERIFY(bodyOf(R"(["a"])").contains(QStringLiteral(R"("tag":"a")")));
        QVERIFY(bodyOf(R"(["a","b"])").contains(QStringLiteral(R"("tag":["a","b"])")));
    }
    void aMemberOfThePathIsNoneOfTheBody()
    {
        QCOMPARE(refused<PauseTenant>({}, R"({"tenant":"acme"})", {"acme"}).code, ErrorCode::Invalid);
    }
    void aCallWithoutMembersTakesNone()
    {
        QVERIFY(readCall<ResumeEngine>({{}, {}, "{}"}));
        QCOMPARE(refused<ResumeEngine>({}, R"({"who":"me"})").code, ErrorCode::Invalid);
    }
    void aSpawnedJobTellsWhatItGives()
    {
        const Result<SucceedLease> read = readCall<SucceedLease>(
            {{anyToken}, {}, R"({"result":[1 , 2],"spawn":[{"payload":{"a":1.10}},{"queue":"q","tenant":"t"}]})"});
        QVERIFY2(read, read ? "" : read.error().text.c_str());
        QCOMPARE(read->result.bytes, std::string("[1 , 2]"));
        QCOMPARE(read->spawned.size(), std::size_t {2});
        QVERIFY(!read->spawned[0].hasQueue && read->spawned[1].hasQueue && !read->spawned[1].isComplete());
        QCOMPARE(read->spawned[0].job.payload, std::string(R"({"a":1.10})"));
    }
    void theShownBodyKeepsSecretsAndPayloads()
    {
        EditAndRetry call {*JobId::parse(anyId), {"top secret", "text/plain"}};
        QVERIFY(writeShownBody(call).find("secret") == std::string::npos);
        QVERIFY(call.auditDetail().find("secret") == std::string::npos);
    }
    void aResultOfNullIsAResult()
    {
        for (const char *body : {R"({"result":null})", R"({ "spawn" : [], "result" : null })"}) {
            const Result<SucceedLease> read = readCall<SucceedLease>({{anyToken}, {}, body});
            QVERIFY2(read, body);
            QCOMPARE(read->result.bytes, std::string("null"));
            QCOMPARE(read->result.contentType, std::string("application/json"));
        }
        QVERIFY(readCall<SucceedLease>({{anyToken}, {}, "{}"})->result.bytes.empty());
    }
    void aContentTypeOfAResultCanBeAHeader()
    {
        SucceedLease call;
        call.result = {"{}", std::string(257, 'x')};
        QCOMPARE(checkCall(call).error().code, ErrorCode::TooLarge);
        call.result.contentType = "text/plain\r\nSet-Cookie: a";
        QCOMPARE(checkCall(call).error().code, ErrorCode::Invalid);
        call.result.contentType = "text/plain";
        QVERIFY(checkCall(call));
    }
    void everyTextOfABodyHasALimit()
    {
        // The texts of jobs and results are held to the engine's limits; those of errors are cut.
        const std::set<std::string_view> elsewhere {"jobs", "spawn", "class", "text", "file", "tags", "add", "remove"};
        int found = 0;
        eachCall([&]<typename C>() {
            C call {};
            eachSettable(Fields<C>::all, call, [&]<typename V>(const FieldSpec &spec, V &&) {
                if constexpr (!isRawPart<std::remove_cvref_t<V>>) {
                    if (placeOf<C, std::remove_cvref_t<V>>(spec) == Place::Body)
                        found += checkTextLimit<std::remove_cvref_t<V>>(spec, elsewhere);
                }
            });
        });
        QVERIFY(found > 10);
    }
    void namesInThePathAreEncoded()
    {
        QCOMPARE(writeCall(FindQueue {QueueName::trusted("a:b")}).path, std::string("/v1/queues/a%3Ab"));
    }
    void anOlderEngineIsNotAskedForWhatIsUsual()
    {
        ListJobs call;
        QVERIFY(writeCall(call).query.find("order=") == std::string::npos);
        call.order = ListOrder::Oldest;
        QVERIFY(writeCall(call).query.find("order=oldest") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(CallsTest)
#include "calls_test.moc"
