// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/units.h"
#include "engine/wire/special_codecs.h"

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

void Codec<RetryPolicy>::read(const ValueSource &source, RetryPolicy &policy, const FieldSpec &spec)
{
    JsonObject backoff(source.element);
    const RetryPolicy::Kind kind = readKind(backoff);
    const Microseconds cap = backoff.duration("cap").value_or(RetryPolicy().cap());
    const RetryPolicy::Jitter jitter = readJitter(backoff);
    backoff.refuseUnknown();
    const Result<RetryPolicy> made = RetryPolicy::make(kind, cap, jitter);
    if (!backoff.isGood())
        source.faults.fault({ErrorCode::Invalid, std::string(spec.name) + ": " + backoff.error().text});
    else if (!made)
        source.faults.fault(made.error());
    else
        policy = *made;
}

namespace {
/// Writes the members of one kind of back-off.
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

void Codec<RetryPolicy>::write(JsonWriter &writer, const RetryPolicy &policy, const FieldSpec &)
{
    writer.beginObject();
    std::visit(KindWriter {writer}, policy.kind());
    writer.member("cap", durationText(policy.cap()));
    if (const auto *additive = std::get_if<RetryPolicy::AdditiveJitter>(&policy.jitter()))
        writer.member("jitter", durationText(additive->by));
    if (const auto *proportional = std::get_if<RetryPolicy::ProportionalJitter>(&policy.jitter()))
        writer.key("jitter").number(proportional->part);
    writer.endObject();
}

void Codec<RetryPolicy>::schema(SchemaWriter &schema, const FieldSpec &)
{
    schema.reference("Backoff", [](SchemaWriter &named) {
        const auto duration = [&named](std::string_view name, std::string_view text) {
            named.property({name, text}, false, [&named] { named.type("string"); });
        };
        named.object([&] {
            named.property({"kind", "exponential when not given"}, false, [&named] {
                named.type("string");
                named.values({"fixed", "linear", "exponential", "fibonacci", "custom"});
            });
            duration("base", "the first delay, such as \"1s\"");
            duration("step", "of linear: what each delay adds");
            named.property({"factor", "of exponential: what each delay is multiplied by"}, false,
                [&named] { named.type("number"); });
            named.property({"delays", "of custom: the last one for all later attempts"}, false, [&named] {
                named.type("array");
                named.items([&named] { named.type("string"); });
            });
            duration("cap", "the longest delay");
            named.property({"jitter", "a duration, or a share of the delay from 0 to 1"}, false, [&named] {
                named.oneOf({[&named] { named.type("string"); }, [&named] { named.type("number"); }});
            });
        });
    });
}

} // namespace fairlead
