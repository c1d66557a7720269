// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/descriptor.h"
#include "engine/domain/settings.h"

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
/// The user that a child may be run as. Fails with Configuration when there is no such user, or when this process may
/// not run programs as that user.
Result<UserIdentity> findUser(const std::string &name);

/// Everything that a child needs. It is prepared before the fork, so that nothing is allocated between fork and exec.
struct ChildPlan
{
    std::vector<std::string> command; ///< not empty
    std::vector<std::string> environment; ///< NAME=value
    std::string workingDirectory;
    std::optional<UserIdentity> user {}; ///< empty: that of the engine
    ProcessLimits limits {};
};

/// A child that was started, and the engine's ends of its streams (all non-blocking).
struct StartedChild
{
    pid_t pid = -1;
    Descriptor process; ///< pidfd: readable when the child has ended
    Descriptor input;
    Descriptor output;
    Descriptor errors;
    Descriptor progress;
    Descriptor spawns;
    int error = 0; ///< errno when the child could not be started; then only `step` is set besides
    std::string step; ///< the failed step: "pipe", "fork", "chdir", "exec"
};

/// Starts a program without a shell. The child is in a session of its own, with descriptors 0 to 4 only, without core
/// dumps and new privileges, as the plan's user without further groups, and with the plan's limits. It gets SIGKILL
/// when the calling thread ends; so call this from a thread that lasts.
StartedChild startChild(const ChildPlan &plan);

/// The file of a command name without '/', in the fixed search path. Empty when there is none.
std::string findProgram(const std::string &name);
/// The search path for programs, and the PATH of children.
inline constexpr const char *programPath = "/usr/local/bin:/usr/bin:/bin";

} // namespace fairlead
