// SPDX-License-Identifier: Apache-2.0
#include "engine/service/gate.h"

namespace fairlead {

namespace {
class GatedService final : public Service
{
public:
    GatedService(std::unique_ptr<Service> inner, std::shared_ptr<Gate> gate)
        : m_inner(std::move(inner))
        , m_gate(std::move(gate))
    {
    }

    bool reserve(const Run &run) override
    {
        if (!m_gate->tryEnter(run.job.spec.tenant, passOf(run)))
            return false;
        if (m_inner->reserve(run))
            return true;
        m_gate->giveBack(run.job.spec.tenant, passOf(run));
        return false;
    }

    void giveBack(const Run &run) override
    {
        m_inner->giveBack(run);
        m_gate->giveBack(run.job.spec.tenant, passOf(run));
    }

    void call(RunPtr run, Reply reply) override
    {
        m_inner->call(run, [gate = m_gate, run, reply = std::move(reply)](Outcome outcome) {
            gate->ended(run->job.spec.tenant, passOf(*run), outcome);
            reply(std::move(outcome));
        });
    }

private:
    const std::unique_ptr<Service> m_inner;
    const std::shared_ptr<Gate> m_gate;
};
} // namespace

GateLayer::GateLayer(std::shared_ptr<Gate> gate)
    : m_gate(std::move(gate))
{
}

std::unique_ptr<Service> GateLayer::wrap(std::unique_ptr<Service> inner) const
{
    return std::make_unique<GatedService>(std::move(inner), m_gate);
}

GatePass passOf(const Run &run)
{
    return GatePass {static_cast<std::int64_t>(run.token)};
}

} // namespace fairlead
