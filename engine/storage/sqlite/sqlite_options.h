// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace fairlead {

/// How a SqliteStore keeps its file.
struct SqliteOptions
{
    enum class Durability {
        Full, ///< an answer means: on disk
        Relaxed, ///< a power cut may lose the last moments; a killed process loses nothing
    };
    std::string path; ///< of the database file; its folder is made when missing
    Durability durability = Durability::Full;
    std::int64_t freeBytesMin = 256 * 1024 * 1024; ///< enqueue fails with DiskFull when the disk has less left
    std::int64_t ballastBytes = 0; ///< kept back so that runs can be ended on a full disk
    int youngMax = 20'000; ///< entries of the index of the waiting that are put off to be written in one batch
};

} // namespace fairlead
