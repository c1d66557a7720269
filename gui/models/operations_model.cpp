// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/operations_model.h"

#include "gui/charts/cell_painters.h"
#include "gui/look/shown.h"
#include "gui/look/spoken.h"
#include "gui/look/state_colors.h"

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
    if (!filter.ids.empty())
        parts.append(OperationWords::tr("%n chosen job(s)", nullptr, static_cast<int>(filter.ids.size())));
    if (filter.state)
        parts.append(stateText(shownStateOf(*filter.state)));
    if (!filter.fingerprint.empty())
        parts.append(OperationWords::tr("error %1").arg(shown(filter.fingerprint.substr(0, 8))));
    if (filter.queue || filter.tenant)
        parts.append(shownScope({.queue = filter.queue, .tenant = filter.tenant}));
    if (!filter.tag.empty())
        parts.append(OperationWords::tr("tag \"%1\"").arg(shown(filter.tag)));
    if (!filter.handler.empty())
        parts.append(OperationWords::tr("handler %1").arg(shown(filter.handler)));
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

QVariant alignmentOf(int column)
{
    const bool isNumber = column >= OperationsModel::Done && column <= OperationsModel::Failed;
    return QVariant(isNumber ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
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
    : KeyedTableModel(parent)
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

QVariant OperationsModel::display(const Operation &operation, int column) const
{
    switch (column) {
    case What:
        return operationWords(operation.request);
    case State:
        return stateWords(operation.state);
    case Part: {
        const std::optional<double> part = partDone(operation);
        return part ? shownPercent(*part) : tr("counting");
    }
    case Done:
        return shown(operation.done);
    case Skipped:
        return shown(operation.skipped);
    case Failed:
        return shown(operation.failed);
    case Begun:
        return shownAge(operation.created, m_clock.now());
    case By:
        return shown(operation.request.who);
    default:
        return {};
    }
}

QVariant OperationsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Operation &operation = row(index.row()).operation;
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return display(operation, column);
    case Qt::AccessibleTextRole:
        return withoutGlyph(display(operation, column).toString());
    case ShareRole:
        return column == Part ? QVariant(partDone(operation).value_or(0)) : QVariant();
    case StateRole:
        return column == State ? QVariant(static_cast<int>(stateOf(operation.state))) : QVariant();
    case Qt::ToolTipRole:
        if (column == Begun)
            return shownTimeInFull(operation.created);
        return operation.error.empty() ? display(operation, What) : QVariant(shown(operation.error));
    case Qt::TextAlignmentRole:
        return alignmentOf(column);
    default:
        return {};
    }
}

QVariant OperationsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    const QStringList names {
        tr("Operation"), tr("State"), tr("Progress"), tr("Done"), tr("Skipped"), tr("Failed"), tr("Begun"), tr("By")};
    return role == Qt::DisplayRole ? QVariant(names.at(section)) : QVariant();
}

} // namespace fairlead
