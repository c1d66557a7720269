// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/charts/qt_charts_view.h"

#include "gui/look/shown.h"
#include "gui/look/state_colors.h"

#include <QApplication>
#include <QCategoryAxis>
#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QGraphicsLayout>
#include <QLineSeries>
#include <QLocale>
#include <QMouseEvent>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace fairlead {

namespace {
constexpr int pointsMax = 300;
constexpr double markReach = 5; ///< pixels around a mark at which the mouse points at it

ValueScale scaleFor(TimeUnit unit)
{
    if (unit == TimeUnit::Duration)
        return ValueScale(ValueScale::Kind::Logarithmic, 1000); // from a millisecond
    const double least = unit == TimeUnit::Rate ? 1 : unit == TimeUnit::Share ? 0.04 : 4;
    return ValueScale(ValueScale::Kind::Linear, least);
}
/// Nine tenths of the positive values are at most this; 0: there are none.
double usualValue(const std::vector<TimeSeries> &series)
{
    std::vector<double> values;
    for (const TimeSeries &one : series) {
        for (const QPointF &point : one.points) {
            if (point.y() > 0)
                values.push_back(point.y());
        }
    }
    if (values.empty())
        return 0;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) * 9 / 10);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}
} // namespace

static QString markText(double mark, TimeUnit unit)
{
    // Powers of ten stay in seconds: "100 s" is easier to read on an axis than "1 min 40 s".
    if (unit == TimeUnit::Duration && mark >= 1e6)
        return QtChartsView::tr("%1 s").arg(QLocale().toString(mark / 1e6, 'f', 0));
    return shownValue(mark, unit);
}

QString shownValue(double value, TimeUnit unit)
{
    switch (unit) {
    case TimeUnit::Count:
        return shown(static_cast<std::int64_t>(std::llround(value)));
    case TimeUnit::Rate:
        return shownRate(value);
    case TimeUnit::Share:
        return shownPercent(value);
    case TimeUnit::Duration:
        return shownDuration(Microseconds {std::llround(value)});
    }
    return {};
}

QString shownSpan(int seconds)
{
    return shownDuration(std::chrono::seconds {seconds});
}

TimeSeriesView *makeTimeSeriesView(TimeUnit unit, QWidget *parent)
{
    return new QtChartsView(unit, parent);
}

