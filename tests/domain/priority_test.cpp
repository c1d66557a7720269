// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/priority.h"

#include <QtTest>

using namespace fairlead;

class PriorityTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void shortFormsAreRead() // P2
    {
        const std::vector<std::pair<const char *, Priority>> rows {{"crit", Priority::Critical},
            {"c", Priority::Critical}, {"h", Priority::High}, {"n", Priority::Normal}, {"default", Priority::Normal},
            {"l", Priority::Low}, {"bg", Priority::Background}, {"b", Priority::Background}};
        for (const auto &[text, priority] : rows)
            QVERIFY2(parsePriority(text) == priority, text);
    }
    void namesReadBack()
    {
        for (const Priority priority : allPriorities)
            QVERIFY(parsePriority(priorityName(priority)) == priority);
    }
    void numbersOnDiskStay()
    {
        for (std::size_t i = 0; i < allPriorities.size(); ++i)
            QCOMPARE(static_cast<std::size_t>(allPriorities.at(i)), i);
        QVERIFY(Priority::Critical < Priority::Background);
    }
    void rubbishIsNoPriority()
    {
        for (const char *text : {"", "High", "urgent", "0", "hi", " high"}) {
            const Result<Priority> priority = parsePriority(text);
            QVERIFY2(!priority, text);
            QCOMPARE(priority.error().code, ErrorCode::Invalid);
        }
    }
};
QTEST_APPLESS_MAIN(PriorityTest)
#include "priority_test.moc"
