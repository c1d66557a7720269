// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/engine_calls.h"
#include "engine/calls/job_calls.h"
#include "tests/support/await.h"
#include "tests/support/engine_program.h"

#include <QFile>
#include <QTemporaryDir>

#include <sys/resource.h>

namespace fairlead {

/// `fairlead --headless` with a configuration of its own. Tests can look at its log and process. Threads: one.
class WatchedEngine
{
public:
    /// Does not start it yet. The data folder is one of its own, or `data`.
    explicit WatchedEngine(const QByteArray &config, const QString &data = {})
        : dataDir(data.isEmpty() ? path("data") : data)
    {
        write("fairlead.toml", config);
    }
    ~WatchedEngine() { kill(); }
    WatchedEngine(const WatchedEngine &) = delete;
    WatchedEngine &operator=(const WatchedEngine &) = delete;
    void kill() const
    {
        program->process.kill();
        program->process.waitForFinished();
    }
    /// Starts a life. The next life continues with the same store.
    void start(const QStringList &wrapper = {})
    {
        launch(wrapper);
        url = program->url();
        if (!url.isValid() || url.isEmpty())
            qFatal("the engine did not start");
        client = std::make_unique<RemoteClient>(url);
    }
    /// The same without a wait for the start.
    void launch(const QStringList &wrapper = {})
    {
        program.reset();
        program = std::make_unique<EngineProgram>(dataDir, QStringList {QStringLiteral("--config"), configFile()},
            // exec replaces the shell, so that the started process is the engine's.
            QStringList {
                QStringLiteral("sh"), QStringLiteral("-c"), QStringLiteral("exec \"$@\" 2>>\"$0\""), path("log")}
                + wrapper);
    }
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QString configFile() const { return path("fairlead.toml"); }
    QString write(const char *name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", name);
        return file.fileName();
    }
    QByteArray read(const char *name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QByteArray log() const { return read("log"); }
    pid_t pid() const { return static_cast<pid_t>(program->process.processId()); }
    bool isRunning() const { return program->process.state() == QProcess::Running; }
    /// Sets a limit of the running engine.
    void limit(__rlimit_resource what, rlim_t value) const
    {
        const rlimit limits {value, value};
        if (prlimit(pid(), what, &limits, nullptr) != 0)
            qFatal("prlimit");
    }
    Result<StatusView> status() const { return askAndWait(*client, GetStatus {}); }
    Result<EnqueueReceipt> add(const NewJob &job) const
    {
        auto receipts = askAndWait(*client, EnqueueJobs::of({job}));
        return receipts ? std::move(receipts->front()) : Result<EnqueueReceipt>(failure(receipts.error()));
    }
    Result<VerifyReport> verify() const { return askAndWait(*client, VerifyStore {}); }
    Result<JobRecord> record(const JobId &id) const { return askAndWait(*client, FindJob {id}); }

private:
    QTemporaryDir m_folder;

public:
    const QString dataDir;
    std::unique_ptr<EngineProgram> program;
    QUrl url;
    std::unique_ptr<RemoteClient> client;
};

} // namespace fairlead
