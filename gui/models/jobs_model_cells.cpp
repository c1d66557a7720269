// SPDX-License-Identifier: GPL-3.0-or-later
// The cells of a list of jobs.
#include "engine/domain/error_title.h"
#include "gui/look/shown.h"
#include "gui/models/jobs_model.h"

namespace fairlead {

namespace {
QString titleOf(const std::string &text)
{
    constexpr int lengthMax = 300;
    return shown(errorTitle(text)).left(lengthMax);
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

std::vector<JobsModel::ColumnOf> JobsModel::columns() const
{
    return {ColumnOf(tr("Id"), [](const JobRecord &job) { return shownShort(job.job.id); })
                .tip(tr("The end of the job's id; the whole one is in its tooltip"))
                .cellTip([](const JobRecord &job) { return shown(job.job.id.text()); }),
        ColumnOf(tr("State"), [](const JobRecord &job) { return stateText(shownStateOf(job)); })
            .state([](const JobRecord &job) { return shownStateOf(job); }),
        ColumnOf(tr("Tenant"), [](const JobRecord &job) { return shown(job.job.spec.tenant.text()); }),
        ColumnOf(tr("Queue"), [](const JobRecord &job) { return shown(job.job.spec.queue.text()); }),
        ColumnOf(tr("Created"), [this](const JobRecord &job) { return shownAge(job.job.created, m_clock.now()); })
            .tip(tr("Time since it was handed in"))
            .cellTip([](const JobRecord &job) { return shownTimeInFull(job.job.created); }),
        ColumnOf(tr("Runs"),
            [](const JobRecord &job) { return QStringLiteral("%1/%2").arg(job.attempt).arg(job.job.spec.maxAttempts); })
            .tip(tr("Runs so far, of those allowed"))
            .number()
            .spoken([](const JobRecord &job) { return tr("%1 of %2").arg(job.attempt).arg(job.job.spec.maxAttempts); }),
        ColumnOf(tr("Waited"), [this](const JobRecord &job) { return waited(job, m_openedAt); })
            .tip(tr("Until its first run"))
            .number(),
        ColumnOf(tr("Ran"), [this](const JobRecord &job) { return ran(job, m_openedAt); })
            .tip(tr("The present or last run"))
            .number(),
        ColumnOf(tr("Last error"),
            [](const JobRecord &job) { return job.errors.empty() ? QString() : titleOf(job.errors.back().text); })
            .tip(tr("The last error in one line"))
            .cellTip([](const JobRecord &job) {
                return job.errors.empty() ? QString() : shown(job.errors.back().text.substr(0, 2000));
            })
            .state([](const JobRecord &job) {
                return isEnded(job.state) ? std::nullopt : std::optional(ShownState::Retrying);
            }),
        ColumnOf(tr("Tags"), [](const JobRecord &job) { return joined(job.job.spec.tags); })};
}

QVariant JobsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return m_columns.header(index.column(), Qt::Horizontal, role);
    // Painting alone fetches rows; a size hint or a tooltip does not.
    if (role != Qt::DisplayRole && role != StateRole && role != Qt::ToolTipRole && role != Qt::AccessibleTextRole)
        return {};
    if (const JobRecord *job = record(index.row()))
        return m_columns[index.column()].data(*job, role);
    return role == Qt::DisplayRole && index.column() == Id ? QVariant(QStringLiteral("…")) : QVariant();
}

} // namespace fairlead
