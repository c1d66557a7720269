// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/loop_thread.h"
#include "engine/domain/thread_annotations.h"
#include "engine/storage/store_session.h"

#include <QTimer>

#include <deque>
#include <memory>
#include <optional>

namespace fairlead {

/// One piece of work for the store: several are put into one commit. `work` may run twice (when the commit of a group
/// failed, each piece is tried alone), so it must not give its inputs away. `done` gets the fate of the commit.
struct StoreTask
{
    /// The side that waits for it: the engine itself, to begin and end runs, or its callers.
    enum class From { Engine, Callers };

    std::function<Result<>(StoreSession &)> work;
    std::function<void(Result<>)> done;
    int weight = 1; ///< jobs touched; a group is closed at the configured number
    From from = From::Callers;
};

/// Where work for the store is handed in. Threads: any may submit; `done` comes back on a thread of the queue's choice.
class StoreQueue
{
public:
    virtual ~StoreQueue() = default;
    /// A full queue answers `done` with EngineFull, a stopped one with Unavailable.
    virtual void submit(StoreTask task) = 0;
};

/// Group commit: owns the store and its thread, gathers what callers hand in while the disk is busy, writes it in one
/// transaction and gives the receipts after the sync. A single caller waits for no timer; when the last commit served
/// several callers and was slow, the next is held back to gather more, for half as long as that commit took and
/// `delayMax` at most. What the engine asks itself comes first, for twice as many jobs, because it begins and ends
/// each; callers have a quarter of a commit at least. So a flood of new jobs does not hold up those that run, and a
/// backlog that the workers can work off does not grow while the flood lasts. Threads: any may submit; `done` is called
/// on the store thread.
class StoreWriter final : public StoreQueue
{
public:
    struct Options
    {
        int jobsMax = 512;
        Microseconds delayMax {0};
    };
    /// Called on the store thread.
    struct Notices
    {
        /// Once, when the disk failed, the file is damaged or the lead was lost: nothing is acknowledged after it.
        std::function<void(const Error &)> broke;
        std::function<void(std::int64_t)> committed; ///< after each commit, with the number of the newest event
    };
    StoreWriter(Options options, const Clock &clock, Notices notices);
    ~StoreWriter() override; ///< stops

    /// Opens the store on its own thread. Fails with what the store says.
    Result<> start(const StoreFactory &factory);
    /// Ends after the work handed in before; closes the store.
    void stop();
    void submit(StoreTask task) override;
    /// Why nothing is accepted any more; empty while the store is sound.
    std::optional<Error> brokenBy() const;

    /// Of the open store. REQUIRES: started.
    const std::string &description() const { return m_description; }
    const std::string &durability() const { return m_durability; }
    StoreReaderFactory readerFactory() const { return m_readerFactory; }

private:
    /// The tasks that one side has handed in. Threads: any for tryPut, close and boxed, the store's for the rest.
    class Waiting
    {
    public:
        explicit Waiting(std::function<void()> wake);
        bool tryPut(StoreTask &&task) { return m_box.tryPut(std::move(task)); }
        void close() { m_box.close(); }
        std::size_t boxed() const { return m_box.size(); }
        /// Empties the box. Returns the jobs that all tasks taken from it touch.
        int takeIn();
        bool isEmpty() const { return m_taken.empty(); }
        /// Moves the oldest into `group`, as far as their weights come to `limit`, the first in any case. Returns their
        /// weight.
        int moveTo(std::vector<StoreTask> &group, int limit);

    private:
        Mailbox<StoreTask> m_box;
        std::vector<StoreTask> m_batch; ///< empty between calls
        std::deque<StoreTask> m_taken;
        int m_weight = 0; ///< of them
    };

    void filled();
    void commitGroup();
    void commit(std::vector<StoreTask> &group);
    void commitAlone(StoreTask &task);
    void maintain();
    void forgetSome();
    /// Whether there is more of it to do; empty when it failed. Sets when to forget some more under load.
    std::optional<bool> tended(Result<bool> (StoreSession::*verb)(TimePoint));
    void refuse(StoreTask &task) const;
    bool isBroken() const;
    /// Whether the store is sound and this engine still leads it.
    bool mayWrite();
    /// When the disk failed or the file is damaged.
    void breakIfOfTheDisk(const Error &error);
    /// Nothing is acknowledged from now on.
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
    MonotonicTime m_forgetDue {}; ///< also when it is never idle
    std::size_t m_lastGroupSize = 0;
    Microseconds m_lastCommitTook {0};
};

/// Submits `ask` and hands its answer to `answer` by `post`, which brings it to the caller's thread.
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
        // An error of the commit outranks what the verb had answered.
        if (!committed)
            value->emplace(failure(committed.error()));
        post([answer = std::move(answer), value] { answer(std::move(**value)); });
    };
    queue.submit(std::move(task));
}

/// Asks in the name of a caller of the engine. `answer` comes on the store's thread, after the commit.
template <typename T>
void askAsCaller(
    StoreQueue &queue, int weight, std::function<Result<T>(StoreSession &)> ask, std::function<void(Result<T>)> answer)
{
    askStore<T>(queue, StoreTask::From::Callers, weight, std::move(ask), std::move(answer),
        [](const std::function<void()> &task) { task(); });
}

} // namespace fairlead
