// SPDX-License-Identifier: GPL-3.0-or-later
// Builds the main window: pages, menus, toolbar, and the slots of their actions.
#include "gui/look/alert_words.h"
#include "gui/look/health_words.h"
#include "gui/pages/dead_page.h"
#include "gui/pages/events_page.h"
#include "gui/pages/jobs_page.h"
#include "gui/pages/overview_page.h"
#include "gui/pages/queues_page.h"
#include "gui/pages/replay_line.h"
#include "gui/pages/selection_bar.h"
#include "gui/pages/settings_page.h"
#include "gui/pages/tenants_page.h"
#include "gui/pages/workers_page.h"
#include "gui/window/inspector.h"
#include "gui/window/main_window.h"
#include "gui/window/notice_bar.h"
#include "gui/window/operations_dock.h"
#include "gui/window/scope_bar.h"
#include "gui/window/shortcuts_dialog.h"
#include "gui/window/sidebar.h"
#include "gui/window/status_line.h"
#include "gui/window/table_layouts.h"
#include "gui/window/toast.h"

#include <QActionGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenuBar>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>
#include <vector>

namespace fairlead {

namespace {
PageId pageOf(HealthPlace place)
{
    switch (place) {
    case HealthPlace::Jobs:
        return PageId::Jobs;
    case HealthPlace::Tenants:
        return PageId::Tenants;
    case HealthPlace::DeadLetters:
        return PageId::Dead;
    case HealthPlace::Workers:
        return PageId::Workers;
    case HealthPlace::Events:
        return PageId::Events;
    case HealthPlace::Settings:
        break;
    }
    return PageId::Settings;
}

/// Leaves the words of buttons away while their toolbar has no room for them. Their icons and tooltips stay.
class WordSaver final : public QObject
{
public:
    WordSaver(QToolBar *bar, std::vector<QToolButton *> buttons)
        : QObject(bar)
        , m_bar(bar)
        , m_buttons(std::move(buttons))
    {
        bar->installEventFilter(this);
    }
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest)
            fit();
        return QObject::eventFilter(watched, event);
    }

private:
    void fit()
    {
        int words = 0;
        for (const QToolButton *button : m_buttons)
            words += button->fontMetrics().horizontalAdvance(button->text()) + 2 * gap;
        const int needed = m_bar->sizeHint().width() + (m_isShort ? words : 0);
        const bool isShort = needed > m_bar->width();
        if (isShort == m_isShort)
            return;
        m_isShort = isShort;
        for (QToolButton *button : m_buttons)
            button->setToolButtonStyle(isShort ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    }
    /// At least the room of a button beside its words: with a sum too small the style would change for ever.
    static constexpr int gap = 8;
    QToolBar *const m_bar;
    const std::vector<QToolButton *> m_buttons;
    bool m_isShort = false;
};
} // namespace

