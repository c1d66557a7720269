// SPDX-License-Identifier: Apache-2.0
#include "tests/house/mini_tree.h"

#include <QtTest>

using namespace fairlead;

namespace {

/// `head`, a body of so many lines with its braces, all indented.
QByteArray functionOf(int lines, const QByteArray &head = "void walk()", const QByteArray &indent = "")
{
    const int inside = lines - 3 - static_cast<int>(head.count('\n'));
    return indent + head + "\n" + indent + "{\n" + (indent + "    step();\n").repeated(inside) + indent + "}\n";
}

} // namespace

class CheckSizesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theRealTreePasses();
    void aFunctionMayHaveSeventyLines();
    void refusesALongerFunction_data();
    void refusesALongerFunction();
    void aClassIsNotAFunction();
    void aFileMayHaveSixHundredLines();
    void refusesALongerFile();
    void theRatchetTolerates();
    void theRatchetDoesNotLetGrow();
    void theRatchetFollowsWhatShrinks();
};

void CheckSizesTest::theRealTreePasses()
{
    const Verdict verdict = runCheck(QStringLiteral("check_sizes"), sourceTree());
    QVERIFY2(verdict.isPassed, qPrintable(verdict.text));
}

void CheckSizesTest::aFunctionMayHaveSeventyLines()
{
    const MiniTree tree;
    tree.write("engine/domain/walk.cpp", functionOf(70));
    const Verdict verdict = tree.check("check_sizes");
    QVERIFY2(verdict.isPassed, qPrintable(verdict.text));
}

void CheckSizesTest::refusesALongerFunction_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QString>("name");

    QTest::newRow("free") << functionOf(71) << QStringLiteral("walk");
    QTest::newRow("two in a row") << functionOf(10, "int first()") + "\n" + functionOf(71) << QStringLiteral("walk");
    QTest::newRow("out of its class") << functionOf(71, "Result<int> Walker::walk(int a, int b) const")
                                      << QStringLiteral("Walker::walk");
    QTest::newRow("head of two lines") << functionOf(71, "void walk(\n    int a, int b)") << QStringLiteral("walk");
    QTest::newRow("constructor") << functionOf(71, "Walker::Walker(int a)\n    : m_a(a)\n    , m_b {a}")
                                 << QStringLiteral("Walker::Walker");
    QTest::newRow("inside its class") << "class Walker\n{\npublic:\n" + functionOf(71, "void walk()", "    ") + "};\n"
                                      << QStringLiteral("walk");
}

void CheckSizesTest::refusesALongerFunction()
{
    QFETCH(QByteArray, code);
    QFETCH(QString, name);

    const MiniTree tree;
    tree.write("engine/domain/walk.cpp", code);
    const Verdict verdict = tree.check("check_sizes");

    QVERIFY(!verdict.isPassed);
    QVERIFY2(
        verdict.text.contains(QStringLiteral(": %1 has 71 lines, 70 are allowed").arg(name)), qPrintable(verdict.text));
    QVERIFY2(verdict.text.contains(QStringLiteral("engine/domain/walk.cpp:")), qPrintable(verdict.text));
}

void CheckSizesTest::aClassIsNotAFunction()
{
    const MiniTree tree;
    tree.write("engine/domain/wide.h", "struct Wide\n{\n" + QByteArray("    int one(int);\n").repeated(100) + "};\n");
    const Verdict verdict = tree.check("check_sizes");
    QVERIFY2(verdict.isPassed, qPrintable(verdict.text));
}

void CheckSizesTest::aFileMayHaveSixHundredLines()
{
    const MiniTree tree;
    tree.write("engine/domain/long.cpp", QByteArray("int one();\n").repeated(599)); // and the licence line
    const Verdict verdict = tree.check("check_sizes");
    QVERIFY2(verdict.isPassed, qPrintable(verdict.text));
}

void CheckSizesTest::refusesALongerFile()
{
    const MiniTree tree;
    tree.write("engine/domain/long.cpp", QByteArray("int one();\n").repeated(600));
    const Verdict verdict = tree.check("check_sizes");
    QVERIFY(!verdict.isPassed);
    QVERIFY2(verdict.text.contains(QStringLiteral("engine/domain/long.cpp has 601 lines, 600 are allowed")),
        qPrintable(verdict.text));
}

void CheckSizesTest::theRatchetTolerates()
{
    const MiniTree tree;
    tree.write("engine/domain/walk.cpp", functionOf(90));
    tree.writePlain(".ci/size_ratchet.txt", "engine/domain/walk.cpp:walk 90\n");
    const Verdict verdict = tree.check("check_sizes");
    QVERIFY2(verdict.isPassed, qPrintable(verdict.text));
}

void CheckSizesTest::theRatchetDoesNotLetGrow()
{
    const MiniTree tree;
    tree.write("engine/domain/walk.cpp", functionOf(91));
    tree.writePlain(".ci/size_ratchet.txt", "engine/domain/walk.cpp:walk 90\n");
    const Verdict verdict = tree.check("check_sizes");
    QVERIFY(!verdict.isPassed);
    QVERIFY2(verdict.text.contains(QStringLiteral("walk has 91 lines")), qPrintable(verdict.text));
}

void CheckSizesTest::theRatchetFollowsWhatShrinks()
{
    const MiniTree tree;
    tree.write("engine/domain/walk.cpp", functionOf(80));
    tree.writePlain(".ci/size_ratchet.txt", "engine/domain/walk.cpp:walk 90\nengine/domain/gone.cpp 700\n");
    const Verdict verdict = tree.check("check_sizes");
    QVERIFY(!verdict.isPassed);
    QVERIFY2(verdict.text.contains(QStringLiteral("lower it to 80")), qPrintable(verdict.text));
    QVERIFY2(
        verdict.text.contains(QStringLiteral("gone.cpp has shrunk to 0 lines: take it out")), qPrintable(verdict.text));
}

QTEST_GUILESS_MAIN(CheckSizesTest)
#include "check_sizes_test.moc"
