// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace fairlead {

/// The bytes that are free on the disk of a file; empty when that cannot be known.
std::optional<std::int64_t> freeBytesBeside(const std::string &file);

/// Space reserved in a file beside a database, so that runs can be ended while the disk is full. It is released when
/// the end of a run finds no room, and reserved again when there is plenty. (beanstalkd reserves room for the end of
/// each job in the same spirit.) The configuration calls it the ballast. Threads: that of the store.
class ReservedSpace
{
public:
    /// Of `bytes`, 0 for none. Reserves them only when `freeBytesMin` stay free besides.
    ReservedSpace(const std::string &databaseFile, std::int64_t bytes, std::int64_t freeBytesMin);
    /// Reserves the space if it is not there and the disk has room. Does without it on a disk that cannot reserve
    /// space.
    void take() const;
    /// The bytes that are not reserved now.
    std::int64_t missing() const;
    /// Releases the space when the disk is full; true when that made room.
    bool release() const;

private:
    std::string m_file;
    std::int64_t m_bytes;
    std::int64_t m_freeBytesMin;
};

} // namespace fairlead