void MainWindow::makePages()
{
    const PageContext context {m_feed, *m_acts, m_scope, m_settings};
    auto *jobs = new JobsPage(context);
    auto *dead = new DeadPage(context);
    m_settingsPage = new SettingsPage(context);
    m_settingsPage->setConnection(m_target.words);
    auto *overview = new OverviewPage(context);
    auto *events = new EventsPage(context);
    m_pages = {overview, new QueuesPage(context), new TenantsPage(context), jobs, dead, new WorkersPage(context),
        events, m_settingsPage};
    m_inspector = new Inspector(m_feed, *m_actions, this);
    // Qt does not mirror docks for right-to-left languages.
    addDockWidget(isRightToLeft() ? Qt::LeftDockWidgetArea : Qt::RightDockWidgetArea, m_inspector);
    resizeDocks({m_inspector}, {300}, Qt::Horizontal);
    connectOverview(*overview, *jobs, *events);
    m_operations = new OperationsDock(m_feed, *m_acts, this);
    addDockWidget(Qt::BottomDockWidgetArea, m_operations);
    resizeDocks({m_operations}, {150}, Qt::Vertical);
    m_operations->hide();
    for (const ReplayLine *line : {dead->replayLine(), m_operations->replayLine()})
        connect(line, &ReplayLine::partChosen, this, [this, jobs](const JobId &operation, JobState state) {
            follow(*jobs, {FigureTarget::Place::Jobs, state, Microseconds {0}}, {});
            jobs->setOperation(operation);
        });
    connect(m_inspector, &Inspector::jobSeen, jobs->model(), &JobsModel::update);
    connect(m_inspector, &Inspector::actWanted, this,
        [this](ActionId act, const JobRecord &job) { actOnJobs(act, JobChoice::of({job})); });
    const auto followFigure = [this, jobs](
                                  Figure figure, const Scope &scope) { follow(*jobs, targetOf(figure), scope); };
    connect(m_inspector, &Inspector::figureChosen, this, followFigure);
    for (Page *page : m_pages) {
        connect(page, &Page::figureChosen, this, followFigure);
        connect(page, &Page::selectionChanged, this, [this, page] {
            if (page == currentPage())
                followSelection();
        });
        connect(page, &Page::choiceChanged, this, [this, page] {
            if (page == currentPage())
                followActions();
        });
    }
    // The menu of a selection, for the right mouse button and Shift+F10.
    const QList<QAction *> jobActions {m_actions->of(ActionId::Retry), m_actions->of(ActionId::EditRetry),
        m_actions->of(ActionId::Duplicate), m_actions->of(ActionId::Tags), m_actions->of(ActionId::Cancel),
        m_actions->of(ActionId::Remove), m_actions->of(ActionId::CopyId)};
    for (const PageId page : {PageId::Jobs, PageId::Dead, PageId::Workers, PageId::Events}) {
        for (QAbstractItemView *view : this->page(page)->findChildren<QAbstractItemView *>())
            view->addActions(jobActions);
    }
    for (SelectionBar *bar : {jobs->selectionBar(), dead->selectionBar()}) {
        for (const ActionId id : {ActionId::Retry, ActionId::Cancel, ActionId::Remove})
            bar->offer(m_actions->of(id));
    }
    for (QAbstractItemView *view : page(PageId::Tenants)->findChildren<QAbstractItemView *>())
        view->addActions({m_actions->of(ActionId::PauseTenant), m_actions->of(ActionId::ResumeTenant),
            m_actions->of(ActionId::LimitTenant), m_actions->of(ActionId::ScopeToTenant)});
}

/// Leads from the charts and the verdict to the pages that have more.
void MainWindow::connectOverview(const OverviewPage &overview, JobsPage &jobs, EventsPage &events)
{
    connect(&overview, &OverviewPage::rangeChosen, this, [this, &jobs](TimePoint from, TimePoint to) {
        jobs.setRange(from, to);
        openPage(PageId::Jobs);
    });
    connect(&overview, &OverviewPage::momentChosen, this, [this, &events](TimePoint at) {
        m_scope.set({}); // marks are those of the whole engine
        events.showMinute(at);
        openPage(PageId::Events);
    });
    connect(&overview, &OverviewPage::causeChosen, this, [this, &jobs](const HealthCause &cause) {
        const HealthPlace place = placeOf(cause.kind);
        const bool isOfMany = place == HealthPlace::Tenants && cause.count > 1; // of them the worst is named
        m_scope.set({cause.queue, isOfMany ? std::nullopt : cause.tenant});
        if (place == HealthPlace::Jobs)
            jobs.setState(JobState::Ready);
        openPage(pageOf(place));
    });
}

/// Shows the jobs behind a figure.
void MainWindow::follow(JobsPage &jobs, const FigureTarget &target, const Scope &scope)
{
    m_scope.set(scope);
    if (target.place == FigureTarget::Place::DeadLetters) {
        openPage(PageId::Dead);
        return;
    }
    jobs.setOperation({});
    jobs.setState(target.state);
    if (target.handedInWithin > Microseconds {0})
        jobs.setRange(m_feed.snapshot().takenAt - target.handedInWithin, m_feed.snapshot().takenAt);
    else
        jobs.clearRange();
    openPage(PageId::Jobs);
}

