// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/layer_settings.h"
#include "engine/service/service.h"

namespace fairlead {

/// Takes every run, and sends back to its queue, uncounted, what the services inside would not take now: the worker is
/// free for others meanwhile. Threads: that of the service.
class LoadShedLayer final : public Layer
{
public:
    explicit LoadShedLayer(const LoadShedSettings &settings);
    std::unique_ptr<Service> wrap(std::unique_ptr<Service> inner) const override;
    std::string name() const override { return "load_shed"; }

private:
    const LoadShedSettings m_settings;
};

} // namespace fairlead
