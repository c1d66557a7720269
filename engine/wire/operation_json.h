// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/operation.h"

namespace fairlead {

/// {"action","filter":{...},"queue","priority","over","who","dry_run"}; the filter must be there, even if empty.
struct OperationOrder
{
    OperationRequest request;
    bool isDryRun = false; ///< count, and do nothing
};
std::string writeOperationOrder(const OperationOrder &order);
Result<OperationOrder> readOperationOrder(std::string_view json);

std::string writeOperation(const Operation &operation);
std::string writeOperations(const std::vector<Operation> &operations);
Result<Operation> readOperation(std::string_view json);
Result<std::vector<Operation>> readOperations(std::string_view json);
/// {"count":N,"exact":true}
std::string writeJobCount(const JobCount &count);
Result<JobCount> readJobCount(std::string_view json);
/// {"id","deleted":true,"restorable_until"}
std::string writeDeletedJob(const DeletedJob &job);
Result<DeletedJob> readDeletedJob(std::string_view json);

} // namespace fairlead
