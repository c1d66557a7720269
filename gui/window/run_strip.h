// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/views.h"

#include <QWidget>

#include <vector>

namespace fairlead {

/// The life of a job as a bar: waits, failed runs, the present or last run. Parts are never negative, even when two
/// clocks differ. Threads: GUI.
class RunStrip final : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;
    void show(const JobRecord &record, TimePoint now);
    QSize sizeHint() const override;

    struct Part
    {
        enum class Kind { Wait, Failed, Run };
        Kind kind = Kind::Wait;
        double seconds = 0;
    };
    /// The parts of the bar, from the creation of the job to its end, or to `now`.
    static std::vector<Part> partsOf(const JobRecord &record, TimePoint now);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<Part> m_parts;
};

} // namespace fairlead
