// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/child_start.h"

#include "engine/domain/errno_text.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <pwd.h>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace fairlead {

namespace {
constexpr int firstFreeDescriptor = 10; // above the descriptors that the child gets

struct Pipe
{
    Descriptor ours;
    Descriptor theirs;
};

bool makePipe(Pipe &made, bool childReads)
{
    std::array<int, 2> ends {};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        return false;
    const Descriptor reading(ends[0]);
    const Descriptor writing(ends[1]);
    // Moved to high numbers, so that placing them at 0..4 in the child overwrites none of them.
    made.theirs = Descriptor(fcntl((childReads ? reading : writing).get(), F_DUPFD_CLOEXEC, firstFreeDescriptor));
    made.ours = Descriptor(fcntl((childReads ? writing : reading).get(), F_DUPFD_CLOEXEC, firstFreeDescriptor));
    return made.theirs.isOpen() && made.ours.isOpen() && fcntl(made.ours.get(), F_SETFL, O_NONBLOCK) == 0;
}

std::vector<char *> pointersTo(const std::vector<std::string> &texts)
{
    std::vector<char *> pointers;
    pointers.reserve(texts.size() + 1);
    for (const std::string &text : texts)
        pointers.push_back(const_cast<char *>(text.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

/// The data that a child uses between vfork and exec, in the memory it shares with its parent.
struct Handover
{
    const char *program;
    char *const *arguments;
    char *const *environment;
    const char *workingDirectory;
    pid_t parent;
    const UserIdentity *user; ///< null: keep the present user
    const ProcessLimits *limits;
    std::array<int, 5> descriptors;
    volatile int error;
    const char *volatile step;
};

/// Sets a limit; true when it is in force. 0: nothing to set. A limit that the engine itself has stays.
bool setLimit(__rlimit_resource resource, std::int64_t most)
{
    rlimit limit {};
    if (most == 0)
        return true;
    if (getrlimit(resource, &limit) != 0)
        return false;
    limit.rlim_max = std::min(limit.rlim_max, static_cast<rlim_t>(most));
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(resource, &limit) == 0;
}

bool setLimits(const ProcessLimits &limits)
{
    const std::int64_t cpuSeconds = std::chrono::ceil<std::chrono::seconds>(limits.cpu).count();
    return setLimit(RLIMIT_AS, limits.memoryBytes) && setLimit(RLIMIT_CPU, cpuSeconds)
        && setLimit(RLIMIT_NOFILE, limits.files) && setLimit(RLIMIT_NPROC, limits.processes)
        && setLimit(RLIMIT_FSIZE, limits.fileBytes);
}

/// Uses bare system calls: the functions of the library would change every thread of the parent, which shares this
/// memory.
bool becomeUser(const UserIdentity &user)
{
    return syscall(SYS_setgroups, 0, nullptr) == 0 && syscall(SYS_setresgid, user.group, user.group, user.group) == 0
        && syscall(SYS_setresuid, user.user, user.user, user.user) == 0;
}

/// Runs in the child, on the parent's memory. It uses system calls only.
[[noreturn]] void becomeProgram(Handover &handover)
{
    const auto fail = [&](const char *step) {
        handover.error = errno;
        handover.step = step;
        _exit(127);
    };
    setsid();
    umask(077);
    const rlimit noCore {0, 0};
    setrlimit(RLIMIT_CORE, &noCore);
    if (chdir(handover.workingDirectory) != 0)
        fail("chdir");
    if (!setLimits(*handover.limits))
        fail("setrlimit");
    if (handover.user && !becomeUser(*handover.user))
        fail("setuid");
    prctl(PR_SET_PDEATHSIG, SIGKILL); // after the change of user, which clears it
    if (getppid() != handover.parent)
        _exit(127); // the parent died before that
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    int target = 0;
    for (const int descriptor : handover.descriptors) {
        if (dup2(descriptor, target) < 0)
            fail("dup2");
        ++target;
    }
    syscall(SYS_close_range, static_cast<unsigned int>(target), ~0U, 0U);
    for (int number = 1; number < 32; ++number)
        std::signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, nullptr);
    execve(handover.program, handover.arguments, handover.environment);
    fail("exec");
    _exit(127);
}

/// In a function of its own, so that the frame to which vfork returns twice stays alive and small.
__attribute__((noinline)) pid_t forkInto(Handover &handover)
{
    const pid_t pid = vfork();
    if (pid == 0)
        becomeProgram(handover);
    return pid;
}

StartedChild failedChild(int error, const char *step)
{
    StartedChild child;
    child.error = error;
    child.step = step;
    return child;
}
} // namespace

Result<UserIdentity> findUser(const std::string &name)
{
    passwd entry {};
    passwd *found = nullptr;
    std::array<char, 16 * 1024> texts {};
    const int error = getpwnam_r(name.c_str(), &entry, texts.data(), texts.size(), &found);
    if (!found)
        return failure(ErrorCode::Configuration,
            "there is no user '" + name + "' on this machine" + (error != 0 ? " (" + errnoText(error) + ")" : ""));
    if (geteuid() != 0 && entry.pw_uid != geteuid())
        return failure(
            ErrorCode::Configuration, "only an engine that runs as root can run programs as user '" + name + "'");
    return UserIdentity {entry.pw_uid, entry.pw_gid};
}

std::string findProgram(const std::string &name)
{
    if (name.find('/') != std::string::npos)
        return name;
    std::string_view path = programPath;
    while (!path.empty()) {
        const std::size_t colon = std::min(path.find(':'), path.size());
        std::string candidate = std::string(path.substr(0, colon)) + "/" + name;
        if (access(candidate.c_str(), X_OK) == 0)
            return candidate;
        path.remove_prefix(std::min(colon + 1, path.size()));
    }
    return {};
}

StartedChild startChild(const ChildPlan &plan)
{
    const std::string program = findProgram(plan.command.front());
    if (program.empty())
        return failedChild(ENOENT, "exec");
    Pipe input;
    Pipe output;
    Pipe errors;
    Pipe progress;
    Pipe spawns;
    if (!makePipe(input, true) || !makePipe(output, false) || !makePipe(errors, false) || !makePipe(progress, false)
        || !makePipe(spawns, false))
        return failedChild(errno, "pipe");
    const std::vector<char *> arguments = pointersTo(plan.command);
    const std::vector<char *> environment = pointersTo(plan.environment);
    Handover handover {program.c_str(), arguments.data(), environment.data(), plan.workingDirectory.c_str(), getpid(),
        plan.user ? &*plan.user : nullptr, &plan.limits,
        {input.theirs.get(), output.theirs.get(), errors.theirs.get(), progress.theirs.get(), spawns.theirs.get()}, 0,
        nullptr};
    const pid_t pid = forkInto(handover);
    if (pid < 0)
        return failedChild(errno, "fork");
    // The child's ends are closed first, so that a descriptor is free.
    for (Pipe *pipe : {&input, &output, &errors, &progress, &spawns})
        pipe->theirs.reset();
    StartedChild child;
    child.process = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
    if (!child.process.isOpen()) {
        // Without a pidfd the end of the child would not be noticed.
        const int error = errno;
        kill(-pid, SIGKILL);
        kill(pid, SIGKILL);
        waitpid(pid, nullptr, 0);
        return failedChild(error, "pidfd_open");
    }
    child.pid = pid;
    child.error = handover.error;
    child.step = handover.step ? handover.step : "";
    child.input = std::move(input.ours);
    child.output = std::move(output.ours);
    child.errors = std::move(errors.ours);
    child.progress = std::move(progress.ours);
    child.spawns = std::move(spawns.ours);
    return child;
}

} // namespace fairlead
