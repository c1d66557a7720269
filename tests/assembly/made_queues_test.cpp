// SPDX-License-Identifier: Apache-2.0
// Queues that calls make and remove, beside those of the file, and limits that operators set for queues.
#include "engine/assembly/queue_text.h"
#include "engine/assembly/running_engine.h"
#include "engine/calls/engine_calls.h"
#include "engine/calls/job_calls.h"
#include "engine/calls/lease_calls.h"
#include "engine/calls/operation_calls.h"
#include "engine/calls/queue_calls.h"
#include "engine/calls/token_calls.h"
#include "engine/client/remote_client.h"
#include "tests/support/await.h"

#include <QtTest>

#include <mutex>

using namespace fairlead;

namespace {
const std::string pulled = "handler = { kind = \"pull\" }\n";

QueueName named(const char *name)
{
    return QueueName::trusted(name);
}

/// Lives of one engine on a disk, whose configuration is a file with the queue `post`.
struct Lives
{
    Lives() { write("[queue.post]\nhandler = { kind = \"pull\" }\nweight = 2\n"); }
    void write(const QByteArray &bytes) const
    {
        QFile to(QString::fromStdString(path));
        if (!to.open(QIODevice::WriteOnly) || to.write(bytes) != bytes.size())
            qFatal("cannot write the configuration");
    }
    void start(const char *listen = "")
    {
        engine.reset();
        EngineConfig config = *loadConfig(path);
        config.dataDir = folder.filePath(QStringLiteral("data")).toStdString();
        config.http.listen = listen;
        RunningEngine::Options options;
        options.log = [this](std::string_view level, std::string_view text) {
            const std::lock_guard lock(mutex);
            if (level == "warning")
                warnings += std::string(text) + "\n";
        };
        auto started = RunningEngine::start(std::move(config), options);
        if (!started)
            qFatal("%s", started.error().text.c_str());
        engine = std::move(*started);
    }
    Client &client() const { return engine->client(); }
    Result<QueueView> add(const char *name, const std::string &settings = pulled) const
    {
        return askAndWait(client(), AddQueue {named(name), settings});
    }
    Result<RemovedQueue> remove(
        const char *name, QueueJobs jobs = QueueJobs::Keep, const std::optional<QueueName> &to = {}) const
    {
        return askAndWait(client(), RemoveQueue {named(name), jobs, to});
    }
    Result<QueueView> find(const char *name) const { return askAndWait(client(), FindQueue {named(name)}); }
    Result<QueueView> set(const char *name, const TenantRules &rules, const TenantPatch::Cleared &cleared = {}) const
    {
        return askAndWait(client(), SetQueue {named(name), {rules, cleared}});
    }
    Result<ReloadReport> reload() const { return askAndWait(client(), ReloadConfiguration {}); }
    std::optional<JobId> enqueue(const char *queue) const
    {
        NewJob job;
        job.queue = named(queue);
        const auto receipts = askAndWait(client(), EnqueueJobs::of({job}));
        return receipts && receipts->front() ? std::optional(receipts->front()->id) : std::nullopt;
    }
    JobRecord record(const JobId &id) const { return *askAndWait(client(), FindJob {id}); }

    bool hasWarned(const char *of)
    {
        const std::lock_guard lock(mutex);
        return warnings.find(of) != std::string::npos;
    }

    QTemporaryDir folder;
    std::string path = folder.filePath(QStringLiteral("f.toml")).toStdString();
    std::mutex mutex;
    std::string warnings;
    std::unique_ptr<RunningEngine> engine;
};

/// The error's name and text; empty for success.
template <typename T>
std::string faultOf(const Result<T> &result)
{
    return result ? std::string {} : std::string(errorCodeName(result.error().code)) + " " + result.error().text;
}

#define FAULT_HAS(result, part)                                                                                        \
    do {                                                                                                               \
        const std::string faultFound = faultOf(result);                                                                \
        QVERIFY2(faultFound.find(part) != std::string::npos, faultFound.c_str());                                      \
    } while (false)
} // namespace

class MadeQueuesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aQueueMadeByACallTakesJobsAndIsKeptOverARestart()
    {
        Lives lives;
        lives.start();
        QVERIFY(!lives.enqueue("mail"));
        const auto made = lives.add("mail", pulled + "weight = 3\nmax_depth = 7\n");
        QVERIFY2(made, faultOf(made).c_str());
        QCOMPARE(made->handler, std::string("pull"));
        QVERIFY(made->isMade && !lives.find("post")->isMade);
        QVERIFY(lives.enqueue("mail"));
        const LeaseRequest lease {.queue = named("mail"), .worker = "w", .max = 1};
        QCOMPARE(askAndWait(lives.client(), LeaseJobs {lease})->size(), std::size_t {1});
        FAULT_HAS(lives.add("mail"), "conflict");
        FAULT_HAS(lives.add("post"), "conflict");
        lives.start();
        const auto kept = lives.find("mail");
        QVERIFY(kept && kept->isConfigured && kept->isMade);
        QTRY_COMPARE(lives.find("mail")->weight, 3.0);
        const auto entries = askAndWait(lives.client(), ListConfiguration {});
        const auto depth = std::find_if(entries->begin(), entries->end(),
            [](const ConfigEntry &entry) { return entry.key == "queue.mail.max_depth"; });
        QVERIFY(depth != entries->end());
        QCOMPARE(depth->value + " " + depth->source, std::string("7 call"));
    }
    void aReloadLeavesAQueueMadeByACallAndSaysSo()
    {
        Lives lives;
        lives.start();
        QVERIFY(lives.add("mail", pulled + "weight = 3\n"));
        QVERIFY(lives.reload()->overruled.empty());
        QVERIFY(lives.find("mail")->isMade);
        lives.write("[queue.mail]\nhandler = { kind = \"pull\" }\nweight = 9\n");
        const auto report = lives.reload();
        QVERIFY(report);
        QCOMPARE(report->overruled, std::vector<std::string> {"queue.mail"});
        QCOMPARE(report->applied, std::vector<std::string> {"queue.post"});
        QVERIFY(lives.find("mail")->isMade);
        QTRY_COMPARE(lives.find("mail")->weight, 3.0);
        lives.start(); // and after a restart
        QVERIFY(lives.find("mail")->isMade);
        QVERIFY(lives.hasWarned("queue 'mail' is in the configuration too"));
        QVERIFY(lives.remove("mail")); // then the file's has its turn
        QVERIFY(!lives.find("mail")->isMade);
        QTRY_COMPARE(lives.find("mail")->weight, 9.0);
        FAULT_HAS(lives.remove("mail"), "conflict");
        QVERIFY(lives.reload()->overruled.empty());
    }
    void aRemovedQueueKeepsMovesOrCancelsItsJobs()
    {
        Lives lives;
        lives.start();
        QVERIFY(lives.add("mail"));
        const JobId job = *lives.enqueue("mail");
        const auto kept = lives.remove("mail");
        QVERIFY(kept && !kept->operation);
        QCOMPARE(lives.record(job).state, JobState::Ready);
        QVERIFY(!lives.find("mail")->isConfigured);
        QVERIFY(!lives.enqueue("mail"));
        QVERIFY(lives.add("mail")); // its jobs are there again
        FAULT_HAS(lives.remove("mail", QueueJobs::Move), "to: expected");
        FAULT_HAS(lives.remove("mail", QueueJobs::Move, named("mail")), "to: expected");
        FAULT_HAS(lives.remove("mail", QueueJobs::Cancel, named("post")), "to: expected");
        FAULT_HAS(lives.remove("mail", QueueJobs::Move, named("nowhere")), "not_found");
        FAULT_HAS(lives.remove("nowhere"), "not_found");
        const auto moved = lives.remove("mail", QueueJobs::Move, named("post"));
        QVERIFY(moved && moved->operation);
        QTRY_COMPARE(lives.record(job).job.spec.queue, named("post"));
        QVERIFY(lives.add("mail"));
        const JobId other = *lives.enqueue("mail");
        QVERIFY(lives.remove("mail", QueueJobs::Cancel)->operation);
        QTRY_COMPARE(lives.record(other).state, JobState::Cancelled);
        lives.start();
        FAULT_HAS(lives.find("mail"), "not_found");
    }
    void faultySettingsAreRefusedAsThoseOfAFile_data()
    {
        QTest::addColumn<QByteArray>("settings");
        QTest::addColumn<QByteArray>("fault");
        const auto row = [](const char *name, const QByteArray &settings, const char *fault) {
            QTest::newRow(name) << settings << QByteArray(fault);
        };
        const QByteArray good = QByteArray::fromStdString(pulled);
        row("no TOML", "handler", "settings:1: not valid TOML");
        row("nothing", "\n", "handler: expected a table");
        row("unknown key", good + "wieght = 1\n", "settings:2: wieght: unknown key");
        row("range", good + "weight = -1\n", "settings:2: weight: expected");
        row("type", good + "workers = \"4\"\n", "settings:2: workers: expected");
        row("kind", "handler = { kind = \"magic\" }\n", "handler.kind: expected one of");
        row("layer of a pulled queue", good + "layers = [ { kind = \"retry\" } ]\n", "layers: a pull handler");
        row("shared layer", good + "layers = [ { kind = \"concurrency_limit\", most = 2, name = \"api\" } ]\n",
            "shares no layer");
        row("relative file", "handler = { kind = \"plugin\", file = \"libx.so\" }\n", "absolute path");
        row("engine's keys", good + "[engine]\nworkers = 1\n", "settings:2: engine: unknown key");
        row("redact", good + "redact = [\"card\"]\n", "settings:2: redact:");
    }
    void faultySettingsAreRefusedAsThoseOfAFile()
    {
        QFETCH(QByteArray, settings);
        QFETCH(QByteArray, fault);
        const auto parsed = parseQueue(named("mail"), settings.toStdString());
        QVERIFY(!parsed);
        QCOMPARE(errorCodeName(parsed.error().code), errorCodeName(ErrorCode::Invalid));
        FAULT_HAS(parsed, fault.toStdString());
    }
    void aQueueThatStartsProgramsNeedsAnAdminToken()
    {
        Lives lives;
        lives.start("127.0.0.1:0");
        const std::string program = "handler = { kind = \"process\", command = [\"cat\"] }\n";
        const std::string web = "handler = { kind = \"http\", url = \"https://example.com/\" }\n";
        FAULT_HAS(lives.add("run", program), "denied");
        FAULT_HAS(lives.add("web", web), "denied");
        RemoteClient client(QUrl(QString::fromStdString(lives.engine->url())));
        const auto ask = [&](const char *name, const std::string &settings) {
            return askAndWait(client, AddQueue {named(name), settings});
        };
        FAULT_HAS(ask("run", program), "denied"); // another user of the machine
        CreateToken call;
        call.role = Role::Admin;
        const auto admin = askAndWait(client, call);
        QVERIFY(admin);
        client.setToken(admin->secret);
        QVERIFY(ask("run", program));
        QVERIFY(ask("web", web));
        const JobId id = *lives.enqueue("run");
        QTRY_COMPARE(lives.record(id).state, JobState::Succeeded);
        call.role = Role::Operator;
        const auto lesser = askAndWait(client, call);
        QVERIFY(lesser);
        client.setToken(lesser->secret);
        FAULT_HAS(ask("far", pulled), "denied");
        FAULT_HAS(askAndWait(client, RemoveQueue {named("run"), QueueJobs::Keep, {}}), "denied");
        QVERIFY(askAndWait(client, SetQueue {named("run"), {{.weight = 2}, {}}}));
        lives.start();
        QCOMPARE(lives.find("run")->handler, std::string("process"));
    }
    void aMadeQueueThatIsNotValidAnyMoreIsLeftOutWithAWarning()
    {
        Lives lives;
        lives.start("127.0.0.1:0");
        RemoteClient client(QUrl(QString::fromStdString(lives.engine->url())));
        CreateToken call;
        call.role = Role::Admin;
        client.setToken(askAndWait(client, call)->secret);
        const QString secrets = lives.folder.filePath(QStringLiteral("secrets"));
        QFile file(secrets);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n") > 0);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        file.close();
        const auto made = askAndWait(client,
            AddQueue {named("hook"),
                "handler = { kind = \"http\", url = \"https://example.com/\", secret_file = \"" + secrets.toStdString()
                    + "\" }\n"});
        QVERIFY2(made, faultOf(made).c_str());
        QVERIFY(QFile::remove(secrets));
        lives.start();
        QVERIFY(lives.hasWarned("queue 'hook', which a call made, is left out"));
        QVERIFY(!lives.find("hook"));
        QVERIFY(lives.remove("hook"));
        lives.start();
        FAULT_HAS(lives.remove("hook"), "not_found"); // forgotten
    }
    void changesUnderWayAtTheEndHarmNothing()
    {
        Lives lives;
        for (int life = 0; life < 5; ++life) {
            lives.start();
            lives.client().ask(ReloadConfiguration {}, [](const Result<ReloadReport> &) {});
            lives.client().ask(AddQueue {named("late"), pulled}, [](const Result<QueueView> &) {});
            lives.engine.reset(); // the store answers both meanwhile
            lives.start();
            lives.client().ask(RemoveQueue {named("late"), QueueJobs::Keep, {}}, [](const Result<RemovedQueue> &) {});
            lives.engine.reset();
        }
        lives.start();
        QVERIFY(lives.find("post"));
        FAULT_HAS(lives.find("late"), "not_found");
    }
    void noQueueUncoversThePayloadsOfAnEarlierOne()
    {
        Lives lives;
        lives.start("127.0.0.1:0");
        RemoteClient client(QUrl(QString::fromStdString(lives.engine->url())));
        const auto tokenWith = [&](PayloadRight right) {
            CreateToken call;
            call.role = Role::Admin;
            call.payloads = right;
            const auto made = askAndWait(client, call);
            if (!made)
                qFatal("%s", made.error().text.c_str());
            return made->secret;
        };
        const auto full = tokenWith(PayloadRight::Full);
        client.setToken(full);
        const auto redacted = tokenWith(PayloadRight::Redacted);
        const auto none = tokenWith(PayloadRight::None);
        const std::string secret = std::string(pulled) + "redact = [\"/card\"]\n";
        QVERIFY(askAndWait(client, AddQueue {named("cards"), secret}));
        const JobId id = *lives.enqueue("cards");
        client.setToken(redacted);
        FAULT_HAS(askAndWait(client, RemoveQueue {named("cards"), QueueJobs::Move, named("post")}), "denied");
        QVERIFY(askAndWait(client, RemoveQueue {named("cards"), QueueJobs::Keep, {}}));
        FAULT_HAS(askAndWait(client, FindPayload {id}), "denied");
        for (const auto &lesser : {redacted, none}) {
            client.setToken(lesser);
            FAULT_HAS(askAndWait(client, AddQueue {named("cards"), pulled}), "denied");
            QVERIFY(askAndWait(client, AddQueue {named("other"), pulled}));
            QVERIFY(askAndWait(client, RemoveQueue {named("other"), QueueJobs::Keep, {}}));
        }
        client.setToken(full);
        QVERIFY(askAndWait(client, AddQueue {named("cards"), pulled}));
        QVERIFY(askAndWait(client, RemoveQueue {named("cards"), QueueJobs::Move, named("post")}));
    }
    void limitsOfAQueueCountBeforeTheFileUntilTheyAreReleased()
    {
        Lives lives;
        lives.start();
        TenantRules rules;
        rules.weight = 5;
        rules.rate = Rate {20, 20};
        rules.concurrency = 4;
        const auto set = lives.set("post", rules);
        QVERIFY2(set, faultOf(set).c_str());
        QVERIFY(set->limits == rules);
        QCOMPARE(set->configured->weight, std::optional(2.0));
        QVERIFY(!set->configured->rate && !set->configured->concurrency && !set->configured->depthMax);
        QCOMPARE(set->layers.size(), std::size_t {2});
        QTRY_COMPARE(lives.find("post")->weight, 5.0);
        lives.write("[queue.post]\nhandler = { kind = \"pull\" }\nweight = 3\n"
                    "layers = [ { kind = \"rate_limit\", per_second = 9 } ]\n");
        QCOMPARE(lives.reload()->applied.size(), std::size_t {2});
        QTRY_COMPARE(lives.find("post")->configured->weight, std::optional(3.0));
        QCOMPARE(lives.find("post")->configured->rate->perSecond, 9.0);
        QCOMPARE(lives.find("post")->layers.size(), std::size_t {2}); // the file's gate has the rate that was set
        lives.start();
        QVERIFY(lives.find("post")->limits == rules);
        QTRY_COMPARE(lives.find("post")->weight, 5.0);
        QCOMPARE(lives.find("post")->layers.size(), std::size_t {2});
        TenantPatch::Cleared cleared;
        cleared.weight = true;
        QTRY_COMPARE(lives.set("post", {}, cleared)->weight, 3.0);
        QVERIFY(lives.find("post")->limits->rate && !lives.find("post")->limits->weight);
        cleared.rate = cleared.concurrency = true;
        const auto released = lives.set("post", {}, cleared);
        QVERIFY(released && !released->limits && !released->configured);
        QCOMPARE(released->layers.size(), std::size_t {1});
        FAULT_HAS(lives.set("nowhere", rules), "not_found");
        rules.weight = -1;
        FAULT_HAS(lives.set("post", rules), "invalid");
    }
    void limitsOfARemovedQueueAreForgotten()
    {
        Lives lives;
        lives.start();
        QVERIFY(lives.add("mail"));
        QVERIFY(lives.set("mail", {.weight = 7})->limits);
        QVERIFY(lives.remove("mail"));
        QVERIFY(!lives.add("mail")->limits);
        lives.start();
        QVERIFY(!lives.find("mail")->limits);
    }
};

QTEST_GUILESS_MAIN(MadeQueuesTest)
#include "made_queues_test.moc"
