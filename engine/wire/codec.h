// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/field_range.h"
#include "engine/domain/terminal_text.h"
#include "engine/domain/text_form.h"
#include "engine/wire/members.h"

#include <charconv>
#include <memory>

namespace fairlead {

// The codecs of numbers, texts, durations, names, lists and structs. The others are in special_codecs.h.

/// Base of most codecs.
struct PlainCodec
{
    static constexpr bool isAlwaysWritten = true;
    template <typename V>
    static bool isEmpty(const V &)
    {
        return false;
    }
    template <typename V>
    static Result<> check(const V &, const FieldSpec &)
    {
        return {};
    }
};

template <>
struct Codec<bool> : PlainCodec
{
    static void write(JsonWriter &writer, bool value, const FieldSpec &) { writer.boolean(value); }
    static void read(const ValueSource &source, bool &value, const FieldSpec &spec)
    {
        if (source.element.get_bool().get(value) != simdjson::SUCCESS)
            source.faults.fault(spec.name, "true or false");
    }
    static void schema(SchemaWriter &schema, const FieldSpec &) { schema.type("boolean"); }
    static std::string textOf(bool value, const FieldSpec &) { return value ? "true" : "false"; }
    static Result<> fromText(std::string_view text, bool &value, const FieldSpec &spec)
    {
        value = text == "true";
        if (!value && text != "false")
            return failure(ErrorCode::Invalid, std::string(spec.name) + ": expected true or false");
        return {};
    }
};

template <typename Number>
requires std::is_arithmetic_v<Number>
struct Codec<Number> : PlainCodec
{
    static constexpr bool isWhole = std::is_integral_v<Number>;
    using Wide = std::conditional_t<isWhole, std::int64_t, double>;
    static void write(JsonWriter &writer, Number value, const FieldSpec &) { writer.number(Wide {value}); }
    static Result<> check(Number value, const FieldSpec &spec) { return checkRange(static_cast<double>(value), spec); }
    static void read(const ValueSource &source, Number &value, const FieldSpec &spec)
    {
        Wide wide {};
        simdjson::error_code error {};
        if constexpr (isWhole)
            error = source.element.get_int64().get(wide);
        else
            error = source.element.get_double().get(wide);
        if (error != simdjson::SUCCESS)
            source.faults.fault(spec.name, isWhole ? "a whole number" : "a number");
        else if (const Result<> good = narrow(wide, value, spec); !good && source.reading == Reading::Request)
            source.faults.fault(good.error());
    }
    static void schema(SchemaWriter &schema, const FieldSpec &spec)
    {
        schema.type(isWhole ? "integer" : "number");
        schema.range(spec.rules);
    }
    static std::string textOf(Number value, const FieldSpec &)
    {
        if constexpr (isWhole)
            return std::to_string(Wide {value}); // a double has no more than 53 bits of it
        else
            return plainNumber(value);
    }
    static Result<> fromText(std::string_view text, Number &value, const FieldSpec &spec)
    {
        Wide wide {};
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), wide);
        if (error != std::errc {} || end != text.data() + text.size())
            return failure(ErrorCode::Invalid, std::string(spec.name) + ": expected " + rangeText(spec.rules));
        return narrow(wide, value, spec);
    }

private:
    static Result<> narrow(Wide wide, Number &value, const FieldSpec &spec)
    {
        if (Result<> good = checkRange(static_cast<double>(wide), spec); !good)
            return good;
        if constexpr (isWhole) {
            if (!std::in_range<Number>(wide))
                return failure(ErrorCode::Invalid, std::string(spec.name) + ": the number is too large");
        }
        value = static_cast<Number>(wide);
        return {};
    }
};

template <>
struct Codec<std::string> : PlainCodec
{
    static bool isEmpty(const std::string &value) { return value.empty(); }
    static void write(JsonWriter &writer, const std::string &value, const FieldSpec &) { writer.text(value); }
    static Result<> check(const std::string &value, const FieldSpec &spec)
    {
        const std::size_t most = spec.rules.bytesMax;
        if (most > 0 && value.size() > most)
            return failure(
                ErrorCode::TooLarge, std::string(spec.name) + ": at most " + std::to_string(most) + " bytes");
        if (!isUtf8(value))
            return failure(ErrorCode::Invalid, std::string(spec.name) + ": not UTF-8");
        if (!spec.rules.hasLines && holdsControlCharacter(value))
            return failure(ErrorCode::Invalid, std::string(spec.name) + ": it holds a control character");
        return {};
    }
    static void read(const ValueSource &source, std::string &value, const FieldSpec &spec)
    {
        std::string_view text;
        if (source.element.get_string().get(text) != simdjson::SUCCESS)
            source.faults.fault(spec.name, "a text");
        else if (const Result<> good = fromText(text, value, spec); !good && source.reading == Reading::Request)
            source.faults.fault(good.error());
    }
    static void schema(SchemaWriter &schema, const FieldSpec &spec)
    {
        if (spec.rules.whenEmpty == WhenEmpty::Null) {
            schema.orNull([&schema] { schema.type("string"); });
            return;
        }
        schema.type("string");
        if (spec.rules.bytesMax > 0)
            schema.number("maxLength", static_cast<double>(spec.rules.bytesMax));
        if (spec.rules.isNeverEmpty)
            schema.number("minLength", 1);
    }
    static std::string textOf(const std::string &value, const FieldSpec &) { return value; }
    static Result<> fromText(std::string_view text, std::string &value, const FieldSpec &spec)
    {
        value = text;
        if (spec.rules.isNeverEmpty && text.empty())
            return failure(emptyGiven(spec.name));
        return check(value, spec);
    }
};

