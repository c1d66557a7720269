// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/queues_page.h"

#include "engine/calls/queue_calls.h"
#include "gui/charts/cell_painters.h"
#include "gui/charts/chart_panel.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/models/row_terms.h"
#include "gui/pages/figure_links.h"
#include "gui/pages/filter_bar.h"
#include "gui/pages/row_filter.h"
#include "gui/pages/steady_order.h"
#include "gui/pages/table_dress.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace fairlead {

namespace {
constexpr int chartSeconds = 600;
constexpr std::size_t queueLinesMax = 6;

/// A spin box for the workers of a queue.
class WorkersDelegate final : public SteadyEditorDelegate
{
public:
    using SteadyEditorDelegate::SteadyEditorDelegate;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        auto *box = new QSpinBox(parent);
        box->setRange(0, 10'000);
        box->setSpecialValueText(QueuesPage::tr("as configured"));
        box->setAccessibleName(QueuesPage::tr("Workers"));
        return box;
    }
};

const FilterGrammar &queuesGrammar()
{
    static const FilterGrammar fields(
        {TermField::Text, TermField::Queue, TermField::State, TermField::Held}, flowStateWords());
    return fields;
}

Scope ofQueue(const QueueName &queue)
{
    return {.queue = queue, .tenant = {}};
}
} // namespace

