// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/admission.h"
#include "engine/dispatch/store_gate.h"

namespace fairlead {

/// Holds senders whose jobs found no room and that may wait for it, in one line for each limit, or for each limit and
/// tenant where tenants share its room (see Bottleneck). There is no polling: when jobs leave the backlog, the first
/// sender of each line concerned is offered again, in the order of arrival. More of a line follow only when all that
/// were offered of it were accepted. No job here is accepted or on disk. Threads: the dispatcher's; `admit` and
/// `setCrowded` are called on the store's.
class WaitingRoom
{
public:
    /// The largest number of waiting senders. Others are refused at once. Those of one tenant may be as many as there
    /// are places left, so that a flood of one leaves room for the senders of others.
    static constexpr std::size_t sendersMax = 10'000;
    using Told = std::function<void(Result<EnqueueReceipt>)>;
    struct Ports
    {
        StoreGate store;
        Timers &timers;
        /// Offers the jobs of waiting senders to the store.
        std::function<Result<Admission::Accepted>(StoreSession &, std::span<const JobSpec>)> admit;
        /// Called when a line gets its first sender (true) or has none left (false).
        std::function<void(const Bottleneck &, bool)> setCrowded;
        /// Called with what was accepted, before the senders are told.
        std::function<void(const Admission::Accepted &)> accepted;
    };
    explicit WaitingRoom(Ports ports)
        : m_ports(std::move(ports))
    {
    }

    /// Adds a sender. `told` is called when the job is accepted or refused, or with TimedOut when there was no room in
    /// time, or with Unavailable when `isAsking` tells that nobody waits for the answer any more (empty: unknown).
    /// `refusal` is the reason for the wait.
    void enter(JobSpec spec, const Admission::Wait &wait, const Error &refusal, Told told,
        std::function<bool()> isAsking = {});
    /// Notes that a job left this lane.
    void roomFreed(const Lane &lane);
    void limitsChanged(const TenantName &tenant);
    /// The same for all tenants.
    void limitsChanged();
    /// Refuses all waiting senders, and those that come later, with Unavailable.
    void close();

private:
    using Ticket = std::int64_t; ///< the order of arrival
    struct BlockedSender
    {
        JobSpec spec;
        Ticket ticket = 0;
        Bottleneck at; ///< the latest
        Error refusal; ///< the latest
        Told told;
        std::function<bool()> isAsking;
        std::optional<Timers::Id> timer {}; ///< empty: the wait is over
        bool isOffered = false; ///< the store is being asked
        bool hasLeft = false;
    };
    using SenderPtr = std::shared_ptr<BlockedSender>;
    using Line = std::map<Ticket, SenderPtr>;
    /// The number of senders to offer, or that were offered, for each line.
    using Counts = std::map<Bottleneck, std::size_t>;

    bool isFullFor(const TenantName &tenant) const;
    /// The first senders of a line who still wait for an answer, at most `count`. Those before them who do not, leave.
    std::vector<SenderPtr> firstOf(const Bottleneck &at, std::size_t count);
    void addPlaces(const Bottleneck &at, std::size_t count);
    void addPlacesOfFreed();
    void offer();
    void offered(const std::vector<SenderPtr> &senders, const Counts &counts, Result<Admission::Accepted> accepted);
    void refusedAgain(const SenderPtr &sender, const Error &refusal, const Bottleneck &at);
    void join(const SenderPtr &sender);
    void quit(const BlockedSender &sender);
    void tellCrowded(const Bottleneck &at, bool isCrowded);
    void leave(const SenderPtr &sender, Result<EnqueueReceipt> answer);

    Ports m_ports;
    std::map<Bottleneck, Line> m_lines; ///< no line is empty
    std::size_t m_senderCount = 0;
    std::map<TenantName, std::size_t> m_sendersOf; ///< without tenants that have none
    Ticket m_lastTicket = 0;
    Counts m_places; ///< to be offered
    std::set<Bottleneck> m_freed; ///< limits below which there may be more room since the last offer
    std::set<std::string> m_changedTenants; ///< those whose share may have changed since the last offer
    bool m_isOffering = false;
    bool m_isClosed = false;
};

} // namespace fairlead
