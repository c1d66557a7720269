// SPDX-License-Identifier: Apache-2.0
#include "engine/api/wait_places.h"

namespace fairlead {

WaitPlaces::Taken WaitPlaces::take(const std::vector<std::string> &holders)
{
    const std::scoped_lock lock(m_counts->mutex);
    auto part = std::make_unique<HolderRoom::Part>(m_counts->room, holders);
    if (const Full full = part->grow(1); full != Full::No)
        return {{}, full, part->fullHolder()};
    const auto giveBack = [counts = m_counts](HolderRoom::Part *taken) {
        const std::scoped_lock again(counts->mutex);
        const std::unique_ptr<HolderRoom::Part> ended(taken);
    };
    return {std::shared_ptr<HolderRoom::Part>(part.release(), giveBack), Full::No, {}};
}

} // namespace fairlead
