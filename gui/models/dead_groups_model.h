// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/gui_client.h"
#include "gui/models/keyed_table_model.h"

namespace fairlead {

/// A group of dead letters with the same error, queue or tenant.
struct DeadGroup
{
    LetterGroup group;
    const std::string &key() const { return group.key; }
};

/// Groups of dead letters, counted by the engine. Threads: GUI.
class DeadGroupsModel final : public KeyedTableModel<DeadGroup>
{
    Q_OBJECT
public:
    static constexpr int groupsMax = 1000; ///< the groups with the most letters are shown
    enum Column { Problem, Jobs, Tenants, Last, First, Class, Queues, ColumnCount };

    DeadGroupsModel(GuiClient &client, const Clock &clock, QObject *parent);

    /// Asks the engine for the groups of a scope. The present groups stay until the answer comes.
    void load(const Scope &scope, GroupBy by);
    bool isLoading() const { return m_isLoading; }
    bool isLoaded() const { return m_isLoaded; }
    /// Whether rows come and go just now.
    bool isMerging() const { return m_isMerging; }
    /// The number of all groups; larger than the number of rows when there are more than groupsMax.
    std::int64_t total() const { return m_total; }
    const QString &trouble() const { return m_trouble; }
    /// The criterion of the groups shown.
    GroupBy by() const { return m_by; }
    /// The filter for the jobs of a group, in the scope of the groups shown.
    JobFilter filterOf(const DeadGroup &group) const;

Q_SIGNALS:
    void loaded();

private:
    void take(const Scope &scope, GroupBy by, Result<LetterGroups> groups);
    QString title(const LetterGroup &group) const;

    GuiClient &m_client;
    const Clock &m_clock;
    Scope m_scope;
    GroupBy m_by = GroupBy::Error;
    std::int64_t m_total = 0;
    int m_generation = 0;
    bool m_isLoading = false;
    bool m_isLoaded = false;
    bool m_isMerging = false;
    QString m_trouble;
};

} // namespace fairlead
