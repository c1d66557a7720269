// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/views.h"

namespace fairlead {

/// What the store's own records say of one tenant.
struct TenantReport
{
    TenantName tenant = defaultTenant();
    int jobs = 0;
    int succeeded = 0;
    int retried = 0; ///< jobs that needed more than one run
    std::vector<Microseconds> queueTimes; ///< sorted
    std::vector<Microseconds> runTimes; ///< sorted
    Microseconds workWhileAllWaited {0}; ///< worker time until the first tenant had nothing waiting any more
    Microseconds workUntilSmallDone {0}; ///< worker time until the last small tenant's last job had ended
};

/// From the records of all jobs; the first tenant is the flooding one.
std::vector<TenantReport> reportOf(const std::vector<JobRecord> &records, const std::vector<TenantName> &tenants);
void printReport(const std::vector<TenantReport> &reports);

} // namespace fairlead
