// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/simulation/load_recording.h"
#include "gui/feed/monitor_feed.h"
#include "gui/what_if/comparison.h"

namespace fairlead {

class SimulationRun;

/// Takes the load of the last hours from the engine, page by page, and simulates it with the settings in force and with
/// a draft. Threads: GUI.
class WhatIf final : public QObject
{
    Q_OBJECT
public:
    /// The newest jobs of the time that are read at most.
    static constexpr std::size_t jobsMost = 100'000;
    static constexpr int pageLength = 1000;
    enum class Phase {
        Idle, ///< nothing was read, or what was read was forgotten
        Reading,
        SimulatingNow,
        SimulatingDraft,
        Ready,
        Stopped, ///< by hand, before there was a figure
        Failed, ///< see `trouble`
    };
    WhatIf(MonitorFeed &feed, QObject *parent);

    /// Reads the jobs that were handed in within this time, and simulates. The draft stays.
    void read(Microseconds within);
    /// Ends the reading, and simulates with the jobs so far; or ends the simulation.
    void stop();
    /// Forgets the load and the draft.
    void forget();
    /// Simulates the load with another draft.
    void setDraft(const Draft &draft);
    /// The draft is in force by now: what was simulated with it is now.
    void draftApplied();

    Phase phase() const { return m_phase; }
    bool isBusy() const;
    const Draft &draft() const { return m_draft; }
    /// The jobs that were read so far.
    std::int64_t jobsRead() const { return static_cast<std::int64_t>(m_recording.size()); }
    /// The jobs that are left out, because workers elsewhere, or none, serve their queues.
    std::int64_t jobsLeftOut() const { return m_leftOut; }
    /// More jobs were handed in within the time than were read.
    bool isCut() const { return m_isCut; }
    const std::optional<TimePoint> &from() const { return m_recording.from(); }
    /// Whether the configuration of the engine could be read, too.
    bool hasConfiguration() const { return m_hasConfiguration; }
    const QString &trouble() const { return m_trouble; }
    /// Null before the first simulation has ended.
    const Comparison *comparison() const { return m_now ? &m_comparison : nullptr; }

Q_SIGNALS:
    void changed();

private:
    void askConfiguration();
    void askPage();
    void take(const Result<JobPage> &page);
    /// Ends the reading.
    void simulateLoad();
    void simulateNow();
    void simulateDraft();
    void compare();
    void setPhase(Phase phase);
    void fail(const QString &trouble);

    MonitorFeed &m_feed;
    SimulationRun *const m_run;
    Phase m_phase = Phase::Idle;
    int m_reading = 0; ///< number of the reading; answers to an earlier one do not count
    TimePoint m_since {};
    std::string m_cursor;
    LoadRecording m_recording;
    std::int64_t m_leftOut = 0;
    bool m_isCut = false;
    bool m_hasConfiguration = false;
    std::vector<ConfigEntry> m_configuration;
    EngineSettings m_settings; ///< those in force when the load was read
    std::shared_ptr<const SimulatedLoad> m_load;
    Draft m_draft;
    std::optional<SimulationReport> m_now;
    std::optional<SimulationReport> m_then; ///< with the draft
    Comparison m_comparison;
    QString m_trouble;
};

} // namespace fairlead
