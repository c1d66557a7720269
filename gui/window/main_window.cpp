// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/main_window.h"

#include "engine/calls/job_calls.h"
#include "engine/calls/queue_calls.h"
#include "engine/client/pause_calls.h"
#include "engine/domain/job_specs.h"
#include "gui/acts/job_export.h"
#include "gui/acts/limit_words.h"
#include "gui/acts/limits_dialog.h"
#include "gui/feed/alerts.h"
#include "gui/look/icons.h"
#include "gui/look/plain_texts.h"
#include "gui/look/save_file.h"
#include "gui/look/spoken.h"
#include "gui/models/jobs_model.h"
#include "gui/pages/filter_bar.h"
#include "gui/pages/jobs_page.h"
#include "gui/pages/settings_page.h"
#include "gui/payload/edit_retry_dialog.h"
#include "gui/payload/new_job_dialog.h"
#include "gui/what_if/what_if_dialog.h"
#include "gui/window/alerts_dialog.h"
#include "gui/window/command_palette.h"
#include "gui/window/connect_dialog.h"
#include "gui/window/first_step_dialog.h"
#include "gui/window/inspector.h"
#include "gui/window/job_panel.h"
#include "gui/window/notice_bar.h"
#include "gui/window/pauses_dialog.h"
#include "gui/window/scope_bar.h"
#include "gui/window/sidebar.h"
#include "gui/window/table_layouts.h"
#include "gui/window/toast.h"
#include "gui/window/tray.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QInputDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QTableView>

