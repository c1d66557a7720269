// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/acts/engine_acts.h"
#include "gui/acts/scope_filter.h"
#include "gui/look/figures.h"

#include <QWidget>

class QSettings;

namespace fairlead {

class JobsModel;

/// The parts that every page uses. The main window owns them.
struct PageContext
{
    MonitorFeed &feed;
    EngineActs &acts;
    ScopeFilter &scope;
    QSettings &settings; ///< of the window
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
    /// A snapshot has arrived, or the scope or the link has changed. Called only while the page is visible.
    virtual void showData() = 0;
    /// The person asked for a refresh.
    virtual void reload() { }
    /// The widget that Ctrl+L focuses.
    virtual QWidget *filterField() { return nullptr; }
    /// The selected jobs that are loaded, the current one first.
    virtual std::vector<JobRecord> selectedJobs() const { return {}; }
    /// The jobs that the Jobs menu acts on.
    virtual JobChoice choice() const { return JobChoice::of(selectedJobs()); }
    /// The list of jobs to export; null when there is none.
    virtual const JobsModel *listedJobs() const { return nullptr; }
    virtual std::optional<TenantName> selectedTenant() const { return {}; }

Q_SIGNALS:
    void selectionChanged();
    /// The selection has become smaller by itself.
    void choiceChanged();
    /// The person wants the jobs of this scope behind a figure.
    void figureChosen(fairlead::Figure figure, const fairlead::Scope &scope);

protected:
    MonitorFeed &feed() const { return m_context.feed; }
    EngineActs &acts() const { return m_context.acts; }
    ScopeFilter &scopeFilter() const { return m_context.scope; }
    const Scope &scope() const { return m_context.scope.scope(); }
    bool isLive() const { return m_context.feed.link() == LinkState::Live; }
    /// Fetches the job of the selected row. selectionChanged follows when it is fetched.
    void look(const std::optional<JobId> &id);
    /// The selected job, once it is fetched.
    std::vector<JobRecord> jobLookedAt() const;

private:
    const PageContext m_context;
    std::optional<JobId> m_lookedFor;
    std::optional<JobRecord> m_lookedAt;
};

} // namespace fairlead
