// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/job_calls.h"

namespace fairlead {

/// Dead and expired jobs, latest death first. With `groupBy` it groups equal ones and counts them. Fails with TimedOut
/// when there are too many to group.
struct ListDeadLetters : DeadLetterQuery
{
    using Reply = std::variant<DeadLetterPage, LetterGroups>;
    static constexpr CallInfo info {"dead-letter.list", "GET", "/v1/dead-letters", Role::Viewer, Whose::Narrowed,
        "Dead and expired jobs, latest death first; with group_by counted together"};
    std::optional<GroupBy> groupBy {};
    /// Groups by error are of one queue each: set for readers without the full right, so that an error of a queue that
    /// they read is not seen to be alike one of a queue that they do not.
    bool isByQueueToo = false;

    static ListDeadLetters grouped(const LetterGroupQuery &query)
    {
        ListDeadLetters call;
        call.queue = query.queue;
        call.tenant = query.tenant;
        call.fingerprint = query.fingerprint;
        call.limit = query.limit;
        call.groupBy = query.by;
        call.isByQueueToo = query.isByQueueToo;
        return call;
    }
    Result<> check() const
    {
        if (groupBy && (!cursor.empty() || skip > 0))
            return failure(
                ErrorCode::Invalid, "group_by: goes with neither cursor nor skip; limit says how many groups");
        return {};
    }
};
struct FindDeadLetter
{
    using Reply = DeadLetter;
    static constexpr CallInfo info {"dead-letter.show", "GET", "/v1/dead-letters/{id}", Role::Viewer, Whose::OwnJob,
        "A dead letter with its payload and errors", {ErrorCode::NotFound}};
    JobId id;
};

template <>
struct Fields<ListDeadLetters>
{
    static constexpr auto all = std::tuple_cat(std::tuple(Criterion {"queue", &DeadLetterQuery::queue, "of this queue"},
                                                   Criterion {"tenant", &DeadLetterQuery::tenant, "of this tenant"},
                                                   Criterion {"fingerprint", &DeadLetterQuery::fingerprint,
                                                       "with this error", {.secrecy = Secrecy::Fingerprint}}),
        pageFields<ListDeadLetters>,
        std::tuple(
            Criterion {"group_by", &ListDeadLetters::groupBy, "counts those alike together; not with cursor or skip"}));
};
template <>
struct Fields<FindDeadLetter> : JobIdFields<FindDeadLetter>
{
};

} // namespace fairlead
