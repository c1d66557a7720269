// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/settings.h"

namespace fairlead {

/// Reads the settings of a queue that a call makes: TOML with the keys of a [queue.NAME] table, which are checked as
/// those of a file are. Files are named by absolute paths, and gates and caches are the queue's own. Fails with
/// Invalid; the text has one line for each fault: `settings:line: key: expected ...`.
Result<QueueSettings> parseQueue(const QueueName &name, const std::string &text);

/// Whether the handler does nothing in the name of the engine's user: it starts no program, reads no file and asks no
/// server.
bool isHarmless(const HandlerSettings &handler);

} // namespace fairlead
