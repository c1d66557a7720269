// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/store_writer.h"

#include <algorithm>

namespace fairlead {

namespace {
constexpr std::size_t waitingTasksMax = 100'000;
/// The part of a commit that callers keep while the engine has work for whole commits. Each new job is begun and ended
/// later. If callers got as many jobs in as the engine can begin and end, a backlog would never be worked off.
constexpr int callersShare = 4;
constexpr Milliseconds idleBeforeMaintenance {200};
constexpr Milliseconds betweenMaintenanceSteps {5};
constexpr Milliseconds betweenStepsUnderLoad {10};
constexpr Milliseconds betweenRoundsUnderLoad {5'000};
constexpr Milliseconds betweenMaintenanceRounds {60'000}; ///< rows become old also when nothing happens

/// After such an error the content of the file is uncertain. SQLite also reports Corrupt for what the disk cannot read.
bool isOfTheDisk(const Error &error)
{
    return error.code == ErrorCode::Io || error.code == ErrorCode::Corrupt;
}
} // namespace

StoreWriter::Waiting::Waiting(std::function<void()> wake)
    : m_box(waitingTasksMax, std::move(wake))
{
}

int StoreWriter::Waiting::takeIn()
{
    m_box.drain(m_batch);
    for (StoreTask &task : m_batch) {
        m_weight += task.weight;
        m_taken.push_back(std::move(task));
    }
    m_batch.clear();
    return m_weight;
}

int StoreWriter::Waiting::moveTo(std::vector<StoreTask> &group, int limit)
{
    int weight = 0;
    while (!m_taken.empty() && (weight == 0 || weight + m_taken.front().weight <= limit)) {
        weight += m_taken.front().weight;
        group.push_back(std::move(m_taken.front()));
        m_taken.pop_front();
    }
    m_weight -= weight;
    return weight;
}

StoreWriter::StoreWriter(Options options, const Clock &clock, Notices notices)
    : m_options(options)
    , m_clock(clock)
    , m_notices(std::move(notices))
    , m_thread("store")
{
}

StoreWriter::~StoreWriter()
{
    stop();
}

Result<> StoreWriter::start(const StoreFactory &factory)
{
    m_thread.start();
    Result<> opened;
    m_thread.runAndWait([&] {
        Result<std::unique_ptr<StoreSession>> store = factory();
        if (!store) {
            opened = failure(store.error());
            return;
        }
        m_store = std::move(*store);
        m_description = m_store->description();
        m_durability = m_store->durability();
        m_readerFactory = m_store->readerFactory();
        m_wake = std::make_unique<LoopWake>([this] { filled(); });
        const auto wake = [wake = m_wake.get()] { wake->wake(); };
        m_ofEngine = std::make_unique<Waiting>(wake);
        m_ofCallers = std::make_unique<Waiting>(wake);
        m_gather = std::make_unique<QTimer>();
        m_gather->setSingleShot(true);
        m_gather->setTimerType(Qt::PreciseTimer);
        QObject::connect(m_gather.get(), &QTimer::timeout, m_gather.get(), [this] { commitGroup(); });
        m_idle = std::make_unique<QTimer>();
        m_idle->setSingleShot(true);
        QObject::connect(m_idle.get(), &QTimer::timeout, m_idle.get(), [this] { maintain(); });
    });
    if (!opened)
        m_thread.stop();
    return opened;
}

void StoreWriter::stop()
{
    if (m_wake) {
        m_ofEngine->close();
        m_ofCallers->close();
        m_thread.runAndWait([this] {
            do {
                commitGroup();
            } while (!m_ofEngine->isEmpty() || !m_ofCallers->isEmpty());
            m_gather.reset();
            m_idle.reset();
            m_store.reset();
        });
    }
    m_thread.stop();
    m_wake.reset(); // the thread has ended, so no wake-up is under way; who submits finds the mailboxes closed
}

void StoreWriter::submit(StoreTask task)
{
    if (!m_ofEngine || isBroken()) {
        refuse(task);
        return;
    }
    Waiting &waiting = task.from == StoreTask::From::Engine ? *m_ofEngine : *m_ofCallers;
    if (!waiting.tryPut(std::move(task))) {
        const bool isFull = waiting.boxed() >= waitingTasksMax;
        // NOLINTNEXTLINE(bugprone-use-after-move): a task that was not put in stays here
        task.done(isFull ? failure(ErrorCode::EngineFull,
                      "the store has " + std::to_string(waitingTasksMax) + " writes waiting; try again later")
                         : failure(ErrorCode::Unavailable, "the engine is stopping"));
    }
}

void StoreWriter::refuse(StoreTask &task) const
{
    task.done(failure(ErrorCode::Unavailable,
        isBroken() ? "the store failed; nothing is accepted until the engine is started again"
                   : "the engine is not running"));
}

void StoreWriter::filled()
{
    // Gathering pays only with several callers and a slow disk. A single caller is served at once.
    const auto hold = std::chrono::floor<Milliseconds>(std::min(m_options.delayMax, m_lastCommitTook / 2));
    const int weight = m_ofEngine->takeIn() + m_ofCallers->takeIn();
    if (m_lastGroupSize > 1 && hold > Milliseconds {0} && weight < m_options.jobsMax) {
        if (!m_gather->isActive())
            m_gather->start(hold);
        return;
    }
    commitGroup();
}

void StoreWriter::commitGroup()
{
    // A group is closed by the number of jobs it touches, so that a commit stays short. The engine touches each job
    // twice.
    m_ofEngine->takeIn();
    m_ofCallers->takeIn();
    std::vector<StoreTask> group;
    const int weight = m_ofEngine->moveTo(group, 2 * m_options.jobsMax);
    m_ofCallers->moveTo(group, std::max(m_options.jobsMax - weight, m_options.jobsMax / callersShare));
    if (group.empty())
        return;
    m_lastGroupSize = group.size();
    commit(group);
    m_idle->start(idleBeforeMaintenance);
    if (m_clock.monotonicNow() >= m_forgetDue)
        forgetSome();
    if (!m_ofEngine->isEmpty() || !m_ofCallers->isEmpty())
        m_wake->wake();
}

void StoreWriter::commit(std::vector<StoreTask> &group)
{
    if (!mayWrite()) {
        for (StoreTask &task : group)
            refuse(task);
        return;
    }
    const MonotonicTime begun = m_clock.monotonicNow();
    const Result<> committed = m_store->inOneCommit([&]() -> Result<> {
        for (StoreTask &task : group) {
            Result<> worked = task.work(*m_store);
            if (!worked)
                return worked;
        }
        return {};
    });
    m_lastCommitTook = m_clock.monotonicNow() - begun;
    if (std::any_of(group.begin(), group.end(), [](const StoreTask &task) { return task.weight > 0; }))
        m_commitTimes.add(m_lastCommitTook, m_clock.monotonicNow()); // those that only read say nothing of the disk
    if (committed)
        m_notices.committed(m_store->journal().lastEvent());
    if (committed || group.size() == 1 || isOfTheDisk(committed.error())) {
        if (!committed)
            breakIfOfTheDisk(committed.error());
        for (StoreTask &task : group)
            task.done(committed);
        return;
    }
    // One piece made the group fail. Each gets a commit of its own, so that only that piece fails.
    for (StoreTask &task : group)
        commitAlone(task);
}

void StoreWriter::commitAlone(StoreTask &task)
{
    std::vector<StoreTask> alone;
    alone.push_back(std::move(task));
    commit(alone);
}

void StoreWriter::maintain()
{
    if (const auto isMore = tended(&StoreSession::maintain))
        m_idle->start(*isMore ? betweenMaintenanceSteps : betweenMaintenanceRounds);
}

void StoreWriter::forgetSome()
{
    static_cast<void>(tended(&StoreSession::forgetSome)); // the next commit that is due continues
}

std::optional<bool> StoreWriter::tended(Result<bool> (StoreSession::*verb)(TimePoint))
{
    if (!mayWrite())
        return std::nullopt;
    const Result<bool> isMore = (m_store.get()->*verb)(m_clock.now());
    m_forgetDue = m_clock.monotonicNow() + (isMore && *isMore ? betweenStepsUnderLoad : betweenRoundsUnderLoad);
    if (isMore)
        return *isMore;
    breakIfOfTheDisk(isMore.error());
    return std::nullopt;
}

bool StoreWriter::mayWrite()
{
    if (isBroken())
        return false;
    const Result<> led = m_store->lead().keep();
    if (!led)
        breakBy(led.error());
    return led.has_value();
}

void StoreWriter::breakIfOfTheDisk(const Error &error)
{
    if (isOfTheDisk(error))
        breakBy(error);
}

void StoreWriter::breakBy(const Error &error)
{
    {
        const MutexLock lock(m_mutex);
        m_brokenBy = error;
    }
    m_notices.broke(error);
}

bool StoreWriter::isBroken() const
{
    const MutexLock lock(m_mutex);
    return m_brokenBy.has_value();
}

std::optional<Error> StoreWriter::brokenBy() const
{
    const MutexLock lock(m_mutex);
    return m_brokenBy;
}

} // namespace fairlead
