// SPDX-License-Identifier: Apache-2.0
#include "engine/calls/job_calls.h"
#include "engine/calls/token_calls.h"
#include "engine/client/remote_client.h"
#include "gui/charts/chart_panel.h"
#include "gui/pages/page.h"
#include "gui/what_if/draft_model.h"
#include "gui/what_if/what_if_dialog.h"
#include "gui/window/connect_dialog.h"
#include "gui/window/status_line.h"
#include "tests/support/await.h"
#include "tests/support/gui_stage.h"

#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QtTest>

using namespace fairlead;

namespace {
/// Counts the calls that pass.
class CountingClient final : public Client
{
public:
    explicit CountingClient(Client &inner)
        : m_inner(inner)
    {
    }
    void submit(AnyCall call) override
    {
        ++calls;
        m_inner.submit(std::move(call));
    }
    int calls = 0;

private:
    Client &m_inner;
};

/// An engine over HTTP that wants tokens, with a window whose token may be wrong.
struct GuardedStage
{
    explicit GuardedStage(const std::string &url, const std::string &token)
        : remote(QUrl(QString::fromStdString(url)))
        , counting(remote)
        , stage(counting, nullptr, [this](const std::string &another) { remote.setToken(another); })
    {
        remote.setToken(token);
        stage.window.show();
    }
    RemoteClient remote;
    CountingClient counting;
    GuiStage stage;
};
} // namespace

class RightsTest : public QObject
{
    Q_OBJECT
public:
    RightsTest()
        : m_engine(startMendEngine("127.0.0.1:0"))
    {
    }

private Q_SLOTS:
    void initTestCase()
    {
        RemoteClient admin(QUrl(QString::fromStdString(m_engine->url())));
        m_admin = make(admin, {"ann", Role::Admin, {}, {}});
        admin.setToken(m_admin);
        m_viewer = make(admin, {"vic", Role::Viewer, {}, {}});
        m_ofAcme = make(admin, {"acme's", Role::Operator, {}, TenantName::trusted("acme")});
        QVERIFY(!m_admin.empty() && !m_viewer.empty() && !m_ofAcme.empty());
        std::vector<NewJob> jobs;
        for (const char *payload : {"\"broken\"", "1", "2"})
            jobs.push_back(mendJob("acme", payload));
        jobs.push_back(mendJob("zed", "\"broken\""));
        QVERIFY(askAndWait(admin, EnqueueJobs::of(jobs)));
    }

