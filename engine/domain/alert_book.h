// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/alert.h"
#include "engine/domain/health_facts.h"

#include <deque>
#include <map>

namespace fairlead {

/// One moment, by both clocks.
struct AlertMoment
{
    TimePoint wall {}; ///< shown
    MonotonicTime monotonic {}; ///< durations are measured by it
};

/// The state of an alert between two looks.
struct AlertState
{
    double value = 0;
    std::optional<TimePoint> raised {};
    std::optional<MonotonicTime> turned {}; ///< since then the measure says otherwise than `raised`
};

/// An alert that was raised or cleared by a look.
struct AlertChange
{
    AlertRule rule;
    double value = 0;
    bool isRaised = false;
    bool isMarked = false; ///< it is to be a mark, of which there are few
};

/// The measure of an alert; 0 when there is nothing of its scope. Pure.
double measured(const AlertRule &rule, const HealthFacts &facts);
/// The state after a measure. It is raised when the measure has been at the threshold or above for the alert's time,
/// and cleared when it has been below for that time, and for alertCalm at least. Pure.
AlertState stateAfter(const AlertState &before, const AlertRule &rule, double value, const AlertMoment &now);

/// The alerts of an engine and how they stand. Threads: one at a time.
class AlertBook
{
public:
    bool isEmpty() const { return m_alerts.empty(); }
    /// Adds an alert, or changes that of the name; a changed one stays raised.
    void put(const AlertRule &rule);
    /// The change, when the alert was raised.
    std::optional<AlertChange> remove(const AlertName &name);
    /// Takes in the facts. Facts without any queue change nothing: those of an engine that stops.
    std::vector<AlertChange> look(const HealthFacts &facts, const AlertMoment &now);
    /// In order of name. With `only`: those of this tenant.
    std::vector<AlertView> views(const std::optional<TenantName> &only = {}) const;
    int raised() const;
    /// Marks in an hour. The store keeps the newest marks alone: alerts leave room for those of persons.
    static constexpr std::size_t marksMax = 20;

private:
    bool takeMark(MonotonicTime now);

    struct Alert
    {
        AlertRule rule;
        AlertState state {};
    };
    std::map<AlertName, Alert> m_alerts;
    std::deque<MonotonicTime> m_marks; ///< of the last hour
};

} // namespace fairlead
