// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"
#include "engine/domain/letter_case.h"
#include "engine/wire/call_codec.h"
#include "engine/wire/special_codecs.h"

namespace fairlead {

inline constexpr std::string_view jsonType = "application/json";

// Options of a command from the table of fields of the struct that they fill: name, unit, range, default and text are
// those of the field.

/// The members of one command. By default a member of a call's path, or one that must be there, is a word; another one
/// is an option of its own name, `max_attempts` being `--max-attempts`.
struct FieldChoice
{
    std::vector<std::string_view> only {}; ///< members; empty: all
    /// Names in place of the usual ones: "--to", or a word such as "N"; empty: no option.
    std::vector<std::pair<std::string_view, std::string>> names {};

    /// Empty: the member is no option here.
    std::string nameOf(const FieldSpec &spec, bool isWord) const;
};

/// Who sits here, for the logs; 128 bytes at most.
std::string operatorName();
/// Reads a duration or a time of the past. Fails with Invalid.
Result<TimePoint> parsePast(const std::string &text);
/// Adds --content-type, and --payload and --payload-file, which exclude each other.
void addPayload(Command &command, const RawPart<std::string> &part);
/// The description of an option: its text with an example, the range and the value without it.
std::string optionText(const FieldSpec &spec, const std::string &range, const std::string &otherwise);

/// The type of one value of a member.
template <typename T>
struct Bare
{
    using Type = T;
};
template <typename T>
struct Bare<std::optional<T>> : Bare<T>
{
};
template <typename T>
struct Bare<std::vector<T>> : Bare<T>
{
};
template <typename T, typename Variant>
struct Bare<Alternative<T, Variant>> : Bare<T>
{
};
template <typename Optional, typename Bool>
struct Bare<Clearable<Optional, Bool>> : Bare<Optional>
{
};
template <typename Number>
struct Bare<NumberText<Number>> : Bare<Number>
{
};

/// Sizes are typed as "64MiB".
inline bool isSize(const FieldSpec &spec)
{
    return spec.name.ends_with("bytes");
}

template <typename T>
std::string kindOf(const FieldSpec &spec)
{
    if constexpr (std::is_same_v<T, QueueName>)
        return "QUEUE";
    else if constexpr (std::is_same_v<T, TenantName>)
        return "TENANT";
    else if constexpr (std::is_same_v<T, AlertName>)
        return "ALERT";
    else if constexpr (std::is_same_v<T, JobState>)
        return "STATE";
    else if constexpr (std::is_same_v<T, Microseconds>)
        return "DURATION";
    else if constexpr (std::is_same_v<T, TimePoint>)
        return spec.isCriterion ? "AGO" : "TIME";
    else if constexpr (std::is_same_v<T,
                           RetryDeadline> || std::is_same_v<T, std::variant<std::monostate, Microseconds, TimePoint>>)
        return "WHEN";
    else if constexpr (std::is_same_v<T, Rate>)
        return "RATE";
    else if constexpr (std::is_same_v<T, bool>)
        return "BOOL";
    else if constexpr (std::is_arithmetic_v<T>)
        return isSize(spec) ? "SIZE" : "N";
    else if constexpr (requires { TextForm<T>::values(); })
        return upper(spec.name.substr(spec.name.rfind('_') + 1));
    else
        return "TEXT";
}

/// The range, in the unit in which the value is typed.
template <typename T>
std::string rangeOf(const FieldSpec &spec)
{
    const FieldRules &rules = spec.rules;
    if (rules.least == std::numeric_limits<double>::lowest())
        return {};
    if constexpr (std::is_same_v<T, Microseconds>) {
        const auto text = [](double ms) { return durationText(Microseconds {static_cast<std::int64_t>(ms * 1000)}); };
        return text(rules.least) + (rules.most < 1e15 ? " to " + text(rules.most) : " or more");
    } else
        return rangeText(rules);
}

template <typename V>
Result<> takeText(const std::string &text, V &&to, const FieldSpec &spec);

/// Reads a value in whose place a word could stand.
template <typename V>
Result<> takeUnless(const char *word, const std::string &text, V &to, const FieldSpec &spec)
{
    FieldSpec value = spec;
    value.rules.isRequired = false; // a value that must be there is one with a word
    const Result<> taken = takeText(text, to, value);
    return taken ? taken : failure(ErrorCode::Invalid, taken.error().text + ", or " + word);
}

/// Reads the text of one value into a member, or into what stands for one. `spec.name` is the option's.
template <typename V>
Result<> takeText(const std::string &text, V &&to, const FieldSpec &spec)
{
    using Value = std::remove_cvref_t<V>;
    using Inner = typename Bare<Value>::Type;
    if constexpr (std::is_same_v<Value, Inner>) {
        if constexpr (std::is_same_v<Value, Microseconds>) {
            const Result<Microseconds> read = parseDuration(text);
            if (!read)
                return failure(ErrorCode::Invalid, std::string(spec.name) + ": " + read.error().text);
            if (!checkRange(static_cast<double>(read->count()) / 1000, spec))
                return failure(ErrorCode::Invalid, std::string(spec.name) + ": expected " + rangeOf<Inner>(spec));
            to = *read;
            return {};
        } else {
            Result<Value> read = failure(ErrorCode::Invalid, "");
            if constexpr (std::is_same_v<Value, TimePoint>)
                read = spec.isCriterion ? parsePast(text) : parseTime(text);
            else if constexpr (std::is_same_v<Value, std::int64_t>)
                read = isSize(spec) ? parseSize(text) : read;
            if (!read && !read.error().text.empty())
                return failure(ErrorCode::Invalid, std::string(spec.name) + ": " + read.error().text);
            if (!read)
                return Codec<Value>::fromText(text, to, spec);
            to = *read;
            return {};
        }
    } else if constexpr (requires { to.isCleared; }) {
        to.isCleared = text == "default";
        return to.isCleared ? Result<> {} : takeUnless("default", text, to.value, spec);
    } else if constexpr (requires { to.number; }) {
        return takeText(text, to.number, spec);
    } else {
        Inner inner = [] {
            if constexpr (std::is_default_constructible_v<Inner>)
                return Inner {};
            else
                return Inner::trusted("none");
        }();
        if constexpr (requires { to.reset(); }) {
            // No number is a choice of its own.
            if (spec.rules.isRequired && text == "auto") {
                to.reset();
                return {};
            }
            if (spec.rules.isRequired)
                return takeUnless("auto", text, to, spec);
        }
        if (Result<> good = takeText(text, inner, spec); !good)
            return good;
        if constexpr (requires { to.variant; }) {
            if (!std::holds_alternative<std::monostate>(to.variant))
                return failure(ErrorCode::Invalid, std::string(spec.name) + ": goes without the other start");
            to.variant = std::move(inner);
        } else if constexpr (requires { to.push_back(inner); }) {
            to.push_back(std::move(inner));
        } else if constexpr (requires { to->push_back(inner); }) {
            if (!to)
                to.emplace();
            to->push_back(std::move(inner));
        } else {
            to = std::move(inner);
        }
        return {};
    }
}

template <typename T>
inline constexpr bool isList = false;
template <typename T>
inline constexpr bool isList<std::vector<T>> = true;
template <typename T>
inline constexpr bool isList<std::optional<std::vector<T>>> = true;

/// Adds an option, or a word, for a member. `names` are those of Option.
template <typename V>
void addField(Command &command, const FieldSpec &spec, V &&value, const std::string &names)
{
    using Value = std::remove_cvref_t<V>;
    using Inner = typename Bare<Value>::Type;
    std::string otherwise;
    if constexpr (std::is_same_v<Value, Microseconds>)
        otherwise = value == Microseconds {0} ? "" : durationText(value);
    else if constexpr (OneText<Value> && !std::is_same_v<Value, bool>)
        otherwise = spec.rules.isRequired ? "" : Codec<Value>::textOf(value, spec);
    Option option {names, kindOf<Inner>(spec), optionText(spec, rangeOf<Inner>(spec), otherwise), {}};
    if constexpr (std::is_same_v<Inner, bool>)
        option.choices = {"true", "false"};
    if constexpr (requires { TextForm<Inner>::values(); }) {
        for (const std::string_view one : TextForm<Inner>::values())
            option.choices.emplace_back(one);
    }
    option.isList = isList<Value>;
    const bool isWord = !names.starts_with('-');
    option.isOptional = !spec.rules.isRequired;
    const auto take = [spec, name = option.longName()](const std::string &text, auto &&to) {
        if (isList<Value> && text.empty())
            return Result<>(failure(emptyGiven(name)));
        FieldSpec named = spec;
        named.name = name;
        const Result<> taken = takeText(text, to, named);
        return taken ? taken : Result<>(failure(ErrorCode::Invalid, taken.error().text)); // the line is wrong
    };
    if constexpr (std::is_lvalue_reference_v<V>)
        option.take = [take, to = &value](const std::string &text) { return take(text, *to); };
    else
        option.take = [take, to = value](const std::string &text) { return take(text, to); };
    (isWord ? command.words : command.options).push_back(std::move(option));
}

/// Adds the options of a table of fields. `owner` must live as long as the command. REQUIRES: `path` is empty, or that
/// of a call.
template <typename Table, typename Owner>
void addFields(
    Command &command, const Table &table, Owner &owner, const FieldChoice &choice = {}, std::string_view path = {})
{
    eachSettable(table, owner, [&]<typename V>(const FieldSpec &spec, V &&value) {
        using Value = std::remove_cvref_t<V>;
        const bool isInPath = path.find("{" + std::string(spec.name) + "}") != std::string_view::npos;
        const std::string names = choice.nameOf(spec, isInPath || spec.rules.isRequired);
        if constexpr (isRawPart<Value>) {
            addPayload(command, value);
        } else if constexpr (std::is_same_v<Value, JobId>) {
            command.withId([to = &value](const JobId &id) { *to = id; });
        } else if constexpr (OneText<typename Bare<Value>::Type>) {
            if constexpr (std::is_same_v<Value, std::string>) {
                if (spec.name == "who")
                    value = operatorName();
            }
            if (!names.empty())
                addField(command, spec, std::forward<V>(value), names);
        }
    });
}

/// A command that makes the call C, with an option for each of its members. The engine's reply is shown by `print`.
/// `prepare` completes the call before it is made, or fails.
template <typename C, typename Print>
Command callCommand(const std::string &name, const std::string &example, Print print, const FieldChoice &choice = {},
    const std::function<Result<>(C &)> &prepare = {})
{
    const auto call = std::make_shared<C>();
    Command command {name, std::string(C::info.text), example};
    command.run = [call, print, prepare](Session &session) -> Result<> {
        if (prepare)
            FAIRLEAD_CHECK(prepare(*call));
        return session.show(session.ask(*call), print);
    };
    addFields(command, Fields<C>::all, *call, choice, C::info.path);
    return command;
}

} // namespace fairlead
