// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpSocket>
#include <QtTest>

namespace fairlead {

/// One answer, unparsed.
struct RawAnswer
{
    int status = 0; ///< 0: there was no answer
    QByteArray head;
    QByteArray body;

    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    /// The code of the error in the body. Empty when there is none.
    QString code() const { return error()[QStringLiteral("code")].toString(); }
    QString message() const { return error()[QStringLiteral("message")].toString(); }
    QByteArray header(const QByteArray &name) const
    {
        for (const QByteArray &line : head.split('\n')) {
            if (line.toLower().startsWith(name.toLower() + ":"))
                return line.mid(name.size() + 1).trimmed();
        }
        return {};
    }

private:
    QJsonObject error() const { return json()[QStringLiteral("error")].toObject(); }
};

/// One connection that can send any bytes. Threads: main.
class RawSocket
{
public:
    explicit RawSocket(int port)
    {
        m_socket.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(port));
        if (!m_socket.waitForConnected(limitMs))
            qFatal("cannot connect");
    }
    void say(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        while (m_socket.bytesToWrite() > 0 && m_socket.waitForBytesWritten(limitMs)) { }
    }
    /// Waits for one whole answer, or the end of the connection.
    RawAnswer hear(bool hasBody = true)
    {
        RawAnswer answer;
        while (!m_bytes.contains("\r\n\r\n")) {
            if (!more())
                return answer;
        }
        const qsizetype end = m_bytes.indexOf("\r\n\r\n") + 4;
        answer.head = m_bytes.left(end);
        m_bytes.remove(0, end);
        answer.status = answer.head.mid(9, 3).toInt();
        const qsizetype size = hasBody ? answer.header("Content-Length").toLongLong() : 0;
        while (m_bytes.size() < size && more()) { }
        answer.body = m_bytes.left(size);
        m_bytes.remove(0, size);
        return answer;
    }
    /// Waits for `mark` after a head. Returns the bytes up to it, with the frames of a chunked body. Empty when the
    /// connection ends.
    QByteArray hearUntil(const QByteArray &mark)
    {
        qsizetype end = -1;
        while ((end = m_bytes.indexOf(mark)) < 0) {
            if (!more())
                return {};
        }
        const QByteArray part = m_bytes.left(end + mark.size());
        m_bytes.remove(0, end + mark.size());
        return part;
    }
    RawAnswer ask(const QByteArray &bytes)
    {
        say(bytes);
        return hear();
    }
    /// Whether an answer begins to come. To be polled while the event loop runs.
    bool hasHeard() const { return m_socket.bytesAvailable() > 0 || !m_bytes.isEmpty(); }
    /// Whether the other side has closed the connection. To be polled while the event loop runs.
    bool isClosed() { return m_socket.state() == QAbstractSocket::UnconnectedState; }

private:
    static constexpr int limitMs = 20'000;
    bool more()
    {
        if (m_socket.bytesAvailable() == 0 && !m_socket.waitForReadyRead(limitMs))
            return false;
        m_bytes += m_socket.readAll();
        return true;
    }
    QTcpSocket m_socket;
    QByteArray m_bytes;
};

/// A complete request to 127.0.0.1.
inline QByteArray request(
    int port, const QByteArray &line, const QByteArray &body = {}, const QByteArray &moreHeaders = {})
{
    QByteArray text = line + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) + "\r\n" + moreHeaders;
    if (!body.isEmpty())
        text += "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
    return text + "\r\n" + body;
}

/// Returns when the server has read all that was sent to it before: by each answer it has read once from every
/// connection that has bytes.
inline void awaitReading(int port)
{
    constexpr int rounds = 100;
    RawSocket other(port);
    for (int i = 0; i < rounds; ++i)
        QCOMPARE(other.ask(request(port, "GET /health")).status, 200);
}

} // namespace fairlead
