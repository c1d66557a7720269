// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contracts/store_driver.h"

namespace fairlead::contract {

/// Brings a new job into a state, by the shortest sequence of verbs.
inline JobId aJobIn(StoreDriver &driver, JobState state)
{
    JobSpec spec = aJob();
    if (state == JobState::Scheduled)
        spec.runAt = driver.now() + std::chrono::minutes {1};
    if (state == JobState::Expired)
        spec.deadline = driver.now() - Microseconds {1};
    const Enqueued job = driver.add(spec);
    const JobId id = job.receipt.id;
    switch (state) {
    case JobState::Scheduled:
    case JobState::Blocked:
    case JobState::Ready:
        break;
    case JobState::Running:
        driver.claim(job);
        break;
    case JobState::Succeeded:
        driver.finish(driver.claim(job));
        break;
    case JobState::Dead:
        driver.finish(driver.claim(job), Rejected {"bad", "bad"});
        break;
    case JobState::Expired:
        if (driver.tryClaim({job.lane, *job.ready}))
            qFatal("an expired job was started");
        break;
    case JobState::Cancelled:
        must(driver.cancel(id));
        break;
    }
    return id;
}

/// Ends the only run of a job as decided.
inline void finishRunOf(StoreDriver &driver, const JobId &id, const Outcome &outcome)
{
    const StateChange changed = must(driver.cancel(id)); // a cancel gives its token; its mark does not matter here
    must(driver.tryFinish(changed.seq, *changed.runningToken,
        decideAfterRun(outcome, 1, {5, 3}, RetryPolicy(), driver.now(), driver.random())));
}

/// Causes `event` for a new job in `from`. Empty when no verb of the store causes it.
inline std::optional<JobId> letHappen(StoreDriver &driver, std::optional<JobState> from, JobEvent event)
{
    if (!from) {
        if (event == JobEvent::EnqueuedBlocked)
            return std::nullopt;
        return aJobIn(driver, event == JobEvent::Enqueued ? JobState::Ready : JobState::Scheduled);
    }
    if (*from == JobState::Blocked)
        return std::nullopt;
    if (*from == JobState::Running && event != JobEvent::Cancelled) {
        const Enqueued job = driver.add();
        const ClaimedJob run = driver.claim(job);
        const std::map<JobEvent, Outcome> outcomes {{JobEvent::Succeeded, Succeeded {}},
            {JobEvent::FailedForNow, someFailure}, {JobEvent::FailedForGood, Rejected {"bad", "bad"}},
            {JobEvent::Snoozed, Snoozed {std::chrono::minutes {1}}}, {JobEvent::Released, Released {}},
            {JobEvent::DeadlinePassed, DeadlineMissed {}}};
        driver.finish(run, outcomes.at(event));
        return job.receipt.id;
    }
    if (*from == JobState::Ready && event == JobEvent::DeadlinePassed)
        return aJobIn(driver, JobState::Expired);
    const JobId id = aJobIn(driver, *from);
    switch (event) {
    case JobEvent::BecameDue:
        driver.advance(std::chrono::minutes {1});
        must(driver.store().waiting().promoteDue(driver.now(), 1'000));
        return id;
    case JobEvent::Claimed:
        driver.claim(*driver.readyOne(driver.record(id).job.seq));
        return id;
    case JobEvent::Cancelled:
        if (*from == JobState::Running)
            finishRunOf(driver, id, RunCancelled {});
        else
            must(driver.cancel(id));
        return id;
    case JobEvent::Retried:
        must(driver.retry(id, RetryDeadline {}));
        return id;
    case JobEvent::Enqueued:
    case JobEvent::EnqueuedForLater:
    case JobEvent::EnqueuedBlocked:
    case JobEvent::Unblocked:
    case JobEvent::Succeeded:
    case JobEvent::FailedForNow:
    case JobEvent::FailedForGood:
    case JobEvent::Snoozed:
    case JobEvent::Released:
    case JobEvent::DeadlinePassed:
        return std::nullopt;
    }
    return std::nullopt;
}

inline void everyTransitionOfTheTableIsTaken(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    int taken = 0;
    for (const JobTransition &transition : jobTransitions()) {
        const bool isBlocked = transition.from == JobState::Blocked || transition.to == JobState::Blocked;
        // Damage cannot be caused through the port. The test of the store that can be damaged covers it.
        const bool isDamage = transition.from == JobState::Ready && transition.event == JobEvent::FailedForGood;
        const auto id = letHappen(driver, transition.from, transition.event);
        const std::string name = std::string(transition.from ? jobStateName(*transition.from) : "new") + " + "
            + std::string(jobEventName(transition.event));
        QVERIFY2(id.has_value() != (isBlocked || isDamage), name.c_str());
        if (!id)
            continue;
        QVERIFY2(driver.state(*id) == transition.to, name.c_str());
        fixture.crash();
        must(driver.store().waiting().promoteDue(driver.now(), 1'000)); // as an engine does at its start
        QVERIFY2(driver.state(*id) == transition.to, (name + ", after a crash").c_str());
        ++taken;
    }
    QVERIFY(taken >= 15);
    QCOMPARE(driver.problems(), std::string());
}

inline void whatIsNotInTheTableIsRefused(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    for (const JobState state : allJobStates) {
        if (state == JobState::Blocked)
            continue;
        for (const JobEvent event : {JobEvent::Cancelled, JobEvent::Retried}) {
            const JobId id = aJobIn(driver, state);
            const auto answer = event == JobEvent::Cancelled ? driver.cancel(id) : driver.retry(id, RetryDeadline {});
            QCOMPARE(answer.has_value(), stateAfter(state, event).has_value());
            if (!answer) {
                QCOMPARE(answer.error().code, ErrorCode::Conflict);
                QCOMPARE(driver.state(id), state);
            }
        }
    }
}

inline const std::vector<StoreClaim> tableClaims {
    FAIRLEAD_CLAIM(everyTransitionOfTheTableIsTaken), FAIRLEAD_CLAIM(whatIsNotInTheTableIsRefused)};

} // namespace fairlead::contract