void MainWindow::makeMenus()
{
    const auto fill = [](QMenu *menu, const QList<QAction *> &actions) {
        for (QAction *action : actions) {
            if (action)
                menu->addAction(action);
            else
                menu->addSeparator();
        }
    };
    MainActions &a = *m_actions;
    fill(menuBar()->addMenu(tr("&File")),
        {a.of(ActionId::ConnectTo), a.of(ActionId::AnotherToken), nullptr, a.of(ActionId::Quit)});
    fill(menuBar()->addMenu(tr("&Engine")),
        {a.of(ActionId::Pause), a.of(ActionId::PauseWithReason), a.of(ActionId::Resume), a.of(ActionId::Pauses),
            a.of(ActionId::Alerts), nullptr, a.of(ActionId::WhatIf), nullptr, a.of(ActionId::Drain),
            a.of(ActionId::StopNow), nullptr, a.of(ActionId::Undo)});
    fill(menuBar()->addMenu(tr("&Tenant")),
        {a.of(ActionId::PauseTenant), a.of(ActionId::ResumeTenant), a.of(ActionId::LimitTenant), nullptr,
            a.of(ActionId::LongestWait), a.of(ActionId::LargestShare), nullptr, a.of(ActionId::ScopeToTenant),
            a.of(ActionId::ClearScope)});
    fill(menuBar()->addMenu(tr("&Jobs")),
        {a.of(ActionId::NewJob), a.of(ActionId::Duplicate), nullptr, a.of(ActionId::Retry), a.of(ActionId::EditRetry),
            a.of(ActionId::Tags), a.of(ActionId::Cancel), a.of(ActionId::Remove), nullptr, a.of(ActionId::CopyId),
            a.of(ActionId::ExportList)});
    QMenu *view = menuBar()->addMenu(tr("&View"));
    view->addActions(a.pages->actions());
    view->addSeparator();
    fill(view,
        {a.of(ActionId::Back), a.of(ActionId::Forward), nullptr, a.of(ActionId::Refresh), a.of(ActionId::Freeze),
            a.of(ActionId::Filter), nullptr, a.of(ActionId::Inspector), a.of(ActionId::Operations)});
    QMenu *looks = view->addMenu(tr("&Appearance"));
    looks->addActions(a.looks->actions());
    fill(view, {a.of(ActionId::Utc), a.of(ActionId::ResetLayout)});
    fill(menuBar()->addMenu(tr("&Help")),
        {a.of(ActionId::Palette), a.of(ActionId::Shortcuts), nullptr, a.of(ActionId::About)});
}

void MainWindow::makeToolbar()
{
    auto *bar = addToolBar(tr("Main toolbar"));
    bar->setObjectName(QStringLiteral("mainToolbar"));
    bar->setMovable(false);
    bar->setIconSize({18, 18});
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    m_chip = new StateChip;
    m_scopeBar = new ScopeBar(m_scope);
    auto *lead = new QWidget;
    lead->setFixedWidth(6);
    bar->addWidget(lead);
    bar->addWidget(m_chip);
    bar->addWidget(m_scopeBar);
    bar->addActions({m_actions->of(ActionId::Pause), m_actions->of(ActionId::Resume), m_actions->of(ActionId::Drain),
        m_actions->of(ActionId::StopNow)});
    auto *gap = new QWidget;
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(gap);
    bar->addActions({m_actions->of(ActionId::Freeze), m_actions->of(ActionId::Palette)});
    for (QToolButton *button : bar->findChildren<QToolButton *>()) {
        if (button->defaultAction())
            button->setAccessibleName(button->defaultAction()->text().remove(QLatin1Char('&')));
    }
    std::vector<QToolButton *> last;
    for (const ActionId id : {ActionId::Freeze, ActionId::Palette}) {
        if (auto *button = qobject_cast<QToolButton *>(bar->widgetForAction(m_actions->of(id))))
            last.push_back(button);
    }
    new WordSaver(bar, std::move(last));
}

