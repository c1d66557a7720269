// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/views.h"

namespace fairlead {

/// A time as a table shows it; "-" for none.
std::string timeCell(const std::optional<TimePoint> &time);
/// A percentile as a table shows it; "-" when nothing was measured.
std::string percentileCell(const Quantiles &times, std::int64_t Quantiles::*which);
/// A job with its history and payload, for people, to stdout.
void printRecord(const JobRecord &record);

/// Six digits at most, such as "2.5".
std::string numberCell(double number);

} // namespace fairlead
