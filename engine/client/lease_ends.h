// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/lease_calls.h"
#include "engine/client/client.h"

namespace fairlead {

/// Ends a leased run with any outcome. Answers with the job's new state after the commit. Fails with Invalid for an
/// outcome that a worker elsewhere cannot have.
inline void askEnd(Client &client, const LeaseToken &token, Outcome outcome, Answer<JobState> answer)
{
    const auto last = [answer = std::move(answer)](const Result<LeaseEnd> &end) {
        answer(end ? Result<JobState>(end->state) : failure(end.error()));
    };
    if (auto *succeeded = std::get_if<Succeeded>(&outcome)) {
        SucceedLease call {token, std::move(succeeded->result), {}};
        for (NewJob &job : succeeded->spawned)
            call.spawned.push_back({std::move(job), true, true, true, true, true});
        client.ask(std::move(call), last);
    } else if (auto *failed = std::get_if<Failed>(&outcome)) {
        client.ask(FailLease {token, std::move(*failed)}, last);
    } else if (auto *rejected = std::get_if<Rejected>(&outcome)) {
        client.ask(RejectLease {token, std::move(*rejected)}, last);
    } else if (const auto *snoozed = std::get_if<Snoozed>(&outcome)) {
        client.ask(SnoozeLease {token, snoozed->delay}, last);
    } else {
        last(failure(ErrorCode::Invalid, "a worker elsewhere says succeed, fail, reject or snooze"));
    }
}

} // namespace fairlead
