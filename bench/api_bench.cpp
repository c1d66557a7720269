// SPDX-License-Identifier: Apache-2.0
// The HTTP interface of an engine in a process of its own: one busy client beside thousands that are silent, many that
// enqueue one durable job after the other, and lists over a large store.
// Usage: fairlead_bench_api [--json] [--short]     (--short: a tenth of the jobs and connections)
#include "bench/bare_sqlite.h"
#include "bench/engine_process.h"
#include "bench/keep_alive.h"
#include "bench/measures.h"
#include "bench/report.h"
#include "engine/domain/clock.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <poll.h>

using namespace fairlead;
using namespace fairlead::bench;

namespace {
constexpr int tenantCount = 100;
constexpr int jobsPerRequest = 1'000;
constexpr int writerCount = 64;
constexpr std::size_t payloadBytes = 200; ///< as in the bare loop

double secondsNow()
{
    return std::chrono::duration<double>(SystemClock().monotonicNow().time_since_epoch()).count();
}

/// Median and 99th percentile of seconds.
void showTimes(const Report &report, const std::string &name, const std::vector<double> &seconds)
{
    report.figure((name + ", median").c_str(), partOf(seconds, 0.5) * 1e3, "ms");
    report.figure((name + ", p99").c_str(), partOf(seconds, 0.99) * 1e3, "ms");
}

/// One queue that nobody works on.
QByteArray configOf(int connectionsMax)
{
    return "[http]\nmax_connections = " + QByteArray::number(connectionsMax)
        + "\n[queue.q]\nhandler = { kind = \"pull\" }\n";
}

int taken(int status, const KeepAlive &connection)
{
    if (status < 200 || status > 299)
        qFatal("status %d: %.300s", status, connection.body().c_str());
    return status;
}

double timeOf(KeepAlive &connection, const std::string &line)
{
    const double begun = secondsNow();
    connection.send(line);
    taken(connection.receive(), connection);
    return secondsNow() - begun;
}

std::string jobOf(int number)
{
    return R"({"queue":"q","tenant":"t)" + std::to_string(number % tenantCount) + R"(","tags":["n)"
        + std::to_string(number % 1'000) + R"("],"payload":")" + std::string(payloadBytes - 2, 'x') + "\"}";
}

/// As many silent connections as may be opened, up to `wanted`; each has asked once.
void measureIdle(const Report &report, int wanted)
{
    const int count = std::min(wanted, static_cast<int>(raiseFileLimit()) - 300);
    const EngineProcess engine(configOf(count + 100));
    std::vector<KeepAlive> silent;
    silent.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        silent.emplace_back(engine.port());
        timeOf(silent.back(), "GET /health");
    }
    KeepAlive busy(engine.port());
    std::vector<double> looks;
    const double begun = secondsNow();
    while (secondsNow() - begun < 5)
        looks.push_back(timeOf(busy, "GET /v1/queues/q"));
    report.figure("silent connections", count, "");
    showTimes(report, "one busy client beside them: GET /v1/queues/q", looks);
}