/// Microseconds: a number of milliseconds where the name ends with _ms, else a text such as "30s".
template <>
struct Codec<Microseconds> : PlainCodec
{
    static constexpr double each = 1000;
    static bool isMilliseconds(const FieldSpec &spec) { return spec.name.ends_with("_ms"); }
    static void write(JsonWriter &writer, Microseconds value, const FieldSpec &spec)
    {
        if (!isMilliseconds(spec))
            writer.text(durationText(value));
        else if (value.count() % static_cast<std::int64_t>(each) == 0)
            writer.number(value.count() / static_cast<std::int64_t>(each));
        else
            writer.number(static_cast<double>(value.count()) / each);
    }
    static Result<> check(Microseconds value, const FieldSpec &spec)
    {
        return checkRange(static_cast<double>(value.count()) / each, spec);
    }
    static void read(const ValueSource &source, Microseconds &value, const FieldSpec &spec)
    {
        Result<> good;
        if (double number = 0; isMilliseconds(spec)) {
            if (source.element.get_double().get(number) != simdjson::SUCCESS)
                good = failure(ErrorCode::Invalid, std::string(spec.name) + ": expected a number of milliseconds");
            else
                good = fromMilliseconds(number, value, spec);
        } else {
            std::string_view text;
            if (source.element.get_string().get(text) != simdjson::SUCCESS)
                good = failure(ErrorCode::Invalid, std::string(spec.name) + ": expected a duration such as \"30s\"");
            else
                good = fromText(text, value, spec);
        }
        if (!good)
            source.faults.fault(good.error());
    }
    static void schema(SchemaWriter &schema, const FieldSpec &spec)
    {
        if (isMilliseconds(spec)) {
            schema.type("number");
            schema.range(spec.rules);
        } else {
            schema.type("string");
            schema.text("pattern", "^[0-9]+(us|ms|s|m|h|d)?$");
        }
    }
    static std::string textOf(Microseconds value, const FieldSpec &spec)
    {
        return isMilliseconds(spec) ? plainNumber(static_cast<double>(value.count()) / each) : durationText(value);
    }
    static Result<> fromText(std::string_view text, Microseconds &value, const FieldSpec &spec)
    {
        if (isMilliseconds(spec)) {
            double number = 0;
            if (Result<> good = Codec<double>::fromText(text, number, spec); !good)
                return good;
            return fromMilliseconds(number, value, spec);
        }
        const Result<Microseconds> read = parseDuration(text);
        if (!read)
            return failure(ErrorCode::Invalid, std::string(spec.name) + ": " + read.error().text);
        value = *read;
        return check(value, spec);
    }

private:
    static Result<> fromMilliseconds(double number, Microseconds &value, const FieldSpec &spec)
    {
        constexpr double most = 100.0 * 366 * 24 * 3600 * 1000;
        if (Result<> good = checkRange(number, spec); !good)
            return good;
        if (!(number >= 0 && number <= most))
            return failure(ErrorCode::Invalid, std::string(spec.name) + ": expected a number of milliseconds");
        value = Microseconds {std::llround(number * each)};
        return {};
    }
};

