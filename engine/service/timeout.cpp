// SPDX-License-Identifier: Apache-2.0
#include "engine/service/timeout.h"

#include "engine/domain/units.h"

#include <algorithm>
#include <utility>

namespace fairlead {

namespace {
/// One run under its limit. The timer and the inner service's reply keep it alive.
struct LimitedRun
{
    Timers &timers;
    RunPtr run;
    Microseconds limit;
    Reply reply; ///< empty after the answer
    std::optional<Timers::Id> timer {};
    bool isOver = false;

    Outcome ranTooLong() const { return Failed {"timeout", "ran longer than " + durationForPeople(limit), {}}; }

    void answer(Outcome outcome)
    {
        if (!reply)
            return;
        if (timer)
            timers.cancel(*timer);
        // A run that was asked to end before its limit came keeps that outcome, whatever time it took.
        if (isOver && run->cancellation->reason() == Cancellation::Reason::TimedOut)
            outcome = ranTooLong();
        std::exchange(reply, {})(std::move(outcome));
    }

    void giveUp()
    {
        timer.reset();
        answer(outcomeOfRequest(run->cancellation->reason()).value_or(ranTooLong()));
    }
};

class TimeoutService final : public Service
{
public:
    TimeoutService(
        std::unique_ptr<Service> inner, Timers &timers, Microseconds grace, std::optional<Microseconds> limit)
        : m_inner(std::move(inner))
        , m_timers(timers)
        , m_grace(grace)
        , m_limit(limit)
    {
    }
    bool reserve(const Run &run) override { return m_inner->reserve(run); }
    void giveBack(const Run &run) override { m_inner->giveBack(run); }

    void call(RunPtr run, Reply reply) override
    {
        const Microseconds ofJob = run->job.spec.timeout;
        const Microseconds limit = std::min(ofJob, m_limit.value_or(ofJob));
        auto limited = std::make_shared<LimitedRun>(LimitedRun {m_timers, run, limit, std::move(reply)});
        limited->timer = m_timers.start(limit, [limited, grace = m_grace] {
            limited->isOver = true;
            limited->timer = limited->timers.start(grace, [limited] { limited->giveUp(); });
            limited->run->cancellation->request(Cancellation::Reason::TimedOut);
        });
        m_inner->call(run, [limited](Outcome outcome) { limited->answer(std::move(outcome)); });
    }

private:
    const std::unique_ptr<Service> m_inner;
    Timers &m_timers;
    const Microseconds m_grace;
    const std::optional<Microseconds> m_limit;
};
} // namespace

TimeoutLayer::TimeoutLayer(Timers &timers, Microseconds grace, std::optional<Microseconds> limit)
    : m_timers(timers)
    , m_grace(grace)
    , m_limit(limit)
{
}

std::unique_ptr<Service> TimeoutLayer::wrap(std::unique_ptr<Service> inner) const
{
    return std::make_unique<TimeoutService>(std::move(inner), m_timers, m_grace, m_limit);
}

} // namespace fairlead
