// SPDX-License-Identifier: Apache-2.0
#include "gui/acts/act_policy.h"

#include <QtTest>

using namespace fairlead;

class PolicyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachActIsAskedForBySizeAndLoss_data()
    {
        QTest::addColumn<int>("act");
        QTest::addColumn<qint64>("jobs");
        QTest::addColumn<int>("expected");
        const auto row = [](const char *name, Act act, qint64 jobs, Confirmation expected) {
            QTest::newRow(name) << static_cast<int>(act) << jobs << static_cast<int>(expected);
        };
        row("pause the whole engine", Act::Pause, 1'000'000, Confirmation::None);
        row("resume", Act::Resume, 1'000'000, Confirmation::None);
        row("weight and limits", Act::SetTenant, 1'000'000, Confirmation::None);
        row("one setting of a draft", Act::ApplyDraft, 1, Confirmation::Counted);
        row("many settings of a draft", Act::ApplyDraft, 100'000, Confirmation::Counted);
        row("retry one", Act::RetryJobs, 1, Confirmation::None);
        row("retry 1,000", Act::RetryJobs, 1000, Confirmation::None);
        row("retry 1,001", Act::RetryJobs, 1001, Confirmation::Counted);
        row("retry a million", Act::RetryJobs, 1'000'000, Confirmation::Counted);
        row("edit and retry", Act::EditAndRetry, 1, Confirmation::None);
        row("cancel one", Act::CancelJobs, 1, Confirmation::Counted);
        row("cancel 10,000", Act::CancelJobs, 10'000, Confirmation::Counted);
        row("cancel 10,001", Act::CancelJobs, 10'001, Confirmation::Typed);
        row("delete 1,000, with the way back", Act::DeleteJobs, 1000, Confirmation::None);
        row("delete 1,001", Act::DeleteJobs, 1001, Confirmation::Counted);
        row("delete 10,001", Act::DeleteJobs, 10'001, Confirmation::Typed);
        row("delete one that waits", Act::DeleteWaiting, 1, Confirmation::Counted);
        row("delete 10,001, some of which wait", Act::DeleteWaiting, 10'001, Confirmation::Typed);
        row("drain an idle engine", Act::DrainAndStop, 0, Confirmation::Counted);
        row("drain a busy engine", Act::DrainAndStop, 20'000, Confirmation::Typed);
        row("stop an idle engine", Act::StopNow, 0, Confirmation::Typed);
        row("stop a busy engine", Act::StopNow, 50, Confirmation::Typed);
    }
    void eachActIsAskedForBySizeAndLoss()
    {
        QFETCH(int, act);
        QFETCH(qint64, jobs);
        QFETCH(int, expected);
        QCOMPARE(static_cast<int>(confirmationFor(static_cast<Act>(act), jobs)), expected);
    }

    void nothingIsLostWithoutAQuestion()
    {
        for (const Act act : allActs) {
            for (const std::int64_t jobs : {0, 1, 1000, 1001, 10'000, 10'001, 1'000'000}) {
                if (!isReversible(act))
                    QVERIFY(confirmationFor(act, jobs) != Confirmation::None);
            }
        }
    }
};

QTEST_APPLESS_MAIN(PolicyTest)
#include "policy_test.moc"
