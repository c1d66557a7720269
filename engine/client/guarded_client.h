// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/client.h"
#include "engine/client/guard_sources.h"

namespace fairlead {

class PayloadGuard;

/// The error of a call that needs the role `needed` and was made with the lower `role`.
inline Error roleNeeded(Role needed, Role role)
{
    return {ErrorCode::Denied,
        "this needs the role " + std::string(roleName(needed)) + "; the token's is " + std::string(roleName(role))};
}

/// Checks every call against its definition and its principal: the role, and the things it touches. Writes the entry of
/// an act to the audit log before the act is done. A refused act gets a second entry with the reason. An act whose
/// entry cannot be written is not done, unless its definition allows it. Its PayloadGuard covers the payloads of every
/// reply. Threads: any. Borrows the inner client, which must outlive it and the calls it was asked.
class GuardedClient final : public Client
{
public:
    GuardedClient(Client &inner, const GuardSources &sources);
    void submit(AnyCall call) override;

private:
    struct Core
    {
        Client &inner;
        AuditSink audit;
        std::shared_ptr<PayloadGuard> payloads;
    };
    template <typename C>
    static void guard(const std::shared_ptr<const Core> &core, AnyCall any);
    template <typename C>
    static void perform(const std::shared_ptr<const Core> &core, AnyCall any);
    /// The answer to a check of the call: its act, or the error.
    template <typename C>
    static auto actIfAllowed(const std::shared_ptr<const Core> &core, AnyCall any);
    template <typename C>
    static void act(const std::shared_ptr<const Core> &core, AnyCall any);

    const std::shared_ptr<const Core> m_core; ///< lives until the last call is answered
};

} // namespace fairlead
