// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/health_service.h"
#include "engine/domain/alert_book.h"

namespace fairlead {

/// The alerts that persons set up. It measures them by the facts of the health verdict every few seconds, and whenever
/// they are listed or changed, and writes an event for each that is raised or cleared. The rules are kept in the store;
/// how they stand is known in memory, and found out anew after a restart. Threads: any, but for `watch`.
class AlertService
{
public:
    /// All arguments must outlive it.
    AlertService(const Clock &clock, StoreQueue &store, DispatcherThread &dispatcher, HealthService &health)
        : m_clock(clock)
        , m_store(store)
        , m_dispatcher(dispatcher)
        , m_health(health)
    {
    }
    /// Takes in the rules that the store keeps. To be called before `watch`.
    void open(const std::vector<AlertRule> &rules);
    /// Measures now and, on a timer, from then on. On the dispatcher's thread, once.
    void watch();

    /// With `only`: those of this tenant.
    void list(const std::optional<TenantName> &only, Answer<std::vector<AlertView>> answer);
    /// Fails with Conflict when there is an alert of the name, with EngineFull when there are alertsMax.
    void add(AlertRule rule, Answer<AlertView> answer);
    // Fail with NotFound, with `only` also for the alert of another.
    void change(const AlertName &name, const AlertPatch &patch, const std::optional<TenantName> &only,
        Answer<AlertView> answer);
    void remove(const AlertName &name, const std::optional<TenantName> &only, Answer<AlertView> answer);
    /// The number of alerts that are raised, as last measured.
    int raised() const;

private:
    static constexpr Microseconds period = std::chrono::seconds {5};
    /// Measures, then calls `then`, also when the facts could not be had.
    void look(const std::function<void()> &then);
    /// Writes the events of these changes.
    void tell(const std::vector<AlertChange> &changes);
    /// Answers with one alert as it stands now.
    void show(const AlertName &name, const Answer<AlertView> &answer) const;
    /// Takes in a rule that is on disk, measures, and answers with the alert.
    Answer<AlertRule> kept(Answer<AlertView> answer);

    const Clock &m_clock;
    StoreQueue &m_store;
    DispatcherThread &m_dispatcher;
    HealthService &m_health;

    mutable Mutex m_mutex;
    AlertBook m_book GUARDED_BY(m_mutex);
};

} // namespace fairlead
