// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job_edit.h"
#include "engine/domain/settings.h"

namespace fairlead {

/// Fills in the queue's defaults and turns durations into times.
JobSpec resolve(const NewJob &job, const JobDefaults &defaults, TimePoint now);
/// As `resolve`, with the settings of the job's queue. Fails with NotFound for a queue that the engine does not have,
/// with TooLarge or Invalid, naming part and limit.
Result<JobSpec> checkedSpec(const NewJob &job, const EngineSettings &settings, TimePoint now);
/// The defaults of a job spawned by a run of `parent`: the same queue, tenant, priority, trace and
/// correlation, without payload.
NewJob childOf(const Job &parent);
/// A spawned job. Missing parts are taken from the run's job.
NewJob completed(SpawnedJob spawned, const Job &parent);
/// A copy of `spec` with another payload, linked to the job `id`. It starts at once and has neither deadline nor
/// idempotency key.
NewJob corrected(const JobId &id, const JobSpec &spec, NewPayload payload);
/// A copy of a waiting or scheduled job with the changes of `edit`, linked to it. The rest is equal, the time that it
/// is due included; it has no idempotency key. `due` is empty for a job that is ready.
NewJob edited(const Job &job, std::optional<TimePoint> due, const JobEdit &edit);

} // namespace fairlead
