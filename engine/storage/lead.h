// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

namespace fairlead {

/// The right to write to a store, which one engine has at a time. A session of the store exists only while its engine
/// leads. Threads: one.
class Lead
{
public:
    /// Releases the lead.
    virtual ~Lead() = default;

    /// Takes the lead. Does not wait for its present holder. Fails with Locked, which names the holder, or with Io.
    /// REQUIRES: this engine does not lead already.
    virtual Result<> tryTake() = 0;
    /// Checks that this engine still leads; called before each commit. Fails with Unavailable when the lead was lost or
    /// never taken; then nothing may be written any more.
    virtual Result<> keep() = 0;
    /// Lets another engine take the lead.
    virtual void release() = 0;
};

} // namespace fairlead
