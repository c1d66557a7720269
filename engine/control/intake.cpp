// SPDX-License-Identifier: Apache-2.0
#include "engine/control/intake.h"

namespace fairlead {

Intake::Intake(const SettingsInForce &settings, const Clock &clock, Random &random, StoreQueue &store,
    DispatcherThread &dispatcher)
    : m_clock(clock)
    , m_store(store)
    , m_dispatcher(dispatcher)
    , m_ids(clock, random)
    , m_admission(settings)
{
}

Result<Admission::Accepted> Intake::admit(StoreSession &store, std::span<const JobSpec> specs, Admission::Sender sender)
{
    std::vector<JobId> ids(specs.size());
    for (JobId &id : ids)
        id = makeId();
    return m_admission.enqueue(store, specs, ids, m_clock.now(), sender);
}

Result<Result<Replaced>> Intake::replace(StoreSession &store, Replacement request, std::int64_t oldBytes)
{
    if (const Result<> room = m_admission.checkGrowth(store, oldBytes, request.spec); !room)
        return Result<Replaced>(failure(room.error()));
    request.id = makeId();
    FAIRLEAD_TRY(auto replaced, store.jobs().replace({&request, 1}, m_clock.now()));
    return std::move(replaced.front());
}

void Intake::open(Timers &timers)
{
    m_waitingRoom =
        std::make_unique<WaitingRoom>(WaitingRoom::Ports {.store = StoreGate(m_store, m_dispatcher.executor()),
            .timers = timers,
            .admit = [this](StoreSession &store,
                         std::span<const JobSpec> specs) { return admit(store, specs, Admission::Sender::Waiting); },
            .setCrowded = [this](const Bottleneck &at, bool isCrowded) { m_admission.setCrowded(at, isCrowded); },
            .accepted = [this](const Admission::Accepted &jobs) { accepted(jobs); }});
}

void Intake::accepted(const Admission::Accepted &accepted)
{
    Dispatcher &dispatcher = m_dispatcher.dispatcher();
    for (const StateChange &one : accepted.dropped)
        dispatcher.stateChanged(one);
    std::vector<Enqueued> jobs;
    for (const Result<Enqueued> &job : accepted.jobs) {
        if (job && job->receipt.isNew)
            jobs.push_back(*job);
    }
    m_acceptedCount += static_cast<std::int64_t>(jobs.size());
    dispatcher.enqueued(jobs);
}

} // namespace fairlead
