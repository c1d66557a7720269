// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/service.h"

namespace fairlead {

/// The time between asking a run to end and giving it up.
inline constexpr Microseconds timeoutGrace = std::chrono::seconds {15};

/// Ends a run that takes longer than its job's timeout: asks it to stop, and makes the outcome Failed, class "timeout",
/// whatever the run answers then. A run that was asked to end before (cancelled, shutdown) keeps that outcome. A run
/// that has not answered after the grace is given up: its late answer is dropped. Threads: that of the timers.
class TimeoutLayer final : public Layer
{
public:
    /// `limit` holds for runs whose job allows more. The timers must outlive the layer and its services.
    explicit TimeoutLayer(
        Timers &timers, Microseconds grace = timeoutGrace, std::optional<Microseconds> limit = std::nullopt);
    std::unique_ptr<Service> wrap(std::unique_ptr<Service> inner) const override;
    std::string name() const override { return "timeout"; }

private:
    Timers &m_timers;
    const Microseconds m_grace;
    const std::optional<Microseconds> m_limit;
};

} // namespace fairlead
