// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contracts/store_contract_acts.h"
#include "tests/contracts/store_contract_bulk.h"
#include "tests/contracts/store_contract_events.h"
#include "tests/contracts/store_contract_letters.h"
#include "tests/contracts/store_contract_life.h"
#include "tests/contracts/store_contract_model.h"
#include "tests/contracts/store_contract_table.h"
#include "tests/contracts/store_contract_waiting.h"

namespace fairlead {

/// One claim about every store.
struct StoreClaim
{
    const char *name;
    void (*check)(StoreFixture &fixture);
};

#define FAIRLEAD_CLAIM(name)                                                                                           \
    StoreClaim                                                                                                         \
    {                                                                                                                  \
#name, contract::name                                                                                          \
    }

/// What every store must hold to. A test program runs each claim against a fresh fixture of its store.
inline const std::vector<StoreClaim> storeContract {
    FAIRLEAD_CLAIM(newJobsAreReadyInOrderOfArrival),
    FAIRLEAD_CLAIM(everyPartOfAJobComesBackByteForByte),
    FAIRLEAD_CLAIM(manyJobsOfOneCallKeepTheirOwnParts),
    FAIRLEAD_CLAIM(claimGivesAttemptAndRisingToken),
    FAIRLEAD_CLAIM(newJobMayStartInTheCommitThatAcceptsIt),
    FAIRLEAD_CLAIM(jobThatDoesNotWaitCannotBeClaimed),
    FAIRLEAD_CLAIM(finishNeedsTheCurrentToken),
    FAIRLEAD_CLAIM(finishOfUnknownJobIsRefused),
    FAIRLEAD_CLAIM(resultIsKept),
    FAIRLEAD_CLAIM(failuresBackOffAndThenDie),
    FAIRLEAD_CLAIM(oldestAndNewestErrorsAreKept),
    FAIRLEAD_CLAIM(snoozedAndReleasedRunsAreNotAttempts),
    FAIRLEAD_CLAIM(expiredJobIsNotStarted),
    FAIRLEAD_CLAIM(jobMayStartAtItsDeadline),
    FAIRLEAD_CLAIM(cutRunsComeBackWithoutLoss),
    FAIRLEAD_CLAIM(jobThatKillsTheEngineDiesAtItsLimit),
    FAIRLEAD_CLAIM(leaseIsRenewedOnlyByItsHolder),
    FAIRLEAD_CLAIM(runThatWentToAnotherWorkerNamesIt),
    FAIRLEAD_CLAIM(uniqueKeyIsHeldUntilTheJobEnds),
    FAIRLEAD_CLAIM(equalUniqueKeysInOneBatchMakeOneJob),
    FAIRLEAD_CLAIM(idempotencyKeyAnswersTheSameForADay),
    FAIRLEAD_CLAIM(waitingAndDelayedJobsAreCancelledAtOnce),
    FAIRLEAD_CLAIM(runningJobIsCancelledByItsFinish),
    FAIRLEAD_CLAIM(retryStartsAgainFromZero),
    FAIRLEAD_CLAIM(commitKeepsAllOrNothing),
    FAIRLEAD_CLAIM(pausesAndTenantsAreKept),
    FAIRLEAD_CLAIM(scalesAreKeptUntilTheyAreReleased),
    FAIRLEAD_CLAIM(debtsAreKeptUntilTheyAreTaken),
    FAIRLEAD_CLAIM(cachedResultsAreKeptUntilTheyExpire),
    FAIRLEAD_CLAIM(cachesAreHeldToTheirLimits),
    FAIRLEAD_CLAIM(backlogCountsWhatWaitsOrIsScheduled),
    FAIRLEAD_CLAIM(bytesOfTheBacklogAreCounted),
    FAIRLEAD_CLAIM(oldestOfTheLowestClassIsDropped),
    FAIRLEAD_CLAIM(newestIsDroppedWhenItIsAsked),
    FAIRLEAD_CLAIM(nothingIsDroppedInVain),
    FAIRLEAD_CLAIM(knownJobsAreFoundWithoutAcceptingAny),
    FAIRLEAD_CLAIM(lanesComeByTheFirstJobThatWaits),
    FAIRLEAD_CLAIM(windowsWalkALaneOnce),
    FAIRLEAD_CLAIM(jobsThatWaitBetweenStartedOnesStay),
    FAIRLEAD_CLAIM(overdueJobsAreFoundEarliestFirst),
    FAIRLEAD_CLAIM(scheduledJobIsDueAtItsDeadlineToExpire),
    FAIRLEAD_CLAIM(returningJobsStandBehindTheOthers),
    FAIRLEAD_CLAIM(dueJobsArePromotedOnceEarliestFirst),
    FAIRLEAD_CLAIM(clockSetBackHidesNoDelayedJob),
    FAIRLEAD_CLAIM(countsFollowEveryStep),
    FAIRLEAD_CLAIM(idleWorkChangesNothingSeen),
    FAIRLEAD_CLAIM(listsFilterAndPageNewestFirst),
    FAIRLEAD_CLAIM(listsPassOver),
    FAIRLEAD_CLAIM(deadLettersAreListedLatestFirst),
    FAIRLEAD_CLAIM(everyChangeOfAJobIsAnEvent),
    FAIRLEAD_CLAIM(theEndOfACancelledRunNamesWhoAskedForIt),
    FAIRLEAD_CLAIM(eventNumbersGoOnAfterACrash),
    FAIRLEAD_CLAIM(eventsAreReadInPartsAndFiltered),
    FAIRLEAD_CLAIM(oldEventsAreForgottenAndThatIsTold),
    FAIRLEAD_CLAIM(auditEntriesAreKeptInOrder),
    FAIRLEAD_CLAIM(deadLettersAreGroupedByErrorQueueAndTenant),
    FAIRLEAD_CLAIM(deletedJobsAreGoneUntilRestored),
    FAIRLEAD_CLAIM(deletingCancelsWhatWaitsAndSparesWhatRuns),
    FAIRLEAD_CLAIM(deletedJobsArePrunedAfterTenMinutes),
    FAIRLEAD_CLAIM(waitingJobsMoveToOtherLanes),
    FAIRLEAD_CLAIM(relanedJobStartsAsItIsNow),
    FAIRLEAD_CLAIM(matchesAreFoundOldestFirstInSteps),
    FAIRLEAD_CLAIM(operationsAreKeptWithEveryPart),
    FAIRLEAD_CLAIM(everyTransitionOfTheTableIsTaken),
    FAIRLEAD_CLAIM(whatIsNotInTheTableIsRefused),
    FAIRLEAD_CLAIM(randomVerbsAgreeWithTheModel),
};

#undef FAIRLEAD_CLAIM

} // namespace fairlead
