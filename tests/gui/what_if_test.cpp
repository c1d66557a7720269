// SPDX-License-Identifier: Apache-2.0
#include "engine/calls/job_calls.h"
#include "engine/calls/log_calls.h"
#include "gui/what_if/tried_model.h"
#include "gui/what_if/what_if_dialog.h"
#include "gui/window/toast.h"
#include "tests/support/await.h"
#include "tests/support/gui_input.h"
#include "tests/support/gui_stage.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QtTest>

using namespace fairlead;

namespace {
constexpr int limitMs = 30'000;
const auto mail = QueueName::trusted("mail");

/// One worker, which takes 3 ms for a job of the queue "mail"; the workers of the queue "far" are elsewhere.
std::unique_ptr<RunningEngine> startMailEngine()
{
    EngineConfig config;
    config.store.url = "memory:";
    config.http.listen = stageAddress();
    config.engine.workers = 1;
    config.engine.queues = {QueueSettings {.name = mail},
        QueueSettings {.name = QueueName::trusted("far"), .handler = PullHandlerSettings {}}};
    RunningEngine::Options options;
    options.functions[mail] = FunctionHandler::quick([](const RunContext &) -> Outcome {
        const SystemClock clock;
        const MonotonicTime until = clock.monotonicNow() + Milliseconds {3};
        while (clock.monotonicNow() < until) { }
        return Succeeded {};
    });
    auto running = RunningEngine::start(std::move(config), std::move(options));
    return running ? std::move(*running) : nullptr;
}

/// An engine that lists jobs of the queue "mail" without an end. After so many pages it is silent.
class EndlessJobs final : public Client
{
public:
    EndlessJobs(Client &inner, int pages)
        : m_inner(inner)
        , m_pages(pages)
    {
    }
    void submit(AnyCall call) override
    {
        if (call.info().name != ListJobs::info.name) {
            m_inner.submit(std::move(call));
            return;
        }
        if (m_pages-- <= 0)
            return;
        const auto &list = call.as<ListJobs>();
        JobPage page;
        page.cursor = "more";
        for (int i = 0; i < list.call.limit; ++i) {
            JobRecord &record = page.jobs.emplace_back();
            record.job.spec.queue = mail;
            record.job.created = list.call.since.value_or(TimePoint {}) + Milliseconds {30} * ++m_listed;
            record.state = JobState::Succeeded;
            record.startedAt = record.job.created;
            record.finishedAt = record.job.created + Milliseconds {1};
        }
        list.answer(std::move(page));
    }

private:
    Client &m_inner;
    int m_pages;
    int m_listed = 0;
};
} // namespace

class WhatIfTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_engine = startMailEngine();
        QVERIFY(m_engine);
        showWindow(*m_engine);
    }
    void cleanup()
    {
        m_stage.reset();
        m_engine.reset();
    }

    void weightAndWorkersAreTriedAndAppliedByMouse()
    {
        runJobs();
        open();
        QTRY_COMPARE_WITH_TIMEOUT(dialog()->whatIf().phase(), WhatIf::Phase::Ready, limitMs);
        QVERIFY(dialog()->whatIf().draft().isEmpty());
        QCOMPARE(tried()->model()->rowCount(), 2);
        QVERIFY(!button("whatIfApply")->isEnabled());
        type("tenant acme: weight", "20");
        type("queue mail: workers", "2");
        QTRY_VERIFY_WITH_TIMEOUT(dialog()->whatIf().phase() == WhatIf::Phase::Ready, limitMs);
        const QModelIndex row = rowWith(*tried(), "acme");
        QVERIFY2(row.siblingAtColumn(TriedModel::WaitP95).data().toString().contains(QStringLiteral(" → ")),
            qPrintable(row.siblingAtColumn(TriedModel::WaitP95).data().toString()));
        QCOMPARE(row.siblingAtColumn(TriedModel::Change).data().toString(), QStringLiteral("▲ better"));
        QVERIFY(label("whatIfTotal")->text().contains(QStringLiteral("of now's throughput")));
        QVERIFY(label("whatIfChanges")->text().contains(QStringLiteral("tenant acme: weight 1 → 20")));

        QTest::mouseClick(button("whatIfApply"), Qt::LeftButton);
        QTRY_VERIFY(dialog()->findChild<QDialog *>(QStringLiteral("confirmDialog")));
        auto *question = dialog()->findChild<QDialog *>(QStringLiteral("confirmDialog"));
        const QString text = question->findChild<QLabel *>()->text();
        QVERIFY2(text.contains(QStringLiteral("tenant acme: weight 1 → 20")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("queue mail: workers 1 → 2")), qPrintable(text));
        QTest::mouseClick(question->findChild<QPushButton *>(QStringLiteral("confirmGo")), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(weight() == 20 && workers() == 2, limitMs);
        QTRY_VERIFY(!dialog()->isVisible());
        QCOMPARE(auditedActs(),
            QStringList({QStringLiteral("queue.scale queue mail"), QStringLiteral("tenant.set tenant acme")}));

        QTRY_VERIFY(m_stage->window.toast().mayUndo());
        for (QPushButton *undo : m_stage->window.toast().findChildren<QPushButton *>())
            QTest::mouseClick(undo, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(weight() == 1 && workers() != 2, limitMs); // one Undo for both
        QCOMPARE(auditedActs().size(), 4);
    }

    void draftIsKeptUntilItIsDiscarded()
    {
        runJobs();
        open();
        QTRY_COMPARE_WITH_TIMEOUT(dialog()->whatIf().phase(), WhatIf::Phase::Ready, limitMs);
        type("tenant acme: weight", "3");
        QTest::mouseClick(button("whatIfKeep"), Qt::LeftButton);
        QVERIFY(!dialog()->isVisible());
        open();
        QCOMPARE(dialog()->whatIf().draft().tenants.size(), std::size_t {1});
        QCOMPARE(draftValue("tenant acme: weight"), QStringLiteral("3"));
        QVERIFY(button("whatIfDiscard")->isEnabled());
        QTest::mouseClick(button("whatIfDiscard"), Qt::LeftButton);
        QVERIFY(dialog()->whatIf().draft().isEmpty());
        QCOMPARE(draftValue("tenant acme: weight"), QStringLiteral("1"));
        QCOMPARE(weight(), 1.0);
        QVERIFY(!button("whatIfDiscard")->isEnabled());
    }

    void textThatIsNoValueIsSaidAndNotTried()
    {
        runJobs();
        open();
        type("tenant acme: rate of starts", "fast");
        const QString message = label("whatIfMessage")->text();
        QVERIFY2(message.contains(QStringLiteral("“fast”")), qPrintable(message));
        QVERIFY2(message.contains(QStringLiteral("10/s")), qPrintable(message));
        QVERIFY(dialog()->whatIf().draft().isEmpty());
        QCOMPARE(draftValue("tenant acme: rate of starts"), QStringLiteral("no limit"));
    }

    void jobsOfWorkersElsewhereAreLeftOutInWords()
    {
        runJobs();
        NewJob job = mendJob("acme", "1");
        job.queue = QueueName::trusted("far");
        QVERIFY(askAndWait(m_engine->client(), EnqueueJobs::of({job})));
        open();
        QTRY_COMPARE_WITH_TIMEOUT(dialog()->whatIf().phase(), WhatIf::Phase::Ready, limitMs);
        QCOMPARE(dialog()->whatIf().jobsLeftOut(), std::int64_t {1});
        QCOMPARE(dialog()->whatIf().jobsRead(), std::int64_t {160});
        QVERIFY(label("whatIfNotes")->text().contains(QStringLiteral("left out")));
    }

    void readingIsStoppedAndBegunAgain()
    {
        runJobs();
        m_stage->line.set(CutOffClient::Line::Held);
        open();
        QCOMPARE(dialog()->whatIf().phase(), WhatIf::Phase::Reading);
        QCOMPARE(button("whatIfRead")->text(), QStringLiteral("&Stop"));
        QTest::mouseClick(button("whatIfRead"), Qt::LeftButton);
        QCOMPARE(dialog()->whatIf().phase(), WhatIf::Phase::Stopped);
        QVERIFY(!dialog()->whatIf().comparison());
        m_stage->line.set(CutOffClient::Line::Whole);
        for (const CutOffClient::Held &fail : m_stage->line.takeHeld())
            fail(); // too late to count
        QTRY_COMPARE_WITH_TIMEOUT(m_stage->feed.link(), LinkState::Live, limitMs);
        QCOMPARE(dialog()->whatIf().phase(), WhatIf::Phase::Stopped);
        QTest::mouseClick(button("whatIfRead"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(dialog()->whatIf().phase(), WhatIf::Phase::Ready, limitMs);
        QVERIFY(dialog()->whatIf().comparison());
    }

    void failedReadingSaysWhy()
    {
        m_stage->line.set(CutOffClient::Line::Refused);
        open();
        QTRY_COMPARE_WITH_TIMEOUT(dialog()->whatIf().phase(), WhatIf::Phase::Failed, limitMs);
        QVERIFY(label("whatIfPhase")->text().contains(QStringLiteral("connection refused")));
    }

    void readingEndsAtItsLimitAndTheWindowMayEndWhileItSimulates()
    {
        EndlessJobs endless(m_engine->client(), 1000);
        m_stage.reset();
        showWindow(endless);
        open();
        QTRY_VERIFY_WITH_TIMEOUT(dialog()->whatIf().phase() == WhatIf::Phase::SimulatingNow
                || dialog()->whatIf().phase() == WhatIf::Phase::Ready,
            limitMs);
        QCOMPARE(dialog()->whatIf().jobsRead(), static_cast<std::int64_t>(WhatIf::jobsMost));
        QVERIFY(dialog()->whatIf().isCut());
        QVERIFY(label("whatIfPhase")->text().contains(QStringLiteral("earlier ones were not read")));
        m_stage.reset(); // before the client
    }

    void stopKeepsTheJobsThatWereRead()
    {
        EndlessJobs endless(m_engine->client(), 3);
        m_stage.reset();
        showWindow(endless);
        open();
        QTRY_COMPARE_WITH_TIMEOUT(dialog()->whatIf().jobsRead(), std::int64_t {3 * WhatIf::pageLength}, limitMs);
        QCOMPARE(dialog()->whatIf().phase(), WhatIf::Phase::Reading);
        QTest::mouseClick(button("whatIfRead"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(dialog()->whatIf().phase(), WhatIf::Phase::Ready, limitMs);
        QVERIFY(dialog()->whatIf().comparison());
        QVERIFY(dialog()->whatIf().isCut());
        m_stage.reset(); // before the client
    }

private:
    void showWindow(StageReach reach)
    {
        m_stage = std::make_unique<GuiStage>(std::move(reach));
        m_stage->window.show();
        QApplication::setActiveWindow(&m_stage->window);
        QVERIFY(QTest::qWaitForWindowActive(&m_stage->window));
        QTRY_VERIFY(m_stage->feed.hasData());
    }
    void runJobs()
    {
        std::vector<NewJob> jobs(120, mendJob("flood", "1"));
        jobs.insert(jobs.end(), 40, mendJob("acme", "1"));
        for (NewJob &job : jobs)
            job.queue = mail;
        QVERIFY(askAndWait(m_engine->client(), EnqueueJobs::of(jobs)));
        const auto done = [this] { return countOf(m_stage->feed.snapshot().status.counts, JobState::Succeeded); };
        QTRY_COMPARE_WITH_TIMEOUT(done(), std::int64_t {160}, limitMs);
        QTRY_VERIFY(m_stage->feed.snapshot().findTenant(TenantName::trusted("acme")));
    }
    void open()
    {
        QVERIFY(m_stage->window.actions().of(ActionId::WhatIf)->isEnabled());
        m_stage->window.actions().of(ActionId::WhatIf)->trigger();
        QVERIFY(dialog() && dialog()->isVisible());
    }
    /// Double-clicks the draft's value of a setting, and types another.
    void type(const char *setting, const char *value)
    {
        auto *table = dialog()->findChild<QTableView *>(QStringLiteral("whatIfDraft"));
        QTRY_VERIFY(rowWith(*table, setting).isValid());
        const QModelIndex cell = rowWith(*table, setting).siblingAtColumn(2);
        table->scrollTo(cell);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(cell).center());
        QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(cell).center());
        QTRY_VERIFY(table->viewport()->findChild<QLineEdit *>());
        auto *editor = table->viewport()->findChild<QLineEdit *>();
        editor->selectAll();
        QTest::keyClicks(editor, QString::fromLatin1(value));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_VERIFY(!table->viewport()->findChild<QLineEdit *>());
    }
    /// Newest first.
    QStringList auditedActs()
    {
        QStringList acts;
        const Result<AuditPage> page = askAndWait(m_engine->client(), ListAudit {});
        for (const AuditEntry &entry : page ? page->entries : std::vector<AuditEntry> {}) {
            if (entry.act == "tenant.set" || entry.act == "queue.scale")
                acts.append(
                    QString::fromStdString(entry.act) + QLatin1Char(' ') + QString::fromStdString(entry.target));
        }
        return acts;
    }
    QString draftValue(const char *setting)
    {
        const auto *table = dialog()->findChild<QTableView *>(QStringLiteral("whatIfDraft"));
        return rowWith(*table, setting).siblingAtColumn(2).data().toString();
    }
    WhatIfDialog *dialog() { return m_stage->window.findChild<WhatIfDialog *>(); }
    QTableView *tried() { return dialog()->findChild<QTableView *>(QStringLiteral("whatIfTried")); }
    QPushButton *button(const char *name) { return dialog()->findChild<QPushButton *>(QString::fromLatin1(name)); }
    QLabel *label(const char *name) { return dialog()->findChild<QLabel *>(QString::fromLatin1(name)); }
    double weight() const
    {
        const TenantView *tenant = m_stage->feed.snapshot().findTenant(TenantName::trusted("acme"));
        return tenant ? tenant->limits.weight : 0;
    }
    int workers() const
    {
        const QueueView *queue = m_stage->feed.snapshot().findQueue(mail);
        return queue ? queue->workersMax : -1;
    }

    std::unique_ptr<RunningEngine> m_engine;
    std::unique_ptr<GuiStage> m_stage;
};

QTEST_MAIN(WhatIfTest)
#include "what_if_test.moc"
