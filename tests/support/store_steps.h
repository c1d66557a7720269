// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/store_session.h"

#include <QtGlobal>

namespace fairlead {

/// The value of a step that must succeed. An error ends the test program with its text.
template <typename T>
T must(Result<T> result)
{
    if (!result)
        qFatal("%s", result.error().text.c_str());
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

inline JobSpec aJob(const char *queue = "mail", const char *tenant = "anna")
{
    return {{.queue = QueueName::trusted(queue), .tenant = TenantName::trusted(tenant), .payload = "{}"}};
}

} // namespace fairlead
