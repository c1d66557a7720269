// SPDX-License-Identifier: Apache-2.0
// A queue behind a shut gate, in a whole engine: its jobs are not claimed, and delay nobody.
#include "engine/control/engine.h"
#include "engine/handlers/function_handler.h"
#include "engine/storage/memory/memory_store.h"
#include "tests/support/limited.h"

#include <QtTest>

#include <semaphore>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
const auto gated = QueueName::trusted("gated");
const auto other = QueueName::trusted("other");

/// Counts the claims of the gated queue's jobs.
class CountedJobs final : public MemoryJobStore
{
public:
    CountedJobs(MemoryLife &life, std::atomic<int> &claims)
        : MemoryJobStore(life)
        , m_claims(claims)
    {
    }
    Result<std::vector<Result<ClaimedJob>>> claim(std::span<const ClaimRequest> requests, TimePoint now) override
    {
        for (const ClaimRequest &request : requests)
            m_claims += request.lane.queue == gated ? 1 : 0;
        return MemoryJobStore::claim(requests, now);
    }

private:
    std::atomic<int> &m_claims;
};

class CountedStore final : public MemoryStore
{
public:
    explicit CountedStore(std::atomic<int> &claims)
        : m_jobs(life(), claims)
    {
    }
    JobStore &jobs() override { return m_jobs; }

private:
    CountedJobs m_jobs;
};
} // namespace

class GatesTest : public QObject
{
    Q_OBJECT
private:
    Engine::Parts parts(std::vector<LayerSettings> layers, const Outcome &outcome)
    {
        Engine::Parts parts;
        parts.settings.workers = 4;
        parts.settings.threads = 2;
        parts.settings.queues.push_back({.name = gated});
        parts.settings.queues.back().layers = std::move(layers);
        parts.settings.queues.push_back({.name = other});
        parts.store = [this] {
            return Result<std::unique_ptr<StoreSession>>(std::make_unique<CountedStore>(m_claims));
        };
        parts.handlers.emplace(gated, FunctionHandler::quick([this, outcome](RunContext &) {
            ++m_gatedRuns;
            return outcome;
        }));
        parts.handlers.emplace(other, FunctionHandler::quick([this](RunContext &) {
            m_otherRan.release();
            return Succeeded {};
        }));
        return parts;
    }
    static void add(Engine &engine, int count, const QueueName &queue, const char *tenant)
    {
        NewJob job;
        job.queue = queue;
        job.tenant = TenantName::trusted(tenant);
        job.payload = "{}";
        std::promise<bool> accepted;
        engine.jobs().enqueue(std::vector<NewJob>(static_cast<std::size_t>(count), job),
            [&](const Result<JobService::Receipts> &receipts) { accepted.set_value(receipts.has_value()); });
        QVERIFY(valueOf(accepted, "the jobs are accepted"));
    }

    std::atomic<int> m_claims {0};
    std::atomic<int> m_gatedRuns {0};
    std::counting_semaphore<> m_otherRan {0};

private Q_SLOTS:
    void init() { m_claims = m_gatedRuns = 0; }
    void jobsBehindARateLimitAreClaimedAtItsRate()
    {
        const SystemClock clock;
        Engine engine(parts({LoadShedSettings {20ms}, RateLimitSettings {{1, 1}, {}}}, Succeeded {}));
        QVERIFY(engine.start());
        const MonotonicTime begun = clock.monotonicNow();
        add(engine, 1'000, gated, "a");
        add(engine, 50, other, "b");
        for (int i = 0; i < 50; ++i)
            acquire(m_otherRan, "the jobs of the other tenant run");
        const auto passed = std::chrono::ceil<std::chrono::seconds>(clock.monotonicNow() - begun);
        QVERIFY(m_claims <= 1 + passed.count());
    }
    void openCircuitIsNotClaimedFrom()
    {
        Engine engine(parts({CircuitBreakerSettings {1, 1, 1h, {}}}, Failed {"down", "", {}}));
        QVERIFY(engine.start());
        add(engine, 1, gated, "a");
        QTRY_COMPARE(m_gatedRuns.load(), 1);
        // The end of the run is on its way. At most the jobs that four workers hold are claimed before.
        add(engine, 1'000, gated, "a");
        add(engine, 50, other, "b");
        for (int i = 0; i < 50; ++i)
            acquire(m_otherRan, "the jobs of the other tenant run");
        QVERIFY2(m_claims <= 5, qPrintable(QString::number(m_claims)));
    }
};
QTEST_GUILESS_MAIN(GatesTest)
#include "gates_test.moc"
