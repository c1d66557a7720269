// SPDX-License-Identifier: Apache-2.0
// The blocks of code in the documents work as they stand there: documents.py runs them.
#include "tests/support/program_run.h"

#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

using namespace fairlead;

namespace {
/// The README and all pages of docs/.
QStringList pages()
{
    const QDir docs(QStringLiteral(FAIRLEAD_SOURCE_DIR "/docs"));
    QStringList all {QStringLiteral(FAIRLEAD_SOURCE_DIR "/README.md")};
    for (const QString &name : docs.entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name))
        all.append(docs.filePath(name));
    return all;
}

ProgramRun runBlocks(const QStringList &arguments)
{
    return runProgram(
        QStringList {QStringLiteral("python3"), QStringLiteral(FAIRLEAD_SOURCE_DIR "/tests/acceptance/documents.py"),
            QStringLiteral("--programs"), QStringLiteral(FAIRLEAD_BIN_DIR)}
        + arguments);
}
} // namespace

class DocumentsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyBlockOfAPageRuns_data()
    {
        QTest::addColumn<QString>("page");
        for (const QString &page : pages())
            QTest::newRow(qPrintable(QFileInfo(page).fileName())) << page;
    }
    void everyBlockOfAPageRuns()
    {
        QFETCH(QString, page);
        const ProgramRun run = runBlocks({page});
        QVERIFY2(run.isGood(), run.output);
        if (!run.output.isEmpty())
            qInfo("%s", run.output.constData()); // blocks whose program is not installed
    }
    void blocksThatAreNotRunAreFew()
    {
        const ProgramRun run = runBlocks(QStringList {QStringLiteral("--list-not-run")} + pages());
        QVERIFY2(run.isGood(), run.output);
        QVERIFY2(run.output.count('\n') == 6, run.output);
    }
    void brokenBlockOfEachKindIsAFault_data()
    {
        QTest::addColumn<QByteArray>("page");
        QTest::addColumn<QByteArray>("fault");
        const auto row = [](const char *name, const char *page, const char *fault) {
            QTest::newRow(name) << QByteArray(page) << QByteArray(fault);
        };
        row("sh that fails", "```sh\ntrue\nfalse\ntrue\n```\n", "page.md:1: fails with 1");
        row("sh behind a good one", "```sh\ntrue\n```\n```sh\nfairleadctl job lsit\n```\n", "page.md:4: fails with 64");
        row("output that is not there", "```sh\necho one\n```\n```text\ntwo\n```\n", "page.md:4: 'two' is not in");
        row("output in another order", "```sh\necho one; echo two\n```\n```text\ntwo\none\n```\n", "'one' is not in");
        row("output without a command", "```text\none\n```\n", "page.md:1: there is no output");
        row("configuration", "```toml\n[engine]\nwokers = 2\n```\n", "page.md:1: fails with 78");
        row("load", "```toml load=examples/simulation/engine.toml\nlenght = \"1m\"\n```\n", "page.md:1: fails with");
        row("python", "```python\nraise SystemExit(3)\n```\n", "page.md:1: fails with 3");
        row("C++", "```cpp\nint number = \"text\";\n```\n", "page.md:1: does not compile");
        row("cmake", "```cmake from=examples/embed/CMakeLists.txt\nfind_package(other)\n```\n",
            "'find_package(other)' does not stand");
        row("block without a kind", "```\none\n```\n", "page.md:1: '' is no kind of block");
        row("block without an end", "```sh\ntrue\n", "page.md:1: this block has no end");
    }
    void brokenBlockOfEachKindIsAFault()
    {
        QFETCH(QByteArray, page);
        QFETCH(QByteArray, fault);
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("page.md")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(page) == page.size());
        file.close();
        const ProgramRun run = runBlocks({file.fileName()});
        QVERIFY2(run.hasEnded && run.code == 1 && run.output.contains(fault), run.output);
    }
    void brokenHelpIsAFault()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("COMMANDS.md")));
        QVERIFY(file.open(QIODevice::WriteOnly)
            && file.write("```\nUsage: fairleadctl job list\n\nAnother text\n```\n") > 0);
        file.close();
        const ProgramRun run = runBlocks({file.fileName()});
        QVERIFY2(run.hasEnded && run.code == 1 && run.output.contains("COMMANDS.md:1: "), run.output);
    }
};

QTEST_GUILESS_MAIN(DocumentsTest)
#include "documents_test.moc"
