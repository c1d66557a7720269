// SPDX-License-Identifier: Apache-2.0
// The CMake package: an example outside of the tree is configured, built and run against an installation in a temporary
// folder. FAIRLEAD_LONG=1 does it for the whole engine too.
#include "tests/support/program_run.h"

#include <QtTest>

using namespace fairlead;

namespace {
/// Its output; empty and a test failure when it fails.
QByteArray run(const QStringList &command)
{
    const ProgramRun run = runProgram(command);
    if (!run.isGood())
        QTest::qFail((command.join(u' ').toUtf8() + "\n" + run.output).constData(), __FILE__, __LINE__);
    return run.isGood() ? run.output : QByteArray();
}

/// Installs components, builds an example against them, and gives the folder of its programs; empty when that failed.
QString built(
    const QTemporaryDir &folder, const QStringList &components, const QString &example, const QStringList &options = {})
{
    const QString prefix = folder.filePath(QStringLiteral("prefix"));
    const QString build = folder.filePath(QStringLiteral("build"));
    for (const QString &component : components)
        run({QStringLiteral("cmake"), QStringLiteral("--install"), QStringLiteral(FAIRLEAD_BIN_DIR "/.."),
            QStringLiteral("--prefix"), prefix, QStringLiteral("--component"), component});
    run(QStringList {QStringLiteral("cmake"), QStringLiteral("-S"),
            QStringLiteral(FAIRLEAD_SOURCE_DIR "/examples/") + example, QStringLiteral("-B"), build,
            QStringLiteral("-DCMAKE_PREFIX_PATH=") + prefix}
        + options);
    run({QStringLiteral("cmake"), QStringLiteral("--build"), build});
    return QTest::currentTestFailed() ? QString() : build;
}
} // namespace

class PackageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fairQueueBuildsOutsideOfTheTree()
    {
        const QTemporaryDir folder;
        const QString build = built(folder, {QStringLiteral("fair_queue")}, QStringLiteral("fair_queue"),
            {QStringLiteral("-DCMAKE_DISABLE_FIND_PACKAGE_Qt6=ON")});
        QVERIFY(!build.isEmpty());
        for (const char *program : {"/fairlead-fair-queue-sync", "/fairlead-fair-queue-async"}) {
            const QString name = QString::fromLatin1(program);
            QCOMPARE(run({build + name}), run({QStringLiteral(FAIRLEAD_BIN_DIR) + name}));
        }
    }
    void engineThatIsNotInstalledIsNotFound()
    {
        const QTemporaryDir folder;
        const QString prefix = folder.filePath(QStringLiteral("prefix"));
        run({QStringLiteral("cmake"), QStringLiteral("--install"), QStringLiteral(FAIRLEAD_BIN_DIR "/.."),
            QStringLiteral("--prefix"), prefix, QStringLiteral("--component"), QStringLiteral("fair_queue")});
        const ProgramRun configure = runProgram({QStringLiteral("cmake"), QStringLiteral("-S"),
            QStringLiteral(FAIRLEAD_SOURCE_DIR "/examples/embed"), QStringLiteral("-B"),
            folder.filePath(QStringLiteral("build")), QStringLiteral("-DCMAKE_PREFIX_PATH=") + prefix});
        QVERIFY(configure.hasEnded && configure.code != 0);
        QVERIFY(configure.output.contains("fairlead::engine is not installed"));
    }
    void engineBuildsOutsideOfTheTree()
    {
        if (!qEnvironmentVariableIsSet("FAIRLEAD_LONG"))
            QSKIP("with --long");
        const QTemporaryDir folder;
        const QString build =
            built(folder, {QStringLiteral("fair_queue"), QStringLiteral("engine")}, QStringLiteral("embed"));
        QVERIFY(!build.isEmpty());
        const QByteArray told =
            run({build + QStringLiteral("/fairlead-embed"), folder.filePath(QStringLiteral("data"))});
        QCOMPARE(told.count("done on worker-"), 4);
    }
};

QTEST_GUILESS_MAIN(PackageTest)
#include "package_test.moc"
