// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/ids.h"

#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace fairlead {

/// A part of all tenants in the order of their names.
struct TenantRange
{
    std::optional<TenantName> tenant {}; ///< this one alone
    std::optional<TenantName> after {}; ///< only those behind this name, which need not exist
    std::size_t most = std::numeric_limits<std::size_t>::max(); ///< the first so many
};

/// The names of a range, found among names that are offered in any order and from several sources. Keeps no more than
/// the range may have. Threads: one.
class FirstTenants
{
public:
    explicit FirstTenants(TenantRange range)
        : m_range(std::move(range))
    {
    }
    /// False when the name does not belong to the range, or comes behind its last one.
    bool offer(const std::string &name)
    {
        if ((m_range.tenant && m_range.tenant->text() != name) || (m_range.after && name <= m_range.after->text()))
            return false;
        const bool isFull = m_names.size() >= m_range.most;
        if (isFull && (m_names.empty() || *m_names.rbegin() < name))
            return false;
        if (m_names.insert(name).second && isFull)
            m_names.erase(std::prev(m_names.end()));
        return true;
    }
    /// Offers the keys of a map, and looks at no more of them than it must.
    template <typename Value>
    void offerAll(const std::map<TenantName, Value> &byName)
    {
        auto it = m_range.tenant ? byName.find(*m_range.tenant)
            : m_range.after      ? byName.upper_bound(*m_range.after)
                                 : byName.begin();
        while (it != byName.end() && offer(it->first.text()))
            ++it;
    }
    const std::set<std::string> &names() const { return m_names; }
    bool has(const std::string &name) const { return m_names.contains(name); }

private:
    const TenantRange m_range;
    std::set<std::string> m_names;
};

} // namespace fairlead
