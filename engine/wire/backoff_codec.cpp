// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/special_codecs.h"

namespace fairlead {

void Codec<BackoffParts::Jitter>::write(JsonWriter &writer, const BackoffParts::Jitter &jitter, const FieldSpec &)
{
    if (const auto *span = std::get_if<Microseconds>(&jitter))
        writer.text(durationText(*span));
    else if (const auto *share = std::get_if<double>(&jitter))
        writer.number(*share);
}

void Codec<BackoffParts::Jitter>::read(const ValueSource &source, BackoffParts::Jitter &jitter, const FieldSpec &spec)
{
    if (double share = 0; source.element.get_double().get(share) == simdjson::SUCCESS)
        jitter = share;
    else if (Microseconds span {0}; readInner(source, span, spec))
        jitter = span;
}

void Codec<BackoffParts::Jitter>::schema(SchemaWriter &schema, const FieldSpec &)
{
    schema.oneOf({[&schema] { schema.type("string"); }, [&schema] { schema.type("number"); }});
}

void Codec<RetryPolicy>::write(JsonWriter &writer, const RetryPolicy &policy, const FieldSpec &spec)
{
    Codec<BackoffParts>::write(writer, BackoffParts::of(policy), spec);
}

void Codec<RetryPolicy>::read(const ValueSource &source, RetryPolicy &policy, const FieldSpec &spec)
{
    BackoffParts parts;
    if (!readInner(source, parts, spec))
        return;
    const Result<RetryPolicy> made = parts.policy();
    if (made)
        policy = *made;
    else
        source.faults.fault(made.error());
}

void Codec<RetryPolicy>::schema(SchemaWriter &schema, const FieldSpec &spec)
{
    Codec<BackoffParts>::schema(schema, spec);
}

} // namespace fairlead
