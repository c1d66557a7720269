// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/history_json.h"

namespace fairlead {

namespace {
struct CountName
{
    std::string_view series;
    std::string_view member;
    std::int64_t FlowCounts::*count;
};
constexpr std::array<CountName, 8> countNames {CountName {"accepted", "accepted", &FlowCounts::accepted},
    {"started", "started", &FlowCounts::started}, {"succeeded", "succeeded", &FlowCounts::succeeded},
    {"failed", "failed", &FlowCounts::failed}, {"dead", "dead", &FlowCounts::dead},
    {"expired", "expired", &FlowCounts::expired}, {"cancelled", "cancelled", &FlowCounts::cancelled},
    {"worker_time", "worker_time_us", &FlowCounts::workerTime}};
} // namespace

void writeQuantiles(JsonWriter &writer, std::string_view name, const Quantiles &quantiles)
{
    writer.key(name).beginObject().member("count", quantiles.count).member("p50", quantiles.p50);
    writer.member("p95", quantiles.p95).member("p99", quantiles.p99).member("max", quantiles.max).endObject();
}

Quantiles readQuantiles(JsonObject &parent, std::string_view name)
{
    const auto element = parent.element(name);
    if (!element)
        return {};
    JsonObject object(*element);
    const auto part = [&](std::string_view key) { return object.integer(key).value_or(0); };
    return {part("count"), part("p50"), part("p95"), part("p99"), part("max")};
}

void writeFlowCounts(JsonWriter &writer, const FlowCounts &counts)
{
    for (const CountName &one : countNames)
        writer.member(one.member, counts.*one.count);
}

FlowCounts readFlowCounts(JsonObject &object)
{
    FlowCounts counts;
    for (const CountName &one : countNames)
        counts.*one.count = object.integer(one.member).value_or(0);
    return counts;
}

std::string writeHistory(const History &history, std::string_view series)
{
    JsonWriter writer;
    writer.beginObject().member("step_ms", history.step / Milliseconds {1}).member("from", std::optional(history.from));
    writer.member("until", std::optional(history.until)).key("points").beginArray();
    for (const HistoryPoint &point : history.points) {
        writer.beginObject().member("at", std::optional(point.at));
        for (const CountName &one : countNames) {
            if (series.empty() || series == one.series)
                writer.member(one.member, point.counts.*one.count);
        }
        if (series.empty() || series == "queue_time")
            writeQuantiles(writer, "queue_time_us", point.queueTime);
        if (series.empty() || series == "run_time")
            writeQuantiles(writer, "run_time_us", point.runTime);
        writer.endObject();
    }
    return writer.endArray().endObject().take();
}

Result<History> readHistory(std::string_view json)
{
    const Result<JsonDocument> document = JsonDocument::parse(json);
    if (!document)
        return failure(document.error());
    JsonObject object(document->root());
    History history;
    history.step = Milliseconds {object.integer("step_ms").value_or(0)};
    history.from = object.time("from").value_or(TimePoint {});
    history.until = object.time("until").value_or(TimePoint {});
    for (const simdjson::dom::element element : object.elements("points")) {
        JsonObject part(element);
        history.points.push_back({part.time("at").value_or(TimePoint {}), readFlowCounts(part),
            readQuantiles(part, "queue_time_us"), readQuantiles(part, "run_time_us")});
    }
    if (!object.isGood())
        return failure(object.error());
    return history;
}

} // namespace fairlead
