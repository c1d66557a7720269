// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/assembly/config_form.h"

namespace fairlead {

/// The keys of a struct in the configuration file: a tuple of Field, Inline, Section, NamedTables and Derived (listed,
/// but no key of the file). A function `complete(ConfigSection &, T &)` may fill in and check what hangs on several
/// keys.
template <typename T>
inline constexpr auto configKeys = nullptr;
/// Of named tables: the keys that may stand in the table of defaults too.
template <typename T>
inline constexpr auto commonKeys = std::tuple();
template <typename T>
concept HasKeys = !std::is_same_v<decltype(configKeys<T>), const std::nullptr_t>;

/// A table of the file. Without a table of keys of its own, it has those of the part.
struct OwnKeys
{
};
template <typename Access, typename Table = OwnKeys>
struct Section
{
    constexpr Section(std::string_view named, Access part, Table keys = {})
        : name(named)
        , access(part)
        , table(keys)
    {
    }
    std::string_view name;
    Access access;
    Table table;
};

/// Tables with a name each, such as [queue.NAME]: a list of structs that have a member `name`. All of them count at
/// once.
template <typename Access>
struct NamedTables
{
    constexpr NamedTables(std::string_view named, Access list, std::string_view common = {})
        : name(named)
        , access(list)
        , defaults(common)
    {
    }
    std::string_view name;
    Access access;
    std::string_view defaults; ///< table with the keys that all of them may have; empty: none
};

template <typename T>
inline constexpr bool isSection = false;
template <typename Access, typename Table>
inline constexpr bool isSection<Section<Access, Table>> = true;
template <typename T>
inline constexpr bool isNamedTables = false;
template <typename Access>
inline constexpr bool isNamedTables<NamedTables<Access>> = true;

/// The keys of a section's part.
template <typename Entry, typename Part>
constexpr const auto &keysOf(const Entry &entry, const Part &)
{
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(entry.table)>, OwnKeys>)
        return configKeys<Part>;
    else
        return entry.table;
}
/// One of named tables, with the built-in values.
template <typename Item>
Item builtInItem()
{
    if constexpr (std::is_default_constructible_v<Item>)
        return {};
    else
        return {.name = decltype(Item::name)::trusted("defaults")};
}
template <typename Item>
std::string nameTextOf(const Item &item)
{
    if constexpr (requires { item.name.text(); })
        return item.name.text();
    else
        return item.name;
}
template <typename T>
struct WithoutOptional
{
    using Type = T;
};
template <typename T>
struct WithoutOptional<std::optional<T>>
{
    using Type = T;
};

// --- reading ---------------------------------------------------------------------------------------------------------

template <typename T>
void readKeys(ConfigSection &section, T &value);

template <typename V>
void readKey(ConfigSection &section, const FieldSpec &spec, V &&value)
{
    using Value = std::remove_cvref_t<V>;
    using Bare = typename WithoutOptional<Value>::Type;
    const std::string key(spec.name);
    if constexpr (requires { ConfigForm<Value>::readIn(section, spec, value); }) {
        ConfigForm<Value>::readIn(section, spec, value);
    } else if constexpr (HasKeys<Bare>) {
        if (ConfigSection *inner = section.section(key)) {
            Bare read {};
            readKeys(*inner, read);
            value = std::move(read);
        }
    } else {
        const toml::node *node = section.find(key);
        Result<Value> read = node ? ConfigForm<Value>::read(*node, spec) : Result<Value>(value);
        bool isMissing = !node;
        if constexpr (requires { value.empty(); })
            isMissing = isMissing || (read && read->empty());
        if (!read)
            section.fault(key, read.error().text);
        else if (isMissing && spec.rules.isRequired)
            section.fault(key, "expected " + ConfigForm<Value>::kind(spec));
        else
            value = std::move(*read);
    }
}

template <typename Items>
void readNamedTables(ConfigSection &section, const std::string &name, std::string_view defaults, Items &items)
{
    using Item = typename Items::value_type;
    Item common = builtInItem<Item>();
    if (ConfigSection *inner = defaults.empty() ? nullptr : section.section(std::string(defaults)))
        readTable(commonKeys<Item>, *inner, common);
    ConfigSection *tables = section.section(name);
    for (const std::string &key : tables ? tables->names() : std::vector<std::string> {}) {
        using Name = decltype(Item::name);
        ConfigSection *inner = tables->section(key);
        Item item = common;
        if constexpr (HasTextForm<Name>) {
            const Result<Name> parsed = TextForm<Name>::parse(key);
            if (!parsed) {
                tables->fault(key, parsed.error().text);
                if (inner)
                    inner->leave();
                continue;
            }
            item.name = *parsed;
        } else {
            item.name = key;
        }
        if (!inner)
            continue;
        readKeys(*inner, item);
        items.push_back(std::move(item));
    }
}

