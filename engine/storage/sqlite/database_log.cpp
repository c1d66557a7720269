// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/database_log.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <vector>

namespace fairlead {

namespace {
constexpr std::size_t logHeaderBytes = 32;
constexpr std::size_t frameHeaderBytes = 24;
constexpr std::uint32_t magic = 0x377f0682; ///< its lowest bit: the checksums are of big-endian words
constexpr std::uint32_t pageBytesLeast = 512;
constexpr std::uint32_t pageBytesMost = 65'536;

std::uint32_t littleEndian(const unsigned char *bytes)
{
    return std::uint32_t {bytes[3]} << 24 | std::uint32_t {bytes[2]} << 16 | std::uint32_t {bytes[1]} << 8
        | std::uint32_t {bytes[0]};
}

/// The running checksum of a log.
class LogChecksum
{
public:
    explicit LogChecksum(bool isBigEndian)
        : m_isBigEndian(isBigEndian)
    {
    }
    /// `size` is a multiple of 8.
    void add(const unsigned char *bytes, std::size_t size)
    {
        const auto word = m_isBigEndian ? &bigEndian : &littleEndian;
        for (std::size_t at = 0; at < size; at += 8) {
            m_first += word(bytes + at) + m_second;
            m_second += word(bytes + at + 4) + m_first;
        }
    }
    bool is(const unsigned char *stored) const
    {
        return bigEndian(stored) == m_first && bigEndian(stored + 4) == m_second;
    }

private:
    const bool m_isBigEndian;
    std::uint32_t m_first = 0;
    std::uint32_t m_second = 0;
};

bool readInto(std::ifstream &file, unsigned char *bytes, std::size_t size)
{
    return static_cast<bool>(file.read(reinterpret_cast<char *>(bytes), static_cast<std::streamsize>(size)));
}
} // namespace

std::uint32_t bigEndian(const unsigned char *bytes)
{
    return std::uint32_t {bytes[0]} << 24 | std::uint32_t {bytes[1]} << 16 | std::uint32_t {bytes[2]} << 8
        | std::uint32_t {bytes[3]};
}

LogPages readLogPages(const std::string &logFile)
{
    LogPages found;
    std::ifstream file(logFile, std::ios::binary);
    std::array<unsigned char, logHeaderBytes> header {};
    if (!file || !readInto(file, header.data(), header.size()) || (bigEndian(header.data()) & ~1U) != magic)
        return found;
    const std::uint32_t pageBytes = bigEndian(header.data() + 8);
    LogChecksum sum((bigEndian(header.data()) & 1U) != 0);
    sum.add(header.data(), logHeaderBytes - 8);
    if (!sum.is(header.data() + logHeaderBytes - 8) || pageBytes < pageBytesLeast || pageBytes > pageBytesMost
        || pageBytes % pageBytesLeast != 0)
        return found;
    std::vector<unsigned char> frame(frameHeaderBytes + pageBytes);
    std::set<std::uint32_t> ofCommit;
    while (readInto(file, frame.data(), frame.size())) {
        const bool isOfThisLog = std::equal(frame.begin() + 8, frame.begin() + 16, header.begin() + 16);
        sum.add(frame.data(), 8);
        sum.add(frame.data() + frameHeaderBytes, pageBytes);
        if (!isOfThisLog || !sum.is(frame.data() + 16))
            break;
        ofCommit.insert(bigEndian(frame.data()));
        if (const std::uint32_t pagesAfter = bigEndian(frame.data() + 4); pagesAfter != 0) {
            found.databasePages = pagesAfter;
            found.pages.merge(ofCommit);
            ofCommit.clear();
        }
    }
    return found;
}

} // namespace fairlead
