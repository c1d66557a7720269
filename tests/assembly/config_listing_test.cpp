// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/config_listing.h"

#include <QtTest>

using namespace fairlead;

namespace {
const char *const text =
    "[engine]\nworkers = 8\n[http]\nlisten = \"127.0.0.1:1\"\n"
    "[defaults]\ntimeout = \"90s\"\nmax_bytes = \"1536KiB\"\n"
    "[queue.mail]\nhandler = { kind = \"process\", command = [\"cat\"], env = { KEY = \"s3cret\" } }\n"
    "max_bytes = \"1MiB\"\n"
    "[queue.web]\nhandler = { kind = \"http\", url = \"https://a.example/\", headers = { X = \"s3cret\" } }\n"
    "[plan.free]\nrate = \"10/s\"\n[tenant.acme]\nplan = \"free\"\nbackpressure = { policy = \"wait\" }\n";
}

class ConfigListingTest : public QObject
{
    Q_OBJECT
private:
    static EngineConfig config()
    {
        EngineConfig read = *parseConfig(text, "f.toml");
        read.http.listen = "127.0.0.1:2";
        read.origin.overridden.insert("http.listen");
        return read;
    }

private Q_SLOTS:
    void everyValueSaysWhereItCameFrom_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("source");
        const auto row = [](const char *key, const char *value, const char *source) {
            QTest::newRow(key) << QString::fromLatin1(key) << QString::fromLatin1(value) << QString::fromLatin1(source);
        };
        row("engine.workers", "8", "f.toml:2");
        row("engine.window", "256", "default");
        row("http.listen", "\"127.0.0.1:2\"", "command line");
        row("queue.mail.timeout", "\"90s\"", "f.toml:6");
        row("queue.mail.max_bytes", "\"1MiB\"", "f.toml:10");
        row("queue.web.max_bytes", "\"1536KiB\"", "f.toml:7");
        row("queue.mail.mailbox", "1", "default");
        row("queue.mail.handler.command", "[\"cat\"]", "f.toml:9");
        row("queue.mail.handler.env.KEY", "***", "f.toml:9");
        row("queue.web.handler.headers.X", "***", "f.toml:12");
        row("plan.free.rate", "\"10/s\"", "f.toml:14");
        row("tenant.acme.plan", "\"free\"", "f.toml:16");
        row("tenant.acme.backpressure", "\"wait:1s\"", "f.toml:17");
    }
    void everyValueSaysWhereItCameFrom()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, source);
        const std::vector<ConfigEntry> entries = listConfig(config());
        const auto found = std::find_if(
            entries.begin(), entries.end(), [&](const ConfigEntry &one) { return one.key == key.toStdString(); });
        QVERIFY(found != entries.end());
        QCOMPARE(QString::fromStdString(found->value), value);
        QCOMPARE(QString::fromStdString(found->source), source);
    }
    void secretsAreNotShown()
    {
        for (const ConfigEntry &entry : listConfig(config()))
            QVERIFY2(entry.value.find("s3cret") == std::string::npos, entry.key.c_str());
    }
    void whatAProgramSetsIsItsOwn()
    {
        EngineConfig own;
        own.engine.workers = 3;
        const std::vector<ConfigEntry> entries = listConfig(own);
        QCOMPARE(entries[0].source, std::string("program"));
        QCOMPARE(entries[1].source, std::string("default"));
    }
    /// Every key that docs/INTERFACES.md names for these tables is listed.
    void noKeyIsForgotten()
    {
        QFile file(QStringLiteral(FAIRLEAD_SOURCE_DIR "/docs/INTERFACES.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString document = QString::fromUtf8(file.readAll());
        std::set<std::string> listed;
        for (const ConfigEntry &entry : listConfig(config()))
            listed.insert(entry.key);
        for (const char *table : {"engine", "http", "log"}) {
            const QString head = QStringLiteral("\n[%1]\n").arg(QString::fromLatin1(table));
            QVERIFY(document.contains(head));
            const QString body = document.section(head, 1, 1).section(QStringLiteral("\n["), 0, 0);
            int count = 0;
            for (const QString &line : body.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
                const std::string key = std::string(table) + "." + line.section(QLatin1Char(' '), 0, 0).toStdString();
                QVERIFY2(listed.contains(key), key.c_str());
                ++count;
            }
            QVERIFY(count > 0);
        }
    }
};

QTEST_GUILESS_MAIN(ConfigListingTest)
#include "config_listing_test.moc"
