// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/job_state.h"

#include <QtTest>

#include <bit>
#include <fstream>
#include <set>

using namespace fairlead;

namespace {
constexpr std::array<JobEvent, 14> allEvents {JobEvent::Enqueued, JobEvent::EnqueuedForLater, JobEvent::EnqueuedBlocked,
    JobEvent::BecameDue, JobEvent::Unblocked, JobEvent::Claimed, JobEvent::Succeeded, JobEvent::FailedForNow,
    JobEvent::FailedForGood, JobEvent::Snoozed, JobEvent::Released, JobEvent::DeadlinePassed, JobEvent::Cancelled,
    JobEvent::Retried};

/// The states from which an event can happen, in order.
std::vector<JobState> sourcesOf(JobEvent event)
{
    std::vector<JobState> sources;
    for (const JobState state : allJobStates) {
        if (stateAfter(state, event))
            sources.push_back(state);
    }
    return sources;
}

std::string lineOf(const JobTransition &line)
{
    std::string text = "| ";
    text.append(line.from ? jobStateName(*line.from) : "(new)").append(" | ").append(jobEventName(line.event));
    return text.append(" | ").append(jobStateName(line.to)).append(" |");
}

/// The lines of the table in docs/JOB_STATES.md.
std::vector<std::string> documentedTable()
{
    std::ifstream file(FAIRLEAD_SOURCE_DIR "/docs/JOB_STATES.md");
    std::vector<std::string> lines;
    std::string line;
    while (std::getline(file, line) && line != "| from | event | to |") { }
    std::getline(file, line); // the rule under the head
    while (std::getline(file, line) && !line.empty())
        lines.push_back(line);
    return lines;
}
} // namespace

class JobStateTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachPairOfStateAndEventLeadsToOneState()
    {
        std::set<std::pair<std::optional<JobState>, JobEvent>> seen;
        for (const JobTransition &line : jobTransitions())
            QVERIFY2(seen.emplace(line.from, line.event).second, lineOf(line).c_str());
    }
    void everyStateIsReachedByAWalkFromNothing()
    {
        std::set<JobState> reached;
        std::vector<std::optional<JobState>> open {std::nullopt};
        while (!open.empty()) {
            const std::optional<JobState> from = open.back();
            open.pop_back();
            for (const JobEvent event : allEvents) {
                const std::optional<JobState> to = stateAfter(from, event);
                if (to && reached.insert(*to).second)
                    open.emplace_back(*to);
            }
        }
        QCOMPARE(reached.size(), jobStateCount);
    }
    void jobsThatHaveNotEndedCanBeCancelledAndNoOthers()
    {
        for (const JobState state : allJobStates)
            QCOMPARE(stateAfter(state, JobEvent::Cancelled).has_value(), !isEnded(state));
    }
    void deadlineEndsJobsThatWaitOrHaveNotStarted()
    {
        const std::vector<JobState> open {JobState::Blocked, JobState::Ready, JobState::Running};
        QVERIFY(sourcesOf(JobEvent::DeadlinePassed) == open);
        for (const JobState state : open)
            QVERIFY(stateAfter(state, JobEvent::DeadlinePassed) == JobState::Expired);
    }
    void deadExpiredAndCancelledJobsCanBeRetriedAndNoOthers()
    {
        const std::vector<JobState> retryable {JobState::Dead, JobState::Expired, JobState::Cancelled};
        QVERIFY(sourcesOf(JobEvent::Retried) == retryable);
        for (const JobState state : retryable)
            QVERIFY(stateAfter(state, JobEvent::Retried) == JobState::Ready);
    }
    void endedStatesAreLeftByRetryAlone()
    {
        for (const JobState state : allJobStates) {
            if (!isEnded(state))
                continue;
            for (const JobEvent event : allEvents)
                QVERIFY(event == JobEvent::Retried || !stateAfter(state, event));
        }
    }
    void onlyReadyJobsAreClaimedAndOnlyRunningOnesAnswer()
    {
        QVERIFY(sourcesOf(JobEvent::Claimed) == std::vector {JobState::Ready});
        for (const JobEvent event :
            {JobEvent::Succeeded, JobEvent::FailedForNow, JobEvent::Snoozed, JobEvent::Released})
            QVERIFY(sourcesOf(event) == std::vector {JobState::Running});
    }
    void corruptJobIsDeadWhenItIsClaimed()
    {
        QVERIFY(stateAfter(JobState::Ready, JobEvent::FailedForGood) == JobState::Dead);
    }
    void newJobsAreReadyScheduledOrBlocked()
    {
        QVERIFY(stateAfter({}, JobEvent::Enqueued) == JobState::Ready);
        QVERIFY(stateAfter({}, JobEvent::EnqueuedForLater) == JobState::Scheduled);
        QVERIFY(stateAfter({}, JobEvent::EnqueuedBlocked) == JobState::Blocked);
        for (const JobState state : allJobStates)
            QVERIFY(!stateAfter(state, JobEvent::Enqueued));
    }
    void namesReadBackAndAreUnlike()
    {
        std::set<std::string_view> stateNames;
        for (const JobState state : allJobStates) {
            QVERIFY(stateNames.insert(jobStateName(state)).second);
            QVERIFY(parseJobState(jobStateName(state)) == state);
        }
        std::set<std::string_view> eventNames;
        for (const JobEvent event : allEvents)
            QVERIFY(eventNames.insert(jobEventName(event)).second);
        for (const char *rubbish : {"", "Ready", "ready ", "failed"}) {
            const Result<JobState> state = parseJobState(rubbish);
            QCOMPARE(state.error().code, ErrorCode::Invalid);
            QVERIFY(state.error().text.find("scheduled, blocked, ready") != std::string::npos);
        }
    }
    void numbersOnDiskStay()
    {
        for (std::size_t i = 0; i < jobStateCount; ++i)
            QCOMPARE(static_cast<std::size_t>(allJobStates.at(i)), i);
        QCOMPARE(static_cast<int>(JobState::Running), 3);
        QCOMPARE(static_cast<int>(JobState::Cancelled), 7);
    }
    void eachPlaceHasItsState()
    {
        QVERIFY(deriveState({}) == JobState::Ready);
        QVERIFY(deriveState({.isDelayed = true}) == JobState::Scheduled);
        QVERIFY(deriveState({.isDelayed = true, .isDue = true}) == JobState::Ready);
        QVERIFY(deriveState({.isBlocked = true}) == JobState::Blocked);
        QVERIFY(deriveState({.isRunning = true}) == JobState::Running);
        for (const JobState state : allJobStates) {
            const Result<JobState> derived = deriveState({.outcome = state});
            QCOMPARE(derived.has_value(), isEnded(state));
            QVERIFY(!derived || *derived == state);
        }
    }
    void everyPairOfPlacesIsCorrupt()
    {
        const auto placesOf = [](unsigned bits) {
            JobPlaces places {.isDelayed = (bits & 1) != 0, .isBlocked = (bits & 2) != 0, .isRunning = (bits & 4) != 0};
            if ((bits & 8) != 0)
                places.outcome = JobState::Dead;
            return places;
        };
        for (unsigned bits = 0; bits < 16; ++bits) {
            const Result<JobState> state = deriveState(placesOf(bits));
            if (std::popcount(bits) <= 1)
                QVERIFY(state.has_value());
            else
                QCOMPARE(state.error().code, ErrorCode::Corrupt);
        }
    }
    void documentTellsTheSameTable()
    {
        std::vector<std::string> table;
        for (const JobTransition &line : jobTransitions())
            table.push_back(lineOf(line));
        std::vector<std::string> documented = documentedTable();
        std::sort(table.begin(), table.end());
        std::sort(documented.begin(), documented.end());
        QCOMPARE(documented.size(), table.size());
        for (std::size_t i = 0; i < table.size(); ++i)
            QCOMPARE(documented[i], table[i]);
    }
};
QTEST_APPLESS_MAIN(JobStateTest)
#include "job_state_test.moc"
