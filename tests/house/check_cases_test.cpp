// SPDX-License-Identifier: Apache-2.0
#include "tests/house/mini_tree.h"

#include <QtTest>

using namespace fairlead;

class CheckCasesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theRealTreePasses()
    {
        const Verdict verdict = runCheck(QStringLiteral("check_cases"), sourceTree());
        QVERIFY2(verdict.isPassed, qPrintable(verdict.text));
    }
    void refusesTestsAndCasesThatAreNotThere()
    {
        const MiniTree tree;
        tree.write("tests/scheduling/turns_test.cpp", "    void tenantsTakeTurns();\n");
        tree.write("tests/contracts/store_contract_life.h", "inline void lateJobIsNotStarted(Store &store)\n");
        tree.writePlain("docs/CONFORMANCE.md",
            "| D1 | turns | `scheduling.turns` tenantsTakeTurns, nobodyWaits; `contract.store` lateJobIsNotStarted |\n"
            "| D2 | early | `scheduling.gone` tenantsTakeTurns |\n"
            "| D3 | one round |  |\n");
        tree.writePlain("docs/RELIABILITY.md",
            "| S01 | door | `scheduling.turns` tenantsTakeTurns, nobodyWaits |\n"
            "| promise | how it is kept | `scheduling.turns` tenantsTakeTurns, nobodyIsLost; `engine.workers` |\n"
            "`scheduling.turns` runs long, and so does `scheduling.old`.\n");
        const Verdict verdict = tree.check("check_cases");
        QVERIFY(!verdict.isPassed);
        for (const char *fault :
            {"CONFORMANCE.md:1: there is no test nobodyWaits in scheduling.turns",
                "CONFORMANCE.md:2: there is no test tenantsTakeTurns in scheduling.gone",
                "CONFORMANCE.md:3: D3 names no test", "case D4 is missing", "case F13 is missing",
                "RELIABILITY.md:1: there is no test nobodyWaits in scheduling.turns",
                "RELIABILITY.md:2: there is no test nobodyIsLost in scheduling.turns",
                "RELIABILITY.md:3: there is no program of tests scheduling.old", "RELIABILITY.md: case S02 is missing"})
            QVERIFY2(verdict.text.contains(QLatin1String(fault)), qPrintable(verdict.text));
        for (const char *good : {"CONFORMANCE.md:1: there is no test tenantsTakeTurns", "lateJobIsNotStarted", "D1 ",
                 "case S01", "engine.workers", "there is no test runs"})
            QVERIFY2(!verdict.text.contains(QLatin1String(good)), qPrintable(verdict.text));
    }
};

QTEST_GUILESS_MAIN(CheckCasesTest)
#include "check_cases_test.moc"
