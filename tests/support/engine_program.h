// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/job_calls.h"
#include "engine/client/remote_client.h"
#include "tests/support/await.h"

#include <QProcess>

namespace fairlead {

/// All jobs of an engine, without payloads. Empty when it does not answer.
inline std::vector<JobRecord> recordsOf(Client &client)
{
    std::vector<JobRecord> records;
    JobQuery query;
    query.limit = 1000;
    do {
        const auto page = askAndWait(client, ListJobs {query});
        if (!page)
            return {};
        records.insert(records.end(), page->jobs.begin(), page->jobs.end());
        query.cursor = page->cursor;
    } while (!query.cursor.empty());
    return records;
}

/// `fairlead --headless` in a process of its own, on a free port, with the configuration of an example. Threads: one.
class EngineProgram
{
public:
    /// `wrapper` is a program that runs it, with its arguments, for example strace.
    explicit EngineProgram(const QString &dataDir, const QStringList &more = {}, const QStringList &wrapper = {},
        const QString &config = QStringLiteral("quickstart/quickstart.toml"))
    {
        const QStringList command = wrapper
            + QStringList {QStringLiteral(FAIRLEAD_BIN_DIR "/fairlead"), QStringLiteral("--headless"),
                QStringLiteral("--config"), QStringLiteral(FAIRLEAD_SOURCE_DIR "/examples/") + config,
                QStringLiteral("--data-dir"), dataDir, QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")}
            + more;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(command.front(), command.mid(1));
    }
    /// The URL from its ready line. Empty when the line does not come.
    QUrl url()
    {
        while (!process.canReadLine() && process.waitForReadyRead(30'000)) { }
        const QString line = QString::fromUtf8(process.readLine());
        return QUrl(line.section(QStringLiteral("url="), 1).section(QLatin1Char(' '), 0, 0));
    }
    bool ended() { return process.waitForFinished(120'000); }
    /// Sends SIGTERM and returns the exit code; -1 when it does not end.
    int stop()
    {
        process.terminate();
        return ended() && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }
    QProcess process;
};

} // namespace fairlead
