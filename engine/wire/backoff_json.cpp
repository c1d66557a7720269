// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/backoff_json.h"

#include "engine/domain/units.h"

#include <cmath>

namespace fairlead {

namespace {
RetryPolicy::Jitter readJitter(JsonObject &backoff)
{
    if (!backoff.has("jitter"))
        return RetryPolicy::NoJitter {};
    if (backoff.isText("jitter"))
        return RetryPolicy::AdditiveJitter {backoff.duration("jitter").value_or(Microseconds {0})};
    return RetryPolicy::ProportionalJitter {backoff.number("jitter").value_or(0)};
}

RetryPolicy::Kind readKind(JsonObject &backoff)
{
    const Microseconds base = backoff.duration("base").value_or(std::chrono::seconds {1});
    const std::string kind = backoff.text("kind").value_or("exponential");
    if (kind == "fixed")
        return RetryPolicy::Fixed {base};
    if (kind == "linear")
        return RetryPolicy::Linear {base, backoff.duration("step").value_or(base)};
    if (kind == "fibonacci")
        return RetryPolicy::Fibonacci {base};
    if (kind == "custom") {
        RetryPolicy::Custom custom;
        for (const std::string &text : backoff.texts("delays")) {
            const Result<Microseconds> delay = parseDuration(text);
            if (!delay)
                backoff.fault(delay.error());
            else
                custom.delays.push_back(*delay);
        }
        return custom;
    }
    if (kind != "exponential")
        backoff.fault("kind", "fixed, linear, exponential, fibonacci or custom");
    return RetryPolicy::Exponential {base, backoff.number("factor").value_or(2)};
}

} // namespace

std::optional<RetryPolicy> readBackoff(JsonObject &object)
{
    const auto element = object.element("backoff");
    if (!element)
        return std::nullopt;
    JsonObject backoff(*element);
    const RetryPolicy::Kind kind = readKind(backoff);
    const Microseconds cap = backoff.duration("cap").value_or(RetryPolicy().cap());
    const RetryPolicy::Jitter jitter = readJitter(backoff);
    backoff.refuseUnknown();
    Result<RetryPolicy> policy = RetryPolicy::make(kind, cap, jitter);
    if (!backoff.isGood())
        object.fault({ErrorCode::Invalid, "backoff: " + backoff.error().text});
    else if (!policy)
        object.fault(policy.error());
    else
        return *policy;
    return std::nullopt;
}

namespace {
/// Writes the members of a kind of back-off.
struct KindWriter
{
    JsonWriter &writer;
    void operator()(const RetryPolicy::Fixed &fixed) const { head("fixed", fixed.every); }
    void operator()(const RetryPolicy::Linear &linear) const
    {
        head("linear", linear.base);
        writer.member("step", durationText(linear.step));
    }
    void operator()(const RetryPolicy::Exponential &exponential) const
    {
        head("exponential", exponential.base);
        writer.key("factor").number(exponential.factor);
    }
    void operator()(const RetryPolicy::Fibonacci &fibonacci) const { head("fibonacci", fibonacci.base); }
    void operator()(const RetryPolicy::Custom &custom) const
    {
        writer.member("kind", "custom").key("delays").beginArray();
        for (const Microseconds delay : custom.delays)
            writer.text(durationText(delay));
        writer.endArray();
    }

private:
    void head(std::string_view kind, Microseconds base) const
    {
        writer.member("kind", kind).member("base", durationText(base));
    }
};
} // namespace

void writeBackoff(JsonWriter &writer, const RetryPolicy &policy)
{
    writer.key("backoff").beginObject();
    std::visit(KindWriter {writer}, policy.kind());
    writer.member("cap", durationText(policy.cap()));
    if (const auto *additive = std::get_if<RetryPolicy::AdditiveJitter>(&policy.jitter()))
        writer.member("jitter", durationText(additive->by));
    if (const auto *proportional = std::get_if<RetryPolicy::ProportionalJitter>(&policy.jitter()))
        writer.key("jitter").number(proportional->part);
    writer.endObject();
}

void writeMilliseconds(JsonWriter &writer, std::string_view name, Microseconds time)
{
    constexpr std::int64_t each = 1000;
    if (time.count() % each == 0)
        writer.member(name, time.count() / each);
    else
        writer.key(name).number(static_cast<double>(time.count()) / each);
}

std::optional<Microseconds> readMilliseconds(JsonObject &object, std::string_view name)
{
    const std::optional<double> value = object.number(name);
    if (!value)
        return std::nullopt;
    constexpr double each = 1000;
    const double most = static_cast<double>(timeoutMax.count());
    if (!(*value >= 1 && *value * each <= most)) {
        object.fault(name, "milliseconds, from 1 to 366 days");
        return std::nullopt;
    }
    return Microseconds {std::llround(*value * each)};
}

} // namespace fairlead
