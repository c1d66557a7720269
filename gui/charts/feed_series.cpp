// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/charts/feed_series.h"

#include "gui/look/shown.h"
#include "gui/look/state_colors.h"

#include <QCoreApplication>

#include <algorithm>

namespace fairlead {

namespace {
constexpr double gapSeconds = 4; ///< longer than any polling interval
constexpr std::size_t sparklinePoints = 60;

/// The context of these texts for translators.
struct SeriesName
{
    Q_DECLARE_TR_FUNCTIONS(SeriesName)
};

const Quantiles &timesOf(const TenantSample &sample, TimeKind kind)
{
    return kind == TimeKind::Queue ? sample.queueTime : sample.runTime;
}

/// The names with the greatest values of the last sample, greatest first; equal ones by name.
template <typename Name>
std::vector<Name> greatest(std::vector<std::pair<double, Name>> values, std::size_t most)
{
    std::sort(values.begin(), values.end(),
        [](const auto &a, const auto &b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
    std::vector<Name> names;
    for (const auto &[value, name] : values) {
        if (names.size() < most)
            names.push_back(name);
    }
    // Lines keep their colour while the same ones are shown, whoever leads.
    std::sort(names.begin(), names.end());
    return names;
}
} // namespace

FeedSeries::FeedSeries(const Samples &samples, MonotonicTime now, int span, const QPalette &palette)
    : m_now(now)
    , m_palette(palette)
{
    for (const Sample &sample : samples.all()) {
        if (now - sample.at <= std::chrono::seconds {span})
            m_samples.push_back(&sample);
    }
}

double FeedSeries::ageOf(const Sample &sample) const
{
    return -std::chrono::duration<double>(m_now - sample.at).count();
}

TimeSeries FeedSeries::line(const QString &name, int colour, const std::function<double(const Sample &)> &value) const
{
    TimeSeries series {name, lineColour(colour, m_palette), {}};
    series.points.reserve(static_cast<qsizetype>(m_samples.size()));
    for (const Sample *sample : m_samples) {
        const double y = value(*sample);
        if (y >= 0)
            series.points.append(QPointF(ageOf(*sample), y));
    }
    return series;
}

std::vector<TimeSeries> FeedSeries::throughput() const
{
    std::vector<TimeSeries> list;
    list.push_back(line(SeriesName::tr("in"), 0, [](const Sample &sample) { return sample.inPerSecond; }));
    list.push_back(line(SeriesName::tr("done"), 2, [](const Sample &sample) { return sample.donePerSecond; }));
    list.push_back(line(SeriesName::tr("dead"), 1, [](const Sample &sample) { return sample.deadPerSecond; }));
    list.back().colour = lookOf(ShownState::Dead, m_palette).colour;
    return list;
}

std::vector<TimeSeries> FeedSeries::readyByQueue(const std::optional<QueueName> &only, std::size_t most) const
{
    if (m_samples.empty())
        return {};
    std::vector<std::pair<double, QueueName>> values;
    for (const auto &[queue, ready] : m_samples.back()->readyByQueue) {
        if (!only || queue == *only)
            values.emplace_back(static_cast<double>(ready), queue);
    }
    const std::vector<QueueName> names = greatest(values, most);
    std::vector<TimeSeries> list;
    list.reserve(names.size());
    const auto readyOf = [](const Sample &sample, const QueueName &queue) {
        const auto found = sample.readyByQueue.find(queue);
        return found == sample.readyByQueue.end() ? -1.0 : static_cast<double>(found->second);
    };
    for (const QueueName &queue : names) {
        list.push_back(line(shown(queue.text()), static_cast<int>(list.size()),
            [&](const Sample &sample) { return readyOf(sample, queue); }));
    }
    if (values.size() > names.size()) {
        list.push_back(line(SeriesName::tr("others"), 6, [&](const Sample &sample) {
            double sum = 0;
            for (const auto &[queue, ready] : sample.readyByQueue) {
                if (std::find(names.begin(), names.end(), queue) == names.end())
                    sum += static_cast<double>(ready);
            }
            return sum;
        }));
    }
    return list;
}

std::vector<TimeSeries> FeedSeries::percentiles(
    TimeKind kind, const std::optional<TenantName> &only, std::size_t most) const
{
    if (m_samples.empty())
        return {};
    const auto valueOf = [kind](const Sample &sample, const TenantName &tenant, std::int64_t Quantiles::*part) {
        const auto found = sample.tenants.find(tenant);
        if (found == sample.tenants.end() || timesOf(found->second, kind).count == 0)
            return -1.0;
        return static_cast<double>(timesOf(found->second, kind).*part);
    };
    std::vector<TimeSeries> list;
    if (only) {
        const auto add = [&](const char *name, int colour, std::int64_t Quantiles::*part) {
            list.push_back(line(
                QString::fromLatin1(name), colour, [&](const Sample &sample) { return valueOf(sample, *only, part); }));
        };
        add("p50", 0, &Quantiles::p50);
        add("p95", 2, &Quantiles::p95);
        add("p99", 1, &Quantiles::p99);
        return list;
    }
    std::vector<std::pair<double, TenantName>> values;
    for (const auto &[tenant, sample] : m_samples.back()->tenants) {
        if (timesOf(sample, kind).count > 0)
            values.emplace_back(static_cast<double>(timesOf(sample, kind).p95), tenant);
    }
    for (const TenantName &tenant : greatest(values, most)) {
        list.push_back(line(shown(tenant.text()), static_cast<int>(list.size()),
            [&](const Sample &sample) { return valueOf(sample, tenant, &Quantiles::p95); }));
    }
    return list;
}

std::vector<TimeBand> FeedSeries::bands() const
{
    std::vector<TimeBand> list;
    for (std::size_t i = 1; i < m_samples.size(); ++i) {
        const double from = ageOf(*m_samples[i - 1]);
        const double to = ageOf(*m_samples[i]);
        if (to - from > gapSeconds)
            list.push_back({TimeBand::Kind::Gap, from, to});
        else if (m_samples[i]->isPaused)
            list.push_back({TimeBand::Kind::Pause, from, to});
    }
    return list;
}

QVector<double> doneSparkline(const Samples &samples, const TenantName &tenant)
{
    QVector<double> values;
    const auto &all = samples.all();
    const std::size_t first = all.size() > sparklinePoints ? all.size() - sparklinePoints : 0;
    for (std::size_t i = first; i < all.size(); ++i) {
        const auto found = all[i].tenants.find(tenant);
        values.append(found == all[i].tenants.end() ? 0 : found->second.donePerSecond);
    }
    return values;
}

} // namespace fairlead
