// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/lease.h"

namespace fairlead {

// The JSON forms of leases, as docs/INTERFACES.md names them.

std::string writeLeaseRequest(const LeaseRequest &request);
/// The queue is in the path. Fails with Invalid.
Result<LeaseRequest> readLeaseRequest(std::string_view json, const QueueName &queue);
/// {"jobs":[{"token":...,"lease_until":..., and all members of a job}]}
std::string writeLeasedJobs(const std::vector<LeasedJob> &jobs);
Result<std::vector<LeasedJob>> readLeasedJobs(std::string_view json);
/// {"lease_until":...,"cancel":false}
std::string writeLeaseView(const LeaseView &view);
Result<LeaseView> readLeaseView(std::string_view json);
/// {"state":...}
std::string writeSettled(const JobState &state);
Result<JobState> readSettled(std::string_view json);

/// The verb of the route that reports an outcome: "succeed", "fail", "reject" or "snooze"; empty for those that only
/// the engine reports.
std::string_view verbOf(const Outcome &outcome);
/// Its body: a result, or what went wrong.
std::string writeOutcome(const Outcome &outcome);
/// Fails with Invalid; REQUIRES: `verb` is one of the four. Jobs spawned are read as by readNewJob.
Result<Outcome> readOutcome(std::string_view verb, std::string_view json, const NewJob *like = nullptr);

std::string writeRenewal(const std::optional<Microseconds> &length);
Result<std::optional<Microseconds>> readRenewal(std::string_view json);
std::string writeProgress(const Progress &progress);
Result<Progress> readProgress(std::string_view json);

} // namespace fairlead
