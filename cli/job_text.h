// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace fairlead {

/// A time as a table shows it; "-" for none.
std::string timeCell(const std::optional<TimePoint> &time);
/// A percentile as a table shows it; "-" when nothing was measured.
std::string percentileCell(const Quantiles &times, std::int64_t Quantiles::*which);
/// A job with its history and payload, for people, to stdout.
void printRecord(const JobRecord &record);

using JobCall = std::function<void(RemoteClient &, JobId, Answer<JobRecord>)>;
/// Makes the call for the job that the arguments name, and prints the record that it answers.
Result<> actOnJob(Session &session, const Arguments &arguments, const JobCall &call);

} // namespace fairlead
