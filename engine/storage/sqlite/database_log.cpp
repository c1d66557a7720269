// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/database_log.h"

#include <algorithm>
#include <array>
#include <bit>
#include <fstream>

namespace fairlead {

namespace {
constexpr std::size_t logHeaderBytes = 32;
constexpr std::size_t frameHeaderBytes = 24;
constexpr std::size_t saltsAt = 8; ///< in a frame; in the header of a log at 16
constexpr std::size_t checksumAt = 16; ///< in a frame; in the header of a log at 24
constexpr std::uint32_t magic = 0x377f0682; ///< its lowest bit: the checksums are of big-endian words
constexpr std::uint32_t logVersion = 3'007'000;
constexpr std::uint32_t pageBytesLeast = 512;
constexpr std::uint32_t pageBytesMost = 65'536;
constexpr std::uint32_t pageBytesUsual = 4'096;

std::uint32_t littleEndian(const unsigned char *bytes)
{
    return std::uint32_t {bytes[3]} << 24 | std::uint32_t {bytes[2]} << 16 | std::uint32_t {bytes[1]} << 8
        | std::uint32_t {bytes[0]};
}

/// The running checksum of a log.
struct LogChecksum
{
    std::uint32_t first = 0;
    std::uint32_t second = 0;

    bool operator==(const LogChecksum &) const = default;
    static LogChecksum storedAt(const unsigned char *bytes) { return {bigEndian(bytes), bigEndian(bytes + 4)}; }
};

using Salts = std::array<unsigned char, 8>;
using LogHeaderBytes = std::array<unsigned char, logHeaderBytes>;

struct LogHeader
{
    bool isBigEndian = false; ///< the words of the checksums
    std::uint32_t pageBytes = pageBytesUsual;
    Salts salts {};
    LogChecksum sum {};

