// SPDX-License-Identifier: Apache-2.0
#include "engine/security/token_book.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace fairlead;

namespace {
const std::string noFile;
std::unique_ptr<TokenBook> opened(const std::string &path, const Clock &clock)
{
    auto book = TokenBook::open(path, clock);
    if (!book)
        qFatal("%s", book.error().text.c_str());
    return std::move(*book);
}
QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
void write(const QString &path, const QByteArray &bytes, QFile::Permissions permissions)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.setPermissions(permissions))
        qFatal("cannot write");
}
constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner;
} // namespace

class TokenBookTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void secretsTellThemselvesApart() // S03
    {
        const std::string secret = makeTokenSecret();
        QCOMPARE(secret.size(), std::size_t {75});
        QVERIFY(isTokenSecret(secret) && makeTokenSecret() != secret);
        for (std::size_t i = 0; i < secret.size(); ++i) {
            std::string slip = secret;
            slip[i] = slip[i] == 'a' ? 'b' : 'a';
            QVERIFY(!isTokenSecret(slip));
        }
        QVERIFY(!isTokenSecret("") && !isTokenSecret("fl_") && !isTokenSecret(secret + "0"));
    }
    void theTenantOfATokenOutlivesTheEngine() // S05
    {
        const QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("tokens")).toStdString();
        ManualClock clock;
        std::string secret;
        {
            const auto book = opened(path, clock);
            QVERIFY(book->create({"", Role::Admin, {}}));
            secret = book->create({"acme's own", Role::Operator, {}, TenantName::trusted("ac:me.1")})->secret;
        }
        const auto found = opened(path, clock)->check(secret);
        QVERIFY(found && found->tenant == TenantName::trusted("ac:me.1") && found->role == Role::Operator);
        QCOMPARE(found->name, std::string("acme's own"));
    }
    void theRightToPayloadsOutlivesTheEngine()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("tokens"));
        ManualClock clock;
        std::map<std::string, TokenRecord> made;
        {
            const auto book = opened(path.toStdString(), clock);
            QVERIFY(book->create({"", Role::Admin, {}}));
            for (const PayloadRight right : {PayloadRight::None, PayloadRight::Redacted, PayloadRight::Full}) {
                for (const auto &tenant : {std::optional<TenantName> {}, std::optional(TenantName::trusted("acme"))}) {
                    const auto token = book->create({"", Role::Viewer, {}, tenant, right});
                    QVERIFY(token);
                    made.emplace(token->secret, token->record);
                }
            }
        }
        // A token with the full right has the line that it had before there were others.
        QCOMPARE(contents(path).count(" viewer "), 1);
        QCOMPARE(contents(path).count(" viewer/acme "), 1);
        const auto book = opened(path.toStdString(), clock);
        for (const auto &[secret, record] : made) {
            const auto found = book->check(secret);
            QVERIFY(found && found->payloads == record.payloads && found->tenant == record.tenant);
        }
    }
    void aRightThatIsNotKnownIsRefused()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("tokens"));
        ManualClock clock;
        for (const char *scope : {"viewer//half", "viewer//", "viewer/acme/full/x", "viewer///none"}) {
            write(path,
                QByteArray("create 0123456789abcdef ") + scope + " 2026-01-01T00:00:00Z - " + QByteArray(64, 'a')
                    + " name\n",
                ownerOnly);
            const auto book = TokenBook::open(path.toStdString(), clock);
            QVERIFY2(!book, scope);
            QCOMPARE(errorCodeName(book.error().code), errorCodeName(ErrorCode::Corrupt));
        }
    }
    void tokensOutliveTheEngineAndSecretsAreKeptNowhere() // S03, S15
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("tokens"));
        ManualClock clock;
        std::string admin;
        std::string viewer;
        {
            const auto book = opened(path.toStdString(), clock);
            QVERIFY(book->isOpenToAll());
            admin = book->create({"anna's laptop", Role::Admin, {}})->secret;
            viewer = book->create({"", Role::Viewer, std::chrono::hours {1}})->secret;
        }
        QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup),
            QFile::Permissions {});
        QVERIFY(!contents(path).contains(admin.c_str()) && !contents(path).contains(viewer.c_str() + 3));
        const auto book = opened(path.toStdString(), clock);
        QVERIFY(!book->isOpenToAll());
        QCOMPARE(book->check(admin)->name, std::string("anna's laptop"));
        QVERIFY(book->check(viewer)->role == Role::Viewer);
        QVERIFY(!book->check("") && !book->check(viewer.substr(1)) && !book->check(makeTokenSecret()));
        clock.advance(std::chrono::hours {1});
        QVERIFY(!book->check(viewer) && book->check(admin));
    }
    void revokedTokensAreRefusedAtOnceAndForEver()
    {
        const QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("tokens")).toStdString();
        ManualClock clock;
        auto book = opened(path, clock);
        const NewToken admin = *book->create({"a", Role::Admin, {}});
        const NewToken other = *book->create({"b", Role::Operator, {}});
        QVERIFY(book->revoke(other.record.id));
        QVERIFY(book->revoke(other.record.id)->revoked);
        QVERIFY(!book->check(other.secret));
        book = opened(path, clock);
        QVERIFY(!book->check(other.secret) && book->check(admin.secret) && book->list().size() == 2);
        QCOMPARE(errorCodeName(book->revoke("nothing").error().code), errorCodeName(ErrorCode::NotFound));
    }
    void nobodyLocksEverybodyOut()
    {
        const ManualClock clock;
        const auto book = opened(noFile, clock);
        QCOMPARE(errorCodeName(book->create({"x", Role::Viewer, {}}).error().code), errorCodeName(ErrorCode::Conflict));
        QVERIFY(!book->create({"x", Role::Admin, std::chrono::hours {1}}));
        const NewToken admin = *book->create({"x", Role::Admin, {}});
        const NewToken viewer = *book->create({"y", Role::Viewer, {}});
        QCOMPARE(errorCodeName(book->revoke(admin.record.id).error().code), errorCodeName(ErrorCode::Conflict));
        QVERIFY(book->revoke(viewer.record.id) && book->revoke(admin.record.id));
        QVERIFY(book->isOpenToAll());
    }
    void wrongNamesAndTimesAreRefused()
    {
        const ManualClock clock;
        const auto book = opened(noFile, clock);
        for (const std::string &name : {std::string(129, 'n'), std::string("a\nb"), std::string("a\0b", 3)})
            QCOMPARE(
                errorCodeName(book->create({name, Role::Admin, {}}).error().code), errorCodeName(ErrorCode::Invalid));
        QVERIFY(!book->create({"x", Role::Admin, Microseconds {0}}));
        QVERIFY(!parseRole("root") && !parseRole(""));
    }
    void halfALineOfACrashIsForgotten()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("tokens"));
        const ManualClock clock;
        const std::string secret = opened(path.toStdString(), clock)->create({"a", Role::Admin, {}})->secret;
        const QByteArray whole = contents(path);
        write(path, whole + "create 00", ownerOnly);
        const auto book = opened(path.toStdString(), clock);
        QCOMPARE(contents(path), whole);
        QVERIFY(book->check(secret) && book->create({"b", Role::Viewer, {}}));
        QVERIFY(opened(path.toStdString(), clock)->list().size() == 2);
    }
    void fileThatIsNotWholeIsRefusedAndNamesTheWayBack_data()
    {
        QTest::addColumn<int>("kept"); // bytes less than all; -1: the file is removed
        QTest::newRow("cut by 20 bytes") << 20;
        QTest::newRow("cut by a whole line") << 0;
        QTest::newRow("emptied") << 1'000'000;
        QTest::newRow("removed") << -1;
    }
    void fileThatIsNotWholeIsRefusedAndNamesTheWayBack()
    {
        QFETCH(int, kept);
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("tokens"));
        const ManualClock clock;
        std::string viewer;
        {
            const auto book = opened(path.toStdString(), clock);
            QVERIFY(book->create({"a", Role::Admin, {}}));
            const NewToken made = *book->create({"b", Role::Viewer, {}});
            viewer = made.secret;
            QVERIFY(book->revoke(made.record.id));
        }
        const QByteArray whole = contents(path);
        const QByteArray firstTwo = whole.left(whole.lastIndexOf('\n', whole.size() - 2) + 1);
        const QByteArray left = kept == 0 ? firstTwo : whole.left(std::max<qsizetype>(0, whole.size() - kept));
        if (kept < 0)
            QVERIFY(QFile::remove(path));
        else
            write(path, left, ownerOnly);
        const auto refused = TokenBook::open(path.toStdString(), clock);
        QVERIFY(!refused);
        QCOMPARE(errorCodeName(refused.error().code), errorCodeName(ErrorCode::Configuration));
        const QString text = QString::fromStdString(refused.error().text);
        QVERIFY2(text.contains(path) && text.contains(QStringLiteral("backup")), qPrintable(text));
        QVERIFY2(text.contains(path + QStringLiteral(".seal")), qPrintable(text));
        QCOMPARE(QFile::exists(path), kept >= 0); // nothing is made in its place
        QVERIFY(kept < 0 || contents(path) == left);
        write(path, whole, ownerOnly); // the way back
        QVERIFY(!opened(path.toStdString(), clock)->check(viewer));
        QVERIFY(QFile::remove(path) && QFile::remove(path + QStringLiteral(".seal"))); // the way on
        QVERIFY(opened(path.toStdString(), clock)->isOpenToAll());
    }
    void lineThatACrashLeftUnsealedCounts()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("tokens"));
        const QString seal = path + QStringLiteral(".seal");
        const ManualClock clock;
        NewToken viewer;
        QByteArray before;
        {
            const auto book = opened(path.toStdString(), clock);
            QVERIFY(book->create({"a", Role::Admin, {}}));
            viewer = *book->create({"b", Role::Viewer, {}});
            before = contents(seal);
            QVERIFY(book->revoke(viewer.record.id));
        }
        const QByteArray sealed = contents(seal);
        write(seal, before, ownerOnly);
        QVERIFY(!opened(path.toStdString(), clock)->check(viewer.secret));
        QCOMPARE(contents(seal), sealed);
    }
    void fileOfAnEarlierVersionIsSealedAtTheNextStart()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("tokens"));
        const QString seal = path + QStringLiteral(".seal");
        const ManualClock clock;
        QVERIFY(opened(path.toStdString(), clock)->isOpenToAll());
        QVERIFY(!QFile::exists(seal)); // nothing can be lost yet
        QVERIFY(opened(path.toStdString(), clock)->create({"a", Role::Admin, {}}));
        QVERIFY(QFile::remove(seal));
        opened(path.toStdString(), clock);
        QVERIFY(QFile::exists(seal));
        QCOMPARE(QFile::permissions(seal) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions {});
        write(seal, "9", ownerOnly);
        QCOMPARE(errorCodeName(TokenBook::open(path.toStdString(), clock).error().code),
            errorCodeName(ErrorCode::Configuration));
    }
    void filesThatCannotBeTrustedAreRefused() // S15
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("tokens"));
        const ManualClock clock;
        write(path, "hello\n", ownerOnly);
        auto book = TokenBook::open(path.toStdString(), clock);
        QVERIFY(!book && book.error().text.find("line 1") != std::string::npos);
        QCOMPARE(errorCodeName(book.error().code), errorCodeName(ErrorCode::Corrupt));
        write(path, "", ownerOnly | QFile::ReadOther);
        QCOMPARE(
            errorCodeName(TokenBook::open(path.toStdString(), clock).error().code), errorCodeName(ErrorCode::Denied));
        const QString link = folder.filePath(QStringLiteral("link"));
        QVERIFY(QFile::link(path, link));
        QCOMPARE(
            errorCodeName(TokenBook::open(link.toStdString(), clock).error().code), errorCodeName(ErrorCode::Denied));
        const std::string nowhere = folder.filePath(QStringLiteral("no/where")).toStdString();
        QCOMPARE(errorCodeName(TokenBook::open(nowhere, clock).error().code), errorCodeName(ErrorCode::Io));
    }
};

QTEST_APPLESS_MAIN(TokenBookTest)
#include "token_book_test.moc"
