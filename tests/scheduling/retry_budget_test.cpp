// SPDX-License-Identifier: Apache-2.0
#include "engine/scheduling/retry_budget.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::minutes;
using std::chrono::seconds;

class RetryBudgetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void retriesWithinTheShareKeepTheirTime()
    {
        RetryBudget budget(0.2, now);
        for (int run = 0; run < 1'000; ++run) {
            budget.runBegan(now);
            if (run % 5 == 4)
                QCOMPARE(budget.spend(now + seconds {1}, now), now + seconds {1});
        }
    }
    void stormOfFailuresIsSpreadOut()
    {
        RetryBudget budget(0.1, now);
        TimePoint last = now;
        int atOnce = 0;
        for (int run = 0; run < 1'000; ++run) {
            budget.runBegan(now);
            const TimePoint ready = budget.spend(now + seconds {1}, now);
            QVERIFY(ready >= last);
            last = ready;
            atOnce += ready <= now + seconds {1} ? 1 : 0;
        }
        QCOMPARE(atOnce, 11); // ten are free, and the first runs earned one
        QVERIFY(last >= now + minutes {88} && last <= now + minutes {90}); // 890 more at ten a minute
    }
    void budgetComesBackWithTime()
    {
        RetryBudget budget(0, now);
        for (int i = 0; i < 20; ++i)
            budget.spend(now, now);
        QVERIFY(budget.spend(now, now) > now + minutes {1});
        const TimePoint later = now + minutes {3};
        for (int i = 0; i < 10; ++i)
            QCOMPARE(budget.spend(later, later), later);
        QVERIFY(budget.spend(later, later) > later);
    }
    void noRetryIsPutOffForMoreThanADay()
    {
        RetryBudget budget(0, now);
        TimePoint last = now;
        for (int i = 0; i < 100'000; ++i)
            last = budget.spend(now, now);
        QCOMPARE(last, now + RetryBudget::putOffMax);
    }
    void retrySpendsFromQueueAndTenant()
    {
        const auto queue = QueueName::trusted("q");
        const auto tenant = TenantName::trusted("t");
        RetryBudgets budgets;
        QCOMPARE(budgets.spend(queue, tenant, now, now), now);
        budgets.setQueue(queue, 0.5, now);
        budgets.setTenant(tenant, 0, now);
        for (int i = 0; i < 10; ++i)
            QCOMPARE(budgets.spend(queue, tenant, now, now), now);
        QVERIFY(budgets.spend(queue, TenantName::trusted("other"), now, now) > now);
        budgets.setQueue(queue, 1, now);
        QCOMPARE(budgets.spend(queue, TenantName::trusted("other"), now, now), now);
        QVERIFY(budgets.spend(queue, tenant, now, now) > now);
        budgets.setTenant(tenant, 1, now);
        QCOMPARE(budgets.spend(queue, tenant, now, now), now);
    }

private:
    const TimePoint now {seconds {1'700'000'000}};
};

QTEST_APPLESS_MAIN(RetryBudgetTest)
#include "retry_budget_test.moc"