    std::uint32_t word(const unsigned char *bytes) const
    {
        return isBigEndian ? bigEndian(bytes) : littleEndian(bytes);
    }
    /// `size` is a multiple of 8.
    LogChecksum sumAfter(LogChecksum before, const unsigned char *bytes, std::size_t size) const
    {
        for (std::size_t at = 0; at < size; at += 8) {
            before.first += word(bytes + at) + before.second;
            before.second += word(bytes + at + 4) + before.first;
        }
        return before;
    }
    /// The sum before `bytes`, by the one after them: the steps of `sumAfter` turned round.
    LogChecksum sumBefore(LogChecksum after, const unsigned char *bytes, std::size_t size) const
    {
        for (std::size_t at = size; at > 0; at -= 8) {
            after.second -= word(bytes + at - 4) + after.first;
            after.first -= word(bytes + at - 8) + after.second;
        }
        return after;
    }
};

/// Empty when SQLite would not take it for the header of a log.
std::optional<LogHeader> headerOf(const LogHeaderBytes &bytes)
{
    LogHeader header;
    header.isBigEndian = (bigEndian(bytes.data()) & 1U) != 0;
    header.pageBytes = bigEndian(bytes.data() + 8);
    std::copy_n(bytes.data() + 16, header.salts.size(), header.salts.begin());
    header.sum = header.sumAfter({}, bytes.data(), logHeaderBytes - 8);
    const bool isWhole = (bigEndian(bytes.data()) & ~1U) == magic && bigEndian(bytes.data() + 4) == logVersion
        && std::has_single_bit(header.pageBytes) && header.pageBytes >= pageBytesLeast
        && header.pageBytes <= pageBytesMost && header.sum == LogChecksum::storedAt(bytes.data() + 24);
    return isWhole ? std::optional(header) : std::nullopt;
}

/// Stores a number of four bytes, as SQLite does.
void store(std::uint32_t number, unsigned char *bytes)
{
    for (std::size_t i = 0; i < 4; ++i)
        bytes[3 - i] = static_cast<unsigned char>(number >> 8 * i);
}

/// The header that the first frame of a log tells. The checksum of that frame goes back to the one of the header, which
/// was made of words that are known and of the count of the log's rounds. Empty when the frame does not tell.
std::optional<LogHeaderBytes> headerBefore(const unsigned char *frame, const LogHeader &form)
{
    LogHeaderBytes bytes {};
    store(magic | (form.isBigEndian ? 1U : 0U), bytes.data());
    store(logVersion, bytes.data() + 4);
    store(form.pageBytes, bytes.data() + 8);
    std::copy_n(frame + saltsAt, form.salts.size(), bytes.data() + 16);
    const LogChecksum sum = form.sumBefore(
        form.sumBefore(LogChecksum::storedAt(frame + checksumAt), frame + frameHeaderBytes, form.pageBytes), frame, 8);
    store(sum.first, bytes.data() + 24);
    store(sum.second, bytes.data() + 28);
    const LogChecksum before = form.sumAfter({}, bytes.data(), 8);
    const LogChecksum behind = form.sumBefore(sum, bytes.data() + 16, form.salts.size());
    const std::uint32_t rounds = behind.second - before.second - behind.first;
    store(form.isBigEndian ? rounds : __builtin_bswap32(rounds), bytes.data() + 12);
    return headerOf(bytes) ? std::optional(bytes) : std::nullopt; // the other sum of the count must agree
}

void turnBit(unsigned char *bytes, std::size_t bit)
{
    bytes[bit / 8] = static_cast<unsigned char>(bytes[bit / 8] ^ (1U << bit % 8));
}

/// The bits of the file in which two headers differ.
std::vector<std::int64_t> bitsBetween(const LogHeaderBytes &one, const LogHeaderBytes &other)
{
    std::vector<std::int64_t> bits;
    for (std::size_t bit = 0; bit < logHeaderBytes * 8; ++bit) {
        if (((one.at(bit / 8) ^ other.at(bit / 8)) >> bit % 8 & 1) != 0)
            bits.push_back(static_cast<std::int64_t>(bit));
    }
    return bits;
}

/// Reads one log, once.
class LogReading
{
public:
    explicit LogReading(const std::string &logFile)
        : m_file(logFile, std::ios::binary)
    {
    }
    LogPages read()
    {
        LogHeaderBytes bytes {};
        if (!m_file || !readInto(bytes.data(), bytes.size()))
            return {};
        if (const auto whole = headerOf(bytes)) {
            begin(*whole);
            readFrames();
            return std::move(m_found);
        }
        // SQLite takes nothing from this log. Its header was synced before its first commit was written.
        LogDamage damage = damageOfHeader(bytes);
        return damage.commitsBehind > 0 ? LogPages {.damage = damage} : LogPages {};
    }

private:
    bool readInto(unsigned char *bytes, std::size_t size)
    {
        return static_cast<bool>(m_file.read(reinterpret_cast<char *>(bytes), static_cast<std::streamsize>(size)));
    }
    void begin(const LogHeader &header)
    {
        m_header = header;
        m_frame.resize(frameHeaderBytes + header.pageBytes);
        m_next = logHeaderBytes;
        m_found = {};
        m_file.clear();
        m_file.seekg(logHeaderBytes);
    }
    bool readNext()
    {
        m_at = m_next;
        m_next += static_cast<std::int64_t>(m_frame.size());
        return readInto(m_frame.data(), m_frame.size());
    }
    LogChecksum sumOfFrame(LogChecksum before) const
    {
        return m_header.sumAfter(
            m_header.sumAfter(before, m_frame.data(), 8), m_frame.data() + frameHeaderBytes, m_header.pageBytes);
    }
    LogChecksum stored() const { return LogChecksum::storedAt(m_frame.data() + checksumAt); }
    bool isOfThisLog() const
    {
        return std::equal(m_header.salts.begin(), m_header.salts.end(), m_frame.data() + saltsAt);
    }
    /// The pages of the database after the commit that this frame ends; 0: it ends none.
    std::uint32_t pagesAfter() const { return bigEndian(m_frame.data() + 4); }

