// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/charts/scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace fairlead {

double niceCeiling(double value, double least)
{
    const double wanted = std::max(value, least);
    constexpr int parts = 4;
    if (wanted > parts && wanted <= 5 * parts)
        return std::ceil(wanted / parts) * parts; // whole numbers at every mark
    const double power = std::pow(10.0, std::floor(std::log10(wanted)));
    for (const double step : {1.0, 2.0, 4.0, 6.0, 8.0, 10.0}) {
        if (step * power >= wanted * (1 - 1e-9))
            return step * power;
    }
    return 10 * power;
}

QVector<QPointF> decimated(const QVector<QPointF> &points, int most)
{
    if (points.size() <= most)
        return points;
    QVector<QPointF> kept;
    const qsizetype stretches = most / 2;
    for (qsizetype i = 0; i < stretches; ++i) {
        const auto first = points.begin() + i * points.size() / stretches;
        const auto last = points.begin() + (i + 1) * points.size() / stretches;
        const auto [low, high] =
            std::minmax_element(first, last, [](const QPointF &a, const QPointF &b) { return a.y() < b.y(); });
        kept.append(*std::min(low, high));
        if (low != high)
            kept.append(*std::max(low, high));
    }
    return kept;
}

ValueScale::ValueScale(Kind kind, double least)
    : m_kind(kind)
    , m_least(least)
{
    fit(least, least);
}

bool ValueScale::fit(double smallest, double largest, double usual)
{
    // Between the two factors it stays as it is.
    const double far = (m_isBent ? 8 : 16) * usual;
    const bool isBent = m_kind == Kind::Linear && usual > 0 && largest > std::max(far, m_least);
    const bool bends = std::exchange(m_isBent, isBent) != isBent;
    double low = 0;
    double high = niceCeiling(largest, m_least);
    if (m_kind == Kind::Logarithmic) {
        low = std::floor(std::log10(std::max(smallest, m_least)));
        high = std::max(std::ceil(std::log10(std::max(largest, m_least))), low + 1);
    }
    // Falling values lower the scale only when less than half of it would be used.
    const bool mustGrow = high > m_high || low < m_low;
    const bool mayShrink = m_kind == Kind::Linear ? high < m_high / 2 : high < m_high || low > m_low;
    if (!mustGrow && !mayShrink)
        return bends;
    m_low = low;
    m_high = high;
    return true;
}

double ValueScale::place(double value) const
{
    if (m_kind == Kind::Linear)
        return m_isBent ? m_high * std::sqrt(std::max(value, 0.0) / m_high) : value;
    return std::log10(std::max(value, std::pow(10.0, m_low)));
}

std::vector<double> ValueScale::marks() const
{
    std::vector<double> list;
    if (m_kind == Kind::Logarithmic) {
        const int every = m_high - m_low > 5 ? 2 : 1;
        for (double power = m_low; power <= m_high; power += every)
            list.push_back(std::pow(10.0, power));
        return list;
    }
    constexpr std::array<double, 5> even {0, 0.25, 0.5, 0.75, 1};
    constexpr std::array<double, 5> bent {0, 0.01, 0.1, 0.4, 1};
    for (const double part : m_isBent ? bent : even)
        list.push_back(m_high * part);
    return list;
}

} // namespace fairlead
