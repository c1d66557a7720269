// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/access.h"

#include <array>

namespace fairlead {

namespace {
constexpr std::array<std::string_view, 3> roleNames {"viewer", "operator", "admin"};
}

std::string_view roleName(Role role)
{
    return roleNames.at(static_cast<std::size_t>(role));
}

Result<Role> parseRole(std::string_view name)
{
    for (std::size_t i = 0; i < roleNames.size(); ++i) {
        if (roleNames.at(i) == name)
            return static_cast<Role>(i);
    }
    return failure(ErrorCode::Invalid, "role: expected viewer, operator or admin");
}

} // namespace fairlead
