// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/health.h"

#include <QWidget>

#include <array>

class QLabel;
class QPushButton;

namespace fairlead {

/// The gravest causes of the verdict, a line each, with a button that leads to each. Hidden while there are none.
/// Threads: GUI.
class HealthPanel final : public QWidget
{
    Q_OBJECT
public:
    static constexpr std::size_t linesMax = 4;

    HealthPanel();
    void setReport(const HealthReport &report);

Q_SIGNALS:
    void causeChosen(const fairlead::HealthCause &cause);

private:
    struct Line
    {
        QLabel *mark = nullptr;
        QLabel *text = nullptr;
        QPushButton *button = nullptr;
        HealthCause cause {};
    };
    static void fill(Line &line, const HealthCause &cause);

    std::array<Line, linesMax> m_lines {};
    QLabel *m_more = nullptr;
};

} // namespace fairlead
