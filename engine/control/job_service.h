// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/intake.h"
#include "engine/control/reader_thread.h"
#include "engine/domain/job_edit.h"

#include <atomic>

namespace fairlead {

/// Accepts, finds, lists, cancels, retries, deletes, restores and moves single jobs. Threads: any.
class JobService
{
public:
    using Receipts = std::vector<Result<EnqueueReceipt>>;
    /// All arguments must outlive it.
    JobService(const SettingsInForce &settings, const Clock &clock, StoreQueue &store, ReaderThread &reader,
        DispatcherThread &dispatcher, Intake &intake)
        : m_settings(settings)
        , m_clock(clock)
        , m_store(store)
        , m_reader(reader)
        , m_dispatcher(dispatcher)
        , m_intake(intake)
    {
    }

    /// The sender of jobs, as far as it matters for jobs that find no room. See CallContext.
    struct Sender
    {
        std::function<bool()> isAsking;
        std::function<bool()> mayWait;
    };
    /// One result for each job, in order, after the commit. Items fail with NotFound (queue), Invalid, TooLarge,
    /// Conflict, TenantFull, QueueFull, EngineFull, or with TimedOut when no room came while they waited.
    void enqueue(std::vector<NewJob> jobs, Answer<Receipts> answer, Sender sender = {});
    void find(const JobId &id, Answer<JobRecord> answer);
    /// The reasons why a job is not running. Fails with NotFound.
    void why(const JobId &id, Answer<WhyView> answer);
    void findResult(const JobId &id, Answer<JobResult> answer);
    /// The lines of a run behind the first `after` bytes: those of the newest run, or of the newest with this number.
    /// Fails with NotFound also when no log of such a run is kept.
    void readLog(const JobId &id, std::optional<int> attempt, std::int64_t after, Answer<RunLogView> answer);
    void list(const JobQuery &query, Answer<JobPage> answer);
    void cancel(const JobId &id, const std::string &who, Answer<JobRecord> answer);
    void retry(const JobId &id, const std::optional<RetryDeadline> &deadline, Answer<JobRecord> answer);
    /// Ends a waiting job as cancelled, with the class "edited", and accepts its edited copy, in one commit. Fails with
    /// NotFound, Conflict (it does not wait any more), Invalid, TooLarge, TenantFull, QueueFull, EngineFull.
    void edit(const JobId &id, const JobEdit &edit, const std::string &who, Answer<EnqueueReceipt> answer);
    /// Fails with NotFound, Invalid, TooLarge.
    void tag(const JobId &id, const TagChange &change, const std::string &who, Answer<JobRecord> answer);
    void remove(const JobId &id, Answer<DeletedJob> answer);
    void restore(const JobId &id, Answer<JobRecord> answer);

private:
    struct Admitted;
    static std::shared_ptr<Admitted> admitAll(
        const std::vector<NewJob> &jobs, const EngineSettings &settings, TimePoint now);
    void offer(const std::shared_ptr<Admitted> &admitted, const std::optional<Reservation> &reservation,
        Answer<Receipts> answer);
    void waitForRoom(const std::shared_ptr<Admitted> &admitted, const std::map<std::size_t, Admission::Wait> &who,
        const Answer<Receipts> &answer);
    using Act = std::function<Result<std::vector<Result<StateChange>>>(JobStore &, std::span<const JobId>, TimePoint)>;
    void replace(const Replacement &request, std::int64_t oldBytes, Answer<EnqueueReceipt> answer);
    void act(const Act &verb, const JobId &id, Answer<JobRecord> answer);

    const SettingsInForce &m_settings;
    const Clock &m_clock;
    StoreQueue &m_store;
    ReaderThread &m_reader;
    DispatcherThread &m_dispatcher;
    Intake &m_intake;
    std::atomic<int> m_arriving {0}; ///< calls of enqueue whose end the dispatcher does not know yet
    std::atomic<int> m_notOffered {0}; ///< of these, calls that wait for the dispatcher's answer
};

} // namespace fairlead