    void readFrames()
    {
        m_found.bytes = logHeaderBytes;
        LogChecksum sum = m_header.sum;
        std::set<std::uint32_t> ofCommit;
        while (readNext()) {
            sum = sumOfFrame(sum);
            if (!isOfThisLog() || sum != stored()) {
                judge(sum);
                return;
            }
            ofCommit.insert(bigEndian(m_frame.data()));
            if (pagesAfter() != 0) {
                m_found.databasePages = pagesAfter();
                m_found.pages.merge(ofCommit);
                ofCommit.clear();
                ++m_found.commits;
                m_found.bytes = m_next;
            }
        }
    }
    /// Decides whether the frame that was read is the end of the log or was damaged.
    void judge(LogChecksum sum)
    {
        LogDamage damage {.at = m_at};
        const bool isContentWhole = sum == stored();
        std::vector<std::int64_t> possibleBits;
        if (isContentWhole)
            possibleBits = wrongBitOfNumber(saltsAt, m_header.salts);
        else if (isOfThisLog())
            possibleBits = possibleBitsOfFrame(sum);
        damage.isOfOneBit = isContentWhole || !possibleBits.empty();
        if (possibleBits.size() == 1)
            damage.wrongBits = std::move(possibleBits);
        // A frame that was never written, or is left from an earlier round of the log, has neither salts nor sum.
        const bool isOurs = isContentWhole || isOfThisLog();
        const bool endsCommit = isOurs && pagesAfter() != 0;
        const Behind behind = lookBehind({stored(), sum}, endsCommit);
        damage.commitsBehind = behind.commits + (endsCommit ? 1 : 0);
        if (damage.isOfOneBit || behind.isLater)
            m_found.damage = damage;
    }
    LogDamage damageOfHeader(const LogHeaderBytes &bytes)
    {
        LogDamage damage {.isOfOneBit = true};
        for (const LogHeaderBytes &right : possibleHeaders(bytes)) {
            // Several can be whole, but all frames follow one only.
            const std::int64_t behind = commitsBehind(headerOf(right).value_or(LogHeader {}));
            if (behind > damage.commitsBehind || (behind > 0 && !m_found.damage)) {
                damage.wrongBits = bitsBetween(bytes, right);
                damage.commitsBehind = behind;
            }
        }
        if (damage.wrongBits.empty())
            damage.commitsBehind = commitsAmongThemselves();
        return damage;
    }
    /// Whole ones: by the first frame; or, where that is damaged too, by one bit.
    std::vector<LogHeaderBytes> possibleHeaders(LogHeaderBytes bytes)
    {
        std::vector<LogHeaderBytes> possible;
        for (const bool isBigEndian : {false, true}) {
            for (std::uint32_t pageBytes = pageBytesLeast; pageBytes <= pageBytesMost; pageBytes *= 2) {
                begin({.isBigEndian = isBigEndian, .pageBytes = pageBytes});
                const auto right = readNext() ? headerBefore(m_frame.data(), m_header) : std::nullopt;
                if (right)
                    possible.push_back(*right);
            }
        }
        const std::size_t bits = possible.empty() ? logHeaderBytes * 8 : 0;
        for (std::size_t bit = 0; bit < bits; ++bit) {
            turnBit(bytes.data(), bit);
            if (headerOf(bytes))
                possible.push_back(bytes);
            turnBit(bytes.data(), bit);
        }
        return possible;
    }

    struct Behind
    {
        std::int64_t commits = 0;
        bool isLater = false; ///< a whole frame was found behind the end of a commit
    };
    /// Looks at the frames that follow. One was written whole when its checksum is that of its content and of one of
    /// `sums`, or of the checksum that the frame before it stores.
    Behind lookBehind(std::vector<LogChecksum> sums, bool isEndSeen)
    {
        Behind behind;
        while (readNext()) {
            const bool isWhole = isOfThisLog() && std::any_of(sums.begin(), sums.end(), [this](LogChecksum sum) {
                return sumOfFrame(sum) == stored();
            });
            behind.isLater = behind.isLater || (isWhole && isEndSeen);
            if (isWhole && pagesAfter() != 0) {
                isEndSeen = true;
                ++behind.commits;
            }
            sums.assign(1, stored());
        }
        return behind;
    }
    /// The commits of a log whose header was mended.
    std::int64_t commitsBehind(const LogHeader &mended)
    {
        begin(mended);
        readFrames();
        return m_found.commits + (m_found.damage ? m_found.damage->commitsBehind : 0);
    }
    /// The commits of a log of which nothing is known: each frame is compared with the one before it.
    std::int64_t commitsAmongThemselves()
    {
        begin({});
        std::int64_t commits = 0;
        for (LogChecksum sumBefore; readNext(); sumBefore = stored()) {
            if (isOfThisLog() && sumOfFrame(sumBefore) == stored() && pagesAfter() != 0)
                ++commits;
            std::copy_n(m_frame.data() + saltsAt, m_header.salts.size(), m_header.salts.begin());
        }
        return commits;
    }

