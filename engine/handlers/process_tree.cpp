// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/process_tree.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <map>
#include <optional>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

namespace fairlead {

namespace {
/// Reads as much as possible: a process may end while its files are read.
std::string readFile(const std::string &path)
{
    std::string text;
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return text;
    char part[4'096];
    for (ssize_t count = read(file, part, sizeof part); count > 0; count = read(file, part, sizeof part))
        text.append(part, static_cast<std::size_t>(count));
    close(file);
    return text;
}

/// The parent of each process. All are read at once, because not every kernel lists the children of a process.
std::map<pid_t, pid_t> allParents()
{
    std::map<pid_t, pid_t> parents;
    DIR *folder = opendir("/proc");
    if (!folder)
        return parents;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): glibc's is safe on a stream that one thread reads
    while (const dirent *entry = readdir(folder)) {
        const pid_t process = static_cast<pid_t>(std::strtol(entry->d_name, nullptr, 10));
        if (process <= 0)
            continue;
        // "PID (name) STATE PARENT ...": the name may have any characters, so the fields are read after its last
        // bracket.
        const std::string stat = readFile("/proc/" + std::string(entry->d_name) + "/stat");
        const std::size_t bracket = stat.rfind(") ");
        if (bracket != std::string::npos && bracket + 4 < stat.size())
            parents.emplace(process, static_cast<pid_t>(std::strtol(stat.c_str() + bracket + 4, nullptr, 10)));
    }
    closedir(folder);
    return parents;
}

bool hasMark(pid_t process, const std::string &mark)
{
    // Entries end in NUL. The mark must be a whole entry.
    const std::string environment = '\0' + readFile("/proc/" + std::to_string(process) + "/environ");
    return environment.find('\0' + mark + '\0') != std::string::npos;
}

/// Adds the process and all its descendants.
void addTree(pid_t root, const std::map<pid_t, pid_t> &parents, std::vector<pid_t> &tree)
{
    if (std::find(tree.begin(), tree.end(), root) != tree.end())
        return;
    tree.push_back(root);
    for (const auto &[process, parent] : parents) {
        if (parent == root)
            addTree(process, parents, tree);
    }
}

/// The children of this process as the kernel lists them. Empty when this kernel does not list them.
std::optional<std::vector<pid_t>> listedChildren()
{
    constexpr const char *tasks = "/proc/self/task";
    DIR *folder = opendir(tasks);
    if (!folder)
        return {};
    std::optional<std::vector<pid_t>> children = std::vector<pid_t> {};
    // NOLINTNEXTLINE(concurrency-mt-unsafe): glibc's is safe on a stream that one thread reads
    for (const dirent *entry = readdir(folder); entry && children; entry = readdir(folder)) {
        if (entry->d_name[0] == '.')
            continue;
        const std::string file = std::string(tasks) + "/" + entry->d_name + "/children";
        const std::string list = readFile(file);
        if (list.empty() && access(file.c_str(), F_OK) != 0 && errno == ENOENT
            && access((std::string(tasks) + "/" + entry->d_name).c_str(), F_OK) == 0)
            children.reset();
        std::istringstream numbers(list);
        for (pid_t child = 0; children && numbers >> child;)
            children->push_back(child);
    }
    closedir(folder);
    return children;
}

std::vector<pid_t> ownChildren(const std::map<pid_t, pid_t> &parents)
{
    std::vector<pid_t> children;
    for (const auto &[process, parent] : parents) {
        if (parent == getpid())
            children.push_back(process);
    }
    return children;
}
} // namespace

std::vector<pid_t> adoptedChildren(const std::string &mark, const std::set<pid_t> &known)
{
    siginfo_t any {};
    if (waitid(P_ALL, 0, &any, WEXITED | WNOHANG | WNOWAIT | __WALL) != 0 && errno == ECHILD)
        // The common case. This check is cheaper than a look at each thread.
        return {};
    const std::optional<std::vector<pid_t>> listed = listedChildren();
    std::vector<pid_t> children = listed ? *listed : ownChildren(allParents());
    std::erase_if(children, [&](pid_t child) { return known.contains(child) || !hasMark(child, mark); });
    return children;
}

void killMarked(const std::string &mark)
{
    for (const auto &[process, parent] : allParents()) {
        if (process != getpid() && hasMark(process, mark))
            kill(process, SIGKILL);
    }
}

void signalTrees(std::span<const MarkedChild> children, const std::set<pid_t> &known, int signal)
{
    const std::map<pid_t, pid_t> parents = allParents();
    std::vector<pid_t> strangers = ownChildren(parents);
    std::erase_if(strangers, [&](pid_t child) { return known.contains(child); });
    for (const MarkedChild &child : children) {
        std::vector<pid_t> tree;
        addTree(child.process, parents, tree);
        for (const pid_t stranger : strangers) {
            if (hasMark(stranger, *child.mark))
                addTree(stranger, parents, tree);
        }
        kill(-child.process, signal);
        for (const pid_t process : tree)
            kill(process, signal);
    }
}

} // namespace fairlead
