// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/single_instance.h"

#include <QDir>
#include <QLocalSocket>
#include <QStandardPaths>

namespace fairlead {

namespace {
constexpr int patienceMs = 2000;
constexpr qint64 requestBytesMax = 64 * 1024;

/// In a folder that only this person can enter.
QString socketName()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation))
        .filePath(QStringLiteral("fairlead-monitor"));
}
} // namespace

bool SingleInstance::handOver(const QString &engine, const QString &page)
{
    QLocalSocket socket;
    socket.connectToServer(socketName());
    if (!socket.waitForConnected(patienceMs))
        return false;
    socket.write((engine + QLatin1Char('\t') + page + QLatin1Char('\n')).toUtf8());
    while (!socket.canReadLine()) {
        if (!socket.waitForReadyRead(patienceMs))
            return false;
    }
    return socket.readLine() == "ok\n";
}

SingleInstance::SingleInstance(Open open)
    : m_open(std::move(open))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::answer);
    if (m_server.listen(socketName()))
        return;
    // Left behind by a program that was killed? One that lives would have answered.
    QLocalSocket other;
    other.connectToServer(socketName());
    if (!other.waitForConnected(patienceMs)) {
        QLocalServer::removeServer(socketName());
        m_server.listen(socketName());
    }
}

void SingleInstance::answer()
{
    QLocalSocket *socket = m_server.nextPendingConnection();
    connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
        if (!socket->canReadLine()) {
            if (socket->bytesAvailable() > requestBytesMax)
                socket->abort();
            return;
        }
        const QString line = QString::fromUtf8(socket->readLine()).chopped(1);
        const bool isOpen = m_open(line.section(QLatin1Char('\t'), 0, 0), line.section(QLatin1Char('\t'), 1, 1));
        socket->write(isOpen ? "ok\n" : "no\n");
        socket->disconnectFromServer();
    });
}

} // namespace fairlead
