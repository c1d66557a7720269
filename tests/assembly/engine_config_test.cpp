// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/engine_config.h"

#include <QtTest>

#include <sys/stat.h>

using namespace fairlead;
using namespace std::chrono_literals;

class EngineConfigTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void goodFileIsRead()
    {
        const Result<EngineConfig> config = parseConfig(R"(
[engine]
workers = 8
[store]
url = "sqlite:jobs.db"
group_commit = { max_jobs = 256, max_delay = "2ms" }
[defaults]
max_attempts = 7
backoff = { kind = "exponential", base = "1s", factor = 2.0, cap = "10m", jitter = 0.1 }
[queue.thumbs]
handler = { kind = "process", command = ["convert", "-"], user = "nobody", limits = { memory = "1GiB", cpu = "90s" } }
weight = 2
timeout = "500ms"
[tenant.acme]
weight = 3
)",
            "f.toml");
        QVERIFY2(config, config ? "" : config.error().text.c_str());
        const QueueSettings &queue = config->engine.queues.front();
        QCOMPARE(queue.name.text(), std::string("thumbs"));
        const auto &process = std::get<ProcessHandlerSettings>(queue.handler);
        QCOMPARE(process.user, std::string("nobody"));
        QVERIFY((process.limits == ProcessLimits {1024 * 1024 * 1024, 90s, 1024, 0, 0}));
        QCOMPARE(queue.defaults.maxAttempts, 7);
        QVERIFY(queue.defaults.timeout == 500ms);
        QVERIFY(queue.defaults.retry == RetryPolicy());
        QCOMPARE(config->engine.tenants.front().rules.weight, std::optional(3.0));
        QCOMPARE(config->engine.groupCommitJobsMax, 256);
    }
    void limitsAreRead()
    {
        const Result<EngineConfig> config = parseConfig(R"(
[engine]
max_depth = 100
max_bytes = "1GiB"
room = "first_come"
[defaults]
retry_budget = 0.2
[queue.q]
handler = { kind = "pull" }
max_bytes = "2MiB"
backpressure = { policy = "wait", max_wait = "5s" }
[queue.scaled]
handler = { kind = "function" }
autoscale = { min = 2, max = 9, age = "3s", up_cooldown = "1s" }
[plan.free]
max_bytes = "64KiB"
retry_budget = 0.1
backpressure = { policy = "shed_low", high_water = 0.7 }
)",
            "f.toml");
        QVERIFY2(config, config ? "" : config.error().text.c_str());
        QCOMPARE(config->engine.depthMax, 100);
        QCOMPARE(config->engine.bytesMax, 1024 * 1024 * 1024);
        QCOMPARE(nameOf(config->engine.room), std::string_view("first_come"));
        QCOMPARE(nameOf(EngineConfig {}.engine.room), std::string_view("fair"));
        const QueueSettings &queue = config->engine.queues.front();
        QCOMPARE(queue.bytesMax, 2 * 1024 * 1024);
        QCOMPARE(queue.retryShare, 0.2);
        QCOMPARE(backpressureText(queue.backpressure), std::string("wait:5s"));
        const ScalingSettings scaling = config->engine.queues.back().scaling.value();
        QCOMPARE(scaling.workersMin, 2);
        QCOMPARE(scaling.workersMax, 9);
        QVERIFY(scaling.ageHigh == 3s && scaling.upCooldown == 1s && scaling.downCooldown == 1min);
        QVERIFY(!queue.scaling);
        const TenantLimits limits = config->engine.limitsOf({TenantName::trusted("a"), "free", {}});
        QCOMPARE(limits.bytesMax, 64 * 1024);
        QCOMPARE(limits.retryShare, 0.1);
        QCOMPARE(backpressureText(*limits.backpressure), std::string("shed_low:0.7"));
    }
    void layersAreReadInTheirOrder()
    {
        const Result<EngineConfig> config = parseConfig(R"(
[defaults]
layers = [ { kind = "timeout", after = "30s" } ]
[queue.a]
handler = { kind = "function" }
layers = [
    { kind = "load_shed" },
    { kind = "rate_limit", per_second = 50, burst = 100, per = "tenant" },
    { kind = "concurrency_limit", most = 4, name = "api" },
    { kind = "circuit_breaker", failures = 3, window = 6, open_for = "1m", per = "host" },
    { kind = "cache", ttl = "10m", most = 5, max_bytes = "1MiB", per = "queue", name = "answers" },
    { kind = "retry", times = 1, pause = "50ms" } ]
[queue.b]
handler = { kind = "function" }
[queue.c]
handler = { kind = "pull" }
[queue.d]
handler = { kind = "pull" }
layers = [ { kind = "rate_limit", per_second = 2 }, { kind = "concurrency_limit", most = 3 } ]
)",
            "f.toml");
        QVERIFY2(config, config ? "" : config.error().text.c_str());
        std::vector<std::string> texts;
        for (const LayerSettings &layer : config->engine.queues[0].layers)
            texts.push_back(layerText(layer));
        QVERIFY((texts
            == std::vector<std::string> {"load_shed for 1s", "rate_limit 50/s, burst 100, per tenant",
                "concurrency_limit 4, shared as api", "circuit_breaker 3 failures of 6, open for 1m, per host",
                "cache for 10m, 5 results, 1 MiB, shared as answers", "retry 1 times after 50ms"}));
        QCOMPARE(config->engine.queues[1].layers.size(), std::size_t {1});
        QVERIFY(config->engine.queues[2].layers.empty());
        QCOMPARE(config->engine.queues[3].layers.size(), std::size_t {2});
    }
    void httpHandlerIsRead()
    {
        const Result<EngineConfig> config = parseConfig(R"([queue.hooks]
handler = { kind = "http", url = "https://example.com/hook", method = "PUT", headers = { X-Key = "k" }, secret_file = "hook.key", allow = ["10.0.0.0/8:8080"], url_from_payload = true, max_answer = "1KiB" }
)",
            "f.toml");
        QVERIFY2(config, config ? "" : config.error().text.c_str());
        const auto &http = std::get<HttpHandlerSettings>(config->engine.queues.front().handler);
        QCOMPARE(http.url, std::string("https://example.com/hook"));
        QVERIFY(http.method == HttpHandlerSettings::Method::Put);
        QCOMPARE(http.headers.at("X-Key"), std::string("k"));
        QCOMPARE(http.secretFile, std::string("hook.key"));
        QCOMPARE(http.allow, std::vector<std::string> {"10.0.0.0/8:8080"});
        QVERIFY(http.isUrlFromPayload);
        QCOMPARE(http.answerBytesMax, std::int64_t {1024});
    }
    void secretFileLiesBesideTheConfiguration()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("f.toml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            "[queue.a]\nhandler = { kind = \"http\", url = \"https://example.com/\", secret_file = \"a.key\" }\n"
            "[queue.b]\nhandler = { kind = \"http\", url = \"https://example.com/\", secret_file = \"/b.key\" }\n");
        file.close();
        const Result<EngineConfig> config = loadConfig(file.fileName().toStdString());
        QVERIFY2(config, config ? "" : config.error().text.c_str());
        const auto secretFile = [&](std::size_t queue) {
            return std::get<HttpHandlerSettings>(config->engine.queues.at(queue).handler).secretFile;
        };
        QCOMPARE(secretFile(0), folder.filePath(QStringLiteral("a.key")).toStdString());
        QCOMPARE(secretFile(1), std::string("/b.key"));
    }
    void fileThatEveryoneMayWriteIsRefused()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("f.toml")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("[engine]\nworkers = 2\n") > 0);
        file.close();
        const std::string name = file.fileName().toStdString();
        constexpr QFile::Permissions ofTheGroup = QFile::ReadOwner | QFile::WriteOwner | QFile::WriteGroup;
        QVERIFY(file.setPermissions(ofTheGroup));
        QVERIFY(loadConfig(name));
        QVERIFY(file.setPermissions(ofTheGroup | QFile::WriteOther));
        const Result<EngineConfig> config = loadConfig(name);
        QVERIFY(!config);
        QCOMPARE(config.error().code, ErrorCode::Configuration);
        QVERIFY2(config.error().text.find("chmod o-w " + name) != std::string::npos, config.error().text.c_str());
    }
    void largestTimeoutAndEmptyArgumentsAreGood()
    {
        const Result<EngineConfig> config =
            parseConfig("[queue.a]\ntimeout = \"366d\"\n"
                        "handler = { kind = \"process\", command = [\"echo\", \"\"] }\n",
                "f.toml");
        QVERIFY2(config, config ? "" : config.error().text.c_str());
        QVERIFY(config->engine.queues.front().defaults.timeout == timeoutMax);
    }
    void exampleOfWebhooksIsGood()
    {
        const Result<EngineConfig> config = loadConfig(FAIRLEAD_SOURCE_DIR "/examples/webhooks/webhooks.toml");
        QVERIFY2(config, config ? "" : config.error().text.c_str());
    }
    void faultOfALayerNamesIt_data()
    {
        QTest::addColumn<QByteArray>("toml");
        QTest::addColumn<QByteArray>("expected");
        const auto layers = [](const QByteArray &list) { return "[defaults]\nlayers = [ " + list + " ]\n"; };
        const QByteArray layer = "f.toml:2: defaults.layers[0]";
        QTest::newRow("layer without a kind") << layers("{}") << layer + ".kind: expected the kind";
        QTest::newRow("unknown layer") << layers("{ kind = \"cash\" }") << layer + ".kind: expected one of";
        QTest::newRow("unknown key of a layer")
            << layers("{ kind = \"retry\", time = 1 }") << layer + ".time: unknown key, nearest known key";
        QTest::newRow("rate limit without a rate")
            << layers("{ kind = \"rate_limit\" }") << layer + ".per_second: expected a number";
        QTest::newRow("no timeout") << layers("{ kind = \"timeout\" }") << layer + ".after: expected a duration from";
        QTest::newRow("more failures than runs") << layers("{ kind = \"circuit_breaker\", window = 4, failures = 5 }")
                                                 << layer + ".failures: expected a whole number from 1 to 4";
        QTest::newRow("not a list of layers") << QByteArray("[defaults]\nlayers = \"retry\"\n")
                                              << QByteArray("f.toml:2: defaults.layers: expected a list");
        QTest::newRow("layers elsewhere")
            << QByteArray("[queue.a]\nlayers = [ { kind = \"retry\" } ]\nhandler = { kind = \"pull\" }\n")
            << QByteArray("f.toml:2: queue.a.layers: a pull handler goes with rate_limit and concurrency_limit alone");
        QTest::newRow("two gates of one name")
            << QByteArray("[queue.a]\nhandler = { kind = \"function\" }\n"
                          "layers = [ { kind = \"concurrency_limit\", most = 1, name = \"api\" } ]\n"
                          "[queue.b]\nhandler = { kind = \"function\" }\n"
                          "layers = [ { kind = \"concurrency_limit\", most = 2, name = \"api\" } ]\n")
            << QByteArray("layers: every concurrency_limit api must have the same settings");
    }
    void faultOfALayerNamesIt() { faultNamesFileLineAndKey(); }
    void faultOfAProgramNamesIt_data()
    {
        QTest::addColumn<QByteArray>("toml");
        QTest::addColumn<QByteArray>("expected");
        const QByteArray where = "f.toml:2: queue.a.handler.";
        const auto process = [](const QByteArray &keys) {
            return "[queue.a]\nhandler = { kind = \"process\", " + keys + " }\n";
        };
        const QByteArray cat = "command = [\"cat\"], ";
        QTest::newRow("no program") << process("command = [\"\"]") << where + "command: expected a program";
        QTest::newRow("no program, but arguments")
            << process("command = [\"\", \"-v\"]") << where + "command: expected a program";
        QTest::newRow("NUL in a command") << process("command = [\"cat\", \"a\\u0000b\"]")
                                          << where + "command: expected a text without the character NUL";
        QTest::newRow("NUL in a path") << process(cat + "working_directory = \"/tmp\\u0000/x\"")
                                       << where + "working_directory: expected a text without the character NUL";
        QTest::newRow("NUL in a variable") << process(cat + "env = { A = \"a\\u0000b\" }")
                                           << where + "env.A: expected a text without the character NUL";
        QTest::newRow("variable with =") << process(cat + "env = { \"A=B\" = \"1\" }")
                                         << where + "env.A=B: expected a variable whose name";
        QTest::newRow("variable without a name")
            << process(cat + "env = { \"\" = \"1\" }") << where + "env.: expected a variable whose name";
        QTest::newRow("inherited variable with =")
            << process(cat + "inherit_env = [\"A=B\"]") << where + "inherit_env: expected a variable whose name";
        QTest::newRow("variable of a plugin")
            << QByteArray("[queue.a]\nhandler = { kind = \"plugin\", file = \"/x.so\", env = { \"=\" = \"1\" } }\n")
            << where + "env.=: expected a variable whose name";
    }
    void faultOfAProgramNamesIt() { faultNamesFileLineAndKey(); }
    void faultNamesFileLineAndKey_data()
    {
        QTest::addColumn<QByteArray>("toml");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("unknown key")
            << QByteArray("[engine]\nworkerz = 1\n")
            << QByteArray("f.toml:2: engine.workerz: unknown key, nearest known key 'engine.workers'");
        QTest::newRow("wrong type") << QByteArray("[engine]\n\nworkers = \"x\"\n")
                                    << QByteArray("f.toml:3: engine.workers: expected a whole number");
        QTest::newRow("bad duration") << QByteArray("[defaults]\ntimeout = \"5 min\"\n")
                                      << QByteArray("f.toml:2: defaults.timeout: expected a duration");
        QTest::newRow("half a file") << QByteArray("[engine]\nworkers = \n[que")
                                     << QByteArray("f.toml:2: not valid TOML");
        QTest::newRow("no handler") << QByteArray("[queue.a]\nweight = 1\n")
                                    << QByteArray("queue.a.handler: expected a table");
        QTest::newRow("bad weight") << QByteArray("[tenant.a]\nweight = 0\n")
                                    << QByteArray("f.toml:2: tenant.a.weight: expected a number");
        QTest::newRow("not a number") << QByteArray("[tenant.a]\nweight = nan\n")
                                      << QByteArray("f.toml:2: tenant.a.weight: expected a number");
        QTest::newRow("bad budget") << QByteArray("[defaults]\nretry_budget = 1.5\n")
                                    << QByteArray("f.toml:2: defaults.retry_budget: expected a number");
        QTest::newRow("bad policy") << QByteArray("[defaults]\nbackpressure = { policy = \"drop\" }\n")
                                    << QByteArray("f.toml:2: defaults.backpressure.policy: expected one of");
        QTest::newRow("endless wait") << QByteArray(
            "[defaults]\nbackpressure = { policy = \"wait\", max_wait = \"1h\" }\n")
                                      << QByteArray(
                                             "f.toml:2: defaults.backpressure.max_wait: expected a duration from");
        QTest::newRow("less than the least")
            << QByteArray("[defaults]\nautoscale = { min = 3, max = 2 }\n")
            << QByteArray("f.toml:2: defaults.autoscale.max: expected at least as many as min");
        QTest::newRow("scaled elsewhere")
            << QByteArray("[queue.a]\nautoscale = { max = 2 }\nhandler = { kind = \"pull\" }\n")
            << QByteArray("f.toml:2: queue.a.autoscale: does not go with a pull handler");
        QTest::newRow("unknown plan") << QByteArray("[tenant.a]\nplan = \"gold\"\n")
                                      << QByteArray("f.toml:2: tenant.a.plan: expected one of the [plan.x]");
        QTest::newRow("bad name") << QByteArray(
            "[queue.\"a b\"]\nhandler = { kind = \"process\", command = [\"x\"] }\n")
                                  << QByteArray("[A-Za-z0-9._:-]{1,128}");
        QTest::newRow("unknown kind") << QByteArray("[queue.a]\nhandler = { kind = \"magic\" }\n")
                                      << QByteArray("f.toml:2: queue.a.handler.kind: expected one of");
        const auto http = [](const QByteArray &keys) {
            return "[queue.a]\nhandler = { kind = \"http\", " + keys + " }\n";
        };
        const QByteArray url = "url = \"https://example.com/\"";
        const QByteArray where = "f.toml:2: queue.a.handler.";
        QTest::newRow("no URL") << http("method = \"POST\"") << where + "url: expected a URL";
        QTest::newRow("bad URL") << http("url = \"ftp://example.com\"") << where + "url: expected a URL";
        QTest::newRow("URL with user") << http("url = \"https://a:b@example.com\"")
                                       << where + "url: expected a URL without";
        QTest::newRow("bad method") << http(url + ", method = \"HEAD\"") << where + "method: expected one of";
        QTest::newRow("bad header") << http(url + ", headers = { Host = \"x\" }") << where + "headers.Host: is set by";
        QTest::newRow("bad allow") << http(url + ", allow = [\"10.0.0.0/8\"]")
                                   << where + "allow: '10.0.0.0/8': expected";
        QTest::newRow("bad flag") << http(url + ", url_from_payload = 1") << where + "url_from_payload: expected true";
        QTest::newRow("bad http key") << http(url + ", secretfile = \"x\"")
                                      << where
                + "secretfile: unknown key, nearest known key 'queue.a.handler.secret_file'";
        QTest::newRow("timeout of more than a year") << QByteArray(
            "[defaults]\ntimeout = \"367d\"\n") << QByteArray("f.toml:2: defaults.timeout: expected a duration from");
        QTest::newRow("unknown store") << QByteArray("[store]\nurl = \"mysql:x\"\n")
                                       << QByteArray("f.toml:2: store.url: expected");
    }
    void faultNamesFileLineAndKey()
    {
        QFETCH(QByteArray, toml);
        QFETCH(QByteArray, expected);
        const Result<EngineConfig> config = parseConfig(toml.toStdString(), "f.toml");
        QVERIFY(!config);
        QCOMPARE(config.error().code, ErrorCode::Configuration);
        QVERIFY2(config.error().text.find(expected.toStdString()) != std::string::npos, config.error().text.c_str());
    }
    void aPipeIsNoConfiguration() // a reload would wait for its writer, or find no queue in it
    {
        const QTemporaryDir folder;
        const QByteArray pipe = QFile::encodeName(folder.filePath(QStringLiteral("pipe")));
        QCOMPARE(mkfifo(pipe, 0600), 0);
        const Result<EngineConfig> config = loadConfig(pipe.toStdString());
        QVERIFY(!config);
        QCOMPARE(config.error().code, ErrorCode::Configuration);
        QVERIFY2(config.error().text.find("is a pipe") != std::string::npos, config.error().text.c_str());
    }
};
QTEST_APPLESS_MAIN(EngineConfigTest)
#include "engine_config_test.moc"
