// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <span>
#include <string>
#include <sys/types.h>
#include <vector>

namespace fairlead {

/// A child, and what it and its descendants bear: a line of their environment.
struct MarkedChild
{
    pid_t process = 0;
    const std::string *mark = nullptr;
};

/// Sends a signal to the process groups of children and to all their descendants, also those that left the group or the
/// session. Those whose parent has ended already are known by their mark, for which children of this process are looked
/// at that are not `known`. Linux: reads /proc, once for all.
void signalTrees(std::span<const MarkedChild> children, const std::set<pid_t> &known, int signal);

/// Kills all processes whose environment holds `mark` and can be read. Linux: reads /proc.
void killMarked(const std::string &mark);

/// Children of this process (adopted orphans) whose environment holds `mark`, but for those that are `known`.
std::vector<pid_t> adoptedChildren(const std::string &mark, const std::set<pid_t> &known);

} // namespace fairlead
