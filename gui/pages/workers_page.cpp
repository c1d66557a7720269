// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/workers_page.h"

#include "engine/calls/engine_calls.h"
#include "gui/charts/cell_painters.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/pages/figure_links.h"
#include "gui/pages/table_dress.h"

#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

namespace fairlead {

WorkersPage::WorkersPage(const PageContext &context)
    : Page(context)
    , m_model(new WorkersModel(this))
    , m_table(new QTableView)
    , m_facts(new PlainLabel)
    , m_layers(new LayersModel(this))
    , m_layersTable(new QTableView)
{
    m_table->setModel(m_model);
    m_table->setObjectName(QStringLiteral("workersTable"));
    dressTable(*m_table, tr("Workers"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegateForColumn(WorkersModel::State, new StateDelegate(m_table));
    setColumnWidths(*m_table, {11, 9, 13, 10, 12, 10, 9, 9}, WorkersModel::Job);
    m_hint = new TableHint(m_table);
    m_facts->setEnabled(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->addWidget(m_facts);
    layout->addWidget(m_table, 3);
    m_layersTable->setModel(m_layers);
    m_layersTable->setObjectName(QStringLiteral("layersTable"));
    dressTable(*m_layersTable, tr("Layers around the handlers"));
    m_layersTable->setItemDelegateForColumn(LayersModel::State, new StateDelegate(m_layersTable));
    setColumnWidths(*m_layersTable, {14, 18, 34, 20}, LayersModel::State);
    m_layersTable->hide();
    layout->addWidget(m_layersTable, 1);
    linkFigures(*m_table, [this](Figure figure, const QModelIndex &cell) {
        const WorkerView &worker = m_model->row(cell.row()).view;
        Q_EMIT figureChosen(figure, {.queue = worker.queue, .tenant = worker.tenant});
    });
    linkFigures(*m_layersTable, [this](Figure figure, const QModelIndex &cell) {
        Q_EMIT figureChosen(figure, {.queue = m_layers->row(cell.row()).queue, .tenant = {}});
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex &now) { look(now.isValid() ? m_model->row(now.row()).view.job : std::nullopt); });
}

void WorkersPage::showData()
{
    const Snapshot &snapshot = feed().snapshot();
    m_model->show(snapshot, scope());
    m_layers->show(snapshot, scope());
    m_layersTable->setVisible(m_layers->rowCount() > 0);
    const std::int64_t waiting = countOf(snapshot.status.counts, JobState::Ready);
    const QString whyNot = isLive() ? feed().whyNot<ListWorkers>() : QString();
    m_facts->setVisible(whyNot.isEmpty());
    m_facts->setText(tr("%n worker(s), %1 busy", nullptr, snapshot.status.workers).arg(snapshot.status.busy)
        + tr(", %1 job(s) waiting", nullptr, plural(waiting)).arg(shown(waiting)));
    m_hint->setHint(!feed().hasData()         ? tr("Waiting for the engine")
            : !whyNot.isEmpty()               ? whyNot
            : scope().queue || scope().tenant ? tr("No worker is at %1 just now").arg(shownScope(scope()))
            : waiting > 0                     ? tr("No workers: jobs wait")
                                              : tr("No workers"));
}

} // namespace fairlead
