// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/layer_settings.h"
#include "engine/service/service.h"

namespace fairlead {

/// Takes every run. Sends back to its queue, uncounted, a run that the services inside would not take now, so that the
/// worker is free for others. Threads: that of the service.
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
