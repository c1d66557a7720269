// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contracts/client_contract_alerts.h"
#include "tests/contracts/client_contract_bulk.h"
#include "tests/contracts/client_contract_jobs.h"
#include "tests/contracts/client_contract_leases.h"
#include "tests/contracts/client_contract_letters.h"
#include "tests/contracts/client_contract_logs.h"
#include "tests/contracts/client_contract_operator.h"
#include "tests/contracts/client_contract_stats.h"

namespace fairlead {

/// One claim that holds for every client.
struct ClientClaim
{
    const char *name;
    void (*check)(ClientDriver &driver);
};

#define FAIRLEAD_CLAIM(name)                                                                                           \
    ClientClaim                                                                                                        \
    {                                                                                                                  \
#name, contract::name                                                                                          \
    }

/// The claims that every client must fulfil. A test program runs each claim against a fresh engine.
inline const std::vector<ClientClaim> clientContract {
    FAIRLEAD_CLAIM(payloadComesBackByteForByte),
    FAIRLEAD_CLAIM(everyPartOfANewJobArrives),
    FAIRLEAD_CLAIM(textsThatAreNoUtf8AreRefused),
    FAIRLEAD_CLAIM(textsWithControlCharactersAreRefused),
    FAIRLEAD_CLAIM(eachJobOfABatchHasItsOwnAnswer),
    FAIRLEAD_CLAIM(aSingleJobIsRefusedAsInABatch),
    FAIRLEAD_CLAIM(tooManyJobsAtOnceAreRefusedWhole),
    FAIRLEAD_CLAIM(sameKeyGivesTheSameJob),
    FAIRLEAD_CLAIM(aKeyGoesWithTheRequestAsItWasHandedIn),
    FAIRLEAD_CLAIM(anAnsweredRequestGetsTheSameAnswerForADay),
    FAIRLEAD_CLAIM(aJobIsFoundWithItsHistory),
    FAIRLEAD_CLAIM(jobsThatARunSpawnsNameTheirParent),
    FAIRLEAD_CLAIM(aRunningJobShowsProgressAndWorker),
    FAIRLEAD_CLAIM(resultsComeByteForByte),
    FAIRLEAD_CLAIM(listsFilterAndPage),
    FAIRLEAD_CLAIM(payloadsAreSearched),
    FAIRLEAD_CLAIM(wrongQueriesAreRefused),
    FAIRLEAD_CLAIM(waitingAndRunningJobsAreCancelled),
    FAIRLEAD_CLAIM(endedJobsAreRetriedUnlessTheySucceeded),
    FAIRLEAD_CLAIM(deadLettersShowFirstAndLastError),
    FAIRLEAD_CLAIM(alikeDeadLettersAreCountedTogether),
    FAIRLEAD_CLAIM(deadLettersArePutBackTogether),
    FAIRLEAD_CLAIM(outcomeOfARetryIsCounted),
    FAIRLEAD_CLAIM(jobsAreCancelledMovedAndDeletedByFilter),
    FAIRLEAD_CLAIM(anOperationThatTakesItsTimeIsCancelled),
    FAIRLEAD_CLAIM(wrongOperationsAreRefused),
    FAIRLEAD_CLAIM(jobsAreDeletedAndRestored),
    FAIRLEAD_CLAIM(jobsAreCountedByFilter),
    FAIRLEAD_CLAIM(statusTellsTheEngineAtAGlance),
    FAIRLEAD_CLAIM(queuesAreListedAndFound),
    FAIRLEAD_CLAIM(aQueueTellsHowItsLayersStand),
    FAIRLEAD_CLAIM(oddNamesAreNamesLikeOthers),
    FAIRLEAD_CLAIM(tenantsAreListedFoundAndSet),
    FAIRLEAD_CLAIM(limitsOfAQueueHoldAtOnceUntilTheyAreReleased),
    FAIRLEAD_CLAIM(tenantsComeInPagesByName),
    FAIRLEAD_CLAIM(weightsOutOfRangeAreRefused),
    FAIRLEAD_CLAIM(pausesBearWhoWhenAndWhy),
    FAIRLEAD_CLAIM(aPauseActsOnItsScopeAlone),
    FAIRLEAD_CLAIM(aTenantIsPausedInOneQueue),
    FAIRLEAD_CLAIM(pausesOfTheUnknownOrTooLongAreRefused),
    FAIRLEAD_CLAIM(whyNamesWhatKeepsAJobWaiting),
    FAIRLEAD_CLAIM(limitsOfATenantAreSetAndHold),
    FAIRLEAD_CLAIM(queueIsScaledByHandUntilItIsReleased),
    FAIRLEAD_CLAIM(leasedJobIsRunAndItsResultKept),
    FAIRLEAD_CLAIM(logOfARunIsFollowedAndKept),
    FAIRLEAD_CLAIM(aResultOverTheLimitIsRefusedAndTheLeaseStands),
    FAIRLEAD_CLAIM(aResultOfNullIsKept),
    FAIRLEAD_CLAIM(aLongErrorIsKeptInPart),
    FAIRLEAD_CLAIM(aLeasedRunLeavesJobsBehind),
    FAIRLEAD_CLAIM(eachOutcomeOfALeaseIsWritten),
    FAIRLEAD_CLAIM(aWaitingWorkerGetsTheJobThatComes),
    FAIRLEAD_CLAIM(wrongLeaseCallsAreRefused),
    FAIRLEAD_CLAIM(eventsTellAJobsLife),
    FAIRLEAD_CLAIM(eventsGoOnBehindANumber),
    FAIRLEAD_CLAIM(whoWaitsGetsTheEventThatComes),
    FAIRLEAD_CLAIM(actsAreEventsToo),
    FAIRLEAD_CLAIM(everyActIsInTheAuditLog),
    FAIRLEAD_CLAIM(aRefusedActTellsItsOutcome),
    FAIRLEAD_CLAIM(marksSayWhenWhoAndWhat),
    FAIRLEAD_CLAIM(theAuditLogPagesAndIsSound),
    FAIRLEAD_CLAIM(historyTellsWhatPassed),
    FAIRLEAD_CLAIM(historyTellsHowManyJobsThereAre),
    FAIRLEAD_CLAIM(lastMinuteIsToldOfTheEngineAndItsTenants),
    FAIRLEAD_CLAIM(aQueueTellsHowItFares),
    FAIRLEAD_CLAIM(aTenantTellsHowLongItWaitsAndWhatHoldsIt),
    FAIRLEAD_CLAIM(healthNamesWhatIsWrong),
    FAIRLEAD_CLAIM(anAlertIsRaisedAndToldOf),
    FAIRLEAD_CLAIM(alertsAreChangedAndRemoved),
    FAIRLEAD_CLAIM(wrongAlertsAreRefused),
    FAIRLEAD_CLAIM(oneTenantDoesNotTakeAllAlerts),
    FAIRLEAD_CLAIM(allPausesAreInTheStatus),
    FAIRLEAD_CLAIM(stopIsHandedOn),
    FAIRLEAD_CLAIM(verifyChecksEveryJob),
    FAIRLEAD_CLAIM(aDeadLetterIsTriedAgainWithAnotherPayload),
    FAIRLEAD_CLAIM(aWaitingJobIsEdited),
    FAIRLEAD_CLAIM(aJobIsTaggedInAnyState),
    FAIRLEAD_CLAIM(tagsKeepTheLimitsOfAnEnqueue),
    FAIRLEAD_CLAIM(onlyWhatWaitsIsEdited),
    FAIRLEAD_CLAIM(aConfigurationWithoutAFileIsNotReloaded),
    FAIRLEAD_CLAIM(backupsThatCannotBeAreRefused),
};

#undef FAIRLEAD_CLAIM

} // namespace fairlead
