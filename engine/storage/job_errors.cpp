// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/job_errors.h"

#include "engine/domain/units.h"

namespace fairlead {

namespace {
Error conflict(const JobId &id, const std::string &why)
{
    return {ErrorCode::Conflict, "job " + id.text() + why};
}

std::string nameOf(JobState state)
{
    return std::string(jobStateName(state));
}
} // namespace

Error noJob(const JobId &id)
{
    return {ErrorCode::NotFound, "there is no job " + id.text()};
}

Error idCameWithAnotherBody(const JobId &id)
{
    return conflict(id, " is there already, with another body; use a new id");
}

Error keyCameWithAnotherBody(const JobSpec &spec)
{
    return {ErrorCode::Conflict,
        "idempotency key '" + spec.idempotencyKey + "' came with another body before; use a new key"};
}

Error isNotWaiting()
{
    return {ErrorCode::Conflict, "the job is not waiting any more"};
}

Error deadlineHasPassed()
{
    return {ErrorCode::Expired, "the job's deadline passed before it could start"};
}

Error outcomeOfAnotherRun()
{
    return {ErrorCode::LeaseLost, "the run is not the job's present one; its outcome was not taken"};
}

Error cannotEndAs(JobState state)
{
    return {ErrorCode::Internal, "a run cannot end as '" + nameOf(state) + "'"};
}

Error notThePresentRun()
{
    return {ErrorCode::LeaseLost, "the run is not the job's present one"};
}

Error hasEnded(const JobId &id, JobState state)
{
    return conflict(id, " has ended: it is " + nameOf(state));
}

Error cannotBeRetried(const JobId &id, JobState state)
{
    return conflict(id, " is " + nameOf(state) + "; only dead, expired and cancelled jobs can be retried");
}

Error wouldExpireAtOnce(const JobId &id, TimePoint deadline)
{
    return {ErrorCode::Expired,
        "job " + id.text() + " would expire at once: its deadline is " + timeText(deadline)
            + "; retry it with another deadline, such as +1h, or with none"};
}

Error keyIsHeldByAnother(const Job &job)
{
    return conflict(job.id, " cannot come back: another job holds its unique key '" + job.spec.uniqueKey + "'");
}

Error isRunning(const JobId &id)
{
    return conflict(id, " is running; cancel it first");
}

Error wasNotDeleted(const JobId &id)
{
    return conflict(id, " was not deleted");
}

Error cannotBeMoved(const JobId &id, JobState state)
{
    return conflict(id, " is " + nameOf(state) + "; only waiting jobs can be moved");
}

Error isThereAlready(const JobId &id)
{
    return conflict(id, " is there already");
}

Error keyIsHeldThere(const JobId &id)
{
    return conflict(id, " cannot be moved: another job holds its unique key there");
}

Error cannotBeEdited(const JobId &id, JobState state)
{
    return conflict(id, " is " + nameOf(state) + "; only waiting jobs can be edited");
}

Error wasChanged(const JobId &id)
{
    return conflict(id, " was changed meanwhile; look at it again");
}

} // namespace fairlead
