// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <span>
#include <string>
#include <sys/types.h>
#include <vector>

namespace fairlead {

/// A child, and its mark: an entry in the environment of the child and its descendants.
struct MarkedChild
{
    pid_t process = 0;
    const std::string *mark = nullptr;
};

/// Sends a signal to the process groups of children and to all their descendants, also to those that left the group or
/// the session. Descendants whose parent has ended are found by their mark among the children of this process that are
/// not `known`. Linux: reads /proc, once for all.
void signalTrees(std::span<const MarkedChild> children, const std::set<pid_t> &known, int signal);

/// Kills all processes that have `mark` in their environment, as far as it can be read. Linux: reads /proc.
void killMarked(const std::string &mark);

/// The children of this process (adopted orphans) that have `mark` in their environment, without those that are
/// `known`.
std::vector<pid_t> adoptedChildren(const std::string &mark, const std::set<pid_t> &known);

} // namespace fairlead
