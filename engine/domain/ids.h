// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/domain/random.h"
#include "engine/domain/result.h"

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace fairlead {

/// Names of queues, tenants and alerts have 1 to 128 characters of `A-Z a-z 0-9 . _ : -`; case matters. `.` and `..`
/// are not allowed, because HTTP clients resolve them as steps of a path.
inline constexpr std::size_t nameLengthMax = 128;
inline constexpr std::string_view nameGrammar = "[A-Za-z0-9._:-]{1,128}";
bool isValidName(std::string_view text);

/// A name that fits the grammar. The tag prevents a tenant from being passed as a queue. Immutable.
template <typename Tag>
class Name
{
public:
    /// Fails with Invalid, with the text and the grammar.
    static Result<Name> parse(std::string_view text)
    {
        if (!isValidName(text))
            return failure(ErrorCode::Invalid, Tag::describe(text));
        return Name(std::string(text));
    }
    /// For names that are known to be valid, such as constants and names read from a store. REQUIRES: the grammar
    /// holds.
    static Name trusted(std::string text) { return Name(std::move(text)); }

    const std::string &text() const { return m_text; }
    auto operator<=>(const Name &) const = default;

private:
    explicit Name(std::string text)
        : m_text(std::move(text))
    {
    }
    std::string m_text;
};

struct QueueTag
{
    static std::string describe(std::string_view text);
};
struct TenantTag
{
    static std::string describe(std::string_view text);
};
struct AlertTag
{
    static std::string describe(std::string_view text);
};
using QueueName = Name<QueueTag>;
using TenantName = Name<TenantTag>;
using AlertName = Name<AlertTag>;

/// The tenant of jobs that name none. It is an ordinary tenant.
TenantName defaultTenant();

/// A 128-bit identifier, UUID version 7 (RFC 9562). Ids sort by the time they were made. Immutable value.
class JobId
{
public:
    using Bytes = std::array<std::uint8_t, 16>;
    JobId() = default;
    explicit JobId(const Bytes &bytes)
        : m_bytes(bytes)
    {
    }
    /// Reads the 36-character form, upper or lower case. Fails with Invalid.
    static Result<JobId> parse(std::string_view text);
    /// The 36-character lower-case form.
    std::string text() const;
    const Bytes &bytes() const { return m_bytes; }
    bool isNull() const { return m_bytes == Bytes {}; }
    auto operator<=>(const JobId &) const = default;

private:
    Bytes m_bytes {};
};

/// Makes JobIds. They are unique, and ascend within one maker, also within a millisecond and when the clock is set back
/// (RFC 9562 section 6.2, method 2: the random part is incremented). Threads: one.
class JobIdMaker
{
public:
    JobIdMaker(const Clock &clock, Random &random);
    JobId make();

private:
    const Clock &m_clock;
    Random &m_random;
    std::uint64_t m_lastMilliseconds = 0;
    std::uint64_t m_high = 0; ///< 12 bits after the version
    std::uint64_t m_low = 0; ///< 62 bits after the variant
};

/// The place of a job in the order of arrival in one store: 1, 2, 3 ... It never changes.
enum class JobNumber : std::int64_t {};
/// The place of a waiting job in its lane. A job that becomes ready again gets a new one, after the others.
enum class QueuePosition : std::int64_t {};
/// The fencing token of one run (Kleppmann, "How to do distributed locking", 2016). A finish with any other token is
/// refused. It ascends with every run of a store and is never 0.
enum class Token : std::int64_t {};
/// The number of one life of an engine process on a store. It ascends with each start.
enum class Incarnation : std::int64_t {};

} // namespace fairlead

template <typename Tag>
struct std::hash<fairlead::Name<Tag>>
{
    std::size_t operator()(const fairlead::Name<Tag> &name) const noexcept
    {
        return std::hash<std::string> {}(name.text());
    }
};

template <>
struct std::hash<fairlead::JobId>
{
    std::size_t operator()(const fairlead::JobId &id) const noexcept
    {
        const auto &bytes = id.bytes();
        return std::hash<std::string_view> {}({reinterpret_cast<const char *>(bytes.data()), bytes.size()});
    }
};
