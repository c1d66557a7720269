// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/layer_settings.h"
#include "engine/service/service.h"

namespace fairlead {

/// Tries a failed run again at once, for faults that pass quickly; the attempt counts once. A failure that says when to
/// come back, a rejection, and a run that was asked to end are not tried again. Each try has a cancellation of its own,
/// so that a timeout inside this layer ends one try. Threads: the timers' one.
class RetryLayer final : public Layer
{
public:
    /// The timers outlive the layer and its services.
    RetryLayer(Timers &timers, const RetrySettings &settings);
    std::unique_ptr<Service> wrap(std::unique_ptr<Service> inner) const override;
    std::string name() const override { return "retry"; }

private:
    Timers &m_timers;
    const RetrySettings m_settings;
};

} // namespace fairlead
