// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/handlers/child_start.h"

#include <memory>

namespace fairlead {

/// Makes the private folders in which processes run. All lie in one folder of this engine's life, so that what a killed
/// engine left is found by the next. Threads: any.
class WorkFolders
{
public:
    /// Makes a folder of its own in `parent`, which is made too. Fails with Io.
    static Result<std::shared_ptr<WorkFolders>> in(const std::string &parent);
    WorkFolders(const WorkFolders &) = delete;
    WorkFolders &operator=(const WorkFolders &) = delete;
    ~WorkFolders(); ///< removes its folder with all that is in it

    /// Removes what earlier lives left in the parent. REQUIRES: no other engine uses it.
    void removeOthers() const;

    /// A folder that goes with its last holder, with all that is in it.
    using Folder = std::shared_ptr<const std::string>;
    /// For `owner` alone; empty: for the engine's own user. Fails with Io.
    Result<Folder> make(const std::optional<UserIdentity> &owner = std::nullopt) const;

private:
    explicit WorkFolders(std::string path)
        : m_path(std::move(path))
    {
    }

    const std::string m_path;
};

} // namespace fairlead