void MainWindow::makeCentre()
{
    m_sidebar = new Sidebar;
    m_stack = new QStackedWidget;
    for (Page *page : m_pages)
        m_stack->addWidget(page);
    m_startNotice = new NoticeBar;
    m_linkNotice = new NoticeBar;
    m_pauseNotice = new NoticeBar;
    m_pauseNotice->setObjectName(QStringLiteral("pauseNotice"));
    auto *pageColumn = new QVBoxLayout;
    pageColumn->setSpacing(0);
    auto *alertNotice = new NoticeBar;
    alertNotice->setObjectName(QStringLiteral("alertNotice"));
    connect(alertNotice, &NoticeBar::clicked, this, &MainWindow::showAlerts);
    connect(&m_feed, &MonitorFeed::updated, alertNotice, [this, alertNotice] {
        alertNotice->show(ShownState::Dead, raisedWords(m_feed.snapshot().alerts), tr("Show all…"));
    });
    for (NoticeBar *notice : {m_startNotice, m_linkNotice, alertNotice, m_pauseNotice})
        pageColumn->addWidget(notice);
    pageColumn->addWidget(m_stack, 1);
    auto *centre = new QWidget;
    auto *layout = new QHBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_sidebar);
    layout->addLayout(pageColumn, 1);
    setCentralWidget(centre);
    m_toast = new Toast(centre);
    new StatusLine(m_feed, statusBar());
    if (m_target.isDemo) {
        m_startNotice->show(ShownState::Scheduled,
            tr("Demo data: an engine in memory with five tenants, one of them noisy. Nothing here is kept."), {});
    }
    connect(m_sidebar, &Sidebar::pageChosen, this, &MainWindow::openPage);
    connect(m_startNotice, &NoticeBar::clicked, this, &MainWindow::offerFirstStep);
    connect(m_linkNotice, &NoticeBar::clicked, this, [this] {
        if (m_feed.link() == LinkState::Refused && m_target.useToken)
            askToken();
        else
            m_feed.refresh();
    });
    connect(m_pauseNotice, &NoticeBar::clicked, this, [this] {
        const std::vector<Pause> &pauses = m_feed.snapshot().pauses();
        if (pauses.size() == 1)
            m_acts->resume({.queue = pauses.front().queue, .tenant = pauses.front().tenant});
        else
            showPauses();
    });
}

