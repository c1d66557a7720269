// SPDX-License-Identifier: Apache-2.0
#include "cli/input.h"

#include "engine/domain/errno_text.h"
#include "engine/domain/small_file.h"

#include <unistd.h>

namespace fairlead {

namespace {
constexpr std::size_t blockBytes = 64 * 1024;

std::string inputName(const std::string &name)
{
    return name == "-" ? "standard input" : name;
}
} // namespace

Result<std::string> readInput(const std::string &name)
{
    Result<std::string> bytes =
        name == "-" ? readToEnd(STDIN_FILENO, inputBytesMax) : readSmallFile(name, inputBytesMax, Readers::Anyone);
    if (!bytes)
        return failure(bytes.error().code, inputName(name) + " " + bytes.error().text);
    return bytes;
}

Result<LineReader> LineReader::open(const std::string &name)
{
    if (name == "-")
        return LineReader(inputName(name), Descriptor());
    Result<Descriptor> file = openPlain(name, Readers::Anyone);
    if (!file)
        return failure(file.error().code, name + " " + file.error().text);
    return LineReader(name, *std::move(file));
}

Result<std::size_t> LineReader::readBlock()
{
    if (m_file.isOpen())
        return readPlain(m_file, m_block.data(), m_block.size());
    const ssize_t size = read(STDIN_FILENO, m_block.data(), m_block.size());
    return size < 0 ? Result<std::size_t>(failure(ErrorCode::Io, "cannot be read: " + errnoText()))
                    : static_cast<std::size_t>(size);
}

Result<std::optional<std::string>> LineReader::next()
{
    std::string line;
    for (;;) {
        const std::size_t end = m_block.find('\n', m_place);
        line.append(m_block, m_place, end == std::string::npos ? end : end - m_place);
        if (line.size() > inputBytesMax)
            return failure(ErrorCode::TooLarge, "longer than " + std::to_string(inputBytesMax) + " bytes");
        if (end != std::string::npos) {
            m_place = end + 1;
            return std::optional(std::move(line));
        }
        m_block.resize(blockBytes);
        m_place = 0;
        const Result<std::size_t> size = readBlock();
        m_block.resize(size.value_or(0));
        if (!size)
            return failure(size.error().code, m_name + " " + size.error().text);
        if (*size == 0)
            return line.empty() ? std::optional<std::string>() : std::optional(std::move(line));
    }
}

} // namespace fairlead
