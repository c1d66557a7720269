// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/acts/engine_acts.h"
#include "gui/acts/scope_filter.h"

#include <QWidget>

namespace fairlead {

class JobsModel;

/// What every page is given. Borrows all; the main window owns them.
struct PageContext
{
    MonitorFeed &feed;
    EngineActs &acts;
    ScopeFilter &scope;
};

/// One page of the main window. Threads: GUI.
class Page : public QWidget
{
    Q_OBJECT
public:
    explicit Page(const PageContext &context)
        : m_context(context)
    {
    }
    /// A snapshot has come, the scope has changed, or the link has. Called only while the page is the one that is
    /// shown.
    virtual void showData() = 0;
    /// The person asked for the newest.
    virtual void reload() { }
    /// What Ctrl+L goes to.
    virtual QWidget *filterField() { return nullptr; }
    /// The jobs that the Jobs menu would act on, as far as they are known.
    virtual std::vector<JobRecord> selectedJobs() const { return {}; }
    /// The list of jobs that can be exported, if there is one.
    virtual const JobsModel *listedJobs() const { return nullptr; }
    virtual std::optional<TenantName> selectedTenant() const { return {}; }

Q_SIGNALS:
    void selectionChanged();

protected:
    MonitorFeed &feed() const { return m_context.feed; }
    EngineActs &acts() const { return m_context.acts; }
    ScopeFilter &scopeFilter() const { return m_context.scope; }
    const Scope &scope() const { return m_context.scope.scope(); }
    bool isLive() const { return m_context.feed.link() == LinkState::Live; }
    /// Fetches the job that the selected row names; selectionChanged follows once it is there.
    void look(const std::optional<JobId> &id);
    /// The job looked at, once it is there.
    std::vector<JobRecord> jobLookedAt() const;

private:
    const PageContext m_context;
    std::optional<JobId> m_lookedFor;
    std::optional<JobRecord> m_lookedAt;
};

} // namespace fairlead
