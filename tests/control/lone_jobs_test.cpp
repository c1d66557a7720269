// SPDX-License-Identifier: Apache-2.0
// Jobs that are handed in alone: quick when nothing else is there, in order when others are.
#include "engine/control/engine.h"
#include "engine/handlers/function_handler.h"
#include "engine/storage/memory/memory_store.h"
#include "tests/support/limited.h"
#include "tests/support/test_seed.h"

#include <QtTest>

#include <semaphore>

using namespace fairlead;

namespace {
const auto queueName = QueueName::trusted("q");

/// Tells how many jobs began to run in the commit that accepted them.
class ObservedJobs final : public MemoryJobStore
{
public:
    ObservedJobs(MemoryLife &life, std::atomic<int> &startedAtOnce)
        : MemoryJobStore(life)
        , m_startedAtOnce(startedAtOnce)
    {
    }
    void beginCommit() { m_accepted.clear(); }
    Result<std::vector<Result<Enqueued>>> enqueue(
        std::span<const JobSpec> specs, std::span<const JobId> ids, TimePoint now) override
    {
        auto jobs = MemoryJobStore::enqueue(specs, ids, now);
        for (std::size_t i = 0; jobs && i < jobs->size(); ++i)
            m_accepted.insert((*jobs)[i]->ready->seq);
        return jobs;
    }
    Result<std::vector<Result<ClaimedJob>>> claim(std::span<const ClaimRequest> requests, TimePoint now) override
    {
        for (const ClaimRequest &request : requests)
            m_startedAtOnce += m_accepted.contains(request.job.seq) ? 1 : 0;
        return MemoryJobStore::claim(requests, now);
    }

private:
    std::atomic<int> &m_startedAtOnce;
    std::set<JobNumber> m_accepted; ///< in the commit under way
};

class ObservedStore final : public MemoryStore
{
public:
    explicit ObservedStore(std::atomic<int> &startedAtOnce)
        : m_jobs(life(), startedAtOnce)
    {
    }
    JobStore &jobs() override { return m_jobs; }
    Result<> inOneCommit(const std::function<Result<>()> &work) override
    {
        m_jobs.beginCommit();
        return MemoryStore::inOneCommit(work);
    }

private:
    ObservedJobs m_jobs;
};

NewJob numbered(int number)
{
    NewJob job;
    job.queue = queueName;
    job.payload = std::to_string(number);
    return job;
}
} // namespace

class LoneJobsTest : public QObject
{
    Q_OBJECT
private:
    Engine::Parts parts(std::function<void(RunContext &)> run)
    {
        Engine::Parts parts;
        parts.settings.workers = parts.settings.threads = 1;
        parts.settings.queues.push_back({.name = queueName});
        parts.store = [this] {
            return Result<std::unique_ptr<StoreSession>>(std::make_unique<ObservedStore>(m_startedAtOnce));
        };
        parts.handlers.emplace(queueName, FunctionHandler::quick([run = std::move(run)](RunContext &context) {
            run(context);
            return Succeeded {};
        }));
        return parts;
    }
    std::atomic<int> m_startedAtOnce {0};

private Q_SLOTS:
    void init() { m_startedAtOnce = 0; }
    void jobForAnIdleEngineStartsInTheCommitThatAcceptsIt()
    {
        std::binary_semaphore hasRun {0};
        Engine engine(parts([&](RunContext &) { hasRun.release(); }));
        QSignalSpy idle(&engine, &Engine::becameIdle);
        QVERIFY(engine.start());
        for (int i = 0; i < 10; ++i) {
            QTRY_VERIFY_WITH_TIMEOUT(!idle.isEmpty(), 60'000);
            idle.clear();
            engine.jobs().enqueue({numbered(i)}, [](const Result<JobService::Receipts> &) {});
            acquire(hasRun, "a job runs");
        }
        QCOMPARE(m_startedAtOnce, 10);
    }
    void jobsOfOneCallerRunInTheOrderOfTheirComing()
    {
        constexpr int rounds = 500;
        std::vector<int> order;
        std::counting_semaphore<> haveRun {0};
        Engine engine(parts([&](RunContext &context) {
            order.push_back(std::stoi(context.payload()));
            haveRun.release();
        }));
        QVERIFY(engine.start());
        SeededRandom random(testSeed());
        int next = 0;
        for (int round = 0; round < rounds; ++round) { // some calls at once, then none until all have run
            const int before = next;
            for (std::uint64_t call = 0; call <= random.nextBelow(6); ++call) {
                std::vector<NewJob> jobs {numbered(next++)};
                for (std::uint64_t more = random.nextBelow(4); more > 1; --more)
                    jobs.push_back(numbered(next++));
                engine.jobs().enqueue(std::move(jobs), [](const Result<JobService::Receipts> &) {});
            }
            for (int i = before; i < next; ++i)
                acquire(haveRun, "the jobs of a round run");
        }
        QVERIFY(std::is_sorted(order.begin(), order.end()));
        qInfo("%d of %d started in the commit that accepted them", m_startedAtOnce.load(), next);
        QVERIFY(m_startedAtOnce > 0);
    }
};

QTEST_GUILESS_MAIN(LoneJobsTest)
#include "lone_jobs_test.moc"
