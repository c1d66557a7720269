// SPDX-License-Identifier: Apache-2.0
// Configurations read again by a running engine, with signals and by command, whatever state the file is in.
#include "engine/calls/engine_calls.h"
#include "engine/calls/queue_calls.h"
#include "tests/support/watched_engine.h"

#include <QtTest>

#include <csignal>

using namespace fairlead;

namespace {
const QByteArray good = "[engine]\nworkers = 1\n[log]\nlevel = \"info\"\n"
                        "[queue.q]\nhandler = { kind = \"pull\" }\n[tenant.acme]\nweight = 1\n";

QByteArray withWeight(int weight)
{
    return QByteArray(good).replace(
        "[tenant.acme]\nweight = 1", "[tenant.acme]\nweight = " + QByteArray::number(weight));
}

using Entries = std::vector<ConfigEntry>;
Entries entriesOf(const WatchedEngine &engine)
{
    return askAndWait(*engine.client, ListConfiguration {}).value_or(Entries {});
}

Result<ReloadReport> reload(const WatchedEngine &engine)
{
    return askAndWait(*engine.client, ReloadConfiguration {});
}

double weightOf(const WatchedEngine &engine)
{
    const auto view = askAndWait(*engine.client, FindTenant {TenantName::trusted("acme")});
    return view ? view->limits.weight : -1;
}

bool isSame(const Entries &a, const Entries &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const ConfigEntry &one, const ConfigEntry &other) {
        return one.key == other.key && one.value == other.value && one.source == other.source;
    });
}
} // namespace

class ReloadTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aFaultyFileChangesNothing_data() // F49
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("place"); // of the fault, behind the file's name
        const auto row = [](const char *name, const QByteArray &text, const char *place) {
            QTest::newRow(name) << text << QByteArray(place);
        };
        row("no TOML", withWeight(7) + "[tenant\n", ":9: not valid TOML");
        row("wrong type", withWeight(7).replace("workers = 1", "workers = \"1\""), ":2: engine.workers");
        row("unknown key", withWeight(7) + "wieght = 2\n", ":9: tenant.acme.wieght");
        row("out of range", withWeight(-7), ":8: tenant.acme.weight");
        row("key twice", withWeight(7) + "weight = 8\n", ":9: ");
        row("half a word", withWeight(7).chopped(13), ":7: ");
        row("half a line", withWeight(7).chopped(3), ":8: ");
        row("zeros", QByteArray(4'096, '\0'), ":1: ");
    }
    void aFaultyFileChangesNothing()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, place);
        WatchedEngine engine(good);
        engine.start();
        const Entries before = entriesOf(engine);
        QVERIFY(!before.empty());
        engine.write("fairlead.toml", text);
        const std::string fault = engine.configFile().toStdString() + place.toStdString();

        const auto refused = reload(engine);
        QVERIFY(!refused);
        QCOMPARE(errorCodeName(refused.error().code), errorCodeName(ErrorCode::Invalid));
        QVERIFY2(refused.error().text.starts_with(fault), refused.error().text.c_str());
        QCOMPARE(kill(engine.pid(), SIGHUP), 0);
        const QByteArray line = "the configuration was not reloaded: " + QByteArray::fromStdString(fault);
        QTRY_VERIFY2(engine.log().contains(line), engine.log());
        QVERIFY(isSame(entriesOf(engine), before));
        QCOMPARE(weightOf(engine), 1.0);

        engine.write("fairlead.toml", withWeight(7));
        QCOMPARE(kill(engine.pid(), SIGHUP), 0);
        QTRY_COMPARE(weightOf(engine), 7.0);
    }
    void aFileThatIsGoneChangesNothing() // F49
    {
        WatchedEngine engine(good);
        engine.start();
        const Entries before = entriesOf(engine);
        QVERIFY(QFile::remove(engine.configFile()));
        const auto refused = reload(engine);
        QVERIFY(!refused);
        QVERIFY2(refused.error().text.starts_with(engine.configFile().toStdString()), refused.error().text.c_str());
        QVERIFY(isSame(entriesOf(engine), before));
    }
    void aHundredSignalsEndWithTheLastFile() // F49
    {
        WatchedEngine engine(good);
        engine.start();
        for (int i = 1; i <= 100; ++i) {
            engine.write("fairlead.toml", i % 3 == 0 ? withWeight(i) + "[tenant\n" : withWeight(i));
            QCOMPARE(kill(engine.pid(), SIGHUP), 0);
            if (i % 10 == 0)
                QVERIFY(engine.status());
        }
        engine.write("fairlead.toml", withWeight(1'000));
        QCOMPARE(kill(engine.pid(), SIGHUP), 0);
        QTRY_COMPARE(weightOf(engine), 1'000.0);
        for (const QByteArray &line : engine.log().split('\n'))
            QVERIFY2(line.isEmpty() || line.contains("reloaded"), line);
        QCOMPARE(engine.status()->state, EngineState::Running);
        QCOMPARE(engine.program->stop(), 0);
    }
};

QTEST_GUILESS_MAIN(ReloadTest)
#include "reload_test.moc"