void MainWindow::connectActions()
{
    const auto on = [this](ActionId id, auto &&does) { connect(m_actions->of(id), &QAction::triggered, this, does); };
    on(ActionId::Pause, [this] { m_acts->pause(m_scope.scope(), {}); });
    on(ActionId::PauseWithReason, [this] { pauseWithReason(); });
    on(ActionId::Resume, [this] { m_acts->resume(m_scope.scope()); });
    on(ActionId::Pauses, [this] { showPauses(); });
    on(ActionId::Alerts, [this] { showAlerts(); });
    on(ActionId::WhatIf, [this] { showWhatIf(); });
    on(ActionId::Drain, [this] { m_acts->stop(StopMode::Drain); });
    on(ActionId::StopNow, [this] { m_acts->stop(StopMode::Now); });
    on(ActionId::Undo, [this] { m_toast->undo(); });
    on(ActionId::PauseTenant, [this] { m_acts->pause({.queue = {}, .tenant = chosenTenant()}, {}); });
    on(ActionId::ResumeTenant, [this] { m_acts->resume({.queue = {}, .tenant = chosenTenant()}); });
    on(ActionId::LimitTenant, [this] { limitTenant(); });
    on(ActionId::ScopeToTenant, [this] { m_scope.set({.queue = {}, .tenant = chosenTenant()}); });
    on(ActionId::LongestWait, [this] { chooseTenantBy(TenantsModel::Oldest); });
    on(ActionId::LargestShare, [this] { chooseTenantBy(TenantsModel::Share); });
    on(ActionId::ClearScope, [this] { m_scope.set({}); });
    on(ActionId::Back, [this] { m_scope.goBack(); });
    on(ActionId::Forward, [this] { m_scope.goForward(); });
    on(ActionId::Refresh, [this] {
        m_feed.refresh();
        currentPage()->reload();
    });
    on(ActionId::Filter, [this] {
        if (QWidget *field = currentPage()->filterField())
            field->setFocus(Qt::ShortcutFocusReason);
    });
    on(ActionId::ConnectTo, [this] { chooseEngine(); });
    on(ActionId::AnotherToken, [this] { askToken(); });
    on(ActionId::Palette, [this] { findOrRun(); });
    on(ActionId::Shortcuts, [this] {
        auto *dialog = new ShortcutsDialog(m_actions->all(), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    on(ActionId::About, [this] { sayAbout(); });
    on(ActionId::Quit, [this] { close(); });
    on(ActionId::ResetLayout, [this] {
        restoreState(m_firstState, 1);
        m_tables->reset();
        resize(1280, 800);
    });
    connect(m_actions->of(ActionId::Freeze), &QAction::toggled, &m_feed, &MonitorFeed::setFrozen);
    connect(m_actions->of(ActionId::Inspector), &QAction::triggered, this, [this](bool isOn) {
        m_settings.setValue(QStringLiteral("inspector"), isOn);
        m_inspector->setVisible(isOn);
    });
    connect(m_actions->of(ActionId::Operations), &QAction::triggered, m_operations, &QDockWidget::setVisible);
    connect(m_operations, &QDockWidget::visibilityChanged, this,
        [this] { m_actions->of(ActionId::Operations)->setChecked(!m_operations->isHidden()); });
    connect(m_actions->pages, &QActionGroup::triggered, this,
        [this](const QAction *action) { openPage(static_cast<PageId>(action->data().toInt())); });
}

void MainWindow::chooseTenantBy(int column)
{
    m_scope.set({});
    openPage(PageId::Tenants);
    static_cast<TenantsPage *>(page(PageId::Tenants))->chooseFirstBy(column);
}

void MainWindow::connectJobActions()
{
    for (const ActionId id : {ActionId::Retry, ActionId::EditRetry, ActionId::Duplicate, ActionId::Tags,
             ActionId::Cancel, ActionId::Remove, ActionId::CopyId})
        connect(m_actions->of(id), &QAction::triggered, this, [this, id] { actOnJobs(id, currentPage()->choice()); });
    connect(m_actions->of(ActionId::NewJob), &QAction::triggered, this, [this] {
        NewJob job;
        job.queue = m_scope.scope().queue.value_or(job.queue);
        job.tenant = m_scope.scope().tenant.value_or(m_feed.ownTenant().value_or(job.tenant));
        askForJob(job);
    });
    connect(m_actions->of(ActionId::ExportList), &QAction::triggered, this, &MainWindow::exportList);
}

void MainWindow::connectActs()
{
    connect(m_acts, &EngineActs::succeeded, m_toast, &Toast::say);
    connect(m_acts, &EngineActs::failed, m_toast, &Toast::complain);
    connect(m_toast, &Toast::undoChanged, this, &MainWindow::followActions);
    connect(m_acts, &EngineActs::jobChanged, this, [this] { followActions(); });
    connect(m_acts, &EngineActs::changedJobs, m_inspector, &Inspector::refreshJob);
    connect(m_inspector, &Inspector::jobSeen, this, [this] { followActions(); });
}

void MainWindow::connectSettings()
{
    connect(m_actions->looks, &QActionGroup::triggered, this,
        [this](const QAction *action) { setLook(static_cast<Look>(action->data().toInt())); });
    connect(m_settingsPage, &SettingsPage::lookChosen, this, &MainWindow::setLook);
    const auto setZone = [this](Zone zone) {
        setShownZone(zone);
        m_settingsPage->setZone(zone);
        m_actions->of(ActionId::Utc)->setChecked(zone == Zone::Utc);
        m_settings.setValue(QStringLiteral("utc"), zone == Zone::Utc);
        if (m_feed.hasData())
            showData();
    };
    connect(m_actions->of(ActionId::Utc), &QAction::triggered, this,
        [setZone](bool isUtc) { setZone(isUtc ? Zone::Utc : Zone::Local); });
    connect(m_settingsPage, &SettingsPage::zoneChosen, this, setZone);
    connect(m_settingsPage, &SettingsPage::pollIntervalChosen, this, [this](Milliseconds interval) {
        m_pollInterval = interval;
        m_feed.setInterval(interval);
        m_settings.setValue(QStringLiteral("pollMs"), static_cast<int>(interval.count()));
    });
    m_pollInterval = Milliseconds {m_settings.value(QStringLiteral("pollMs"), 1000).toInt()};
    m_feed.setInterval(m_pollInterval);
    m_settingsPage->setPollInterval(m_pollInterval);
    setLook(static_cast<Look>(std::clamp(m_settings.value(QStringLiteral("look"), 0).toInt(), 0, 2)));
    setZone(m_settings.value(QStringLiteral("utc")).toBool() ? Zone::Utc : Zone::Local);
}

} // namespace fairlead
