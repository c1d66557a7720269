// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/service.h"

namespace fairlead {

/// The trace of one run: identities and figures, never the payload.
struct RunTrace
{
    JobId job;
    std::string queue;
    std::string tenant;
    int attempt = 0;
    std::string traceId;
    Microseconds took {0};
    std::string outcome; ///< "succeeded", "failed timeout", ...
};

/// One line of `name=value` parts. Texts of callers and handlers are quoted.
std::string traceLine(const RunTrace &trace);

/// Reports every run that passes through it. Threads: that of the service.
class TracingLayer final : public Layer
{
public:
    using Sink = std::function<void(const RunTrace &)>;
    TracingLayer(const Clock &clock, Sink sink);
    std::unique_ptr<Service> wrap(std::unique_ptr<Service> inner) const override;
    std::string name() const override { return "tracing"; }

private:
    const Clock &m_clock;
    const Sink m_sink;
};

} // namespace fairlead
