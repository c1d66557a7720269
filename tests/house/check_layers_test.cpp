// SPDX-License-Identifier: Apache-2.0
#include "tests/house/mini_tree.h"

#include <QtTest>

using namespace fairlead;

class CheckLayersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theRealTreePasses();
    void aTreeThatKeepsToTheTablePasses();
    void refusesWhatTheTableDoesNotAllow_data();
    void refusesWhatTheTableDoesNotAllow();
    void localClientAloneReachesTheEngine();
    void refusesACycleOfFiles();
    void refusesACycleInTheTable();
    void refusesATreeWithoutATable();
};

void CheckLayersTest::theRealTreePasses()
{
    const Verdict verdict = runCheck(QStringLiteral("check_layers"), sourceTree());
    QVERIFY2(verdict.isPassed, qPrintable(verdict.text));
}

void CheckLayersTest::aTreeThatKeepsToTheTablePasses()
{
    const MiniTree tree;
    tree.write("engine/dispatch/pump.cpp", "#include \"engine/scheduling/picker.h\"\n#include <QObject>\n");
    tree.write("tests/dispatch/pump_test.cpp", "#include \"engine/storage/sqlite/anything.h\"\n");
    const Verdict verdict = tree.check("check_layers");
    QVERIFY2(verdict.isPassed, qPrintable(verdict.text));
}

void CheckLayersTest::refusesWhatTheTableDoesNotAllow_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("include");
    QTest::addColumn<QByteArray>("said");

    QTest::newRow("lower room includes higher")
        << QByteArray("engine/domain/queue.cpp") << QByteArray("\"engine/scheduling/picker.h\"")
        << QByteArray("room domain may not include scheduling");
    QTest::newRow("neighbour includes neighbour")
        << QByteArray("engine/service/layer.cpp") << QByteArray("\"engine/scheduling/picker.h\"")
        << QByteArray("room service may not include scheduling");
    QTest::newRow("port includes its implementation")
        << QByteArray("engine/storage/store.h") << QByteArray("\"engine/storage/sqlite/sqlite_store.h\"")
        << QByteArray("room storage may not include storage/sqlite");
    QTest::newRow("Qt in a std-only room") << QByteArray("engine/scheduling/ring.h") << QByteArray("<QObject>")
                                           << QByteArray("Qt is not among the libraries of room scheduling");
    QTest::newRow("SQL outside its rooms") << QByteArray("engine/control/plane.cpp") << QByteArray("<QSqlQuery>")
                                           << QByteArray("QtSql is not among the libraries of room control");
    QTest::newRow("JSON outside wire") << QByteArray("engine/api/routes.cpp") << QByteArray("<simdjson.h>")
                                       << QByteArray("JSON is not among the libraries of room api");
    QTest::newRow("Qt's JSON outside wire") << QByteArray("cli/status.cpp") << QByteArray("<QJsonDocument>")
                                            << QByteArray("JSON is not among the libraries of room cli");
    QTest::newRow("command line opens a store")
        << QByteArray("cli/verify.cpp") << QByteArray("\"engine/storage/store.h\"")
        << QByteArray("room cli may not include storage");
    QTest::newRow("path not from the root") << QByteArray("engine/scheduling/ring.h") << QByteArray("\"picker.h\"")
                                            << QByteArray("write the path from the repository root");
    QTest::newRow("a room that is not in the table")
        << QByteArray("engine/plumbing/pipe.h") << QByteArray("<string>") << QByteArray("lies in no room of the table");
}

void CheckLayersTest::refusesWhatTheTableDoesNotAllow()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, include);
    QFETCH(QByteArray, said);

    const MiniTree tree;
    tree.write(file.constData(), "#include " + include + "\n");
    const Verdict verdict = tree.check("check_layers");

    QVERIFY(!verdict.isPassed);
    QVERIFY2(verdict.text.contains(QString::fromUtf8(file)), qPrintable(verdict.text));
    QVERIFY2(verdict.text.contains(QString::fromUtf8(said)), qPrintable(verdict.text));
}

void CheckLayersTest::localClientAloneReachesTheEngine()
{
    const MiniTree tree;
    tree.write("engine/client/local/local_client.cpp", "#include \"engine/control/engine.h\"\n");
    Verdict verdict = tree.check("check_layers");
    QVERIFY2(verdict.isPassed, qPrintable(verdict.text));

    tree.write("engine/client/remote_client.cpp", "#include \"engine/control/engine.h\"\n");
    verdict = tree.check("check_layers");
    QVERIFY(!verdict.isPassed);
    QVERIFY2(verdict.text.contains(QStringLiteral("engine/client/remote_client.cpp:2: \"engine/control/engine.h\"")),
        qPrintable(verdict.text));
}

void CheckLayersTest::refusesACycleOfFiles()
{
    const MiniTree tree;
    tree.write("engine/domain/egg.h", "#include \"engine/domain/hen.h\"\n");
    tree.write("engine/domain/hen.h", "#include \"engine/domain/egg.h\"\n");
    const Verdict verdict = tree.check("check_layers");
    QVERIFY(!verdict.isPassed);
    QVERIFY2(verdict.text.contains(QStringLiteral("engine/domain/egg.h -> engine/domain/hen.h -> engine/domain/egg.h")),
        qPrintable(verdict.text));
}

void CheckLayersTest::refusesACycleInTheTable()
{
    const MiniTree tree;
    tree.writePlain("docs/ARCHITECTURE.md",
        "| room | may include | libraries |\n|---|---|---|\n| `domain` | `scheduling` | |\n| `scheduling` | `domain` | "
        "|\n");
    const Verdict verdict = tree.check("check_layers");
    QVERIFY(!verdict.isPassed);
    QVERIFY2(verdict.text.contains(QStringLiteral("domain -> scheduling -> domain")), qPrintable(verdict.text));
}

void CheckLayersTest::refusesATreeWithoutATable()
{
    const MiniTree tree;
    tree.writePlain("docs/ARCHITECTURE.md", "# No table here\n");
    const Verdict verdict = tree.check("check_layers");
    QVERIFY(!verdict.isPassed);
    QVERIFY2(verdict.text.contains(QStringLiteral("no table")), qPrintable(verdict.text));
}

QTEST_GUILESS_MAIN(CheckLayersTest)
#include "check_layers_test.moc"
