// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/run_strip.h"

#include "gui/look/shown.h"
#include "gui/look/state_colors.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace fairlead {

namespace {
void add(std::vector<RunStrip::Part> &parts, RunStrip::Part::Kind kind, Microseconds length)
{
    if (length > Microseconds {0})
        parts.push_back({kind, std::chrono::duration<double>(length).count()});
}
} // namespace

std::vector<RunStrip::Part> RunStrip::partsOf(const JobRecord &record, TimePoint now)
{
    std::vector<Part> parts;
    TimePoint at = record.job.created;
    for (const AttemptError &error : record.errors) {
        add(parts, Part::Kind::Wait, error.started - at);
        add(parts, Part::Kind::Failed, error.ended - error.started);
        at = std::max(at, error.ended);
    }
    const bool hasLaterRun = record.startedAt && *record.startedAt >= at
        && (record.state == JobState::Running || record.state == JobState::Succeeded);
    if (hasLaterRun) {
        add(parts, Part::Kind::Wait, *record.startedAt - at);
        add(parts, Part::Kind::Run, record.finishedAt.value_or(now) - *record.startedAt);
    } else if (!isEnded(record.state)) {
        add(parts, Part::Kind::Wait, now - at);
    }
    return parts;
}

void RunStrip::show(const JobRecord &record, TimePoint now)
{
    m_parts = partsOf(record, now);
    double waited = 0;
    double ran = 0;
    for (const Part &part : m_parts)
        (part.kind == Part::Kind::Wait ? waited : ran) += part.seconds;
    const auto inWords = [](double seconds) { return shownDuration(Microseconds {std::llround(seconds * 1e6)}); };
    const QString words = tr("Waited %1, ran %2, %n failed run(s)", nullptr, static_cast<int>(record.errors.size()))
                              .arg(inWords(waited), inWords(ran));
    setToolTip(words);
    setAccessibleName(words);
    update();
}

QSize RunStrip::sizeHint() const
{
    return {200, 12};
}

void RunStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    // The square root keeps a short run visible beside a long wait.
    double sum = 0;
    for (const Part &part : m_parts)
        sum += std::sqrt(part.seconds);
    if (sum <= 0)
        return;
    double x = 0;
    for (const Part &part : m_parts) {
        const double width = std::max(2.0, std::sqrt(part.seconds) / sum * this->width());
        QColor colour = palette().color(QPalette::Mid);
        double top = height() / 2.0 - 1.5;
        if (part.kind != Part::Kind::Wait) {
            const ShownState state = part.kind == Part::Kind::Failed ? ShownState::Dead : ShownState::Running;
            colour = lookOf(state, palette()).colour;
            top = 0;
        }
        painter.fillRect(QRectF(x, top, width - 1, height() - 2 * top), colour);
        x += width;
    }
}

} // namespace fairlead