/// Each client sends its next job when the receipt of the one before has come, that is, is on disk.
void measureEnqueue(const Report &report, double seconds)
{
    const EngineProcess engine(configOf(1'000));
    std::vector<KeepAlive> writers;
    std::vector<pollfd> waits;
    std::vector<double> sentAt(writerCount);
    std::vector<double> latencies;
    for (int i = 0; i < writerCount; ++i) {
        writers.emplace_back(engine.port());
        waits.push_back({writers.back().descriptor(), POLLIN, 0});
    }
    const double begun = secondsNow();
    int jobs = 0;
    for (int i = 0; i < writerCount; ++i) {
        sentAt[static_cast<std::size_t>(i)] = secondsNow();
        writers[static_cast<std::size_t>(i)].send("POST /v1/jobs", jobOf(jobs++));
    }
    while (secondsNow() - begun < seconds) {
        if (poll(waits.data(), waits.size(), 10'000) <= 0)
            qFatal("no receipt for ten seconds");
        for (std::size_t i = 0; i < writers.size(); ++i) {
            if ((waits[i].revents & POLLIN) == 0)
                continue;
            const int status = writers[i].receiveSome();
            if (status == 0)
                continue;
            taken(status, writers[i]);
            latencies.push_back(secondsNow() - sentAt[i]);
            sentAt[i] = secondsNow();
            writers[i].send("POST /v1/jobs", jobOf(jobs++));
        }
    }
    const double rate = static_cast<double>(latencies.size()) / (secondsNow() - begun);
    const QTemporaryDir folder;
    BareSqlite bare(folder.filePath(QStringLiteral("bare.db")).toStdString());
    const std::vector<int> group(writerCount, 1);
    const double bareBegun = secondsNow();
    int commits = 0;
    for (; secondsNow() - bareBegun < seconds; ++commits)
        bare.enqueue(group);
    const double bareRate = commits * writerCount / (secondsNow() - bareBegun);
    report.figure("64 clients, one durable job each in turn", rate, "jobs/s", bareRate);
    showTimes(report, "64 clients, one durable job each in turn", latencies);
}

void measureLists(const Report &report, int jobCount)
{
    const EngineProcess engine(configOf(1'000));
    KeepAlive connection(engine.port());
    const double begun = secondsNow();
    for (int done = 0; done < jobCount; done += jobsPerRequest) {
        std::string body = "[";
        for (int i = 0; i < jobsPerRequest; ++i)
            body += (i > 0 ? "," : "") + jobOf(done + i);
        connection.send("POST /v1/jobs", body + "]");
        taken(connection.receive(), connection);
    }
    report.figure("jobs in the store", jobCount, "");
    report.figure("enqueued by one client, 1,000 in a request", jobCount / (secondsNow() - begun), "jobs/s");
    connection.send("GET /v1/jobs?limit=1");
    taken(connection.receive(), connection);
    const std::size_t id = connection.body().find("\"id\":\"") + 6;
    const std::string prefix = connection.body().substr(id, 13);
    const std::vector<std::pair<const char *, std::string>> questions {{"list, first page of 50", "/v1/jobs"},
        {"list, one tenant of 100", "/v1/jobs?tenant=t7"}, {"list, a tag of 1 in 1,000", "/v1/jobs?tag=n7"},
        {"list, a state of none", "/v1/jobs?state=dead"},
        {"list, from the middle (cursor)", "/v1/jobs?cursor=" + std::to_string(jobCount / 2)},
        {"list, behind half of all (skip)", "/v1/jobs?skip=" + std::to_string(jobCount / 2)},
        {"list, behind half of a tenant's", "/v1/jobs?tenant=t7&skip=" + std::to_string(jobCount / 200)},
        {"list, id prefix", "/v1/jobs?id_prefix=" + prefix}, {"count, up to 100,000", "/v1/jobs/count?most=100000"},
        {"count, exact, one queue", "/v1/jobs/count?queue=q"}, {"count, exact, one tenant", "/v1/jobs/count?tenant=t7"},
        {"status", "/v1/stats"}};
    for (const auto &[name, path] : questions) {
        std::vector<double> looks;
        const double first = secondsNow();
        while (looks.size() < 20 && (looks.size() < 3 || secondsNow() - first < 3))
            looks.push_back(timeOf(connection, "GET " + path));
        showTimes(report, name, looks);
    }
}
} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const Report report("api", app.arguments().contains(QStringLiteral("--json")));
    const bool isShort = app.arguments().contains(QStringLiteral("--short"));
    measureIdle(report, isShort ? 1'000 : 10'000);
    measureEnqueue(report, isShort ? 1 : 10);
    measureLists(report, isShort ? 100'000 : 1'000'000);
    return 0;
}
