// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/thread_annotations.h"
#include "engine/handlers/child_start.h"

#include <memory>
#include <optional>
#include <vector>

namespace fairlead {

/// Makes the private folders in which processes run. All lie in one folder of this engine's life, whose path the
/// processes bear, so that what a killed engine left, on disk or running, is found by the next. One that a run left as
/// it found it, empty, serves the next run of the same user: most need none, and making and removing one costs as much
/// as starting a program. Threads: any.
class WorkFolders : public std::enable_shared_from_this<WorkFolders>
{
public:
    /// Makes a folder of its own in `parent`, which is made too. Fails with Io.
    static Result<std::shared_ptr<WorkFolders>> in(const std::string &parent);
    WorkFolders(const WorkFolders &) = delete;
    WorkFolders &operator=(const WorkFolders &) = delete;
    ~WorkFolders(); ///< removes its folder with all that is in it

    /// The variable in the environment of every process of this life: "FAIRLEAD_LIFE=" and the path.
    std::string mark() const;
    /// Ends and removes what earlier lives left in the parent. REQUIRES: no other engine uses it.
    void removeOthers() const;

    /// A folder that goes with its last holder, with all that is in it.
    using Folder = std::shared_ptr<const std::string>;
    /// For `owner` alone; empty: for the engine's own user. Fails with Io.
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
