// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/operations_model.h"

#include "gui/look/shown.h"

namespace fairlead {

namespace {
/// Translation context of these texts.
struct OperationWords
{
    Q_DECLARE_TR_FUNCTIONS(OperationWords)
};

QString verbOf(BulkAction action)
{
    switch (action) {
    case BulkAction::Retry:
        return OperationWords::tr("Retry");
    case BulkAction::Cancel:
        return OperationWords::tr("Cancel");
    case BulkAction::Delete:
        return OperationWords::tr("Delete");
    case BulkAction::Move:
        return OperationWords::tr("Move");
    case BulkAction::SetPriority:
        return OperationWords::tr("Set priority");
    }
    return {};
}

QStringList filterWords(const JobFilter &filter)
{
    QStringList parts;
    if (filter.ids)
        parts.append(OperationWords::tr("%n chosen job(s)", nullptr, static_cast<int>(filter.ids->size())));
    if (filter.state)
        parts.append(stateText(shownStateOf(*filter.state)));
    if (filter.fingerprint)
        parts.append(OperationWords::tr("error %1").arg(shown(filter.fingerprint->substr(0, 8))));
    if (filter.queue || filter.tenant)
        parts.append(shownScope({.queue = filter.queue, .tenant = filter.tenant}));
    for (const std::string &tag : filter.tags.value_or(std::vector<std::string> {}))
        parts.append(OperationWords::tr("tag \"%1\"").arg(shown(tag)));
    if (filter.tagPrefix)
        parts.append(OperationWords::tr("a tag that begins with \"%1\"").arg(shown(*filter.tagPrefix)));
    if (filter.payload)
        parts.append(OperationWords::tr("payload %1").arg(shown(*filter.payload)));
    if (filter.handler)
        parts.append(OperationWords::tr("handler %1").arg(shown(*filter.handler)));
    if (filter.operation)
        parts.append(OperationWords::tr("retried by %1").arg(shownShort(*filter.operation)));
    if (parts.isEmpty())
        parts.append(OperationWords::tr("all jobs that match"));
    return parts;
}

ShownState stateOf(OperationState state)
{
    switch (state) {
    case OperationState::Running:
        return ShownState::Running;
    case OperationState::Done:
        return ShownState::Succeeded;
    case OperationState::Cancelled:
        return ShownState::Cancelled;
    case OperationState::Failed:
        break;
    }
    return ShownState::Dead;
}

QString stateWords(OperationState state)
{
    const QString glyph = lookOf(stateOf(state), {}).glyph + QLatin1Char(' ');
    switch (state) {
    case OperationState::Running:
        return glyph + OperationWords::tr("goes on");
    case OperationState::Done:
        return glyph + OperationWords::tr("done");
    case OperationState::Cancelled:
        return glyph + OperationWords::tr("cancelled");
    case OperationState::Failed:
        break;
    }
    return glyph + OperationWords::tr("failed");
}

/// 0 to 1; empty while the jobs are being counted.
std::optional<double> partDone(const Operation &operation)
{
    if (operation.state == OperationState::Done)
        return 1;
    if (!operation.total)
        return {};
    const auto seen = static_cast<double>(operation.done + operation.skipped + operation.failed);
    return *operation.total > 0 ? std::min(seen / static_cast<double>(*operation.total), 1.0) : 1.0;
}

QString problemOrWords(const OperationRow &row)
{
    return row.operation.error.empty() ? operationWords(row.operation.request) : shown(row.operation.error);
}

TableColumn<OperationRow> countColumn(const QString &title, std::int64_t Operation::*count)
{
    return TableColumn<OperationRow>(title, [count](const OperationRow &row) { return shown(row.operation.*count); })
        .number()
        .cellTip(problemOrWords);
}
} // namespace

QString operationWords(const OperationRequest &request)
{
    QString words = OperationWords::tr("%1: %2").arg(
        verbOf(request.action), filterWords(request.filter).join(QStringLiteral(", ")));
    if (request.over > Microseconds {0})
        words += OperationWords::tr(", spread over %1").arg(shownDuration(request.over));
    return words;
}

OperationsModel::OperationsModel(const Clock &clock, QObject *parent)
    : KeyedTableModel(
        {ColumnOf(tr("Operation"),
             [](const OperationRow &row) {
                 return operationWords(row.operation.request);
             }).cellTip(problemOrWords),
            ColumnOf(tr("State"), [](const OperationRow &row) { return stateWords(row.operation.state); })
                .cellTip(problemOrWords)
                .state([](const OperationRow &row) { return stateOf(row.operation.state); }),
            ColumnOf(tr("Progress"),
                [](const OperationRow &row) {
                    const std::optional<double> part = partDone(row.operation);
                    return part ? shownPercent(*part) : tr("counting");
                })
                .cellTip(problemOrWords)
                .role(ShareRole, [](const OperationRow &row) { return partDone(row.operation).value_or(0); }),
            countColumn(tr("Done"), &Operation::done), countColumn(tr("Skipped"), &Operation::skipped),
            countColumn(tr("Failed"), &Operation::failed),
            ColumnOf(
                tr("Begun"), [this](const OperationRow &row) { return shownAge(row.operation.created, m_clock.now()); })
                .cellTip([](const OperationRow &row) { return shownTimeInFull(row.operation.created); }),
            ColumnOf(tr("By"), [](const OperationRow &row) { return shown(row.operation.request.who); })
                .cellTip(problemOrWords)},
        parent)
    , m_clock(clock)
{
}

void OperationsModel::show(const std::vector<Operation> &operations)
{
    std::vector<OperationRow> rows;
    rows.reserve(operations.size());
    for (const Operation &operation : operations)
        rows.emplace_back(operation);
    replaceRows(std::move(rows));
}

} // namespace fairlead