namespace fairlead {

namespace {
constexpr int layoutVersion = 1;
constexpr Milliseconds unseenInterval {10'000};

QString pauseWords(const Pause &pause, TimePoint now)
{
    QString text = MainWindow::tr("Paused: %1, by %2, %3")
                       .arg(shownScope({.queue = pause.queue, .tenant = pause.tenant}), shown(pause.who),
                           shownTime(pause.since, now));
    if (!pause.why.empty())
        text += QStringLiteral(" – “%1”").arg(shown(pause.why));
    return text;
}
} // namespace

MainWindow::MainWindow(MonitorFeed &feed, Theme &theme, QSettings &settings, const MonitorTarget &target)
    : m_feed(feed)
    , m_theme(theme)
    , m_settings(settings)
    , m_target(target)
    , m_acts(new EngineActs(feed, this))
    , m_actions(new MainActions(this))
{
    installSpoken();
    m_acts->setEngineName(target.name);
    setWindowTitle(tr("%1 – Fairlead").arg(target.name));
    makePages();
    makeMenus();
    makeToolbar();
    makeCentre();
    connectActions();
    connectJobActions();
    connectActs();
    connectSettings();
    connect(&feed, &MonitorFeed::updated, this, &MainWindow::showData);
    connect(&feed, &MonitorFeed::linkChanged, this, &MainWindow::showData);
    connect(&feed, &MonitorFeed::ticked, this, &MainWindow::showNotices);
    connect(&feed, &MonitorFeed::bearerChanged, this, &MainWindow::followBearer);
    connect(&m_scope, &ScopeFilter::changed, this, &MainWindow::showData);
    m_tray = new Tray(this);
    connect(new Alerts(feed, this), &Alerts::raised, m_tray, &Tray::say);
    setMinimumSize(900, 560);
    resize(1280, 800);
    m_firstState = saveState(layoutVersion);
    m_tables = std::make_unique<TableLayouts>(*m_stack);
    restoreLayout();
    openPage(PageId::Overview);
}

MainWindow::~MainWindow() = default;

Page *MainWindow::currentPage() const
{
    return static_cast<Page *>(m_stack->currentWidget());
}

PageId MainWindow::currentPageId() const
{
    return static_cast<PageId>(m_stack->currentIndex());
}

void MainWindow::openPage(PageId page)
{
    // The page comes last: a screen reader continues from the widget that takes the focus.
    m_sidebar->setPage(page);
    m_stack->setCurrentIndex(static_cast<int>(page));
    m_stack->setAccessibleName(pageTitle(page));
    m_actions->pages->actions().at(static_cast<int>(page))->setChecked(true);
    m_settings.setValue(QStringLiteral("page"), pageName(page));
    const bool hasDetails = page != PageId::Overview && page != PageId::Queues && page != PageId::Settings;
    m_inspector->setVisible(hasDetails && m_actions->of(ActionId::Inspector)->isChecked());
    showData();
    followSelection();
    // Arrows and Enter then work at once.
    QWidget *first = currentPage()->focusProxy();
    if (!first)
        first = currentPage()->findChild<QTableView *>();
    if (first && hasDetails && !m_sidebar->hasFocus())
        first->setFocus();
}

std::optional<TenantName> MainWindow::chosenTenant() const
{
    const std::optional<TenantName> selected = currentPage()->selectedTenant();
    return selected ? selected : m_scope.scope().tenant;
}

void MainWindow::showData()
{
    if (isMinimized())
        return;
    currentPage()->showData();
    if (m_feed.hasData()) {
        const Snapshot &snapshot = m_feed.snapshot();
        m_scopeBar->show(snapshot);
        m_sidebar->setBadge(PageId::Dead, countOf(snapshot.status.counts, JobState::Dead));
    }
    showChip();
    showNotices();
    followActions();
}

void MainWindow::showChip()
{
    const StatusView &status = m_feed.snapshot().status;
    const auto pauses = static_cast<int>(m_feed.snapshot().pauses().size());
    if (m_feed.link() != LinkState::Live || status.state == EngineState::Unknown)
        m_chip->show(ShownState::Unknown, tr("Unknown"));
    else if (status.state == EngineState::Stopping)
        m_chip->show(ShownState::Stopping, status.busy > 0 ? tr("Draining, %1 left").arg(status.busy) : tr("Stopped"));
    else if (status.pause)
        m_chip->show(ShownState::Paused, tr("Paused"));
    else if (pauses > 0)
        m_chip->show(ShownState::Paused, tr("Partly paused (%1)").arg(pauses));
    else if (const std::optional<TenantName> own = m_feed.ownTenant())
        m_chip->show(ShownState::Idle, shownScope({.queue = {}, .tenant = own}));
    else
        m_chip->show(ShownState::Running, tr("Running"));
}

void MainWindow::showNotices()
{
    const TimePoint now = m_feed.clock().now();
    const QString why = m_feed.link() == LinkState::Connecting ? QString() : m_feed.whyReadOnly();
    m_linkNotice->show(ShownState::Dead,
        why.isEmpty() ? QString() : tr("%1. What is shown is old; nothing can be changed.").arg(why),
        m_feed.link() == LinkState::Refused && m_target.useToken ? tr("Use another token…") : tr("Try now"));
    if (!m_target.isDemo) {
        const bool hasNoQueue = m_feed.link() == LinkState::Live && m_feed.hasData() && !m_feed.ownTenant()
            && m_feed.snapshot().queues.empty();
        m_startNotice->show(ShownState::Scheduled,
            hasNoQueue ? tr("No queue is configured: no job can be handed in yet.") : QString(), tr("First step…"));
    }
    const std::vector<Pause> &pauses = m_feed.snapshot().pauses();
    const auto count = static_cast<int>(pauses.size());
    if (pauses.empty()) {
        m_pauseNotice->show(ShownState::Paused, {}, {});
        return;
    }
    const Pause &first = pauses.front();
    QString text = pauses.size() == 1 ? pauseWords(first, now) : tr("%Ln pause(s)", nullptr, count);
    if (pauses.size() > 1) {
        constexpr std::size_t namedMax = 3;
        QStringList names;
        for (std::size_t i = 0; i < std::min(pauses.size(), namedMax); ++i)
            names.append(shownScope({.queue = pauses[i].queue, .tenant = pauses[i].tenant}));
        text += QStringLiteral(": ") + names.join(QStringLiteral(", "));
        if (pauses.size() > namedMax)
            text += QStringLiteral(", …");
    }
    m_pauseNotice->show(ShownState::Paused, text, pauses.size() == 1 ? tr("Resume") : tr("Show all…"));
    m_pauseNotice->setWhyNot(
        pauses.size() == 1 ? m_feed.whyNot(resumeCall({.queue = first.queue, .tenant = first.tenant})) : QString());
}

void MainWindow::showPauses()
{
    auto *dialog = new PausesDialog(m_feed, *m_acts, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showAlerts()
{
    auto *dialog = new AlertsDialog(m_feed, *m_acts, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showWhatIf()
{
    auto *dialog = findChild<WhatIfDialog *>();
    if (!dialog)
        dialog = new WhatIfDialog(m_feed, *m_acts, this); // kept, with its load and its draft
    dialog->start();
}

void MainWindow::followSelection()
{
    const std::vector<JobRecord> jobs = currentPage()->selectedJobs();
    const std::optional<TenantName> tenant = currentPage()->selectedTenant();
    if (!jobs.empty())
        m_inspector->showJob(jobs.front().job.id);
    else if (tenant)
        m_inspector->showTenant(*tenant);
    else
        m_inspector->showNothing();
    followActions();
}

void MainWindow::followActions()
{
    m_actions->follow(m_feed, m_scope.scope(), currentPage()->choice(), chosenTenant());
    m_actions->of(ActionId::Back)->setEnabled(m_scope.mayGoBack());
    m_actions->of(ActionId::Forward)->setEnabled(m_scope.mayGoForward());
    m_actions->of(ActionId::Undo)->setEnabled(m_toast->mayUndo());
    m_actions->of(ActionId::ExportList)
        ->setEnabled(currentPage()->listedJobs() != nullptr && m_feed.whyReadOnly().isEmpty());
    m_actions->of(ActionId::AnotherToken)->setEnabled(static_cast<bool>(m_target.useToken));
    m_actions->of(ActionId::Filter)->setEnabled(currentPage()->filterField() != nullptr);
}

void MainWindow::pauseWithReason()
{
    const Scope scope = m_scope.scope();
    auto *dialog = new QInputDialog(this);
    dialog->setObjectName(QStringLiteral("pauseDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Pause %1").arg(shownScope(scope)));
    dialog->setLabelText(tr("Reason, shown to everybody:"));
    connect(dialog, &QInputDialog::textValueSelected, this,
        [this, scope](const QString &why) { m_acts->pause(scope, why.trimmed()); });
    dialog->open();
}

void MainWindow::limitTenant()
{
    const std::optional<TenantName> name = chosenTenant();
    const TenantView *tenant = name ? m_feed.snapshot().findTenant(*name) : nullptr;
    if (!tenant)
        return;
    QStringList plans;
    for (const TenantView &one : m_feed.snapshot().tenants)
        plans.append(shown(one.limits.plan));
    plans.append(QString());
    plans.removeDuplicates();
    plans.sort();
    auto *dialog = new LimitsDialog(*tenant, plans, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, name] {
        const TenantPatch patch = dialog->patch();
        if (!patchWords(patch).isEmpty())
            m_acts->setTenant(*name, patch);
    });
    dialog->open();
}

void MainWindow::actOnJobs(ActionId act, const JobChoice &choice)
{
    if (act == ActionId::Retry)
        m_acts->act(BulkAction::Retry, choice);
    else if (act == ActionId::Cancel)
        m_acts->act(BulkAction::Cancel, choice);
    else if (act == ActionId::Remove)
        m_acts->act(BulkAction::Delete, choice);
    else if (act == ActionId::CopyId)
        copyIds(choice.jobs);
    else if (act == ActionId::Duplicate && !choice.jobs.empty())
        duplicate(choice.jobs.front().job.id);
    else if (act == ActionId::Tags)
        m_acts->askTags(choice.jobs);
    else if (!choice.jobs.empty())
        editAndRetry(choice.jobs.front().job.id);
}

void MainWindow::editAndRetry(const JobId &letter)
{
    // The list has no payloads, so the job is fetched first.
    m_feed.client().ask(FindJob {letter}, this, [this](const Result<JobRecord> &job) {
        const QString why = job ? EditRetryDialog::whyNotEditable(*job) : shown(job.error().text);
        if (!why.isEmpty()) {
            m_toast->complain(why);
            return;
        }
        auto *dialog = new EditRetryDialog(*job, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QDialog::accepted, this, [this, dialog, mayEdit = isWaiting(job->state), old = job->job] {
            NewPayload payload {dialog->payload(), old.spec.contentType};
            if (mayEdit)
                m_acts->edit(old.id, std::move(payload));
            else
                m_acts->editAndRetry(old.id, std::move(payload));
        });
        dialog->open();
    });
}

void MainWindow::duplicate(const JobId &job)
{
    m_feed.client().ask(FindJob {job}, this, [this](const Result<JobRecord> &found) {
        const QString why = found ? EditRetryDialog::whyNotEditable(*found) : shown(found.error().text);
        if (!why.isEmpty()) {
            m_toast->complain(why);
            return;
        }
        NewJob like = edited(found->job, {}, {});
        like.uniqueKey.clear(); // its holder would be the answer
        like.start = {}; // at once; past times mean nothing to the new job
        like.deadline = {};
        askForJob(like);
    });
}

void MainWindow::askForJob(const NewJob &like)
{
    const QStringList queues = namesIn(m_feed.snapshot()).queues;
    NewJob first = like;
    if (!queues.isEmpty() && first.queue == NewJob {}.queue)
        first.queue = m_feed.snapshot().queues.front().queue;
    auto *dialog = new NewJobDialog(first, queues, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        if (Result<NewJob> job = dialog->job())
            m_acts->enqueue(std::move(*job));
    });
    dialog->open();
}

void MainWindow::copyIds(const std::vector<JobRecord> &jobs)
{
    QStringList ids;
    for (const JobRecord &job : jobs)
        ids.append(shown(job.job.id.text()));
    QApplication::clipboard()->setText(ids.join(QLatin1Char('\n')));
    m_toast->say(tr("Copied %n id(s)", nullptr, static_cast<int>(ids.size())), {});
}

void MainWindow::exportList()
{
    const JobsModel *list = currentPage()->listedJobs();
    if (!list || !list->source())
        return;
    // The source is copied now, because another page may be shown before a file name is chosen.
    askForFile(this, tr("Export jobs"), QStringLiteral("fairlead-%1.csv").arg(pageName(currentPageId())),
        [this, source = list->source()](const QString &file) {
            auto *jobs = new JobExport(m_feed.client(), source, file, this);
            connect(jobs, &JobExport::finished, this, [this](const QString &text) { m_toast->say(text, {}); });
            connect(jobs, &JobExport::failed, m_toast, &Toast::complain);
            jobs->start();
        });
}

void MainWindow::findOrRun()
{
    auto *palette = new CommandPalette(CommandPalette::entriesFor(m_actions->all(), m_feed.snapshot(), m_scope), this);
    palette->setAttribute(Qt::WA_DeleteOnClose);
    palette->open();
}

void MainWindow::chooseEngine()
{
    auto *dialog = new ConnectDialog(m_settings, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ConnectDialog::engineChosen, this, &MainWindow::engineWanted);
    connect(dialog, &ConnectDialog::demoChosen, this, &MainWindow::demoWanted);
    dialog->open();
}

void MainWindow::askToken()
{
    if (!m_target.useToken)
        return;
    auto *dialog = new QInputDialog(this);
    dialog->setObjectName(QStringLiteral("tokenDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Use another token"));
    dialog->setLabelText(tr("Token for %1; it is not kept:").arg(m_target.name));
    dialog->setTextEchoMode(QLineEdit::Password);
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &token) {
        m_target.useToken(token.trimmed().toStdString());
        m_feed.changeBearer();
    });
    dialog->open();
}

void MainWindow::followBearer()
{
    if (const std::optional<TenantName> own = m_feed.ownTenant())
        m_scope.set({.queue = {}, .tenant = own});
}

void MainWindow::offerFirstStep()
{
    auto *dialog = new FirstStepDialog(m_target.configFile, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &FirstStepDialog::configurationReady, m_acts, &EngineActs::reloadConfiguration);
    connect(dialog, &FirstStepDialog::failed, m_toast, &Toast::complain);
    dialog->open();
}

void MainWindow::sayAbout()
{
    auto *box = new PlainBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Fairlead"));
    box->setIconPixmap(appIcon().pixmap(64, 64));
    box->setTextFormat(Qt::RichText); // a text of this program alone
    box->setText(
        tr("<h3>Fairlead %1</h3><p>A durable, multi-tenant, fair job queue, and its monitor.</p><p>The monitor is free "
           "software under the GNU General Public License, version 3 or later; the engine under the Apache License, "
           "version 2.0.</p>")
            .arg(QStringLiteral(FAIRLEAD_VERSION)));
    box->open();
}

void MainWindow::setLook(Look look)
{
    m_theme.apply(look);
    m_settingsPage->setLook(look);
    m_actions->looks->actions().at(static_cast<int>(look))->setChecked(true);
    m_settings.setValue(QStringLiteral("look"), static_cast<int>(look));
}

bool MainWindow::mayClose()
{
    if (!m_target.isEmbedded || m_target.isDemo || m_isStopped)
        return true;
    if (findChild<QMessageBox *>(QStringLiteral("closeQuestion")))
        return false; // the question is open
    auto *question = new PlainBox(this);
    question->setObjectName(QStringLiteral("closeQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setWindowTitle(tr("Close the monitor?"));
    question->setText(tr("The engine runs inside this program and ends with it."));
    question->setInformativeText(tr("Waiting jobs stay on disk and go on when it is started again."));
    if (m_tray->isThere()) {
        const QPushButton *stay = question->addButton(tr("Keep running in the tray"), QMessageBox::ActionRole);
        connect(stay, &QPushButton::clicked, this, &QWidget::hide);
    }
    const QPushButton *drain = question->addButton(tr("Finish running jobs, then quit"), QMessageBox::AcceptRole);
    const QPushButton *now = question->addButton(tr("Quit now"), QMessageBox::DestructiveRole);
    question->setDefaultButton(question->addButton(QMessageBox::Cancel));
    connect(drain, &QPushButton::clicked, this, [this] {
        m_closesWhenStopped = true;
        Q_EMIT engineStopWanted(StopMode::Drain);
    });
    connect(now, &QPushButton::clicked, this, [this] {
        m_isStopped = true; // do not ask again
        close();
    });
    question->open();
    return false;
}

void MainWindow::engineStopped()
{
    m_isStopped = true;
    if (m_closesWhenStopped)
        close();
}

void MainWindow::closeUnasked()
{
    const bool waits = m_target.isEmbedded && !m_target.isDemo && !m_isStopped && !m_closesWhenStopped;
    m_closesWhenStopped = true;
    if (waits) {
        Q_EMIT engineStopWanted(StopMode::Drain);
        return;
    }
    m_isStopped = true; // do not ask again
    close();
}

void MainWindow::complain(const QString &text)
{
    m_toast->complain(text);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!mayClose()) {
        event->ignore();
        return;
    }
    keepLayout();
    QMainWindow::closeEvent(event);
    Q_EMIT closed();
}

void MainWindow::keepLayout()
{
    m_settings.setValue(QStringLiteral("geometry"), saveGeometry());
    m_settings.setValue(QStringLiteral("state"), saveState(layoutVersion));
    m_tables->keep(m_settings);
    m_settings.sync();
}

void MainWindow::restoreLayout()
{
    restoreGeometry(m_settings.value(QStringLiteral("geometry")).toByteArray());
    restoreState(m_settings.value(QStringLiteral("state")).toByteArray(), layoutVersion);
    m_tables->restore(m_settings);
    m_actions->of(ActionId::Inspector)->setChecked(m_settings.value(QStringLiteral("inspector"), true).toBool());
}

void MainWindow::watchVisibility()
{
    const bool isSeen = isVisible() && !isMinimized();
    // A hidden window asks rarely, and only where alerts can be shown.
    if (m_tray->isThere())
        m_feed.setInterval(isSeen ? m_pollInterval : unseenInterval);
    if (isSeen || m_tray->isThere())
        m_feed.start();
    else
        m_feed.stop();
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    watchVisibility();
}

void MainWindow::hideEvent(QHideEvent *event)
{
    QMainWindow::hideEvent(event);
    watchVisibility();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange)
        watchVisibility();
    // Colours are part of texts and lines, and the children get the new palette after the window.
    if (event->type() == QEvent::PaletteChange && m_toast)
        QMetaObject::invokeMethod(this, &MainWindow::showData, Qt::QueuedConnection);
}

} // namespace fairlead
