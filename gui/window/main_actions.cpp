// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/main_actions.h"

#include "engine/calls/engine_calls.h"
#include "engine/calls/job_calls.h"
#include "engine/calls/queue_calls.h"
#include "engine/client/pause_calls.h"
#include "gui/look/icons.h"
#include "gui/look/shown.h"
#include "gui/window/job_rules.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QWidget>

namespace fairlead {

namespace {
struct PageRow
{
    const char *name;
    const char *title;
    const char *icon;
};
constexpr std::array<PageRow, pageCount> pageRows {{
    {"overview", QT_TRANSLATE_NOOP("page", "Overview"), "overview"},
    {"queues", QT_TRANSLATE_NOOP("page", "Queues"), "queues"},
    {"tenants", QT_TRANSLATE_NOOP("page", "Tenants"), "tenants"},
    {"jobs", QT_TRANSLATE_NOOP("page", "Jobs"), "jobs"},
    {"dead", QT_TRANSLATE_NOOP("page", "Dead letters"), "dead"},
    {"workers", QT_TRANSLATE_NOOP("page", "Workers"), "workers"},
    {"events", QT_TRANSLATE_NOOP("page", "Events"), "events"},
    {"settings", QT_TRANSLATE_NOOP("page", "Settings"), "settings"},
}};
} // namespace

QString pageTitle(PageId page)
{
    return QCoreApplication::translate("page", pageRows.at(static_cast<std::size_t>(page)).title);
}

QString pageName(PageId page)
{
    return QString::fromLatin1(pageRows.at(static_cast<std::size_t>(page)).name);
}

std::optional<PageId> pageFromName(const QString &name)
{
    for (std::size_t i = 0; i < pageRows.size(); ++i) {
        if (name == QLatin1String(pageRows.at(i).name))
            return static_cast<PageId>(i);
    }
    return {};
}

MainActions::MainActions(QWidget *window)
    : QObject(window)
    , m_window(window)
{
    add(ActionId::ConnectTo, "connectTo", tr("&Connect to an engine…"), {tr("Ctrl+N")}, "search");
    add(ActionId::AnotherToken, "anotherToken", tr("Use another &token…"), {tr("Ctrl+Shift+N")}, "edit");
    add(ActionId::Pause, "pause", tr("&Pause"), {tr("Ctrl+P")}, "pause");
    add(ActionId::PauseWithReason, "pauseWithReason", tr("Pause with a &reason…"), {tr("Ctrl+Shift+P")});
    add(ActionId::Resume, "resume", tr("&Resume"), {tr("Ctrl+R")}, "resume");
    add(ActionId::Pauses, "pauses", tr("Pa&uses…"), {tr("Ctrl+Shift+R")});
    add(ActionId::Alerts, "alerts", tr("A&lerts…"), {tr("Ctrl+Shift+A")});
    add(ActionId::WhatIf, "whatIf", tr("&What if…"), {tr("Ctrl+Shift+W")});
    add(ActionId::Drain, "drain", tr("&Drain and stop…"), {tr("Ctrl+D")}, "drain");
    add(ActionId::StopNow, "stopNow", tr("&Stop now…"), {tr("Ctrl+Shift+D")}, "stop");
    add(ActionId::Undo, "undo", tr("&Undo"), QKeySequence::Undo);
    add(ActionId::PauseTenant, "pauseTenant", tr("Pause &tenant"), {tr("Ctrl+T")}, "pause");
    add(ActionId::ResumeTenant, "resumeTenant", tr("Resume t&enant"), {tr("Ctrl+Shift+T")}, "resume");
    add(ActionId::LimitTenant, "limitTenant", tr("&Limits…"), {tr("Ctrl+Shift+L")}, "edit");
    add(ActionId::LongestWait, "longestWait", tr("Tenant that &waits longest"), {}, "tenants");
    add(ActionId::LargestShare, "largestShare", tr("Tenant that ta&kes most"), {}, "tenants");
    add(ActionId::ScopeToTenant, "scopeToTenant", tr("Show &only this tenant"), {tr("Ctrl+O")}, "search");
    add(ActionId::ClearScope, "clearScope", tr("Show &all queues and tenants"), {tr("Ctrl+0")});
    add(ActionId::Retry, "retry", tr("&Retry"), {tr("Ctrl+Return")}, "retry");
    add(ActionId::NewJob, "newJob", tr("&New job…"), {tr("Ctrl+J")}, "edit");
    add(ActionId::Duplicate, "duplicate", tr("D&uplicate…"), {tr("Ctrl+Shift+J")}, "copy");
    add(ActionId::EditRetry, "editRetry", tr("&Edit and retry…"), {tr("Ctrl+E")}, "edit");
    add(ActionId::Tags, "tags", tr("Ta&gs…"), {tr("Ctrl+G")}, "tag");
    add(ActionId::Cancel, "cancel", tr("&Cancel…"), QKeySequence::Delete, "cancel");
    add(ActionId::Remove, "delete", tr("&Delete"), {tr("Shift+Del")}, "delete");
    add(ActionId::CopyId, "copyId", tr("Copy &id"), {tr("Ctrl+Shift+C")}, "copy");
    add(ActionId::ExportList, "exportList", tr("E&xport list…"), {tr("Ctrl+S")}, "save");
    addPages();
    add(ActionId::Back, "back", tr("&Back"), QKeySequence::Back);
    add(ActionId::Forward, "forward", tr("For&ward"), QKeySequence::Forward);
    add(ActionId::Refresh, "refresh", tr("&Refresh"), QKeySequence::Refresh, "refresh");
    add(ActionId::Freeze, "freeze", tr("&Freeze view"), {tr("F8")}, "freeze");
    of(ActionId::Freeze)->setCheckable(true);
    of(ActionId::Freeze)->setToolTip(tr("Keeps the screen as it is; the engine goes on"));
    add(ActionId::Filter, "filter", tr("Go to the fi&lter"), {tr("Ctrl+L")}, "search");
    add(ActionId::Inspector, "inspector", tr("&Inspector"), {tr("F4")}, "inspector");
    of(ActionId::Inspector)->setCheckable(true);
    add(ActionId::Operations, "operations", tr("&Operations"), {tr("F7")}, "table");
    of(ActionId::Operations)->setCheckable(true);
    addLooks();
    add(ActionId::Utc, "utc", tr("Times in &UTC"), {tr("Ctrl+U")});
    of(ActionId::Utc)->setCheckable(true);
    add(ActionId::ResetLayout, "resetLayout", tr("Reset la&yout"), {});
    add(ActionId::Palette, "palette", tr("Find or &run…"), {tr("Ctrl+K")}, "search");
    add(ActionId::Shortcuts, "shortcuts", tr("&Keyboard shortcuts"), QKeySequence::HelpContents, "help");
    add(ActionId::About, "about", tr("&About Fairlead"), {});
    of(ActionId::About)->setMenuRole(QAction::AboutRole);
    add(ActionId::Quit, "quit", tr("&Quit"), QKeySequence::Quit, "quit");
    of(ActionId::Quit)->setMenuRole(QAction::QuitRole);
}

QAction *MainActions::add(
    ActionId id, const char *name, const QString &text, const QKeySequence &keys, const char *iconName)
{
    return m_byId.at(static_cast<std::size_t>(id)) = add(name, text, keys, iconName);
}

QAction *MainActions::add(const char *name, const QString &text, const QKeySequence &keys, const char *iconName)
{
    auto *action = new QAction(text, this);
    action->setObjectName(QString::fromLatin1(name));
    action->setShortcut(keys);
    if (iconName)
        action->setIcon(icon(QString::fromLatin1(iconName)));
    m_window->addAction(action);
    m_all.push_back(action);
    return action;
}

void MainActions::addPages()
{
    pages = new QActionGroup(this);
    for (std::size_t i = 0; i < pageCount; ++i) {
        const auto page = static_cast<PageId>(i);
        QAction *action = add(pageRows.at(i).name, pageTitle(page), {tr("Ctrl+%1").arg(i + 1)}, pageRows.at(i).icon);
        action->setCheckable(true);
        action->setData(static_cast<int>(i));
        pages->addAction(action);
    }
}

void MainActions::addLooks()
{
    looks = new QActionGroup(this);
    const QStringList names {tr("As the &system"), tr("&Light"), tr("&Dark")};
    const char *const objects[] {"lookSystem", "lookLight", "lookDark"};
    for (int i = 0; i < 3; ++i) {
        QAction *action = add(objects[i], names.at(i), {});
        action->setCheckable(true);
        action->setData(i);
        looks->addAction(action);
    }
}

void MainActions::allow(ActionId id, const QString &whyNot, const QString &tip)
{
    fairlead::allow(*of(id), whyNot, tip);
}

void MainActions::follow(
    const MonitorFeed &feed, const Scope &scope, const JobChoice &choice, const std::optional<TenantName> &tenant)
{
    followEngine(feed, scope);
    followTenant(feed, tenant);
    followJobs(feed, choice);
    allow(ActionId::ClearScope, scope == Scope {} ? tr("Everything is shown already") : QString(),
        tr("Shows everything again"));
}

void MainActions::followEngine(const MonitorFeed &feed, const Scope &scope)
{
    const Snapshot &snapshot = feed.snapshot();
    const bool isPaused = snapshot.findPause(scope).has_value();
    const QString what = shownScope(scope);
    const QString mayPause = feed.whyNot(pauseCall(scope));
    const QString whyNotPause = !mayPause.isEmpty() ? mayPause : isPaused ? tr("Paused already") : QString();
    allow(ActionId::Pause, whyNotPause, tr("Pause %1: nothing of it starts until it is resumed").arg(what));
    allow(ActionId::PauseWithReason, whyNotPause, tr("Pause %1, and say why").arg(what));
    const QString mayResume = feed.whyNot(resumeCall(scope));
    const QString whyNotResume = !mayResume.isEmpty() ? mayResume : isPaused ? QString() : tr("Not paused");
    allow(ActionId::Resume, whyNotResume, tr("Resume %1").arg(what));
    allow(ActionId::WhatIf, feed.whyNot<ListQueues>(),
        tr("Tries other weights, limits and workers on the load of the last hours"));
    const QString mayStop = feed.whyNot<StopEngine>();
    const bool isStopping = snapshot.status.state == EngineState::Stopping;
    allow(ActionId::Drain,
        !mayStop.isEmpty() ? mayStop
            : isStopping   ? tr("Stopping already")
                           : QString(),
        tr("Lets running jobs finish, then ends the engine"));
    allow(ActionId::StopNow, mayStop, tr("Interrupts running jobs, which return to their queue, and ends the engine"));
}

void MainActions::followTenant(const MonitorFeed &feed, const std::optional<TenantName> &tenant)
{
    const Scope scope {.queue = {}, .tenant = tenant};
    const QString mayPause = feed.whyNot(pauseCall(scope));
    const QString mayResume = feed.whyNot(resumeCall(scope));
    const TenantView *view = tenant ? feed.snapshot().findTenant(*tenant) : nullptr;
    const QString none = tr("Choose a tenant first");
    const QString name = tenant ? shown(tenant->text()) : QString();
    const bool paused = view && view->pause;
    allow(ActionId::PauseTenant,
        !view                     ? none
            : !mayPause.isEmpty() ? mayPause
            : paused              ? tr("Paused already")
                                  : QString(),
        tr("Pause tenant %1").arg(name));
    allow(ActionId::ResumeTenant,
        !view                      ? none
            : !mayResume.isEmpty() ? mayResume
            : paused               ? QString()
                                   : tr("Not paused"),
        tr("Resume tenant %1").arg(name));
    allow(ActionId::LimitTenant, view ? feed.whyNot<SetTenant>() : none,
        tr("Limit how much tenant %1 may start, run and hand in").arg(name));
    allow(ActionId::ScopeToTenant, view ? QString() : none, tr("Every page shows tenant %1 only").arg(name));
}

void MainActions::followJobs(const MonitorFeed &feed, const JobChoice &choice)
{
    allow(ActionId::NewJob, feed.whyNot<EnqueueJobs>(), tr("Hand in a job"));
    for (const JobRule &rule : jobRules(feed, choice)) {
        of(rule.id)->setText(rule.text);
        allow(rule.id, rule.whyNot, rule.tip);
    }
}

} // namespace fairlead
