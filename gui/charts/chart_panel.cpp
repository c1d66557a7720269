// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/charts/chart_panel.h"

#include "gui/look/elided_label.h"
#include "gui/look/icons.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/look/spoken.h"
#include "gui/look/state_colors.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMetaMethod>
#include <QStackedWidget>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <limits>

namespace fairlead {

namespace {
/// The value of the sample nearest to an age.
double valueAt(const TimeSeries &series, double age)
{
    const auto after = std::lower_bound(
        series.points.begin(), series.points.end(), age, [](const QPointF &point, double x) { return point.x() < x; });
    if (after == series.points.end())
        return series.points.last().y();
    return after->y();
}
/// The table with the data of a chart.
QTableWidget *tableFor(const QString &title)
{
    auto *table = new QTableWidget;
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->verticalHeader()->hide();
    table->setFrameShape(QFrame::NoFrame);
    table->setTabKeyNavigation(false); // Tab leaves the table
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setToolTip(ChartPanel::tr("Enter lists the jobs handed in during the selected rows"));
    table->setAccessibleName(title);
    return table;
}
} // namespace

ChartPanel::ChartPanel(Figure figure, const QString &title, TimeUnit unit, QWidget *parent)
    : FigureFrame(parent)
    , m_title(title)
    , m_unit(unit)
    , m_emptyText(tr("Nothing in this time"))
{
    setSpokenRole(*this, QAccessible::Grouping);
    setFigure(figure);
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto *name = new MarkupLabel(QStringLiteral("<b>%1</b>").arg(title.toHtmlEscaped()));
    m_note = new ElidedLabel;
    m_note->setEnabled(false);
    m_choice = new ElidedLabel;
    m_choice->setObjectName(QStringLiteral("chartChoice"));
    setSpokenRole(*m_choice, QAccessible::Notification);
    m_choice->hide();
    m_legend = new MarkupLabel;
    setSpokenRole(*m_legend, QAccessible::Graphic); // the summary has the same text
    m_legend->setWordWrap(true);
    m_legend->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_asTable = new QToolButton;
    m_asTable->setIcon(icon(QStringLiteral("table")));
    m_asTable->setCheckable(true);
    m_asTable->setAutoRaise(true);
    m_asTable->setToolTip(tr("Show %1 as a table").arg(title));
    m_asTable->setAccessibleName(m_asTable->toolTip());
    m_view = makeTimeSeriesView(unit, this);
    m_empty = new PlainLabel;
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setEnabled(false);
    m_table = tableFor(title);
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_table);
    auto *top = new QHBoxLayout;
    top->addWidget(name);
    top->addSpacing(4);
    top->addWidget(m_note, 1);
    top->addWidget(m_choice, 1);
    top->addWidget(m_asTable);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 6, 6, 6);
    layout->setSpacing(2);
    layout->addLayout(top);
    layout->addWidget(m_legend);
    layout->addWidget(m_stack, 1);
    connect(m_view, &TimeSeriesView::hovered, this, [this](double age) {
        m_hoverAge = age;
        showLegend(age);
    });
    connect(m_view, &TimeSeriesView::brushed, this, &ChartPanel::brushed);
    connect(m_view, &TimeSeriesView::markPointed, this, [this](std::int64_t number) {
        m_pointed = number;
        showChoice();
    });
    connect(m_view, &TimeSeriesView::markClicked, this, &ChartPanel::markChosen);
    connect(m_table, &QTableWidget::activated, this, &ChartPanel::brushRows);
    connect(m_asTable, &QToolButton::toggled, this, [this] { setData(m_series, {}); });
    setData({}, {});
}

void ChartPanel::setNote(const QString &note)
{
    m_note->setText(note);
}

void ChartPanel::setSpan(int seconds)
{
    m_span = seconds;
    m_view->setSpan(seconds);
    dropChoice();
}

void ChartPanel::setEnd(const std::optional<TimePoint> &end)
{
    if (m_end == end)
        return;
    m_end = end;
    m_view->setEnd(end);
    dropChoice();
}

void ChartPanel::setMarks(std::vector<TimeMark> marks)
{
    m_marks = std::move(marks);
    if (m_chosen != 0 && !findMark(m_chosen))
        m_chosen = 0; // it has left the time shown
    showChoice();
}

