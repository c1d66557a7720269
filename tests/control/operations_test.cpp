// SPDX-License-Identifier: Apache-2.0
// Acts on many jobs and the life of the engine.
#include "engine/control/engine.h"
#include "engine/handlers/function_handler.h"
#include "engine/storage/memory/memory_store.h"
#include "tests/support/await.h"

#include <QtTest>

using namespace fairlead;

class OperationsTest : public QObject
{
    Q_OBJECT
private:
    std::shared_ptr<MemoryState> m_disk;

    std::unique_ptr<Engine> start() const
    {
        Engine::Parts parts;
        parts.settings.workers = 1;
        parts.settings.threads = 1;
        parts.store = [disk = m_disk]() -> Result<std::unique_ptr<StoreSession>> {
            return std::unique_ptr<StoreSession>(std::make_unique<MemoryStore>(disk));
        };
        QueueSettings queue {.name = QueueName::trusted("mail")};
        parts.settings.queues.push_back(queue);
        parts.handlers.emplace(
            queue.name, FunctionHandler::quick([](RunContext &) -> Outcome { return Succeeded {}; }));
        auto engine = std::make_unique<Engine>(std::move(parts));
        if (const Result<> started = engine->start(); !started)
            qFatal("%s", started.error().text.c_str());
        return engine;
    }
    static Operation find(Engine &engine, const JobId &id)
    {
        return *await<Operation>([&](Answer<Operation> answer) { engine.operations().find(id, std::move(answer)); });
    }

private Q_SLOTS:
    void init() { m_disk = std::make_shared<MemoryState>(); }

    void twoChangesOfATenantInOneCommitBothHold()
    {
        const std::unique_ptr<Engine> engine = start();
        const auto acme = TenantName::trusted("acme");
        const auto set = [&](const char *tenant, const TenantRules &rules, Answer<TenantSettings> answer) {
            TenantPatch patch;
            patch.rules = rules;
            engine->tenants().set(TenantName::trusted(tenant), patch, std::move(answer));
        };
        const auto ignored = [](const Result<TenantSettings> &) {};
        TenantRules weight;
        weight.weight = 3;
        TenantRules concurrency;
        concurrency.concurrency = 7;
        const auto last = await<TenantSettings>([&](Answer<TenantSettings> answer) {
            const std::scoped_lock lock(m_disk->mutex); // the changes gather behind the first one
            set("other", weight, ignored);
            set("acme", weight, ignored);
            set("acme", concurrency, std::move(answer));
        });
        QVERIFY(last);
        QCOMPARE(last->rules.weight, std::optional(3.0));
        QCOMPARE(last->rules.concurrency, std::optional(7));
        QVERIFY(engine->settings().now()->tenant(acme).rules == last->rules);
    }

