// SPDX-License-Identifier: Apache-2.0
// Secrets put into an engine at every place where they may be, and looked for at every place where they may not.
#include "tests/support/raw_http.h"
#include "tests/support/watched_engine.h"

#include <QDir>
#include <QDirIterator>

using namespace fairlead;

namespace {
// The key's base64 stands for its bytes as well.
const QByteArray hookKey = "whsec_Q0FOQVJZLWhvb2sta2V5LW9mLTMyLWJ5dGVzLSEhISE=";
const QByteArray environment = "CANARY-environment";
const QByteArray header = "CANARY-header";
const QByteArray payload = "CANARY-payload";

const QByteArray config =
    "[log]\nlevel = \"debug\"\n[defaults]\nmax_attempts = 1\n"
    "[queue.hook]\nhandler = { kind = \"http\", url = \"http://127.0.0.1:1/\", secret_file = \"hook.key\", "
    "allow = [\"127.0.0.1/32:1\"], headers = { X-Key = \""
    + header
    + "\" } }\n"
      "[queue.fails]\nhandler = { kind = \"process\", command = [\"false\"], env = { API_KEY = \""
    + environment
    + "\" } }\n"
      "[queue.held]\nhandler = { kind = \"process\", command = [\"sleep\", \"600\"], env = { API_KEY = \""
    + environment + "\" } }\n[queue.echo]\nhandler = { kind = \"process\", command = [\"cat\"] }\n";
} // namespace

class SecretsTest : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<WatchedEngine> m_engine;
    QByteArray m_token;
    QByteArrayList m_secrets;
    QByteArray m_said; ///< all answers that were kept

    RawAnswer ask(const QByteArray &line, const QByteArray &body = {}, const QByteArray &token = {})
    {
        RawSocket socket(m_engine->url.port());
        const QByteArray &shown = token.isEmpty() ? m_token : token;
        return socket.ask(request(m_engine->url.port(), line, body,
            shown.isEmpty() ? QByteArray() : "Authorization: Bearer " + shown + "\r\n"));
    }
    /// Asks, and keeps the answer to be looked through.
    int note(const QByteArray &line, const QByteArray &body = {}, const QByteArray &token = {})
    {
        const RawAnswer answer = ask(line, body, token);
        m_said += answer.head + answer.body;
        return answer.status;
    }
    QString stateOf(const QByteArray &id)
    {
        return ask("GET /v1/jobs/" + id).json()[QStringLiteral("state")].toString();
    }
    QByteArray add(const char *queue)
    {
        const RawAnswer added = ask("POST /v1/jobs",
            QByteArray("{\"queue\":\"") + queue + "\",\"payload\":{\"password\":\"" + payload + "\"}}");
        return added.json()[QStringLiteral("id")].toString().toLatin1();
    }
    void holdsNone(const QByteArray &text, const QByteArrayList &secrets, const QString &where)
    {
        QVERIFY2(!text.isEmpty(), qPrintable(where));
        for (const QByteArray &secret : secrets)
            QVERIFY2(!text.contains(secret), qPrintable(where + QStringLiteral(" tells ") + QString::fromUtf8(secret)));
    }
    /// What every user of the machine can see.
    void commandLinesHoldNone()
    {
        int looked = 0;
        for (const QString &process : QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[0-9]*")}, QDir::Dirs)) {
            QFile file(QStringLiteral("/proc/%1/cmdline").arg(process));
            const QByteArray line = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
            looked += line.startsWith("sleep") ? 1 : 0;
            if (!line.isEmpty())
                holdsNone(line, m_secrets, QStringLiteral("the command line of a process"));
        }
        QVERIFY(looked > 0);
    }

private Q_SLOTS:
    void secretsStayWhereTheyBelong() // S17, S28
    {
        m_engine = std::make_unique<WatchedEngine>(config);
        const QString key = m_engine->write("hook.key", hookKey + "\n");
        QFile::setPermissions(key, QFile::ReadOwner | QFile::WriteOwner);
        m_engine->start();
        m_token = ask("POST /v1/tokens", "{\"name\":\"boss\",\"role\":\"admin\"}")
                      .json()[QStringLiteral("token")]
                      .toString()
                      .toLatin1();
        QVERIFY(m_token.size() > 20);
        m_secrets = {m_token, environment, header, payload, hookKey.mid(6), QByteArray::fromBase64(hookKey.mid(6))};

        // Each is in use: runs that fail, that succeed, and one that goes on.
        const QByteArray hook = add("hook");
        const QByteArray fails = add("fails");
        const QByteArray held = add("held");
        const QByteArray echo = add("echo");
        for (const QByteArray &dead : {hook, fails})
            QTRY_COMPARE_WITH_TIMEOUT(stateOf(dead), QStringLiteral("dead"), 30'000);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(echo), QStringLiteral("succeeded"), 30'000);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(held), QStringLiteral("running"), 30'000);
        QVERIFY(ask("GET /v1/jobs/" + echo + "/result").body.contains(payload)); // there it belongs

        // What people and programs are told.
        for (const char *line : {"GET /v1/stats", "GET /metrics", "GET /v1/config", "GET /v1/audit", "GET /v1/queues",
                 "GET /v1/tokens", "GET /v1/workers", "GET /v1/tenants", "GET /v1/dead-letters?group_by=error"})
            QCOMPARE(note(line), 200);
        QCOMPARE(note("GET /v1/jobs/" + held + "/why"), 200);
        const QByteArray whole = "Accept: application/json\r\nAuthorization: Bearer " + m_token + "\r\n";
        const int port = m_engine->url.port();
        m_said += RawSocket(port).ask(request(port, "GET /v1/events?since=0", {}, whole)).body;
        QVERIFY(m_said.contains("job.dead"));
        QVERIFY(note("GET /v1/events", {}, m_token.chopped(1) + "x") == 401);
        QVERIFY(note("POST /v1/jobs", "{\"queue\":\"nowhere\",\"payload\":\"" + payload + "\"}") == 404);
        QVERIFY(note("POST /v1/jobs", "{\"queue\":\"echo\",\"payload\":\"" + payload + "\"") == 400);
        QVERIFY(
            note("POST /v1/jobs", "{\"queue\":\"echo\",\"delay\":\"soon\",\"payload\":\"" + payload + "\"}") == 400);
        QVERIFY(
            note("POST /v1/jobs/" + fails + "/edit-retry", "{\"payload\":\"" + payload + "\",\"priority\":1}") == 400);
        QVERIFY(note("GET /v1/jobs/" + m_token) >= 400);
        m_engine->write("fairlead.toml", QByteArray(config).replace("[\"false\"]", "\"false"));
        QCOMPARE(note("POST /v1/config/reload"), 400);
        holdsNone(m_said, m_secrets, QStringLiteral("an answer"));

        commandLinesHoldNone();

        // What stays behind. Payloads are in the store, and nothing else is.
        QCOMPARE(note("POST /v1/engine/stop", "{\"mode\":\"now\"}"), 200);
        QVERIFY(m_engine->program->ended());
        QVERIFY(m_engine->log().contains(fails));
        holdsNone(m_engine->log(), m_secrets, QStringLiteral("the log"));
        QByteArrayList kept = m_secrets;
        kept.removeAll(payload);
        QDirIterator files(m_engine->path("data"), QDir::Files, QDirIterator::Subdirectories);
        int scanned = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            if (!bytes.isEmpty())
                holdsNone(bytes, kept, file.fileName());
            ++scanned;
        }
        QVERIFY(scanned >= 2);
    }
};

QTEST_GUILESS_MAIN(SecretsTest)
#include "secrets_test.moc"
