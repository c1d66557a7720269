// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/handlers/descriptor.h"

#include <string>
#include <sys/types.h>
#include <vector>

namespace fairlead {

/// Everything a child needs, prepared before it exists, so that nothing is allocated between fork and exec.
struct ChildPlan
{
    std::vector<std::string> command; ///< not empty
    std::vector<std::string> environment; ///< NAME=value
    std::string workingDirectory;
};

/// A child that was started, and our ends of its streams (all non-blocking).
struct StartedChild
{
    pid_t pid = -1;
    Descriptor process; ///< pidfd: readable when the child has ended
    Descriptor input;
    Descriptor output;
    Descriptor errors;
    Descriptor progress;
    Descriptor spawns;
    int error = 0; ///< errno when it could not be started; then nothing else is set
    std::string step; ///< what failed: "pipe", "fork", "chdir", "exec"
};

/// Starts a program without a shell, in a session of its own, with descriptors 0 to 4 and no other, core dumps off, no
/// new privileges, and SIGKILL when the calling thread ends: call it from one lasting thread.
StartedChild startChild(const ChildPlan &plan);

/// The file that a command name without '/' stands for in the fixed search path; empty when there is none.
std::string findProgram(const std::string &name);
/// Where programs are looked for, and what children get as PATH.
inline constexpr const char *programPath = "/usr/local/bin:/usr/bin:/bin";

} // namespace fairlead
