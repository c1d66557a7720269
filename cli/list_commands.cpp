// SPDX-License-Identifier: Apache-2.0
#include "cli/job_text.h"
#include "cli/table.h"
#include "engine/calls/engine_calls.h"
#include "engine/calls/queue_calls.h"
#include "engine/domain/units.h"

#include <cstdio>
#include <filesystem>

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

std::string weightCell(double weight)
{
    char text[32];
    std::snprintf(text, sizeof text, "%g", weight);
    return text;
}

std::string workersCell(const QueueView &view)
{
    const std::string number = view.workersMax == 0 ? "all" : std::to_string(view.workersMax);
    return number + (view.scaling.empty() ? "" : " (" + view.scaling + ")");
}

template <typename T>
Result<> shown(Session &session, const Result<T> &value, const std::function<void(const T &)> &print)
{
    if (!value)
        return failure(value.error());
    if (session.isJson)
        session.printLastAnswer();
    else
        print(*value);
    return {};
}

std::string pausedText(const Pause &pause)
{
    if (!pause.queue && !pause.tenant)
        return "engine";
    std::string text = pause.tenant ? "tenant " + pause.tenant->text() : std::string {};
    if (pause.queue)
        text += (text.empty() ? "queue " : " in queue ") + pause.queue->text();
    return text;
}

void printStatus(const StatusView &view)
{
    std::printf(
        "fairlead %s, pid %lld, %s\n", view.version.c_str(), static_cast<long long>(view.pid), view.state.c_str());
    for (const Pause &pause : view.pauses)
        std::printf("%s paused by %s since %s: %s\n", pausedText(pause).c_str(), shownSafely(pause.who).c_str(),
            timeText(pause.since).c_str(), shownSafely(pause.why).c_str());
    std::printf(
        "store %s, durability %s, data %s\n", view.store.c_str(), view.durability.c_str(), view.dataDir.c_str());
    std::printf("workers %d, busy %d; since %s: %lld accepted, %lld runs ended\n", view.workers, view.busy,
        timeText(view.startedAt).c_str(), static_cast<long long>(view.enqueued), static_cast<long long>(view.finished));
    Table table({"STATE", "JOBS"});
    for (const JobState state : allJobStates)
        table.add({std::string(jobStateName(state)), count(view.counts, state)});
    table.print();
}

void printLayers(const QueueView &view)
{
    for (const LayerView &layer : view.layers) {
        std::printf("%s: %s %s", view.queue.text().c_str(), layer.kind.c_str(), layer.settings.c_str());
        if (layer.underWay)
            std::printf("; %d under way", *layer.underWay);
        if (layer.asked)
            std::printf("; %lld hits, %lld misses", static_cast<long long>(layer.asked->hits),
                static_cast<long long>(layer.asked->misses));
        for (const std::string &target : layer.open)
            std::printf("; open%s%s", target.empty() ? "" : " for ", shownSafely(target).c_str());
        std::printf("\n");
    }
}

void printQueues(const std::vector<QueueView> &views)
{
    Table table(
        {"QUEUE", "HANDLER", "READY", "SCHEDULED", "RUNNING", "SUCCEEDED", "DEAD", "WEIGHT", "WORKERS", "STATE"});
    for (const QueueView &view : views) {
        table.add({view.queue.text(), view.handler, count(view.counts, JobState::Ready),
            count(view.counts, JobState::Scheduled), count(view.counts, JobState::Running),
            count(view.counts, JobState::Succeeded), count(view.counts, JobState::Dead), weightCell(view.weight),
            workersCell(view), pauseCell(view.pause)});
    }
    table.print();
    for (const QueueView &view : views)
        printLayers(view);
}

void printTenants(const std::vector<TenantView> &views)
{
    Table table({"TENANT", "WEIGHT", "READY", "SCHEDULED", "RUNNING", "SUCCEEDED", "DEAD", "RETRIES", "QUEUE P50",
        "QUEUE P95", "RUN P50", "RUN P95", "STATE"});
    for (const TenantView &view : views) {
        table.add({view.tenant.text(), weightCell(view.limits.weight), count(view.counts, JobState::Ready),
            count(view.counts, JobState::Scheduled), count(view.counts, JobState::Running),
            count(view.counts, JobState::Succeeded), count(view.counts, JobState::Dead), std::to_string(view.retries),
            percentileCell(view.queueTime, &Quantiles::p50), percentileCell(view.queueTime, &Quantiles::p95),
            percentileCell(view.runTime, &Quantiles::p50), percentileCell(view.runTime, &Quantiles::p95),
            pauseCell(view.pause)});
    }
    table.print();
}

