// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/monitor_feed.h"
#include "gui/look/theme.h"

#include <QAction>

class QActionGroup;

namespace fairlead {

/// The pages, in the order of the sidebar.
enum class PageId { Overview, Tenants, Jobs, Dead, Workers, Events, Settings };
inline constexpr std::size_t pageCount = 7;
QString pageTitle(PageId page);
/// The name for the option --page: "overview", "tenants" and so on.
QString pageName(PageId page);
std::optional<PageId> pageFromName(const QString &name);

/// All actions of the monitor. Menus, toolbars, the palette and the list of shortcuts show these. Threads: GUI.
class MainActions final : public QObject
{
    Q_OBJECT
public:
    explicit MainActions(QWidget *window);

    QAction *pause = nullptr;
    QAction *pauseWithReason = nullptr;
    QAction *resume = nullptr;
    QAction *drain = nullptr;
    QAction *stopNow = nullptr;
    QAction *undo = nullptr;
    QAction *pauseTenant = nullptr;
    QAction *resumeTenant = nullptr;
    QAction *limitTenant = nullptr;
    QAction *scopeToTenant = nullptr;
    QAction *clearScope = nullptr;
    QAction *retry = nullptr;
    QAction *editRetry = nullptr;
    QAction *cancel = nullptr;
    QAction *remove = nullptr; ///< delete
    QAction *copyId = nullptr;
    QAction *exportList = nullptr;
    QAction *refresh = nullptr;
    QAction *freeze = nullptr;
    QAction *inspector = nullptr;
    QAction *operations = nullptr;
    QAction *back = nullptr;
    QAction *forward = nullptr;
    QAction *filter = nullptr;
    QAction *palette = nullptr;
    QAction *utc = nullptr;
    QAction *resetLayout = nullptr;
    QAction *shortcuts = nullptr;
    QAction *about = nullptr;
    QAction *connectTo = nullptr;
    QAction *quit = nullptr;
    QActionGroup *pages = nullptr;
    QActionGroup *looks = nullptr;

    /// All actions, in the order of the menus.
    std::vector<QAction *> all() const { return m_all; }

    /// Enables the actions that the selection allows. The others get the reason as their tooltip.
    void follow(const MonitorFeed &feed, const Scope &scope, const std::vector<JobRecord> &jobs,
        const std::optional<TenantName> &tenant);

private:
    QAction *add(const char *name, const QString &text, const QKeySequence &keys, const char *iconName = nullptr);
    void addPages();
    void addLooks();
    void followEngine(const MonitorFeed &feed, const Scope &scope);
    void followTenant(const MonitorFeed &feed, const std::optional<TenantName> &tenant);
    void followJobs(const QString &why, const std::vector<JobRecord> &jobs);
    /// Enables an action, or disables it with the reason as its tooltip.
    static void allow(QAction *action, const QString &whyNot, const QString &tip);

    QWidget *const m_window;
    std::vector<QAction *> m_all;
};

} // namespace fairlead
