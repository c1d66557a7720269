// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cerrno>
#include <string>
#include <system_error>

namespace fairlead {

/// What the system says of an error number; unlike strerror it may be called on any thread.
inline std::string errnoText(int error = errno)
{
    return std::generic_category().message(error);
}

} // namespace fairlead
