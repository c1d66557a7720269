// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QVector>

#include <vector>

namespace fairlead {

/// The smallest round number that is at least `value` and `least` and divides into four round parts.
double niceCeiling(double value, double least);
/// Reduces `points`, which rise in x, to `most`. The lowest and the highest of each stretch stay, so that no peak is
/// lost; an average would hide what a p99 shows.
QVector<QPointF> decimated(const QVector<QPointF> &points, int most);

/// The vertical scale of a chart. It changes only when the highest value crosses a step, so that lines stay still. A
/// linear scale is bent, as a square root, while its highest value is far above the usual ones: a burst does not
/// flatten the rest.
class ValueScale
{
public:
    enum class Kind { Linear, Logarithmic };
    explicit ValueScale(Kind kind, double least);

    /// Fits the scale to the largest and the smallest positive value. Most values are at most `usual`; 0: not known.
    /// True when it changed.
    bool fit(double smallest, double largest, double usual = 0);
    /// The position of a value, in the units of the scale.
    double place(double value) const;
    double low() const { return m_low; }
    double high() const { return m_high; }
    /// The values that get labels, rising.
    std::vector<double> marks() const;

private:
    const Kind m_kind;
    const double m_least;
    double m_low = 0; ///< in the units of place()
    double m_high = 1;
    bool m_isBent = false;
};

} // namespace fairlead
