// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/events_model.h"

#include "gui/look/save_file.h"
#include "gui/look/shown.h"
#include "gui/models/event_words.h"
#include "gui/models/row_terms.h"

#include <QGuiApplication>
#include <QPalette>

#include <algorithm>

namespace fairlead {

namespace {
/// In the order of the columns of asCsv, without the first three.
QStringList csvCells(const Event &event)
{
    const std::string_view kind = eventKindName(event.kind);
    return {shown(event.who), QString::fromUtf8(kind.data(), static_cast<qsizetype>(kind.size())),
        event.job ? shown(event.job->text()) : QString(), event.queue ? shown(event.queue->text()) : QString(),
        event.tenant ? shown(event.tenant->text()) : QString(), {},
        event.attempt > 0 ? QString::number(event.attempt) : QString(), shown(event.text)};
}

QStringList csvCells(const AuditEntry &entry)
{
    return {shown(entry.who), shown(entry.act), {}, {}, {}, shown(entry.target), {}, shown(detailWithOutcome(entry))};
}

QStringList csvCells(const LogGap &gap)
{
    return {{}, QStringLiteral("gap"), {}, {}, {}, QStringLiteral("%1-%2").arg(gap.first).arg(gap.last), {}, {}};
}

QByteArray csvLineOf(const LogRow &row)
{
    const bool isAct = std::holds_alternative<AuditEntry>(row.what);
    return csvLine(QStringList {shownIso(row.at), isAct ? QStringLiteral("audit") : QStringLiteral("events"),
                       QString::number(row.number())}
        + std::visit([](const auto &what) { return csvCells(what); }, row.what));
}

bool isOnOneJob(const AuditEntry &act)
{
    return act.target.starts_with("job ");
}
const AuditEntry &lastAct(const LogRow &row)
{
    return row.more.empty() ? std::get<AuditEntry>(row.what) : row.more.back();
}

/// The first targets of acts that are one row, one on each line.
QString targetsOf(const LogRow &row)
{
    constexpr std::size_t linesMax = 20;
    if (row.more.empty())
        return {};
    QString lines = shown(std::get<AuditEntry>(row.what).target);
    for (std::size_t i = 0; i < std::min(row.more.size(), linesMax - 1); ++i)
        lines += QLatin1Char('\n') + shown(row.more[i].target);
    return row.more.size() < linesMax ? lines : lines + QStringLiteral("\n…");
}
} // namespace

EventsModel::EventsModel(const Clock &clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_columns({ColumnOf(tr("Time"), [&clock](const LogRow &row) { return shownTime(row.at, clock.now()); })
                     .cellTip([](const LogRow &row) { return shownTimeInFull(row.at); }),
          ColumnOf(tr("By"), byWords),
          ColumnOf(tr("What"), whatWords).state([](const LogRow &row) { return stateAfter(row); }),
          ColumnOf(tr("About"), aboutWords).cellTip([](const LogRow &row) {
              const auto *event = std::get_if<Event>(&row.what);
              return event && event->job ? shown(event->job->text()) : targetsOf(row);
          }),
          ColumnOf(tr("Details"), [&clock](const LogRow &row) { return detailWords(row, clock.now()); })
              .cellTip([&clock](const LogRow &row) { return detailWords(row, clock.now()); }),
          ColumnOf(tr("Number"), [](const LogRow &row) {
              return std::holds_alternative<LogGap>(row.what) ? QString() : shown(row.number());
          }).number()})
{
}

bool EventsModel::passes(const LogRow &row) const
{
    if (const auto *event = std::get_if<Event>(&row.what)) {
        if (!(isRoutine(event->kind) ? m_filter.hasJobs : m_filter.hasEngine))
            return false;
    } else if (std::holds_alternative<AuditEntry>(row.what) && !m_filter.hasActs) {
        return false;
    }
    if (!m_filter.terms)
        return false;
    if (m_filter.terms->empty())
        return true;
    QStringList cells;
    for (const int column : {Time, By, What, About, Detail})
        cells.append(m_columns[column].text(row));
    return hasTerms(row, cells, *m_filter.terms);
}

bool EventsModel::fold(const LogRow &row)
{
    constexpr Microseconds pauseMax = std::chrono::seconds {2};
    constexpr std::size_t actsMax = 10'000; // of one row
    const auto *act = std::get_if<AuditEntry>(&row.what);
    if (!act || !m_lastAct || !isOnOneJob(*act))
        return false;
    const AuditEntry &last = lastAct(*m_lastAct);
    if (!isOnOneJob(last) || act->number <= last.number || act->act != last.act || act->who != last.who
        || act->detail != last.detail // a refusal
        || act->target == last.target || act->at - last.at > pauseMax || m_lastAct->more.size() >= actsMax)
        return false;
    m_lastAct->more.push_back(*act);
    const auto seen = std::find(m_shown.begin(), m_shown.end(), m_lastAct);
    if (seen != m_shown.end()) {
        const auto at = static_cast<int>(seen - m_shown.begin());
        Q_EMIT dataChanged(index(at, 0), index(at, ColumnCount - 1));
    }
    return true;
}

void EventsModel::add(std::vector<LogRow> rows)
{
    std::vector<Kept> fresh;
    fresh.reserve(rows.size());
    for (LogRow &row : rows) {
        if (fold(row))
            continue;
        fresh.push_back(std::make_shared<LogRow>(std::move(row)));
        if (std::holds_alternative<AuditEntry>(fresh.back()->what))
            m_lastAct = fresh.back();
    }
    const auto isAfter = [](const Kept &a, const Kept &b) { return b->isBefore(*a); };
    std::sort(fresh.begin(), fresh.end(), isAfter);
    const auto middle = static_cast<std::ptrdiff_t>(m_all.size());
    m_all.insert(m_all.end(), fresh.begin(), fresh.end());
    std::inplace_merge(m_all.begin(), m_all.begin() + middle, m_all.end(), isAfter);
    fresh.erase(
        std::remove_if(fresh.begin(), fresh.end(), [this](const Kept &row) { return !passes(*row); }), fresh.end());
    show(fresh);
    drop();
}

/// Inserts rows in runs, so that a view gets a few insertions instead of thousands.
void EventsModel::show(const std::vector<Kept> &fresh)
{
    std::size_t at = 0;
    for (auto from = fresh.begin(); from != fresh.end();) {
        while (at < m_shown.size() && (*from)->isBefore(*m_shown[at]))
            ++at;
        auto to = from;
        while (to != fresh.end() && (at == m_shown.size() || m_shown[at]->isBefore(**to)))
            ++to;
        if (to == from)
            ++to; // an equal row exists: the new one goes above it
        const auto count = static_cast<std::size_t>(to - from);
        beginInsertRows({}, static_cast<int>(at), static_cast<int>(at + count) - 1);
        m_shown.insert(m_shown.begin() + static_cast<std::ptrdiff_t>(at), from, to);
        endInsertRows();
        at += count;
        from = to;
    }
}

void EventsModel::drop()
{
    if (m_all.size() <= rowsMax)
        return;
    m_all.resize(rowsMax);
    const LogRow &oldest = *m_all.back();
    if (m_lastAct && m_lastAct->isBefore(oldest))
        m_lastAct.reset();
    std::size_t kept = m_shown.size();
    while (kept > 0 && m_shown[kept - 1]->isBefore(oldest))
        --kept;
    if (kept == m_shown.size())
        return;
    beginRemoveRows({}, static_cast<int>(kept), rowCount() - 1);
    m_shown.resize(kept);
    endRemoveRows();
}

void EventsModel::replaceGap(const LogGap &gap, std::vector<LogRow> rows)
{
    const auto isIt = [&gap](const Kept &row) {
        const auto *one = std::get_if<LogGap>(&row->what);
        return one && one->first == gap.first && one->last == gap.last;
    };
    const auto found = std::find_if(m_all.begin(), m_all.end(), isIt);
    if (found == m_all.end())
        return;
    m_all.erase(found);
    const auto seen = std::find_if(m_shown.begin(), m_shown.end(), isIt);
    if (seen != m_shown.end()) {
        const auto at = static_cast<int>(seen - m_shown.begin());
        beginRemoveRows({}, at, at);
        m_shown.erase(seen);
        endRemoveRows();
    }
    add(std::move(rows));
}

std::optional<LogRow> EventsModel::unsearchedGap() const
{
    for (const Kept &row : m_all) {
        const auto *gap = std::get_if<LogGap>(&row->what);
        if (gap && !gap->isSearched())
            return *row;
    }
    return {};
}

bool EventsModel::reachesBefore(TimePoint time) const
{
    const auto oldest = std::find_if(
        m_all.rbegin(), m_all.rend(), [](const Kept &row) { return std::holds_alternative<Event>(row->what); });
    return oldest != m_all.rend() && (*oldest)->at < time;
}

void EventsModel::clear()
{
    beginResetModel();
    m_lastAct.reset();
    m_all.clear();
    m_shown.clear();
    endResetModel();
}

void EventsModel::setFilter(const LogFilter &filter)
{
    m_filter = filter;
    beginResetModel();
    m_shown.clear();
    std::copy_if(
        m_all.begin(), m_all.end(), std::back_inserter(m_shown), [this](const Kept &row) { return passes(*row); });
    endResetModel();
}

std::optional<JobId> EventsModel::jobAt(int row) const
{
    const auto *event = std::get_if<Event>(&this->row(row).what);
    return event ? event->job : std::nullopt;
}

QByteArray EventsModel::asCsv() const
{
    QByteArray lines = "time,log,number,who,what,job,queue,tenant,target,attempt,text\n";
    for (auto row = m_shown.rbegin(); row != m_shown.rend(); ++row) {
        lines += csvLineOf(**row);
        for (const AuditEntry &act : (*row)->more)
            lines += csvLineOf({act.at, act});
    }
    return lines;
}

QVariant EventsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto *gap = std::get_if<LogGap>(&row(index.row()).what);
    if (gap && !gap->isGone && role == Qt::ForegroundRole)
        return QGuiApplication::palette().link();
    return m_columns[index.column()].data(row(index.row()), role);
}

} // namespace fairlead