template <typename Table, typename T>
void readTable(const Table &table, ConfigSection &section, T &owner)
{
    eachOf(table, [&]<typename Entry>(const Entry &entry) {
        if constexpr (isInline<Entry>) {
            readKeys(section, std::invoke(entry.access, owner));
        } else if constexpr (isSection<Entry>) {
            auto &part = std::invoke(entry.access, owner);
            ConfigSection *inner = section.section(std::string(entry.name));
            if constexpr (std::is_same_v<decltype(entry.table), OwnKeys>) {
                if (inner)
                    readKeys(*inner, part);
            } else if (inner) {
                readTable(entry.table, *inner, part);
            }
        } else if constexpr (isNamedTables<Entry>) {
            readNamedTables(section, std::string(entry.name), entry.defaults, std::invoke(entry.access, owner));
        } else if constexpr (!isDerived<Entry>) {
            readKey(section, entry, std::invoke(entry.access, owner));
        }
    });
}

/// Reads the keys that are there; the others keep what `value` holds.
template <typename T>
void readKeys(ConfigSection &section, T &value)
{
    readTable(configKeys<T>, section, value);
    if constexpr (requires { complete(section, value); })
        complete(section, value);
}

// --- walking ---------------------------------------------------------------------------------------------------------

/// Begin of the names of keys: "queue.mail." and, where the value may also stand in the common table, "defaults.".
struct KeyPlace
{
    std::string at {};
    std::string common {};
    KeyPlace in(std::string_view name) const
    {
        const std::string more = std::string(name) + ".";
        return {at + more, common.empty() ? common : common + more};
    }
};

/// Calls `visit(place, spec, value, builtIn)` for each key of `owner`, in the order of the table. A form with `eachIn`
/// has keys of its own in place of one.
template <typename Table, typename Owner, typename Visit>
void eachKeyOf(const Table &table, const KeyPlace &place, Owner &owner, const std::remove_const_t<Owner> &builtIn,
    const Visit &visit)
{
    eachOf(table, [&]<typename Entry>(const Entry &entry) {
        if constexpr (isDerived<Entry>) {
            visit(place, entry, entry.compute(owner), entry.compute(builtIn));
        } else if constexpr (isInline<Entry>) {
            auto &part = std::invoke(entry.access, owner);
            eachKeyOf(configKeys<std::remove_cvref_t<decltype(part)>>, place, part, std::invoke(entry.access, builtIn),
                visit);
        } else if constexpr (isSection<Entry>) {
            auto &part = std::invoke(entry.access, owner);
            eachKeyOf(keysOf(entry, std::as_const(part)), place.in(entry.name), part,
                std::invoke(entry.access, builtIn), visit);
        } else if constexpr (isNamedTables<Entry>) {
            for (auto &item : std::invoke(entry.access, owner)) {
                using Item = std::remove_cvref_t<decltype(item)>;
                KeyPlace inner = place.in(entry.name).in(nameTextOf(item));
                inner.common = entry.defaults.empty() ? "" : std::string(entry.defaults) + ".";
                eachKeyOf(configKeys<Item>, inner, item, builtInItem<Item>(), visit);
            }
        } else {
            auto &&value = std::invoke(entry.access, owner);
            using Form = ConfigForm<std::remove_cvref_t<decltype(value)>>;
            if constexpr (requires { Form::eachIn(place, value, visit); })
                Form::eachIn(place.in(entry.name), value, visit);
            else
                visit(place, entry, value, std::invoke(entry.access, builtIn));
        }
    });
}

/// The value as the file would say it.
template <typename V>
std::string configText(const V &value, const FieldSpec &spec)
{
    if constexpr (!std::is_same_v<typename WithoutOptional<V>::Type, V>) {
        return value ? configText(*value, spec) : "none";
    } else if constexpr (requires { ConfigForm<V>::write(value, spec); }) {
        return ConfigForm<V>::write(value, spec);
    } else {
        std::string text;
        eachKeyOf(configKeys<V>, {}, value, V {},
            [&](const KeyPlace &, const FieldSpec &inner, const auto &part, const auto &) {
                text += (text.empty() ? "{ " : ", ") + std::string(inner.name) + " = " + configText(part, inner);
            });
        return text + " }";
    }
}

/// Takes over the values of all keys that count at once.
template <typename Table, typename T>
void takeLive(const Table &table, T &running, const T &read)
{
    eachOf(table, [&]<typename Entry>(const Entry &entry) {
        if constexpr (!isDerived<Entry>) {
            auto &&part = std::invoke(entry.access, running);
            auto &&now = std::invoke(entry.access, read);
            using Part = std::remove_cvref_t<decltype(part)>;
            if constexpr (isInline<Entry>) {
                takeLive(configKeys<Part>, part, now);
            } else if constexpr (isSection<Entry>) {
                takeLive(keysOf(entry, now), part, now);
            } else if constexpr (isNamedTables<Entry>) {
                part = now;
            } else if constexpr (std::is_lvalue_reference_v<decltype(std::invoke(entry.access, running))>) {
                if (entry.rules.effect == Effect::AtOnce)
                    part = now;
            }
        }
    });
}

} // namespace fairlead