/// Names, ids, enums, times: all types that are written as one text.
template <HasTextForm T>
struct Codec<T> : PlainCodec
{
    using Form = TextForm<T>;
    static bool isEmpty(const T &value)
    {
        if constexpr (requires { std::holds_alternative<std::monostate>(value); })
            return std::holds_alternative<std::monostate>(value);
        else
            return false;
    }
    static constexpr bool isAlwaysWritten = !requires(const T &value)
    {
        std::holds_alternative<std::monostate>(value);
    };
    static void write(JsonWriter &writer, const T &value, const FieldSpec &) { writer.text(Form::write(value)); }
    static void read(const ValueSource &source, T &value, const FieldSpec &spec)
    {
        std::string_view text;
        if (source.element.get_string().get(text) != simdjson::SUCCESS)
            source.faults.fault(spec.name, "a text");
        else if (const Result<> good = fromText(text, value, spec); !good)
            refuse(source, value, good.error());
    }
    static void schema(SchemaWriter &schema, const FieldSpec &spec)
    {
        schema.type("string");
        if constexpr (requires { Form::example; }) {
            if (spec.rules.example.empty())
                schema.example(Form::example);
        }
        if constexpr (requires { Form::values(); })
            schema.values(Form::values());
        else if constexpr (requires { Form::pattern; })
            schema.text("pattern", Form::pattern);
        else
            schema.text("format", Form::format);
    }
    static std::string textOf(const T &value, const FieldSpec &) { return Form::write(value); }
    static Result<> fromText(std::string_view text, T &value, const FieldSpec &spec)
    {
        Result<T> read = Form::parse(text);
        if (!read)
            return failure(read.error().code, std::string(spec.name) + ": " + read.error().text);
        value = std::move(*read);
        return {};
    }

private:
    static void refuse(const ValueSource &source, [[maybe_unused]] T &value, const Error &error)
    {
        if constexpr (MayGrow<T>) {
            if (source.reading == Reading::Answer) {
                value = EnumNames<T>::unknown;
                return;
            }
        }
        source.faults.fault(error);
    }
};

template <typename T>
struct Codec<std::optional<T>> : PlainCodec
{
    static constexpr bool isAlwaysWritten = false;
    static bool isEmpty(const std::optional<T> &value) { return !value; }
    static void write(JsonWriter &writer, const std::optional<T> &value, const FieldSpec &spec)
    {
        if (value)
            Codec<T>::write(writer, *value, spec);
        else
            writer.null();
    }
    static Result<> check(const std::optional<T> &value, const FieldSpec &spec)
    {
        if (!value)
            return {};
        if constexpr (requires { value->empty(); }) {
            if (spec.rules.isNeverEmpty && value->empty())
                return failure(emptyGiven(spec.name));
        }
        return Codec<T>::check(*value, spec);
    }
    static void read(const ValueSource &source, std::optional<T> &value, const FieldSpec &spec)
    {
        T inner = blank();
        const bool wasGood = source.faults.isGood();
        Codec<T>::read(source, inner, spec);
        if (!wasGood || source.faults.isGood())
            value = std::move(inner);
    }
    static void schema(SchemaWriter &schema, const FieldSpec &spec)
    {
        if (spec.rules.whenEmpty == WhenEmpty::Null || spec.rules.isRequired)
            schema.orNull([&] { Codec<T>::schema(schema, spec); });
        else
            Codec<T>::schema(schema, spec);
    }
    static std::string textOf(const std::optional<T> &value, const FieldSpec &spec) requires requires
    {
        Codec<T>::textOf(*value, spec);
    }
    {
        return value ? Codec<T>::textOf(*value, spec) : std::string {};
    }
    static Result<> fromText(std::string_view text, std::optional<T> &value, const FieldSpec &spec) requires
        requires(T &inner)
    {
        Codec<T>::fromText(text, inner, spec);
    }
    {
        T inner = blank();
        if (Result<> good = Codec<T>::fromText(text, inner, spec); !good)
            return good;
        value = std::move(inner);
        return {};
    }

private:
    static T blank()
    {
        if constexpr (std::is_default_constructible_v<T>)
            return T {};
        else
            return T::trusted("none"); // names have no empty value
    }
};

