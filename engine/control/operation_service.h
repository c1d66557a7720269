// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/intake.h"
#include "engine/control/reader_thread.h"
#include "engine/domain/log_sink.h"
#include "engine/domain/operation.h"

namespace fairlead {

/// Runs bulk acts in the background. Each step finds some jobs, acts on them and writes the progress in the same
/// commit. Operations that an earlier life left unfinished continue at the next start. Threads: any; the members belong
/// to the reader thread.
class OperationService
{
public:
    /// All arguments must outlive it.
    OperationService(const SettingsInForce &settings, const Clock &clock, LogSink log, StoreQueue &store,
        ReaderThread &reader, DispatcherThread &dispatcher, Intake &intake)
        : m_settings(settings)
        , m_clock(clock)
        , m_log(std::move(log))
        , m_store(store)
        , m_reader(reader)
        , m_dispatcher(dispatcher)
        , m_intake(intake)
    {
    }

    /// Continues the operations of earlier lives. REQUIRES: called on the reader thread.
    void open();
    /// Begins no more steps. REQUIRES: called on the reader thread.
    void close();

    /// Answers when the operation is on disk; it then runs by itself. Fails with Invalid or TooLarge, with NotFound for
    /// an unknown target queue, with EngineFull while `runningMax` operations run.
    void begin(OperationRequest request, Answer<Operation> answer);
    void find(const JobId &id, Answer<Operation> answer);
    /// Counts what became of the jobs that an operation retried. Fails with NotFound, or with Conflict when its action
    /// is no retry.
    void outcome(const JobId &id, Answer<OperationOutcome> answer);
    /// Running operations first, then the newest.
    void list(Answer<std::vector<Operation>> answer);
    /// Ends an operation after the step under way. Jobs it has acted on stay changed. Fails with NotFound, or with
    /// Conflict when it has ended.
    void cancel(const JobId &id, Answer<Operation> answer);
    /// Counts the jobs that pass, up to `most` if it is set. Fails with Invalid.
    void count(const JobFilter &filter, std::optional<std::int64_t> most, Answer<JobCount> answer);
    /// The number of jobs that `begin` would act on. Fails as `begin`.
    void count(const OperationRequest &request, Answer<JobCount> answer);

    static constexpr std::size_t runningMax = 16;

private:
    struct Active
    {
        Operation operation;
        std::int64_t counted = 0; ///< jobs counted so far, while the total is not known
        JobNumber countedTo {};
        bool isCancelled = false;
        bool isWriting = false; ///< the commit of a step is under way
        std::optional<Timers::Id> timer; ///< set between two steps
        std::vector<Answer<Operation>> awaitingEnd; ///< calls of `cancel` to be answered at the end
    };
    struct Counting;
    struct Outcome;
    struct Step;

    Result<> check(const OperationRequest &request) const;
    void onReader(std::function<void()> task);
    void activate(Operation operation);
    void keep(Operation operation, Answer<Operation> answer);
    void step(const JobId &id);
    void countOn(Active &active);
    void actOn(Active &active);
    void write(Active &active, Operation next, std::vector<JobId> jobs);
    void wrote(const JobId &id, Result<Operation> written);
    void rest(Active &active, Microseconds pause);
    void countOn(const std::shared_ptr<Counting> &counting);
    void countFurther(const std::shared_ptr<Counting> &counting);
    void addOutcome(const std::shared_ptr<Outcome> &outcome);
    /// The filter, limited to states in which the act is possible.
    JobFilter matchable(const OperationRequest &request) const;

    const SettingsInForce &m_settings;
    const Clock &m_clock;
    const LogSink m_log;
    StoreQueue &m_store;
    ReaderThread &m_reader;
    DispatcherThread &m_dispatcher;
    Intake &m_intake;
    std::map<JobId, Active> m_active;
    bool m_isClosed = true;
};

} // namespace fairlead
