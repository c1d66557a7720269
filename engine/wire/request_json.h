// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/requests.h"

#include <string>

namespace fairlead {

// The JSON forms of what operators ask for, as docs/INTERFACES.md names them.

std::string writeTenantPatch(const TenantPatch &patch);
Result<TenantPatch> readTenantPatch(std::string_view json);
std::string writeScaleRequest(std::optional<int> workers);
Result<std::optional<int>> readScaleRequest(std::string_view json);
/// {"who":...,"reason":...,"tenant":...}, all optional; an empty body is fine. `tenant` goes with a queue: its jobs
/// there.
struct PauseRequest
{
    std::string who;
    std::string why;
    std::optional<TenantName> tenant;
};
std::string writePauseRequest(const PauseRequest &request);
Result<PauseRequest> readPauseRequest(std::string_view json);
struct ResumeRequest
{
    std::optional<TenantName> tenant;
};
std::string writeResumeRequest(const ResumeRequest &request);
Result<ResumeRequest> readResumeRequest(std::string_view json);
/// {"who":...}; an empty body is fine.
std::string writeWho(const std::string &who);
Result<std::string> readWho(std::string_view json);
std::string writeStopMode(StopMode mode);
Result<StopMode> readStopMode(std::string_view json);
/// {"file":...}
std::string writeBackupOrder(const std::string &file);
Result<std::string> readBackupOrder(std::string_view json);

} // namespace fairlead
