// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/field.h"
#include "engine/wire/json_reader.h"
#include "engine/wire/json_writer.h"
#include "engine/wire/raw_json.h"
#include "engine/wire/schema_writer.h"

#include <vector>

namespace fairlead {

// JSON of every struct that has a field table, in both directions. The type of a member chooses its Codec. Differences
// between members of one type are in their FieldSpec.

/// The strictness with which an object is read.
enum class Reading {
    Request, ///< members that are unknown, missing or out of range are refused
    Answer, ///< unknown members are ignored: a newer engine may send more
};

/// One value to be read. `raw` is its text, for types that need it.
struct ValueSource
{
    simdjson::dom::element element;
    std::string_view raw;
    Reading reading;
    JsonObject &faults; ///< the object that holds the value
};
/// One object to be read.
struct ObjectSource
{
    JsonObject &object;
    std::string_view raw;
    Reading reading;
    bool isPartial = false; ///< required members may be absent; they keep their values
};

template <typename T>
struct Codec;

// Raw bytes and their content type; raw_part.cpp.
void writeRawPart(JsonWriter &writer, const RawPart<const std::string> &part);
void readRawPart(const ObjectSource &source, const RawPart<std::string> &part);
void writeRawPartSchema(SchemaWriter &schema, std::string_view name, bool isRequired);

// --- members of a struct ---------------------------------------------------------------------------------------------

template <typename T>
inline constexpr bool isOptional = false;
template <typename T>
inline constexpr bool isOptional<std::optional<T>> = true;
template <typename T>
inline constexpr bool isRawPart = false;
template <typename T>
inline constexpr bool isRawPart<RawPart<T>> = true;

/// Whether reading a T needs its text, because it keeps raw bytes in some member.
template <typename T>
consteval bool needsRaw();
template <typename Owner, typename Entry>
consteval bool entryNeedsRaw()
{
    if constexpr (isDerived<Entry>) {
        return false;
    } else {
        using Value = std::remove_cvref_t<std::invoke_result_t<decltype(Entry::access), Owner &>>;
        return isRawPart<Value> || needsRaw<Value>();
    }
}
template <typename T>
struct ElementOf
{
    using Type = T;
};
template <typename T>
struct ElementOf<std::optional<T>> : ElementOf<T>
{
};
template <typename T>
struct ElementOf<std::vector<T>> : ElementOf<T>
{
};
template <typename T>
consteval bool needsRaw()
{
    using Item = typename ElementOf<T>::Type;
    if constexpr (requires { Codec<Item>::needsRaw; })
        return Codec<Item>::needsRaw;
    else if constexpr (Described<Item>)
        return []<typename... Entry>(std::type_identity<std::tuple<Entry...>>) {
            return (entryNeedsRaw<Item, Entry>() || ...);
        }(std::type_identity<std::remove_cv_t<decltype(Fields<Item>::all)>> {});
    else
        return false;
}

/// Calls `visit(spec, value)` for each member of `owner`, including those of inlined parts, in the order of the table.
/// `value` is a reference to the member, or a stand-in for it. Computed members are visited by value.
template <typename Table, typename Owner, typename Visit>
void eachMemberOf(const Table &table, Owner &owner, const Visit &visit)
{
    eachOf(table, [&]<typename Entry>(const Entry &entry) {
        if constexpr (isDerived<Entry>) {
            visit(entry, entry.compute(owner));
        } else if constexpr (isInline<Entry>) {
            auto &&part = std::invoke(entry.access, owner);
            using Part = std::remove_cvref_t<decltype(part)>;
            if constexpr (isRawPart<Part>)
                visit(FieldSpec {part.name, {}}, part);
            else if constexpr (isOptional<Part>) {
                if (part)
                    eachMemberOf(Fields<typename Part::value_type>::all, *part, visit);
            } else
                eachMemberOf(Fields<Part>::all, part, visit);
        } else {
            visit(entry, std::invoke(entry.access, owner));
        }
    });
}

/// Whether a member has the value at which its rules leave it out.
template <typename V>
bool isLeftOut(const FieldSpec &spec, const V &value)
{
    if constexpr (std::is_arithmetic_v<V> || std::is_enum_v<V>)
        return static_cast<double>(value) == spec.rules.leftOutAt;
    else if constexpr (std::is_same_v<V, Microseconds>)
        return static_cast<double>(value.count()) == spec.rules.leftOutAt;
    else
        return false;
}

/// Writes one member, or leaves it out as its rules say.
template <typename V>
void writeMember(JsonWriter &writer, const FieldSpec &spec, const V &value)
{
    if constexpr (isRawPart<V>) {
        writeRawPart(writer, value);
    } else {
        if (isLeftOut(spec, value))
            return;
        if (Codec<V>::isEmpty(value)) {
            if (spec.rules.whenEmpty == WhenEmpty::Null)
                writer.key(spec.name).null();
            if (spec.rules.whenEmpty != WhenEmpty::Written || !Codec<V>::isAlwaysWritten)
                return;
        }
        writer.key(spec.name);
        Codec<V>::write(writer, value, spec);
    }
}

template <Described T>
void writeMembers(JsonWriter &writer, const T &owner)
{
    eachMemberOf(
        Fields<T>::all, owner, [&](const FieldSpec &spec, const auto &value) { writeMember(writer, spec, value); });
}

/// Whether null is a value of a member, as the schema says.
template <typename V>
bool mayBeNull(const FieldSpec &spec)
{
    if constexpr (requires(V & value) { value.isCleared; })
        return true;
    return spec.rules.whenEmpty == WhenEmpty::Null || (isOptional<V> && spec.rules.isRequired);
}

/// Reads one member from the object.
template <typename V>
void readMember(const ObjectSource &source, const FieldSpec &spec, V &&value)
{
    using Value = std::remove_cvref_t<V>;
    JsonObject &object = source.object;
    if constexpr (isRawPart<Value>) {
        readRawPart(source, value);
    } else {
        const std::optional<simdjson::dom::element> element = object.element(spec.name);
        if (!element) {
            const bool isNull = object.isNull(spec.name);
            if constexpr (requires { value.isCleared; })
                value.isCleared = isNull;
            if (spec.rules.isRequired && !source.isPartial && !(isNull && isOptional<Value>))
                object.fault(spec.name, spec.text.empty() ? "a value" : spec.text);
            else if (isNull && source.reading == Reading::Request && !mayBeNull<Value>(spec))
                object.fault(nullGiven(spec.name));
            return;
        }
        std::string raw;
        if constexpr (needsRaw<Value>())
            raw = rawMember(source.raw, spec.name).value_or("");
        Codec<Value>::read({*element, raw, source.reading, object}, value, spec);
    }
}

template <typename Table, typename Owner>
void readMembersOf(const Table &table, const ObjectSource &source, Owner &owner)
{
    eachOf(table, [&]<typename Entry>(const Entry &entry) {
        if constexpr (isDerived<Entry>) {
            source.object.has(entry.name);
        } else if constexpr (isInline<Entry>) {
            auto &&part = std::invoke(entry.access, owner);
            using Part = std::remove_cvref_t<decltype(part)>;
            if constexpr (isRawPart<Part>) {
                readMember(source, FieldSpec {part.name, {}}, part);
            } else if constexpr (isOptional<Part>) {
                using Inner = typename Part::value_type;
                if (source.object.has(std::get<0>(Fields<Inner>::all).name)) {
                    Inner inner {};
                    readMembersOf(Fields<Inner>::all, source, inner);
                    part = std::move(inner);
                }
            } else {
                readMembersOf(Fields<Part>::all, source, part);
                if constexpr (requires { Fields<Part>::afterRead(part); })
                    Fields<Part>::afterRead(part);
            }
        } else {
            readMember(source, entry, std::invoke(entry.access, owner));
        }
    });
}

/// Reads all members. Absent ones keep their values.
template <Described T>
void readMembers(const ObjectSource &source, T &owner)
{
    readMembersOf(Fields<T>::all, source, owner);
    if constexpr (requires { Fields<T>::afterRead(owner); })
        Fields<T>::afterRead(owner);
    if (source.reading == Reading::Request)
        source.object.refuseUnknown();
}

/// Checks each member by its rules: ranges, lengths, UTF-8. Fails with Invalid, or TooLarge for a length.
template <Described T>
Result<> checkFields(const T &owner)
{
    Result<> good;
    eachMemberOf(Fields<T>::all, owner, [&]<typename V>(const FieldSpec &spec, const V &value) {
        if constexpr (!isRawPart<V>) {
            if (good)
                good = Codec<V>::check(value, spec);
        } else if (good && !isUtf8(value.contentType)) {
            good = failure(ErrorCode::Invalid, "content_type: not UTF-8");
        }
    });
    return good;
}

} // namespace fairlead
