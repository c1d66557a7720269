// SPDX-License-Identifier: Apache-2.0
// What a configuration that is read again changes at once, what it does not, and what is said of both.
#include "engine/assembly/config_listing.h"
#include "engine/assembly/config_reload.h"
#include "engine/assembly/running_engine.h"
#include "engine/calls/engine_calls.h"
#include "engine/calls/job_calls.h"
#include "engine/calls/log_calls.h"
#include "engine/calls/queue_calls.h"
#include "tests/support/await.h"

#include <QtTest>

using namespace fairlead;

using Keys = std::vector<std::string>;
Q_DECLARE_METATYPE(Keys)

namespace {
const QByteArray text = "[engine]\nworkers = 2\nmax_depth = 100\n[store]\nurl = \"memory:\"\n[http]\nlisten = \"\"\n"
                        "[queue.mail]\nhandler = { kind = \"pull\" }\nweight = 2\nmax_attempts = 4\n"
                        "[plan.free]\nrate = \"10/s\"\n[tenant.acme]\nplan = \"free\"\n";

/// With layers whose gates may change.
const QByteArray gated = text
    + "[queue.one]\nhandler = { kind = \"process\", command = [\"cat\"] }\n"
      "layers = [ { kind = \"rate_limit\", per_second = 0.001, name = \"api\" }, "
      "{ kind = \"concurrency_limit\", most = 2 } ]\n"
      "[queue.two]\nhandler = { kind = \"process\", command = [\"cat\"] }\n"
      "layers = [ { kind = \"rate_limit\", per_second = 0.001, name = \"api\" }, "
      "{ kind = \"timeout\", after = \"9s\" } ]\n";

EngineConfig parsed(const QByteArray &from)
{
    return *parseConfig(from.toStdString(), "f.toml");
}

QByteArray with(const char *before, const char *after)
{
    return QByteArray(text).replace(before, after);
}

std::map<std::string, std::pair<std::string, std::string>> listed(const std::vector<ConfigEntry> &entries)
{
    std::map<std::string, std::pair<std::string, std::string>> list;
    for (const ConfigEntry &entry : entries)
        list.emplace(entry.key, std::pair(entry.value, entry.source));
    return list;
}

/// An engine in memory whose configuration is a file.
struct RunningFile
{
    RunningFile() { write(text); }
    void write(const QByteArray &bytes) const
    {
        QFile file(QString::fromStdString(path));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write the configuration");
    }
    void start() { engine = std::move(*RunningEngine::start(*loadConfig(path), {})); }
    Client &client() const { return engine->client(); }
    Result<ReloadReport> reload() const { return askAndWait(client(), ReloadConfiguration {}); }
    std::vector<ConfigEntry> entries() const { return *askAndWait(client(), ListConfiguration {}); }
    TenantLimits limitsOf(const char *tenant) const
    {
        const auto view = askAndWait(client(), FindTenant {TenantName::trusted(tenant)});
        return view ? view->limits : TenantLimits {};
    }
    QTemporaryDir folder;
    std::string path = folder.filePath(QStringLiteral("f.toml")).toStdString();
    std::unique_ptr<RunningEngine> engine;
};
} // namespace

class ConfigReloadTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachChangeIsInForceOrWaitsForTheRestart_data()
    {
        QTest::addColumn<QByteArray>("changed");
        QTest::addColumn<QString>("applied");
        QTest::addColumn<QString>("afterRestart");
        QTest::addColumn<QString>("removed");
        const auto row = [](const char *name, const QByteArray &changed, const char *applied, const char *waiting,
                             const char *removed = "") {
            QTest::newRow(name) << changed << QString::fromLatin1(applied) << QString::fromLatin1(waiting)
                                << QString::fromLatin1(removed);
        };
        row("nothing", text, "", "");
        row("workers", with("workers = 2", "workers = 3"), "", "engine.workers");
        row("limits of the engine",
            with("max_depth = 100", "max_depth = 7\nmax_bytes = \"1MiB\"\ndrain_limit = \"1s\"\nroom = \"first_come\""),
            "engine.drain_limit engine.max_bytes engine.max_depth engine.room", "");
        row("level of the log", text + "[log]\nlevel = \"debug\"\n", "log.level", "");
        row("door", with("listen = \"\"", "listen = \"127.0.0.1:1\""), "", "http.listen");
        row("queue",
            with("weight = 2\n",
                "weight = 3\nmax_depth = 1\nmax_bytes = \"9B\"\nretry_budget = 0.5\nbackpressure = { policy = "
                "\"drop_oldest\" }\ntimeout = \"1s\"\n"),
            "queue.mail.backpressure queue.mail.max_bytes queue.mail.max_depth queue.mail.retry_budget "
            "queue.mail.timeout queue.mail.weight",
            "");
        row("handler", with("kind = \"pull\"", "kind = \"function\""), "queue.mail.handler.kind", "");
        row("new queue", text + "[queue.new]\nhandler = { kind = \"pull\" }\n", "queue.new", "");
        row("other queue", with("[queue.mail]", "[queue.post]"), "queue.mail queue.post", "", "queue.mail");
        row("plan", with("10/s", "20/s"), "plan.free.rate", "");
        row("new plan", with("[plan.free]", "[plan.gold]\nweight = 9\n[plan.free]"), "plan.gold.weight", "");
        row("tenants", with("[tenant.acme]", "[tenant.a.b]\nweight = 2\n[tenant.acme]").replace("a.b", "\"a.b\""),
            "tenant.a.b.weight", "");
        row("tenant gone", with("[tenant.acme]\nplan = \"free\"\n", ""), "tenant.acme.plan", "", "tenant.acme.plan");
        row("in [defaults]", text + "[defaults]\nretry_budget = 0.5\ncrash_limit = 9\n",
            "queue.mail.crash_limit queue.mail.retry_budget", "");
    }
    void eachChangeIsInForceOrWaitsForTheRestart()
    {
        QFETCH(QByteArray, changed);
        QFETCH(QString, applied);
        QFETCH(QString, afterRestart);
        QFETCH(QString, removed);
        const EngineConfig running = parsed(text);
        const ConfigReload reload = reloadConfig(running, parsed(changed));
        const auto joined = [](const Keys &keys) {
            QStringList list;
            for (const std::string &key : keys)
                list.append(QString::fromStdString(key));
            return list.join(QLatin1Char(' '));
        };
        QCOMPARE(joined(reload.report.applied), applied);
        QCOMPARE(joined(reload.report.afterRestart), afterRestart);
        QCOMPARE(joined(reload.report.removed), removed);
        // What is listed afterwards is what was said.
        const auto before = listed(listConfig(running));
        const auto wanted = listed(listConfig(parsed(changed)));
        const auto after = listed(listConfig(reload.config));
        for (const std::string &key : reload.report.applied)
            QVERIFY2(after.contains(key) == wanted.contains(key)
                    && (!after.contains(key) || after.at(key) == wanted.at(key)),
                key.c_str());
        for (const std::string &key : reload.report.afterRestart)
            QVERIFY2(after.at(key).first == before.at(key).first, key.c_str());
    }
    void layersChangeAtOnce_data()
    {
        QTest::addColumn<QByteArray>("changed");
        QTest::addColumn<Keys>("applied");
        const auto layered = [](const char *before, const char *after) {
            return QByteArray(gated).replace(before, after);
        };
        const Keys both {"queue.one.layers", "queue.two.layers"};
        const Keys one {"queue.one.layers"};
        const Keys two {"queue.two.layers"};
        QTest::newRow("shared rate") << layered("per_second = 0.001", "per_second = 900") << both;
        QTest::newRow("limit") << layered("most = 2", "most = 3") << one;
        QTest::newRow("own") << layered("most = 2", "most = 2, per = \"tenant\"") << one;
        QTest::newRow("other layer") << layered("most = 2 }", "most = 3 }, { kind = \"load_shed\" }") << one;
        QTest::newRow("one layer less") << layered(", { kind = \"concurrency_limit\", most = 2 }", "") << one;
        QTest::newRow("one leaves the gate")
            << layered("api\" }, { kind = \"timeout\"", "other\" }, { kind = \"timeout\"") << two;
    }
    void layersChangeAtOnce()
    {
        QFETCH(QByteArray, changed);
        QFETCH(Keys, applied);
        QVERIFY(changed != gated);
        const ConfigReload reload = reloadConfig(parsed(gated), parsed(changed));
        QVERIFY(reload.report.applied == applied);
        QVERIFY(reload.report.afterRestart.empty());
    }
    void runsThatAGateHeldBackBeginWhenAReloadOpensIt()
    {
        RunningFile file;
        file.write(gated);
        file.start();
        NewJob job;
        job.queue = QueueName::trusted("one");
        QVERIFY(askAndWait(file.client(), EnqueueJobs::of({job, job, job})));
        const auto view = [&] { return askAndWait(file.client(), FindQueue {job.queue}).value(); };
        QTRY_COMPARE(countOf(view().counts, JobState::Succeeded), 1);
        QCOMPARE(view().layers.at(0).settings, std::string("0.001/s, burst 1, shared as api"));
        file.write(QByteArray(gated).replace("per_second = 0.001", "per_second = 900"));
        QVERIFY(file.reload());
        QTRY_COMPARE(countOf(view().counts, JobState::Succeeded), 3);
        QCOMPARE(view().layers.at(0).settings, std::string("900/s, burst 900, shared as api"));
    }
    void queuesComeChangeAndGoInARunningEngine()
    {
        RunningFile file;
        const auto withNew = [](const char *handler) {
            return QByteArray(text) + "[queue.new]\nhandler = { " + handler + " }\n";
        };
        const char *cat = "kind = \"process\", command = [\"cat\"]";
        const auto state = [&](const JobId &id) { return askAndWait(file.client(), FindJob {id})->state; };
        NewJob job;
        job.queue = QueueName::trusted("new");
        job.payload = "{}";
        const auto add = [&] { return askAndWait(file.client(), EnqueueJobs::of({job}))->front(); };
        file.start();
        QCOMPARE(errorCodeName(add().error().code), errorCodeName(ErrorCode::NotFound));
        // It comes, and runs its jobs.
        file.write(withNew(cat));
        const auto came = file.reload();
        QVERIFY2(came, came ? "" : came.error().text.c_str());
        QVERIFY((came->applied == Keys {"queue.new"}) && came->afterRestart.empty());
        const JobId first = add()->id;
        QTRY_COMPARE(state(first), JobState::Succeeded);
        // Its handler and its layers change.
        file.write(withNew("kind = \"process\", command = [\"false\"]")
            + "max_attempts = 1\nlayers = [ { kind = \"concurrency_limit\", most = 1 } ]\n");
        QVERIFY(file.reload());
        const JobId second = add()->id;
        QTRY_COMPARE(state(second), JobState::Dead);
        // Its workers are elsewhere; then it goes, and its job waits.
        file.write(withNew("kind = \"pull\""));
        QVERIFY(file.reload());
        const JobId third = add()->id;
        file.write(text);
        QVERIFY(file.reload());
        QCOMPARE(errorCodeName(add().error().code), errorCodeName(ErrorCode::NotFound));
        QCOMPARE(state(third), JobState::Ready);
        const auto lost = askAndWait(file.client(), FindQueue {job.queue});
        QVERIFY(lost && !lost->isConfigured);
        // It is there again.
        file.write(withNew(cat));
        QVERIFY(file.reload());
        QTRY_COMPARE(state(third), JobState::Succeeded);
    }
    void handlerThatCannotBeMadeChangesNothing()
    {
        RunningFile file;
        file.start();
        const auto before = listed(file.entries());
        file.write(QByteArray(text) + "[queue.new]\nhandler = { kind = \"function\" }\n");
        const auto refused = file.reload();
        QVERIFY(!refused);
        QCOMPARE(errorCodeName(refused.error().code), errorCodeName(ErrorCode::Invalid));
        QVERIFY(listed(file.entries()) == before);
    }
    void theCommandLineStays()
    {
        EngineConfig running = parsed(text);
        running.http.listen = "127.0.0.1:9";
        running.origin.overridden.insert("http.listen");
        const ConfigReload reload = reloadConfig(running, parsed(with("listen = \"\"", "listen = \"127.0.0.1:1\"")));
        QVERIFY(reload.report.applied.empty() && reload.report.afterRestart.empty());
        QCOMPARE(listed(listConfig(reload.config)).at("http.listen").second, std::string("command line"));
    }
    void whatOperatorsSaidIsSetApart()
    {
        const ReloadReport report {.applied = {"log.level", "tenant.a.b.weight", "tenant.a.weight"},
            .overruled = {},
            .afterRestart = {"engine.workers"},
            .removed = {"tenant.a.b.weight", "tenant.a.weight"}};
        const ReloadReport told = overruled(report, {TenantName::trusted("a")});
        QVERIFY((told.applied == Keys {"log.level", "tenant.a.b.weight"}));
        QVERIFY((told.overruled == Keys {"tenant.a.weight"}));
        QVERIFY((told.afterRestart == Keys {"engine.workers"}));
        QVERIFY((told.removed == Keys {"tenant.a.b.weight"}));
    }
    void plansAndQueuesChangeInARunningEngine()
    {
        RunningFile file;
        file.start();
        QCOMPARE(file.limitsOf("acme").rate.value_or(Rate {}).perSecond, 10.0);
        file.write(with("10/s", "20/s").replace("weight = 2", "weight = 5\nmax_depth = 1"));
        const auto report = file.reload();
        QVERIFY2(report, report ? "" : report.error().text.c_str());
        QVERIFY((report->applied == Keys {"plan.free.rate", "queue.mail.max_depth", "queue.mail.weight"}));
        QCOMPARE(file.limitsOf("acme").rate.value_or(Rate {}).perSecond, 20.0);
        const auto queues = askAndWait(file.client(), ListQueues {});
        QCOMPARE(queues->front().weight, 5.0);
        NewJob job;
        job.queue = QueueName::trusted("mail");
        const auto receipts = askAndWait(file.client(), EnqueueJobs::of({job, job}));
        QVERIFY(receipts->front());
        QCOMPARE(errorCodeName((*receipts)[1].error().code), errorCodeName(ErrorCode::QueueFull));
        // A plan that is new can be given at once.
        file.write(text + "[plan.gold]\nweight = 9\n");
        QVERIFY(file.reload());
        TenantPatch patch;
        patch.plan = "gold";
        QVERIFY(askAndWait(file.client(), SetTenant {TenantName::trusted("acme"), patch}));
        QCOMPARE(file.limitsOf("acme").weight, 9.0);
    }
    void aReloadIsMarked()
    {
        RunningFile file;
        file.start();
        QVERIFY(file.reload());
        const auto marks = askAndWait(file.client(), ListMarks {});
        QVERIFY(marks && marks->size() == 2);
        QCOMPARE(marks->at(0).kind, MarkKind::Reloaded);
        QCOMPARE(marks->at(1).kind, MarkKind::Started);
    }
    void aHalfWrittenFileIsTakenWholeOrNotAtAll() // F49
    {
        RunningFile file;
        file.start();
        int taken = 0;
        for (qsizetype size = 0; size < text.size(); ++size) {
            file.write(text.left(size));
            const auto before = listed(file.entries());
            const auto report = file.reload();
            const auto after = listed(file.entries());
            if (!report) {
                QVERIFY2(report.error().text.starts_with(file.path + ":"), report.error().text.c_str());
                QVERIFY(after == before);
                continue;
            }
            ++taken;
            const auto wanted = listed(listConfig(parsed(text.left(size))));
            for (const std::string &key : report->applied)
                QVERIFY2(wanted.contains(key) == after.contains(key)
                        && (!wanted.contains(key) || wanted.at(key).first == after.at(key).first),
                    key.c_str());
        }
        QVERIFY(taken > 0 && taken < text.size());
        file.write(text);
        QVERIFY(file.reload());
        QCOMPARE(file.limitsOf("acme").plan, std::string("free"));
    }
};

QTEST_GUILESS_MAIN(ConfigReloadTest)
#include "config_reload_test.moc"
