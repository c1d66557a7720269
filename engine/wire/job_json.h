// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/new_job.h"
#include "engine/domain/views.h"
#include "engine/wire/json_writer.h"

namespace fairlead {

// The JSON forms of jobs, as docs/INTERFACES.md names them. Payloads keep their raw bytes.

/// Reads one job to enqueue. Fails with Invalid, naming the member. Queue, tenant, priority, trace and correlation that
/// are not given are those of `like`, as is the parent.
Result<NewJob> readNewJob(std::string_view json, const NewJob *like = nullptr);
/// The jobs in the member `spawn` of an object, none without it; whatever else it says. Fails as readNewJob does.
Result<std::vector<NewJob>> readSpawned(std::string_view json, const NewJob *like);
/// Reads one job or an array of them; `isArray` says which it was. An item that cannot be read is an error in its
/// place.
struct NewJobs
{
    bool isArray = false;
    std::vector<Result<NewJob>> jobs;
};
/// Fails with Invalid when the text is no JSON at all, TooLarge when there are more than `countMax`.
Result<NewJobs> readNewJobs(std::string_view json, std::size_t countMax);
/// Whether text is one JSON object, whatever it says. Fails with Invalid, saying where it is not.
Result<> checkJson(std::string_view json);
std::string writeNewJob(const NewJob &job);
/// {"payload"} or {"payload_base64","content_type"}, as in a job.
std::string writeNewPayload(const NewPayload &payload);
Result<NewPayload> readNewPayload(std::string_view json);

/// Its members, without the braces.
void writeJobMembers(JsonWriter &writer, const JobRecord &record);
void writeJob(JsonWriter &writer, const JobRecord &record);
std::string writeJob(const JobRecord &record);
Result<JobRecord> readJob(std::string_view json);
std::string writeJobPage(const JobPage &page);
Result<JobPage> readJobPage(std::string_view json);
std::string writeDeadLetter(const DeadLetter &letter);
Result<DeadLetter> readDeadLetter(std::string_view json);
std::string writeDeadLetterPage(const DeadLetterPage &page);
Result<DeadLetterPage> readDeadLetterPage(std::string_view json);

} // namespace fairlead
