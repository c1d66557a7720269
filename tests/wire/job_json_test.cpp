// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/job_json.h"
#include "engine/wire/request_json.h"
#include "engine/wire/view_json.h"

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
        QCOMPARE(readJob(writeJob(record))->job.spec.payload, payload.toStdString());
        QCOMPARE(readNewJob(writeNewJob(*job))->payload, payload.toStdString());
    }
    void binaryPayloadGoesAsBase64()
    {
        NewJob job;
        job.payload = std::string("\0\xff\x01 x", 5);
        job.contentType = "application/octet-stream";
        QCOMPARE(readNewJob(writeNewJob(job))->payload, job.payload);
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
        QTest::newRow("huge number") << QByteArray(R"({"queue":"q","payload":1e999})");
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
        const Result<NewJobs> jobs = readNewJobs(R"([{"queue":"a"},{"queue":"?"},{"queue":"c"}])", 10);
        QVERIFY(jobs && jobs->isArray);
        QCOMPARE(jobs->jobs.size(), std::size_t {3});
        QVERIFY(jobs->jobs[0] && !jobs->jobs[1] && jobs->jobs[2]);
        QCOMPARE(readNewJobs(R"([{},{}])", 1).error().code, ErrorCode::TooLarge);
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
        const auto views = readTenants(writeTenants({tenant}));
        QVERIFY(views && views->size() == 1);
        QVERIFY(views->front().limits == tenant.limits);
        QCOMPARE(views->front().queueTime.p95, std::int64_t {2});
        QCOMPARE(views->front().counts[4], std::int64_t {17});
        QVERIFY(*readStopMode("") == StopMode::Drain);
        QVERIFY(!readStopMode(R"({"mode":"never"})"));
    }
};
QTEST_APPLESS_MAIN(JobJsonTest)
#include "job_json_test.moc"