QueuesPage::QueuesPage(const PageContext &context)
    : Page(context)
    , m_model(new QueuesModel(this))
    , m_filter(new RowFilter(this))
    , m_table(new QTableView)
    , m_filterBar(new FilterBar(queuesGrammar(), context.settings, QStringLiteral("queues"), this))
    , m_layers(new LayersModel(this))
    , m_layersTable(new QTableView)
{
    makeTable();
    m_filterBar->field()->setPlaceholderText(tr("A part of a name, state:paused, or held:any"));
    m_filterBar->offerValues([this] {
        FilterValues values = namesIn(feed().snapshot());
        values.holds = holdWordsIn(feed().snapshot());
        return values;
    });
    connect(m_filterBar, &FilterBar::changed, this, &QueuesPage::showData);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->addWidget(m_filterBar);
    layout->addWidget(makeTop());
    layout->addWidget(m_table, 3);
    layout->addWidget(makeDetails(), 2);
    connect(m_model, &QueuesModel::workersEdited, this, [this](const QueueName &queue, int workers) {
        acts().scaleQueue(queue, workers > 0 ? std::optional(workers) : std::nullopt);
    });
    connect(m_model, &QueuesModel::weightEdited, this,
        [this](const QueueName &queue, double weight) { acts().weighQueue(queue, weight); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &QueuesPage::showDetails);
    linkFigures(*m_table, [this](Figure figure, const QModelIndex &cell) {
        Q_EMIT figureChosen(figure, ofQueue(m_model->row(m_filter->mapToSource(cell).row()).view.queue));
    });
    linkFigures(*m_layersTable, [this](Figure figure, const QModelIndex &cell) {
        Q_EMIT figureChosen(figure, ofQueue(m_layers->row(cell.row()).queue));
    });
}

void QueuesPage::makeTable()
{
    m_filter->setSourceModel(m_model);
    m_filter->setSortRole(SortRole);
    m_filter->setDynamicSortFilter(false);
    m_table->setModel(m_filter);
    m_table->setObjectName(QStringLiteral("queuesTable"));
    dressTable(*m_table, tr("Queues"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_hint = new TableHint(m_table);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(QueuesModel::Oldest, Qt::DescendingOrder);
    m_order = new SteadyOrder(m_table, m_filter);
    m_table->setItemDelegateForColumn(QueuesModel::State, new StateDelegate(m_table));
    m_table->setItemDelegateForColumn(QueuesModel::Dead, new StateDelegate(m_table));
    m_table->setItemDelegateForColumn(QueuesModel::Workers, new WorkersDelegate(m_table));
    m_table->setItemDelegateForColumn(QueuesModel::Weight, new WeightDelegate(m_table));
    setColumnWidths(*m_table, {12, 11, 9, 10, 8, 8, 8, 10, 10, 24, 28, 9, 10, 8, 14}, QueuesModel::HeldBy);
    m_table->horizontalHeader()->moveSection(QueuesModel::HeldBy, QueuesModel::In); // seen without scrolling
    hideColumns(*m_table, {QueuesModel::Scheduled, QueuesModel::Weight, QueuesModel::Handler});
}

QWidget *QueuesPage::makeTop()
{
    m_summary = new PlainLabel;
    m_summary->setEnabled(false);
    m_pause = new QPushButton(tr("Pa&use queue"));
    m_pause->setObjectName(QStringLiteral("pauseQueue"));
    m_jobs = new QPushButton(tr("Show its jo&bs"));
    m_jobs->setObjectName(QStringLiteral("queueJobs"));
    auto *top = new QWidget;
    auto *layout = new QHBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_summary);
    layout->addStretch();
    layout->addWidget(m_pause);
    layout->addWidget(m_jobs);
    connect(m_pause, &QPushButton::clicked, this, [this] {
        const std::optional<QueueName> queue = selectedQueue();
        const QueueView *view = queue ? feed().snapshot().findQueue(*queue) : nullptr;
        if (view && view->pause)
            acts().resume({.queue = queue, .tenant = {}});
        else if (view)
            acts().pause({.queue = queue, .tenant = {}}, {});
    });
    connect(m_jobs, &QPushButton::clicked, this, [this] {
        if (const std::optional<QueueName> queue = selectedQueue())
            Q_EMIT figureChosen(Figure::QueueTitle, ofQueue(*queue));
    });
    return top;
}

QWidget *QueuesPage::makeDetails()
{
    m_depth = new ChartPanel(Figure::ReadyOverTime, tr("Ready"), TimeUnit::Count);
    m_flow = new ChartPanel(Figure::Throughput, tr("Throughput"), TimeUnit::Rate);
    for (ChartPanel *panel : {m_depth, m_flow}) {
        panel->setSpan(chartSeconds);
        panel->setEmptyText(tr("No jobs in the last ten minutes"));
        connect(panel, &ChartPanel::chosen, this,
            [this](Figure figure) { Q_EMIT figureChosen(figure, {.queue = selectedQueue(), .tenant = {}}); });
    }
    m_layersTable->setModel(m_layers);
    m_layersTable->setObjectName(QStringLiteral("queueLayersTable"));
    dressTable(*m_layersTable, tr("Layers around the handlers"));
    m_layersTable->setItemDelegateForColumn(LayersModel::State, new StateDelegate(m_layersTable));
    setColumnWidths(*m_layersTable, {14, 18, 24, 20}, LayersModel::State);
    m_layersTable->hide();
    auto *details = new QWidget;
    auto *layout = new QHBoxLayout(details);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_depth, 1);
    layout->addWidget(m_flow, 1);
    layout->addWidget(m_layersTable, 1);
    return details;
}

void QueuesPage::showData()
{
    m_model->setEditable(feed().whyNot<ScaleQueue>().isEmpty());
    const int before = m_filter->rowCount();
    if (feed().hasData()) {
        m_model->show(feed().snapshot());
        filter();
        m_order->shown(before);
    }
    const std::vector<QueueRow> &rows = m_model->rows();
    const auto waiting = std::count_if(
        rows.begin(), rows.end(), [](const QueueRow &row) { return countOf(row.view.counts, JobState::Ready) > 0; });
    m_summary->setText(tr("%Ln queue(s), %1 with jobs waiting", nullptr, static_cast<int>(rows.size())).arg(waiting));
    const QString whyNone = feed().whyNot<ListQueues>();
    m_hint->setHint(!feed().hasData()         ? tr("Waiting for the engine")
            : !whyNone.isEmpty()              ? whyNone
            : !m_filterBar->fault().isEmpty() ? tr("The filter is not understood, so nothing is listed")
            : rows.empty() ? tr("No queue is configured: a table [queue.NAME] in the configuration makes one")
                           : tr("No queue matches the filter"));
    showDetails();
}

void QueuesPage::filter()
{
    const bool isUnderstood = m_filterBar->fault().isEmpty();
    m_filter->setTest([this, isUnderstood, terms = m_filterBar->terms()](
                          int row) { return isUnderstood && hasTerms(m_model->row(row), terms); });
}

/// Charts and layers of the selected queue; of all, while none is selected.
void QueuesPage::showDetails()
{
    const std::optional<QueueName> queue = selectedQueue();
    const Snapshot &snapshot = feed().snapshot();
    const QueueView *view = queue ? snapshot.findQueue(*queue) : nullptr;
    m_pause->setText(view && view->pause ? tr("Res&ume queue") : tr("Pa&use queue"));
    const QString whyNot = view ? feed().whyNot<PauseQueue>() : tr("Select a queue first");
    m_pause->setEnabled(whyNot.isEmpty());
    m_pause->setToolTip(whyNot);
    m_jobs->setEnabled(queue.has_value());
    if (!feed().hasData())
        return;
    const Scope shownOne {.queue = queue, .tenant = {}};
    const HistorySeries series(feed().histories().source(), snapshot, chartSeconds, palette());
    const std::vector<TimeBand> bands = series.bands(shownOne);
    const QString note = queue ? shown(queue->text()) : tr("all queues");
    for (ChartPanel *panel : {m_depth, m_flow})
        panel->setAsOf(snapshot.takenAt);
    m_depth->setNote(note);
    m_depth->setData(series.readyByQueue(queue, queueLinesMax, m_seats), bands);
    m_flow->setNote(note);
    m_flow->setData(series.throughput(shownOne), bands);
    m_layers->show(snapshot, shownOne);
    m_layersTable->setVisible(m_layers->rowCount() > 0);
}

QWidget *QueuesPage::filterField()
{
    return m_filterBar->field();
}

std::optional<QueueName> QueuesPage::selectedQueue() const
{
    const QModelIndex current = m_filter->mapToSource(m_table->currentIndex());
    if (!current.isValid())
        return {};
    return m_model->row(current.row()).view.queue;
}

} // namespace fairlead
