// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/undo_log.h"

#include <map>
#include <optional>

namespace fairlead {

/// A map whose changes can be undone. Threads: one at a time.
template <typename Key, typename Value>
class UndoableMap
{
public:
    explicit UndoableMap(UndoLog &undo)
        : m_undo(undo)
    {
    }
    const std::map<Key, Value> &all() const { return m_entries; }
    /// Null when there is no such entry. Valid until the entry's next change.
    const Value *find(const Key &key) const
    {
        const auto found = m_entries.find(key);
        return found == m_entries.end() ? nullptr : &found->second;
    }
    /// Adds or replaces an entry. An empty value removes it.
    void set(const Key &key, std::optional<Value> value)
    {
        const Value *present = find(key);
        m_undo.add([this, key, old = present ? std::optional(*present) : std::nullopt] { assign(key, old); });
        assign(key, std::move(value));
    }
    /// Removes the entries for which `isOld` holds.
    template <typename Predicate>
    void removeIf(const Predicate &isOld)
    {
        for (auto next = m_entries.begin(); next != m_entries.end();) {
            const auto entry = next++;
            if (isOld(entry->second))
                set(Key(entry->first), {});
        }
    }

private:
    void assign(const Key &key, std::optional<Value> value)
    {
        if (value)
            m_entries.insert_or_assign(key, std::move(*value));
        else
            m_entries.erase(key);
    }

    UndoLog &m_undo;
    std::map<Key, Value> m_entries;
};

} // namespace fairlead
