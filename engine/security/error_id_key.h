// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"
#include "engine/domain/sip_hash.h"

#include <string>

namespace fairlead {

/// The secret of an engine's ErrorIds, in a file of its own (mode 0600), which is made when it is missing: then the ids
/// are others from then on. An empty path makes a secret that is not kept. Fails with Io, Denied (others may read or
/// write the file), Configuration (the file is damaged). Threads: one at a time.
Result<HashKey> openErrorIdKey(const std::string &file);

} // namespace fairlead
