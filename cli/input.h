// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/descriptor.h"
#include "engine/domain/result.h"

#include <optional>
#include <string>

namespace fairlead {

/// The most bytes of a payload, and of one line of a file of jobs, that are read.
inline constexpr std::size_t inputBytesMax = 32 * 1024 * 1024;

/// The bytes of a plain file or a pipe; "-" is standard input. Fails with Io or TooLarge, naming it.
Result<std::string> readInput(const std::string &name);

/// Reads a file of any length line by line. Threads: one.
class LineReader
{
public:
    /// "-" is standard input. Fails with Io, naming the file.
    static Result<LineReader> open(const std::string &name);
    /// The next line without its end; empty behind the last one. Fails with Io, and with TooLarge for a line of more
    /// than inputBytesMax; then nothing more can be read.
    Result<std::optional<std::string>> next();

private:
    LineReader(std::string name, Descriptor file)
        : m_name(std::move(name))
        , m_file(std::move(file))
    {
    }
    Result<std::size_t> readBlock();

    std::string m_name; ///< for errors
    Descriptor m_file; ///< closed: standard input
    std::string m_block; ///< read, and not yet answered from m_place on
    std::size_t m_place = 0;
};

} // namespace fairlead
