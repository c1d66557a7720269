// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/lease.h"

#include <map>
#include <set>
#include <vector>

namespace fairlead {

/// The leases that workers elsewhere hold, and their ends. It is not kept over a restart: then no lease is known, and
/// the runs are found in the store. Threads: the dispatcher's.
class LeaseBook
{
public:
    struct Lease
    {
        JobNumber seq {};
        JobId job;
        std::string worker;
        MonotonicTime end; ///< does not follow steps of the wall clock
        Microseconds length {0};
    };

    void add(Token token, Lease lease);
    /// Null when this lease is not held.
    const Lease *find(const LeaseToken &token) const;
    const Lease *find(Token token) const;
    /// REQUIRES: the lease is held.
    void moveEnd(Token token, MonotonicTime end);
    void remove(Token token);
    /// Removes the leases that ended by `now` and returns them.
    std::vector<std::pair<Token, Lease>> takeEnded(MonotonicTime now);
    std::optional<MonotonicTime> nextEnd() const;

private:
    std::map<Token, Lease> m_leases;
    std::set<std::pair<MonotonicTime, Token>> m_ends;
};

} // namespace fairlead
