// SPDX-License-Identifier: Apache-2.0
#include "cli/field_options.h"
#include "cli/job_text.h"
#include "cli/table.h"
#include "cli/tenant_text.h"
#include "engine/calls/engine_calls.h"
#include "engine/calls/queue_calls.h"
#include "engine/domain/clock.h"
#include "engine/domain/units.h"

#include <algorithm>

namespace fairlead {

namespace {
std::string count(const StateCounts &counts, JobState state)
{
    return std::to_string(countOf(counts, state));
}

std::string pauseCell(const std::optional<Pause> &pause)
{
    if (!pause)
        return "running";
    return "paused" + (pause->why.empty() ? "" : ": " + pause->why);
}

std::string workersCell(const QueueView &view)
{
    const std::string number = view.workersMax == 0 ? "all" : std::to_string(view.workersMax);
    return number + (view.scaling ? " (" + std::string(nameOf(*view.scaling)) + ")" : "");
}

void printStatus(const StatusView &view, Width width)
{
    sayLine("fairlead " + view.version + ", pid " + std::to_string(view.pid) + ", " + std::string(nameOf(view.state)));
    for (const Pause &pause : view.pauses)
        sayLine(scopeText({pause.queue, pause.tenant}) + " paused by " + pause.who + " since " + timeText(pause.since)
            + ": " + pause.why);
    sayLine("store " + view.store + ", durability " + view.durability + ", data " + view.dataDir);
    sayLine("workers " + std::to_string(view.workers) + ", busy " + std::to_string(view.busy) + "; since "
        + timeText(view.startedAt) + ": " + std::to_string(view.enqueued) + " accepted, "
        + std::to_string(view.finished) + " runs ended");
    if (view.alertsRaised > 0)
        sayLine("alerts raised: " + std::to_string(view.alertsRaised) + "; see fairleadctl alerts");
    Table table({"STATE", "JOBS"});
    for (const JobState state : allJobStates)
        table.add({std::string(jobStateName(state)), count(view.counts, state)});
    table.print(width);
}

void printLayers(const QueueView &view)
{
    for (const LayerView &layer : view.layers) {
        say("%s: %s %s", view.queue.text().c_str(), layer.kind.c_str(), layer.settings.c_str());
        if (layer.underWay)
            say("; %d under way", *layer.underWay);
        if (layer.asked)
            say("; %lld hits, %lld misses", static_cast<long long>(layer.asked->hits),
                static_cast<long long>(layer.asked->misses));
        for (const std::string &target : layer.open)
            say("; open%s%s", target.empty() ? "" : " for ", shownSafely(target).c_str());
        say("\n");
    }
}

void printQueues(const std::vector<QueueView> &views, Width width)
{
    Table table({{"QUEUE", Fit::Name}, "READY", "RUNNING", {"STATE", Fit::Cut}, "DEAD", "SCHEDULED", "SUCCEEDED",
        "WORKERS", "HANDLER", "WEIGHT"});
    for (const QueueView &view : views) {
        table.add({view.queue.text(), count(view.counts, JobState::Ready), count(view.counts, JobState::Running),
            view.isConfigured ? pauseCell(view.pause) : "not configured", count(view.counts, JobState::Dead),
            count(view.counts, JobState::Scheduled), count(view.counts, JobState::Succeeded), workersCell(view),
            view.handler, numberCell(view.weight)});
    }
    table.print(width);
    for (const QueueView &view : views)
        printLayers(view);
}

std::string oldestCell(const std::optional<TimePoint> &since)
{
    const TimePoint now = SystemClock().now();
    return since ? durationForPeople(std::max(now - *since, Microseconds {0})) : "-";
}

/// Such as "12 tenant_rate, 3 gate_shut (rate_limit)".
std::string heldCell(const std::vector<TenantHold> &held)
{
    std::string text;
    for (const TenantHold &hold : held) {
        text.append(text.empty() ? "" : ", ").append(std::to_string(hold.jobs)).append(" ").append(nameOf(hold.kind));
        if (!hold.gate.empty())
            text.append(" (").append(hold.gate).append(")");
    }
    return text.empty() ? "-" : text;
}

void printTenants(const std::vector<TenantView> &views, Width width)
{
    Table table({{"TENANT", Fit::Name}, "OLDEST", "READY", "RUNNING", {"HELD BY", Fit::Cut}, {"STATE", Fit::Cut},
        "DEAD", "WEIGHT", "SCHEDULED", "SUCCEEDED", "RETRIES", "QUEUE P50", "QUEUE P95", "RUN P50", "RUN P95"});
    for (const TenantView &view : views) {
        table.add({view.tenant.text(), oldestCell(view.oldestReady), count(view.counts, JobState::Ready),
            count(view.counts, JobState::Running), heldCell(view.held), pauseCell(view.pause),
            count(view.counts, JobState::Dead), numberCell(view.limits.weight), count(view.counts, JobState::Scheduled),
            count(view.counts, JobState::Succeeded), std::to_string(view.retries),
            percentileCell(view.queueTime, &Quantiles::p50), percentileCell(view.queueTime, &Quantiles::p95),
            percentileCell(view.runTime, &Quantiles::p50), percentileCell(view.runTime, &Quantiles::p95)});
    }
    table.print(width);
}

void printTenantPage(const TenantPage &page, Width width)
{
    printTenants(page.tenants, width);
    if (page.cursor)
        warn("more: --cursor %s\n", page.cursor->text().c_str());
}

void printHealth(const HealthReport &report)
{
    sayLine("health: " + std::string(nameOf(report.verdict)));
    for (const HealthCause &cause : report.causes)
        sayLine((cause.isFailing ? "  failing:   " : "  attention: ") + cause.text);
    if (report.leftOut > 0)
        sayLine("  and " + std::to_string(report.leftOut) + " more");
}

/// The verdict alone, also as the exit code.
Result<> checkHealth(Session &session)
{
    const Result<HealthReport> report = session.ask(GetHealth {});
    FAIRLEAD_CHECK(session.show(report, printHealth));
    session.exit = report->verdict == HealthVerdict::Healthy ? Exit::Ok
        : report->verdict == HealthVerdict::Failing          ? Exit::Failing
                                                             : Exit::Failed;
    return {};
}

void printTenant(const TenantView &one, Width width)
{
    printTenants({one}, width);
    sayLine("limits: " + limitsText(one.limits));
}

Result<> status(Session &session)
{
    // An engine of an earlier version has no verdict.
    const Result<HealthReport> health = session.isJson ? HealthReport {} : session.ask(GetHealth {});
    return session.show(session.ask(GetStatus {}), [&session, &health](const StatusView &view, Width width) {
        if (health)
            printHealth(*health);
        printStatus(view, width);
        // Without a token the engine answers only while it asks nobody for one.
        if (!session.hasToken)
            sayLine("access: loopback without tokens: whoever is on this machine may do everything");
    });
}

void printWorkers(const std::vector<WorkerView> &views, Width width)
{
    Table table({{"WORKER", Fit::Name}, "STATE", {"QUEUE", Fit::Cut}, {"TENANT", Fit::Cut}, "JOB", "PROCESSED",
        "FAILED", "RETRIED", "RUN P50", "RUN P95", "MAILBOX"});
    for (const WorkerView &view : views) {
        table.add({view.worker, std::string(nameOf(view.state)), view.queue ? view.queue->text() : "-",
            view.tenant ? view.tenant->text() : "-", view.job ? view.job->text() : "-", std::to_string(view.processed),
            std::to_string(view.failed), std::to_string(view.retried), percentileCell(view.runTime, &Quantiles::p50),
            percentileCell(view.runTime, &Quantiles::p95), std::to_string(view.mailbox)});
    }
    table.print(width);
}

/// Makes the call, prints the problems that it finds, and fails when there are any.
template <typename C, typename Print, typename ReportOf>
Result<> check(Session &session, C call, const Print &print, const ReportOf &reportOf, const char *advice)
{
    const auto reply = session.ask(std::move(call));
    FAIRLEAD_CHECK(session.show(reply, [&](const auto &shown) {
        for (const std::string &problem : reportOf(shown).problems)
            say("%s\n", shownSafely(problem).c_str());
        print(shown);
        const std::size_t problems = reportOf(shown).problems.size();
        say("%s checked, %zu %s\n", jobsText(reportOf(shown).jobsChecked).c_str(), problems,
            problems == 1 ? "problem" : "problems");
    }));
    return reportOf(*reply).problems.empty() ? Result<> {} : failure(ErrorCode::Corrupt, advice);
}

Result<> verify(Session &session)
{
    return check(
        session, VerifyStore {}, [](const VerifyReport &) {}, [](const VerifyReport &all) { return all; },
        "the store is not sound; stop the engine and restore a backup");
}

Command statusCommand()
{
    const auto isCheck = std::make_shared<bool>(false);
    Command command {"status", std::string(GetStatus::info.text), "status",
        [isCheck](Session &session) { return *isCheck ? checkHealth(session) : status(session); }};
    return command.withSwitch(
        "--check", "the verdict alone; ends with 0: healthy, 1: attention or an error, 2: failing", *isCheck);
}

Command backupCommand()
{
    const auto file = std::make_shared<std::string>();
    Command command {"backup", std::string(BackUpStore::info.text), "backup monday.db", [file](Session &session) {
                         return check(
                             session, BackUpStore {*file},
                             [](const BackupReport &made) {
                                 say("%lld bytes written to %s: ", static_cast<long long>(made.bytes),
                                     shownSafely(made.file).c_str());
                             },
                             [](const BackupReport &made) { return made.verified; },
                             "the copy is not sound; so is the store, or the disk: run fairleadctl verify");
                     }};
    return command.withText("FILE", "FILE", "a new file in the engine's folder of backups (store.backup_dir)", *file);
}
} // namespace

Commands listCommands()
{
    return {statusCommand(), callCommand<ListQueues>("queue list", "queue list", printQueues),
        callCommand<ListTenants>("tenant list", "tenant list -o json", printTenantPage),
        callCommand<FindTenant>("tenant show", "tenant show acme", printTenant),
        callCommand<ListWorkers>("worker list", "worker list", printWorkers),
        {"verify", std::string(VerifyStore::info.text), "verify", verify}, backupCommand()};
}

} // namespace fairlead
