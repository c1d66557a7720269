// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/ids.h"

#include "engine/domain/terminal_text.h"

#include <algorithm>

namespace fairlead {

namespace {
constexpr std::string_view hexDigits = "0123456789abcdef";
constexpr std::uint64_t lowMask = (1ULL << 62) - 1;

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_'
        || c == ':' || c == '-';
}

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::string describeName(std::string_view kind, std::string_view text)
{
    std::string message = "invalid ";
    message.append(kind).append(" name '").append(shownStart(text, 64)).append("': expected ").append(nameGrammar);
    return message;
}
} // namespace

bool isValidName(std::string_view text)
{
    return !text.empty() && text.size() <= nameLengthMax && text != "." && text != ".."
        && std::all_of(text.begin(), text.end(), isNameCharacter);
}

std::string QueueTag::describe(std::string_view text)
{
    return describeName("queue", text);
}

std::string TenantTag::describe(std::string_view text)
{
    return describeName("tenant", text);
}

std::string AlertTag::describe(std::string_view text)
{
    return describeName("alert", text);
}

TenantName defaultTenant()
{
    return TenantName::trusted("default");
}

Result<JobId> JobId::parse(std::string_view text)
{
    Bytes bytes {};
    std::size_t digits = 0;
    bool valid = text.size() == 36;
    for (std::size_t i = 0; valid && i < text.size(); ++i) {
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            valid = text[i] == '-';
            continue;
        }
        const int value = hexValue(text[i]);
        valid = value >= 0;
        if (valid) {
            std::uint8_t &byte = bytes.at(digits / 2);
            byte = static_cast<std::uint8_t>((byte << 4) | value);
            ++digits;
        }
    }
    if (!valid)
        return failure(
            ErrorCode::Invalid, "not a job id: expected a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057");
    return JobId(bytes);
}

std::string JobId::text() const
{
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < m_bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            text += '-';
        text += hexDigits[m_bytes[i] >> 4];
        text += hexDigits[m_bytes[i] & 15];
    }
    return text;
}

JobIdMaker::JobIdMaker(const Clock &clock, Random &random)
    : m_clock(clock)
    , m_random(random)
{
}

JobId JobIdMaker::make()
{
    const auto sinceEpoch = m_clock.now().time_since_epoch();
    const auto milliseconds = static_cast<std::uint64_t>(std::chrono::duration_cast<Milliseconds>(sinceEpoch).count());
    if (milliseconds > m_lastMilliseconds) {
        m_lastMilliseconds = milliseconds;
        m_high = m_random.next() & 0x7ff; // the top bit stays free, so that increments have room
        m_low = m_random.next() & lowMask;
    } else {
        // The same millisecond, or the clock was set back: count on by a random step.
        m_low += 1 + (m_random.next() & 0xffffffffULL);
        if (m_low > lowMask) {
            m_low &= lowMask;
            m_high = (m_high + 1) & 0xfff;
            if (m_high == 0)
                ++m_lastMilliseconds;
        }
    }
    JobId::Bytes bytes {};
    for (std::size_t i = 0; i < 6; ++i)
        bytes[i] = static_cast<std::uint8_t>(m_lastMilliseconds >> (40 - 8 * i));
    bytes[6] = static_cast<std::uint8_t>(0x70 | (m_high >> 8));
    bytes[7] = static_cast<std::uint8_t>(m_high);
    bytes[8] = static_cast<std::uint8_t>(0x80 | (m_low >> 56));
    for (std::size_t i = 9; i < 16; ++i)
        bytes[i] = static_cast<std::uint8_t>(m_low >> (8 * (15 - i)));
    return JobId(bytes);
}

} // namespace fairlead
