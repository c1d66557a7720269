// SPDX-License-Identifier: Apache-2.0
#include "gui/look/save_file.h"

#include <QtTest>

using namespace fairlead;

class SaveFileTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cellsAreQuotedAndNoneIsAFormula_data() // S24
    {
        QTest::addColumn<QString>("cell");
        QTest::addColumn<QByteArray>("line");
        const auto row = [](const char *cell, const char *line) {
            QTest::newRow(cell) << QString::fromUtf8(cell) << QByteArray(line);
        };
        row("plain", "plain\n");
        row("a,b", "\"a,b\"\n");
        row("say \"no\"", "\"say \"\"no\"\"\"\n");
        row("two\nlines", "\"two\nlines\"\n");
        row("=1+1", "'=1+1\n");
        row("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0\n");
        row("=HYPERLINK(\"http://evil.example\",\"x\")", "\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\"\n");
        row("+49", "'+49\n");
        row("-1", "'-1\n");
        row("@SUM(A1)", "'@SUM(A1)\n");
        row("\t=1", "'\t=1\n");
        row("\r=1", "\"'\r=1\"\n");
        row("a=b", "a=b\n");
        row("", "\n");
    }
    void cellsAreQuotedAndNoneIsAFormula()
    {
        QFETCH(QString, cell);
        QFETCH(QByteArray, line);
        QCOMPARE(csvLine({cell}), line);
        QCOMPARE(csvLine({cell, QStringLiteral("next")}), line.chopped(1) + ",next\n");
    }
};

QTEST_APPLESS_MAIN(SaveFileTest)
#include "save_file_test.moc"
