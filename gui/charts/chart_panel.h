// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/charts/time_series_view.h"
#include "gui/look/figure_frame.h"

class QLabel;
class QStackedWidget;
class QTableWidget;
class QToolButton;

namespace fairlead {

class ElidedLabel;

/// A chart with a title, a legend with the values now or under the mouse, a sentence for an empty chart, and a table
/// with the same data. Threads: GUI.
class ChartPanel final : public FigureFrame
{
    Q_OBJECT
public:
    ChartPanel(Figure figure, const QString &title, TimeUnit unit, QWidget *parent = nullptr);

    void setNote(const QString &note); ///< small text behind the title
    void setEmptyText(const QString &text) { m_emptyText = text; }
    void setSpan(int seconds);
    void setData(std::vector<TimeSeries> series, const std::vector<TimeBand> &bands);
    void setStale(bool isStale);
    /// One sentence for people who cannot see the lines.
    QString summary() const;

Q_SIGNALS:
    /// A range of time was chosen, by dragging over the chart or by Enter on rows of the table. Ages in seconds,
    /// negative.
    void brushed(double from, double to);

private:
    void brushRows();
    void showLegend(double age);
    void showTable();

    const QString m_title;
    const TimeUnit m_unit;
    QString m_emptyText;
    std::vector<TimeSeries> m_series;
    bool m_hasGap = false; ///< in the time that is shown
    double m_hoverAge = 1;
    ElidedLabel *m_note = nullptr;
    QLabel *m_legend = nullptr;
    QLabel *m_empty = nullptr;
    QToolButton *m_asTable = nullptr;
    QStackedWidget *m_stack = nullptr;
    TimeSeriesView *m_view = nullptr;
    QTableWidget *m_table = nullptr;
};

} // namespace fairlead
