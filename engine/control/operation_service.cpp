// SPDX-License-Identifier: Apache-2.0
#include "engine/control/operation_service.h"

#include "engine/control/filter_for_store.h"

namespace fairlead {

namespace {
constexpr int countedPerLook = 10'000;
constexpr Microseconds whileStoreIsFull = std::chrono::seconds {1};

/// Counts the result of one job.
template <typename T>
void note(Operation &operation, const Result<T> &item)
{
    if (item)
        ++operation.done;
    else if (item.error().code == ErrorCode::NotFound || item.error().code == ErrorCode::Conflict)
        ++operation.skipped;
    else if (++operation.failed == 1)
        operation.error = item.error().text;
}
} // namespace

/// A count in steps, so that other tasks of the thread run in between.
struct OperationService::Counting
{
    JobFilter filter;
    std::optional<std::int64_t> most;
    Answer<JobCount> answer;
    JobNumber upTo {};
    JobNumber after {};
    std::int64_t count = 0;
};

/// The states of an operation's jobs, counted in steps.
struct OperationService::Outcome
{
    JobId operation;
    Answer<OperationOutcome> answer;
    JobNumber after {};
    StateCounts states {};
};

/// The work of one commit.
struct OperationService::Step
{
    Operation operation;
    std::vector<StateChange> changed;