/// The chart, with what Qt Charts does not draw: bands, and the line under the mouse.
class QtChartsView::Canvas final : public QChartView
{
public:
    Canvas(QChart *chart, QtChartsView *owner)
        : QChartView(chart, owner)
        , m_owner(owner)
    {
        setMouseTracking(true);
        setFrameShape(QFrame::NoFrame);
        setRenderHint(QPainter::Antialiasing);
        viewport()->setFocusPolicy(Qt::NoFocus); // the canvas and its viewport take no focus
    }
    void setBands(std::vector<TimeBand> bands) { m_bands = std::move(bands); }
    void setMarks(std::vector<TimeMark> marks, std::int64_t chosen)
    {
        m_marks = std::move(marks);
        m_chosen = chosen;
    }
    void setRange(const std::optional<AgeRange> &range) { m_range = range; }

protected:
    void drawForeground(QPainter *painter, const QRectF &rect) override
    {
        QChartView::drawForeground(painter, rect);
        const QRectF plot = chart()->plotArea();
        for (const TimeBand &band : m_bands) {
            const double left = std::max(xOf(band.from), plot.left());
            const double right = std::max(std::min(xOf(band.to), plot.right()), left);
            const QRectF area(left, plot.top(), right - left, plot.height());
            QColor colour = palette().color(QPalette::Text);
            if (band.kind == TimeBand::Kind::Gap) {
                painter->fillRect(area, palette().color(QPalette::Base));
                colour.setAlphaF(0.18F);
                painter->fillRect(area, QBrush(colour, Qt::BDiagPattern));
            } else {
                colour = lookOf(ShownState::Paused, palette()).colour;
                colour.setAlphaF(0.16F);
                painter->fillRect(area, colour);
            }
        }
        if (m_brush)
            drawRange(*painter, std::max(xOf(*m_brush), plot.left()), m_hoverX);
        if (m_range)
            drawRange(*painter, std::max(xOf(m_range->first), plot.left()), xOf(m_range->second));
        drawMarks(*painter);
        if (m_hoverX >= plot.left() && m_hoverX <= plot.right()) {
            painter->setPen(QPen(quietText(palette()), 0));
            painter->drawLine(QPointF(m_hoverX, plot.top()), QPointF(m_hoverX, plot.bottom()));
        }
    }
    void mouseMoveEvent(QMouseEvent *event) override
    {
        const QRectF plot = chart()->plotArea();
        m_hoverX = event->position().x();
        if (m_brush)
            m_hoverX = std::clamp(m_hoverX, plot.left(), plot.right());
        const bool isInside = m_hoverX >= plot.left() && m_hoverX <= plot.right();
        viewport()->update();
        Q_EMIT m_owner->hovered(isInside ? ageOf(m_hoverX) : 1);
        point(m_brush || !isInside ? 0 : markAt(m_hoverX));
    }
    void mousePressEvent(QMouseEvent *event) override
    {
        const QPointF at = event->position();
        if (event->button() != Qt::LeftButton || !chart()->plotArea().contains(at))
            return;
        m_brush = ageOf(at.x());
        m_pressedAt = event->timestamp();
    }
    void mouseReleaseEvent(QMouseEvent *event) override
    {
        if (!m_brush || event->button() != Qt::LeftButton)
            return;
        const QRectF plot = chart()->plotArea();
        // The chart has moved on since the press, so the start is older now.
        const double from = *m_brush - static_cast<double>(event->timestamp() - m_pressedAt) / 1000;
        const double to = ageOf(std::clamp(event->position().x(), plot.left(), plot.right()));
        m_brush.reset();
        viewport()->update();
        if (std::abs(xOf(to) - xOf(from)) >= QApplication::startDragDistance())
            Q_EMIT m_owner->brushed(std::min(from, to), std::max(from, to));
        else if (const std::int64_t mark = markAt(event->position().x()))
            Q_EMIT m_owner->markClicked(mark);
    }
    /// The panel around the chart takes it.
    void mouseDoubleClickEvent(QMouseEvent *event) override { event->ignore(); }
    void leaveEvent(QEvent *) override
    {
        m_hoverX = -1;
        viewport()->update();
        Q_EMIT m_owner->hovered(1);
        point(0);
    }

private:
    void drawRange(QPainter &painter, double from, double to) const
    {
        const QRectF plot = chart()->plotArea();
        QColor colour = palette().color(QPalette::Highlight);
        colour.setAlphaF(0.25F);
        painter.fillRect(QRectF(QPointF(from, plot.top()), QPointF(to, plot.bottom())).normalized(), colour);
    }
    /// A dashed line with the glyph of its kind above. Glyphs that would cover each other are left out.
    void drawMarks(QPainter &painter) const
    {
        const QRectF plot = chart()->plotArea();
        double covered = plot.left();
        for (const TimeMark &mark : m_marks) {
            const double x = xOf(mark.age);
            if (x < plot.left() || x > plot.right())
                continue;
            const bool isChosen = mark.number == m_chosen;
            const QColor colour = isChosen ? palette().color(QPalette::Highlight) : quietText(palette());
            painter.setPen(QPen(colour, isChosen ? 2 : 1, isChosen ? Qt::SolidLine : Qt::DashLine));
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
            const QSizeF size(painter.fontMetrics().horizontalAdvance(mark.glyph), painter.fontMetrics().height());
            const QRectF place(QPointF(x - size.width() / 2, plot.top()), size);
            if (place.left() < covered && !isChosen)
                continue;
            covered = place.right();
            painter.fillRect(place, palette().color(QPalette::Base));
            painter.setPen(palette().color(QPalette::Text));
            painter.drawText(place, Qt::AlignCenter, mark.glyph);
        }
    }
    /// The number of the mark nearest to a place; 0: none is near.
    std::int64_t markAt(double x) const
    {
        std::int64_t nearest = 0;
        double reach = markReach;
        for (const TimeMark &mark : m_marks) {
            const double distance = std::abs(xOf(mark.age) - x);
            if (distance > reach)
                continue;
            reach = distance;
            nearest = mark.number;
        }
        return nearest;
    }
    void point(std::int64_t mark)
    {
        if (std::exchange(m_pointed, mark) != mark)
            Q_EMIT m_owner->markPointed(mark);
    }
    double ageOf(double x) const
    {
        const QRectF plot = chart()->plotArea();
        return -m_owner->m_span * (plot.right() - x) / plot.width();
    }
    double xOf(double age) const
    {
        const QRectF plot = chart()->plotArea();
        return plot.right() + age / m_owner->m_span * plot.width();
    }
    QtChartsView *const m_owner;
    std::vector<TimeBand> m_bands;
    std::vector<TimeMark> m_marks;
    std::int64_t m_chosen = 0; ///< number of a mark
    std::int64_t m_pointed = 0;
    std::optional<AgeRange> m_range;
    double m_hoverX = -1;
    std::optional<double> m_brush; ///< age at which the button was pressed
    quint64 m_pressedAt = 0; ///< milliseconds, from the event
};

