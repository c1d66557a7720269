// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/process_tree.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <map>
#include <unistd.h>

namespace fairlead {

namespace {
/// What can be read: a process may end while its files are read.
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

/// Parent of each process; one look at all of them, because not every kernel lists a process's children.
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
        // "PID (name) STATE PARENT ...": the name may hold anything, so what counts stands behind its last bracket.
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
    // Entries end in NUL; the mark is a whole entry.
    const std::string environment = '\0' + readFile("/proc/" + std::to_string(process) + "/environ");
    return environment.find('\0' + mark + '\0') != std::string::npos;
}

/// The process and everything below it.
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

std::vector<pid_t> markedChildren(const std::map<pid_t, pid_t> &parents, const std::string &mark)
{
    std::vector<pid_t> marked;
    for (const auto &[process, parent] : parents) {
        if (parent == getpid() && hasMark(process, mark))
            marked.push_back(process);
    }
    return marked;
}
} // namespace

std::vector<pid_t> adoptedChildren(const std::string &mark)
{
    return markedChildren(allParents(), mark);
}

void signalTree(pid_t root, const std::string &mark, int signal)
{
    const std::map<pid_t, pid_t> parents = allParents();
    std::vector<pid_t> tree;
    addTree(root, parents, tree);
    for (const pid_t adopted : markedChildren(parents, mark))
        addTree(adopted, parents, tree);
    kill(-root, signal);
    for (const pid_t process : tree)
        kill(process, signal);
}

} // namespace fairlead
