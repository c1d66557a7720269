// SPDX-License-Identifier: Apache-2.0
#include "engine/service/load_shed.h"

#include <utility>

namespace fairlead {

namespace {
class SheddingService final : public Service
{
public:
    SheddingService(std::unique_ptr<Service> inner, const LoadShedSettings &settings)
        : m_inner(std::move(inner))
        , m_settings(settings)
    {
    }

    bool reserve(const Run &run) override
    {
        m_isReserved = m_inner->reserve(run);
        return true;
    }

    void giveBack(const Run &run) override
    {
        if (std::exchange(m_isReserved, false))
            m_inner->giveBack(run);
    }

    void call(RunPtr run, Reply reply) override
    {
        if (std::exchange(m_isReserved, false))
            m_inner->call(std::move(run), std::move(reply));
        else
            reply(Snoozed {m_settings.retryAfter});
    }

private:
    const std::unique_ptr<Service> m_inner;
    const LoadShedSettings m_settings;
    bool m_isReserved = false; ///< the last `reserve` has reserved inside
};
} // namespace

LoadShedLayer::LoadShedLayer(const LoadShedSettings &settings)
    : m_settings(settings)
{
}

std::unique_ptr<Service> LoadShedLayer::wrap(std::unique_ptr<Service> inner) const
{
    return std::make_unique<SheddingService>(std::move(inner), m_settings);
}

} // namespace fairlead
