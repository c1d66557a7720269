// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/acts/engine_acts.h"
#include "gui/acts/scope_filter.h"
#include "gui/look/shown.h"
#include "gui/window/engine_address.h"
#include "gui/window/main_actions.h"

#include <QMainWindow>

#include <array>
#include <memory>

class QSettings;
class QStackedWidget;

namespace fairlead {

class EventsPage;
class Inspector;
class JobsPage;
class NoticeBar;
class OperationsDock;
class OverviewPage;
class Page;
class ScopeBar;
class SettingsPage;
class Sidebar;
class StateChip;
class StatusLine;
class TableLayouts;
class Toast;
class Tray;
struct FigureTarget;

/// The engine of a window.
struct MonitorTarget
{
    QString name; ///< short form for the title: "127.0.0.1:8420"
    QString words; ///< full form for the settings page
    bool isDemo = false;
    bool isEmbedded = false; ///< the engine runs in this program and ends with it
    std::function<void(const std::string &token)> useToken {}; ///< empty for an engine that wants none
    QString configFile {}; ///< of an engine inside this program; it may be missing
};

/// The window of the monitor: sidebar, pages, toolbar, inspector, notices. Threads: GUI. Borrows its parts.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
public:
    MainWindow(MonitorFeed &feed, Theme &theme, QSettings &settings, const MonitorTarget &target);
    ~MainWindow() override;

    void openPage(PageId page);
    PageId currentPageId() const;
    Page *page(PageId page) const { return m_pages.at(static_cast<std::size_t>(page)); }
    MainActions &actions() { return *m_actions; }
    ScopeFilter &scope() { return m_scope; }
    Inspector &inspector() { return *m_inspector; }
    const Toast &toast() const { return *m_toast; }
    void setLook(Look look);
    /// The embedded engine has ended: a close that waited for it continues.
    void engineStopped();
    /// The session or a signal ends the program. An embedded engine drains; a second call does not wait.
    void closeUnasked();
    /// Shows an error until the person closes it.
    void complain(const QString &text);

Q_SIGNALS:
    /// The person wants to end the program and its engine.
    void engineStopWanted(fairlead::StopMode mode);
    /// The person wants another window, on this engine.
    void engineWanted(const fairlead::EngineAddress &address);
    void demoWanted();
    /// The window is closed.
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void makePages();
    void connectOverview(const OverviewPage &overview, JobsPage &jobs, EventsPage &events);
    void follow(JobsPage &jobs, const FigureTarget &target, const Scope &scope);
    void makeMenus();
    void makeToolbar();
    void makeCentre();
    void connectActions();
    void connectActs();
    void connectJobActions();
    void connectSettings();

    Page *currentPage() const;
    void showData();
    void showNotices();
    void showChip();
    void followSelection();
    void followActions();
    void pauseWithReason();
    void limitTenant();
    /// Chooses the tenant that has the most in a column of TenantsModel.
    void chooseTenantBy(int column);
    void showPauses();
    void showAlerts();
    void showWhatIf();
    /// Acts on jobs as an action of the Jobs menu.
    void actOnJobs(ActionId act, const JobChoice &choice);
    void editAndRetry(const JobId &letter);
    void duplicate(const JobId &job);
    void askForJob(const NewJob &like);
    void copyIds(const std::vector<JobRecord> &jobs);
    void exportList();
    void findOrRun();
    void chooseEngine();
    void askToken();
    void followBearer();
    void offerFirstStep();
    void sayAbout();
    /// Asks whether to end the engine with the window, unless that was decided before.
    bool mayClose();
    void keepLayout();
    void restoreLayout();
    void watchVisibility();
    std::optional<TenantName> chosenTenant() const;

    MonitorFeed &m_feed;
    Theme &m_theme;
    QSettings &m_settings;
    const MonitorTarget m_target;
    ScopeFilter m_scope;
    EngineActs *m_acts = nullptr;
    MainActions *m_actions = nullptr;
    Sidebar *m_sidebar = nullptr;
    QStackedWidget *m_stack = nullptr;
    std::array<Page *, pageCount> m_pages {};
    SettingsPage *m_settingsPage = nullptr;
    Inspector *m_inspector = nullptr;
    OperationsDock *m_operations = nullptr;
    ScopeBar *m_scopeBar = nullptr;
    StateChip *m_chip = nullptr;
    NoticeBar *m_startNotice = nullptr; ///< demo data, or no queue yet
    NoticeBar *m_linkNotice = nullptr;
    NoticeBar *m_pauseNotice = nullptr;
    Toast *m_toast = nullptr;
    Tray *m_tray = nullptr;
    QByteArray m_firstState; ///< first layout of docks and toolbars, for Reset layout
    std::unique_ptr<TableLayouts> m_tables;
    Milliseconds m_pollInterval {1000}; ///< while the window is visible
    bool m_closesWhenStopped = false;
    bool m_isStopped = false;
};

} // namespace fairlead
