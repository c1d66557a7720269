// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace fairlead {

/// The file of a SqliteStore and the care it takes of it.
struct SqliteOptions
{
    enum class Durability {
        Full, ///< what is answered is on disk
        Relaxed, ///< a power cut may lose the last moments; a killed process loses nothing
    };
    std::string path; ///< of the database file; a missing folder is made
    Durability durability = Durability::Full;
    std::int64_t freeBytesMin = 256 * 1024 * 1024; ///< enqueue fails with DiskFull when the disk has less left
    std::int64_t reservedBytes = 0; ///< reserved on the disk so that runs can be ended when it is full
    int unindexedMax = 20'000; ///< jobs that became ready and are written to the index in one batch
};

} // namespace fairlead
