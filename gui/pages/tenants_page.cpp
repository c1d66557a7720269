// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/tenants_page.h"

#include "engine/calls/queue_calls.h"
#include "gui/charts/cell_painters.h"
#include "gui/charts/chart_panel.h"
#include "gui/charts/history_series.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/models/row_terms.h"
#include "gui/pages/figure_links.h"
#include "gui/pages/filter_bar.h"
#include "gui/pages/row_filter.h"
#include "gui/pages/steady_order.h"
#include "gui/pages/table_dress.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QVBoxLayout>

namespace fairlead {

namespace {
constexpr int trendSeconds = 600;
constexpr Microseconds trendStep = std::chrono::seconds {10};

const FilterGrammar &tenantsGrammar()
{
    static const FilterGrammar fields(
        {TermField::Text, TermField::Tenant, TermField::State, TermField::Held}, flowStateWords());
    return fields;
}
} // namespace

TenantsPage::TenantsPage(const PageContext &context)
    : Page(context)
    , m_model(new TenantsModel(this))
    , m_filter(new RowFilter(this))
    , m_table(new QTableView)
    , m_filterBar(new FilterBar(tenantsGrammar(), context.settings, QStringLiteral("tenants"), this))
    , m_waitingOnly(new QCheckBox(tr("Waiting only")))
    , m_summary(new PlainLabel)
    , m_share(new ChartPanel(Figure::ShareOverTime, tr("Share of the worker time"), TimeUnit::Share))
{
    makeTable();
    m_filterBar->field()->setPlaceholderText(tr("A part of a name, state:paused, or held:any"));
    m_filterBar->offerValues([this] {
        FilterValues values = namesIn(feed().snapshot());
        values.holds = holdWordsIn(feed().snapshot());
        return values;
    });
    m_summary->setEnabled(false);
    auto *top = new QHBoxLayout;
    top->addWidget(m_waitingOnly);
    top->addStretch();
    top->addWidget(m_summary);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->addWidget(m_filterBar);
    layout->addLayout(top);
    layout->addWidget(m_table, 3);
    layout->addWidget(m_share, 1);
    connect(m_filterBar, &FilterBar::changed, this, &TenantsPage::showData);
    connect(m_waitingOnly, &QCheckBox::toggled, this, &TenantsPage::showData);
    connect(m_model, &TenantsModel::weightEdited, this, [this](const TenantName &tenant, double weight) {
        acts().setTenant(tenant, {{}, {.weight = weight}});
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        showShare();
        Q_EMIT selectionChanged();
    });
    linkFigures(*m_table, [this](Figure figure, const QModelIndex &cell) {
        const TenantName &tenant = m_model->row(m_filter->mapToSource(cell).row()).view.tenant;
        Q_EMIT figureChosen(figure, {.queue = {}, .tenant = tenant});
    });
    connect(m_share, &ChartPanel::chosen, this,
        [this](Figure figure) { Q_EMIT figureChosen(figure, {.queue = {}, .tenant = selectedTenant()}); });
    m_share->setObjectName(QStringLiteral("tenantShare"));
    m_share->setSpan(trendSeconds);
    showShare();
}

void TenantsPage::makeTable()
{
    m_filter->setSourceModel(m_model);
    m_filter->setSortRole(SortRole);
    m_filter->setDynamicSortFilter(false);
    m_table->setModel(m_filter);
    m_table->setObjectName(QStringLiteral("tenantsTable"));
    dressTable(*m_table, tr("Tenants"));
    m_hint = new TableHint(m_table);
    m_table->setSortingEnabled(true);
    m_order = new SteadyOrder(m_table, m_filter);
    m_table->sortByColumn(TenantsModel::Oldest, Qt::DescendingOrder);
    m_table->setItemDelegateForColumn(TenantsModel::State, new StateDelegate(m_table));
    m_table->setItemDelegateForColumn(TenantsModel::Dead, new StateDelegate(m_table));
    m_table->setItemDelegateForColumn(TenantsModel::Weight, new WeightDelegate(m_table));
    m_table->setItemDelegateForColumn(
        TenantsModel::Share, new ShareBarDelegate(m_table, ShareBarDelegate::Scale::OfFair));
    m_table->setItemDelegateForColumn(TenantsModel::Trend, new SparklineDelegate(m_table));
    setColumnWidths(*m_table, {9, 9, 8, 8, 16, 9, 6, 12, 6, 9, 8, 8, 9, 8, 8}, TenantsModel::HeldBy);
    hideColumns(*m_table,
        {TenantsModel::State, TenantsModel::Dead, TenantsModel::Trend, TenantsModel::RunP95, TenantsModel::Done,
            TenantsModel::Retries});
}

void TenantsPage::showData()
{
    m_model->setEditable(feed().whyNot<SetTenant>().isEmpty());
    const int before = m_filter->rowCount();
    if (feed().hasData())
        m_model->show(feed().snapshot(), trendsInSight());
    filter();
    if (feed().hasData())
        m_order->shown(before);
    const std::size_t count = m_model->rows().size();
    std::size_t waiting = 0;
    for (const TenantRow &row : m_model->rows())
        waiting += countOf(row.view.counts, JobState::Ready) > 0 ? 1 : 0;
    m_summary->setText(
        tr("%n tenant(s)", nullptr, static_cast<int>(count)) + tr(", %1 with jobs waiting").arg(waiting));
    m_hint->setHint(!feed().hasData()         ? tr("Waiting for the engine")
            : count == 0                      ? tr("Tenants appear here with their first job")
            : !m_filterBar->fault().isEmpty() ? tr("The filter is not understood, so nothing is listed")
                                              : tr("No tenant matches the filter"));
    showShare();
}

void TenantsPage::filter()
{
    const bool isUnderstood = m_filterBar->fault().isEmpty();
    m_filter->setTest([this, isUnderstood, terms = m_filterBar->terms(), tenant = scope().tenant,
                          isWaitingOnly = m_waitingOnly->isChecked()](int row) {
        const TenantRow &one = m_model->row(row);
        return isUnderstood && (!tenant || one.view.tenant == *tenant)
            && (!isWaitingOnly || countOf(one.view.counts, JobState::Ready) > 0) && hasTerms(one, terms);
    });
}

/// The share of the selected tenant over time. A token of one tenant may not read what all others got.
void TenantsPage::showShare()
{
    m_share->setVisible(!feed().ownTenant());
    if (feed().ownTenant())
        return;
    const std::optional<TenantName> tenant = selectedTenant();
    m_share->setNote(tenant ? shown(tenant->text()) : QString());
    m_share->setEmptyText(tenant ? tr("Its history is being read") : tr("Select a tenant to see its share over time"));
    if (feed().hasData())
        m_share->setAsOf(feed().snapshot().takenAt);
    if (!tenant) {
        m_share->setData({}, {});
        return;
    }
    const HistorySeries series(feed().histories().source(), feed().snapshot(), trendSeconds, palette());
    m_share->setData(series.shareOf(*tenant), series.bands({.queue = {}, .tenant = tenant}));
}

/// Asks for the histories of the rows in sight alone: there may be many tenants.
std::map<TenantName, QVector<double>> TenantsPage::trendsInSight()
{
    std::map<TenantName, QVector<double>> trends;
    if (m_table->isColumnHidden(TenantsModel::Trend))
        return trends;
    const HistorySeries series(feed().histories().source(), feed().snapshot(), trendSeconds, palette());
    const int first = std::max(m_table->rowAt(0), 0);
    const int below = m_table->rowAt(m_table->viewport()->height() - 1);
    const int last = below < 0 ? m_filter->rowCount() - 1 : below;
    for (int row = first; row <= last; ++row) {
        const TenantName &tenant = m_model->row(m_filter->mapToSource(m_filter->index(row, 0)).row()).view.tenant;
        trends[tenant] = series.endedPerSecond({.scope = {.queue = {}, .tenant = tenant}, .step = trendStep});
    }
    return trends;
}

void TenantsPage::chooseFirstBy(int column)
{
    m_filterBar->setTerms({});
    m_waitingOnly->setChecked(false);
    m_table->setColumnHidden(column, false);
    m_table->sortByColumn(column, Qt::DescendingOrder);
    m_table->setCurrentIndex(m_filter->index(0, TenantsModel::Tenant));
}

QWidget *TenantsPage::filterField()
{
    return m_filterBar->field();
}

std::optional<TenantName> TenantsPage::selectedTenant() const
{
    const QModelIndex current = m_filter->mapToSource(m_table->currentIndex());
    if (!current.isValid())
        return {};
    return m_model->row(current.row()).view.tenant;
}

} // namespace fairlead
