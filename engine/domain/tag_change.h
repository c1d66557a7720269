// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <string>
#include <vector>

namespace fairlead {

/// Tags that are added to a job, and tags that are removed from it.
struct TagChange
{
    std::vector<std::string> add {};
    std::vector<std::string> remove {};

    /// Fails with Invalid when it changes nothing, or names a tag in both lists.
    Result<> check() const;
    /// The tags of a job after the change: the kept ones in their order, then the new ones. Fails with Invalid or
    /// TooLarge, as an enqueue with these tags would. Pure.
    Result<std::vector<std::string>> of(const std::vector<std::string> &tags) const;
    /// For example "+urgent -slow".
    std::string text() const;
};

} // namespace fairlead
