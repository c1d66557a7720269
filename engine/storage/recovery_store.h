// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"

namespace fairlead {

/// A run that an earlier life of an engine began and that has not ended.
struct EarlierRun
{
    JobNumber seq {};
    JobId id;
    Lane lane;
    int attempt = 1; ///< number of this run
    int crashes = 1; ///< runs that took the engine down, this one included
    int maxAttempts = 1;
    Token token {};
    TimePoint started;
    std::string worker;
    std::string node; ///< the machine of the worker; empty: the one that holds the store
    Incarnation incarnation {}; ///< the life that began the run
};

/// The facts that a start needs about earlier lives of the engine on this store. Threads: the one that opened the
/// session.
class RecoveryStore
{
public:
    virtual ~RecoveryStore() = default;

    /// The present life of the engine on this store. Each opened session begins one, with a higher number.
    virtual Incarnation incarnation() const = 0;
    /// Runs of earlier lives with tokens above `after`, oldest first, at most `limit`. Each is ended by `finish` with
    /// its own token.
    virtual Result<std::vector<EarlierRun>> runs(Token after, int limit) = 0;
    /// The commits of an earlier life that were found to be gone when the session was opened, for the operator. Empty:
    /// nothing is known to be missing.
    virtual std::string loss() const = 0;
};

} // namespace fairlead
