// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/handlers/handler.h"
#include "engine/handlers/spawner.h"
#include "engine/handlers/work_folders.h"

namespace fairlead {

/// The first setting with which no program can be run: its key, such as "env.NAME", and what is expected of it. Empty
/// when there is none.
std::optional<std::pair<std::string, std::string>> processFault(const ProcessHandlerSettings &settings);

/// Runs jobs by a program. The payload is stdin, the result is stdout. Descriptor 3 takes progress as lines `PERCENT
/// TEXT`, descriptor 4 takes spawned jobs as JSON lines. The program has a clean environment and a private working
/// folder, and there is no shell. Exit 0 succeeds, 75 is a failure to be retried, 65 and 78 are rejections, any other
/// is a failure. A program that cannot be run at all is a rejection, class "configuration".
class ProcessHandler final : public Handler
{
public:
    /// `folders` makes the private folders of runs for which the settings name no folder. Fails with Configuration for
    /// a user that programs cannot be run as, and for what `processFault` finds.
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
