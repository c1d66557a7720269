// SPDX-License-Identifier: Apache-2.0
#include "engine/calls/engine_calls.h"
#include "engine/calls/job_calls.h"
#include "engine/wire/call_codec.h"

#include <QtTest>

using namespace fairlead;

class JobJsonTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void payloadKeepsItsBytes_data() // F37
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::newRow("numbers and duplicate keys") << QByteArray(R"({"n":18446744073709551615,"x":1.10,"x":2})");
        QTest::newRow("spaces") << QByteArray("{ \"a\" : [ 1 , 2 ] }");
        QTest::newRow("text") << QByteArray("\"a\\\"]}\\\\\"");
        QTest::newRow("null") << QByteArray("[null,true]");
        QTest::newRow("number") << QByteArray("9007199254740993");
        QTest::newRow("number beyond 64 bits") << QByteArray("18446744073709551616");
        QTest::newRow("number beyond a double")
            << QByteArray("[1e400,\"a \\\\\",-1e-400,{\"x\":-123456789012345678901}]");
        QTest::newRow("nested") << QByteArray(R"({"payload":{"queue":"x"}})");
    }
    void payloadKeepsItsBytes()
    {
        QFETCH(QByteArray, payload);
        const std::string json = R"({"queue":"q","payload":)" + payload.toStdString() + R"(,"tenant":"t"})";
        const Result<NewJob> job = readNewJob(json);
        QVERIFY2(job, job ? "" : job.error().text.c_str());
        QCOMPARE(job->payload, payload.toStdString());
        QCOMPARE(job->tenant.text(), std::string("t"));
        JobRecord record;
        record.job.spec.payload = job->payload;
        QCOMPARE(readAnswer<JobRecord>(writeJson(record))->job.spec.payload, payload.toStdString());
        QCOMPARE(readNewJob(writeJson(*job))->payload, payload.toStdString());
    }
    void binaryPayloadGoesAsBase64()
    {
        NewJob job;
        job.payload = std::string("\0\xff\x01 x", 5);
        job.contentType = "application/octet-stream";
        QCOMPARE(readNewJob(writeJson(job))->payload, job.payload);
    }
    void rubbishIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("half") << QByteArray("{\"queue\":\"q\"");
        QTest::newRow("no object") << QByteArray("17");
        QTest::newRow("no queue") << QByteArray("{}");
        QTest::newRow("bad queue") << QByteArray(R"({"queue":"a b"})");
        QTest::newRow("unknown member") << QByteArray(R"({"queue":"q","prioriti":"high"})");
        QTest::newRow("bad UTF-8") << QByteArray("{\"queue\":\"q\",\"payload\":\"\xff\"}");
        QTest::newRow("huge cost") << QByteArray(R"({"queue":"q","cost":1e999})");
        QTest::newRow("no number") << QByteArray(R"({"queue":"q","payload":1e999.})");
        QTest::newRow("deep") << QByteArray(R"({"queue":"q","payload":)") + QByteArray(100'000, '[')
                + QByteArray(100'000, ']') + "}";
        QTest::newRow("bad delay") << QByteArray(R"({"queue":"q","delay":"soon"})");
        QTest::newRow("bad back-off") << QByteArray(R"({"queue":"q","backoff":{"kind":"magic"}})");
        QTest::newRow("bad base64") << QByteArray(R"({"queue":"q","payload_base64":"a"})");
    }
    void rubbishIsRefused()
    {
        QFETCH(QByteArray, json);
        const Result<NewJob> job = readNewJob(json.toStdString());
        QVERIFY(!job);
        QCOMPARE(job.error().code, ErrorCode::Invalid);
    }
    void unknownMemberNamesTheNearest()
    {
        const Result<NewJob> job = readNewJob(R"({"queue":"q","prioriti":"high"})");
        QVERIFY(job.error().text.find("'priority'") != std::string::npos);
    }
    void badItemKeepsItsPlaceInAnArray()
    {
        const Result<Each<NewJob>> jobs = readEachNewJob(R"([{"queue":"a"},{"queue":"?"},{"queue":"c"}])");
        QVERIFY(jobs && !jobs->isOne);
        QCOMPARE(jobs->size(), std::size_t {3});
        QVERIFY((*jobs)[0] && !(*jobs)[1] && (*jobs)[2]);
        std::string many = "[{}";
        for (std::size_t i = 0; i < jobsPerCallMax; ++i)
            many += ",{}";
        QCOMPARE(readEachNewJob(many + "]").error().code, ErrorCode::TooLarge);
    }
    void errorsReadBack()
    {
        const Error error {ErrorCode::TenantFull, "tenant 'a' is full"};
        QCOMPARE(readError(writeError(error)), std::optional(error));
        QVERIFY(!readError(R"({"id":1})"));
    }
    void viewsReadBack()
    {
        TenantView tenant;
        tenant.limits = {2.5, Rate {10, 10}, 3, 100, 4096, 0.25, Backpressure {}, "free"};
        tenant.queueTime = {3, 1, 2, 3, 4};
        tenant.counts[4] = 17;
        using Page = ReplyForm<TenantPage>;
        const auto last = Page::read(Page::write({{tenant}, {}}));
        QVERIFY(last && last->tenants.size() == 1 && !last->cursor);
        QVERIFY(last->tenants.front().limits == tenant.limits);
        QCOMPARE(last->tenants.front().queueTime.p95, std::int64_t {2});
        QCOMPARE(last->tenants.front().counts[4], std::int64_t {17});
        QCOMPARE(Page::read(Page::write({{tenant}, defaultTenant()}))->cursor, std::optional(defaultTenant()));
        const auto stop = [](const std::string &body) { return readCall<StopEngine>({{}, {}, body}); };
        QVERIFY(stop("")->mode == StopMode::Drain);
        QVERIFY(!stop(R"({"mode":"never"})"));
    }
    void ofALargeRequestNoTreeIsBuilt()
    {
        std::string numbers = "[0";
        for (int i = 0; i < 500'000; ++i)
            numbers += ", 0";
        numbers += "]";
        const auto enqueue = [](const std::string &body) { return readCall<EnqueueJobs>({{}, {}, body}); };
        const std::string job = R"({"queue":"far","payload":)" + numbers + R"(,"tags":["x"]})";
        for (const std::string &body : {job, "[" + job + "]", " " + job}) {
            const auto read = enqueue(body);
            QVERIFY(read && read->jobs.size() == 1);
            QVERIFY2(read->jobs[0], read->jobs[0].error().text.c_str());
            QCOMPARE(read->jobs[0]->payload, numbers); // byte for byte
        }
        // Large values elsewhere, and large faults, are refused as small ones are.
        const auto refusal = [&](const std::string &body) {
            const auto read = enqueue(body);
            return !read ? read.error().text : !read->jobs[0] ? read->jobs[0].error().text : std::string();
        };
        QVERIFY(refusal(R"({"queue":"far","queu":)" + numbers + "}").find("unknown member 'queu'") == 0);
        QVERIFY(refusal(R"({"queue":)" + numbers + "}").find("queue: ") == 0);
        QVERIFY(refusal("[" + numbers + "]").find("expected a JSON object") == 0);
        QVERIFY(!enqueue(numbers)); // more jobs than one request may have
        const std::string broken = R"({"queue":"far","payload":)" + numbers + "]}";
        QVERIFY(refusal(broken).find("not valid JSON at line 1, column ") == 0);
        // The tree of these numbers would need 16 bytes for each.
        const auto document = JsonDocument::parseRequest(job);
        QVERIFY(document && document->root()["payload"].is_object());
    }
    void aMemberThatIsGivenTwiceIsRefusedByName()
    {
        const auto stop = [](const std::string &body) { return readCall<StopEngine>({{}, {}, body}); };
        for (const char *body : {R"({"mode":"now","mode":"drain"})", R"({"mode":"now","mode":"now"})",
                 "{\"mode\":\"now\",\"m\\u006fde\":\"drain\"}"}) {
            const auto read = stop(body);
            QVERIFY2(!read, body);
            QVERIFY2(read.error().code == ErrorCode::Invalid, body);
            QVERIFY2(read.error().text.find("'mode' is given more than once") != std::string::npos, body);
        }
        // Also in an object within, and in a list. A payload is not the engine's: its members are as they are.
        const auto enqueue = [](const std::string &body) { return readCall<EnqueueJobs>({{}, {}, body}); };
        const auto list = enqueue(R"([{"queue":"a"},{"queue":"a","tag":"x","tag":"y"}])");
        QVERIFY(list && list->jobs[0] && !list->jobs[1]);
        QVERIFY(list->jobs[1].error().text.find("'tag'") != std::string::npos);
        const auto payload = enqueue(R"({"queue":"a","payload":{"b":1,"b":2}})");
        QVERIFY(payload && payload->jobs[0]);
        QCOMPARE(payload->jobs[0]->payload, std::string(R"({"b":1,"b":2})"));
    }
};
QTEST_APPLESS_MAIN(JobJsonTest)
#include "job_json_test.moc"