    void wrongTokenIsAskedOnceAndReplacedByKeyboard()
    {
        GuardedStage guarded(m_engine->url(), "frl_wrong");
        GuiStage &stage = guarded.stage;
        QTRY_VERIFY_WITH_TIMEOUT(stage.feed.link() == LinkState::Refused, 20'000);
        QVERIFY(stage.feed.whyReadOnly().contains(QStringLiteral("token")));
        QVERIFY(!StatusLine::linkWords(stage.feed).contains(QStringLiteral("reconnecting")));
        QVERIFY(!stage.window.actions().of(ActionId::Pause)->isEnabled());
        QCOMPARE(guarded.counting.calls, 1);
        QSignalSpy ticked(&stage.feed, &MonitorFeed::ticked);
        while (ticked.count() < 8) // two seconds: back-offs start with half of one
            QVERIFY(ticked.wait(20'000));
        QCOMPARE(guarded.counting.calls, 1);

        QVERIFY(QTest::qWaitForWindowActive(&stage.window));
        QTest::keyClick(&stage.window, Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
        type(stage, m_admin);
        QTRY_VERIFY_WITH_TIMEOUT(stage.feed.link() == LinkState::Live, 20'000);
        QVERIFY(stage.window.actions().of(ActionId::Pause)->isEnabled());
        QCOMPARE(stage.feed.snapshot().tenants.size(), std::size_t {2});
    }

    void wrongTokenIsReplacedByMouse()
    {
        GuardedStage guarded(m_engine->url(), "frl_wrong");
        GuiStage &stage = guarded.stage;
        QTRY_VERIFY_WITH_TIMEOUT(stage.feed.link() == LinkState::Refused, 20'000);
        QPushButton *another = nullptr;
        for (QPushButton *button : stage.window.findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text().contains(QStringLiteral("another token")))
                another = button;
        }
        QVERIFY(another);
        QTest::mouseClick(another, Qt::LeftButton);
        type(stage, m_viewer);
        QTRY_VERIFY_WITH_TIMEOUT(stage.feed.link() == LinkState::Live, 20'000);
    }

    void actsOfAViewerAreDisabledAndSayWhichRoleIsNeeded()
    {
        GuardedStage guarded(m_engine->url(), m_viewer);
        GuiStage &stage = guarded.stage;
        QTRY_VERIFY_WITH_TIMEOUT(stage.feed.link() == LinkState::Live, 20'000);
        stage.window.openPage(PageId::Dead);
        QTRY_VERIFY_WITH_TIMEOUT(!stage.window.page(PageId::Dead)->selectedJobs().empty(), 20'000);
        for (const ActionId id : {ActionId::Pause, ActionId::PauseWithReason, ActionId::Resume, ActionId::Retry,
                 ActionId::EditRetry, ActionId::Remove, ActionId::Drain, ActionId::StopNow}) {
            const QAction *action = stage.window.actions().of(id);
            QVERIFY2(!action->isEnabled(), qPrintable(action->text()));
            const bool isAdmins = id == ActionId::Drain || id == ActionId::StopNow;
            QVERIFY2(action->toolTip().contains(isAdmins ? QStringLiteral("admin") : QStringLiteral("operator")),
                qPrintable(action->toolTip()));
        }
        for (const char *name : {"retryGroup", "spreadGroup", "deleteGroup"}) {
            const auto *button = stage.window.findChild<QPushButton *>(QString::fromLatin1(name));
            QVERIFY(!button->isEnabled());
            QVERIFY(button->toolTip().contains(QStringLiteral("operator")));
        }
        QVERIFY(stage.window.actions().of(ActionId::CopyId)->isEnabled()); // no act
    }

    void viewerTriesADraftAndMayNotApplyIt()
    {
        GuardedStage guarded(m_engine->url(), m_viewer);
        GuiStage &stage = guarded.stage;
        QTRY_VERIFY_WITH_TIMEOUT(stage.feed.link() == LinkState::Live, 20'000);
        stage.window.actions().of(ActionId::WhatIf)->trigger();
        auto *dialog = stage.window.findChild<WhatIfDialog *>();
        QVERIFY(dialog);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->whatIf().phase() == WhatIf::Phase::Ready, 20'000);
        QCOMPARE(dialog->whatIf().jobsRead(), std::int64_t {4});
        QVERIFY(!dialog->whatIf().hasConfiguration());
        const auto *notes = dialog->findChild<QLabel *>(QStringLiteral("whatIfNotes"));
        QVERIFY(notes->text().contains(QStringLiteral("may not read the configuration")));
        QAbstractItemModel *draft = dialog->findChild<QTableView *>(QStringLiteral("whatIfDraft"))->model();
        QVERIFY(draft->setData(draft->index(0, DraftModel::Then), QStringLiteral("3"), Qt::EditRole));
        QTRY_VERIFY_WITH_TIMEOUT(dialog->whatIf().phase() == WhatIf::Phase::Ready, 20'000);
        QVERIFY(!dialog->whatIf().draft().isEmpty());
        const auto *apply = dialog->findChild<QPushButton *>(QStringLiteral("whatIfApply"));
        QVERIFY(!apply->isEnabled());
        QVERIFY2(apply->toolTip().contains(QStringLiteral("operator")), qPrintable(apply->toolTip()));
    }

    void tokenOfOneTenantOpensAWindowOfThatTenant()
    {
        GuardedStage guarded(m_engine->url(), m_ofAcme);
        GuiStage &stage = guarded.stage;
        QTRY_VERIFY_WITH_TIMEOUT(stage.feed.link() == LinkState::Live, 20'000);
        QCOMPARE(stage.feed.snapshot().tenants.size(), std::size_t {1});
        QVERIFY(stage.window.scope().scope().tenant == TenantName::trusted("acme"));
        const auto dead = [&stage] { return countOf(stage.feed.snapshot().status.counts, JobState::Dead); };
        QTRY_COMPARE_WITH_TIMEOUT(dead(), std::int64_t {1}, 20'000);
        QVERIFY(stage.window.findChild<QLabel *>(QStringLiteral("health"))->text().contains(QStringLiteral("acme")));
        for (ChartPanel *panel : stage.window.page(PageId::Overview)->findChildren<ChartPanel *>())
            QTRY_VERIFY_WITH_TIMEOUT(panel->isVisible() && !panel->accessibleName().isEmpty(), 20'000);
        stage.window.openPage(PageId::Jobs);
        const auto *jobs = stage.window.findChild<QTableView *>(QStringLiteral("jobsTable"));
        QTRY_COMPARE_WITH_TIMEOUT(jobs->model()->rowCount(), 3, 20'000);
        stage.window.openPage(PageId::Dead);
        QTRY_VERIFY_WITH_TIMEOUT(!stage.window.page(PageId::Dead)->selectedJobs().empty(), 20'000);
        QVERIFY(stage.window.actions().of(ActionId::Retry)->isEnabled()); // an operator of its own jobs
        const QAction *pause = stage.window.actions().of(ActionId::Pause);
        QVERIFY(!pause->isEnabled());
        QVERIFY(pause->toolTip().contains(QStringLiteral("acme alone")));
        const QAction *whatIf = stage.window.actions().of(ActionId::WhatIf);
        QVERIFY(!whatIf->isEnabled());
        QVERIFY(whatIf->toolTip().contains(QStringLiteral("acme alone")));
        stage.window.openPage(PageId::Workers);
        QCOMPARE(stage.feed.link(), LinkState::Live);
    }

    void partsOfATokenAreNotTried()
    {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("m.ini")), QSettings::IniFormat);
        settings.setValue(QStringLiteral("recentEngines"), QStringList {QString::fromStdString(m_engine->url())});
        ConnectDialog dialog(settings, nullptr);
        dialog.show();
        const auto *verdict = dialog.findChild<QLabel *>(QStringLiteral("engineVerdict"));
        QTRY_VERIFY_WITH_TIMEOUT(verdict->text().contains(QStringLiteral("valid token is needed")), 20'000);
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        auto *token = dialog.findChild<QLineEdit *>(QStringLiteral("engineToken"));
        token->setFocus();
        QTest::keyClicks(token, QString::fromStdString(m_viewer).chopped(3));
        QVERIFY(!dialog.isTryDue());
        QTest::keyClicks(token, QString::fromStdString(m_viewer).right(3));
        QTest::keyClick(token, Qt::Key_Tab);
        QTRY_VERIFY_WITH_TIMEOUT(verdict->text().contains(QStringLiteral("role viewer")), 20'000);
    }

private:
    static std::string make(Client &admin, const TokenRequest &request)
    {
        const auto token = askAndWait(admin, CreateToken {request});
        return token ? token->secret : std::string {};
    }
    /// Types a token into the dialog that is open.
    static void type(GuiStage &stage, const std::string &token)
    {
        auto *dialog = stage.window.findChild<QInputDialog *>(QStringLiteral("tokenDialog"));
        QVERIFY(dialog);
        auto *line = dialog->findChild<QLineEdit *>();
        QVERIFY(line && line->echoMode() == QLineEdit::Password);
        QTest::keyClicks(line, QString::fromStdString(token));
        QTest::keyClick(line, Qt::Key_Return);
    }

    const std::unique_ptr<RunningEngine> m_engine;
    std::string m_admin;
    std::string m_viewer;
    std::string m_ofAcme;
};

QTEST_MAIN(RightsTest)
#include "rights_test.moc"
