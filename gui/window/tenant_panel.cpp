// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/tenant_panel.h"

#include "gui/acts/limit_words.h"
#include "gui/charts/chart_panel.h"
#include "gui/charts/history_series.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/models/hold_words.h"
#include "gui/models/tenants_model.h"
#include "gui/window/main_actions.h"
#include "gui/window/tenant_words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

namespace fairlead {

namespace {
constexpr int spanSeconds = 300;
}

TenantPanel::TenantPanel(MonitorFeed &feed, const MainActions &actions, QWidget *parent)
    : QWidget(parent)
    , m_feed(feed)
    , m_title(new MarkupLabel)
    , m_why(new PlainLabel)
    , m_numbers(new MarkupLabel)
    , m_limits(new PlainLabel)
    , m_queueTime(new ChartPanel(Figure::QueueTimeOverTime, tr("Queue time"), TimeUnit::Duration))
    , m_runTime(new ChartPanel(Figure::RunTimeOverTime, tr("Run time"), TimeUnit::Duration))
{
    m_title->setWordWrap(true); // a long name makes no wider window
    m_why->setWordWrap(true);
    m_limits->setWordWrap(true);
    m_queueTime->setEmptyText(tr("No job started in this time"));
    m_runTime->setEmptyText(tr("No run ended in this time"));
    for (ChartPanel *panel : {m_queueTime, m_runTime})
        connect(panel, &ChartPanel::chosen, this,
            [this](Figure figure) { Q_EMIT figureChosen(figure, {.queue = {}, .tenant = m_tenant}); });
    auto *buttons = new QHBoxLayout;
    for (QAction *action : {actions.of(ActionId::PauseTenant), actions.of(ActionId::ResumeTenant),
             actions.of(ActionId::LimitTenant), actions.of(ActionId::ScopeToTenant)}) {
        auto *button = new QToolButton;
        button->setDefaultAction(action);
        const bool hasWords = action == actions.of(ActionId::LimitTenant);
        button->setToolButtonStyle(hasWords ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
        button->setAccessibleName(action->text().remove(QLatin1Char('&')));
        button->setFocusPolicy(Qt::TabFocus);
        buttons->addWidget(button);
    }
    buttons->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 8, 10, 10);
    layout->addWidget(m_title);
    layout->addLayout(buttons);
    layout->addWidget(m_numbers);
    layout->addWidget(m_limits);
    layout->addWidget(m_why);
    layout->addWidget(m_queueTime, 1);
    layout->addWidget(m_runTime, 1);
    connect(&feed, &MonitorFeed::updated, this, [this] {
        if (isVisible())
            showNow();
    });
}

void TenantPanel::show(const TenantName &tenant)
{
    m_tenant = tenant;
    showNow();
}

void TenantPanel::showNow()
{
    const TenantView *view = m_tenant ? m_feed.snapshot().findTenant(*m_tenant) : nullptr;
    if (!view)
        return;
    TenantRow row;
    row.view = *view;
    const StateLook look = lookOf(row.state(), palette());
    m_title->setText(
        QStringLiteral("<span style='font-size:large'><b>%1</b></span> &nbsp; <span style='color:%2'><b>%3 "
                       "%4</b></span>")
            .arg(shown(view->tenant.text()).toHtmlEscaped(), look.colour.name(), look.glyph, look.word));
    QString cells;
    const auto add = [&cells](const QString &name, const QString &value) {
        cells += QStringLiteral("<td style='padding-right:6px'>%1<br><b>%2</b></td>").arg(name, value);
    };
    add(tr("Ready"), shown(countOf(view->counts, JobState::Ready)));
    add(tr("Running"), shown(countOf(view->counts, JobState::Running)));
    cells += QStringLiteral("</tr><tr>"); // two rows: large figures have room in a narrow inspector
    add(tr("Dead"), shown(countOf(view->counts, JobState::Dead)));
    add(tr("Runs"), shown(view->attempts));
    m_numbers->setText(QStringLiteral("<table><tr>%1</tr></table>").arg(cells));
    m_limits->setText(tr("Weight %1; %2").arg(QLocale().toString(view->limits.weight), limitWords(view->limits)));
    const QString held = holdLines(*view);
    const QString share = explainShare(*view, m_feed.snapshot());
    m_why->setText(held.isEmpty() ? share : tr("Held by: %1").arg(held) + QLatin1Char('\n') + share);
    for (ChartPanel *panel : {m_queueTime, m_runTime})
        panel->setAsOf(m_feed.snapshot().takenAt);
    const Scope scope {.queue = {}, .tenant = m_tenant};
    const HistorySeries series(m_feed.histories().source(), m_feed.snapshot(), spanSeconds, palette());
    const std::vector<TimeBand> bands = series.bands(scope);
    LineSeats seats;
    m_queueTime->setData(series.percentiles(TimeKind::Queue, scope, 1, seats), bands);
    m_runTime->setData(series.percentiles(TimeKind::Run, scope, 1, seats), bands);
}

} // namespace fairlead
