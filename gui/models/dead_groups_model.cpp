// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/dead_groups_model.h"

#include "engine/calls/dead_letter_calls.h"
#include "engine/domain/error_title.h"
#include "gui/look/shown.h"

namespace fairlead {

namespace {
/// The largest counts first, at most three: "acme 120, beta 12".
QString summed(const std::vector<NameCount> &counts)
{
    QStringList words;
    constexpr std::size_t most = 3;
    for (std::size_t i = 0; i < std::min(counts.size(), most); ++i)
        words.append(shown(counts[i].name) + QLatin1Char(' ') + shown(counts[i].count));
    if (counts.size() > most)
        words.append(QStringLiteral("…"));
    return words.join(QStringLiteral(", "));
}

TableColumn<DeadGroup> ageColumn(Figure figure, const QString &title, TimePoint LetterGroup::*time, const Clock &clock)
{
    return TableColumn<DeadGroup>(
        title, [time, &clock](const DeadGroup &row) { return shownAge(row.group.*time, clock.now()); })
        .figure(figure)
        .cellTip([time](const DeadGroup &row) { return shownTimeInFull(row.group.*time); })
        .role(SortRole, [time](const DeadGroup &row) {
            return static_cast<qlonglong>((row.group.*time).time_since_epoch().count());
        });
}
} // namespace

DeadGroupsModel::DeadGroupsModel(GuiClient &client, const Clock &clock, QObject *parent)
    : KeyedTableModel(
        {ColumnOf(tr("Group"), [this](const DeadGroup &row) { return title(row.group); })
                .figure(Figure::GroupProblem)
                .cellTip([](const DeadGroup &row) { return shown(row.group.text.substr(0, 2000)); }),
            ColumnOf(tr("Jobs"), [](const DeadGroup &row) { return shown(row.group.count); })
                .figure(Figure::GroupJobs)
                .number()
                .role(SortRole, [](const DeadGroup &row) { return static_cast<qlonglong>(row.group.count); }),
            ColumnOf(tr("Tenants"), [](const DeadGroup &row) { return summed(row.group.tenants); })
                .figure(Figure::GroupTenants),
            ageColumn(Figure::GroupNewest, tr("Newest"), &LetterGroup::last, clock),
            ageColumn(Figure::GroupOldest, tr("Oldest"), &LetterGroup::first, clock),
            ColumnOf(tr("Class"), [](const DeadGroup &row) { return shown(row.group.errorClass); })
                .figure(Figure::GroupClass),
            ColumnOf(tr("Queues"), [](const DeadGroup &row) { return summed(row.group.queues); })
                .figure(Figure::GroupQueues)},
        parent)
    , m_client(client)
    , m_clock(clock)
{
}

void DeadGroupsModel::load(const Scope &scope, GroupBy by)
{
    m_isLoading = true;
    const LetterGroupQuery query {.by = by, .queue = scope.queue, .tenant = scope.tenant, .limit = groupsMax};
    m_client.askFor<LetterGroups>(ListDeadLetters::grouped(query), this,
        [this, scope, by, generation = ++m_generation](Result<LetterGroups> groups) {
            if (generation == m_generation)
                take(scope, by, std::move(groups));
        });
}

void DeadGroupsModel::take(const Scope &scope, GroupBy by, Result<LetterGroups> groups)
{
    m_isLoading = false;
    m_trouble = groups ? QString() : shown(groups.error().text);
    if (groups) {
        m_isLoaded = true;
        m_scope = scope;
        m_by = by;
        m_total = groups->total;
        setAsOf(m_clock.now());
        std::vector<DeadGroup> rows;
        for (LetterGroup &group : groups->groups)
            rows.push_back({std::move(group)});
        m_isMerging = true;
        replaceRows(std::move(rows));
        m_isMerging = false;
    }
    Q_EMIT loaded();
}

JobFilter DeadGroupsModel::filterOf(const DeadGroup &group) const
{
    JobFilter filter;
    filter.anyOf = {JobState::Dead, JobState::Expired};
    filter.queue = m_scope.queue;
    filter.tenant = m_scope.tenant;
    switch (m_by) {
    case GroupBy::Error:
        // A dead letter without an error is a job whose deadline passed.
        if (group.key().empty())
            filter.anyOf = {JobState::Expired};
        else
            filter.fingerprint = group.key();
        break;
    case GroupBy::Queue:
        filter.queue = QueueName::trusted(group.key());
        break;
    case GroupBy::Tenant:
        filter.tenant = TenantName::trusted(group.key());
        break;
    }
    return filter;
}

QString DeadGroupsModel::title(const LetterGroup &group) const
{
    const QString error = group.text.empty() && group.errorClass.empty() ? tr("The deadline passed before a run")
                                                                         : shown(errorTitle(group.text));
    return m_by == GroupBy::Error ? error : tr("%1 – newest: %2").arg(shown(group.key), error);
}

} // namespace fairlead
