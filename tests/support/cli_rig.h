// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

namespace fairlead {

/// The result of one run of fairleadctl.
struct CliRun
{
    int code = -1;
    QByteArray out;
    QByteArray err;
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    QString member(const char *name) const { return json()[QString::fromLatin1(name)].toString(); }
    bool outHas(const char *part) const { return out.contains(part); }
    bool errHas(const char *part) const { return err.contains(part); }
};

/// The built programs: a headless engine with a store on disk, and the command line. The engine's queues run `cat`,
/// `false` and `sleep`.
class CliRig
{
public:
    CliRig()
    {
        QFile config(m_folder.filePath(QStringLiteral("fairlead.toml")));
        if (!config.open(QIODevice::WriteOnly))
            qFatal("cannot write the configuration");
        config.write("[engine]\nworkers = 2\ndrain_limit = \"100ms\"\n[defaults]\nmax_attempts = 1\n"
                     "[queue.echo]\nhandler = { kind = \"process\", command = [\"cat\"] }\n"
                     "[queue.fails]\nhandler = { kind = \"process\", command = [\"false\"] }\n"
                     "[queue.held]\nhandler = { kind = \"process\", command = [\"sleep\", \"600\"] }\n");
        config.close();
        m_engine.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_engine.start(program("fairlead"),
            {QStringLiteral("--headless"), QStringLiteral("--config"), config.fileName(), QStringLiteral("--data-dir"),
                m_folder.filePath(QStringLiteral("data")), QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")});
        while (!m_engine.canReadLine() && m_engine.waitForReadyRead(limitMs)) { }
        const QString line = QString::fromUtf8(m_engine.readLine());
        m_url = line.section(QStringLiteral("url="), 1).section(QLatin1Char(' '), 0, 0);
        if (m_url.isEmpty())
            qFatal("the engine did not start");
    }
    ~CliRig()
    {
        m_engine.terminate();
        if (!m_engine.waitForFinished(limitMs))
            m_engine.kill();
        m_engine.waitForFinished(limitMs);
    }

    /// Runs a line of words separated by spaces. {} stands for `place`.
    CliRun run(const char *line, const QString &place = {}, const QByteArray &input = {}) const
    {
        QStringList words = QString::fromLatin1(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
        words.replaceInStrings(QStringLiteral("{}"), place);
        return runWords(words, input);
    }
    CliRun runWords(const QStringList &words, const QByteArray &input = {}) const
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("FAIRLEAD_URL"), m_url);
        environment.insert(QStringLiteral("USER"), QStringLiteral("tester"));
        environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
        process.setProcessEnvironment(environment);
        process.start(program("fairleadctl"), words);
        process.write(input);
        process.closeWriteChannel();
        if (!process.waitForFinished(limitMs))
            qFatal("fairleadctl does not end");
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }
    QString stateOf(const QString &id) const { return run("job show {} --json", id).member("state"); }
    /// Adds a job and returns its id.
    QString add(const char *words) const
    {
        return QString::fromLatin1(run((QByteArray("job add ") + words).constData()).out).trimmed();
    }
    QString write(const char *name, const QByteArray &bytes) const
    {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", name);
        return file.fileName();
    }
    QByteArray config() const
    {
        QFile file(m_folder.filePath(QStringLiteral("fairlead.toml")));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QString url() const { return m_url; }
    QProcess &engine() { return m_engine; }

private:
    static constexpr int limitMs = 60'000;
    static QString program(const char *name)
    {
        return QStringLiteral(FAIRLEAD_BIN_DIR) + QLatin1Char('/') + QString::fromLatin1(name);
    }
    QTemporaryDir m_folder;
    QProcess m_engine;
    QString m_url;
};

} // namespace fairlead
