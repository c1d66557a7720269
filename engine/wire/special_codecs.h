// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/backoff_parts.h"
#include "engine/domain/job_fields.h"
#include "engine/domain/log_fields.h"
#include "engine/domain/operation_fields.h"
#include "engine/domain/token_fields.h"
#include "engine/domain/views.h"
#include "engine/wire/codec.h"

namespace fairlead {

// Codecs of stand-ins (field.h), and of values with a JSON form of their own.

/// Reads an inner value. True when no fault was noted.
template <typename T>
bool readInner(const ValueSource &source, T &inner, const FieldSpec &spec)
{
    const bool wasGood = source.faults.isGood();
    Codec<T>::read(source, inner, spec);
    return !wasGood || source.faults.isGood();
}

template <typename T, typename Variant>
struct Codec<Alternative<T, Variant>> : PlainCodec
{
    static constexpr bool isAlwaysWritten = false;
    static bool isEmpty(const Alternative<T, Variant> &value) { return !std::holds_alternative<T>(value.variant); }
    static void write(JsonWriter &writer, const Alternative<T, Variant> &value, const FieldSpec &spec)
    {
        Codec<T>::write(writer, std::get<T>(value.variant), spec);
    }
    static void read(const ValueSource &source, const Alternative<T, Variant> &value, const FieldSpec &spec)
    {
        T inner {};
        if (readInner(source, inner, spec))
            value.variant = inner;
    }
    static void schema(SchemaWriter &schema, const FieldSpec &spec) { Codec<T>::schema(schema, spec); }
};

template <typename Bool>
struct Codec<Negated<Bool>> : PlainCodec
{
    static void write(JsonWriter &writer, const Negated<Bool> &value, const FieldSpec &)
    {
        writer.boolean(!value.flag);
    }
    static void read(const ValueSource &source, const Negated<Bool> &value, const FieldSpec &spec)
    {
        bool inner = !value.flag;
        if (readInner(source, inner, spec))
            value.flag = !inner;
    }
    static void schema(SchemaWriter &schema, const FieldSpec &) { schema.type("boolean"); }
};

template <typename Optional, typename Bool>
struct Codec<Clearable<Optional, Bool>> : PlainCodec
{
    using Value = typename Optional::value_type;
    using Stand = Clearable<Optional, Bool>;
    static constexpr bool isAlwaysWritten = false;
    static bool isEmpty(const Stand &value) { return !value.value && !value.isCleared; }
    static void write(JsonWriter &writer, const Stand &value, const FieldSpec &spec)
    {
        if (value.isCleared)
            writer.null();
        else
            Codec<Value>::write(writer, *value.value, spec);
    }
    static Result<> check(const Stand &value, const FieldSpec &spec)
    {
        return Codec<std::optional<Value>>::check(value.value, spec);
    }
    static void read(const ValueSource &source, const Stand &value, const FieldSpec &spec)
    {
        Value inner {};
        if (readInner(source, inner, spec))
            value.value = inner;
    }
    static void schema(SchemaWriter &schema, const FieldSpec &spec)
    {
        schema.orNull([&] { Codec<Value>::schema(schema, spec); });
    }
};

template <typename Number>
struct Codec<NumberText<Number>> : PlainCodec
{
    static void write(JsonWriter &writer, const NumberText<Number> &value, const FieldSpec &)
    {
        if (value.number == 0)
            writer.null();
        else
            writer.text(std::to_string(value.number));
    }
    static void read(const ValueSource &source, const NumberText<Number> &value, const FieldSpec &spec)
    {
        std::string inner;
        if (readInner(source, inner, spec))
            static_cast<void>(Codec<Number>::fromText(inner, value.number, spec));
    }
    static void schema(SchemaWriter &schema, const FieldSpec &)
    {
        schema.orNull([&] { schema.type("string"); });
    }
    static std::string textOf(const NumberText<Number> &value, const FieldSpec &)
    {
        return value.number == 0 ? std::string {} : std::to_string(value.number);
    }
    static Result<> fromText(std::string_view text, const NumberText<Number> &value, const FieldSpec &spec)
    {
        return Codec<Number>::fromText(text, value.number, spec);
    }
};

/// Jobs by state: one member for each state.
template <>
struct Codec<StateCounts> : PlainCodec
{
    static void write(JsonWriter &writer, const StateCounts &counts, const FieldSpec &);
    static void read(const ValueSource &source, StateCounts &counts, const FieldSpec &spec);
    static void schema(SchemaWriter &schema, const FieldSpec &);
};

/// A duration as a text, or a share as a number.
template <>
struct Codec<BackoffParts::Jitter> : PlainCodec
{
    static constexpr bool isAlwaysWritten = false;
    static bool isEmpty(const BackoffParts::Jitter &jitter) { return jitter.index() == 0; }
    static void write(JsonWriter &writer, const BackoffParts::Jitter &jitter, const FieldSpec &);
    static void read(const ValueSource &source, BackoffParts::Jitter &jitter, const FieldSpec &spec);
    static void schema(SchemaWriter &schema, const FieldSpec &);
};

/// A back-off, as in the configuration.
template <>
struct Codec<RetryPolicy> : PlainCodec
{
    static void write(JsonWriter &writer, const RetryPolicy &policy, const FieldSpec &);
    static void read(const ValueSource &source, RetryPolicy &policy, const FieldSpec &spec);
    static void schema(SchemaWriter &schema, const FieldSpec &);
};

/// Notes which parts the JSON has.
template <>
struct Codec<SpawnedJob> : PlainCodec
{
    static constexpr bool needsRaw = true;
    static void write(JsonWriter &writer, const SpawnedJob &spawned, const FieldSpec &);
    static void read(const ValueSource &source, SpawnedJob &spawned, const FieldSpec &spec);
    static void schema(SchemaWriter &schema, const FieldSpec &);
};

} // namespace fairlead
