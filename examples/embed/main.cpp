// SPDX-License-Identifier: Apache-2.0
// A program with a durable, fair queue inside: two tenants, one function, no server.
#include "engine/assembly/running_engine.h"
#include "engine/calls/job_calls.h"

#include <QCoreApplication>

#include <atomic>
#include <cstdio>

using namespace fairlead;

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QueueName greet = QueueName::trusted("greet");

    EngineConfig config;
    config.dataDir = argc > 1 ? argv[1] : "fairlead-embed-data";
    config.http.listen = ""; // no HTTP server
    config.engine.queues.push_back(QueueSettings {.name = greet});

    RunningEngine::Options options;
    options.functions[greet] = FunctionHandler::quick([](RunContext &run) -> Outcome {
        std::printf("hello %s, from %s\n", run.payload().c_str(), run.job().spec.tenant.text().c_str());
        return Succeeded {};
    });
    // Hears of every run when it is on disk; Client::listWorkers and the statistics tell the sums.
    std::atomic<int> left {4};
    options.onRun = [&app, &left](const RunReport &run) {
        if (run.event.kind != EventKind::JobSucceeded)
            return;
        std::printf("done on %s after %lld us\n", run.worker.c_str(), static_cast<long long>(run.took.count()));
        if (--left == 0)
            QMetaObject::invokeMethod(&app, &QCoreApplication::quit, Qt::QueuedConnection);
    };
    auto engine = RunningEngine::start(config, options);
    if (!engine) {
        std::fprintf(stderr, "%s\n", engine.error().text.c_str());
        return 1;
    }

    std::vector<NewJob> jobs(4, NewJob {{.queue = greet, .payload = "\"world\""}});
    jobs.back().tenant = TenantName::trusted("acme");
    (*engine)->client().ask(EnqueueJobs::of(jobs), [](const Result<Each<EnqueueReceipt>> &receipts) {
        std::printf(receipts ? "accepted: they are on disk\n" : "not accepted\n");
    });
    return QCoreApplication::exec();
}
