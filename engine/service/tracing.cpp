// SPDX-License-Identifier: Apache-2.0
#include "engine/service/tracing.h"

#include "engine/domain/units.h"

namespace fairlead {

namespace {
std::string outcomeName(const Outcome &outcome)
{
    struct Named
    {
        std::string operator()(const Succeeded &) const { return "succeeded"; }
        std::string operator()(const Failed &failed) const { return "failed " + failed.errorClass; }
        std::string operator()(const Rejected &rejected) const { return "rejected " + rejected.errorClass; }
        std::string operator()(const Snoozed &) const { return "snoozed"; }
        std::string operator()(const RunCancelled &) const { return "cancelled"; }
        std::string operator()(const Released &) const { return "released"; }
        std::string operator()(const DeadlineMissed &) const { return "expired"; }
    };
    return std::visit(Named {}, outcome);
}

/// Trace ids and error classes come from callers and handlers. Quoting keeps each on one line and inside its part.
std::string quoted(std::string_view text)
{
    std::string safe = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            safe += '\\';
        safe += static_cast<unsigned char>(c) < ' ' || c == 127 ? '?' : c;
    }
    return safe + '"';
}

class TracingService final : public Service
{
public:
    TracingService(std::unique_ptr<Service> inner, const Clock &clock, TracingLayer::Sink sink)
        : m_inner(std::move(inner))
        , m_clock(clock)
        , m_sink(std::move(sink))
    {
    }
    bool reserve(const Run &run) override { return m_inner->reserve(run); }
    void giveBack(const Run &run) override { m_inner->giveBack(run); }

    void call(RunPtr run, Reply reply) override
    {
        const MonotonicTime begun = m_clock.monotonicNow();
        m_inner->call(run, [this, run, begun, reply = std::move(reply)](Outcome outcome) {
            const JobSpec &spec = run->job.spec;
            m_sink({run->job.id, spec.queue.text(), spec.tenant.text(), run->attempt, spec.traceId,
                m_clock.monotonicNow() - begun, outcomeName(outcome)});
            reply(std::move(outcome));
        });
    }

private:
    const std::unique_ptr<Service> m_inner;
    const Clock &m_clock;
    const TracingLayer::Sink m_sink;
};
} // namespace

std::string traceLine(const RunTrace &trace)
{
    std::string line = "run job=" + trace.job.text() + " queue=" + trace.queue + " tenant=" + trace.tenant + " attempt="
        + std::to_string(trace.attempt) + " took=" + durationText(trace.took) + " outcome=" + quoted(trace.outcome);
    if (!trace.traceId.empty())
        line += " trace=" + quoted(trace.traceId);
    return line;
}

TracingLayer::TracingLayer(const Clock &clock, Sink sink)
    : m_clock(clock)
    , m_sink(std::move(sink))
{
}

std::unique_ptr<Service> TracingLayer::wrap(std::unique_ptr<Service> inner) const
{
    return std::make_unique<TracingService>(std::move(inner), m_clock, m_sink);
}

} // namespace fairlead
