// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/health.h"
#include "gui/pages/page.h"

class QComboBox;
class QLabel;

namespace fairlead {

class ChartPanel;
class ElidedLabel;
class HealthPanel;
class Tile;

/// The health of the engine, its figures, and charts of up to a day. Threads: GUI.
class OverviewPage final : public Page
{
    Q_OBJECT
public:
    explicit OverviewPage(const PageContext &context);
    void showData() override;

Q_SIGNALS:
    /// The person wants the jobs that were enqueued in this range of time.
    void rangeChosen(fairlead::TimePoint from, fairlead::TimePoint to);
    /// The person wants to look into a cause of the verdict.
    void causeChosen(const fairlead::HealthCause &cause);

private:
    QWidget *makeTop();
    QWidget *makeTiles();
    void showHealth();
    void showTiles();
    void showCharts();
    void setSpan(int seconds);

    QLabel *m_health = nullptr;
    ElidedLabel *m_why = nullptr;
    HealthPanel *m_causes = nullptr;
    QComboBox *m_span = nullptr;
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
