// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/admission.h"
#include "engine/dispatch/store_gate.h"

namespace fairlead {

/// Holds senders whose jobs found no room and that may wait for it. Nobody polls: each time jobs leave the backlog, all
/// that wait are offered again, in the order of coming. Nothing here is accepted or on disk.
/// Threads: the dispatcher's; `admit` is called on the store's.
class WaitingRoom
{
public:
    /// Waiting at once; others are refused as if they might not wait.
    static constexpr std::size_t guestsMax = 10'000;
    using Told = std::function<void(Result<EnqueueReceipt>)>;
    struct Ports
    {
        StoreGate store;
        Timers &timers;
        /// Offers jobs to the store.
        std::function<Result<Admission::Accepted>(Store &, std::span<const JobSpec>)> admit;
        /// Called with what was accepted, before the senders are told.
        std::function<void(const Admission::Accepted &)> accepted;
    };
    explicit WaitingRoom(Ports ports)
        : m_ports(std::move(ports))
    {
    }

    /// Tells when the job was accepted or cannot be; with TimedOut when there was no room for so long. `refusal` is why
    /// it must wait.
    void enter(JobSpec spec, Microseconds waitMax, const Error &refusal, Told told);
    void roomFreed();
    /// Refuses all that wait, and who comes later, with Unavailable.
    void close();

private:
    struct Guest
    {
        JobSpec spec;
        Error refusal; ///< the latest
        Told told;
        std::optional<Timers::Id> timer; ///< empty: the wait is over
    };
    using GuestPtr = std::shared_ptr<Guest>;
    void offer();
    void offered(const std::vector<GuestPtr> &guests, Result<Admission::Accepted> accepted);
    void leave(const GuestPtr &guest, Result<EnqueueReceipt> answer);

    Ports m_ports;
    std::vector<GuestPtr> m_guests;
    bool m_isOffering = false;
    bool m_offerAgain = false;
    bool m_isClosed = false;
};

} // namespace fairlead
