// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/layer_settings.h"
#include "engine/service/service.h"

namespace fairlead {

/// Tries a failed run again at once, for faults that pass quickly. All tries count as one attempt. Not tried again are
/// a failure with a wish for a later retry, a rejection, and a run that was asked to end. Each try has its own
/// cancellation, so that a timeout inside this layer ends only one try. Threads: that of the timers.
class RetryLayer final : public Layer
{
public:
    /// The timers must outlive the layer and its services.
    RetryLayer(Timers &timers, const RetrySettings &settings);
    std::unique_ptr<Service> wrap(std::unique_ptr<Service> inner) const override;
    std::string name() const override { return "retry"; }

private:
    Timers &m_timers;
    const RetrySettings m_settings;
};

} // namespace fairlead