    Result<> act(StoreSession &store, const std::vector<JobId> &jobs, TimePoint now);

private:
    Result<> take(const Result<std::vector<Result<StateChange>>> &items);
    Result<> take(const Result<std::vector<Result<Moved>>> &items);
};

Result<> OperationService::Step::take(const Result<std::vector<Result<StateChange>>> &items)
{
    if (!items)
        return failure(items.error());
    for (const Result<StateChange> &item : *items) {
        note(operation, item);
        if (item)
            changed.push_back(*item);
    }
    return {};
}

Result<> OperationService::Step::take(const Result<std::vector<Result<Moved>>> &items)
{
    if (!items)
        return failure(items.error());
    for (const Result<Moved> &item : *items) {
        note(operation, item);
        if (!item)
            continue;
        changed.push_back(item->left);
        if (item->to.queue != item->left.lane.queue)
            changed.back().movedTo = item->to.queue;
        if (item->ready)
            changed.push_back({item->left.id, item->left.seq, item->to, JobState::Ready, {}, item->ready});
    }
    return {};
}

Result<> OperationService::Step::act(StoreSession &store, const std::vector<JobId> &jobs, TimePoint now)
{
    switch (operation.request.action) {
    case BulkAction::Retry:
        return take(store.jobs().retry(jobs, {operation.request.deadline, operation.id}, now));
    case BulkAction::Cancel:
        return take(store.jobs().cancel(jobs, operation.request.who, now));
    case BulkAction::Delete:
        return take(store.jobs().remove(jobs, now));
    case BulkAction::Move:
    case BulkAction::SetPriority:
        break;
    }
    return take(store.jobs().move(jobs, operation.request.change, now));
}

void OperationService::onReader(std::function<void()> task)
{
    m_reader.post(std::move(task));
}

JobFilter OperationService::matchable(const OperationRequest &request) const
{
    JobFilter filter = request.filter;
    resolveFilter(filter, m_settings.now()->engine());
    std::vector<JobState> possible;
    for (const JobState state : statesFor(request.action)) {
        if (passesState(filter, state))
            possible.push_back(state);
    }
    filter.anyOf = std::move(possible); // when no state is possible, nothing matches
    return filter;
}

// --- asking ----------------------------------------------------------------------------------------------------------

Result<> OperationService::check(const OperationRequest &request) const
{
    if (const auto &queue = request.change.queue; queue && !m_settings.now()->engine().findQueue(*queue))
        return failure(ErrorCode::NotFound, "no queue '" + queue->text() + "' in this engine's configuration");
    return checkOperation(request);
}

void OperationService::begin(OperationRequest request, Answer<Operation> answer)
{
    if (const Result<> good = check(request); !good) {
        answer(failure(good.error()));
        return;
    }
    onReader([this, request = std::move(request), answer = std::move(answer)]() mutable {
        if (m_isClosed || m_active.size() >= runningMax) {
            answer(failure(ErrorCode::EngineFull,
                std::to_string(m_active.size()) + " operations are under way; wait for one to end, or cancel one"));
            return;
        }
        const Result<JobNumber> newest = m_reader.reader().jobs().newestNumber();
        if (!newest) {
            answer(failure(newest.error()));
            return;
        }
        Operation operation {.request = std::move(request), .created = m_clock.now()};
        operation.upTo = *newest;
        keep(std::move(operation), std::move(answer));
    });
}

void OperationService::keep(Operation operation, Answer<Operation> answer)
{
    askAsCaller<Operation>(
        m_store, 1,
        [this, operation = std::move(operation)](StoreSession &store) -> Result<Operation> {
            Operation kept = operation;
            kept.id = m_intake.makeId();
            const Result<> saved = store.settings().saveOperation(kept);
            if (!saved)
                return failure(saved.error());
            return kept;
        },
        [this, answer = std::move(answer)](Result<Operation> kept) {
            if (!kept) {
                answer(std::move(kept));
                return;
            }
            onReader([this, operation = *kept] { activate(operation); });
            answer(std::move(kept));
        });
}

void OperationService::find(const JobId &id, Answer<Operation> answer)
{
    m_reader.ask<Operation>(
        [id](StoreReader &reader) { return reader.journal().findOperation(id); }, std::move(answer));
}

void OperationService::list(Answer<std::vector<Operation>> answer)
{
    m_reader.ask<std::vector<Operation>>(
        [](StoreReader &reader) { return reader.journal().operations(); }, std::move(answer));
}

void OperationService::outcome(const JobId &id, Answer<OperationOutcome> answer)
{
    onReader([this, id, answer = std::move(answer)]() mutable {
        const Result<Operation> operation = m_reader.reader().journal().findOperation(id);
        if (!operation) {
            answer(failure(operation.error()));
            return;
        }
        if (operation->request.action != BulkAction::Retry) {
            answer(failure(ErrorCode::Conflict,
                "operation " + id.text() + " retries nothing: its action is "
                    + std::string(bulkActionName(operation->request.action))));
            return;
        }
        addOutcome(std::make_shared<Outcome>(Outcome {id, std::move(answer)}));
    });
}

void OperationService::addOutcome(const std::shared_ptr<Outcome> &outcome)
{
    const Result<RetriedCount> found =
        m_reader.reader().jobs().countRetried({outcome->operation, outcome->after, countedPerLook});
    if (!found) {
        outcome->answer(failure(found.error()));
        return;
    }
    addCounts(outcome->states, found->states);
    outcome->after = found->examined;
    if (found->hasMore) {
        onReader([this, outcome] {
            if (!m_isClosed)
                addOutcome(outcome);
            else
                outcome->answer(failure(ErrorCode::Unavailable, "the engine is stopping"));
        });
        return;
    }
    // Read last, so that it has counted what the states show.
    const Result<Operation> operation = m_reader.reader().journal().findOperation(outcome->operation);
    if (operation)
        outcome->answer(outcomeOf(*operation, outcome->states, m_clock.now()));
    else
        outcome->answer(failure(operation.error()));
}

void OperationService::cancel(const JobId &id, Answer<Operation> answer)
{
    onReader([this, id, answer = std::move(answer)]() mutable {
        const auto found = m_active.find(id);
        if (found == m_active.end()) {
            find(id, [id, answer = std::move(answer)](Result<Operation> ended) {
                answer(failure(
                    ended ? Error {ErrorCode::Conflict, "operation " + id.text() + " has ended"} : ended.error()));
            });
            return;
        }
        Active &active = found->second;
        active.isCancelled = true;
        active.awaitingEnd.push_back(std::move(answer));
        if (active.timer)
            rest(active, Microseconds {0});
    });
}

void OperationService::count(const OperationRequest &request, Answer<JobCount> answer)
{
    if (const Result<> good = check(request); good)
        count(matchable(request), std::nullopt, std::move(answer));
    else
        answer(failure(good.error()));
}

void OperationService::count(const JobFilter &filter, std::optional<std::int64_t> most, Answer<JobCount> answer)
{
    if (const Result<> good = checkFilter(filter); !good) {
        answer(failure(good.error()));
        return;
    }
    auto counting = std::make_shared<Counting>(Counting {filter, most, std::move(answer)});
    resolveFilter(counting->filter, m_settings.now()->engine());
    onReader([this, counting] {
        const Result<JobNumber> newest = m_reader.reader().jobs().newestNumber();
        if (!newest) {
            counting->answer(failure(newest.error()));
            return;
        }
        counting->upTo = *newest;
        countFurther(counting);
    });
}

void OperationService::countOn(const std::shared_ptr<Counting> &counting)
{
    const Result<Matches> matches =
        m_reader.reader().jobs().findMatching({counting->filter, counting->after, counting->upTo, countedPerLook});
    if (!matches) {
        counting->answer(failure(matches.error()));
        return;
    }
    counting->count += static_cast<std::int64_t>(matches->ids.size());
    counting->after = matches->examined;
    if (!matches->hasMore)
        counting->answer(JobCount {counting->count, true});
    else if (counting->most && counting->count >= *counting->most)
        counting->answer(JobCount {*counting->most, false});
    else
        countFurther(counting);
}

void OperationService::countFurther(const std::shared_ptr<Counting> &counting)
{
    std::function<void()> step = [this, counting] {
        if (!m_isClosed)
            countOn(counting);
        else
            counting->answer(failure(ErrorCode::Unavailable, "the engine is stopping"));
    };
    if (counting->filter.payload)
        m_reader.postLong(std::move(step));
    else
        onReader(std::move(step));
}

// --- acting ----------------------------------------------------------------------------------------------------------

void OperationService::open()
{
    m_isClosed = false;
    const auto operations = m_reader.reader().journal().operations();
    if (!operations) {
        m_log("error", "operations of an earlier life do not go on: " + operations.error().text);
        return;
    }
    for (const Operation &operation : *operations) {
        if (operation.state == OperationState::Running)
            activate(operation);
    }
}

void OperationService::close()
{
    m_isClosed = true;
    for (auto &[id, active] : m_active) {
        if (active.timer)
            m_reader.timers().cancel(*active.timer);
        for (const Answer<Operation> &answer : active.awaitingEnd)
            answer(failure(ErrorCode::Unavailable, "the engine is stopping"));
    }
    m_active.clear();
}

void OperationService::activate(Operation operation)
{
    if (m_isClosed)
        return;
    const JobId id = operation.id;
    m_active.emplace(id, Active {.operation = std::move(operation)});
    step(id);
}

void OperationService::rest(Active &active, Microseconds pause)
{
    if (active.timer)
        m_reader.timers().cancel(*active.timer);
    active.timer = m_reader.timers().start(pause, [this, id = active.operation.id] { step(id); });
}

void OperationService::step(const JobId &id)
{
    const auto found = m_active.find(id);
    if (found == m_active.end() || found->second.isWriting)
        return;
    Active &active = found->second;
    active.timer.reset();
    if (active.isCancelled) {
        Operation next = active.operation;
        next.state = OperationState::Cancelled;
        write(active, std::move(next), {});
    } else if (!active.operation.total) {
        countOn(active);
    } else {
        actOn(active);
    }
}

void OperationService::countOn(Active &active)
{
    const JobFilter filter = matchable(active.operation.request);
    const Result<Matches> matches =
        m_reader.reader().jobs().findMatching({filter, active.countedTo, active.operation.upTo, countedPerLook});
    Operation next = active.operation;
    if (!matches) {
        next.state = OperationState::Failed;
        next.error = matches.error().text;
        write(active, std::move(next), {});
        return;
    }
    active.counted += static_cast<std::int64_t>(matches->ids.size());
    active.countedTo = matches->examined;
    if (matches->hasMore) {
        rest(active, Microseconds {0});
        return;
    }
    next.total = active.counted;
    write(active, std::move(next), {});
}

void OperationService::actOn(Active &active)
{
    Operation next = active.operation;
    const JobFilter filter = matchable(next.request);
    const int most = paceOf(*next.total, next.request.over).jobs;
    Result<Matches> matches = m_reader.reader().jobs().findMatching({filter, next.after, next.upTo, most});
    if (!matches) {
        next.state = OperationState::Failed;
        next.error = matches.error().text;
        write(active, std::move(next), {});
        return;
    }
    next.after = matches->examined;
    if (!matches->hasMore)
        next.state = OperationState::Done;
    write(active, std::move(next), std::move(matches->ids));
}

void OperationService::write(Active &active, Operation next, std::vector<JobId> jobs)
{
    active.isWriting = true;
    const JobId id = next.id;
    const int weight = std::max(1, static_cast<int>(jobs.size()));
    askAsCaller<Step>(
        m_store, weight,
        [this, next = std::move(next), jobs = std::move(jobs)](StoreSession &store) -> Result<Step> {
            const TimePoint now = m_clock.now();
            Step step {next, {}};
            if (const Result<> changed = step.act(store, jobs, now); !changed)
                return failure(changed.error());
            if (step.operation.state != OperationState::Running)
                step.operation.finished = now;
            if (step.operation.state == OperationState::Done)
                balance(step.operation);
            if (const Result<> saved = store.settings().saveOperation(step.operation); !saved)
                return failure(saved.error());
            return step;
        },
        [this, id](Result<Step> step) {
            if (!step) {
                onReader([this, id, error = step.error()] { wrote(id, failure(error)); });
                return;
            }
            m_dispatcher.tell([changed = std::move(step->changed)](Dispatcher &dispatcher) {
                for (const StateChange &one : changed)
                    dispatcher.stateChanged(one);
            });
            onReader([this, id, operation = std::move(step->operation)] { wrote(id, operation); });
        });
}

void OperationService::wrote(const JobId &id, Result<Operation> written)
{
    const auto found = m_active.find(id);
    if (found == m_active.end())
        return;
    Active &active = found->second;
    active.isWriting = false;
    if (!written && written.error().code == ErrorCode::EngineFull) {
        rest(active, whileStoreIsFull);
        return;
    }
    if (written && written->state == OperationState::Running) {
        const bool wasCounting = !active.operation.total;
        active.operation = std::move(*written);
        const Microseconds pause = paceOf(*active.operation.total, active.operation.request.over).pause;
        rest(active, wasCounting || active.isCancelled ? Microseconds {0} : pause);
        return;
    }
    if (!written)
        m_log("error", "operation " + id.text() + " waits for the next start: " + written.error().text);
    for (const Answer<Operation> &answer : active.awaitingEnd)
        answer(written);
    m_active.erase(found);
}

} // namespace fairlead
