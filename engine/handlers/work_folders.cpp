// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/work_folders.h"

#include "engine/domain/errno_text.h"
#include "engine/handlers/process_tree.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace fairlead {

namespace {
namespace fs = std::filesystem;

Result<std::string> makeUnique(const std::string &parent)
{
    std::string path = parent + "/fairlead-XXXXXX";
    if (!mkdtemp(path.data()))
        return failure(ErrorCode::Io, "cannot make a working folder in " + parent + ": " + errnoText());
    return path;
}

constexpr std::size_t emptyMax = 256;

std::string markOf(const std::string &life)
{
    return "FAIRLEAD_LIFE=" + life;
}

/// Whether a run left its folder unchanged and empty.
bool isAsMade(const std::string &path, const UserIdentity &owner)
{
    struct stat status = {};
    std::error_code error;
    return ::lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && (status.st_mode & 07777) == 0700
        && UserIdentity {status.st_uid, status.st_gid} == owner && fs::is_empty(path, error) && !error;
}

void removeTree(const fs::path &path)
{
    std::error_code error; // the next life removes what cannot be removed now
    fs::remove_all(path, error);
}
} // namespace

Result<std::shared_ptr<WorkFolders>> WorkFolders::in(const std::string &parent)
{
    std::error_code error;
    fs::create_directories(parent, error);
    const fs::path whole = error ? fs::path() : fs::canonical(parent, error);
    if (error)
        return failure(ErrorCode::Io, "cannot make the folder " + parent + ": " + error.message());
    FAIRLEAD_TRY(std::string path, makeUnique(whole.string()));
    return std::shared_ptr<WorkFolders>(new WorkFolders(std::move(path)));
}

WorkFolders::~WorkFolders()
{
    removeTree(m_path);
}

std::string WorkFolders::mark() const
{
    return markOf(m_path);
}

void WorkFolders::removeOthers() const
{
    std::error_code error;
    const fs::path own = m_path;
    for (fs::directory_iterator entry(own.parent_path(), error), end; !error && entry != end; entry.increment(error)) {
        if (entry->path() == own)
            continue;
        killMarked(markOf(entry->path().string()));
        removeTree(entry->path());
    }
}

std::optional<std::string> WorkFolders::takeEmpty(const UserIdentity &owner)
{
    const MutexLock lock(m_mutex);
    const auto found =
        std::find_if(m_empty.rbegin(), m_empty.rend(), [&](const Empty &one) { return one.owner == owner; });
    if (found == m_empty.rend())
        return std::nullopt;
    std::string path = std::move(found->path);
    m_empty.erase(std::next(found).base());
    return path;
}

void WorkFolders::giveBack(const std::string &path, const UserIdentity &owner)
{
    if (isAsMade(path, owner)) {
        const MutexLock lock(m_mutex);
        if (m_empty.size() < emptyMax) {
            m_empty.push_back({path, owner});
            return;
        }
    }
    removeTree(path);
}

Result<WorkFolders::Folder> WorkFolders::make(const std::optional<UserIdentity> &owner)
{
    const UserIdentity whose = owner.value_or(UserIdentity {geteuid(), getegid()});
    std::optional<std::string> path = takeEmpty(whose);
    if (!path) {
        Result<std::string> made = makeUnique(m_path);
        if (!made)
            return failure(made.error());
        if (owner && chown(made->c_str(), owner->user, owner->group) != 0) {
            const std::string why = errnoText();
            removeTree(*made);
            return failure(ErrorCode::Io, "cannot give the working folder to the handler's user: " + why);
        }
        path = std::move(*made);
    }
    return Folder(new std::string(std::move(*path)), [all = weak_from_this(), whose](const std::string *made) {
        if (const std::shared_ptr<WorkFolders> pool = all.lock())
            pool->giveBack(*made, whose);
        else
            removeTree(*made);
        delete made;
    });
}

} // namespace fairlead
