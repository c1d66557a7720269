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
    void refusesAutomaticRichText_data();
    void refusesAutomaticRichText();
    void allowsTextThatIsPlainOrSaysThatItIsNot();
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

namespace {
QByteArray ofTheWindow(const QByteArray &code)
{
    return "// SPDX-"
           "License-Identifier: GPL-3.0-or-later\n"
        + code + "\n";
}
} // namespace

void CheckWordsTest::refusesAutomaticRichText_data()
{
    QTest::addColumn<QByteArray>("code");

    QTest::newRow("label") << QByteArray("auto *label = new QLabel(error);");
    QTest::newRow("label without a text") << QByteArray("m_facts = new QLabel;");
    QTest::newRow("label as a member") << QByteArray("QLabel m_facts;");
    QTest::newRow("kind of label") << QByteArray("class Hint final : public QLabel");
    QTest::newRow("message box") << QByteArray("auto *box = new QMessageBox(this);");
    QTest::newRow("message box on the stack") << QByteArray("QMessageBox box(this);");
    QTest::newRow("message box by a call") << QByteArray("QMessageBox::warning(this, title, error);");
    QTest::newRow("dialog of errors") << QByteArray("QErrorMessage box;");
    QTest::newRow("tooltip by a call") << QByteArray("QToolTip::showText(at, error);");
    QTest::newRow("back to automatic") << QByteArray("label->setTextFormat(Qt::AutoText);");
    QTest::newRow("text that guesses") << QByteArray("auto *text = new QTextEdit(error);");
    QTest::newRow("help") << QByteArray("label->setWhatsThis(error);");
}

void CheckWordsTest::refusesAutomaticRichText()
{
    QFETCH(QByteArray, code);

    const MiniTree tree;
    tree.writePlain("gui/pages/new_page.cpp", ofTheWindow(code));
    const Verdict verdict = tree.check("check_words");

    QVERIFY(!verdict.isPassed);
    QVERIFY2(verdict.text.contains(QStringLiteral("gui/pages/new_page.cpp:2: ")), qPrintable(verdict.text));
    QVERIFY2(verdict.text.contains(QStringLiteral("may be HTML")), qPrintable(verdict.text));
}

void CheckWordsTest::allowsTextThatIsPlainOrSaysThatItIsNot()
{
    const MiniTree tree;
    tree.writePlain("gui/pages/new_page.cpp",
        ofTheWindow("QLabel *m_facts = new PlainLabel(error);\nauto *box = new PlainBox(this);\n"
                    "box->setIcon(QMessageBox::Warning);\nQLabel *makeFacts();\nclass QLabel;\n"
                    "for (QLabel *label : {m_facts, m_why})\n"));
    tree.writePlain("gui/look/plain_texts.h", ofTheWindow("class PlainLabel : public QLabel"));
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
