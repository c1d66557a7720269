// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace fairlead {

/// Sends a signal to a child's process group and to all its descendants, also those that left the group or the session.
/// Those whose parent has ended already are known by `mark`, a line of their environment. Linux: reads /proc.
void signalTree(pid_t root, const std::string &mark, int signal);

/// Children of this process (adopted orphans) whose environment holds `mark`.
std::vector<pid_t> adoptedChildren(const std::string &mark);

} // namespace fairlead
