// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/admission.h"
#include "engine/control/dispatcher_thread.h"
#include "engine/control/waiting_room.h"

#include <atomic>

namespace fairlead {

/// The entrance for new jobs: offers them to the store within the limits, tells the dispatcher of the accepted ones,
/// and lets the senders of others wait for room.
class Intake
{
public:
    /// All arguments must outlive it. `random` is used on the store's thread.
    Intake(const SettingsInForce &settings, const Clock &clock, Random &random, StoreQueue &store,
        DispatcherThread &dispatcher);

    // --- the store's thread
    JobId makeId() { return m_ids.make(); }
    /// Offers jobs to the store, with new ids.
    Result<Admission::Accepted> admit(
        StoreSession &store, std::span<const JobSpec> specs, Admission::Sender sender = Admission::Sender::New);
    /// Puts an edited job into the place of a waiting one of `oldBytes` of payload. The inner Result is that of the
    /// item.
    Result<Result<Replaced>> replace(StoreSession &store, Replacement request, std::int64_t oldBytes);

    // --- the dispatcher's thread
    /// Called before the dispatcher exists, because the dispatcher reports room as soon as it learns the limits of its
    /// tenants.
    void open(Timers &timers);
    /// Refuses all waiting senders, and those that come later.
    void close() { m_waitingRoom->close(); }
    /// To be called after the commit. Tells the dispatcher, and counts.
    void accepted(const Admission::Accepted &accepted);
    void countSpawned(std::size_t jobs) { m_acceptedCount += static_cast<std::int64_t>(jobs); }
    WaitingRoom &waitingRoom() { return *m_waitingRoom; }

    /// Jobs since the start. Threads: any.
    std::int64_t acceptedCount() const { return m_acceptedCount.load(); }

private:
    const Clock &m_clock;
    StoreQueue &m_store;
    DispatcherThread &m_dispatcher;
    JobIdMaker m_ids;
    Admission m_admission;
    std::unique_ptr<WaitingRoom> m_waitingRoom;
    std::atomic<std::int64_t> m_acceptedCount {0};
};

} // namespace fairlead