Result<> status(Session &session, const Arguments &)
{
    const auto looked = session.ask(GetStatus {});
    return shown<StatusView>(session, looked, [&session](const StatusView &view) {
        printStatus(view);
        // Without a token the engine answers only while it asks nobody for one.
        if (!session.hasToken)
            std::printf("access: loopback without tokens: whoever is on this machine may do everything\n");
    });
}

Result<> queues(Session &session, const Arguments &)
{
    using Views = std::vector<QueueView>;
    const auto views = session.ask(ListQueues {});
    return shown<Views>(session, views, printQueues);
}

Result<> tenants(Session &session, const Arguments &)
{
    using Views = std::vector<TenantView>;
    const auto views = session.ask(ListTenants {});
    return shown<Views>(session, views, printTenants);
}

Result<> tenant(Session &session, const Arguments &arguments)
{
    const Result<TenantName> name = TenantName::parse(arguments.words.front());
    if (!name)
        return failure(name.error());
    const auto view = session.ask(FindTenant {*name});
    return shown<TenantView>(session, view, [](const TenantView &one) { printTenants({one}); });
}

Result<> workers(Session &session, const Arguments &)
{
    using Views = std::vector<WorkerView>;
    const auto views = session.ask(ListWorkers {});
    return shown<Views>(session, views, [](const Views &list) {
        Table table({"WORKER", "STATE", "JOB", "QUEUE", "TENANT", "PROCESSED", "FAILED", "RETRIED", "MAILBOX"});
        for (const WorkerView &view : list) {
            table.add(
                {view.worker, view.state, view.job ? view.job->text() : "-", view.queue ? view.queue->text() : "-",
                    view.tenant ? view.tenant->text() : "-", std::to_string(view.processed),
                    std::to_string(view.failed), std::to_string(view.retried), std::to_string(view.mailbox)});
        }
        table.print();
    });
}

Result<> backup(Session &session, const Arguments &arguments)
{
    const std::string file = std::filesystem::absolute(arguments.words.front()).lexically_normal().string();
    const auto report = session.ask(BackUpStore {file});
    Result<> told = shown<BackupReport>(session, report, [](const BackupReport &made) {
        for (const std::string &problem : made.verified.problems)
            std::printf("%s\n", shownSafely(problem).c_str());
        std::printf("%lld bytes written to %s: %lld jobs checked, %zu problems\n", static_cast<long long>(made.bytes),
            shownSafely(made.file).c_str(), static_cast<long long>(made.verified.jobsChecked),
            made.verified.problems.size());
    });
    if (told && !report->verified.problems.empty())
        return failure(
            ErrorCode::Corrupt, "the copy is not sound; so is the store, or the disk: run fairleadctl verify");
    return told;
}

Result<> verify(Session &session, const Arguments &)
{
    const auto report = session.ask(VerifyStore {});
    Result<> told = shown<VerifyReport>(session, report, [](const VerifyReport &found) {
        for (const std::string &problem : found.problems)
            std::printf("%s\n", shownSafely(problem).c_str());
        std::printf(
            "%lld jobs checked, %zu problems\n", static_cast<long long>(found.jobsChecked), found.problems.size());
    });
    if (told && !report->problems.empty())
        return failure(ErrorCode::Corrupt, "the store is not sound; stop the engine and restore a backup");
    return told;
}
} // namespace

const std::vector<Command> &listCommands()
{
    static const std::vector<Command> commands {
        {{"status"}, {}, {}, "the engine at a glance", status},
        {{"queue", "list"}, {}, {}, "list queues with their depth", queues},
        {{"tenant", "list"}, {}, {}, "list tenants with depth, waiting and run times", tenants},
        {{"tenant", "show"}, {"TENANT"}, {}, "show one tenant", tenant},
        {{"worker", "list"}, {}, {}, "list workers and what they do", workers},
        {{"verify"}, {}, {}, "check the whole store", verify},
        {{"backup"}, {"FILE"}, {},
            "copy the store of a running engine to a new FILE on its machine, and check the copy", backup},
    };
    return commands;
}

} // namespace fairlead
