// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/process_tree.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <dirent.h>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace fairlead {

namespace {
std::string readFile(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<pid_t> numbersIn(const std::string &text)
{
    std::vector<pid_t> numbers;
    const char *at = text.c_str();
    while (*at != '\0') {
        char *end = nullptr;
        const long number = std::strtol(at, &end, 10);
        if (end == at)
            break;
        numbers.push_back(static_cast<pid_t>(number));
        at = end;
    }
    return numbers;
}

std::vector<pid_t> childrenOf(pid_t process)
{
    std::vector<pid_t> children;
    const std::string tasks = "/proc/" + std::to_string(process) + "/task";
    DIR *folder = opendir(tasks.c_str());
    if (!folder)
        return children;
    while (const dirent *entry = readdir(folder)) {
        if (entry->d_name[0] == '.')
            continue;
        const std::vector<pid_t> some = numbersIn(readFile(tasks + "/" + entry->d_name + "/children"));
        children.insert(children.end(), some.begin(), some.end());
    }
    closedir(folder);
    return children;
}

bool hasMark(pid_t process, const std::string &mark)
{
    // Entries end in NUL; the mark is a whole entry.
    const std::string environment = '\0' + readFile("/proc/" + std::to_string(process) + "/environ");
    return environment.find('\0' + mark + '\0') != std::string::npos;
}

void addTree(pid_t root, std::vector<pid_t> &tree)
{
    constexpr std::size_t treeMax = 100'000;
    if (tree.size() >= treeMax || std::find(tree.begin(), tree.end(), root) != tree.end())
        return;
    tree.push_back(root);
    for (const pid_t child : childrenOf(root))
        addTree(child, tree);
}
} // namespace

std::vector<pid_t> adoptedChildren(const std::string &mark)
{
    std::vector<pid_t> adopted;
    for (const pid_t child : childrenOf(getpid())) {
        if (hasMark(child, mark))
            adopted.push_back(child);
    }
    return adopted;
}

void signalTree(pid_t root, const std::string &mark, int signal)
{
    std::vector<pid_t> tree;
    addTree(root, tree);
    for (const pid_t adopted : adoptedChildren(mark))
        addTree(adopted, tree);
    kill(-root, signal);
    for (const pid_t process : tree)
        kill(process, signal);
}

} // namespace fairlead
