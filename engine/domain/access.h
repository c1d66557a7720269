// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/domain/ids.h"
#include "engine/domain/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace fairlead {

/// The rights of a bearer; each role includes those before it.
enum class Role {
    Viewer, ///< look
    Operator, ///< enqueue, cancel, retry, pause, set
    Admin, ///< stop the engine, make and revoke tokens
};
/// "viewer", "operator", "admin".
std::string_view roleName(Role role);
/// Fails with Invalid, naming the roles.
Result<Role> parseRole(std::string_view name);

/// A token as it is stored. The token itself is shown once, when it is made, and is kept nowhere.
struct TokenRecord
{
    std::string id; ///< 16 hexadecimal digits; no secret
    std::string name; ///< whose or what for
    Role role = Role::Viewer;
    TimePoint created;
    std::optional<TimePoint> expires;
    std::optional<TimePoint> revoked;
    std::optional<TenantName> tenant {}; ///< sees and touches only this one's; empty: all
};

/// A token just made, with its secret.
struct NewToken
{
    TokenRecord record;
    std::string secret;
};

/// A token to be made.
struct TokenRequest
{
    std::string name;
    Role role = Role::Viewer;
    std::optional<Microseconds> lifetime; ///< empty: no end
    std::optional<TenantName> tenant {}; ///< not for admins
};

} // namespace fairlead
