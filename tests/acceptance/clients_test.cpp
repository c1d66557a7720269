// SPDX-License-Identifier: Apache-2.0
// Clients that others generate from the API document do the round enqueue, lease, succeed, result, dead letter, retry.
#include "tests/support/engine_program.h"
#include "tests/support/program_run.h"

#include <QStandardPaths>
#include <QtTest>

using namespace fairlead;

namespace {
QString source(const char *path)
{
    return QStringLiteral(FAIRLEAD_SOURCE_DIR "/") + QString::fromLatin1(path);
}
} // namespace

class ClientsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        if (!qEnvironmentVariableIsSet("FAIRLEAD_LONG"))
            QSKIP("with --long");
        m_folder = std::make_unique<QTemporaryDir>();
        m_engine = std::make_unique<EngineProgram>(m_folder->filePath(QStringLiteral("data")), QStringList {},
            QStringList {}, QStringLiteral("workers/workers.toml"));
        m_url = m_engine->url().toString();
        QVERIFY(!m_url.isEmpty());
    }
    void clientOfOpenapiPythonClientDoesTheRound()
    {
        const QString python = at("venv/bin/python");
        if (!canRun({QStringLiteral("python3"), QStringLiteral("-m"), QStringLiteral("venv"), at("venv")})
            || !canRun({python, QStringLiteral("-m"), QStringLiteral("pip"), QStringLiteral("install"),
                QStringLiteral("openapi-python-client==0.26.2")}))
            QSKIP("openapi-python-client cannot be had");
        QVERIFY2(canRun({at("venv/bin/openapi-python-client"), QStringLiteral("generate"), QStringLiteral("--path"),
                     source("resources/openapi.json"), QStringLiteral("--output-path"), at("fairlead_client"),
                     QStringLiteral("--meta"), QStringLiteral("none")}),
            m_output);
        QVERIFY2(!m_output.contains("WARNING"), m_output);
        QVERIFY(QFile::copy(source("tests/acceptance/clients/round.py"), at("round.py")));
        QVERIFY2(canRun({python, at("round.py"), m_url, QStringLiteral("words")}), m_output);
        QVERIFY2(m_output.endsWith("round done\n"), m_output);
    }
    void clientOfOpenapiTypescriptDoesTheRound()
    {
        const QString tools = at("node_modules/.bin/");
        if (QStandardPaths::findExecutable(QStringLiteral("npm")).isEmpty()
            || !canRun({QStringLiteral("npm"), QStringLiteral("install"), QStringLiteral("--no-audit"),
                QStringLiteral("--no-fund"), QStringLiteral("--prefix"), m_folder->path(),
                QStringLiteral("openapi-typescript@7"), QStringLiteral("openapi-fetch@0.14"),
                QStringLiteral("typescript@5"), QStringLiteral("@types/node@20")}))
            QSKIP("openapi-typescript cannot be had");
        QVERIFY2(canRun({tools + QStringLiteral("openapi-typescript"), source("resources/openapi.json"),
                     QStringLiteral("--output"), at("fairlead.d.ts")}),
            m_output);
        QVERIFY(QFile::copy(source("tests/acceptance/clients/round.mts"), at("round.mts")));
        // The types are half of the claim: the compiler must accept the round.
        QVERIFY2(canRun({tools + QStringLiteral("tsc"), QStringLiteral("--strict"), QStringLiteral("--target"),
                     QStringLiteral("es2022"), QStringLiteral("--module"), QStringLiteral("nodenext"),
                     QStringLiteral("--skipLibCheck"), QStringLiteral("round.mts")}),
            m_output);
        QVERIFY2(
            canRun({QStringLiteral("node"), QStringLiteral("round.mjs"), m_url, QStringLiteral("words")}), m_output);
        QVERIFY2(m_output.endsWith("round done\n"), m_output);
    }

private:
    QString at(const char *name) const { return m_folder->filePath(QString::fromLatin1(name)); }
    /// Runs it in the folder, and keeps its output.
    bool canRun(const QStringList &command)
    {
        ProgramRun run = runProgram(command, m_folder->path());
        m_output = std::move(run.output);
        return run.isGood();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<EngineProgram> m_engine;
    QString m_url;
    QByteArray m_output;
};

QTEST_GUILESS_MAIN(ClientsTest)
#include "clients_test.moc"
