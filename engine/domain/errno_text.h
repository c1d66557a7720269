// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cerrno>
#include <string>
#include <system_error>

namespace fairlead {

/// The system's text for an error number. Threads: any, unlike strerror.
inline std::string errnoText(int error = errno)
{
    return std::generic_category().message(error);
}

} // namespace fairlead
