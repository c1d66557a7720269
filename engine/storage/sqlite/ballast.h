// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace fairlead {

/// Bytes that are free on the disk of a file; empty when that cannot be known.
std::optional<std::int64_t> freeBytesBeside(const std::string &file);

/// Space kept back beside a database, so that runs can be ended while the disk is full: given up when the end of
/// one finds no room, taken again when there is plenty. (beanstalkd reserves room for the end of each job in the same
/// spirit.) Threads: that of the store.
class Ballast
{
public:
    /// Of so many bytes, 0 for none; taken only when `freeBytesMin` stay free beside it.
    Ballast(const std::string &databaseFile, std::int64_t bytes, std::int64_t freeBytesMin);
    /// Takes the space, if it has none and there is room. A disk that cannot reserve space goes without.
    void take() const;
    /// Of its bytes those that it has not.
    std::int64_t missing() const;
    /// Gives it up when the disk is full; true when that made room.
    bool giveUp() const;

private:
    std::string m_file;
    std::int64_t m_bytes;
    std::int64_t m_freeBytesMin;
};

} // namespace fairlead
