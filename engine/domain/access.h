// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/domain/enum_names.h"
#include "engine/domain/ids.h"
#include "engine/domain/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace fairlead {

/// The rights of a token. Each role includes those before it.
enum class Role {
    Viewer, ///< read
    Operator, ///< enqueue, cancel, retry, pause, set limits
    Admin, ///< stop the engine, make and revoke tokens
};
/// "viewer", "operator", "admin".
std::string_view roleName(Role role);
/// Fails with Invalid, naming the roles.
Result<Role> parseRole(std::string_view name);

/// The part of payloads, results and error texts that the bearer of a token reads.
enum class PayloadRight {
    None, ///< nothing
    Redacted, ///< all but the places that a queue names in `redact`, and the error texts of such a queue
    Full,
};
template <>
struct EnumNames<PayloadRight>
{
    static constexpr std::array<std::string_view, 3> all {"none", "redacted", "full"};
};

/// The part of a job's payload and texts that was not shown to a reader, for want of a right.
enum class Withheld {
    Part, ///< "***" is in its place
    All,
};
template <>
struct EnumNames<Withheld>
{
    static constexpr std::array<std::string_view, 2> all {"part", "all"};
};

/// A token as it is stored. The secret itself is shown once, when the token is made, and is not stored.
struct TokenRecord
{
    std::string id; ///< 16 hexadecimal digits; no secret
    std::string name; ///< its owner or purpose
    Role role = Role::Viewer;
    TimePoint created;
    std::optional<TimePoint> expires;
    std::optional<TimePoint> revoked;
    std::optional<TenantName> tenant {}; ///< sees and touches only this tenant's jobs; empty: those of all
    PayloadRight payloads = PayloadRight::Full;
};

/// The one who makes a call, as it is told itself.
struct BearerView
{
    bool isAnonymous = true; ///< no token was needed, or the program itself asks
    std::string name {}; ///< of the token
    std::string id {}; ///< of the token
    Role role = Role::Admin;
    std::optional<TenantName> tenant {}; ///< empty: all
    PayloadRight payloads = PayloadRight::Full;
};

/// A token just made, with its secret.
struct NewToken
{
    TokenRecord record;
    std::string secret;
};

/// A token that is to be made.
struct TokenRequest
{
    std::string name;
    Role role = Role::Viewer;
    std::optional<Microseconds> lifetime; ///< empty: does not expire
    std::optional<TenantName> tenant {}; ///< not for admins
    PayloadRight payloads = PayloadRight::Full;
};

} // namespace fairlead