    std::int64_t bitInFrame(std::size_t byte, std::size_t bit) const
    {
        return (m_at + static_cast<std::int64_t>(byte)) * 8 + static_cast<std::int64_t>(bit);
    }
    /// The bit that makes the number of eight bytes at this place of the frame the right one. Empty when one does not.
    std::vector<std::int64_t> wrongBitOfNumber(std::size_t at, const std::array<unsigned char, 8> &right) const
    {
        std::vector<std::int64_t> found;
        for (std::size_t bit = 0; bit < 64; ++bit) {
            if (((m_frame[at + bit / 8] ^ right.at(bit / 8)) >> bit % 8 & 1) != 0)
                found.push_back(bitInFrame(at + bit / 8, bit % 8));
        }
        return found.size() == 1 ? found : std::vector<std::int64_t> {};
    }
    /// Each bit that makes the frame whole when it is turned. The checksum is linear: a word that grows by d changes it
    /// by d times a factor, which depends on the place of the word alone. High bits of several words can look alike.
    std::vector<std::int64_t> possibleBitsOfFrame(LogChecksum sum) const
    {
        std::array<unsigned char, 8> computed {};
        for (std::size_t i = 0; i < computed.size(); ++i)
            computed.at(i) = static_cast<unsigned char>((i < 4 ? sum.first : sum.second) >> 8 * (3 - i % 4));
        std::vector<std::int64_t> found = wrongBitOfNumber(checksumAt, computed);
        const LogChecksum missing {stored().first - sum.first, stored().second - sum.second};
        std::array<LogChecksum, 2> factors {LogChecksum {1, 1}, LogChecksum {0, 1}}; // of the two words of eight bytes
        for (std::size_t group = 1 + m_header.pageBytes / 8; group-- > 0;) {
            const std::size_t at = group == 0 ? 0 : frameHeaderBytes + 8 * (group - 1);
            for (std::size_t half = 0; half < factors.size(); ++half)
                addWrongBitsOfWord(at + 4 * half, factors.at(half), missing, found);
            for (LogChecksum &factor : factors) {
                factor.first += factor.second;
                factor.second += factor.first;
            }
        }
        return found;
    }
    void addWrongBitsOfWord(
        std::size_t at, LogChecksum factor, LogChecksum missing, std::vector<std::int64_t> &found) const
    {
        const std::uint32_t word = m_header.word(m_frame.data() + at);
        for (std::size_t bit = 0; bit < 32; ++bit) {
            const std::uint32_t weight = std::uint32_t {1} << bit;
            const std::uint32_t grown = (word & weight) != 0 ? 0 - weight : weight;
            if (factor.first * grown == missing.first && factor.second * grown == missing.second)
                found.push_back(bitInFrame(at + (m_header.isBigEndian ? 3 - bit / 8 : bit / 8), bit % 8));
        }
    }

    std::ifstream m_file;
    LogHeader m_header;
    std::vector<unsigned char> m_frame;
    std::int64_t m_at = 0; ///< where the frame that was read begins
    std::int64_t m_next = logHeaderBytes;
    LogPages m_found;
};
} // namespace

std::uint32_t bigEndian(const unsigned char *bytes)
{
    return std::uint32_t {bytes[0]} << 24 | std::uint32_t {bytes[1]} << 16 | std::uint32_t {bytes[2]} << 8
        | std::uint32_t {bytes[3]};
}

LogPages readLogPages(const std::string &logFile)
{
    return LogReading(logFile).read();
}

} // namespace fairlead
