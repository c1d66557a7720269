// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/new_job.h"

namespace fairlead {

/// The quickstart's load: documents that every Debian has (licence texts, copyright files), as `total` jobs. One
/// tenant, "flood", hands in 80 % of them; four small ones share the rest. Each small tenant gets documents of the same
/// sizes as far as there are any, so that their work is alike. Fails with NotFound when the machine has no such
/// documents.
Result<std::vector<NewJob>> quickstartJobs(int total);

/// The five tenants, the flooding one first.
std::vector<TenantName> quickstartTenants();

} // namespace fairlead
