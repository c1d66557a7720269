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
    /// The time at which the data end; empty: now.
    void setEnd(const std::optional<TimePoint> &end);
    void setData(std::vector<TimeSeries> series, const std::vector<TimeBand> &bands);
    /// Replaces all marks, which are in order of time. Left and Right go through them.
    void setMarks(std::vector<TimeMark> marks);
    void setStale(bool isStale);
    /// One sentence for people who cannot see the lines.
    QString summary() const;

Q_SIGNALS:
    /// A range of time was chosen: by dragging over the chart, by Shift with Left and Right and then Enter, or by Enter
    /// on rows of the table. Ages in seconds, negative.
    void brushed(double from, double to);
    /// The person wants to see this mark: by a click, or by Enter when it is the chosen one.
    void markChosen(std::int64_t number);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void brushRows();
    const TimeMark *findMark(std::int64_t number) const;
    /// Chooses the mark before (-1) or after (1) the chosen one.
    void stepMark(int direction);
    void stepRange(int direction);
    /// Chooses nothing.
    void dropChoice();
    void showChoice();
    void tellChoice();
    QString shownAt(double age) const;
    void showLegend(double age);
    void showTable();

    const QString m_title;
    const TimeUnit m_unit;
    QString m_emptyText;
    std::vector<TimeSeries> m_series;
    bool m_hasGap = false; ///< in the time that is shown
    double m_hoverAge = 1;
    int m_span = 300; ///< seconds
    std::optional<TimePoint> m_end;
    std::vector<TimeMark> m_marks;
    std::int64_t m_chosen = 0; ///< number of a mark, by key
    std::int64_t m_pointed = 0; ///< number of a mark, by mouse
    std::optional<AgeRange> m_range; ///< by key: its fixed end and the one that moves
    ElidedLabel *m_note = nullptr;
    ElidedLabel *m_choice = nullptr; ///< in place of the note: the mark or the range that is chosen
    QLabel *m_legend = nullptr;
    QLabel *m_empty = nullptr;
    QToolButton *m_asTable = nullptr;
    QStackedWidget *m_stack = nullptr;
    TimeSeriesView *m_view = nullptr;
    QTableWidget *m_table = nullptr;
};

} // namespace fairlead
