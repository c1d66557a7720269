// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/admission.h"
#include "engine/dispatch/store_gate.h"

namespace fairlead {

/// Holds senders whose jobs found no room and that may wait for it, in one line for each limit that stands in their
/// way. Nobody polls: when jobs leave the backlog, as many of each line that this may help are offered again, in the
/// order of coming; more only after all of these were accepted. Nothing here is accepted or on disk.
/// Threads: the dispatcher's; `admit` and `setCrowded` are called on the store's.
class WaitingRoom
{
public:
    /// Waiting at once; others are refused as if they might not wait.
    static constexpr std::size_t sendersMax = 10'000;
    using Told = std::function<void(Result<EnqueueReceipt>)>;
    struct Ports
    {
        StoreGate store;
        Timers &timers;
        /// Offers jobs of senders that waited to the store.
        std::function<Result<Admission::Accepted>(StoreSession &, std::span<const JobSpec>)> admit;
        /// Somebody waits there now, or nobody any more.
        std::function<void(const Bottleneck &, bool)> setCrowded;
        /// Called with what was accepted, before the senders are told.
        std::function<void(const Admission::Accepted &)> accepted;
    };
    explicit WaitingRoom(Ports ports)
        : m_ports(std::move(ports))
    {
    }

    /// Tells when the job was accepted or cannot be; with TimedOut when there was no room for so long. `refusal` is why
    /// it must wait.
    void enter(JobSpec spec, const Admission::Wait &wait, const Error &refusal, Told told);
    /// A job left this lane.
    void roomFreed(const Lane &lane);
    void limitsChanged(const TenantName &tenant);
    /// Any of them.
    void limitsChanged();
    /// Refuses all that wait, and who comes later, with Unavailable.
    void close();

private:
    using Ticket = std::int64_t; ///< the order of coming
    struct BlockedSender
    {
        JobSpec spec;
        Ticket ticket = 0;
        Bottleneck at; ///< the latest
        Error refusal; ///< the latest
        Told told;
        std::optional<Timers::Id> timer {}; ///< empty: the wait is over
        bool isOffered = false; ///< the store is being asked
        bool hasLeft = false;
    };
    using SenderPtr = std::shared_ptr<BlockedSender>;
    using Line = std::map<Ticket, SenderPtr>;
    /// Numbers of senders to offer, or that were offered, by line.
    using Counts = std::map<Bottleneck, std::size_t>;

    void addPlaces(const Bottleneck &at, std::size_t count);
    void offer();
    void offered(const std::vector<SenderPtr> &senders, const Counts &counts, Result<Admission::Accepted> accepted);
    void refusedAgain(const SenderPtr &sender, const Error &refusal, const Bottleneck &at);
    void join(const SenderPtr &sender);
    void quit(const BlockedSender &sender);
    void tellCrowded(const Bottleneck &at, bool isCrowded);
    void leave(const SenderPtr &sender, Result<EnqueueReceipt> answer);

    Ports m_ports;
    std::map<Bottleneck, Line> m_lines; ///< none is empty
    std::size_t m_senderCount = 0;
    Ticket m_lastTicket = 0;
    Counts m_places; ///< to be offered
    bool m_isOffering = false;
    bool m_isClosed = false;
};

} // namespace fairlead