QtChartsView::QtChartsView(TimeUnit unit, QWidget *parent)
    : TimeSeriesView(parent)
    , m_unit(unit)
    , m_scale(scaleFor(unit))
    , m_chart(new QChart)
    , m_ages(new QCategoryAxis(this))
    , m_values(new QCategoryAxis(this))
{
    m_canvas = new Canvas(m_chart, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_canvas);
    m_chart->legend()->hide();
    m_chart->setBackgroundRoundness(0);
    m_chart->setMargins({0, 8, 16, 0});
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    for (QCategoryAxis *axis : {m_ages, m_values}) {
        axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
        axis->setLineVisible(false);
        axis->setTruncateLabels(false); // a flat chart has fewer labels, not "..."
    }
    m_chart->addAxis(m_ages, Qt::AlignBottom);
    m_chart->addAxis(m_values, Qt::AlignLeft);
    connect(m_chart, &QChart::plotAreaChanged, this, [this] {
        if (valuesFit() != m_valuesFit)
            labelValues();
    });
    labelAges();
    labelValues();
    dress();
}

void QtChartsView::setSpan(int seconds)
{
    m_span = seconds;
    labelAges();
}

void QtChartsView::setEnd(const std::optional<TimePoint> &end)
{
    if (m_end == end)
        return;
    m_end = end;
    labelAges();
}

QString QtChartsView::ageText(int age, int step) const
{
    if (!m_end)
        return age == 0 ? tr("now") : shownSpan(age);
    const TimePoint time = *m_end - std::chrono::seconds {age};
    const QString clock = shownTime(time, time); // without the date
    return step % 60 == 0 && age > 0 ? clock.chopped(3) : clock; // without the seconds
}

void QtChartsView::labelAges()
{
    for (const QString &label : m_ages->categoriesLabels())
        m_ages->remove(label);
    m_ages->setRange(-m_span, 0);
    constexpr int narrow = 420;
    const int labelsMax = width() >= narrow ? 6 : 4;
    constexpr std::array<int, 10> steps {15, 60, 120, 600, 1'200, 1'800, 3'600, 7'200, 14'400, 28'800};
    const auto *step =
        std::find_if(steps.begin(), steps.end() - 1, [this, labelsMax](int one) { return m_span / one <= labelsMax; });
    for (int age = m_span / *step * *step; age >= 0; age -= *step)
        m_ages->append(ageText(age, *step), -age);
}

