// SPDX-License-Identifier: Apache-2.0
// The secret by which an engine names errors to readers who may not read their texts.
#include "engine/security/error_id_key.h"

#include <QtTest>

using namespace fairlead;

class ErrorIdKeyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theKeyOutlivesTheEngineAndIsTheOwnersAlone()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("errors.key"));
        const auto first = openErrorIdKey(file.toStdString());
        const auto again = openErrorIdKey(file.toStdString());
        QVERIFY(first && again && *first == *again);
        constexpr QFileDevice::Permissions others =
            QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
        QVERIFY(!(QFile::permissions(file) & others));
        const auto other = openErrorIdKey(folder.filePath(QStringLiteral("other.key")).toStdString());
        QVERIFY(other && *other != *first);
    }
    void aKeyInMemoryIsAnotherEachTime()
    {
        const auto one = openErrorIdKey({});
        const auto other = openErrorIdKey({});
        QVERIFY(one && other && *one != *other);
    }
    void aDamagedKeyIsRefusedByName()
    {
        const QTemporaryDir folder;
        for (const char *text : {"", "0123456789abcdef0123456789abcdeg\n", "0123456789abcdef0123456789abcdef"}) {
            QFile file(folder.filePath(QStringLiteral("errors.key")));
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            QVERIFY(file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner));
            QCOMPARE(file.write(text), static_cast<qint64>(qstrlen(text)));
            file.close();
            const auto key = openErrorIdKey(file.fileName().toStdString());
            QVERIFY2(!key, text);
            QCOMPARE(key.error().code, ErrorCode::Configuration);
            QVERIFY(key.error().text.find("errors.key") != std::string::npos);
        }
    }
    void aKeyThatOthersMayReadIsRefused()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("errors.key"));
        QVERIFY(openErrorIdKey(file.toStdString()));
        QVERIFY(QFile::setPermissions(file, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadOther));
        const auto key = openErrorIdKey(file.toStdString());
        QVERIFY(!key && key.error().code == ErrorCode::Denied);
    }
};

QTEST_APPLESS_MAIN(ErrorIdKeyTest)
#include "error_id_key_test.moc"
