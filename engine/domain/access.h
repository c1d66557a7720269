// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
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
};

} // namespace fairlead
