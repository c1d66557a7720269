// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/simulation/simulation.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <thread>

namespace fairlead {

/// Simulates in a thread of its own, one load at a time. Threads: GUI.
class SimulationRun final : public QObject
{
    Q_OBJECT
public:
    explicit SimulationRun(QObject *parent);
    /// Stops the simulation and waits for its thread, which looks for that at every step.
    ~SimulationRun() override;

    /// Simulates; `then` is called later with the report. A simulation under way is stopped first, and not reported.
    void start(EngineSettings settings, std::shared_ptr<const SimulatedLoad> load,
        std::function<void(const Result<SimulationReport> &)> then);
    /// Nothing is reported any more.
    void stop();

private:
    struct Task
    {
        EngineSettings settings;
        std::shared_ptr<const SimulatedLoad> load;
        std::function<void(const Result<SimulationReport> &)> then;
    };
    void begin();
    void ended(const Result<SimulationReport> &report);

    std::optional<Task> m_next; ///< waits for the end of the thread
    std::function<void(const Result<SimulationReport> &)> m_then; ///< of the simulation under way; empty: stopped
    std::jthread m_thread;
};

} // namespace fairlead
