// SPDX-License-Identifier: Apache-2.0
#include "examples/quickstart/report.h"

#include "engine/domain/units.h"

#include <algorithm>
#include <cstdio>

namespace fairlead {

namespace {
/// How much of a run lies before a moment.
Microseconds workBefore(const JobRecord &record, TimePoint moment)
{
    if (!record.startedAt || !record.finishedAt)
        return Microseconds {0};
    return std::max(std::min(*record.finishedAt, moment) - *record.startedAt, Microseconds {0});
}

Microseconds quantile(const std::vector<Microseconds> &sorted, double q)
{
    if (sorted.empty())
        return Microseconds {0};
    const auto rank = static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1) + 0.5);
    return sorted[rank];
}

/// When the first tenant had no job waiting any more, and when the last job of all but the first tenant had ended.
struct Moments
{
    TimePoint oneRanDry = TimePoint::max();
    TimePoint smallDone = TimePoint::min();
};

Moments momentsOf(const std::vector<JobRecord> &records, const std::vector<TenantName> &tenants)
{
    Moments moments;
    for (const TenantName &tenant : tenants) {
        TimePoint lastStart = TimePoint::min();
        for (const JobRecord &record : records) {
            if (record.job.spec.tenant != tenant)
                continue;
            lastStart = std::max(lastStart, record.startedAt.value_or(TimePoint::max()));
            if (tenant != tenants.front())
                moments.smallDone = std::max(moments.smallDone, record.finishedAt.value_or(TimePoint::max()));
        }
        moments.oneRanDry = std::min(moments.oneRanDry, lastStart);
    }
    return moments;
}
} // namespace

std::vector<TenantReport> reportOf(const std::vector<JobRecord> &records, const std::vector<TenantName> &tenants)
{
    const Moments moments = momentsOf(records, tenants);
    std::vector<TenantReport> reports;
    for (const TenantName &tenant : tenants) {
        TenantReport report;
        report.tenant = tenant;
        for (const JobRecord &record : records) {
            if (record.job.spec.tenant != tenant)
                continue;
            ++report.jobs;
            report.succeeded += record.state == JobState::Succeeded ? 1 : 0;
            report.retried += record.attempt > 1 ? 1 : 0;
            if (record.startedAt)
                report.queueTimes.push_back(*record.startedAt - record.job.created);
            if (record.startedAt && record.finishedAt)
                report.runTimes.push_back(*record.finishedAt - *record.startedAt);
            report.workWhileAllWaited += workBefore(record, moments.oneRanDry);
            report.workUntilSmallDone += workBefore(record, moments.smallDone);
        }
        std::sort(report.queueTimes.begin(), report.queueTimes.end());
        std::sort(report.runTimes.begin(), report.runTimes.end());
        reports.push_back(std::move(report));
    }
    return reports;
}

void printReport(const std::vector<TenantReport> &reports)
{
    Microseconds all {0};
    for (const TenantReport &report : reports)
        all += report.workWhileAllWaited;
    std::printf("\n%-8s %6s %10s %8s  %12s %12s  %10s %10s  %s\n", "TENANT", "JOBS", "SUCCEEDED", "RETRIED",
        "QUEUE P50", "QUEUE P95", "RUN P50", "RUN P95", "SHARE OF WORK WHILE ALL WAITED");
    for (const TenantReport &report : reports) {
        const double share = all.count() > 0
            ? 100.0 * static_cast<double>(report.workWhileAllWaited.count()) / static_cast<double>(all.count())
            : 0;
        std::printf("%-8s %6d %10d %8d  %12s %12s  %10s %10s  %5.1f %%\n", report.tenant.text().c_str(), report.jobs,
            report.succeeded, report.retried, durationForPeople(quantile(report.queueTimes, 0.5)).c_str(),
            durationForPeople(quantile(report.queueTimes, 0.95)).c_str(),
            durationForPeople(quantile(report.runTimes, 0.5)).c_str(),
            durationForPeople(quantile(report.runTimes, 0.95)).c_str(), share);
    }
    std::printf("\nWorker time until the last small tenant had finished:");
    for (const TenantReport &report : reports)
        std::printf("  %s %s", report.tenant.text().c_str(), durationForPeople(report.workUntilSmallDone).c_str());
    std::printf("\n");
}

} // namespace fairlead
