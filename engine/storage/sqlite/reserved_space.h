// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace fairlead {

/// The free bytes on the disk that holds a file. Empty when the system cannot tell.
std::optional<std::int64_t> freeBytesBeside(const std::string &file);

/// Space reserved in a file beside a database, so that runs can be finished while the disk is full. It is released when
/// a finish finds no room, and reserved again when there is plenty. (beanstalkd reserves room for the end of each job
/// with the same aim.) The configuration calls it the ballast. Threads: that of the store.
class ReservedSpace
{
public:
    /// Reserves `bytes`, 0 for none. Does so only when `freeBytesMin` bytes stay free besides.
    ReservedSpace(const std::string &databaseFile, std::int64_t bytes, std::int64_t freeBytesMin);
    /// Reserves the space if it is missing and the disk has room. Does nothing on a file system that cannot reserve
    /// space.
    void take() const;
    /// The bytes that are not reserved now.
    std::int64_t missing() const;
    /// Releases the space when the disk is full. True when this made room.
    bool release() const;

private:
    std::string m_file;
    std::int64_t m_bytes;
    std::int64_t m_freeBytesMin;
};

} // namespace fairlead
