// SPDX-License-Identifier: Apache-2.0
#include "engine/fair_queue/fair_queue_prometheus.h"

#include <charconv>

namespace fairlead {

namespace {
std::string textOf(double value)
{
    std::array<char, 32> text {};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc {} ? std::string(text.data(), end) : std::string("NaN");
}

std::string secondsOf(std::int64_t microseconds)
{
    return textOf(static_cast<double>(microseconds) / 1'000'000);
}

std::string label(std::string_view name, std::string_view value)
{
    std::string text = std::string(name) + "=\"";
    for (const char c : value) {
        if (c == '\\' || c == '"')
            text += '\\';
        text += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return text + "\"";
}

/// Writes one family after the other. Threads: one.
class FamilyWriter
{
public:
    explicit FamilyWriter(std::string_view prefix)
        : m_prefix(prefix)
    {
    }
    void family(std::string_view name, std::string_view type, std::string_view help)
    {
        m_name = m_prefix + "_" + std::string(name);
        m_text += "# HELP " + m_name + " " + std::string(help) + "\n# TYPE " + m_name + " " + std::string(type) + "\n";
    }
    void sample(const std::string &labels, const std::string &value, std::string_view suffix = "")
    {
        m_text += m_name + std::string(suffix) + (labels.empty() ? "" : "{" + labels + "}") + " " + value + "\n";
    }
    void count(std::string_view name, std::string_view type, std::string_view help, std::uint64_t value)
    {
        family(name, type, help);
        sample({}, std::to_string(value));
    }
    std::string take() { return std::move(m_text); }

private:
    const std::string m_prefix;
    std::string m_name;
    std::string m_text;
};

void writeCounts(FamilyWriter &writer, const FairQueueCounts &counts)
{
    writer.count("accepted_total", "counter", "Items accepted.", counts.accepted);
    writer.count("delivered_total", "counter", "Items delivered.", counts.delivered);
    writer.count("expired_total", "counter", "Items whose deadline passed.", counts.expired);
    writer.count("dropped_total", "counter", "Items that made room for others.", counts.dropped);
    writer.count("cancelled_total", "counter", "Items cancelled.", counts.cancelled);
    writer.count("refused_total", "counter", "Items never accepted.", counts.refused);
    writer.count("length", "gauge", "Items that wait.", counts.length);
    writer.count("waiting_consumers", "gauge", "Consumers that wait for an item.", counts.waitingConsumers);
    writer.count("waiting_producers", "gauge", "Producers that wait for room.", counts.waitingProducers);
}

void writeWaits(FamilyWriter &writer, const std::array<Histogram, allPriorities.size()> &waited)
{
    writer.family("wait_seconds", "summary", "From enqueue to delivery, by class.");
    for (const Priority priority : allPriorities) {
        const Histogram &waits = waited.at(static_cast<std::size_t>(priority));
        if (waits.count() == 0)
            continue;
        const std::string ofClass = label("priority", priorityName(priority));
        for (const double quantile : {0.5, 0.9, 0.99})
            writer.sample(ofClass + "," + label("quantile", textOf(quantile)), secondsOf(waits.quantile(quantile)));
        writer.sample(ofClass, secondsOf(waits.sum()), "_sum");
        writer.sample(ofClass, std::to_string(waits.count()), "_count");
    }
}
} // namespace

std::string prometheusText(const FairQueueStats<std::string> &stats, std::string_view prefix)
{
    FamilyWriter writer(prefix);
    writeCounts(writer, stats.counts);
    writer.count("tenants", "gauge", "Tenants remembered, the idle included.", stats.tenants);
    writeWaits(writer, stats.waited);
    writer.family("tenant_cost_total", "counter", "Cost delivered, of the tenants served most.");
    for (const auto &top : stats.top)
        writer.sample(label("tenant", top.tenant), std::to_string(top.cost));
    writer.family("tenant_length", "gauge", "Items that wait, of the same tenants.");
    for (const auto &top : stats.top)
        writer.sample(label("tenant", top.tenant), std::to_string(top.length));
    return writer.take();
}

} // namespace fairlead
