// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/intake.h"
#include "engine/control/reader_thread.h"
#include "engine/domain/log_sink.h"
#include "engine/domain/operation.h"

namespace fairlead {

/// Acts on many jobs at once, in the background: looks for a few, acts on them and writes how far it is in the same
/// commit, and goes on with the next. What a dead engine left unfinished goes on at the next start. Threads: any; the
/// members belong to the reader thread.
class OperationService
{
public:
    /// All outlive it.
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

    /// Goes on with what earlier lives left. REQUIRES: called on the reader thread.
    void open();
    /// Steps no more. REQUIRES: called on the reader thread.
    void close();

    /// Answers when the operation is on disk; it then goes on by itself. Fails with Invalid or TooLarge, with NotFound
    /// for an unknown queue to move to, with EngineFull while `runningMax` are under way.
    void begin(OperationRequest request, Answer<Operation> answer);
    void find(const JobId &id, Answer<Operation> answer);
    /// Those running first, then the newest.
    void list(Answer<std::vector<Operation>> answer);
    /// Ends it after the step under way; what was done stays done. Fails with NotFound, or Conflict when it has ended.
    void cancel(const JobId &id, Answer<Operation> answer);
    /// Counts the jobs that pass, but not on beyond `most`, when there is one. Fails with Invalid.
    void count(const JobFilter &filter, std::optional<std::int64_t> most, Answer<JobCount> answer);
    /// The number of jobs that `begin` would act on. Fails as it.
    void count(const OperationRequest &request, Answer<JobCount> answer);

    static constexpr std::size_t runningMax = 16;

private:
    struct Active
    {
        Operation operation;
        std::int64_t counted = 0; ///< while the total is not known
        JobNumber countedTo {};
        bool isCancelled = false;
        bool isWriting = false; ///< a step is on its way to the disk
        std::optional<Timers::Id> timer; ///< set between two steps
        std::vector<Answer<Operation>> awaitingEnd; ///< those who cancelled it
    };
    struct Counting;
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
    /// The filter with the states in which the act is possible.
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
