// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"

namespace fairlead {

// The errors of the verbs of a JobStore, the same for every store.

Error noJob(const JobId &id);
/// Of an enqueue.
Error idCameWithAnotherBody(const JobId &id);
Error keyCameWithAnotherBody(const JobSpec &spec);
/// Of a claim.
Error isNotWaiting();
Error deadlineHasPassed();
/// Of a finish.
Error outcomeOfAnotherRun();
Error cannotEndAs(JobState state);
/// Of a renewal or a move of a run.
Error notThePresentRun();
/// Of acts of operators.
Error hasEnded(const JobId &id, JobState state);
Error cannotBeRetried(const JobId &id, JobState state);
Error keyIsHeldByAnother(const Job &job);
Error isRunning(const JobId &id);
Error wasNotDeleted(const JobId &id);
Error cannotBeMoved(const JobId &id, JobState state);
Error isThereAlready(const JobId &id);
Error keyIsHeldThere(const JobId &id);

} // namespace fairlead
