// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/views.h"
#include "engine/wire/json_writer.h"

namespace fairlead {

// The JSON forms of everything but jobs, as docs/INTERFACES.md names them.

/// {"error":{"code":...,"message":...}}; with retry_after_ms when a later try may succeed.
std::string writeError(const Error &error);
/// Empty when the text is no such error.
std::optional<Error> readError(std::string_view json);

std::string writeReceipt(const EnqueueReceipt &receipt);
/// [{"id":...} | {"error":...}, ...]
std::string writeReceipts(const std::vector<Result<EnqueueReceipt>> &receipts);
Result<EnqueueReceipt> readReceipt(std::string_view json);
Result<std::vector<Result<EnqueueReceipt>>> readReceipts(std::string_view json);

std::string writeStatus(const StatusView &view);
Result<StatusView> readStatus(std::string_view json);
std::string writeQueue(const QueueView &view);
std::string writeQueues(const std::vector<QueueView> &views);
Result<QueueView> readQueue(std::string_view json);
Result<std::vector<QueueView>> readQueues(std::string_view json);
std::string writeTenant(const TenantView &view);
std::string writeTenants(const std::vector<TenantView> &views);
Result<TenantView> readTenant(std::string_view json);
Result<std::vector<TenantView>> readTenants(std::string_view json);
std::string writeWorkers(const std::vector<WorkerView> &views);
Result<std::vector<WorkerView>> readWorkers(std::string_view json);
std::string writeWhy(const WhyView &view);
Result<WhyView> readWhy(std::string_view json);
std::string writeVerifyReport(const VerifyReport &report);
Result<VerifyReport> readVerifyReport(std::string_view json);
std::string writeBackupReport(const BackupReport &report);
Result<BackupReport> readBackupReport(std::string_view json);

} // namespace fairlead
