// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/client.h"
#include "engine/domain/audit.h"

namespace fairlead {

/// Adds an entry to the audit log; answers when it is on disk. Threads: any.
using AuditSink = std::function<void(const AuditEntry &, Answer<AuditEntry>)>;

/// Denied, because `needed` is more than `role`.
inline Error roleNeeded(Role needed, Role role)
{
    return {ErrorCode::Denied,
        "this needs the role " + std::string(roleName(needed)) + "; the token's is " + std::string(roleName(role))};
}

/// Holds every call against its definition and the principal who makes it: the role, whose things it touches, and the
/// entry in the audit log, which is on disk before the act is done. An act that is refused gets a second entry that
/// says so. An act that cannot be written down is not done, unless its definition says otherwise. Threads: any. Borrows
/// the client inside, which outlives it and the calls it was asked.
class GuardedClient final : public Client
{
public:
    GuardedClient(Client &inner, AuditSink audit);
    void submit(AnyCall call) override;

private:
    struct Core
    {
        Client &inner;
        AuditSink audit;
    };
    template <typename C>
    static void guard(const std::shared_ptr<const Core> &core, AnyCall any);
    template <typename C>
    static void perform(const std::shared_ptr<const Core> &core, AnyCall any);

    const std::shared_ptr<const Core> m_core; ///< lives until the last call is answered
};

} // namespace fairlead
