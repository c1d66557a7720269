// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/assembly/config_section.h"
#include "engine/domain/field_range.h"
#include "engine/domain/text_form.h"

namespace fairlead {

// The values of a configuration file. A ConfigForm is chosen by the type of a member. It has `kind` (for the document
// and for faults, such as "a whole number from 1 to 64"), `read` (fails with the text of the fault) and `write` (as the
// file would say it). A value that is a whole table has `readIn` in place of `read`.

template <typename T>
struct ConfigForm;

/// In quotes, with escapes.
std::string inQuotes(std::string_view text);
/// Such as " from 1 to 64" or " of 0 or more"; empty without limits.
std::string limitsText(const FieldRules &rules);
/// The same for durations, with an example where there are no limits.
std::string durationLimitsText(const FieldRules &rules);
/// The shortest exact size, in quotes.
std::string sizeText(std::int64_t bytes);

template <typename T>
Result<T> notExpected(const FieldSpec &spec)
{
    return failure(ErrorCode::Configuration, "expected " + ConfigForm<T>::kind(spec));
}

template <>
struct ConfigForm<bool>
{
    static std::string kind(const FieldSpec &) { return "true or false"; }
    static Result<bool> read(const toml::node &node, const FieldSpec &spec)
    {
        return node.is_boolean() ? Result<bool>(**node.as_boolean()) : notExpected<bool>(spec);
    }
    static std::string write(bool value, const FieldSpec &) { return value ? "true" : "false"; }
};

template <std::integral T>
struct ConfigForm<T>
{
    static std::string kind(const FieldSpec &spec)
    {
        return spec.rules.isBytes ? R"(a size such as "64KiB" or "10MiB")" : "a whole number" + limitsText(spec.rules);
    }
    static Result<T> read(const toml::node &node, const FieldSpec &spec)
    {
        std::optional<std::int64_t> value;
        if (spec.rules.isBytes && node.is_string()) {
            if (const Result<std::int64_t> size = parseSize(**node.as_string()))
                value = *size;
        } else if (!spec.rules.isBytes && node.is_integer()) {
            value = **node.as_integer();
        }
        if (!value || !std::in_range<T>(*value) || !checkRange(static_cast<double>(*value), spec))
            return notExpected<T>(spec);
        return static_cast<T>(*value);
    }
    static std::string write(T value, const FieldSpec &spec)
    {
        return spec.rules.isBytes ? sizeText(static_cast<std::int64_t>(value)) : std::to_string(value);
    }
};

template <>
struct ConfigForm<double>
{
    static std::string kind(const FieldSpec &spec) { return "a number" + limitsText(spec.rules); }
    static Result<double> read(const toml::node &node, const FieldSpec &spec)
    {
        const std::optional<double> value = node.is_number() ? node.value<double>() : std::nullopt;
        return value && checkRange(*value, spec) ? Result<double>(*value) : notExpected<double>(spec);
    }
    static std::string write(double value, const FieldSpec &) { return numberText(value); }
};

template <>
struct ConfigForm<Microseconds>
{
    static constexpr std::string_view many = R"(durations such as ["1s", "5s", "1m"])";
    static std::string kind(const FieldSpec &spec) { return "a duration" + durationLimitsText(spec.rules); }
    static Result<Microseconds> read(const toml::node &node, const FieldSpec &spec)
    {
        constexpr double each = 1000;
        const auto value = parseDuration(node.is_string() ? **node.as_string() : std::string {});
        if (value && checkRange(static_cast<double>(value->count()) / each, spec))
            return *value;
        return notExpected<Microseconds>(spec);
    }
    static std::string write(Microseconds value, const FieldSpec &) { return inQuotes(durationText(value)); }
};

template <>
struct ConfigForm<std::string>
{
    static constexpr std::string_view many = R"(texts such as ["gzip", "-9"])";
    static std::string kind(const FieldSpec &spec)
    {
        return "a text in quotes" + (spec.rules.example.empty() ? "" : ", such as " + inQuotes(spec.rules.example));
    }
    /// Programs, files and the network end a text at the character NUL.
    static Result<std::string> read(const toml::node &node, const FieldSpec &spec)
    {
        if (!node.is_string())
            return notExpected<std::string>(spec);
        const std::string &text = **node.as_string();
        if (text.find('\0') != std::string::npos)
            return failure(ErrorCode::Configuration, "expected a text without the character NUL");
        return text;
    }
    static std::string write(const std::string &value, const FieldSpec &) { return inQuotes(value); }
};

/// Names, rates and enums: all that is one text.
template <HasTextForm T>
struct ConfigForm<T>
{
    using Form = TextForm<T>;
    static std::string kind(const FieldSpec &spec)
    {
        std::string list;
        if constexpr (requires { Form::values(); }) {
            for (const std::string_view name : Form::values())
                list += (list.empty() ? "one of " : ", ") + inQuotes(name);
        }
        return list.empty() ? ConfigForm<std::string>::kind(spec) : list;
    }
    static Result<T> read(const toml::node &node, const FieldSpec &spec)
    {
        if (!node.is_string())
            return notExpected<T>(spec);
        return Form::parse(**node.as_string());
    }
    static std::string write(const T &value, const FieldSpec &) { return inQuotes(Form::write(value)); }
};

template <typename T>
struct ConfigForm<std::optional<T>>
{
    static std::string kind(const FieldSpec &spec) { return ConfigForm<T>::kind(spec); }
    static Result<std::optional<T>> read(const toml::node &node, const FieldSpec &spec)
    {
        Result<T> value = ConfigForm<T>::read(node, spec);
        return value ? Result<std::optional<T>>(std::move(*value)) : failure(value.error());
    }
    static std::string write(const std::optional<T> &value, const FieldSpec &spec)
    {
        return value ? ConfigForm<T>::write(*value, spec) : "none";
    }
};

template <typename T>
struct ConfigForm<std::vector<T>>
{
    static std::string kind(const FieldSpec &) { return "a list of " + std::string(ConfigForm<T>::many); }
    static Result<std::vector<T>> read(const toml::node &node, const FieldSpec &spec)
    {
        std::vector<T> list;
        if (!node.is_array())
            return notExpected<std::vector<T>>(spec);
        for (const toml::node &one : *node.as_array()) {
            Result<T> value = ConfigForm<T>::read(one, FieldSpec {spec.name, {}});
            if (!value)
                return one.is_string() ? Result<std::vector<T>>(failure(value.error()))
                                       : notExpected<std::vector<T>>(spec);
            list.push_back(std::move(*value));
        }
        return list;
    }
    static std::string write(const std::vector<T> &list, const FieldSpec &spec)
    {
        std::string text;
        for (const T &one : list)
            text += (text.empty() ? "" : ",") + ConfigForm<T>::write(one, spec);
        return "[" + text + "]";
    }
};

template <typename Bool>
struct ConfigForm<EitherName<Bool>>
{
    static std::string kind(const FieldSpec &) { return "one of two names"; }
    static void readIn(ConfigSection &section, const FieldSpec &spec, const EitherName<Bool> &value)
    {
        const std::string key(spec.name);
        const toml::node *node = section.find(key);
        const std::string word = node && node->is_string() ? **node->as_string() : std::string {};
        if (word == value.whenFalse || word == value.whenTrue)
            value.flag = word == value.whenTrue;
        else if (node)
            section.fault(key, "expected one of " + inQuotes(value.whenFalse) + ", " + inQuotes(value.whenTrue));
    }
    static std::string write(const EitherName<Bool> &value, const FieldSpec &)
    {
        return inQuotes(value.flag ? value.whenTrue : value.whenFalse);
    }
};

/// Texts by their names: a table of which any key is known.
template <>
struct ConfigForm<std::map<std::string, std::string>>
{
    static std::string kind(const FieldSpec &) { return "a table of texts"; }
    static void readIn(ConfigSection &section, const FieldSpec &spec, std::map<std::string, std::string> &texts)
    {
        ConfigSection *table = section.section(std::string(spec.name));
        for (const std::string &name : table ? table->names() : std::vector<std::string> {}) {
            const Result<std::string> text = ConfigForm<std::string>::read(*table->find(name), FieldSpec {});
            if (text)
                texts[name] = *text;
            else
                table->fault(name, text.error().text);
        }
    }
    template <typename Place, typename Texts, typename Visit>
    static void eachIn(const Place &place, Texts &texts, const Visit &visit)
    {
        for (auto &[name, text] : texts)
            visit(place, FieldSpec {name, "", {.secrecy = Secrecy::Secret}}, text, std::string {});
    }
};

} // namespace fairlead
