// SPDX-License-Identifier: Apache-2.0
#include "engine/service/retry.h"

namespace fairlead {

namespace {
/// One run with its tries. The timer or the inner service's reply keeps it alive.
struct Tries : std::enable_shared_from_this<Tries>
{
    Tries(Service &service, Timers &theTimers, const RetrySettings &settings, RunPtr of, Reply answer)
        : inner(service)
        , timers(theTimers)
        , left(settings.times)
        , pause(settings.pause)
        , run(std::move(of))
        , reply(std::move(answer))
    {
    }

    void begin()
    {
        auto one = std::make_shared<Run>(*run);
        one->cancellation = std::make_shared<Cancellation>();
        run->cancellation->onRequest(
            [cancellation = one->cancellation](Cancellation::Reason reason) { cancellation->request(reason); });
        inner.call(one, [self = shared_from_this()](Outcome outcome) { self->ended(std::move(outcome)); });
    }

    void ended(Outcome outcome)
    {
        const auto *failed = std::get_if<Failed>(&outcome);
        if (!failed || failed->retryAfter || left == 0 || run->cancellation->isRequested()) {
            reply(std::move(outcome));
            return;
        }
        --left;
        last = std::move(outcome);
        timers.start(pause, [self = shared_from_this()] {
            whenReserved(self->inner, self->timers, self->run, [self](bool isReserved) { self->again(isReserved); });
        });
        pause *= 2;
    }

    void again(bool isReserved)
    {
        if (isReserved)
            begin();
        else
            reply(outcomeOfRequest(run->cancellation->reason()).value_or(std::move(last)));
    }

    Service &inner;
    Timers &timers;
    int left;
    Microseconds pause;
    RunPtr run;
    Reply reply;
    Outcome last {};
};

class RetryingService final : public Service
{
public:
    RetryingService(std::unique_ptr<Service> inner, Timers &timers, const RetrySettings &settings)
        : m_inner(std::move(inner))
        , m_timers(timers)
        , m_settings(settings)
    {
    }
    bool reserve(const Run &run) override { return m_inner->reserve(run); }
    void giveBack(const Run &run) override { m_inner->giveBack(run); }

    void call(RunPtr run, Reply reply) override
    {
        std::make_shared<Tries>(*m_inner, m_timers, m_settings, std::move(run), std::move(reply))->begin();
    }

private:
    const std::unique_ptr<Service> m_inner;
    Timers &m_timers;
    const RetrySettings m_settings;
};
} // namespace

RetryLayer::RetryLayer(Timers &timers, const RetrySettings &settings)
    : m_timers(timers)
    , m_settings(settings)
{
}

std::unique_ptr<Service> RetryLayer::wrap(std::unique_ptr<Service> inner) const
{
    return std::make_unique<RetryingService>(std::move(inner), m_timers, m_settings);
}

} // namespace fairlead
