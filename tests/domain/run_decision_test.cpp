// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/job.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
const TimePoint now {1'700'000'000s};
const RetryPolicy fiveMinutes(RetryPolicy::Fixed {5min}, 1h);

RunDecision after(const Outcome &outcome, int attempt = 1, const AttemptLimits &limits = {})
{
    SeededRandom random(1);
    return decideAfterRun(outcome, attempt, limits, fiveMinutes, now, random);
}

/// One life of a job: what was counted so far.
struct Life
{
    int attempts = 0;
    int crashes = 0;
    JobState state = JobState::Ready;

    void take(const RunDecision &next)
    {
        attempts += next.countsAsAttempt ? 1 : 0;
        crashes += next.countsAsCrash ? 1 : 0;
        state = next.state;
    }
};
} // namespace

class RunDecisionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void successKeepsTheResult()
    {
        const RunDecision end = after(Succeeded {{"42", "text/plain"}});
        QCOMPARE(end.state, JobState::Succeeded);
        QCOMPARE(end.result.bytes, std::string("42"));
        QCOMPARE(end.result.contentType, std::string("text/plain"));
        QVERIFY(end.countsAsAttempt);
        QVERIFY(end.errorClass.empty());
    }
    void longErrorsAreCutAtACharacterAndSaySo()
    {
        QCOMPARE(after(Failed {"late", std::string(errorTextBytesMax, 'x'), {}}).errorText.size(), errorTextBytesMax);
        for (std::size_t shift = 0; shift < 4; ++shift) {
            std::string text(shift, 'x');
            for (int i = 0; i < 10'000; ++i)
                text += "\xF0\x9F\x9A\x80"; // four bytes
            for (const Outcome &outcome : {Outcome(Failed {text, text, {}}), Outcome(Rejected {text, text})}) {
                const RunDecision end = after(outcome);
                const std::string note = "... (the beginning of " + std::to_string(text.size()) + " bytes)";
                QVERIFY(end.errorText.size() <= errorTextBytesMax && end.errorText.ends_with(note));
                const std::size_t kept = end.errorText.size() - note.size();
                QVERIFY(kept > errorTextBytesMax - 100 && (kept - shift) % 4 == 0
                    && text.starts_with(end.errorText.substr(0, kept)));
                QVERIFY(end.errorClass.size() <= errorClassBytesMax && (end.errorClass.size() - shift) % 4 == 0);
            }
        }
        QCOMPARE(wholeCharacters("\x80\x80\x80", 2).size(), std::size_t {2}); // no UTF-8
    }
    void threeAttemptsAreTwoRetriesAndADeadLetter() // R11
    {
        const AttemptLimits limits {3, 3};
        for (const int attempt : {1, 2}) {
            const RunDecision next = after(Failed {"exit_1", "no", {}}, attempt, limits);
            QCOMPARE(next.event, JobEvent::FailedForNow);
            QCOMPARE(next.state, JobState::Scheduled);
            QVERIFY(next.due == now + 5min);
        }
        const RunDecision end = after(Failed {"exit_1", "no", {}}, 3, limits);
        QCOMPARE(end.event, JobEvent::FailedForGood);
        QCOMPARE(end.state, JobState::Dead);
        QVERIFY(!end.due);
        QCOMPARE(end.errorClass, std::string("exit_1"));
        QCOMPARE(end.errorText, std::string("no"));
    }
    void onlyAttemptThatFailsIsTheLast() { QCOMPARE(after(Failed {"x", "y", {}}, 1, {1, 3}).state, JobState::Dead); }
    void eachRetryUsesTheDelayOfItsFailure() // R8
    {
        SeededRandom random(1);
        const RetryPolicy doubling(RetryPolicy::Exponential {1s, 2}, 60s);
        for (const auto &[attempt, wait] : std::vector<std::pair<int, Microseconds>> {{1, 1s}, {2, 2s}, {3, 4s}})
            QVERIFY(decideAfterRun(Failed {}, attempt, {}, doubling, now, random).due == now + wait);
    }
    void handlersWishCountsWhenLongerThanTheBackOff()
    {
        const auto due = [](Microseconds wish) { return after(Failed {"busy", "later", wish}).due; };
        QVERIFY(due(1h) == now + 1h);
        QVERIFY(due(5min) == now + 5min);
        QVERIFY(due(1s) == now + 5min);
        QVERIFY(due(-1h) == now + 5min);
        QVERIFY(due(Microseconds::max()) == now + retryDelayMax);
        QVERIFY(due(Microseconds::min()) == now + 5min);
    }
    void handlersWishDoesNotOutliveTheLastAttempt()
    {
        QCOMPARE(after(Failed {"busy", "later", 1h}, 5).state, JobState::Dead);
    }
    void rejectionIsDeadAtOnce()
    {
        const RunDecision end = after(Rejected {"dataerr", "no such customer"});
        QCOMPARE(end.event, JobEvent::FailedForGood);
        QCOMPARE(end.state, JobState::Dead);
        QVERIFY(end.countsAsAttempt);
        QCOMPARE(end.errorClass, std::string("dataerr"));
        QCOMPARE(end.errorText, std::string("no such customer"));
    }
    void snoozedRunComesBackAndIsNoAttempt()
    {
        const RunDecision next = after(Snoozed {90s}, 5);
        QCOMPARE(next.event, JobEvent::Snoozed);
        QCOMPARE(next.state, JobState::Scheduled);
        QVERIFY(next.due == now + 90s);
        QVERIFY(!next.countsAsAttempt);
        QVERIFY(next.errorClass.empty());
    }
    void snoozeHasItsLimits()
    {
        QVERIFY(after(Snoozed {0s}).due == now + 1ms);
        QVERIFY(after(Snoozed {Microseconds::min()}).due == now + 1ms);
        QVERIFY(after(Snoozed {Microseconds::max()}).due == now + retryDelayMax);
    }
    void releasedRunIsReadyAgainAndIsNoAttempt()
    {
        const RunDecision next = after(Released {}, 5);
        QCOMPARE(next.event, JobEvent::Released);
        QCOMPARE(next.state, JobState::Ready);
        QVERIFY(!next.countsAsAttempt);
        QVERIFY(!next.countsAsCrash);
    }
    void missedDeadlineExpires()
    {
        const RunDecision end = after(DeadlineMissed {});
        QCOMPARE(end.event, JobEvent::DeadlinePassed);
        QCOMPARE(end.state, JobState::Expired);
        QVERIFY(!end.countsAsAttempt);
    }
    void cancelledRunIsCancelledAlsoOnItsLastAttempt()
    {
        for (const int attempt : {1, 5}) {
            const RunDecision end = after(RunCancelled {}, attempt);
            QCOMPARE(end.event, JobEvent::Cancelled);
            QCOMPARE(end.state, JobState::Cancelled);
        }
    }
    void crashIsAnAttemptAndSaysWhatHappened()
    {
        const RunDecision next = decideAfterCrash(1, 1, {5, 3}, now);
        QCOMPARE(next.event, JobEvent::Released);
        QCOMPARE(next.state, JobState::Ready);
        QVERIFY(next.countsAsAttempt);
        QVERIFY(next.countsAsCrash);
        QCOMPARE(next.errorClass, std::string("crash"));
        QVERIFY(next.errorText.find("the engine process ended during this run") != std::string::npos);
    }
    void thirdCrashIsDead()
    {
        QCOMPARE(decideAfterCrash(2, 2, {5, 3}, now).state, JobState::Ready);
        const RunDecision end = decideAfterCrash(3, 3, {5, 3}, now);
        QCOMPARE(end.event, JobEvent::FailedForGood);
        QCOMPARE(end.state, JobState::Dead);
        QCOMPARE(end.errorClass, std::string("crash"));
    }
    void crashOfTheLastAttemptIsDead()
    {
        QCOMPARE(decideAfterCrash(5, 1, {5, 3}, now).state, JobState::Dead);
        QCOMPARE(decideAfterCrash(1, 1, {1, 3}, now).state, JobState::Dead);
    }
    void everyDecisionIsInTheTable()
    {
        const std::vector<Outcome> outcomes {
            Succeeded {}, Failed {}, Rejected {}, Snoozed {1s}, RunCancelled {}, Released {}, DeadlineMissed {}};
        std::vector<RunDecision> decisions {decideAfterCrash(1, 1, {}, now), decideAfterCrash(5, 1, {}, now)};
        for (const Outcome &outcome : outcomes) {
            for (const int attempt : {1, 5, 6})
                decisions.push_back(after(outcome, attempt));
        }
        for (const RunDecision &decision : decisions) {
            QVERIFY(stateAfter(JobState::Running, decision.event) == decision.state);
            QVERIFY(decision.state != JobState::Scheduled || (decision.due && *decision.due > now));
        }
    }
    void attemptsNeverExceedTheirLimitWhateverHappens()
    {
        const std::uint64_t seed = SystemRandom().next();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        SeededRandom random(seed);
        for (int i = 0; i < 2000; ++i) {
            const AttemptLimits limits {
                1 + static_cast<int>(random.nextBelow(6)), 1 + static_cast<int>(random.nextBelow(4))};
            Life life;
            while (!isEnded(life.state)) {
                const int attempt = life.attempts + 1;
                switch (random.nextBelow(4)) {
                case 0:
                    life.take(decideAfterCrash(attempt, life.crashes + 1, limits, now));
                    break;
                case 1:
                    life.take(after(Released {}, attempt, limits));
                    break;
                case 2:
                    life.take(after(Snoozed {1s}, attempt, limits));
                    break;
                default:
                    life.take(after(Failed {}, attempt, limits));
                    break;
                }
            }
            QCOMPARE(life.state, JobState::Dead);
            QVERIFY(life.attempts <= limits.maxAttempts && life.crashes <= limits.crashLimit);
            QVERIFY(life.attempts == limits.maxAttempts || life.crashes == limits.crashLimit);
        }
    }
};
QTEST_APPLESS_MAIN(RunDecisionTest)
#include "run_decision_test.moc"
