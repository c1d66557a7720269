// SPDX-License-Identifier: Apache-2.0
// The longest answers of a busy client while an engine with 8,000 queues and 10,000 tenants reads its configuration
// again. The engine is a process of its own.
// Usage: fairlead_bench_reload [--json] [--short]     (--short: 800 queues and 1,000 tenants)
#include "bench/engine_process.h"
#include "bench/keep_alive.h"
#include "bench/measures.h"
#include "bench/report.h"

#include <QCoreApplication>

#include <atomic>
#include <thread>

using namespace fairlead::bench;

namespace {
constexpr int reloads = 5;
constexpr double quietSeconds = 5;

/// `weight` is that of each tenant and queue.
QByteArray configOf(int queues, int tenants, int weight)
{
    const QByteArray weightLine = "weight = " + QByteArray::number(weight) + "\n";
    QByteArray text = "[log]\nlevel = \"error\"\n";
    for (int i = 0; i < queues; ++i)
        text += "[queue.q" + QByteArray::number(i) + "]\n" + weightLine + "handler = { kind = \"pull\" }\n";
    for (int i = 0; i < tenants; ++i)
        text += "[tenant.t" + QByteArray::number(i) + "]\n" + weightLine;
    return text;
}

void takeAnswer(KeepAlive &connection)
{
    const int status = connection.receive();
    if (status < 200 || status > 299)
        qFatal("status %d: %.300s", status, connection.body().c_str());
}

/// Seconds that each answer took.
struct Answers
{
    std::vector<double> reads;
    std::vector<double> jobs;
};

/// Asks for a queue, and hands in a job, in turns.
Answers beBusy(int port, const std::atomic<bool> &isOver)
{
    KeepAlive connection(port);
    Answers answers;
    while (!isOver) {
        const auto asked = std::chrono::steady_clock::now();
        connection.send("GET /v1/queues/q0");
        takeAnswer(connection);
        answers.reads.push_back(secondsSince(asked));
        const auto handedIn = std::chrono::steady_clock::now();
        connection.send("POST /v1/jobs", R"({"queue":"q1","tenant":"t1"})");
        takeAnswer(connection);
        answers.jobs.push_back(secondsSince(handedIn));
    }
    return answers;
}

/// The answers of a busy client while `act` goes on.
template <typename Act>
Answers beside(int port, const Act &act)
{
    std::atomic<bool> isOver = false;
    Answers answers;
    std::jthread busy([&] { answers = beBusy(port, isOver); });
    act();
    isOver = true;
    busy.join();
    return answers;
}
} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const Report report("reload", app.arguments().contains(QStringLiteral("--json")));
    const int part = app.arguments().contains(QStringLiteral("--short")) ? 10 : 1;
    const int queues = 8'000 / part;
    const int tenants = 10'000 / part;
    const EngineProcess engine(configOf(queues, tenants, 1));
    const Answers quiet =
        beside(engine.port(), [] { std::this_thread::sleep_for(std::chrono::duration<double>(quietSeconds)); });
    std::vector<double> took;
    const Answers meanwhile = beside(engine.port(), [&] {
        KeepAlive operating(engine.port());
        for (int i = 0; i < reloads; ++i) {
            engine.write(configOf(queues, tenants, 2 + i));
            const auto begun = std::chrono::steady_clock::now();
            operating.send("POST /v1/config/reload");
            takeAnswer(operating);
            took.push_back(secondsSince(begun));
        }
    });
    report.figure("queues", queues, "");
    report.figure("tenants", tenants, "");
    report.figure("a reload, slowest", partOf(took, 1) * 1e3, "ms");
    report.figure("reads without a reload, longest", partOf(quiet.reads, 1) * 1e3, "ms");
    report.figure("reads during reloads, longest", partOf(meanwhile.reads, 1) * 1e3, "ms");
    report.figure("durable jobs without a reload, longest", partOf(quiet.jobs, 1) * 1e3, "ms");
    report.figure("durable jobs during reloads, longest", partOf(meanwhile.jobs, 1) * 1e3, "ms");
    return 0;
}
