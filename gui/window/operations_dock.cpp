// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/operations_dock.h"

#include "engine/calls/operation_calls.h"
#include "gui/charts/cell_painters.h"
#include "gui/look/icons.h"
#include "gui/models/operations_model.h"
#include "gui/pages/replay_line.h"
#include "gui/pages/table_dress.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace fairlead {

OperationsDock::OperationsDock(MonitorFeed &feed, EngineActs &acts, QWidget *parent)
    : QDockWidget(tr("Operations"), parent)
    , m_feed(feed)
    , m_acts(acts)
    , m_operations(new OperationsFeed(feed, this))
    , m_model(new OperationsModel(feed.clock(), this))
    , m_table(new QTableView)
    , m_cancel(new QPushButton(icon(QStringLiteral("cancel")), tr("Cancel operation")))
    , m_replay(new ReplayLine(feed))
{
    setObjectName(QStringLiteral("operations"));
    setAllowedAreas(Qt::BottomDockWidgetArea | Qt::TopDockWidgetArea);
    m_table->setObjectName(QStringLiteral("operationsTable"));
    m_table->setModel(m_model);
    dressTable(*m_table, tr("Acts on many jobs"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegateForColumn(OperationsModel::State, new StateDelegate(m_table));
    m_table->setItemDelegateForColumn(OperationsModel::Part, new ShareBarDelegate(m_table));
    setColumnWidths(*m_table, {30, 11, 26, 8, 8, 8, 12, 14}, OperationsModel::What);
    m_hint = new TableHint(m_table);
    m_cancel->setObjectName(QStringLiteral("cancelOperation"));
    auto *side = new QVBoxLayout;
    side->addWidget(m_cancel);
    side->addStretch();
    auto *box = new QWidget;
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(8, 4, 8, 6);
    auto *main = new QVBoxLayout;
    main->addWidget(m_table, 1);
    main->addWidget(m_replay);
    layout->addLayout(main, 1);
    layout->addLayout(side);
    setWidget(box);
    connect(m_operations, &OperationsFeed::changed, this, [this] {
        m_model->show(m_operations->operations());
        followLink();
        followReplay();
    });
    connect(m_operations, &OperationsFeed::ended, &acts, &EngineActs::sayEnd);
    connect(&acts, &EngineActs::operationBegun, this, [this](const Operation &operation) {
        m_operations->watch(operation);
        show();
    });
    connect(this, &QDockWidget::visibilityChanged, m_operations, &OperationsFeed::setLookedAt);
    connect(&feed, &MonitorFeed::linkChanged, this, &OperationsDock::followLink);
    connect(&feed, &MonitorFeed::bearerChanged, this, &OperationsDock::followLink);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        followLink();
        followReplay();
    });
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (const Operation *operation = cancellable())
            m_acts.cancelOperation(operation->id);
    });
    followLink();
}

const Operation *OperationsDock::cancellable() const
{
    const QModelIndex current = m_table->currentIndex();
    if (current.isValid() && m_model->row(current.row()).operation.state == OperationState::Running)
        return &m_model->row(current.row()).operation;
    for (const OperationRow &row : m_model->rows()) {
        if (row.operation.state == OperationState::Running)
            return &row.operation;
    }
    return nullptr;
}

void OperationsDock::followReplay()
{
    const QModelIndex current = m_table->currentIndex();
    if (current.isValid())
        m_replay->follow(m_model->row(current.row()).operation);
    else
        m_replay->followNewest(m_operations->operations());
    if (isVisible())
        m_replay->refresh();
}

void OperationsDock::followLink()
{
    const QString whyNone = m_feed.whyNot<ListOperations>();
    m_hint->setHint(
        whyNone.isEmpty() ? tr("Retries, cancellations and deletions of many jobs are listed here") : whyNone);
    const QString why = m_feed.whyNot<CancelOperation>();
    m_cancel->setEnabled(cancellable() && why.isEmpty());
    m_cancel->setToolTip(!why.isEmpty() ? why : cancellable() ? tr("What is done stays done") : tr("None goes on"));
}

} // namespace fairlead
