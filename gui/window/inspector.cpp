// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/inspector.h"

#include "gui/look/plain_texts.h"
#include "gui/window/job_panel.h"
#include "gui/window/tenant_panel.h"

#include <QLabel>
#include <QStackedWidget>

namespace fairlead {

Inspector::Inspector(MonitorFeed &feed, const MainActions &actions, QWidget *parent)
    : QDockWidget(tr("Inspector"), parent)
    , m_stack(new QStackedWidget)
    , m_job(new JobPanel(feed, actions))
    , m_tenant(new TenantPanel(feed, actions))
{
    setObjectName(QStringLiteral("inspector"));
    setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
    auto *hint = new PlainLabel(tr("Select a job or a tenant"));
    hint->setAlignment(Qt::AlignCenter);
    hint->setEnabled(false);
    m_stack->addWidget(hint);
    m_stack->addWidget(m_job);
    m_stack->addWidget(m_tenant);
    m_stack->setMinimumWidth(std::max(300, m_job->leastWidth()));
    setWidget(m_stack);
    connect(m_job, &JobPanel::seen, this, &Inspector::jobSeen);
    connect(m_job, &JobPanel::actWanted, this, &Inspector::actWanted);
    connect(m_tenant, &TenantPanel::figureChosen, this, &Inspector::figureChosen);
}

void Inspector::showJob(const JobId &id)
{
    m_job->show(id);
    m_stack->setCurrentWidget(m_job);
}

void Inspector::showTenant(const TenantName &tenant)
{
    m_tenant->show(tenant);
    m_stack->setCurrentWidget(m_tenant);
}

void Inspector::refreshJob()
{
    if (m_stack->currentWidget() == m_job)
        m_job->refresh();
}

void Inspector::showNothing()
{
    m_stack->setCurrentIndex(0);
}

} // namespace fairlead
