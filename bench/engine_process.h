// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

namespace fairlead::bench {

/// `fairlead --headless` with a store on disk, in a process of its own. Ends the program when it does not start.
/// Threads: one, with a QCoreApplication.
class EngineProcess
{
public:
    explicit EngineProcess(const QByteArray &config)
    {
        write(config);
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationDirPath() + QStringLiteral("/fairlead"),
            {QStringLiteral("--headless"), QStringLiteral("--config"), m_config, QStringLiteral("--data-dir"),
                m_folder.filePath(QStringLiteral("data")), QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")});
        while (!m_process.canReadLine() && m_process.waitForReadyRead(limitMs)) { }
        const QByteArray line = m_process.readLine();
        m_port = line.mid(line.indexOf("127.0.0.1:") + 10).split(' ').first().toInt();
        if (m_port == 0)
            qFatal("the engine did not start");
    }
    ~EngineProcess()
    {
        m_process.terminate();
        if (!m_process.waitForFinished(limitMs))
            m_process.kill();
        m_process.waitForFinished(limitMs);
    }
    /// Writes the configuration file, for a reload.
    void write(const QByteArray &config) const
    {
        QFile file(m_config);
        if (!file.open(QIODevice::WriteOnly) || file.write(config) != config.size())
            qFatal("cannot write the configuration");
    }
    int port() const { return m_port; }

private:
    static constexpr int limitMs = 60'000;
    QTemporaryDir m_folder;
    const QString m_config = m_folder.filePath(QStringLiteral("bench.toml"));
    QProcess m_process;
    int m_port = 0;
};

} // namespace fairlead::bench
