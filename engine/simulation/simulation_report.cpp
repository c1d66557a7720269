// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/simulation_report.h"

#include "engine/wire/json_writer.h"

#include <algorithm>
#include <cmath>

namespace fairlead {

namespace {
double seconds(Microseconds time)
{
    return std::chrono::duration<double>(time).count();
}

double sumOf(const std::vector<TenantOutcome> &tenants, Microseconds TenantOutcome::*time)
{
    double sum = 0;
    for (const TenantOutcome &tenant : tenants)
        sum += seconds(tenant.*time);
    return sum;
}

void writeTenant(JsonWriter &writer, const TenantOutcome &tenant)
{
    writer.beginObject().member("tenant", tenant.tenant.text()).key("weight").number(tenant.weight);
    writer.member("accepted", tenant.accepted).member("refused", tenant.refused);
    writer.member("succeeded", tenant.succeeded).member("dead", tenant.dead);
    writer.member("expired", tenant.expired).member("cancelled", tenant.cancelled);
    writer.member("unfinished", tenant.unfinished).member("attempts", tenant.attempts);
    writer.member("worker_us", tenant.workerTime.count()).member("fair_us", tenant.fairTime.count());
    writer.key("wait_us").beginObject();
    writer.member("p50", tenant.waits.quantile(0.5)).member("p99", tenant.waits.quantile(0.99));
    writer.member("max", tenant.waits.max()).endObject().endObject();
}
} // namespace

double SimulationReport::jainIndex() const
{
    double sum = 0;
    double squares = 0;
    double count = 0;
    for (const TenantOutcome &tenant : tenants) {
        if (tenant.fairTime <= Microseconds {0})
            continue;
        const double got = seconds(tenant.workerTime) / seconds(tenant.fairTime);
        sum += got;
        squares += got * got;
        ++count;
    }
    return squares > 0 ? sum * sum / (count * squares) : 1;
}

double SimulationReport::shareError() const
{
    const double worked = sumOf(tenants, &TenantOutcome::workerTime);
    const double fair = sumOf(tenants, &TenantOutcome::fairTime);
    double most = 0;
    for (const TenantOutcome &tenant : tenants) {
        if (worked > 0 && fair > 0)
            most = std::max(most, std::abs(seconds(tenant.workerTime) / worked - seconds(tenant.fairTime) / fair));
    }
    return most;
}

double SimulationReport::utilisation() const
{
    const double most = seconds(length) * workers;
    return most > 0 ? sumOf(tenants, &TenantOutcome::workerTime) / most : 0;
}

std::string writeSimulationReport(const SimulationReport &report)
{
    JsonWriter writer;
    writer.beginObject().member("seed", static_cast<std::int64_t>(report.seed));
    writer.member("workers", std::int64_t {report.workers}).member("length_us", report.length.count());
    writer.member("crashes", std::int64_t {report.crashes});
    writer.key("jain_index").number(report.jainIndex());
    writer.key("share_error").number(report.shareError());
    writer.key("utilisation").number(report.utilisation());
    writer.key("tenants").beginArray();
    for (const TenantOutcome &tenant : report.tenants)
        writeTenant(writer, tenant);
    writer.endArray().endObject();
    return writer.take();
}

} // namespace fairlead
