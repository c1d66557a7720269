// SPDX-License-Identifier: Apache-2.0
#include "engine/calls/job_calls.h"
#include "engine/client/remote_client.h"
#include "gui/models/config_model.h"
#include "gui/pages/page.h"
#include "gui/window/connect_dialog.h"
#include "gui/window/status_line.h"
#include "gui/window/toast.h"
#include "tests/support/gui_stage.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QTableView>
#include <QtTest>

#include <csignal>

using namespace fairlead;

namespace {
/// A headless engine as a program of its own, on a store that outlives it.
class EngineProgram
{
public:
    EngineProgram() { configure({}); }
    /// Writes its configuration file anew.
    void configure(const QByteArray &more)
    {
        QFile config(m_folder.filePath(QStringLiteral("c.toml")));
        if (config.open(QIODevice::WriteOnly))
            config.write("[queue.gate]\nhandler = { kind = \"process\", command = [\"true\"] }\n" + more);
    }
    ~EngineProgram() { kill(); }
    /// On the port of the life before, if there was one.
    bool start()
    {
        m_process.start(QStringLiteral(FAIRLEAD_BIN_DIR "/fairlead"),
            {QStringLiteral("--headless"), QStringLiteral("--config"), m_folder.filePath(QStringLiteral("c.toml")),
                QStringLiteral("--data-dir"), m_folder.filePath(QStringLiteral("data")), QStringLiteral("--listen"),
                m_url.isEmpty() ? QStringLiteral("127.0.0.1:0") : m_url.authority()});
        while (!m_process.canReadLine()) {
            if (!m_process.waitForReadyRead(30'000))
                return false;
        }
        const QString line = QString::fromUtf8(m_process.readLine());
        m_url = QUrl(line.section(QStringLiteral("url="), 1).section(QLatin1Char(' '), 0, 0));
        return m_url.isValid();
    }
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    const QUrl &url() const { return m_url; }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QUrl m_url;
};
} // namespace

class RemoteTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void killedEngineIsSeenAndItsReturnToo()
    {
        EngineProgram engine;
        QVERIFY(engine.start());
        RemoteClient client(engine.url());
        GuiStage stage(client);
        stage.window.show();
        QTRY_VERIFY_WITH_TIMEOUT(stage.feed.link() == LinkState::Live, 20'000);
        stage.window.actions().of(ActionId::Pause)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(stage.feed.snapshot().status.pause, 20'000);
        const std::int64_t pid = stage.feed.snapshot().status.pid;

        engine.kill();
        QTRY_VERIFY_WITH_TIMEOUT(stage.feed.link() == LinkState::Lost, 20'000);
        QVERIFY(!stage.window.actions().of(ActionId::Resume)->isEnabled());
        QVERIFY(StatusLine::linkWords(stage.feed).startsWith(QStringLiteral("reconnecting")));

        QVERIFY(engine.start());
        QTRY_VERIFY_WITH_TIMEOUT(stage.feed.link() == LinkState::Live, 30'000);
        QVERIFY(stage.feed.snapshot().status.pid != pid);
        // The pause has outlived the engine, with who and when.
        QVERIFY(stage.feed.snapshot().status.pause);
        QCOMPARE(stage.feed.snapshot().status.pause->who, EngineActs::actor().toStdString());
        QVERIFY(stage.window.actions().of(ActionId::Resume)->isEnabled());
    }

    void tenantIsPausedInOneQueueAndResumed()
    {
        EngineProgram engine;
        QVERIFY(engine.start());
        RemoteClient client(engine.url());
        GuiStage stage(client);
        stage.window.show();
        QTRY_VERIFY_WITH_TIMEOUT(stage.feed.link() == LinkState::Live, 20'000);
        const Scope one {.queue = QueueName::trusted("gate"), .tenant = TenantName::trusted("acme")};
        stage.window.scope().set(one);
        stage.window.actions().of(ActionId::Pause)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(stage.window.toast().text().contains(QStringLiteral("acme in queue gate")), 20'000);

        std::vector<NewJob> jobs;
        for (const char *tenant : {"acme", "beta"}) {
            NewJob job;
            job.queue = *one.queue;
            job.tenant = TenantName::trusted(tenant);
            jobs.push_back(job);
        }
        client.ask(EnqueueJobs::of(jobs), [](const auto &) {});
        const auto count = [&](const char *tenant, JobState state) {
            const TenantView *view = stage.feed.snapshot().findTenant(TenantName::trusted(tenant));
            return view ? countOf(view->counts, state) : 0;
        };
        QTRY_COMPARE_WITH_TIMEOUT(count("beta", JobState::Succeeded), std::int64_t {1}, 20'000);
        QCOMPARE(count("acme", JobState::Ready), std::int64_t {1});
        QVERIFY(stage.window.actions().of(ActionId::Resume)->isEnabled());
        stage.window.actions().of(ActionId::Resume)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(count("acme", JobState::Succeeded), std::int64_t {1}, 20'000);
    }

    void pauseOfAQueueElsewhereIsNamedAndResumed()
    {
        EngineProgram engine;
        QVERIFY(engine.start());
        RemoteClient client(engine.url());
        GuiStage stage(client);
        stage.window.show();
        QTRY_VERIFY_WITH_TIMEOUT(stage.feed.link() == LinkState::Live, 20'000);
        stage.window.scope().set({.queue = QueueName::trusted("gate"), .tenant = {}});
        stage.window.actions().of(ActionId::Pause)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(stage.feed.snapshot().pauses().size(), std::size_t {1}, 20'000);
        QVERIFY(stage.feed.snapshot().pauses().front().queue == QueueName::trusted("gate"));
        stage.window.actions().of(ActionId::Resume)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(stage.feed.snapshot().pauses().empty(), 20'000);
    }

    void settingsReadTheConfigurationAgain()
    {
        EngineProgram engine;
        QVERIFY(engine.start());
        RemoteClient client(engine.url());
        GuiStage stage(client);
        stage.window.show();
        stage.window.openPage(PageId::Settings);
        const auto *config = stage.window.findChild<QTableView *>(QStringLiteral("configTable"));
        const auto cell = [](const QTableView *table, const QString &key, int column) {
            const QAbstractItemModel &model = *table->model();
            const QModelIndexList found = model.match(model.index(0, 0), Qt::DisplayRole, key, 1, Qt::MatchExactly);
            return found.isEmpty() ? QModelIndex() : found.front().siblingAtColumn(column);
        };
        const QString key = QStringLiteral("queue.gate.weight");
        QTRY_VERIFY_WITH_TIMEOUT(config->model()->rowCount() > 0, 20'000);
        engine.configure("weight = 3\n[http]\nmax_connections = 77\n");
        auto *reread = stage.window.findChild<QPushButton *>(QStringLiteral("rereadConfig"));
        QTRY_VERIFY(reread->isEnabled());
        reread->click();
        QTRY_COMPARE_WITH_TIMEOUT(cell(config, key, ConfigModel::Value).data().toString(), QStringLiteral("3"), 20'000);
        QVERIFY(cell(config, key, ConfigModel::State).data().toString().contains(QStringLiteral("taken over")));
        QVERIFY(cell(config, QStringLiteral("http.max_connections"), ConfigModel::State)
                    .data()
                    .toString()
                    .contains(QStringLiteral("restart")));
        qobject_cast<QLineEdit *>(stage.window.page(PageId::Settings)->filterField())->setText(key);
        QCOMPARE(config->model()->rowCount(), 1);
    }

    void filesOfAnAddressAreReadOrRefused()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("token"));
        const QUrl url(QStringLiteral("https://engine.example"));
        QVERIFY(!clientOf({.url = url, .tokenFile = file}));
        QFile token(file);
        QVERIFY(token.open(QIODevice::WriteOnly));
        token.write("frl_secret\n");
        token.close();
        token.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
        QVERIFY(!clientOf({.url = url, .tokenFile = file})); // others may read it
        token.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        QVERIFY(clientOf({.url = url, .tokenFile = file}));
        QVERIFY(!clientOf({.url = url, .caFile = file})); // no certificate is in it
    }

    void authoritiesAreKeptWithTheirAddress()
    {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("m.ini")), QSettings::IniFormat);
        const auto line = [](const ConnectDialog &dialog) {
            return dialog.findChild<QLineEdit *>(QStringLiteral("engineAuthorities"));
        };
        const QString address = QStringLiteral("https://127.0.0.1:9");
        ConnectDialog first(settings, nullptr);
        auto *url = first.findChild<QComboBox *>(QStringLiteral("engineUrl"));
        url->setEditText(address);
        line(first)->setText(QStringLiteral("/home/ann/ca.pem"));
        QTest::keyClick(url->lineEdit(), Qt::Key_Return);
        const ConnectDialog second(settings, nullptr); // the newest address stands in it
        QCOMPARE(line(second)->text(), QStringLiteral("/home/ann/ca.pem"));
    }

    void secondStartOpensAWindowOfTheFirst()
    {
        const QTemporaryDir runtime;
        QProcessEnvironment own = QProcessEnvironment::systemEnvironment();
        own.insert(QStringLiteral("XDG_RUNTIME_DIR"), runtime.path());
        own.insert(QStringLiteral("XDG_CONFIG_HOME"), runtime.path());
        own.insert(QStringLiteral("XDG_DATA_HOME"), runtime.path());
        own.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        const QString program = QStringLiteral(FAIRLEAD_BIN_DIR "/fairlead");
        QProcess first;
        first.setProcessEnvironment(own);
        first.start(program, {QStringLiteral("--demo")});
        QVERIFY(first.waitForStarted(30'000));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(runtime.filePath(QStringLiteral("fairlead-monitor"))), 30'000);
        const QList<QStringList> starts {{QStringLiteral("--demo"), QStringLiteral("--page"), QStringLiteral("queues")},
            {QStringLiteral("--connect"), QStringLiteral("http://127.0.0.1:9")}};
        for (const QStringList &arguments : starts) {
            QProcess second;
            second.setProcessEnvironment(own);
            second.start(program, arguments);
            QVERIFY(second.waitForFinished(30'000));
            QCOMPARE(second.exitCode(), 0);
            QCOMPARE(first.state(), QProcess::Running);
        }
        first.terminate();
        QVERIFY(first.waitForFinished(30'000));
        QCOMPARE(first.exitStatus(), QProcess::NormalExit);
    }

    void addressIsTriedWhileItIsTyped()
    {
        EngineProgram engine;
        QVERIFY(engine.start());
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("m.ini")), QSettings::IniFormat);
        ConnectDialog dialog(settings, nullptr);
        dialog.show();
        auto *verdict = dialog.findChild<QLabel *>(QStringLiteral("engineVerdict"));
        auto *url = dialog.findChild<QComboBox *>(QStringLiteral("engineUrl"));
        url->setEditText(QStringLiteral("ftp://nowhere"));
        QVERIFY(verdict->text().contains(QStringLiteral("no address")));
        url->setEditText(engine.url().authority()); // the scheme may be left out
        QTRY_VERIFY_WITH_TIMEOUT(verdict->text().contains(QStringLiteral("worker")), 20'000);
        QSignalSpy chosen(&dialog, &ConnectDialog::engineChosen);
        QTest::keyClick(url->lineEdit(), Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
        QVERIFY(!settings.value(QStringLiteral("recentEngines")).toStringList().isEmpty());
    }

    void helpAndVersionNeedNoDisplay_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("language");
        QTest::addColumn<QByteArray>("said");
        const QString english = QStringLiteral("C.UTF-8");
        QTest::newRow("help") << QStringLiteral("--help") << english << QByteArray("Keep the jobs in DIR.");
        QTest::newRow("help in Spanish") << QStringLiteral("--help") << QStringLiteral("es_ES.UTF-8")
                                         << QByteArray("Guarda los trabajos en DIR.");
        QTest::newRow("version") << QStringLiteral("--version") << english << QByteArray("fairlead ");
    }
    void helpAndVersionNeedNoDisplay()
    {
        QFETCH(QString, option);
        QFETCH(QString, language);
        QFETCH(QByteArray, said);
        QProcess program;
        QProcessEnvironment bare = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            bare.remove(QString::fromLatin1(name));
        bare.remove(QStringLiteral("LANGUAGE"));
        bare.insert(QStringLiteral("LC_ALL"), language);
        program.setProcessEnvironment(bare);
        program.start(QStringLiteral(FAIRLEAD_BIN_DIR "/fairlead"), {option});
        QVERIFY(program.waitForFinished(30'000));
        QCOMPARE(program.exitCode(), 0);
        QVERIFY(program.readAllStandardOutput().contains(said));
    }

    void unknownPageIsAFaultOfUsage()
    {
        QProcess program;
        program.start(QStringLiteral(FAIRLEAD_BIN_DIR "/fairlead"),
            {QStringLiteral("--demo"), QStringLiteral("--page"), QStringLiteral("nowhere")});
        QVERIFY(program.waitForFinished(30'000));
        QCOMPARE(program.exitCode(), 64);
    }
};

QTEST_MAIN(RemoteTest)
#include "remote_test.moc"
