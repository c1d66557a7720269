// SPDX-License-Identifier: Apache-2.0
#include "engine/control/job_service.h"

#include "engine/control/filter_for_store.h"
#include "engine/domain/job_specs.h"
#include "engine/storage/idempotent_body.h"
#include "engine/storage/job_errors.h"

namespace fairlead {

namespace {
/// The store's answer to the jobs of a call.
struct Offered
{
    Admission::Accepted accepted;
    std::optional<ClaimedJob> started; ///< the job that a worker was reserved for
};

/// A job's logs, as the store has them.
struct StoredLogs
{
    JobRecord record;
    KeptLogs kept;
};

Result<RunLogView> viewOf(const StoredLogs &stored, const std::optional<LiveLog> &live, std::int64_t after)
{
    const std::optional<KeptLog> &kept = stored.kept.log;
    // A log that is only remembered gives way to that of a later run.
    const bool isLater = live && (!kept || (kept->started <= live->started && live->log->text().size() > 0));
    const bool isLive = live && (live->isRunning || isLater);
    if (!isLive && !kept) {
        const std::string job = "job " + stored.record.job.id.text();
        return failure(ErrorCode::NotFound,
            stored.record.attempt == 0 ? job + " has not run yet" : "no log of such a run of " + job + " is kept");
    }
    LogText text = isLive ? live->log->text() : *kept->text;
    RunLogView view {.id = stored.record.job.id,
        .queue = stored.record.job.spec.queue,
        .attempt = isLive ? live->attempt : kept->attempt,
        .started = isLive ? live->started : kept->started,
        .isRunning = isLive && live->isRunning,
        .next = text.size(),
        .attempts = stored.kept.attempts};
    if (view.attempts.empty() || (view.isRunning && view.attempts.back() != view.attempt))
        view.attempts.push_back(view.attempt);
    text = restOf(std::move(text), after);
    view.head = std::move(text.head);
    view.leftOut = text.leftOut;
    view.tail = std::move(text.tail);
    return view;
}
} // namespace

/// The jobs of one call, split into those for the store and those refused beforehand.
struct JobService::Admitted
{
    std::vector<JobSpec> specs;
    std::vector<Result<EnqueueReceipt>> results; ///< one for each job; those of `specs` are filled in later
    std::vector<std::size_t> places; ///< the place of each spec in `results`
    Sender sender;
};

std::shared_ptr<JobService::Admitted> JobService::admitAll(
    const std::vector<NewJob> &jobs, const EngineSettings &settings, TimePoint now)
{
    auto admitted = std::make_shared<Admitted>();
    for (const NewJob &job : jobs) {
        Result<JobSpec> spec = checkedSpec(job, settings, now);
        if (!spec) {
            admitted->results.emplace_back(failure(spec.error()));
            continue;
        }
        admitted->places.push_back(admitted->results.size());
        admitted->results.emplace_back(EnqueueReceipt {});
        admitted->specs.push_back(std::move(*spec));
    }
    return admitted;
}

void JobService::enqueue(std::vector<NewJob> jobs, Answer<Receipts> answer, Sender sender)
{
    const std::shared_ptr<Admitted> admitted = admitAll(jobs, m_settings.now()->engine(), m_clock.now());
    admitted->sender = std::move(sender);
    if (admitted->specs.empty()) {
        answer(std::move(admitted->results));
        return;
    }
    // A single job may start in the commit that accepts it: the dispatcher knows whether another job comes first. Calls
    // that come meanwhile take the same way, so that jobs are offered in the order of arrival.
    const bool isLone = m_arriving.fetch_add(1) == 0 && admitted->specs.size() == 1;
    if (!(isLone && m_dispatcher.dispatcher().claims().mayReserve()) && m_notOffered == 0) {
        offer(admitted, {}, std::move(answer));
        return;
    }
    ++m_notOffered;
    m_dispatcher.tell([this, admitted, isLone, answer = std::move(answer)](Dispatcher &dispatcher) mutable {
        const bool isStillLone = isLone && m_arriving == 1;
        offer(admitted, isStillLone ? dispatcher.claims().reserve(admitted->specs.front()) : std::nullopt,
            std::move(answer));
        --m_notOffered;
    });
}

void JobService::offer(
    const std::shared_ptr<Admitted> &admitted, const std::optional<Reservation> &reservation, Answer<Receipts> answer)
{
    askAsCaller<Offered>(
        m_store, static_cast<int>(admitted->specs.size()),
        [this, admitted, reservation](StoreSession &store) -> Result<Offered> {
            Offered offered;
            FAIRLEAD_TRY(offered.accepted, m_intake.admit(store, admitted->specs));
            FAIRLEAD_TRY(offered.started,
                Claims::claimReserved(store, reservation, offered.accepted.jobs.front(), m_clock.now()));
            return offered;
        },
        [this, admitted, reservation, answer = std::move(answer)](Result<Offered> stored) {
            for (std::size_t i = 0; stored && i < stored->accepted.jobs.size(); ++i) {
                const Result<Enqueued> &job = stored->accepted.jobs[i];
                admitted->results[admitted->places[i]] =
                    job ? Result<EnqueueReceipt>(job->receipt) : failure(job.error());
            }
            const Result<> isStored = stored ? Result<>() : Result<>(failure(stored.error()));
            const bool mustWait = stored && !stored->accepted.mayWait.empty();
            const RunPtr run = stored && stored->started
                ? m_dispatcher.dispatcher().claims().runOf(std::move(*stored->started))
                : nullptr;
            m_dispatcher.tell(
                [this, admitted, reservation, run, stored = std::move(stored), mustWait, answer](
                    Dispatcher &dispatcher) {
                    --m_arriving;
                    if (stored)
                        m_intake.accepted(stored->accepted);
                    if (reservation)
                        dispatcher.claims().release(*reservation, run);
                    if (mustWait)
                        waitForRoom(admitted, stored->accepted.mayWait, answer);
                },
                [&] {
                    if (run)
                        reservation->deliver({run});
                });
            if (!isStored)
                answer(failure(isStored.error()));
            else if (!mustWait)
                answer(std::move(admitted->results));
        });
}

void JobService::waitForRoom(const std::shared_ptr<Admitted> &admitted,
    const std::map<std::size_t, Admission::Wait> &who, const Answer<Receipts> &answer)
{
    if (admitted->sender.mayWait && !admitted->sender.mayWait()) {
        answer(std::move(admitted->results));
        return;
    }
    auto left = std::make_shared<std::size_t>(who.size());
    for (const auto &[index, wait] : who) {
        Result<EnqueueReceipt> &result = admitted->results[admitted->places[index]];
        m_intake.waitingRoom().enter(
            std::move(admitted->specs[index]), wait, result.error(),
            [admitted, &result, left, answer](Result<EnqueueReceipt> told) {
                result = std::move(told);
                if (--*left == 0)
                    answer(std::move(admitted->results));
            },
            admitted->sender.isAsking);
    }
}

void JobService::find(const JobId &id, Answer<JobRecord> answer)
{
    m_reader.ask<JobRecord>([id](StoreReader &reader) { return reader.jobs().findJob(id); },
        [this, id, answer = std::move(answer)](Result<JobRecord> record) {
            if (!record || record->state != JobState::Running) {
                answer(std::move(record));
                return;
            }
            // The progress of a running job is only in memory.
            m_dispatcher.tell([id, answer, record = std::move(record)](Dispatcher &dispatcher) mutable {
                record->progress = dispatcher.progressOf(id);
                answer(std::move(record));
            });
        });
}

void JobService::why(const JobId &id, Answer<WhyView> answer)
{
    find(id, [this, answer = std::move(answer)](Result<JobRecord> record) {
        if (!record) {
            answer(failure(record.error()));
            return;
        }
        m_dispatcher.tell(
            [answer, record = std::move(*record)](Dispatcher &dispatcher) { answer(dispatcher.why(record)); });
    });
}

void JobService::findResult(const JobId &id, Answer<JobResult> answer)
{
    m_reader.ask<JobResult>([id](StoreReader &reader) { return reader.jobs().findResult(id); }, std::move(answer));
}

void JobService::readLog(const JobId &id, std::optional<int> attempt, std::int64_t after, Answer<RunLogView> answer)
{
    m_reader.ask<StoredLogs>(
        [id, attempt](StoreReader &reader) -> Result<StoredLogs> {
            StoredLogs stored;
            FAIRLEAD_TRY(stored.record, reader.jobs().findJob(id));
            FAIRLEAD_TRY(stored.kept, reader.jobs().findLogs(id, attempt));
            return stored;
        },
        [this, id, attempt, after, answer = std::move(answer)](Result<StoredLogs> stored) {
            if (!stored) {
                answer(failure(stored.error()));
                return;
            }
            // The lines of a run under way are only in memory.
            m_dispatcher.tell([id, attempt, after, answer, stored = std::move(*stored)](Dispatcher &dispatcher) {
                answer(viewOf(stored, dispatcher.logOf(id, attempt), after));
            });
        });
}

void JobService::list(const JobQuery &query, Answer<JobPage> answer)
{
    if (const Result<> good = checkFilter(query); !good) {
        answer(failure(good.error()));
        return;
    }
    JobQuery resolved = query;
    resolveFilter(resolved, m_settings.now()->engine());
    const bool isSearch = resolved.payload.has_value();
    std::function<void()> task = [this, resolved = std::move(resolved), answer = std::move(answer)] {
        answer(m_reader.reader().jobs().listJobs(resolved));
    };
    if (isSearch)
        m_reader.postLong(std::move(task));
    else
        m_reader.post(std::move(task));
}

void JobService::cancel(const JobId &id, const std::string &who, Answer<JobRecord> answer)
{
    act([who](JobStore &jobs, std::span<const JobId> ids, TimePoint now) { return jobs.cancel(ids, who, now); }, id,
        std::move(answer));
}

void JobService::retry(const JobId &id, const std::optional<RetryDeadline> &deadline, Answer<JobRecord> answer)
{
    act(
        [deadline](JobStore &jobs, std::span<const JobId> ids, TimePoint now) {
            return jobs.retry(ids, {deadline, {}}, now);
        },
        id, std::move(answer));
}

void JobService::edit(const JobId &id, const JobEdit &edit, const std::string &who, Answer<EnqueueReceipt> answer)
{
    if (const Result<> good = edit.check(); !good) {
        answer(failure(good.error()));
        return;
    }
    find(id, [this, edit, who, answer = std::move(answer)](const Result<JobRecord> &record) {
        if (!record) {
            answer(failure(record.error()));
            return;
        }
        const Job &job = record->job;
        if (!isWaiting(record->state)) {
            answer(failure(cannotBeEdited(job.id, record->state)));
            return;
        }
        const std::optional<TimePoint> due = record->state == JobState::Scheduled ? record->due : std::nullopt;
        Result<JobSpec> spec = checkedSpec(edited(job, due, edit), m_settings.now()->engine(), m_clock.now());
        if (!spec) {
            answer(failure(spec.error()));
            return;
        }
        replace({.old = job.id,
                    .lane = {job.spec.queue, job.spec.priority, job.spec.tenant},
                    .deadline = job.spec.deadline,
                    .id = {},
                    .spec = std::move(*spec),
                    .who = who},
            static_cast<std::int64_t>(job.spec.payload.size()), answer);
    });
}

void JobService::replace(const Replacement &request, std::int64_t oldBytes, Answer<EnqueueReceipt> answer)
{
    askAsCaller<Result<Replaced>>(
        m_store, 1,
        [this, request, oldBytes](StoreSession &store) { return m_intake.replace(store, request, oldBytes); },
        [this, answer = std::move(answer)](const Result<Result<Replaced>> &done) {
            if (!done || !*done) {
                answer(failure(done ? done->error() : done.error()));
                return;
            }
            m_dispatcher.tell([this, replaced = **done](Dispatcher &dispatcher) {
                dispatcher.stateChanged(replaced.ended);
                m_intake.accepted({.jobs = {replaced.accepted}, .dropped = {}, .mayWait = {}});
            });
            answer((*done)->accepted.receipt);
        });
}

void JobService::tag(const JobId &id, const TagChange &change, const std::string &who, Answer<JobRecord> answer)
{
    if (const Result<> good = change.check(); !good) {
        answer(failure(good.error()));
        return;
    }
    askAsCaller<std::vector<Result<>>>(
        m_store, 1,
        [this, id, change, who](
            StoreSession &store) { return store.jobs().tag(std::span(&id, 1), change, who, m_clock.now()); },
        [this, id, answer = std::move(answer)](const Result<std::vector<Result<>>> &done) {
            if (done && done->front())
                find(id, answer);
            else
                answer(failure(done ? done->front().error() : done.error()));
        });
}

void JobService::remove(const JobId &id, Answer<DeletedJob> answer)
{
    using Removed = std::pair<StateChange, TimePoint>;
    askAsCaller<Result<Removed>>(
        m_store, 1,
        [this, id](StoreSession &store) -> Result<Result<Removed>> {
            const TimePoint now = m_clock.now();
            FAIRLEAD_TRY(const auto changed, store.jobs().remove(std::span(&id, 1), now));
            if (!changed.front())
                return Result<Removed>(failure(changed.front().error()));
            return Result<Removed>(Removed {*changed.front(), now});
        },
        [this, id, answer = std::move(answer)](Result<Result<Removed>> done) {
            if (!done || !*done) {
                answer(failure(done ? done->error() : done.error()));
                return;
            }
            m_dispatcher.tell([one = (*done)->first](Dispatcher &dispatcher) { dispatcher.stateChanged(one); });
            answer(DeletedJob {id, (*done)->second + deletedKept});
        });
}

void JobService::restore(const JobId &id, Answer<JobRecord> answer)
{
    act(std::mem_fn(&JobStore::restore), id, std::move(answer));
}

void JobService::act(const Act &verb, const JobId &id, Answer<JobRecord> answer)
{
    askAsCaller<std::vector<Result<StateChange>>>(
        m_store, 1,
        [this, verb, id](StoreSession &store) { return verb(store.jobs(), std::span(&id, 1), m_clock.now()); },
        [this, id, answer = std::move(answer)](Result<std::vector<Result<StateChange>>> changed) {
            if (!changed) {
                answer(failure(changed.error()));
                return;
            }
            if (!changed->front()) {
                answer(failure(changed->front().error()));
                return;
            }
            m_dispatcher.tell([one = *changed->front()](Dispatcher &dispatcher) { dispatcher.stateChanged(one); });
            find(id, answer);
        });
}

} // namespace fairlead
