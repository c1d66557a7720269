// SPDX-License-Identifier: Apache-2.0
// HTTPS: what is served, which certificates a client takes, and what must be there before the world is let in.
#include "engine/calls/engine_calls.h"
#include "engine/calls/lease_calls.h"
#include "tests/support/engine_rig.h"
#include "tests/support/raw_http.h"

#include <QProcess>
#include <QSslSocket>
#include <QTemporaryDir>

using namespace fairlead;

class TlsTest : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    EngineRig m_rig;
    std::unique_ptr<HttpServer> m_server;

    std::string path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)).toStdString(); }
    /// NAME.pem and NAME.key, its own authority, for `subject`, from so many days on for one day.
    void makeCertificate(const char *name, const char *subject, int days = 1, const char *key = "ec")
    {
        const QString base = m_folder.filePath(QString::fromLatin1(name));
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral("openssl"),
            {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QString::fromLatin1(key),
                QStringLiteral("-pkeyopt"),
                QLatin1String(key) == QLatin1String("ec") ? QStringLiteral("ec_paramgen_curve:P-256")
                                                          : QStringLiteral("rsa_keygen_bits:2048"),
                QStringLiteral("-nodes"), QStringLiteral("-keyout"), base + QStringLiteral(".key"),
                QStringLiteral("-out"), base + QStringLiteral(".pem"), QStringLiteral("-days"), QString::number(days),
                QStringLiteral("-subj"), QStringLiteral("/CN=fairlead test"), QStringLiteral("-addext"),
                QStringLiteral("subjectAltName=") + QString::fromLatin1(subject)});
        QVERIFY(process.waitForFinished(30'000));
        QVERIFY2(process.exitCode() == 0, process.readAll());
        QFile::setPermissions(base + QStringLiteral(".key"), QFile::ReadOwner | QFile::WriteOwner);
    }
    HttpOptions with(const char *name, const char *listen = "127.0.0.1:0") const
    {
        return {.listen = listen,
            .tlsCertificate = path((std::string(name) + ".pem").c_str()),
            .tlsKey = path((std::string(name) + ".key").c_str())};
    }
    Result<std::unique_ptr<HttpServer>> start(const HttpOptions &options)
    {
        return HttpServer::start(options, m_rig.bare, m_rig.audit(), *m_rig.tokens);
    }
    void serve(const HttpOptions &options)
    {
        m_server.reset();
        auto server = start(options);
        QVERIFY2(server, server ? "" : server.error().text.c_str());
        m_server = std::move(*server);
    }
    Result<StatusView> askWith(const std::string &authorities, const std::string &token = {})
    {
        RemoteClient client(QUrl(QStringLiteral("https://127.0.0.1:%1").arg(m_server->port())));
        client.setToken(token);
        if (!authorities.empty()) {
            if (const Result<> set = client.setAuthorities(authorities); !set)
                return failure(set.error());
        }
        return askAndWait(client, GetStatus {});
    }
    void isRefused(const HttpOptions &options, const char *part)
    {
        const auto server = start(options);
        QVERIFY(!server);
        QCOMPARE(errorCodeName(server.error().code), errorCodeName(ErrorCode::Configuration));
        QVERIFY2(server.error().text.find(part) != std::string::npos, server.error().text.c_str());
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty())
            QSKIP("openssl makes the certificates of this test");
        QVERIFY(QSslSocket::supportsSsl());
        makeCertificate("good", "IP:127.0.0.1");
        makeCertificate("other", "IP:127.0.0.1");
        makeCertificate("elsewhere", "DNS:queue.example");
        makeCertificate("rsa", "IP:127.0.0.1", 1, "rsa");
    }
    void cleanup() { m_server.reset(); }

    void aKnownCertificateIsServedAndTaken() // S20
    {
        serve(with("good"));
        QVERIFY(m_server->url().starts_with("https://127.0.0.1:"));
        const Result<StatusView> status = askWith(path("good.pem"));
        QVERIFY2(status, status ? "" : status.error().text.c_str());
        QCOMPARE(status->state, EngineState::Running);
    }
    void certificatesOfNoKnownAuthorityAreNotTaken() // S20, S28
    {
        serve(with("good"));
        for (const std::string &authorities : {std::string(), path("other.pem")}) {
            const Result<StatusView> status = askWith(authorities);
            QVERIFY(!status);
            QCOMPARE(errorCodeName(status.error().code), errorCodeName(ErrorCode::Unavailable));
            QVERIFY2(status.error().text.find("--ca-file") != std::string::npos, status.error().text.c_str());
        }
        QCOMPARE(askWith(path("good.key")).error().code, ErrorCode::Invalid);
        serve(with("elsewhere")); // a good authority, another's name
        QVERIFY(!askWith(path("elsewhere.pem")));
    }
    void weakCiphersGetNothing_data() // S20
    {
        QTest::addColumn<QByteArray>("certificate");
        QTest::addColumn<QString>("cipher");
        QTest::addColumn<bool>("isTaken");
        const auto row = [](const char *certificate, const char *cipher, bool isTaken) {
            QTest::newRow(cipher) << QByteArray(certificate) << QString::fromLatin1(cipher) << isTaken;
        };
        row("good", "ECDHE-ECDSA-AES128-GCM-SHA256", true);
        row("good", "ECDHE-ECDSA-AES128-SHA", false);
        row("good", "ECDHE-ECDSA-AES256-SHA384", false);
        row("rsa", "ECDHE-RSA-AES256-GCM-SHA384", true);
        row("rsa", "ECDHE-RSA-AES256-SHA", false);
        row("rsa", "AES128-GCM-SHA256", false);
        row("rsa", "AES256-SHA", false);
    }
    void weakCiphersGetNothing()
    {
        QFETCH(QByteArray, certificate);
        QFETCH(QString, cipher);
        QFETCH(bool, isTaken);
        serve(with(certificate.constData()));
        QProcess client;
        client.start(QStringLiteral("openssl"),
            {QStringLiteral("s_client"), QStringLiteral("-tls1_2"), QStringLiteral("-cipher"), cipher,
                QStringLiteral("-connect"), QStringLiteral("127.0.0.1:%1").arg(m_server->port())});
        client.closeWriteChannel();
        QVERIFY(client.waitForFinished(30'000));
        const QByteArray said = client.readAllStandardOutput();
        QVERIFY2((client.exitCode() == 0) == isTaken, said + client.readAllStandardError());
        QCOMPARE(said.contains("Cipher is " + cipher.toLatin1()), isTaken);
    }
    void plainRequestsAndOldProtocolsGetNothing()
    {
        serve(with("good"));
        RemoteClient plain(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server->port())));
        QVERIFY(!askAndWait(plain, GetStatus {}));
        QProcess old;
        old.start(QStringLiteral("openssl"),
            {QStringLiteral("s_client"), QStringLiteral("-tls1_1"), QStringLiteral("-cipher"),
                QStringLiteral("DEFAULT:@SECLEVEL=0"), QStringLiteral("-connect"),
                QStringLiteral("127.0.0.1:%1").arg(m_server->port())});
        old.closeWriteChannel();
        QVERIFY(old.waitForFinished(30'000));
        QVERIFY(old.exitCode() != 0);
        QVERIFY(askWith(path("good.pem")));
    }
    void aWaitingWorkerThatHangsUpGetsNoJob()
    {
        serve(with("good"));
        {
            QSslSocket worker;
            worker.setPeerVerifyMode(QSslSocket::VerifyNone);
            worker.connectToHostEncrypted(QStringLiteral("127.0.0.1"), static_cast<quint16>(m_server->port()));
            QVERIFY(worker.waitForEncrypted(30'000));
            worker.write(
                request(m_server->port(), "POST /v1/queues/far/lease", "{\"worker\":\"gone\",\"wait_ms\":60000}"));
            QVERIFY(worker.waitForBytesWritten(30'000));
            worker.disconnectFromHost();
            QVERIFY(worker.state() == QAbstractSocket::UnconnectedState || worker.waitForDisconnected(30'000));
        }
        const JobId id = m_rig.add(EngineRig::job("far"));
        const auto leased =
            askAndWait(m_rig.local, LeaseJobs {{QueueName::trusted("far"), "there", 1, std::chrono::seconds {20}, {}}});
        QVERIFY(leased);
        QCOMPARE(leased->size(), std::size_t {1});
        QCOMPARE(leased->front().record.job.id, id);
        QCOMPARE(leased->front().record.attempt, 1);
    }
    void originsAreThoseOfHttps() // S02
    {
        serve(with("good"));
        QNetworkAccessManager network;
        const QString url = QStringLiteral("https://127.0.0.1:%1/health").arg(m_server->port());
        QSslConfiguration trusted = QSslConfiguration::defaultConfiguration();
        trusted.setCaCertificates(QSslCertificate::fromPath(m_folder.filePath(QStringLiteral("good.pem"))));
        const auto statusOf = [&](const QByteArray &scheme) {
            QNetworkRequest request {QUrl(url)};
            request.setSslConfiguration(trusted);
            request.setRawHeader("Origin", scheme + "://127.0.0.1:" + QByteArray::number(m_server->port()));
            QNetworkReply *reply = network.get(request);
            QSignalSpy finished(reply, &QNetworkReply::finished);
            if (!reply->isFinished())
                finished.wait(30'000);
            reply->deleteLater();
            return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        };
        QCOMPARE(statusOf("https"), 200);
        QCOMPARE(statusOf("http"), 403);
    }
    void filesThatCannotBeTrustedAreRefused() // S15
    {
        HttpOptions options = with("good");
        options.tlsKey = path("none.key");
        isRefused(options, "http.tls_key");
        options = with("good");
        options.tlsCertificate = path("good.key");
        QVERIFY(!start(options)); // a key is no certificate
        options = with("good");
        options.tlsKey = path("other.key");
        QVERIFY(!start(options)); // the key of another
        QFile::setPermissions(m_folder.filePath(QStringLiteral("other.key")), QFile::ReadOwner | QFile::ReadOther);
        isRefused(with("other"), "chmod 600");
    }
    void theWorldIsLetInWithTlsAndATokenAlone() // S01
    {
        isRefused({.listen = "0.0.0.0:0"}, "http.listen");
        isRefused(with("good", "0.0.0.0:0"), "token");
        const auto admin = m_rig.tokens->create({"", Role::Admin, {}});
        QVERIFY(admin);
        isRefused({.listen = "0.0.0.0:0"}, "TLS");
        serve(with("good", "0.0.0.0:0"));
        QVERIFY(askWith(path("good.pem"), admin->secret));
        QVERIFY(!askWith(path("good.pem")));
        // Without any valid token nobody comes in, where on loopback everybody would.
        QVERIFY(m_rig.tokens->revoke(admin->record.id));
        QVERIFY(m_rig.tokens->isOpenToAll());
        QCOMPARE(askWith(path("good.pem")).error().code, ErrorCode::Denied);
    }
};

QTEST_GUILESS_MAIN(TlsTest)
#include "tls_test.moc"
