// SPDX-License-Identifier: Apache-2.0
// The tasks that operators do most, by keyboard alone. Each task prints the number of its keystrokes, a typed text
// counting as one, and takes at most twelve.
#include "engine/calls/job_calls.h"
#include "engine/calls/queue_calls.h"
#include "engine/client/pause_calls.h"
#include "gui/models/events_model.h"
#include "gui/models/operations_model.h"
#include "gui/models/queues_model.h"
#include "gui/pages/page.h"
#include "gui/what_if/tried_model.h"
#include "gui/what_if/what_if_dialog.h"
#include "gui/window/inspector.h"
#include "gui/window/job_panel.h"
#include "tests/support/await.h"
#include "tests/support/gui_stage.h"

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QtTest>

#include <atomic>

using namespace fairlead;

namespace {
constexpr int keystrokesMost = 12;
constexpr int limitMs = 30'000;
const auto mend = QueueName::trusted("mend");

/// Presses keys on what has the focus, and counts them.
class Keyboard
{
public:
    explicit Keyboard(MainWindow &window)
        : m_window(window)
    {
    }
    void press(int key, Qt::KeyboardModifiers modifiers = {})
    {
        ++m_count;
        QWidget *focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &m_window, static_cast<Qt::Key>(key), modifiers);
    }
    void type(const QString &text)
    {
        ++m_count;
        QVERIFY(QApplication::focusWidget());
        QTest::keyClicks(QApplication::focusWidget(), text);
    }
    /// Goes on with Tab until the widget of that name has the focus.
    void tabTo(const QString &name)
    {
        for (int i = 0; i <= keystrokesMost && focusName() != name; ++i)
            press(Qt::Key_Tab);
        QCOMPARE(focusName(), name);
    }
    /// Finds an entry of the palette and runs it.
    void find(const QString &words)
    {
        press(Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(QApplication::focusWidget()
            && QApplication::focusWidget()->window()->objectName() == QStringLiteral("commandPalette"));
        type(words);
        press(Qt::Key_Return);
        QApplication::setActiveWindow(&m_window);
        QTRY_VERIFY(!m_window.findChild<QDialog *>(QStringLiteral("commandPalette")));
    }
    void endTask(const char *name)
    {
        qInfo("%s: %d keystrokes", name, m_count);
        QVERIFY2(m_count <= keystrokesMost, name);
        m_count = 0;
    }
    static QString focusName()
    {
        return QApplication::focusWidget() ? QApplication::focusWidget()->objectName() : QString();
    }

private:
    MainWindow &m_window;
    int m_count = 0;
};

NewJob jobOf(const char *tenant, const char *payload)
{
    NewJob job;
    job.queue = mend;
    job.tenant = TenantName::trusted(tenant);
    job.payload = payload;
    return job;
}
} // namespace

class TasksTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_isMended = false;
        m_engine = startEngine();
        QVERIFY(m_engine);
        m_stage = std::make_unique<GuiStage>(*m_engine);
        m_keys = std::make_unique<Keyboard>(window());
        window().show();
        QApplication::setActiveWindow(&window());
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        QTRY_VERIFY(m_stage->feed.hasData());
    }
    void cleanup()
    {
        m_keys.reset();
        m_stage.reset();
        m_engine.reset();
    }

    void whoSuffersAndWhyIsFound()
    {
        TenantPatch slow;
        slow.rules.rate = Rate {0.001, 1};
        QVERIFY(askAndWait(m_engine->client(), SetTenant {TenantName::trusted("slow"), slow}));
        add("slow", "{}", 4);
        add("quick", "{}", 4);
        QTRY_COMPARE_WITH_TIMEOUT(count(JobState::Ready), std::int64_t {3}, limitMs);
        const auto isHeld = [this] {
            const TenantView *tenant = snapshot().findTenant(TenantName::trusted("slow"));
            return tenant && !tenant->held.empty();
        };
        QTRY_VERIFY_WITH_TIMEOUT(isHeld(), limitMs);

        m_keys->find(QStringLiteral("waits longest"));
        QCOMPARE(window().currentPageId(), PageId::Tenants);
        QVERIFY(window().page(PageId::Tenants)->selectedTenant() == TenantName::trusted("slow"));
        QTRY_VERIFY_WITH_TIMEOUT(inspectorSays(QStringLiteral("Held by: ")), limitMs);
        m_keys->endTask("find who suffers and why");
    }

    void whoTakesMostIsFound()
    {
        add("small", "{}", 1);
        add("hog", "heavy", 20);
        const auto share = [this](const char *name) {
            const TenantView *tenant = snapshot().findTenant(TenantName::trusted(name));
            return tenant ? recentShare(*tenant, snapshot().status) : 0;
        };
        QTRY_COMPARE_WITH_TIMEOUT(count(JobState::Succeeded), std::int64_t {21}, limitMs);
        QTRY_VERIFY_WITH_TIMEOUT(share("hog") > share("small"), limitMs);

        m_keys->find(QStringLiteral("takes most"));
        QVERIFY(window().page(PageId::Tenants)->selectedTenant() == TenantName::trusted("hog"));
        m_keys->endTask("find who hogs");
    }

    void oneGroupOfErrorsIsReplayedAndItsEndIsSeen()
    {
        add("acme", "broken", 5);
        add("beta", "Traceback", 2);
        QTRY_COMPARE_WITH_TIMEOUT(count(JobState::Dead), std::int64_t {7}, limitMs);
        m_isMended = true;

        m_keys->press(Qt::Key_5, Qt::ControlModifier);
        const auto *groups = table("deadGroups");
        QTRY_COMPARE_WITH_TIMEOUT(groups->model()->rowCount(), 2, limitMs);
        QTRY_COMPARE(groups->currentIndex().row(), 0); // the largest
        m_keys->tabTo(QStringLiteral("deadGroups"));
        m_keys->press(Qt::Key_Down);
        QCOMPARE(groups->currentIndex().row(), 1);
        m_keys->press(Qt::Key_G, Qt::AltModifier);
        QTRY_COMPARE_WITH_TIMEOUT(count(JobState::Dead), std::int64_t {5}, limitMs);
        m_keys->endTask("mend and replay one error group");

        const auto *operations = table("operationsTable");
        QTRY_VERIFY(operations->isVisible()); // it came with the act
        QTRY_COMPARE_WITH_TIMEOUT(operations->model()->rowCount(), 1, limitMs);
        const auto cell = [&](int column) { return operations->model()->index(0, column).data().toString(); };
        QTRY_COMPARE_WITH_TIMEOUT(cell(OperationsModel::Done), QStringLiteral("2"), limitMs);
        QVERIFY2(cell(OperationsModel::What).contains(QStringLiteral("Retry")), qPrintable(cell(0)));
        QTRY_COMPARE_WITH_TIMEOUT(groups->model()->rowCount(), 1, limitMs); // nothing of it is dead again
        QTRY_COMPARE_WITH_TIMEOUT(count(JobState::Succeeded), std::int64_t {2}, limitMs);
        m_keys->endTask("see whether a replay worked");
    }

    void jobIsFoundByTheBeginningOfItsId()
    {
        std::vector<std::string> ids;
        for (int i = 0; i < 3; ++i) {
            NewJob job = jobOf("acme", "{}");
            job.start = std::chrono::hours {1};
            const auto receipts = askAndWait(m_engine->client(), EnqueueJobs::of({job}));
            QVERIFY(receipts && receipts->size() == 1 && receipts->front());
            ids.push_back(receipts->front()->id.text());
        }
        const std::string &wanted = ids[1];
        std::size_t length = 8;
        const auto isOfOthers = [&] {
            return ids[0].starts_with(wanted.substr(0, length)) || ids[2].starts_with(wanted.substr(0, length));
        };
        while (isOfOthers())
            ++length;
        QVERIFY(length < wanted.size()); // not the whole id
        QTRY_COMPARE_WITH_TIMEOUT(count(JobState::Scheduled), std::int64_t {3}, limitMs);

        m_keys->press(Qt::Key_4, Qt::ControlModifier);
        m_keys->press(Qt::Key_L, Qt::ControlModifier);
        m_keys->type(QStringLiteral("id:") + QString::fromStdString(wanted.substr(0, length)));
        m_keys->press(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(table("jobsTable")->model()->rowCount(), 1, limitMs);
        m_keys->tabTo(QStringLiteral("jobsTable"));
        m_keys->press(Qt::Key_Space); // chooses the only row
        const JobPanel &panel = window().inspector().job();
        QTRY_VERIFY_WITH_TIMEOUT(panel.record() && panel.record()->job.id.text() == wanted, limitMs);
        m_keys->endTask("find a job by part of its id");
    }

    void whatHappenedInAMinuteIsListed()
    {
        QVERIFY(await<StatusView>([this](Answer<StatusView> answer) {
            askPause(m_engine->client(), {.queue = mend, .tenant = {}}, {"ann", "moving the mail server"},
                std::move(answer));
        }));
        const auto *events = table("eventsTable");
        const auto hasPause = [events] {
            const QAbstractItemModel &model = *events->model();
            return !model
                        .match(model.index(0, EventsModel::Detail), Qt::DisplayRole,
                            QStringLiteral("moving the mail server"), 1, Qt::MatchContains)
                        .isEmpty();
        };

        m_keys->press(Qt::Key_7, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(hasPause(), limitMs);
        const QString minute = events->model()->index(0, EventsModel::Time).data().toString().left(6); // "03:10:"
        m_keys->press(Qt::Key_L, Qt::ControlModifier);
        m_keys->type(minute);
        m_keys->press(Qt::Key_Return);
        QTRY_VERIFY(events->model()->rowCount() > 0);
        QVERIFY(hasPause());
        for (int row = 0; row < events->model()->rowCount(); ++row)
            QVERIFY(events->model()->index(row, EventsModel::Time).data().toString().startsWith(minute));
        m_keys->endTask("see what happened at a given minute");

        auto *field = qobject_cast<QLineEdit *>(window().page(PageId::Events)->filterField());
        QVERIFY(field);
        const int hour = minute.left(2).toInt();
        m_keys->press(Qt::Key_Escape); // all of the filter goes
        field->setText(QStringLiteral("%1%2").arg((hour + 12) % 24, 2, 10, QLatin1Char('0')).arg(minute.mid(2)));
        QTRY_COMPARE(events->model()->rowCount(), 0); // twelve hours away nothing happened
    }

    void tenantIsPausedInOneQueueAndThatPauseIsFoundAgain()
    {
        add("acme", "{}", 1);
        QTRY_VERIFY_WITH_TIMEOUT(snapshot().findTenant(TenantName::trusted("acme")), limitMs);

        m_keys->find(QStringLiteral("only queue mend"));
        m_keys->find(QStringLiteral("tenant acme in queue mend"));
        m_keys->press(Qt::Key_P, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(snapshot().pauses().size(), std::size_t {1}, limitMs);
        const Pause pause = snapshot().pauses().front();
        QVERIFY(pause.queue == mend && pause.tenant == TenantName::trusted("acme"));
        m_keys->press(Qt::Key_0, Qt::ControlModifier);
        m_keys->press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        auto *dialog = window().findChild<QDialog *>(QStringLiteral("pausesDialog"));
        QVERIFY(dialog);
        const auto *pauses = dialog->findChild<QTableView *>(QStringLiteral("pausesTable"));
        QCOMPARE(pauses->model()->rowCount(), 1);
        const QString words = pauses->model()->index(0, 0).data().toString();
        QVERIFY2(words.contains(QStringLiteral("acme")) && words.contains(QStringLiteral("mend")), qPrintable(words));
        m_keys->endTask("pause one tenant in one queue and find that pause again");
    }

    void twoWeightsAreComparedAndOneIsApplied()
    {
        add("flood", "heavy", 200);
        add("acme", "heavy", 60);
        QTRY_COMPARE_WITH_TIMEOUT(count(JobState::Succeeded), std::int64_t {260}, limitMs);

        m_keys->press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
        auto *dialog = window().findChild<WhatIfDialog *>();
        QVERIFY(dialog);
        QTRY_COMPARE(Keyboard::focusName(), QStringLiteral("whatIfFind"));
        m_keys->type(QStringLiteral("acme weight"));
        m_keys->press(Qt::Key_Return);
        tryWeight(*dialog, QStringLiteral("20"));
        QVERIFY(triedOf(*dialog, "acme").change() == WaitChange::Better);
        m_keys->press(Qt::Key_F2);
        tryWeight(*dialog, QStringLiteral("0.1"));
        QVERIFY(triedOf(*dialog, "acme").change() == WaitChange::Worse);
        const auto *outcome = table("whatIfTried");
        const QString words = outcome->model()->index(0, TriedModel::Change).data().toString();
        QVERIFY2(words.contains(QStringLiteral("worse")), qPrintable(words)); // the greatest change is first
        m_keys->endTask("compare two weights");

        m_keys->press(Qt::Key_A, Qt::AltModifier);
        QTRY_VERIFY(dialog->findChild<QDialog *>(QStringLiteral("confirmDialog")));
        const auto *question = dialog->findChild<QDialog *>(QStringLiteral("confirmDialog"));
        QVERIFY(question->findChild<QLabel *>()->text().contains(QStringLiteral("tenant acme: weight 1 → 0.1")));
        QTRY_VERIFY(question->isAncestorOf(QApplication::focusWidget()));
        m_keys->tabTo(QStringLiteral("confirmGo"));
        m_keys->press(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(weightOf("acme"), 0.1, limitMs);
        QTRY_VERIFY(!dialog->isVisible());
        QVERIFY(dialog->whatIf().draft().isEmpty());
        QApplication::setActiveWindow(&window());
        m_keys->press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(weightOf("acme"), 1.0, limitMs);
        m_keys->endTask("apply a draft and take it back");
    }

    void queueGetsMoreWorkers()
    {
        QTRY_VERIFY_WITH_TIMEOUT(snapshot().findQueue(mend), limitMs);
        QVERIFY(snapshot().findQueue(mend)->workersMax != 4);

        m_keys->press(Qt::Key_2, Qt::ControlModifier);
        const auto *queues = table("queuesTable");
        QTRY_COMPARE_WITH_TIMEOUT(queues->model()->rowCount(), 1, limitMs);
        m_keys->press(Qt::Key_L, Qt::ControlModifier);
        m_keys->type(QStringLiteral("mend"));
        m_keys->tabTo(QStringLiteral("queuesTable"));
        m_keys->press(Qt::Key_Home, Qt::ControlModifier);
        m_keys->press(Qt::Key_End);
        for (int i = 0; i < keystrokesMost && queues->currentIndex().column() != QueuesModel::Workers; ++i)
            m_keys->press(Qt::Key_Left);
        QCOMPARE(queues->currentIndex().column(), int {QueuesModel::Workers});
        m_keys->press(Qt::Key_F2);
        QTRY_VERIFY(QApplication::focusWidget() && QApplication::focusWidget() != queues
            && queues->isAncestorOf(QApplication::focusWidget()));
        m_keys->type(QStringLiteral("4"));
        m_keys->press(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(snapshot().findQueue(mend)->workersMax, 4, limitMs);
        m_keys->endTask("give a queue more workers");
    }

private:
    /// Types a weight into the open field of the draft, and waits for its figures.
    void tryWeight(WhatIfDialog &dialog, const QString &weight)
    {
        QTRY_VERIFY(table("whatIfDraft")->viewport()->isAncestorOf(QApplication::focusWidget()));
        m_keys->type(weight);
        m_keys->press(Qt::Key_Return);
        const auto isTried = [&] {
            const auto &tenants = dialog.whatIf().draft().tenants;
            const auto found = tenants.find(TenantName::trusted("acme"));
            return found != tenants.end() && found->second.weight == weight.toDouble()
                && dialog.whatIf().phase() == WhatIf::Phase::Ready;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isTried(), limitMs);
        QTRY_COMPARE(Keyboard::focusName(), QStringLiteral("whatIfDraft"));
    }
    static TenantTried triedOf(const WhatIfDialog &dialog, const char *name)
    {
        const Comparison *comparison = dialog.whatIf().comparison();
        for (const TenantTried &tenant : comparison ? comparison->tenants : std::vector<TenantTried> {}) {
            if (tenant.tenant.text() == name)
                return tenant;
        }
        return {TenantName::trusted(name), {}, {}};
    }
    double weightOf(const char *name) const
    {
        const TenantView *tenant = snapshot().findTenant(TenantName::trusted(name));
        return tenant ? tenant->limits.weight : 0;
    }
    /// "heavy" takes a while; "broken" and "Traceback" die until the cause is mended.
    std::unique_ptr<RunningEngine> startEngine()
    {
        EngineConfig config;
        config.store.url = "memory:";
        config.http.listen = stageAddress();
        config.engine.workers = 2;
        config.engine.queues.push_back(QueueSettings {.name = mend});
        RunningEngine::Options options;
        options.functions[mend] = FunctionHandler::quick([this](const RunContext &run) -> Outcome {
            const std::string payload(run.payload());
            const SystemClock clock;
            const MonotonicTime until = clock.monotonicNow() + Milliseconds {2};
            while (payload == "heavy" && clock.monotonicNow() < until) { }
            if (payload == "broken" && !m_isMended)
                return Rejected {"broken", "the payload is broken at line 1"};
            if (payload == "Traceback" && !m_isMended)
                return Rejected {"exit_1", "Traceback: no such module"};
            return Succeeded {};
        });
        auto running = RunningEngine::start(std::move(config), std::move(options));
        return running ? std::move(*running) : nullptr;
    }
    void add(const char *tenant, const char *payload, std::size_t count)
    {
        const std::vector<NewJob> jobs(count, jobOf(tenant, payload));
        QVERIFY(askAndWait(m_engine->client(), EnqueueJobs::of(jobs)));
    }
    MainWindow &window() { return m_stage->window; }
    const Snapshot &snapshot() const { return m_stage->feed.snapshot(); }
    std::int64_t count(JobState state) const { return countOf(snapshot().status.counts, state); }
    QTableView *table(const char *name) { return window().findChild<QTableView *>(QString::fromLatin1(name)); }
    bool inspectorSays(const QString &words)
    {
        for (const QLabel *label : window().inspector().findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(words))
                return true;
        }
        return false;
    }

    std::atomic<bool> m_isMended {false};
    std::unique_ptr<RunningEngine> m_engine;
    std::unique_ptr<GuiStage> m_stage;
    std::unique_ptr<Keyboard> m_keys;
};

QTEST_MAIN(TasksTest)
#include "tasks_test.moc"
