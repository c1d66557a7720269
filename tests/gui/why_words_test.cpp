// SPDX-License-Identifier: Apache-2.0
// The reasons of a wait in the words of the monitor, and in those of the engine where it knows no better.
#include "gui/window/why_words.h"

#include <QtTest>

using namespace fairlead;

namespace {
constexpr auto now = TimePoint {std::chrono::hours {500'000}};

WhyView whyOf(WaitReason reason)
{
    WhyView why;
    why.state = JobState::Cancelled;
    why.reasons.push_back(std::move(reason));
    return why;
}

WaitReason fullReason(WaitCode code)
{
    return {.code = code,
        .text = "the engine's words",
        .queue = QueueName::trusted("mail"),
        .tenant = TenantName::trusted("acme"),
        .at = now + std::chrono::seconds {90},
        .count = 3,
        .who = "anna",
        .detail = "rate_limit"};
}
} // namespace

class WhyWordsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyReasonHasWordsOfItsOwn()
    {
        for (std::size_t i = 0; i < EnumNames<WaitCode>::all.size(); ++i) {
            const QString words = explainWait(whyOf(fullReason(static_cast<WaitCode>(i))), now);
            QVERIFY2(!words.contains(QStringLiteral("the engine's words")), qPrintable(words));
            QVERIFY2(!words.contains(QStringLiteral("%1")) && !words.contains(QStringLiteral("%2")), qPrintable(words));
        }
    }
    void anUnknownReasonAndOneOfAnOlderEngineAreInTheEnginesWords()
    {
        QVERIFY(
            explainWait(whyOf(fullReason(WaitCode::Unknown)), now).endsWith(QStringLiteral("• the engine's words")));
        for (const WaitCode code :
            {WaitCode::QueueNotConfigured, WaitCode::Paused, WaitCode::QueueAtCap, WaitCode::TenantAtCap,
                WaitCode::TenantRate, WaitCode::GateShut, WaitCode::Scheduled, WaitCode::Turn, WaitCode::Running}) {
            const QString words = explainWait(whyOf({.code = code, .text = "the engine's words"}), now);
            QVERIFY2(words.endsWith(QStringLiteral("• the engine's words")), qPrintable(words));
        }
    }
    void aGateThatIsOpenAgainIsNotCalledShut()
    {
        WaitReason opened = fullReason(WaitCode::GateShut);
        opened.at.reset();
        QVERIFY(explainWait(whyOf(opened), now).contains(QStringLiteral("is shut until a run ends")));
        opened.isOpen = true;
        const QString words = explainWait(whyOf(opened), now);
        QVERIFY2(words.endsWith(QStringLiteral("is open again; it held jobs a moment ago")), qPrintable(words));
    }
    void textsOfPeopleStandAsTheyAre()
    {
        WaitReason paused = fullReason(WaitCode::Paused);
        paused.who = "%1";
        paused.detail = "%2 <b>";
        const QString words = explainWait(whyOf(paused), now);
        QVERIFY2(words.endsWith(QStringLiteral("by %1: %2 <b>")), qPrintable(words));
    }
    void aTurnNamesTheOthersAndTheExpectedStart()
    {
        WaitReason turn = fullReason(WaitCode::Turn);
        turn.isAtLeast = true;
        WhyView why = whyOf(turn);
        why.tenantsWaiting = 2;
        why.expected = now + std::chrono::minutes {5};
        const QString words = explainWait(why, now);
        QVERIFY2(words.contains(QStringLiteral("at least 3 job(s) of tenant acme are before it; 2 tenant(s)"))
                && words.endsWith(QStringLiteral("in about 5 min")),
            qPrintable(words));
        why.tenantsWaiting = 1;
        QVERIFY(!explainWait(why, now).contains(QStringLiteral("turns")));
    }
};

QTEST_APPLESS_MAIN(WhyWordsTest)
#include "why_words_test.moc"