    void whatADeadEngineLeftGoesOn()
    {
        std::unique_ptr<Engine> engine = start();
        NewJob job;
        job.queue = QueueName::trusted("mail");
        job.start = std::chrono::hours {1};
        using Receipts = std::vector<Result<EnqueueReceipt>>;
        constexpr int total = 1'000;
        QVERIFY(await<Receipts>([&](Answer<Receipts> answer) {
            engine->jobs().enqueue(std::vector<NewJob>(total, job), std::move(answer));
        }));
        const auto begun = await<Operation>([&](Answer<Operation> answer) {
            engine->operations().begin(
                {.action = BulkAction::Cancel, .over = std::chrono::hours {1}}, std::move(answer));
        });
        QVERIFY(begun);
        QTRY_COMPARE(find(*engine, begun->id).done, 1);
        engine.reset(); // no goodbye to the operation
        QVERIFY(m_disk->settings.operations.all().at(begun->id).state == OperationState::Running);
        engine = start();
        QTRY_COMPARE(find(*engine, begun->id).done, 2); // the next at once, then in its pace
        QCOMPARE(find(*engine, begun->id).total, std::optional<std::int64_t>(total));
        const auto cancelled = await<Operation>(
            [&](Answer<Operation> answer) { engine->operations().cancel(begun->id, std::move(answer)); });
        QVERIFY(cancelled);
        const auto left = await<JobCount>([&](Answer<JobCount> answer) {
            engine->operations().count(JobFilter {.state = JobState::Cancelled}, {}, std::move(answer));
        });
        QCOMPARE(left->count, cancelled->done); // exact over the restart
    }
    void anAlertOutlivesTheEngineAndIsRaisedThoughNobodyAsks()
    {
        const auto raised = [this] {
            const std::scoped_lock lock(m_disk->mutex);
            const auto &events = m_disk->journal.events();
            return std::count_if(
                events.begin(), events.end(), [](const Event &event) { return event.kind == EventKind::AlertRaised; });
        };
        constexpr int limit = 60'000; // it is looked at every few seconds
        std::unique_ptr<Engine> engine = start();
        QVERIFY(
            await<Pause>([&](Answer<Pause> answer) { engine->pauses().pause({}, "ann", "lunch", std::move(answer)); }));
        NewJob job;
        job.queue = QueueName::trusted("mail");
        using Receipts = std::vector<Result<EnqueueReceipt>>;
        QVERIFY(await<Receipts>([&](Answer<Receipts> answer) { engine->jobs().enqueue({job}, std::move(answer)); }));
        AlertRule rule {.name = AlertName::trusted("backlog"), .kind = AlertKind::Waiting};
        rule.above = 1;
        QVERIFY(await<AlertView>([&](Answer<AlertView> answer) { engine->alerts().add(rule, std::move(answer)); }));
        QTRY_COMPARE_WITH_TIMEOUT(raised(), 1, limit);
        engine.reset();
        QCOMPARE(raised(), 1);
        engine = start();
        QTRY_COMPARE_WITH_TIMEOUT(raised(), 2, limit); // what still holds is told again
        QCOMPARE(engine->alerts().raised(), 1);
    }
    void jobsThatEndBeforeTheirTurnAreSkipped()
    {
        const std::unique_ptr<Engine> engine = start();
        NewJob job;
        job.queue = QueueName::trusted("mail");
        job.start = std::chrono::hours {1};
        using Receipts = std::vector<Result<EnqueueReceipt>>;
        const auto receipts = await<Receipts>(
            [&](Answer<Receipts> answer) { engine->jobs().enqueue(std::vector<NewJob>(10, job), std::move(answer)); });
        QVERIFY(receipts);
        const auto begun = await<Operation>([&](Answer<Operation> answer) {
            engine->operations().begin(
                {.action = BulkAction::Cancel, .over = std::chrono::seconds {2}}, std::move(answer));
        });
        QVERIFY(begun);
        QTRY_VERIFY(find(*engine, begun->id).done > 0);
        for (const auto &receipt : *receipts)
            (void)await<JobRecord>(
                [&](Answer<JobRecord> answer) { engine->jobs().cancel(receipt->id, "anna", std::move(answer)); });
        QTRY_VERIFY(find(*engine, begun->id).state == OperationState::Done);
        const Operation ended = find(*engine, begun->id);
        QVERIFY(ended.skipped > 0);
        QCOMPARE(ended.done + ended.skipped + ended.failed, std::int64_t {10});
        QCOMPARE(ended.total, std::optional<std::int64_t>(10));
    }
    void nothingToDoIsDoneAtOnce()
    {
        const std::unique_ptr<Engine> engine = start();
        const auto begun = await<Operation>([&](Answer<Operation> answer) {
            engine->operations().begin({.action = BulkAction::Cancel}, std::move(answer));
        });
        QTRY_VERIFY(find(*engine, begun->id).state == OperationState::Done);
        QCOMPARE(find(*engine, begun->id).total, std::optional<std::int64_t>(0));
    }
    void noMoreThanAFewAreUnderWay()
    {
        const std::unique_ptr<Engine> engine = start();
        NewJob job;
        job.queue = QueueName::trusted("mail");
        job.start = std::chrono::hours {1};
        using Receipts = std::vector<Result<EnqueueReceipt>>;
        QVERIFY(await<Receipts>([&](Answer<Receipts> answer) {
            engine->jobs().enqueue(std::vector<NewJob>(100, job), std::move(answer));
        }));
        const auto begin = [&] {
            return await<Operation>([&](Answer<Operation> answer) {
                engine->operations().begin(
                    {.action = BulkAction::Cancel, .over = std::chrono::hours {1}}, std::move(answer));
            });
        };
        for (std::size_t i = 0; i < OperationService::runningMax; ++i)
            QVERIFY(begin());
        const auto refused = begin();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::EngineFull);
    }
};

QTEST_GUILESS_MAIN(OperationsTest)
#include "operations_test.moc"
