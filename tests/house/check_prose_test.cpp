// SPDX-License-Identifier: Apache-2.0
#include "tests/house/mini_tree.h"

#include <QtTest>

using namespace fairlead;

namespace {
const QByteArray glossary = "# Glossary\n\n| word | in code | meaning |\n|---|---|---|\n";

/// A tree in which `file` is all there is to find fault with.
Verdict checked(const QByteArray &file, const QByteArray &text, const QByteArray &ratchet = {})
{
    const MiniTree tree;
    tree.writePlain("docs/ARCHITECTURE.md", "# Short\n");
    tree.writePlain("docs/GLOSSARY.md", glossary);
    tree.writePlain(".ci/prose_ratchet.txt", ratchet);
    tree.writePlain(file.constData(), text);
    return tree.check("check_prose");
}
} // namespace

class CheckProseTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theRealTreePasses()
    {
        const Verdict verdict = runCheck(QStringLiteral("check_prose"), sourceTree());
        QVERIFY2(verdict.isPassed, qPrintable(verdict.text));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("ratchet");
        QTest::addColumn<QString>("said");
        const QByteArray header = "engine/domain/pump.h";
        const auto row = [](const char *name, const QByteArray &file, const QByteArray &text, const QByteArray &ratchet,
                             const char *said) {
            QTest::newRow(name) << file << text << ratchet << QString::fromLatin1(said);
        };
        row("comment that begins with What", "cli/a.cpp", "/// What it does.\n", "", "cli: 1 comments");
        row("one more than tolerated", "gui/look/a.h", "// Whose it is.\n// How it is.\n", "questions gui/look 1\n",
            "gui/look: 2 comments");
        row("fewer than tolerated", "gui/look/a.h", "// Whose it is.\n", "questions gui/look 2\n",
            "tolerates too much");
        row("wide line", "docs/A.md", "# A\n\n" + QByteArray(101, 'x') + "\n", "", "docs/A.md:3");
        row("wide line after code", "README.md", "```\n```\n" + QByteArray(101, 'x') + "\n", "", "README.md:3");
        row("file that is no longer wide", "docs/A.md", "# A\n", "wide docs/A.md\n", "tolerates too much");
        row("file that is gone", "docs/A.md", "# A\n\nIt is in `engine/gone/pump.h`.\n", "",
            "docs/A.md:3: there is no file engine/gone/pump.h");
        row("type without a word", header, "class Pump\n{\n};\n", "", "does not define Pump");
        row("number without a word", header, "enum class Depth : int {};\n", "", "does not define Depth");
        row("type of no public header", "docs/GLOSSARY.md", glossary + "| pump | `Pump` | It pumps. |\n", "",
            "the code has no type Pump");
        row("type that is there twice", "docs/GLOSSARY.md", glossary + "| a | `Job` | One. |\n| b | `Job` | Two. |\n",
            "coming Job\n", "Job is there twice");
        row("words out of order", "docs/GLOSSARY.md", glossary + "| b | | One. |\n| a | | Two. |\n", "",
            "'a' stands behind 'b'");
    }
    void refuses()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, ratchet);
        QFETCH(QString, said);
        const Verdict verdict = checked(file, text, ratchet);
        QVERIFY(!verdict.isPassed);
        QVERIFY2(verdict.text.contains(said), qPrintable(verdict.text));
    }

    void allows_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("ratchet");
        const QByteArray wide(101, 'x');
        const auto row = [](const char *name, const QByteArray &file, const QByteArray &text,
                             const QByteArray &ratchet = {}) { QTest::newRow(name) << file << text << ratchet; };
        row("subject first", "cli/a.cpp", "/// Says what it does. Whatever comes.\n");
        row("as many as tolerated", "cli/a.cpp", "// Who asks?\n", "questions cli 1\n");
        row("line of 100 columns", "docs/A.md", QByteArray(100, 'x') + "\n");
        row("table", "docs/A.md", "| " + wide + " |\n");
        row("code", "docs/A.md", "```sh\n" + wide + "\n```\n");
        row("link", "docs/A.md", "[here](" + wide + ")\n");
        row("file that is there", "docs/A.md", "`docs/GLOSSARY.md`, `.ci/prose_ratchet`, `docs/`\n");
        row("name of several files", "docs/A.md", "`engine/calls/NOUN_calls.h`\n");
        row("declaration", "engine/domain/a.h", "class Pump;\n");
        row("type inside another room", "engine/dispatch/a.h", "class Pump\n{\n};\n");
        row("tolerated type", "engine/domain/a.h", "class Pump\n{\n};\n", "undefined Pump\n");
    }
    void allows()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, ratchet);
        const Verdict verdict = checked(file, text, ratchet);
        QVERIFY2(verdict.isPassed, qPrintable(verdict.text));
    }
};

QTEST_GUILESS_MAIN(CheckProseTest)
#include "check_prose_test.moc"