const TimeMark *ChartPanel::findMark(std::int64_t number) const
{
    const auto found =
        std::find_if(m_marks.begin(), m_marks.end(), [number](const TimeMark &mark) { return mark.number == number; });
    return found == m_marks.end() ? nullptr : &*found;
}

void ChartPanel::stepMark(int direction)
{
    m_range.reset();
    if (!m_marks.empty()) {
        const TimeMark *chosen = findMark(m_chosen);
        const auto last = static_cast<std::ptrdiff_t>(m_marks.size()) - 1;
        const std::ptrdiff_t from = chosen ? chosen - m_marks.data() : direction < 0 ? last + 1 : -1;
        m_chosen = m_marks[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(from + direction, 0, last))].number;
    }
    tellChoice();
}

void ChartPanel::stepRange(int direction)
{
    if (!isSignalConnected(QMetaMethod::fromSignal(&ChartPanel::brushed)))
        return; // nobody would list its jobs
    constexpr int steps = 60; // of a span
    const double step = static_cast<double>(m_span) / steps;
    if (!m_range) {
        const TimeMark *mark = findMark(m_chosen);
        m_range = AgeRange {mark ? mark->age : 0, mark ? mark->age : 0};
    }
    m_chosen = 0;
    m_range->second = std::clamp(m_range->second + direction * step, -static_cast<double>(m_span), 0.0);
    tellChoice();
}

void ChartPanel::tellChoice()
{
    const bool wasSeen = m_choice->isVisible(); // Qt announces it when it appears
    showChoice();
    if (wasSeen && m_choice->isVisible())
        announce(*m_choice);
}

void ChartPanel::dropChoice()
{
    m_chosen = 0;
    m_range.reset();
    showChoice();
}

QString ChartPanel::shownAt(double age) const
{
    const auto seconds = static_cast<int>(std::lround(-age));
    if (m_end)
        return shownTime(*m_end - std::chrono::seconds {seconds}, *m_end);
    return seconds == 0 ? tr("now") : tr("%1 ago").arg(shownSpan(seconds));
}

void ChartPanel::showChoice()
{
    const TimeMark *mark = findMark(m_pointed != 0 ? m_pointed : m_chosen);
    QString words;
    if (mark)
        words = mark->words;
    else if (m_range)
        words = tr("%1 to %2: Enter lists the jobs handed in then")
                    .arg(shownAt(std::min(m_range->first, m_range->second)),
                        shownAt(std::max(m_range->first, m_range->second)));
    m_view->setMarks(m_marks, mark ? mark->number : 0);
    m_view->setRange(m_range ? std::optional(AgeRange(std::minmax(m_range->first, m_range->second))) : std::nullopt);
    if (m_choice->text() == words)
        return;
    m_choice->setText(words);
    m_choice->setAccessibleName(words);
    m_choice->setVisible(!words.isEmpty());
    m_note->setVisible(words.isEmpty());
}

void ChartPanel::keyPressEvent(QKeyEvent *event)
{
    const bool isShifted = event->modifiers().testFlag(Qt::ShiftModifier);
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
        const int direction = event->key() == Qt::Key_Left ? -1 : 1;
        if (isShifted)
            stepRange(direction);
        else
            stepMark(direction);
    } else if (event->key() == Qt::Key_Escape && (m_chosen != 0 || m_range)) {
        dropChoice();
    } else if (isEnter && m_chosen != 0) {
        Q_EMIT markChosen(m_chosen);
    } else if (isEnter && m_range && m_range->first != m_range->second) {
        const auto [from, to] = std::minmax(m_range->first, m_range->second);
        Q_EMIT brushed(from, to);
    } else {
        FigureFrame::keyPressEvent(event);
    }
}

void ChartPanel::focusOutEvent(QFocusEvent *event)
{
    FigureFrame::focusOutEvent(event);
    dropChoice();
}

void ChartPanel::setStale(bool isStale)
{
    m_view->setStale(isStale);
    m_legend->setEnabled(!isStale);
}

