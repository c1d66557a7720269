// SPDX-License-Identifier: Apache-2.0
#include "tests/house/mini_tree.h"

#include <QtTest>

using namespace fairlead;

class CheckWordsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theRealTreePasses();
    void refuses_data();
    void refuses();
    void allows_data();
    void allows();
    void refusesAFileWithoutItsLicence_data();
    void refusesAFileWithoutItsLicence();
};

void CheckWordsTest::theRealTreePasses()
{
    const Verdict verdict = runCheck(QStringLiteral("check_words"), sourceTree());
    QVERIFY2(verdict.isPassed, qPrintable(verdict.text));
}

void CheckWordsTest::refuses_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("code");

    const QByteArray code = "engine/dispatch/pump.cpp";
    const QByteArray test = "tests/dispatch/pump_test.cpp";
    QTest::newRow("wall clock") << code << QByteArray("auto now = std::chrono::system_clock::now();");
    QTest::newRow("steady clock in a test") << test << QByteArray("auto now = std::chrono::steady_clock::now();");
    QTest::newRow("Qt's wall clock") << code << QByteArray("auto now = QDateTime::currentDateTimeUtc();");
    QTest::newRow("stopwatch") << code << QByteArray("QElapsedTimer timer;");
    QTest::newRow("rand") << code << QByteArray("int die = rand() % 6;");
    QTest::newRow("random device") << test << QByteArray("std::random_device device;");
    QTest::newRow("sleep in a test") << test << QByteArray("std::this_thread::sleep_for(1ms);");
    QTest::newRow("Qt's sleep in a test") << test << QByteArray("QThread::msleep(1);");
    QTest::newRow("qSleep") << test << QByteArray("QTest::qSleep(1);");
    QTest::newRow("qWait") << test << QByteArray("QTest::qWait(1);");
    QTest::newRow("nested event loop") << code << QByteArray("QCoreApplication::processEvents();");
    QTest::newRow("tenants by a hash without a key") // F45
        << code << QByteArray("std::unordered_map<TenantName, int> counts;");
    QTest::newRow("text by a hash without a key") << code << QByteArray("std::unordered_set<std::string> names;");
    QTest::newRow("printing") << code << QByteArray("#include <iostream>");
    QTest::newRow("vague type") << code << QByteArray("class JobManager;");
    QTest::newRow("vague file") << QByteArray("engine/dispatch/string_utils.h") << QByteArray("int one();");
    QTest::newRow("leftover") << code
                              << QByteArray("// TO"
                                            "DO: finish");
    QTest::newRow("leftover in a bench") << QByteArray("bench/store_bench.cpp")
                                         << QByteArray("// FIX"
                                                       "ME");
}

void CheckWordsTest::refuses()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, code);

    const MiniTree tree;
    tree.write(file.constData(), code + "\n");
    const Verdict verdict = tree.check("check_words");

    QVERIFY(!verdict.isPassed);
    QVERIFY2(verdict.text.contains(QString::fromUtf8(file) + QLatin1Char(':')), qPrintable(verdict.text));
}

void CheckWordsTest::allows_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("code");

    const QByteArray code = "engine/dispatch/pump.cpp";
    QTest::newRow("the clock itself") << QByteArray("engine/domain/clock.cpp")
                                      << QByteArray("auto now = std::chrono::system_clock::now();");
    QTest::newRow("chance itself") << QByteArray("engine/domain/random.cpp")
                                   << QByteArray("std::random_device device;");
    QTest::newRow("a benchmark measures")
        << QByteArray("bench/store_bench.cpp") << QByteArray("auto now = std::chrono::steady_clock::now();");
    QTest::newRow("asking the Clock") << code << QByteArray("auto now = m_clock.now();");
    QTest::newRow("a comment about it") << code << QByteArray("// not system_clock::now(), because it steps");
    QTest::newRow("a text about it") << code << QByteArray("say(\"call rand() no more\");");
    QTest::newRow("a word that holds another") << code << QByteArray("struct Utilisation; int operand(int);");
    QTest::newRow("waiting for a condition")
        << QByteArray("tests/dispatch/pump_test.cpp") << QByteArray("QTRY_VERIFY(spy.count() == 1);");
}

void CheckWordsTest::allows()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, code);

    const MiniTree tree;
    tree.write(file.constData(), code + "\n");
    const Verdict verdict = tree.check("check_words");
    QVERIFY2(verdict.isPassed, qPrintable(verdict.text));
}

void CheckWordsTest::refusesAFileWithoutItsLicence_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("text");

    const QByteArray tag = "SPDX-"
                           "License-Identifier: ";
    QTest::newRow("none") << QByteArray("engine/domain/bare.h") << QByteArray("#pragma once\n");
    QTest::newRow("empty file") << QByteArray("engine/domain/empty.cpp") << QByteArray();
    QTest::newRow("not on the first line")
        << QByteArray("engine/domain/late.h") << "#pragma once\n// " + tag + "Apache-2.0\n";
    QTest::newRow("copyleft in the engine")
        << QByteArray("engine/domain/other.h") << "// " + tag + "GPL-3.0-or-later\n";
    QTest::newRow("Apache in the desktop") << QByteArray("gui/window.cpp") << "// " + tag + "Apache-2.0\n";
    QTest::newRow("schema") << QByteArray("engine/storage/sqlite/schema.sql") << QByteArray("SELECT 1;\n");
}

void CheckWordsTest::refusesAFileWithoutItsLicence()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, text);

    const MiniTree tree;
    tree.writePlain(file.constData(), text);
    const Verdict verdict = tree.check("check_words");

    QVERIFY(!verdict.isPassed);
    QVERIFY2(verdict.text.contains(QString::fromUtf8(file)), qPrintable(verdict.text));
    QVERIFY2(verdict.text.contains(QStringLiteral("expected the licence line")), qPrintable(verdict.text));
}

QTEST_GUILESS_MAIN(CheckWordsTest)
#include "check_words_test.moc"
