// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QVector>

#include <vector>

namespace fairlead {

/// A round number at or above `value`, at least `least`, that can be cut into four round parts.
double niceCeiling(double value, double least);
/// At most `most` points of `points` (which rise in x): of each stretch the lowest and the highest, so that no spike is
/// lost. Averages would hide exactly what a p99 is for.
QVector<QPointF> decimated(const QVector<QPointF> &points, int most);

/// The vertical scale of a chart. It changes only when the highest value crosses a step, so that lines do not breathe.
class ValueScale
{
public:
    enum class Kind { Linear, Logarithmic };
    explicit ValueScale(Kind kind, double least);

    /// Fits the scale to the largest (and smallest positive) value; true when it changed.
    bool fit(double smallest, double largest);
    /// Where a value lies, in the scale's own units.
    double place(double value) const;
    double low() const { return m_low; }
    double high() const { return m_high; }
    /// The values to be labelled, rising.
    std::vector<double> marks() const;

private:
    const Kind m_kind;
    const double m_least;
    double m_low = 0; ///< as placed
    double m_high = 1;
};

} // namespace fairlead
