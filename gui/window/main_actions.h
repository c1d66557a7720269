// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/monitor_feed.h"
#include "gui/look/theme.h"

#include <QAction>

#include <array>

class QActionGroup;

namespace fairlead {

struct JobChoice;

/// The pages, in the order of the sidebar.
enum class PageId { Overview, Queues, Tenants, Jobs, Dead, Workers, Events, Settings };
inline constexpr std::size_t pageCount = 8;
QString pageTitle(PageId page);
/// The name for the option --page: "overview", "tenants" and so on.
QString pageName(PageId page);
std::optional<PageId> pageFromName(const QString &name);

/// The actions of menus, toolbars and the palette, besides the pages and the looks.
enum class ActionId {
    Pause,
    PauseWithReason,
    Resume,
    Pauses, ///< lists them
    Alerts, ///< likewise
    WhatIf,
    Drain,
    StopNow,
    Undo,
    PauseTenant,
    ResumeTenant,
    LimitTenant,
    LongestWait, ///< chooses the tenant
    LargestShare, ///< likewise
    ScopeToTenant,
    ClearScope,
    Retry,
    NewJob,
    Duplicate,
    EditRetry,
    Tags,
    Cancel,
    Remove, ///< delete
    CopyId,
    ExportList,
    Refresh,
    Freeze,
    Inspector,
    Operations,
    Back,
    Forward,
    Filter,
    Palette,
    Utc,
    ResetLayout,
    Shortcuts,
    About,
    ConnectTo,
    AnotherToken,
    Quit,
};
inline constexpr std::size_t actionCount = static_cast<std::size_t>(ActionId::Quit) + 1;

/// All actions of the monitor. Menus, toolbars, the palette and the list of shortcuts show these. Threads: GUI.
class MainActions final : public QObject
{
    Q_OBJECT
public:
    explicit MainActions(QWidget *window);

    QAction *of(ActionId id) const { return m_byId.at(static_cast<std::size_t>(id)); }
    QActionGroup *pages = nullptr;
    QActionGroup *looks = nullptr;

    /// All actions, in the order of the menus.
    std::vector<QAction *> all() const { return m_all; }

    /// Enables the actions that the selection allows. The others get the reason as their tooltip.
    void follow(
        const MonitorFeed &feed, const Scope &scope, const JobChoice &choice, const std::optional<TenantName> &tenant);

private:
    QAction *add(
        ActionId id, const char *name, const QString &text, const QKeySequence &keys, const char *iconName = nullptr);
    QAction *add(const char *name, const QString &text, const QKeySequence &keys, const char *iconName = nullptr);
    void addPages();
    void addLooks();
    void followEngine(const MonitorFeed &feed, const Scope &scope);
    void followTenant(const MonitorFeed &feed, const std::optional<TenantName> &tenant);
    void followJobs(const MonitorFeed &feed, const JobChoice &choice);
    /// Enables an action, or disables it with the reason as its tooltip.
    void allow(ActionId id, const QString &whyNot, const QString &tip);

    QWidget *const m_window;
    std::array<QAction *, actionCount> m_byId {};
    std::vector<QAction *> m_all;
};

} // namespace fairlead
