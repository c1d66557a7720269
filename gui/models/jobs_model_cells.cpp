// SPDX-License-Identifier: GPL-3.0-or-later
// The cells of a list of jobs.
#include "gui/charts/cell_painters.h"
#include "gui/look/shown.h"
#include "gui/look/spoken.h"
#include "gui/look/state_colors.h"
#include "gui/models/jobs_model.h"

namespace fairlead {

namespace {
QString firstLine(const std::string &text)
{
    constexpr int lengthMax = 300;
    return shown(text.substr(0, text.find('\n'))).left(lengthMax);
}

QString dash()
{
    return QStringLiteral("–");
}

/// The time from ready to the first start. Later waits are not recorded.
QString waited(const JobRecord &record, TimePoint now)
{
    const TimePoint from = std::max(record.job.created, record.job.spec.runAt.value_or(record.job.created));
    if (record.startedAt && record.attempt == 1)
        return shownDuration(std::max(*record.startedAt - from, Microseconds {0}));
    if (record.state == JobState::Ready && record.attempt == 0)
        return shownDuration(std::max(now - from, Microseconds {0}));
    return dash();
}

QString ran(const JobRecord &record, TimePoint now)
{
    if (!record.startedAt)
        return dash();
    if (record.state == JobState::Running)
        return shownDuration(std::max(now - *record.startedAt, Microseconds {0}));
    if (record.finishedAt && *record.finishedAt >= *record.startedAt)
        return shownDuration(*record.finishedAt - *record.startedAt);
    return dash();
}

QString joined(const std::vector<std::string> &tags)
{
    QStringList list;
    for (const std::string &tag : tags)
        list.append(shown(tag));
    return list.join(QStringLiteral(", "));
}
} // namespace

QVariant JobsModel::display(const JobRecord &record, int column) const
{
    const JobSpec &spec = record.job.spec;
    switch (column) {
    case Id:
        return shownShort(record.job.id);
    case State:
        return stateText(shownStateOf(record));
    case Queue:
        return shown(spec.queue.text());
    case Tenant:
        return shown(spec.tenant.text());
    case Created:
        return shownAge(record.job.created, m_clock.now());
    case Waited:
        return waited(record, m_openedAt);
    case Ran:
        return ran(record, m_openedAt);
    case Attempt:
        return QStringLiteral("%1/%2").arg(record.attempt).arg(spec.maxAttempts);
    case Problem:
        return record.errors.empty() ? QString() : firstLine(record.errors.back().text);
    case Tags:
        return joined(spec.tags);
    default:
        return {};
    }
}

QVariant JobsModel::tip(const JobRecord &record, int column) const
{
    switch (column) {
    case Id:
        return shown(record.job.id.text());
    case Created:
        return shownTimeInFull(record.job.created);
    case Problem:
        return record.errors.empty() ? QString() : shown(record.errors.back().text.substr(0, 2000));
    default:
        return {};
    }
}

QVariant JobsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int column = index.column();
    if (role == Qt::TextAlignmentRole) {
        const bool isNumber = column == Waited || column == Ran || column == Attempt;
        return QVariant(isNumber ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    }
    // Painting alone fetches rows; a size hint or a tooltip does not.
    if (role != Qt::DisplayRole && role != StateRole && role != Qt::ToolTipRole && role != Qt::AccessibleTextRole)
        return {};
    const JobRecord *job = record(index.row());
    if (!job)
        return role == Qt::DisplayRole && column == Id ? QVariant(QStringLiteral("…")) : QVariant();
    switch (role) {
    case StateRole:
        if (column == State)
            return static_cast<int>(shownStateOf(*job));
        return column == Problem && !isEnded(job->state) ? QVariant(static_cast<int>(ShownState::Retrying))
                                                         : QVariant();
    case Qt::ToolTipRole:
        return tip(*job, column);
    case Qt::AccessibleTextRole:
        return column == Attempt ? tr("%1 of %2").arg(job->attempt).arg(job->job.spec.maxAttempts)
                                 : withoutGlyph(display(*job, column).toString());
    default:
        return display(*job, column);
    }
}

QVariant JobsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool isNumber = section == Waited || section == Ran || section == Attempt;
        return QVariant(isNumber ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    }
    const QStringList names {tr("Id"), tr("State"), tr("Tenant"), tr("Queue"), tr("Created"), tr("Runs"), tr("Waited"),
        tr("Ran"), tr("Last error"), tr("Tags")};
    const QStringList tips {tr("The end of the job's id; the whole one is in its tooltip"), {}, {}, {},
        tr("Newest first; lists are kept in this order only"), tr("Runs so far, of those allowed"),
        tr("Until its first run"), tr("The present or last run"), tr("First line of the last error"), {}};
    if (role == Qt::DisplayRole)
        return names.at(section);
    return role == Qt::ToolTipRole ? QVariant(tips.at(section)) : QVariant();
}

} // namespace fairlead
