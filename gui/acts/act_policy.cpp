// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/acts/act_policy.h"

namespace fairlead {

namespace {
constexpr std::int64_t smallMax = undoneMax;
constexpr std::int64_t lossyCountedMax = 10'000;
} // namespace

bool isReversible(Act act)
{
    switch (act) {
    case Act::Pause:
    case Act::Resume:
    case Act::SetTenant:
    case Act::ApplyDraft:
    case Act::RetryJobs:
    case Act::DeleteJobs: // they can be restored for ten minutes
    case Act::EditAndRetry: // makes a new job and leaves the old one as it is
        return true;
    case Act::CancelJobs:
    case Act::DeleteWaiting: // a job that comes back has lost its place, its time and the jobs that waited for it
    case Act::DrainAndStop:
    case Act::StopNow:
        return false;
    }
    return false;
}

Confirmation confirmationFor(Act act, std::int64_t jobs)
{
    if (act == Act::StopNow)
        return Confirmation::Typed;
    if (act == Act::Pause || act == Act::Resume || act == Act::SetTenant)
        return Confirmation::None; // one setting, for any number of waiting jobs
    if (act == Act::ApplyDraft)
        return Confirmation::Counted; // its keys are listed
    // Undo works job by job. A large deletion is therefore treated as a loss.
    if (isReversible(act) && (act != Act::DeleteJobs || jobs <= smallMax))
        return jobs <= smallMax ? Confirmation::None : Confirmation::Counted;
    return jobs <= lossyCountedMax ? Confirmation::Counted : Confirmation::Typed;
}

} // namespace fairlead
