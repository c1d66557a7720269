// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/settings.h"
#include "engine/handlers/descriptor.h"

#include <string>
#include <sys/types.h>
#include <vector>

namespace fairlead {

/// A user of this machine.
struct UserIdentity
{
    uid_t user = 0;
    gid_t group = 0;
    bool operator==(const UserIdentity &) const = default;
};
/// Whom a child may be run as. Fails with Configuration when there is no such user, or this process may not.
Result<UserIdentity> findUser(const std::string &name);

/// Everything a child needs, prepared before it exists, so that nothing is allocated between fork and exec.
struct ChildPlan
{
    std::vector<std::string> command; ///< not empty
    std::vector<std::string> environment; ///< NAME=value
    std::string workingDirectory;
    std::optional<UserIdentity> user {}; ///< empty: that of the engine
    ProcessLimits limits {};
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
/// new privileges, the plan's user without further groups, its limits, and SIGKILL when the calling thread ends: call
/// it from one lasting thread.
StartedChild startChild(const ChildPlan &plan);

/// The file that a command name without '/' stands for in the fixed search path; empty when there is none.
std::string findProgram(const std::string &name);
/// Where programs are looked for, and what children get as PATH.
inline constexpr const char *programPath = "/usr/local/bin:/usr/bin:/bin";

} // namespace fairlead
