// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/thread_annotations.h"
#include "engine/handlers/child_start.h"

#include <memory>
#include <optional>
#include <vector>

namespace fairlead {

/// Makes the private folders in which processes run. All are in one folder of this life of the engine, whose path is in
/// the environment of the processes. So the next life finds what a killed engine left, on disk or running. A folder
/// that a run left unchanged and empty is used for the next run of the same user: most runs need none, and making and
/// removing one costs as much as starting a program. Threads: any.
class WorkFolders : public std::enable_shared_from_this<WorkFolders>
{
public:
    /// Makes a folder of its own in `parent`, which is made if it is missing. Fails with Io.
    static Result<std::shared_ptr<WorkFolders>> in(const std::string &parent);
    WorkFolders(const WorkFolders &) = delete;
    WorkFolders &operator=(const WorkFolders &) = delete;
    ~WorkFolders(); ///< removes its folder with its content

    /// The variable in the environment of every process of this life: "FAIRLEAD_LIFE=" and the path.
    std::string mark() const;
    /// Kills the processes and removes the folders that earlier lives left in the parent. REQUIRES: no other engine
    /// uses it.
    void removeOthers() const;

    /// A folder that is removed with its content when the last holder is gone.
    using Folder = std::shared_ptr<const std::string>;
    /// Makes a folder for `owner` only; empty: for the engine's own user. Fails with Io.
    Result<Folder> make(const std::optional<UserIdentity> &owner = std::nullopt);

private:
    explicit WorkFolders(std::string path)
        : m_path(std::move(path))
    {
    }

    std::optional<std::string> takeEmpty(const UserIdentity &owner);
    void giveBack(const std::string &path, const UserIdentity &owner);

    struct Empty
    {
        std::string path;
        UserIdentity owner;
    };
    const std::string m_path;
    Mutex m_mutex;
    std::vector<Empty> m_empty GUARDED_BY(m_mutex);
};

} // namespace fairlead
