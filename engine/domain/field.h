// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <concepts>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace fairlead {

/// The part of a member that the audit log and the engine's own log may show, and that an answer shows.
enum class Secrecy {
    Plain, ///< all of it
    Payload, ///< logs: nothing of it; an answer: what its reader's PayloadRight allows
    Quoting, ///< a text that may quote members of its struct with Payload: what is covered there is covered in it
    Fingerprint, ///< of an error: logs, and answers to readers without the full right: its id by ErrorIds
    Secret, ///< logs: nothing
};

/// The way in which an empty text, optional or list is written.
enum class WhenEmpty {
    Written, ///< as "" or []; an optional is left out
    LeftOut,
    Null,
};

/// The moment from which a setting that was changed in the configuration file counts.
enum class Effect { AtOnce, AfterRestart };

/// Rules of one member. Numbers are in the unit that the name ends with; of a duration, in milliseconds.
struct FieldRules
{
    bool isRequired = false; ///< a request without it is refused
    bool isNeverEmpty = false; ///< given empty it is refused; it is left out to have none
    double least = std::numeric_limits<double>::lowest(); ///< of a number or a duration
    double most = std::numeric_limits<double>::max();
    std::size_t bytesMax = 0; ///< of a text; 0: no limit here
    bool hasLines = false; ///< of a text: it may hold line ends and other control characters; any other is refused
    std::size_t itemsMax = 0; ///< of a list; 0: no limit here
    bool mayBeOne = false; ///< a list of one item is written as the item, and read from it
    WhenEmpty whenEmpty = WhenEmpty::Written;
    double leftOutAt =
        std::numeric_limits<double>::quiet_NaN(); ///< a number, or the place of a name, that is not written
    Secrecy secrecy = Secrecy::Plain;
    bool skipsUnreadable = false; ///< of a list in an answer: items that this version cannot read are skipped
    std::string_view example {};
    bool isBytes = false; ///< the configuration file says the number as a size, such as "10MiB"
    bool isFile = false; ///< a path, which starts at the folder of the configuration file
    Effect effect = Effect::AtOnce; ///< of a setting
};

/// The part of a field's description that does not depend on its type.
struct FieldSpec
{
    std::string_view name; ///< in JSON, in a query, in a path and as an option of the command line
    std::string_view text; ///< for the document, the help and the manual
    FieldRules rules {};
    bool isCriterion = false; ///< a part of a filter
};

/// One member of a struct. `access` is a pointer to the member. Or it is a function that takes the struct by reference
/// and returns the member or a stand-in for it (Alternative, Negated, Clearable).
template <typename Access>
struct Field : FieldSpec
{
    constexpr Field(std::string_view named, Access member, std::string_view told, FieldRules held = {})
        : FieldSpec {named, told, held}
        , access(member)
    {
    }
    Access access;
};

template <typename Access>
inline constexpr bool isOptionalMember = false;
template <typename T, typename Owner>
inline constexpr bool isOptionalMember<std::optional<T> Owner::*> = true;

/// A member of a filter, or of a narrower scope. It is optional, so that "no criterion" and "an empty one" are two
/// values. One that is given empty is refused, because it must never mean "no criterion".
template <typename Access>
struct Criterion : Field<Access>
{
    static_assert(isOptionalMember<Access>, "a criterion is a std::optional: only then can it be given empty");
    constexpr Criterion(std::string_view named, Access member, std::string_view told, FieldRules held = {})
        : Field<Access>(named, member, told, held)
    {
        this->isCriterion = true;
        this->rules.isNeverEmpty = true;
        this->rules.whenEmpty = WhenEmpty::LeftOut;
    }
};

/// The access from a struct to a member of a member: path<&Job::spec, &JobSpec::timeout>.
template <auto First, auto... Rest>
struct Path
{
    constexpr auto &operator()(auto &value) const
    {
        if constexpr (sizeof...(Rest) == 0)
            return value.*First;
        else
            return Path<Rest...> {}(value.*First);
    }
};
template <auto... Members>
inline constexpr Path<Members...> path;
/// The access from a struct to its base.
template <typename Base>
struct AsBase
{
    constexpr const Base &operator()(const Base &value) const { return value; }
    constexpr Base &operator()(Base &value) const { return value; }
};

/// All members of a part, at the level of the struct that has the part.
template <typename Access>
struct Inline
{
    constexpr explicit Inline(Access member)
        : access(member)
    {
    }
    Access access;
};

/// A member that is computed when the struct is written, and ignored when it is read.
template <typename Compute>
struct Derived : FieldSpec
{
    constexpr Derived(std::string_view named, Compute function, std::string_view told, FieldRules held = {})
        : FieldSpec {named, told, held}
        , compute(function)
    {
    }
    Compute compute;
};

template <typename T>
inline constexpr bool isDerived = false;
template <typename Compute>
inline constexpr bool isDerived<Derived<Compute>> = true;
template <typename T>
inline constexpr bool isInline = false;
template <typename Access>
inline constexpr bool isInline<Inline<Access>> = true;

/// The description of a struct: `name` (of its schema) and `all`, a tuple of Field, Criterion, Inline and Derived in
/// the order in which they are written. It may have `afterRead(T &)`, which completes a struct that was read, and
/// `isPartial`, when only required members are always written.
template <typename T>
struct Fields;
template <typename T>
concept Described = requires
{
    Fields<T>::all;
};

/// Calls `visit(description)` for each entry of a table.
template <typename Table, typename Visit>
constexpr void eachOf(const Table &table, Visit &&visit)
{
    std::apply([&](const auto &...entry) { (visit(entry), ...); }, table);
}

/// The stand-in for a variant that holds a T or nothing: two members of JSON that exclude each other.
template <typename T, typename Variant>
struct Alternative
{
    Variant &variant;
};
template <typename T, typename Variant>
Alternative<T, Variant> alternative(Variant &variant)
{
    return {variant};
}

/// The stand-in for a flag whose JSON says the opposite.
template <typename Bool>
struct Negated
{
    Bool &flag;
};
template <typename Bool>
Negated(Bool &) -> Negated<Bool>;

/// The stand-in for a flag that is said by one of two names.
template <typename Bool>
struct EitherName
{
    Bool &flag;
    std::string_view whenFalse;
    std::string_view whenTrue;
};
template <typename Bool>
EitherName(Bool &, std::string_view, std::string_view) -> EitherName<Bool>;

/// The stand-in for a part of a patch: absent keeps it, null clears it, a value sets it.
template <typename Optional, typename Bool>
struct Clearable
{
    Optional &value;
    Bool &isCleared;
};
template <typename Optional, typename Bool>
Clearable(Optional &, Bool &) -> Clearable<Optional, Bool>;

/// The stand-in for a number that is written as a text, and as null when it is 0: the cursor of a list.
template <typename Number>
struct NumberText
{
    Number &number;
};
template <typename Number>
NumberText(Number &) -> NumberText<Number>;

/// The stand-in for raw bytes and their content type. In JSON they are `NAME` when they are valid JSON, else
/// `NAME_base64`; `content_type` is written besides.
template <typename Text>
struct RawPart
{
    Text &bytes;
    Text &contentType;
    std::string_view name;
    bool isRequired = false;
    bool alwaysBase64 = false;
};
template <typename Text>
RawPart(Text &, Text &, std::string_view) -> RawPart<Text>;
template <typename Text>
RawPart(Text &, Text &, std::string_view, bool) -> RawPart<Text>;
template <typename Text>
RawPart(Text &, Text &, std::string_view, bool, bool) -> RawPart<Text>;

} // namespace fairlead
