// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/dead_groups_model.h"

#include "engine/calls/dead_letter_calls.h"
#include "gui/charts/cell_painters.h"
#include "gui/look/shown.h"

namespace fairlead {

namespace {
/// The greatest counts first, at most three: "acme 120, beta 12".
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
} // namespace

DeadGroupsModel::DeadGroupsModel(GuiClient &client, const Clock &clock, QObject *parent)
    : KeyedTableModel(parent)
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
        std::vector<DeadGroup> rows;
        for (LetterGroup &group : groups->groups)
            rows.push_back({std::move(group)});
        replaceRows(std::move(rows));
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
    const QString error = group.text.empty() && group.errorClass.empty()
        ? tr("The deadline passed before a run")
        : shown(group.text.substr(0, group.text.find('\n')));
    return m_by == GroupBy::Error ? error : tr("%1 – newest: %2").arg(shown(group.key), error);
}

QVariant DeadGroupsModel::display(const LetterGroup &group, int column) const
{
    switch (column) {
    case Problem:
        return title(group);
    case Class:
        return shown(group.errorClass);
    case Jobs:
        return shown(group.count);
    case Tenants:
        return summed(group.tenants);
    case Queues:
        return summed(group.queues);
    case First:
        return shownAge(group.first, m_clock.now());
    case Last:
        return shownAge(group.last, m_clock.now());
    default:
        return {};
    }
}

QVariant DeadGroupsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const LetterGroup &group = row(index.row()).group;
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return display(group, column);
    case Qt::ToolTipRole:
        if (column == Problem)
            return shown(group.text.substr(0, 2000));
        if (column == First || column == Last)
            return shownTimeInFull(column == First ? group.first : group.last);
        return {};
    case Qt::TextAlignmentRole:
        return QVariant(column == Jobs ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    case SortRole:
        if (column == Jobs)
            return static_cast<qlonglong>(group.count);
        if (column == First || column == Last)
            return static_cast<qlonglong>((column == First ? group.first : group.last).time_since_epoch().count());
        return display(group, column);
    default:
        return {};
    }
}

QVariant DeadGroupsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(section == Jobs ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    const QStringList names {
        tr("Group"), tr("Jobs"), tr("Tenants"), tr("Newest"), tr("Oldest"), tr("Class"), tr("Queues")};
    return role == Qt::DisplayRole ? QVariant(names.at(section)) : QVariant();
}

} // namespace fairlead
