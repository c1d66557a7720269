// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/views.h"

namespace fairlead {

/// A time as a table shows it; "-" for none.
std::string timeCell(const std::optional<TimePoint> &time);
/// A job with its history and payload, for people, to stdout.
void printRecord(const JobRecord &record);

} // namespace fairlead
