// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/handlers/handler.h"
#include "engine/handlers/spawner.h"
#include "engine/handlers/work_folders.h"

namespace fairlead {

/// Runs jobs by a program: payload on stdin, result from stdout, progress as lines `PERCENT TEXT` on descriptor 3, jobs
/// to leave behind as JSON lines on descriptor 4, a clean environment, a private working folder, never a shell. Exit 0
/// succeeds, 75 is a failure to be retried, 65 and 78 are rejections, anything else is a failure. A program that cannot
/// be run at all is a rejection, class "configuration".
class ProcessHandler final : public Handler
{
public:
    /// `folders` makes the private folders of runs whose settings name no other. Fails with Configuration for a user
    /// that programs cannot be run as.
    static Result<std::shared_ptr<Handler>> make(
        ProcessHandlerSettings settings, std::shared_ptr<Spawner> spawner, std::shared_ptr<WorkFolders> folders);
    std::string kind() const override { return m_settings.plugin.empty() ? "process" : "plugin"; }
    std::unique_ptr<Service> create(std::shared_ptr<Executor> executor) override;

private:
    ProcessHandler(ProcessHandlerSettings settings, std::optional<UserIdentity> user, std::shared_ptr<Spawner> spawner,
        std::shared_ptr<WorkFolders> folders);

    const ProcessHandlerSettings m_settings;
    const std::optional<UserIdentity> m_user; ///< empty: that of the engine
    const std::shared_ptr<Spawner> m_spawner;
    const std::shared_ptr<WorkFolders> m_folders;
};

} // namespace fairlead