void QtChartsView::resizeEvent(QResizeEvent *event)
{
    TimeSeriesView::resizeEvent(event);
    labelAges();
}

void QtChartsView::labelValues()
{
    for (const QString &label : m_values->categoriesLabels())
        m_values->remove(label);
    m_values->setRange(m_scale.low(), m_scale.high());
    m_valuesFit = valuesFit();
    const std::vector<double> marks = m_scale.marks();
    const std::size_t step = (marks.size() + m_valuesFit - 1) / m_valuesFit;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        if ((marks.size() - 1 - i) % step == 0) // the highest has a label in each case
            m_values->append(markText(marks[i], m_unit), m_scale.place(marks[i]));
    }
}

std::size_t QtChartsView::valuesFit() const
{
    const int lineHeight = QFontMetrics(m_values->labelsFont()).height();
    return static_cast<std::size_t>(std::max(1.0, m_chart->plotArea().height() / lineHeight));
}

QLineSeries *QtChartsView::lineAt(std::size_t index)
{
    while (m_lines.size() <= index) {
        auto *line = new QLineSeries(m_chart);
        line->setMarkerSize(5);
        m_chart->addSeries(line);
        line->attachAxis(m_ages);
        line->attachAxis(m_values);
        m_lines.push_back(line);
    }
    return m_lines[index];
}

void QtChartsView::setData(const std::vector<TimeSeries> &series, const std::vector<TimeBand> &bands)
{
    double largest = 0;
    double smallest = std::numeric_limits<double>::max();
    for (const TimeSeries &one : series) {
        for (const QPointF &point : one.points) {
            largest = std::max(largest, point.y());
            smallest = point.y() > 0 ? std::min(smallest, point.y()) : smallest;
        }
    }
    if (m_scale.fit(std::min(smallest, std::max(largest, 1.0)), largest, usualValue(series)))
        labelValues();
    for (std::size_t i = 0; i < series.size(); ++i) {
        QLineSeries *line = lineAt(i);
        QVector<QPointF> points = decimated(series[i].points, pointsMax);
        for (QPointF &point : points)
            point.setY(m_scale.place(point.y()));
        line->replace(points);
        line->setPointsVisible(points.size() == 1); // one point makes no line
        const QPen pen(series[i].colour, 1.4);
        if (line->pen() != pen)
            line->setPen(pen);
        line->setVisible(true);
    }
    for (std::size_t i = series.size(); i < m_lines.size(); ++i)
        m_lines[i]->setVisible(false);
    m_canvas->setBands(bands);
    m_canvas->viewport()->update();
}

void QtChartsView::setMarks(const std::vector<TimeMark> &marks, std::int64_t chosen)
{
    m_canvas->setMarks(marks, chosen);
    m_canvas->viewport()->update();
}

void QtChartsView::setRange(const std::optional<AgeRange> &range)
{
    m_canvas->setRange(range);
    m_canvas->viewport()->update();
}

void QtChartsView::setStale(bool isStale)
{
    for (QLineSeries *line : m_lines)
        line->setOpacity(isStale ? 0.35 : 1.0);
}

void QtChartsView::dress()
{
    const QColor text = palette().color(QPalette::Text);
    QColor grid = text;
    grid.setAlphaF(0.14F);
    m_chart->setBackgroundBrush(palette().color(QPalette::Base));
    m_chart->setBackgroundPen(Qt::NoPen);
    m_canvas->setBackgroundBrush(palette().color(QPalette::Base));
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.88);
    for (QCategoryAxis *axis : {m_ages, m_values}) {
        axis->setLabelsFont(small);
        axis->setLabelsColor(quietText(palette()));
        axis->setGridLineColor(grid);
    }
}

void QtChartsView::changeEvent(QEvent *event)
{
    TimeSeriesView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        dress();
}

} // namespace fairlead
