// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/http_handler.h"
#include "engine/handlers/http_outcome.h"
#include "tests/support/answering_server.h"
#include "tests/support/queue_executor.h"

#include <QMessageAuthenticationCode>
#include <QProcess>
#include <QStandardPaths>
#include <QtTest>

#include <set>
#include <sys/resource.h>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
constexpr const char *secretText = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"; // of the reference libraries' tests
constexpr const char *otherSecretText = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

std::shared_ptr<Run> aRun(std::string payload = "{}")
{
    static std::uint8_t number = 0;
    auto run = std::make_shared<Run>();
    run->job.id = JobId(JobId::Bytes {1, 2, 3, ++number});
    run->job.spec.payload = std::move(payload);
    run->reportProgress = [](const Progress &) {};
    return run;
}

/// Settings under which the server may be reached although it is not public.
HttpHandlerSettings settingsFor(const AnsweringServer &server, const std::string &path = "/")
{
    HttpHandlerSettings settings;
    settings.url = server.url(path);
    settings.allow = {"127.0.0.0/8:" + std::to_string(server.port())};
    return settings;
}

/// A handler and the thread where its answers arrive.
class Asking
{
public:
    explicit Asking(const HttpHandlerSettings &settings,
        std::shared_ptr<HttpTransfers> transfers = std::make_shared<HttpTransfers>())
    {
        const auto made = HttpHandler::make(settings, std::move(transfers), m_clock);
        if (!made)
            qFatal("%s", made.error().text.c_str());
        m_service = (*made)->create(m_executor);
    }
    void call(const std::shared_ptr<Run> &run)
    {
        m_service->call(run, [this, run](Outcome outcome) { outcomes.emplace_back(run, std::move(outcome)); });
    }
    /// Calls and waits for the answer.
    Outcome outcomeOf(const std::shared_ptr<Run> &run)
    {
        outcomes.clear();
        call(run);
        while (outcomes.empty() && m_executor->runOne()) { }
        return outcomes.empty() ? Outcome {Failed {"no answer", "", {}}} : outcomes.front().second;
    }
    bool runOne() { return m_executor->runOne(); }

    std::vector<std::pair<std::shared_ptr<Run>, Outcome>> outcomes;

private:
    const ManualClock m_clock;
    const std::shared_ptr<QueueExecutor> m_executor = std::make_shared<QueueExecutor>();
    std::unique_ptr<Service> m_service;
};

Outcome outcomeOf(const HttpHandlerSettings &settings, const std::shared_ptr<Run> &run = aRun())
{
    return Asking(settings).outcomeOf(run);
}

std::string body(const Outcome &outcome)
{
    const auto *succeeded = std::get_if<Succeeded>(&outcome);
    return succeeded ? succeeded->result.bytes : "<not succeeded>";
}

/// "succeeded", "failed CLASS", "rejected CLASS".
std::string verdict(const Outcome &outcome)
{
    const auto *failed = std::get_if<Failed>(&outcome);
    const auto *rejected = std::get_if<Rejected>(&outcome);
    return failed                                    ? "failed " + failed->errorClass
        : rejected                                   ? "rejected " + rejected->errorClass
        : std::holds_alternative<Succeeded>(outcome) ? "succeeded"
                                                     : "<no end>";
}

int indexOf(const Outcome &outcome)
{
    return static_cast<int>(outcome.index());
}

std::string signatureOf(const char *secret, const ServerRequest &request)
{
    const QByteArray key = QByteArray::fromBase64(QByteArray(secret).mid(6));
    const std::string message =
        request.headers.at("webhook-id") + "." + request.headers.at("webhook-timestamp") + "." + request.body;
    const QByteArray code =
        QMessageAuthenticationCode::hash(QByteArray::fromStdString(message), key, QCryptographicHash::Sha256);
    return "v1," + code.toBase64().toStdString();
}

QString secretFile(const QTemporaryDir &folder, const QByteArray &text)
{
    QFile file(folder.filePath(QStringLiteral("secrets")));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write");
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return file.fileName();
}
} // namespace

Q_DECLARE_METATYPE(fairlead::Cancellation::Reason)
Q_DECLARE_METATYPE(std::function<void(fairlead::HttpHandlerSettings &)>)

class HttpHandlerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void payloadIsPostedAndTheAnswerIsTheResult()
    {
        const AnsweringServer server([](const ServerRequest &request) {
            return ServerAnswer {201, "echo " + request.body, {{"Content-Type", "text/x-echo"}}};
        });
        HttpHandlerSettings settings = settingsFor(server, "/hook?a=b");
        settings.headers = {{"X-Api-Key", "k"}};
        const Outcome outcome = outcomeOf(settings, aRun(std::string("a\0b", 3)));
        QVERIFY(body(outcome) == std::string("echo a\0b", 8));
        QCOMPARE(std::get<Succeeded>(outcome).result.contentType, std::string("text/x-echo"));
        const ServerRequest request = server.requests().at(0);
        QCOMPARE(request.method, std::string("POST"));
        QCOMPARE(request.path, std::string("/hook"));
        QCOMPARE(request.headers.at("x-api-key"), std::string("k"));
        QCOMPARE(request.headers.at("content-type"), std::string("application/json"));
        QCOMPARE(request.headers.count("expect"), std::size_t {0});
    }
    void methodsGoAsConfigured()
    {
        using Method = HttpHandlerSettings::Method;
        const AnsweringServer server([](const ServerRequest &request) {
            return ServerAnswer {200, request.method + " " + request.body};
        });
        HttpHandlerSettings settings = settingsFor(server);
        const std::vector<std::pair<Method, std::string>> rows {{Method::Post, "POST {}"}, {Method::Put, "PUT {}"},
            {Method::Patch, "PATCH {}"}, {Method::Get, "GET "}, {Method::Delete, "DELETE "}};
        for (const auto &[method, expected] : rows) {
            settings.method = method;
            QCOMPARE(body(outcomeOf(settings)), expected);
        }
    }
    void signaturesOfAllSecretsHold()
    {
        const AnsweringServer server([](const ServerRequest &) { return ServerAnswer {}; });
        const QTemporaryDir folder;
        HttpHandlerSettings settings = settingsFor(server);
        settings.secretFile =
            secretFile(folder, QByteArray("# new\n") + otherSecretText + "\n\n" + secretText + "\n").toStdString();
        const auto run = aRun(R"({"amount": 12})");
        QCOMPARE(verdict(outcomeOf(settings, run)), std::string("succeeded"));
        const ServerRequest request = server.requests().at(0);
        QCOMPARE(request.headers.at("webhook-id"), run->job.id.text());
        QCOMPARE(request.headers.at("webhook-timestamp"), std::string("1700000000"));
        QCOMPARE(request.headers.at("webhook-signature"),
            signatureOf(otherSecretText, request) + " " + signatureOf(secretText, request));
    }
    void signatureIsThatOfTheReferenceLibraries()
    {
        const auto secrets = WebhookSecrets::parse(secretText);
        QVERIFY(secrets);
        QCOMPARE(secrets->signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, R"({"test": 2432232314})"),
            std::string("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }
    void signatureHoldsBeforeAnIndependentVerifier()
    {
        if (!qEnvironmentVariableIsSet("FAIRLEAD_LONG")
            || QStandardPaths::findExecutable(QStringLiteral("npm")).isEmpty())
            QSKIP("with --long, where there is npm");
        const QTemporaryDir folder;
        const auto ran = [&folder](const QString &program, const QStringList &arguments) {
            QProcess process;
            process.setWorkingDirectory(folder.path());
            process.start(program, arguments);
            return process.waitForFinished(120'000) && process.exitCode() == 0;
        };
        if (!ran(QStringLiteral("npm"), {QStringLiteral("install"), QStringLiteral("standardwebhooks@1")}))
            QSKIP("npm has no package standardwebhooks here");
        const std::string body = R"({"amount": 12, "text": "\u00e9"})";
        const std::int64_t now = SystemClock().now().time_since_epoch() / std::chrono::seconds {1};
        const auto secrets = WebhookSecrets::parse(std::string(otherSecretText) + "\n" + secretText);
        QVERIFY(secrets);
        const QString signature = QString::fromStdString(secrets->signature("job-1", now, body));
        const QString script = QStringLiteral("const { Webhook } = require('standardwebhooks');"
                                              "const [secret, body, time, signature] = process.argv.slice(1);"
                                              "new Webhook(secret).verify(body, {'webhook-id': 'job-1',"
                                              "'webhook-timestamp': time, 'webhook-signature': signature});");
        const auto isAccepted = [&](const char *secret, const std::string &text) {
            return ran(QStringLiteral("node"),
                {QStringLiteral("-e"), script, QString::fromLatin1(secret), QString::fromStdString(text),
                    QString::number(now), signature});
        };
        QVERIFY(isAccepted(secretText, body));
        QVERIFY(isAccepted(otherSecretText, body));
        QVERIFY(!isAccepted(secretText, body + " "));
        QVERIFY(!isAccepted("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx", body));
    }
    void secretsThatOthersMayReadAreRefused()
    {
        const QTemporaryDir folder;
        const QString path = secretFile(folder, secretText);
        QVERIFY(WebhookSecrets::load(path.toStdString()));
        QFile::setPermissions(path, QFile::ReadOwner | QFile::ReadGroup);
        const auto loaded = WebhookSecrets::load(path.toStdString());
        QVERIFY(!loaded);
        QVERIFY(loaded.error().text.find("chmod 600") != std::string::npos);
        QVERIFY(!WebhookSecrets::load("/no/such/file"));
        QVERIFY(!WebhookSecrets::load("/tmp"));
    }
    void badSecretsAreRefusedByLineAndNeverShown()
    {
        for (const std::string bad : {"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2hvcnQ=", "whsec_%%%%", ""}) {
            const auto parsed = WebhookSecrets::parse(std::string(secretText) + "\n" + bad + "x\n");
            QVERIFY(!parsed);
            QVERIFY(parsed.error().text.find("line 2") != std::string::npos);
            QVERIFY(parsed.error().text.find("MfKQ") == std::string::npos);
        }
        QVERIFY(!WebhookSecrets::parse("\n# nothing\n"));
    }
    void statusDecidesTheOutcome_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("expected");
        for (const int status : {200, 201, 202, 204, 299})
            QTest::addRow("%d", status) << status << QStringLiteral("succeeded");
        for (const int status : {301, 302, 303, 307, 308, 408, 425, 429, 500, 502, 503, 504, 599})
            QTest::addRow("%d", status) << status << QStringLiteral("failed http_%1").arg(status);
        for (const int status : {400, 401, 403, 404, 405, 410, 413, 415, 422, 451})
            QTest::addRow("%d", status) << status << QStringLiteral("rejected http_%1").arg(status);
    }
    void statusDecidesTheOutcome()
    {
        QFETCH(int, status);
        QFETCH(QString, expected);
        const AnsweringServer server([&](const ServerRequest &) { return ServerAnswer {status}; });
        QCOMPARE(verdict(outcomeOf(settingsFor(server))), expected.toStdString());
    }
    void whatTheServerSaidIsShownSafely()
    {
        const AnsweringServer server([&](const ServerRequest &) { return ServerAnswer {422, "no \033[2J amount\n"}; });
        const Outcome outcome = outcomeOf(settingsFor(server));
        QCOMPARE(std::get<Rejected>(outcome).text, std::string("answered 422: no \\x1b[2J amount"));
    }
    void retryAfterIsObeyedUpToAnHour()
    {
        const TimePoint now {1'700'000'000s}; // 2023-11-14 22:13:20 UTC
        QVERIFY(retryAfter("120", now) == 120s);
        QVERIFY(retryAfter("0", now) == 0s);
        QVERIFY(retryAfter("1000000000", now) == 1h);
        QVERIFY(retryAfter("99999999999999999999999", now) == 1h);
        QVERIFY(retryAfter("Tue, 14 Nov 2023 22:15:20 GMT", now) == 120s);
        QVERIFY(retryAfter("Tue, 14 Nov 2023 22:00:00 GMT", now) == 0s);
        QVERIFY(retryAfter("Wed, 14 Nov 2029 22:00:00 GMT", now) == 1h);
        for (const char *bad : {"", "soon", "-5", "1e9"})
            QVERIFY2(!retryAfter(bad, now), bad);
    }
    void retryAfterReachesTheJob()
    {
        const AnsweringServer server([&](const ServerRequest &) {
            return ServerAnswer {429, {}, {{"Retry-After", "77"}}};
        });
        QVERIFY(std::get<Failed>(outcomeOf(settingsFor(server))).retryAfter == 77s);
    }
    void redirectsAreNotFollowed() // S10
    {
        const AnsweringServer server([&](const ServerRequest &request) {
            return request.path == "/" ? ServerAnswer {302, {}, {{"Location", "/elsewhere"}}} : ServerAnswer {};
        });
        QCOMPARE(verdict(outcomeOf(settingsFor(server))), std::string("failed http_302"));
        QCOMPARE(server.requests().size(), std::size_t {1});
    }
    void largeAnswerIsCut() // F60
    {
        const AnsweringServer server([&](const ServerRequest &) {
            return ServerAnswer {200, std::string(8 * 1024 * 1024, 'x')};
        });
        HttpHandlerSettings settings = settingsFor(server);
        QCOMPARE(body(outcomeOf(settings)), std::string(64 * 1024, 'x'));
        settings.answerBytesMax = 0;
        QCOMPARE(body(outcomeOf(settings)), std::string());
    }
    void longHeadersAreAFailure() // F60
    {
        const AnsweringServer server([&](const ServerRequest &) {
            return ServerAnswer {200, {}, {{"X-A", std::string(20'000, 'x')}, {"X-B", std::string(20'000, 'x')}}};
        });
        QCOMPARE(verdict(outcomeOf(settingsFor(server))), std::string("failed answer_too_large"));
    }
    void brokenConnectionsAreFailures() // F60
    {
        HttpHandlerSettings settings;
        {
            const AnsweringServer gone([](const ServerRequest &) { return ServerAnswer {}; });
            settings = settingsFor(gone);
        }
        QCOMPARE(verdict(outcomeOf(settings)), std::string("failed connection"));
        settings.url = "http://no-such-name.invalid/";
        QCOMPARE(verdict(outcomeOf(settings)), std::string("failed dns"));
        const AnsweringServer plain([](const ServerRequest &) { return ServerAnswer {}; });
        settings = settingsFor(plain);
        settings.url.replace(0, 4, "https");
        QCOMPARE(verdict(outcomeOf(settings)), std::string("failed tls"));
    }
    void proxyOfTheEnvironmentIsNotUsed() // S10
    {
        const AnsweringServer server([](const ServerRequest &) { return ServerAnswer {200, "direct"}; });
        qputenv("http_proxy", "http://127.0.0.1:1");
        qputenv("ALL_PROXY", "http://127.0.0.1:1");
        const std::string answer = body(outcomeOf(settingsFor(server)));
        qunsetenv("http_proxy");
        qunsetenv("ALL_PROXY");
        QCOMPARE(answer, std::string("direct"));
    }
    void requestThatIsCutEndsByItsReason_data()
    {
        using Reason = Cancellation::Reason;
        QTest::addColumn<Reason>("reason");
        QTest::addColumn<int>("expected");
        QTest::newRow("cancelled") << Reason::Cancelled << indexOf(RunCancelled {});
        QTest::newRow("timeout") << Reason::TimedOut << indexOf(Failed {});
        QTest::newRow("shutdown") << Reason::Shutdown << indexOf(Released {});
    }
    void requestThatIsCutEndsByItsReason()
    {
        QFETCH(Cancellation::Reason, reason);
        QFETCH(int, expected);
        const auto run = aRun();
        const AnsweringServer server([&](const ServerRequest &) {
            run->cancellation->request(reason); // now that the request is under way
            return ServerAnswer {0};
        });
        const Outcome outcome = outcomeOf(settingsFor(server), run);
        QCOMPARE(indexOf(outcome), expected);
        if (reason == Cancellation::Reason::TimedOut)
            QCOMPARE(verdict(outcome), std::string("failed timeout"));
    }
    void requestThatWasCancelledBeforeIsNotAnswered()
    {
        const AnsweringServer server([](const ServerRequest &) { return ServerAnswer {0}; });
        const auto run = aRun();
        run->cancellation->request(Cancellation::Reason::Cancelled);
        QVERIFY(std::holds_alternative<RunCancelled>(outcomeOf(settingsFor(server), run)));
    }
    void stoppedTransfersGiveRunsBack()
    {
        const AnsweringServer server([](const ServerRequest &) { return ServerAnswer {0}; });
        const auto transfers = std::make_shared<HttpTransfers>();
        Asking asking(settingsFor(server), transfers);
        asking.call(aRun());
        QTRY_COMPARE(server.requests().size(), std::size_t {1});
        transfers->stop();
        QVERIFY(asking.runOne());
        QVERIFY(std::holds_alternative<Released>(asking.outcomes.at(0).second));
        QVERIFY(std::holds_alternative<Released>(asking.outcomeOf(aRun())));
    }
    void manyRequestsAreUnderWayAtOnceAndNoneIsLost()
    {
        constexpr std::size_t count = 200;
        const AnsweringServer server(
            [](const ServerRequest &request) {
                return ServerAnswer {200, request.body};
            },
            count);
        Asking asking(settingsFor(server));
        for (std::size_t i = 0; i < count; ++i)
            asking.call(aRun(std::to_string(i)));
        while (asking.outcomes.size() < count && asking.runOne()) { }
        std::set<std::string> bodies;
        for (const auto &[run, outcome] : asking.outcomes) {
            QCOMPARE(body(outcome), run->job.spec.payload);
            bodies.insert(body(outcome));
        }
        QCOMPARE(bodies.size(), count);
    }
    void burstOfAThousandDeliversAThousand() // H1
    {
        constexpr std::size_t count = 1'000;
        const AnsweringServer server([](const ServerRequest &) { return ServerAnswer {}; });
        Asking asking(settingsFor(server));
        for (std::size_t i = 0; i < count; ++i)
            asking.call(aRun());
        while (asking.outcomes.size() < count && asking.runOne()) { }
        QCOMPARE(std::count_if(asking.outcomes.begin(), asking.outcomes.end(),
                     [](const auto &one) { return verdict(one.second) == "succeeded"; }),
            std::ptrdiff_t {count});
        QCOMPARE(server.requests().size(), count);
    }
    void withoutADescriptorTheRunWaitsASecond_data() // F18
    {
        QTest::addColumn<QByteArray>("host");
        for (const char *host : {"127.0.0.1", "localhost"})
            QTest::newRow(host) << QByteArray(host);
    }
    void withoutADescriptorTheRunWaitsASecond()
    {
        QFETCH(const QByteArray, host);
        const AnsweringServer server([](const ServerRequest &) { return ServerAnswer {}; });
        HttpHandlerSettings settings = settingsFor(server);
        settings.url = "http://" + host.toStdString() + ":" + std::to_string(server.port()) + "/";
        Asking asking(settings);
        rlimit before {};
        QCOMPARE(getrlimit(RLIMIT_NOFILE, &before), 0);
        const rlimit none {0, before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &none), 0);
        const Outcome outcome = asking.outcomeOf(aRun());
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &before), 0);
        const auto *snoozed = std::get_if<Snoozed>(&outcome);
        QVERIFY2(snoozed, verdict(outcome).c_str());
        QCOMPARE(snoozed->delay.count(), 1'000'000);
        QCOMPARE(verdict(asking.outcomeOf(aRun())), std::string("succeeded"));
    }
    void connectionsAreUsedAgain()
    {
        const AnsweringServer server([](const ServerRequest &) { return ServerAnswer {}; });
        Asking asking(settingsFor(server));
        for (int i = 0; i < 20; ++i)
            QCOMPARE(verdict(asking.outcomeOf(aRun())), std::string("succeeded"));
        QCOMPARE(server.connections(), 1);
    }
    void addressesThatAreNotAllowedAreRejected_data() // S11
    {
        QTest::addColumn<QString>("host");
        for (const char *host : {"127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1",
                 "0", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]",
                 "[2002:7f00:1::]", "169.254.169.254", "10.0.0.1"})
            QTest::newRow(host) << QString::fromLatin1(host);
    }
    void addressesThatAreNotAllowedAreRejected()
    {
        QFETCH(QString, host);
        const AnsweringServer server([](const ServerRequest &) { return ServerAnswer {}; });
        HttpHandlerSettings settings;
        settings.url = "http://" + host.toStdString() + ":" + std::to_string(server.port()) + "/";
        QCOMPARE(verdict(outcomeOf(settings)), std::string("rejected address_denied"));
        QVERIFY(server.requests().empty());
        QCOMPARE(server.connections(), 0);
    }
    void hostsInDisguiseReachNothing_data() // S11
    {
        QTest::addColumn<QString>("host");
        for (const char *host :
            {"localhost.", "１２７.0.0.1", "①②⑦.⓪.⓪.①", "127。0。0。1", "127.0.0.1.", "127.0.0.1%00.example.com",
                "user@127.0.0.1", "example.com@127.0.0.1", "127.0.0.1#@example.com", "127.0.0.1?@example.com"})
            QTest::newRow(host) << QString::fromUtf8(host);
    }
    void hostsInDisguiseReachNothing()
    {
        QFETCH(QString, host);
        const std::string locale = setlocale(LC_CTYPE, nullptr);
        setlocale(LC_CTYPE, "C.UTF-8"); // that of the engine, in which libcurl reads foreign letters
        const AnsweringServer server([](const ServerRequest &) { return ServerAnswer {}; });
        HttpHandlerSettings settings;
        settings.isUrlFromPayload = true;
        const std::string url = "http://" + host.toStdString() + ":" + std::to_string(server.port()) + "/";
        const std::string ended = verdict(outcomeOf(settings, aRun("{\"url\": \"" + url + "\"}")));
        setlocale(LC_CTYPE, locale.c_str());
        QVERIFY2(ended != "succeeded", ended.c_str());
        QCOMPARE(server.connections(), 0);
    }
    void nameThatWasAllowedOnceIsAskedForEachTime() // S10: its connection lives on, and another queue may not use it
    {
        const AnsweringServer server([](const ServerRequest &) { return ServerAnswer {}; });
        const auto transfers = std::make_shared<HttpTransfers>();
        HttpHandlerSettings settings = settingsFor(server);
        settings.url = "http://localhost:" + std::to_string(server.port()) + "/";
        QCOMPARE(verdict(Asking(settings, transfers).outcomeOf(aRun())), std::string("succeeded"));
        settings.allow.clear();
        QCOMPARE(verdict(Asking(settings, transfers).outcomeOf(aRun())), std::string("rejected address_denied"));
        QCOMPARE(server.requests().size(), std::size_t {1});
    }
    void targetComesFromThePayloadWhereTheQueueAllowsIt()
    {
        const AnsweringServer server([](const ServerRequest &request) { return ServerAnswer {200, request.path}; });
        HttpHandlerSettings settings = settingsFor(server, "/fixed");
        const auto run = [&] { return aRun("{\"url\": \"" + server.url("/own") + "\"}"); };
        QCOMPARE(body(outcomeOf(settings, run())), std::string("/fixed"));
        settings.isUrlFromPayload = true;
        QCOMPARE(body(outcomeOf(settings, run())), std::string("/own"));
        QCOMPARE(body(outcomeOf(settings)), std::string("/fixed"));
        settings.url.clear();
        // No raw strings where there are two slashes: moc takes them for a comment.
        for (const char *bad : {"{}", "rubbish", "[]", R"({"url": 7})", "{\"url\": \"file:///etc/passwd\"}",
                 "{\"url\": \"http://a:b@example.com/\"}"})
            QCOMPARE(verdict(outcomeOf(settings, aRun(bad))), std::string("rejected bad_request"));
        QCOMPARE(server.requests().size(), std::size_t {3});
    }
    void contentTypeCannotBringHeadersOfItsOwn()
    {
        const AnsweringServer server([](const ServerRequest &) { return ServerAnswer {}; });
        const auto run = aRun();
        run->job.spec.contentType = "text/plain\r\nX-Evil: 1";
        QCOMPARE(verdict(outcomeOf(settingsFor(server), run)), std::string("rejected bad_request"));
        QVERIFY(server.requests().empty());
    }
    void answerLeavesJobsBehindWhereTheQueueAllowsIt()
    {
        std::string said = R"({"n": 1, "spawn": [{"payload": {"x": 1.10}}, {"queue": "other", "payload": 2}]})";
        const AnsweringServer server([&](const ServerRequest &) { return ServerAnswer {200, said}; });
        HttpHandlerSettings settings = settingsFor(server);
        const auto run = aRun();
        run->job.spec.queue = QueueName::trusted("pages");
        run->job.spec.tenant = TenantName::trusted("acme");
        QVERIFY(std::get<Succeeded>(outcomeOf(settings, run)).spawned.empty());
        settings.maySpawn = true;
        const Outcome outcome = outcomeOf(settings, run);
        QCOMPARE(body(outcome), said);
        const std::vector<NewJob> &children = std::get<Succeeded>(outcome).spawned;
        QCOMPARE(children.size(), std::size_t {2});
        QCOMPARE(children[0].payload, std::string(R"({"x": 1.10})"));
        QCOMPARE(children[0].queue.text(), std::string("pages"));
        QCOMPARE(children[1].queue.text(), std::string("other"));
        QCOMPARE(children[1].tenant.text(), std::string("acme"));
        for (const char *none : {"", "{}", R"({"spawn": []})", R"({"spawn": null})"}) {
            said = none;
            QVERIFY2(std::get<Succeeded>(outcomeOf(settings)).spawned.empty(), none);
        }
        for (const char *bad : {"done", "[]", "{\"spawn\": [", R"({"spawn": 7})", R"({"spawn": [{"pay": 1}]})"}) {
            said = bad;
            QCOMPARE(verdict(outcomeOf(settings)), std::string("rejected bad_spawn"));
        }
    }
    void answerThatIsCutLeavesNoPartOfItsJobsBehind()
    {
        const AnsweringServer server([](const ServerRequest &) {
            return ServerAnswer {200, R"({"spawn": [{"payload": 1}, {"payload": 2}]})"};
        });
        HttpHandlerSettings settings = settingsFor(server);
        settings.maySpawn = true;
        settings.answerBytesMax = 30;
        QCOMPARE(verdict(outcomeOf(settings)), std::string("rejected bad_spawn"));
    }
    void badSettingsAreRefusedByTheirKey_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<std::function<void(HttpHandlerSettings &)>>("change");
        using Change = std::function<void(HttpHandlerSettings &)>;
        for (const char *url : {"", "example.com", "ftp://example.com/", "file:///etc/passwd", "http://", "http://a b/",
                 "https://user@example.com/", "https://user:pass@example.com/", "http://a/\r\nX: 1"})
            QTest::addRow("url '%s'", url)
                << QStringLiteral("url") << Change([url](HttpHandlerSettings &to) { to.url = url; });
        for (const char *name : {"", "A B", "A:", "Host", "webhook-ID", "Content-Length", "Transfer-Encoding"})
            QTest::addRow("header '%s'", name)
                << QStringLiteral("headers.") << Change([name](HttpHandlerSettings &to) { to.headers[name] = "x"; });
        for (const char *value : {"", "a\r\nB: c"})
            QTest::addRow("value '%s'", value)
                << QStringLiteral("headers.X") << Change([value](HttpHandlerSettings &to) { to.headers["X"] = value; });
        for (const char *rule : {"", "10.0.0.0/8", "10.0.0.1:80", "10.0.0.0/33:80", "10.0.0.0/8:0", "10.0.0.0/8:65536",
                 "example.com/8:80", "fd00::/129:80", "10.0.0.0/-1:80"})
            QTest::addRow("allow '%s'", rule)
                << QStringLiteral("allow") << Change([rule](HttpHandlerSettings &to) { to.allow = {rule}; });
        QTest::newRow("secrets") << QStringLiteral("secret_file")
                                 << Change([](HttpHandlerSettings &to) { to.secretFile = "/no/such/file"; });
    }
    void badSettingsAreRefusedByTheirKey()
    {
        QFETCH(QString, key);
        QFETCH(std::function<void(HttpHandlerSettings &)>, change);
        HttpHandlerSettings settings;
        settings.url = "https://example.com/";
        settings.allow = {"10.0.0.0/8:8080", "fd00::/8:443"};
        const ManualClock clock;
        const auto transfers = std::make_shared<HttpTransfers>();
        QVERIFY(HttpHandler::make(settings, transfers, clock));
        change(settings);
        const auto made = HttpHandler::make(settings, transfers, clock);
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::Configuration);
        QVERIFY2(made.error().text.rfind(key.toStdString(), 0) == 0, made.error().text.c_str());
    }
};
QTEST_APPLESS_MAIN(HttpHandlerTest)
#include "http_handler_test.moc"