template <typename T>
struct Codec<std::vector<T>> : PlainCodec
{
    static bool isEmpty(const std::vector<T> &list) { return list.empty(); }
    static void write(JsonWriter &writer, const std::vector<T> &list, const FieldSpec &spec)
    {
        if (spec.rules.mayBeOne && list.size() == 1) {
            Codec<T>::write(writer, list.front(), spec);
            return;
        }
        writer.beginArray();
        for (const T &item : list)
            Codec<T>::write(writer, item, spec);
        writer.endArray();
    }
    static Result<> check(const std::vector<T> &list, const FieldSpec &spec)
    {
        const std::size_t most = spec.rules.itemsMax;
        if (most > 0 && list.size() > most)
            return failure(ErrorCode::TooLarge, std::string(spec.name) + ": at most " + std::to_string(most));
        for (const T &item : list) {
            if (Result<> good = Codec<T>::check(item, spec); !good)
                return good;
        }
        return {};
    }
    static void read(const ValueSource &source, std::vector<T> &list, const FieldSpec &spec)
    {
        simdjson::dom::array array;
        if (source.element.get_array().get(array) != simdjson::SUCCESS) {
            if (!spec.rules.mayBeOne) {
                source.faults.fault(spec.name, "a list");
                return;
            }
            list.assign(1, makeBlank());
            Codec<T>::read(source, list.front(), spec);
            return;
        }
        std::vector<std::string> raws;
        if constexpr (needsRaw<T>())
            raws = rawElements(source.raw);
        list.clear();
        std::size_t at = 0;
        for (const simdjson::dom::element element : array) {
            T item = makeBlank();
            const std::string_view raw = at < raws.size() ? raws[at] : std::string_view {};
            ++at;
            if (!spec.rules.skipsUnreadable) {
                Codec<T>::read({element, raw, source.reading, source.faults}, item, spec);
                list.push_back(std::move(item));
                continue;
            }
            JsonObject alone(element);
            Codec<T>::read({element, raw, source.reading, alone}, item, spec);
            if (alone.isGood())
                list.push_back(std::move(item));
        }
        if (spec.rules.isNeverEmpty && list.empty() && source.reading == Reading::Request)
            source.faults.fault(emptyGiven(spec.name));
        else if (const Result<> good = check(list, spec); !good && source.reading == Reading::Request)
            source.faults.fault(good.error());
    }
    static void schema(SchemaWriter &schema, const FieldSpec &spec)
    {
        const auto list = [&] {
            schema.type("array");
            if (spec.rules.itemsMax > 0)
                schema.number("maxItems", static_cast<double>(spec.rules.itemsMax));
            if (spec.rules.isNeverEmpty)
                schema.number("minItems", 1);
            schema.items([&] { Codec<T>::schema(schema, FieldSpec {spec.name, {}}); });
        };
        if (spec.rules.mayBeOne)
            schema.oneOf({[&] { Codec<T>::schema(schema, spec); }, list});
        else
            list();
    }

private:
    static T makeBlank()
    {
        if constexpr (std::is_default_constructible_v<T>)
            return T {};
        else
            return T::trusted("none");
    }
};

template <Described T>
struct Codec<T> : PlainCodec
{
    static void write(JsonWriter &writer, const T &value, const FieldSpec &)
    {
        writer.beginObject();
        writeMembers(writer, value);
        writer.endObject();
    }
    static Result<> check(const T &value, const FieldSpec &) { return checkFields(value); }
    static void read(const ValueSource &source, T &value, const FieldSpec &spec)
    {
        JsonObject object(source.element);
        readMembers({object, source.raw, source.reading}, value);
        if (!object.isGood())
            source.faults.fault({object.error().code,
                (spec.name.empty() ? std::string {} : std::string(spec.name) + ": ") + object.error().text});
    }
    static void schema(SchemaWriter &schema, const FieldSpec &)
    {
        if constexpr (requires { Fields<T>::name; })
            schema.reference(Fields<T>::name, [](SchemaWriter &named) { members(named); });
        else
            members(schema);
    }
    static void members(SchemaWriter &schema) { writeObjectSchema<T>(schema, Fields<T>::all); }
};

/// The schema of one entry of a table.
template <typename T, typename Entry>
void writeEntrySchema(SchemaWriter &schema, const Entry &entry, bool isOptionalPart)
{
    if constexpr (isDerived<Entry>) {
        using Value = std::remove_cvref_t<std::invoke_result_t<decltype(entry.compute), const T &>>;
        schema.property(entry, true, [&] { Codec<Value>::schema(schema, entry); });
    } else if constexpr (isInline<Entry>) {
        T owner {};
        auto &&part = std::invoke(entry.access, owner);
        using Part = std::remove_cvref_t<decltype(part)>;
        if constexpr (isRawPart<Part>)
            writeRawPartSchema(schema, part.name, part.isRequired);
        else if constexpr (isOptional<Part>)
            eachOf(Fields<typename Part::value_type>::all,
                [&](const auto &inner) { writeEntrySchema<typename Part::value_type>(schema, inner, true); });
        else
            eachOf(
                Fields<Part>::all, [&](const auto &inner) { writeEntrySchema<Part>(schema, inner, isOptionalPart); });
    } else {
        using Value = std::remove_cvref_t<std::invoke_result_t<decltype(entry.access), T &>>;
        const bool isAlwaysThere = entry.rules.isRequired
            || (!schema.isRequest() && !isOptionalPart && std::isnan(entry.rules.leftOutAt)
                && entry.rules.whenEmpty != WhenEmpty::LeftOut
                && (Codec<Value>::isAlwaysWritten || entry.rules.whenEmpty == WhenEmpty::Null));
        schema.property(entry, isAlwaysThere, [&] { Codec<Value>::schema(schema, entry); });
    }
}

template <typename T, typename Table>
void writeObjectSchema(SchemaWriter &schema, const Table &table)
{
    constexpr bool isPartial = requires
    {
        Fields<T>::isPartial;
    };
    schema.object([&] { eachOf(table, [&](const auto &entry) { writeEntrySchema<T>(schema, entry, isPartial); }); });
}

} // namespace fairlead
