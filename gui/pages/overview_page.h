// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/health.h"
#include "gui/charts/history_series.h"
#include "gui/pages/page.h"

#include <array>

class QComboBox;
class QLabel;
class QPushButton;
class QSlider;

namespace fairlead {

class ChartPanel;
class ElidedLabel;
class HealthPanel;
class MarkFeed;
class Tile;

/// The health of the engine, its figures, and charts of up to a day with the engine's marks. A slider moves the charts
/// into the past, where they stand still. Threads: GUI.
class OverviewPage final : public Page
{
    Q_OBJECT
public:
    explicit OverviewPage(const PageContext &context);
    void showData() override;

Q_SIGNALS:
    /// The person wants the jobs that were enqueued in this range of time.
    void rangeChosen(fairlead::TimePoint from, fairlead::TimePoint to);
    /// The person wants to see what happened around a mark.
    void momentChosen(fairlead::TimePoint at);
    /// The person wants to look into a cause of the verdict.
    void causeChosen(const fairlead::HealthCause &cause);

private:
    QWidget *makeTop();
    QWidget *makeTiles();
    void showHealth();
    void showTiles();
    void showCharts();
    void showMarks();
    void setSpan(int seconds);
    /// Takes the end of the time shown from the slider.
    void scrub();
    void chooseMark(std::int64_t number);
    TimePoint endOfCharts() const;
    /// The seconds that one step of the slider is worth.
    int scrubStep() const;
    std::array<ChartPanel *, 4> charts() const { return {m_throughput, m_backlog, m_queueTime, m_runTime}; }

    QLabel *m_health = nullptr;
    ElidedLabel *m_why = nullptr;
    HealthPanel *m_causes = nullptr;
    MarkFeed *m_marks = nullptr;
    QComboBox *m_span = nullptr;
    QSlider *m_scrubber = nullptr;
    QPushButton *m_now = nullptr;
    std::optional<TimePoint> m_end; ///< of the time shown; empty: now
    LineSeats m_queueSeats;
    LineSeats m_waitSeats;
    LineSeats m_runSeats;
    Tile *m_ready = nullptr;
    Tile *m_running = nullptr;
    Tile *m_scheduled = nullptr;
    Tile *m_dead = nullptr;
    Tile *m_done = nullptr;
    ChartPanel *m_throughput = nullptr;
    ChartPanel *m_backlog = nullptr;
    ChartPanel *m_queueTime = nullptr;
    ChartPanel *m_runTime = nullptr;
};

} // namespace fairlead
