// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/commit_times.h"
#include "engine/dispatch/loop_thread.h"
#include "engine/domain/thread_annotations.h"
#include "engine/storage/store_session.h"

#include <QTimer>

#include <deque>
#include <memory>
#include <optional>

namespace fairlead {

/// One piece of work for the store. Several are put into one commit. `work` may run twice, because each piece is tried
/// alone when the commit of a group failed; so it must not move its inputs away. `done` gets the result of the commit.
struct StoreTask
{
    /// The side that submits the task: the engine itself, which begins and ends runs, or its callers.
    enum class From { Engine, Callers };

    std::function<Result<>(StoreSession &)> work;
    std::function<void(Result<>)> done;
    int weight = 1; ///< jobs touched; a group is closed when their sum reaches the configured number
    From from = From::Callers;
};

/// The entrance for work for the store. Threads: any may submit; `done` is called on a thread that the queue chooses.
class StoreQueue
{
public:
    virtual ~StoreQueue() = default;
    /// A full queue answers `done` with EngineFull, a stopped one with Unavailable.
    virtual void submit(StoreTask task) = 0;
};

/// Group commit: owns the store and its thread. Gathers the tasks that come while the disk is busy, writes them in one
/// transaction, and answers after the sync. A single caller waits for no timer. When the last commit served several
/// callers and was slow, the next one is held back to gather more, for half as long as that commit took and at most
/// `delayMax`.
///
/// Tasks of the engine come first, and may touch twice as many jobs, because the engine both begins and ends each job.
/// Callers have at least a quarter of a commit. So a flood of new jobs does not delay the running ones, and does not
/// make a backlog grow that the workers can work off. Threads: any may submit; `done` is called on the store thread.
class StoreWriter final : public StoreQueue
{
public:
    struct Options
    {
        int jobsMax = 512;
        Microseconds delayMax {0};
    };
    /// The notices are called on the store thread.
    struct Notices
    {
        /// Called once, when the disk failed, the file is damaged or the lead was lost. Nothing is acknowledged after
        /// it.
        std::function<void(const Error &)> broke;
        std::function<void(std::int64_t)> committed; ///< after each commit, with the number of the newest event
    };
    StoreWriter(Options options, const Clock &clock, Notices notices);
    ~StoreWriter() override; ///< stops

    /// Opens the store on its own thread. Fails with the error of the store.
    Result<> start(const StoreFactory &factory);
    /// Ends after the work submitted before, and closes the store.
    void stop();
    void submit(StoreTask task) override;
    /// The reason why nothing is accepted any more. Empty while the store is sound.
    std::optional<Error> brokenBy() const;

    /// Descriptions of the open store. REQUIRES: started.
    const std::string &description() const { return m_description; }
    const std::string &durability() const { return m_durability; }
    StoreReaderFactory readerFactory() const { return m_readerFactory; }
    /// Of the last minutes. Threads: the store's.
    HealthFacts::Commits commitTimes() { return m_commitTimes.recent(m_clock.monotonicNow()); }

private:
    /// The tasks that one side has submitted. Threads: any for tryPut, close and boxed; the store's for the rest.
    class Waiting
    {
    public:
        explicit Waiting(std::function<void()> wake);
        bool tryPut(StoreTask &&task) { return m_box.tryPut(std::move(task)); }
        void close() { m_box.close(); }
        std::size_t boxed() const { return m_box.size(); }
        /// Empties the box. Returns the number of jobs that all taken tasks touch.
        int takeIn();
        bool isEmpty() const { return m_taken.empty(); }
        /// Moves the oldest tasks into `group` until their weights would exceed `limit`; the first is always moved.
        /// Returns their weight.
        int moveTo(std::vector<StoreTask> &group, int limit);

    private:
        Mailbox<StoreTask> m_box;
        std::vector<StoreTask> m_batch; ///< empty between calls
        std::deque<StoreTask> m_taken;
        int m_weight = 0; ///< sum of their weights
    };

    void filled();
    void commitGroup();
    void commit(std::vector<StoreTask> &group);
    void commitAlone(StoreTask &task);
    void maintain();
    void forgetSome();
    /// Runs a maintenance verb, and sets when the next one is due under load. True when there is more to do; empty when
    /// it failed.
    std::optional<bool> tended(Result<bool> (StoreSession::*verb)(TimePoint));
    void refuse(StoreTask &task) const;
    bool isBroken() const;
    /// Whether the store is sound and this engine still leads it.
    bool mayWrite();
    /// Breaks when the error means that the disk failed or the file is damaged.
    void breakIfOfTheDisk(const Error &error);
    /// Acknowledges nothing from now on.
    void breakBy(const Error &error);

    // Constant after start.
    const Options m_options;
    const Clock &m_clock;
    const Notices m_notices;
    std::string m_description;
    std::string m_durability;
    StoreReaderFactory m_readerFactory;

    mutable Mutex m_mutex;
    std::optional<Error> m_brokenBy GUARDED_BY(m_mutex);
    LoopThread m_thread;
    std::unique_ptr<LoopWake> m_wake;
    std::unique_ptr<Waiting> m_ofEngine;
    std::unique_ptr<Waiting> m_ofCallers;

    // Store thread only.
    std::unique_ptr<StoreSession> m_store;
    std::unique_ptr<QTimer> m_gather;
    std::unique_ptr<QTimer> m_idle;
    MonotonicTime m_forgetDue {}; ///< applies even when the store is never idle
    std::size_t m_lastGroupSize = 0;
    Microseconds m_lastCommitTook {0};
    CommitTimes m_commitTimes;
};

/// Submits `ask`. `post` brings its answer to the caller's thread, where `answer` gets it.
template <typename T, typename Post>
void askStore(StoreQueue &queue, StoreTask::From from, int weight, std::function<Result<T>(StoreSession &)> ask,
    std::function<void(Result<T>)> answer, Post post)
{
    auto value = std::make_shared<std::optional<Result<T>>>();
    StoreTask task;
    task.weight = weight;
    task.from = from;
    task.work = [ask = std::move(ask), value](StoreSession &store) -> Result<> {
        value->emplace(ask(store));
        if (!**value)
            return failure((**value).error());
        return {};
    };
    task.done = [answer = std::move(answer), value, post = std::move(post)](Result<> committed) mutable {
        // An error of the commit replaces the verb's answer.
        if (!committed)
            value->emplace(failure(committed.error()));
        post([answer = std::move(answer), value] { answer(std::move(**value)); });
    };
    queue.submit(std::move(task));
}

/// Asks for a caller of the engine. `answer` is called on the store's thread, after the commit.
template <typename T>
void askAsCaller(
    StoreQueue &queue, int weight, std::function<Result<T>(StoreSession &)> ask, std::function<void(Result<T>)> answer)
{
    askStore<T>(queue, StoreTask::From::Callers, weight, std::move(ask), std::move(answer),
        [](const std::function<void()> &task) { task(); });
}

} // namespace fairlead
