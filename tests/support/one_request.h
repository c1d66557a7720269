// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/handlers/http_handler.h"
#include "tests/support/queue_executor.h"

#include <QtGlobal>

namespace fairlead {

/// A run of a job with this payload in JSON.
inline std::shared_ptr<Run> runOf(std::string payload = "{}")
{
    auto run = std::make_shared<Run>();
    run->job.spec.payload = std::move(payload);
    run->job.spec.contentType = "application/json";
    run->reportProgress = [](const Progress &) {};
    return run;
}

/// Gives one run to an http handler of its own, and waits for its outcome.
inline Outcome outcomeOf(const HttpHandlerSettings &settings, const std::shared_ptr<Run> &run = runOf())
{
    const ManualClock clock;
    const auto made = HttpHandler::make(settings, std::make_shared<HttpTransfers>(), clock);
    if (!made)
        qFatal("%s", made.error().text.c_str());
    const auto executor = std::make_shared<QueueExecutor>();
    const std::unique_ptr<Service> service = (*made)->create(executor);
    std::optional<Outcome> ended;
    service->call(run, [&ended](Outcome outcome) { ended = std::move(outcome); });
    while (!ended && executor->runOne()) { }
    if (!ended)
        qFatal("the run did not end");
    return *ended;
}

} // namespace fairlead
