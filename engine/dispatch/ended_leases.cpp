// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/ended_leases.h"

#include <algorithm>
#include <utility>

namespace fairlead {

void EndedLeases::reported(const LeaseToken &token, const Outcome &outcome)
{
    m_ends.insert_or_assign(token.token, End {.job = token.job, .kind = outcome.index()});
}

void EndedLeases::answered(const LeaseToken &token, const Result<JobState> &state)
{
    const auto found = m_ends.find(token.token);
    if (found == m_ends.end())
        return;
    const std::vector<Answer<JobState>> repeated = std::exchange(found->second.repeated, {});
    if (state)
        found->second.state = *state;
    else
        m_ends.erase(found);
    forgetOldest();
    for (const Answer<JobState> &answer : repeated)
        answer(state);
}

bool EndedLeases::answerAgain(const LeaseToken &token, const Outcome &outcome, const Answer<JobState> &answer)
{
    const auto found = m_ends.find(token.token);
    if (found == m_ends.end() || found->second.job != token.job || found->second.kind != outcome.index())
        return false;
    if (found->second.state)
        answer(*found->second.state);
    else
        found->second.repeated.push_back(answer);
    return true;
}

void EndedLeases::forgetOldest()
{
    while (m_ends.size() > most) {
        const auto oldest =
            std::find_if(m_ends.begin(), m_ends.end(), [](const auto &end) { return end.second.state.has_value(); });
        if (oldest == m_ends.end())
            return;
        m_ends.erase(oldest);
    }
}

} // namespace fairlead
