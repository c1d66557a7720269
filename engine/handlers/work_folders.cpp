// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/work_folders.h"

#include "engine/domain/errno_text.h"

#include <cstdlib>
#include <filesystem>
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

void removeTree(const fs::path &path)
{
    std::error_code error; // what cannot be removed now is tried again by the next life
    fs::remove_all(path, error);
}
} // namespace

Result<std::shared_ptr<WorkFolders>> WorkFolders::in(const std::string &parent)
{
    std::error_code error;
    const fs::path whole = fs::absolute(parent, error);
    if (!error)
        fs::create_directories(whole, error);
    if (error)
        return failure(ErrorCode::Io, "cannot make the folder " + parent + ": " + error.message());
    Result<std::string> path = makeUnique(whole.string());
    if (!path)
        return failure(path.error());
    return std::shared_ptr<WorkFolders>(new WorkFolders(std::move(*path)));
}

WorkFolders::~WorkFolders()
{
    removeTree(m_path);
}

void WorkFolders::removeOthers() const
{
    std::error_code error;
    const fs::path own = m_path;
    for (fs::directory_iterator entry(own.parent_path(), error), end; !error && entry != end; entry.increment(error)) {
        if (entry->path() != own)
            removeTree(entry->path());
    }
}

Result<WorkFolders::Folder> WorkFolders::make(const std::optional<UserIdentity> &owner) const
{
    Result<std::string> path = makeUnique(m_path);
    if (!path)
        return failure(path.error());
    if (owner && chown(path->c_str(), owner->user, owner->group) != 0) {
        const std::string why = errnoText();
        removeTree(*path);
        return failure(ErrorCode::Io, "cannot give the working folder to the handler's user: " + why);
    }
    return Folder(new std::string(std::move(*path)), [](const std::string *made) {
        removeTree(*made);
        delete made;
    });
}

} // namespace fairlead
