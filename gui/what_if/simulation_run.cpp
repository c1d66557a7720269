// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/what_if/simulation_run.h"

#include <sys/prctl.h>
#include <utility>

namespace fairlead {

namespace {
/// The same for every simulation, so that they can be compared.
constexpr std::uint64_t seedOfAll = 1;
} // namespace

SimulationRun::SimulationRun(QObject *parent)
    : QObject(parent)
{
}

SimulationRun::~SimulationRun() = default;

void SimulationRun::start(EngineSettings settings, std::shared_ptr<const SimulatedLoad> load,
    std::function<void(const Result<SimulationReport> &)> then)
{
    stop();
    m_next = Task {std::move(settings), std::move(load), std::move(then)};
    if (!m_thread.joinable())
        begin();
}

void SimulationRun::stop()
{
    m_next.reset();
    m_then = nullptr;
    m_thread.request_stop();
}

void SimulationRun::begin()
{
    Task task = *std::exchange(m_next, std::nullopt);
    m_then = std::move(task.then);
    m_thread = std::jthread(
        [this, settings = std::move(task.settings), load = std::move(task.load)](const std::stop_token &stop) mutable {
            prctl(PR_SET_NAME, "what-if");
            const auto report =
                std::make_shared<Result<SimulationReport>>(simulate(std::move(settings), *load, seedOfAll, stop));
            QMetaObject::invokeMethod(
                this, [this, report] { ended(*report); }, Qt::QueuedConnection);
        });
}

void SimulationRun::ended(const Result<SimulationReport> &report)
{
    m_thread.join(); // it posted this at its end
    if (const auto then = std::exchange(m_then, nullptr))
        then(report);
    // The answer may have begun another one.
    if (m_next && !m_thread.joinable())
        begin();
}

} // namespace fairlead
