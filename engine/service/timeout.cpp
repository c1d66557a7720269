// SPDX-License-Identifier: Apache-2.0
#include "engine/service/timeout.h"

#include "engine/domain/units.h"

namespace fairlead {

namespace {
/// One run under its limit; kept alive by the timer and by the inner service's reply.
struct LimitedRun
{
    Timers &timers;
    RunPtr run;
    Reply reply; ///< empty once answered
    std::optional<Timers::Id> timer;
    bool isOver = false;

    void answer(Outcome outcome)
    {
        if (!reply)
            return;
        if (timer)
            timers.cancel(*timer);
        if (isOver)
            outcome = Failed {"timeout", "ran longer than its timeout of " + durationText(run->job.spec.timeout), {}};
        std::exchange(reply, {})(std::move(outcome));
    }
};

class TimeoutService final : public Service
{
public:
    TimeoutService(std::unique_ptr<Service> inner, Timers &timers, Microseconds grace)
        : m_inner(std::move(inner))
        , m_timers(timers)
        , m_grace(grace)
    {
    }
    bool isReady() const override { return m_inner->isReady(); }

    void call(RunPtr run, Reply reply) override
    {
        auto limited = std::make_shared<LimitedRun>(LimitedRun {m_timers, run, std::move(reply), {}, false});
        limited->timer = m_timers.start(run->job.spec.timeout, [limited, grace = m_grace] {
            limited->isOver = true;
            limited->timer = limited->timers.start(grace, [limited] {
                limited->timer.reset();
                limited->answer(Released {});
            });
            limited->run->cancellation->request(Cancellation::Reason::TimedOut);
        });
        m_inner->call(run, [limited](Outcome outcome) { limited->answer(std::move(outcome)); });
    }

private:
    const std::unique_ptr<Service> m_inner;
    Timers &m_timers;
    const Microseconds m_grace;
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
    return std::make_unique<TimeoutService>(std::move(inner), m_timers, m_grace);
}

} // namespace fairlead