void ChartPanel::setData(std::vector<TimeSeries> series, const std::vector<TimeBand> &bands)
{
    std::erase_if(series, [](const TimeSeries &one) { return one.points.isEmpty(); });
    m_series = std::move(series);
    m_hasGap =
        std::any_of(bands.begin(), bands.end(), [](const TimeBand &band) { return band.kind == TimeBand::Kind::Gap; });
    m_empty->setText(m_emptyText);
    if (m_series.empty()) {
        m_stack->setCurrentWidget(m_empty);
    } else if (m_asTable->isChecked()) {
        m_stack->setCurrentWidget(m_table);
        showTable();
    } else {
        m_stack->setCurrentWidget(m_view);
        m_view->setData(m_series, bands);
    }
    showLegend(m_hoverAge);
    setAccessibleName(summary());
}

void ChartPanel::showLegend(double age)
{
    QString html;
    if (age <= 0 && !m_series.empty())
        html = shownAt(age) + QStringLiteral(": &nbsp; ");
    for (const TimeSeries &one : m_series) {
        const double value = age <= 0 ? valueAt(one, age) : one.points.last().y();
        html += QStringLiteral("<span style='color:%1'>■</span>&nbsp;%2&nbsp;<b>%3</b> &nbsp; ")
                    .arg(one.colour.name(), one.name.toHtmlEscaped(),
                        shownValue(value, m_unit).replace(QLatin1Char(' '), QChar::Nbsp));
    }
    if (m_hasGap && !m_series.empty())
        html += QStringLiteral("▨&nbsp;") + tr("nothing is known").replace(QLatin1Char(' '), QChar::Nbsp);
    m_legend->setText(html.isEmpty() ? QStringLiteral("&nbsp;") : html);
}

void ChartPanel::showTable()
{
    constexpr int rowsMax = 120;
    const auto &points = m_series.front().points;
    const qsizetype stride = (points.size() + rowsMax - 1) / rowsMax; // a long span shows each tenth point or so
    const qsizetype rows = (points.size() + stride - 1) / stride;
    m_table->setColumnCount(static_cast<int>(m_series.size()) + 1);
    m_table->setRowCount(static_cast<int>(rows));
    QStringList header {m_end ? tr("Time") : tr("Age")};
    for (const TimeSeries &one : m_series)
        header.append(one.name);
    m_table->setHorizontalHeaderLabels(header);
    const auto set = [this](int row, std::size_t column, const QString &text) {
        auto *item = new QTableWidgetItem(text);
        item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_table->setItem(row, static_cast<int>(column), item);
    };
    for (int row = 0; row < static_cast<int>(rows); ++row) {
        const double age = points[points.size() - 1 - row * stride].x();
        set(row, 0, m_end ? shownAt(age) : shownSpan(static_cast<int>(std::lround(-age))));
        m_table->item(row, 0)->setData(Qt::UserRole, age);
        for (std::size_t i = 0; i < m_series.size(); ++i)
            set(row, i + 1, shownValue(valueAt(m_series[i], age), m_unit));
    }
}

void ChartPanel::brushRows()
{
    double from = 0;
    double to = -std::numeric_limits<double>::max();
    for (const QTableWidgetItem *item : m_table->selectedItems()) {
        // A row covers the time since the row below.
        const QTableWidgetItem *older = m_table->item(item->row() + 1, 0);
        from = std::min(from, (older ? older : m_table->item(item->row(), 0))->data(Qt::UserRole).toDouble());
        to = std::max(to, m_table->item(item->row(), 0)->data(Qt::UserRole).toDouble());
    }
    if (from < to)
        Q_EMIT brushed(from, to);
}

QString ChartPanel::summary() const
{
    QString text = m_title;
    if (m_series.empty())
        return text + QStringLiteral(": ") + m_emptyText;
    for (const TimeSeries &one : m_series) {
        const double now = one.points.last().y();
        const double before = valueAt(one, -60);
        const QString trend = now > before * 1.1 ? tr("rising") : now < before * 0.9 ? tr("falling") : tr("steady");
        text += QStringLiteral("; ") + tr("%1 %2, %3").arg(one.name, shownValue(now, m_unit), trend);
    }
    return text;
}

} // namespace fairlead
