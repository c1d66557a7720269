// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace fairlead {

/// The options of a SqliteStore.
struct SqliteOptions
{
    enum class Durability {
        Full, ///< an answered change is on disk
        Relaxed, ///< a power cut may lose the last seconds; a killed process loses nothing
    };
    std::string path; ///< the database file; a missing folder is made
    Durability durability = Durability::Full;
    std::int64_t freeBytesMin = 256 * 1024 * 1024; ///< enqueue fails with DiskFull when the disk has fewer left
    std::int64_t reservedBytes = 0; ///< reserved on the disk so that runs can be ended when it is full
    int unindexedMax = 20'000; ///< jobs that became ready and are written to the waiting index in one batch
};

} // namespace fairlead
