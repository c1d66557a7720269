// SPDX-License-Identifier: Apache-2.0
// The program with a window, where no window can be opened.
#include <QProcess>
#include <QtTest>

class DisplayTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void programWithoutDisplaySaysSoInOneLineAndNamesHeadless_data()
    {
        QTest::addColumn<QString>("display");
        QTest::addColumn<QStringList>("options");
        QTest::newRow("none") << QString() << QStringList();
        QTest::newRow("none, demo") << QString() << QStringList {QStringLiteral("--demo")};
        QTest::newRow("not reachable") << QStringLiteral(":47111") << QStringList();
        QTest::newRow("no such platform")
            << QString() << QStringList {QStringLiteral("-platform"), QStringLiteral("nix")};
    }
    void programWithoutDisplaySaysSoInOneLineAndNamesHeadless()
    {
        QFETCH(QString, display);
        QFETCH(QStringList, options);
        const QTemporaryDir folder;
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_SESSION_TYPE", "QT_QPA_PLATFORM"})
            environment.remove(QString::fromLatin1(name));
        if (!display.isEmpty())
            environment.insert(QStringLiteral("DISPLAY"), display);
        environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
        program.setProcessEnvironment(environment);
        program.start(QStringLiteral(FAIRLEAD_BIN_DIR "/fairlead"),
            options + QStringList {QStringLiteral("--data-dir"), folder.filePath(QStringLiteral("data"))});
        QVERIFY(program.waitForFinished(30'000));
        const QByteArray said = program.readAllStandardError();
        QVERIFY2(program.exitStatus() == QProcess::NormalExit && program.exitCode() == 69, said);
        QVERIFY2(said.startsWith("no window can be opened (") && said.contains("fairlead --headless"), said);
        QVERIFY2(said.contains(display.toUtf8()), said);
        QCOMPARE(said.count('\n'), qsizetype {1});
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("data"))));
    }
};

QTEST_GUILESS_MAIN(DisplayTest)
#include "display_test.moc"
