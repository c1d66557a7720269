// SPDX-License-Identifier: Apache-2.0
#include "engine/control/job_service.h"

#include "engine/control/handler_filter.h"
#include "engine/domain/job_specs.h"
#include "engine/storage/job_body.h"

namespace fairlead {

namespace {
/// What the store made of the jobs of a call.
struct Offered
{
    Admission::Accepted accepted;
    std::optional<ClaimedJob> started; ///< the one that a worker was reserved for
};
} // namespace

/// The jobs of one call, split into those that go to the store and those refused at the door.
struct JobService::Admitted
{
    std::vector<JobSpec> specs;
    std::vector<Result<EnqueueReceipt>> results; ///< one per job; those of `specs` are filled in later
    std::vector<std::size_t> places; ///< of each spec in `results`
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

void JobService::enqueue(std::vector<NewJob> jobs, Answer<Receipts> answer)
{
    const std::shared_ptr<Admitted> admitted = admitAll(jobs, m_machinery.settings, m_machinery.clock.now());
    if (admitted->specs.empty()) {
        answer(std::move(admitted->results));
        return;
    }
    // A lone job may start in the commit that accepts it: the dispatcher knows whether nothing comes before it. Who
    // comes meanwhile goes the same way, so that jobs are offered in the order of coming.
    const bool isLone = m_arriving.fetch_add(1) == 0 && admitted->specs.size() == 1;
    if (!(isLone && m_machinery.dispatcher->claims().mayReserve()) && m_atTheDoor == 0) {
        offer(admitted, {}, std::move(answer));
        return;
    }
    ++m_atTheDoor;
    m_machinery.tellDispatcher([this, admitted, isLone, answer = std::move(answer)](Dispatcher &dispatcher) mutable {
        const bool isStillLone = isLone && m_arriving == 1;
        offer(admitted, isStillLone ? dispatcher.claims().reserve(admitted->specs.front()) : std::nullopt,
            std::move(answer));
        --m_atTheDoor;
    });
}

void JobService::offer(
    const std::shared_ptr<Admitted> &admitted, const std::optional<Reservation> &reservation, Answer<Receipts> answer)
{
    m_machinery.askWriter<Offered>(
        static_cast<int>(admitted->specs.size()),
        [this, admitted, reservation](Store &store) -> Result<Offered> {
            auto accepted = m_machinery.admit(store, admitted->specs);
            if (!accepted)
                return failure(accepted.error());
            auto started = Claims::claimReserved(store, reservation, accepted->jobs.front(), m_machinery.clock.now());
            if (!started)
                return failure(started.error());
            return Offered {std::move(*accepted), std::move(*started)};
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
                ? m_machinery.dispatcher->claims().runOf(std::move(*stored->started))
                : nullptr;
            m_machinery.tellDispatcher(
                [this, admitted, reservation, run, stored = std::move(stored), mustWait, answer](
                    Dispatcher &dispatcher) {
                    --m_arriving;
                    if (stored)
                        m_machinery.tellAccepted(stored->accepted);
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
    auto left = std::make_shared<std::size_t>(who.size());
    for (const auto &[index, wait] : who) {
        Result<EnqueueReceipt> &result = admitted->results[admitted->places[index]];
        m_machinery.waitingRoom->enter(std::move(admitted->specs[index]), wait, result.error(),
            [admitted, &result, left, answer](Result<EnqueueReceipt> told) {
                result = std::move(told);
                if (--*left == 0)
                    answer(std::move(admitted->results));
            });
    }
}

void JobService::find(const JobId &id, Answer<JobRecord> answer)
{
    m_machinery.askReader<JobRecord>([id](StoreReader &reader) { return reader.findJob(id); },
        [this, id, answer = std::move(answer)](Result<JobRecord> record) {
            if (!record || record->state != JobState::Running) {
                answer(std::move(record));
                return;
            }
            // Progress of a running job lives in memory only.
            m_machinery.tellDispatcher([id, answer, record = std::move(record)](Dispatcher &dispatcher) mutable {
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
        m_machinery.tellDispatcher(
            [answer, record = std::move(*record)](Dispatcher &dispatcher) { answer(dispatcher.why(record)); });
    });
}

void JobService::findResult(const JobId &id, Answer<JobResult> answer)
{
    m_machinery.askReader<JobResult>([id](StoreReader &reader) { return reader.findResult(id); }, std::move(answer));
}

void JobService::list(const JobQuery &query, Answer<JobPage> answer)
{
    if (const Result<> good = checkFilter(query); !good) {
        answer(failure(good.error()));
        return;
    }
    JobQuery resolved = query;
    resolveHandler(resolved, m_machinery.settings);
    m_machinery.askReader<JobPage>(
        [resolved](StoreReader &reader) { return reader.listJobs(resolved); }, std::move(answer));
}

void JobService::listDeadLetters(const DeadLetterQuery &query, Answer<DeadLetterPage> answer)
{
    m_machinery.askReader<DeadLetterPage>(
        [query](StoreReader &reader) { return reader.listDeadLetters(query); }, std::move(answer));
}

void JobService::groupDeadLetters(const LetterGroupQuery &query, Answer<LetterGroups> answer)
{
    m_machinery.askReader<LetterGroups>(
        [query](StoreReader &reader) { return reader.groupDeadLetters(query); }, std::move(answer));
}

void JobService::findDeadLetter(const JobId &id, Answer<DeadLetter> answer)
{
    find(id, [id, answer = std::move(answer)](Result<JobRecord> record) {
        if (!record) {
            answer(failure(record.error()));
            return;
        }
        if (record->state != JobState::Dead && record->state != JobState::Expired) {
            answer(failure(ErrorCode::NotFound,
                "job " + id.text() + " is " + std::string(jobStateName(record->state)) + ", not a dead letter"));
            return;
        }
        DeadLetter letter {.record = std::move(*record), .firstError = {}, .lastError = {}};
        if (!letter.record.errors.empty()) {
            letter.firstError = letter.record.errors.front();
            letter.lastError = letter.record.errors.back();
        }
        answer(std::move(letter));
    });
}

void JobService::editAndRetry(const JobId &id, NewPayload payload, Answer<EnqueueReceipt> answer)
{
    findDeadLetter(
        id, [this, id, payload = std::move(payload), answer = std::move(answer)](const Result<DeadLetter> &letter) {
            if (!letter) {
                answer(failure(letter.error()));
                return;
            }
            enqueue({corrected(id, letter->record.job.spec, payload)},
                [answer](const Result<std::vector<Result<EnqueueReceipt>>> &receipts) {
                    if (!receipts)
                        answer(failure(receipts.error()));
                    else if (receipts->front() && !receipts->front()->isNew)
                        answer(failure(ErrorCode::Conflict,
                            "job " + receipts->front()->id.text() + " holds its unique key; cancel that one first"));
                    else
                        answer(receipts->front());
                });
        });
}

void JobService::cancel(const JobId &id, const std::string &who, Answer<JobRecord> answer)
{
    act([who](Store &store, std::span<const JobId> ids, TimePoint now) { return store.cancel(ids, who, now); }, id,
        std::move(answer));
}

void JobService::retry(const JobId &id, Answer<JobRecord> answer)
{
    act(std::mem_fn(&Store::retry), id, std::move(answer));
}

void JobService::discard(const JobId &id, Answer<DeletedJob> answer)
{
    using Discarded = std::pair<Acted, TimePoint>;
    m_machinery.askWriter<Result<Discarded>>(
        1,
        [this, id](Store &store) -> Result<Result<Discarded>> {
            const TimePoint now = m_machinery.clock.now();
            auto acted = store.discard(std::span(&id, 1), now);
            if (!acted)
                return failure(acted.error());
            if (!acted->front())
                return Result<Discarded>(failure(acted->front().error()));
            return Result<Discarded>(Discarded {*acted->front(), now});
        },
        [this, id, answer = std::move(answer)](Result<Result<Discarded>> done) {
            if (!done || !*done) {
                answer(failure(done ? done->error() : done.error()));
                return;
            }
            m_machinery.tellDispatcher([one = (*done)->first](Dispatcher &dispatcher) { dispatcher.acted(one); });
            answer(DeletedJob {id, (*done)->second + deletedKept});
        });
}

void JobService::restore(const JobId &id, Answer<JobRecord> answer)
{
    act(std::mem_fn(&Store::restore), id, std::move(answer));
}

void JobService::act(const Act &verb, const JobId &id, Answer<JobRecord> answer)
{
    m_machinery.askWriter<std::vector<Result<Acted>>>(
        1, [this, verb, id](Store &store) { return verb(store, std::span(&id, 1), m_machinery.clock.now()); },
        [this, id, answer = std::move(answer)](Result<std::vector<Result<Acted>>> acted) {
            if (!acted) {
                answer(failure(acted.error()));
                return;
            }
            if (!acted->front()) {
                answer(failure(acted->front().error()));
                return;
            }
            m_machinery.tellDispatcher([one = *acted->front()](Dispatcher &dispatcher) { dispatcher.acted(one); });
            find(id, answer);
        });
}

void JobService::backup(const std::string &file, Answer<BackupReport> answer)
{
    m_machinery.askUpkeep<BackupReport>([file](StoreReader &reader) { return reader.backup(file); }, std::move(answer));
}

void JobService::verify(Answer<VerifyReport> answer)
{
    m_machinery.askUpkeep<VerifyReport>([](StoreReader &reader) { return reader.verify(); }, std::move(answer));
}

} // namespace fairlead
