// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/event.h"
#include "engine/domain/result.h"

namespace fairlead {

// The JSON forms of events, as docs/INTERFACES.md names them. Empty parts are left out.

std::string writeEvent(const Event &event);
/// {"events":[...],"count":...,"next":...,"missed":...}
std::string writeEventPage(const EventPage &page);
/// Events of kinds that this version does not know are left out.
Result<EventPage> readEventPage(std::string_view json);

} // namespace fairlead
