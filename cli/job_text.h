// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/arguments.h"

namespace fairlead {

/// A time as a table shows it; "-" for none.
std::string timeCell(const std::optional<TimePoint> &time);
/// A percentile as a table shows it; "-" when nothing was measured.
std::string percentileCell(const Quantiles &times, std::int64_t Quantiles::*which);
/// A job with its history and payload, for people, to stdout.
void printRecord(const JobRecord &record);

/// Prints a record, or the engine's answer as it came.
Result<> shownJob(Session &session, const Result<JobRecord> &record);
/// Makes the call for the job that the arguments name, and prints the record that it answers.
template <typename C>
Result<> actOnJob(Session &session, const Arguments &arguments)
{
    const Result<JobId> id = idOf(arguments);
    return id ? shownJob(session, session.ask(C {*id})) : failure(id.error());
}

} // namespace fairlead
