// SPDX-License-Identifier: Apache-2.0
#include "engine/api/wait_places.h"

namespace fairlead {

WaitPlaces::Taken WaitPlaces::take(const std::vector<std::string> &holders)
{
    const std::shared_ptr<Counts> counts = m_counts;
    const std::scoped_lock lock(counts->mutex);
    if (counts->inAll >= m_limits.inAllMax)
        return {{}, Full::All, {}};
    for (const std::string &holder : holders) {
        const auto found = counts->ofOne.find(holder);
        if (found != counts->ofOne.end() && found->second >= m_limits.ofOneMax)
            return {{}, Full::One, holder};
    }
    ++counts->inAll;
    for (const std::string &holder : holders)
        ++counts->ofOne[holder];
    const auto giveBack = [counts, holders](void *) {
        const std::scoped_lock again(counts->mutex);
        --counts->inAll;
        for (const std::string &holder : holders) {
            const auto found = counts->ofOne.find(holder);
            if (--found->second == 0)
                counts->ofOne.erase(found);
        }
    };
    return {std::shared_ptr<void>(counts.get(), giveBack), Full::No, {}};
}

} // namespace fairlead
