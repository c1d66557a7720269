// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"

namespace fairlead {

// The errors of the verbs of a JobStore, the same for every store.

Error noJob(const JobId &id);
/// Errors of an enqueue.
Error idCameWithAnotherBody(const JobId &id);
Error keyCameWithAnotherBody(const JobSpec &spec);
/// Errors of a claim.
Error isNotWaiting();
Error deadlineHasPassed();
/// Errors of a finish.
Error outcomeOfAnotherRun();
Error cannotEndAs(JobState state);
/// Error of a renewal or a reassignment.
Error notThePresentRun();
/// Errors of operators' acts.
Error hasEnded(const JobId &id, JobState state);
Error cannotBeRetried(const JobId &id, JobState state);
Error wouldExpireAtOnce(const JobId &id, TimePoint deadline);
Error keyIsHeldByAnother(const Job &job);
Error isRunning(const JobId &id);
Error wasNotDeleted(const JobId &id);
Error cannotBeMoved(const JobId &id, JobState state);
Error isThereAlready(const JobId &id);
Error keyIsHeldThere(const JobId &id);
Error cannotBeEdited(const JobId &id, JobState state);
Error wasChanged(const JobId &id);

} // namespace fairlead
