// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/dead_groups_model.h"

#include "gui/charts/cell_painters.h"
#include "gui/look/shown.h"

namespace fairlead {

namespace {
constexpr int pageLength = 500;

/// "acme 120, beta 12": the greatest first, at most three.
QString summed(const std::map<std::string, std::int64_t> &counts)
{
    std::vector<std::pair<std::int64_t, std::string>> list;
    list.reserve(counts.size());
    for (const auto &[name, count] : counts)
        list.emplace_back(-count, name);
    std::sort(list.begin(), list.end());
    QStringList words;
    constexpr std::size_t most = 3;
    for (std::size_t i = 0; i < std::min(list.size(), most); ++i)
        words.append(shown(list[i].second) + QLatin1Char(' ') + shown(-list[i].first));
    if (list.size() > most)
        words.append(QStringLiteral("…"));
    return words.join(QStringLiteral(", "));
}
} // namespace

std::vector<DeadGroup> groupByError(const std::vector<DeadLetter> &letters)
{
    std::map<std::string, DeadGroup> groups;
    for (const DeadLetter &letter : letters) {
        const AttemptError &error = letter.lastError;
        DeadGroup &group = groups[error.fingerprint];
        const TimePoint died = letter.record.finishedAt.value_or(error.ended);
        if (group.jobs == 0 || died < group.first)
            group.first = died;
        if (group.jobs == 0 || died >= group.last) {
            group.last = died;
            group.errorClass = error.errorClass;
            group.text = error.text;
        }
        group.fingerprint = error.fingerprint;
        ++group.jobs;
        ++group.tenants[letter.record.job.spec.tenant.text()];
        ++group.queues[letter.record.job.spec.queue.text()];
    }
    std::vector<DeadGroup> list;
    list.reserve(groups.size());
    for (auto &[fingerprint, group] : groups)
        list.push_back(std::move(group));
    return list;
}

DeadGroupsModel::DeadGroupsModel(GuiClient &client, const Clock &clock, QObject *parent)
    : KeyedTableModel(parent)
    , m_client(client)
    , m_clock(clock)
{
}

void DeadGroupsModel::load(const Scope &scope)
{
    ++m_generation;
    m_query = {};
    m_query.queue = scope.queue;
    m_query.tenant = scope.tenant;
    m_query.limit = pageLength;
    m_letters.clear();
    m_isLoading = true;
    m_isTruncated = false;
    ask();
}

void DeadGroupsModel::ask()
{
    m_client.ask().listDeadLetters(
        m_query, m_client.here<DeadLetterPage>(this, [this, generation = m_generation](Result<DeadLetterPage> page) {
            if (generation == m_generation)
                take(std::move(page));
        }));
}

void DeadGroupsModel::take(Result<DeadLetterPage> page)
{
    if (!page) {
        m_trouble = shown(page.error().text);
        m_isLoading = false;
        Q_EMIT loaded();
        return;
    }
    m_trouble.clear();
    for (DeadLetter &letter : page->deadLetters)
        m_letters.push_back(std::move(letter));
    m_isTruncated = !page->cursor.empty() && m_letters.size() >= lettersMax;
    if (!page->cursor.empty() && !m_isTruncated) {
        m_query.cursor = page->cursor;
        ask();
        return;
    }
    m_isLoading = false;
    m_isLoaded = true;
    replaceRows(groupByError(m_letters));
    std::vector<DeadLetter>().swap(m_letters);
    Q_EMIT loaded();
}

QVariant DeadGroupsModel::display(const DeadGroup &group, int column) const
{
    switch (column) {
    case Problem:
        return group.text.empty() && group.errorClass.empty() ? tr("The deadline passed before a run")
                                                              : shown(group.text.substr(0, group.text.find('\n')));
    case Class:
        return shown(group.errorClass);
    case Jobs:
        return shown(group.jobs);
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
    const DeadGroup &group = row(index.row());
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
            return static_cast<qlonglong>(group.jobs);
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
        tr("Last error"), tr("Jobs"), tr("Tenants"), tr("Newest"), tr("Oldest"), tr("Class"), tr("Queues")};
    return role == Qt::DisplayRole ? QVariant(names.at(section)) : QVariant();
}

} // namespace fairlead
