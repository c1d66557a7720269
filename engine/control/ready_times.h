// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"
#include "engine/storage/store_session.h"

#include <map>

namespace fairlead {

/// The times since which waiting jobs wait. Each is read from the store once and then kept, because the oldest job of a
/// lane that stands still is asked for again and again. Threads: the reader's.
class ReadyTimes
{
public:
    static constexpr std::size_t keptMax = 20'000;

    /// Empty when the job does not wait any more, or cannot be read.
    std::optional<TimePoint> find(StoreReader &reader, const ReadyJob &job);

private:
    std::map<QueuePosition, TimePoint> m_times; ///< a job that waits again has a new position
};

} // namespace fairlead
