// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/new_job.h"

#include <optional>

namespace fairlead {

/// Opens a payload in $VISUAL, else $EDITOR, else vi, and waits until the editor has ended. Empty when the text is as
/// before; a line end that the editor added does not count. Fails with Invalid for bytes that are no text before or no
/// JSON after, with Cancelled when the editor failed, and with Io. An error after the editor names the file that keeps
/// the text.
Result<std::optional<std::string>> editedText(const NewPayload &payload);

} // namespace fairlead
