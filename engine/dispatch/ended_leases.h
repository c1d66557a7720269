// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/lease.h"
#include "engine/domain/run_report.h"

#include <map>
#include <vector>

namespace fairlead {

/// The ends of runs that workers elsewhere reported last. A worker that repeats its report, because the answer was
/// lost, gets the same answer. Not kept over a restart. Threads: the dispatcher's.
class EndedLeases
{
public:
    static constexpr std::size_t most = 10'000;

    /// Notes a report that is on its way to the store.
    void reported(const LeaseToken &token, const Outcome &outcome);
    /// Notes the store's answer, and passes it to those that repeated the report meanwhile. A report that the store
    /// refused is forgotten.
    void answered(const LeaseToken &token, const Result<JobState> &state);
    /// Answers a repeated report, at once or with the store's answer to the first one. False when this lease was not
    /// ended by such an outcome. The first report counts: its result and its error are kept.
    bool answerAgain(const LeaseToken &token, const Outcome &outcome, const Answer<JobState> &answer);

private:
    struct End
    {
        JobId job;
        std::size_t kind = 0; ///< the place of the outcome in its variant
        std::optional<JobState> state {}; ///< empty: on its way
        std::vector<Answer<JobState>> repeated {};
    };
    void forgetOldest();

    std::map<Token, End> m_ends; ///< tokens rise with the claims
};

} // namespace fairlead
