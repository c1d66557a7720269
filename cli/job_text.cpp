// SPDX-License-Identifier: Apache-2.0
#include "cli/job_text.h"

#include "cli/table.h"
#include "engine/domain/units.h"

#include <cstdio>

namespace fairlead {

std::string timeCell(const std::optional<TimePoint> &time)
{
    return time ? timeText(*time).substr(0, 19) + "Z" : "-";
}

std::string percentileCell(const Quantiles &times, std::int64_t Quantiles::*which)
{
    return times.count == 0 ? "-" : durationForPeople(Microseconds {times.*which});
}

void printRecord(const JobRecord &record)
{
    const JobSpec &spec = record.job.spec;
    const auto line = [](const char *name, const std::string &value) {
        if (!value.empty() && value != "-")
            say("%-12s %s\n", name, shownSafely(value).c_str());
    };
    line("id", record.job.id.text());
    line("queue", spec.queue.text());
    line("tenant", spec.tenant.text());
    line("state", std::string(jobStateName(record.state)));
    line("priority", std::string(priorityName(spec.priority)));
    line("attempt", std::to_string(record.attempt) + " of " + std::to_string(spec.maxAttempts));
    line("created", timeCell(record.job.created));
    line("due", timeCell(record.due));
    line("deadline", timeCell(spec.deadline));
    line("started", timeCell(record.startedAt));
    line("finished", timeCell(record.finishedAt));
    line("worker", record.worker);
    if (record.progress)
        line("progress", std::to_string(record.progress->percent) + " % " + record.progress->text);
    for (const std::string &tag : spec.tags)
        line("tag", tag);
    for (const AttemptError &error : record.errors)
        line("error", "attempt " + std::to_string(error.attempt) + " [" + error.errorClass + "] " + error.text);
    if (record.withheld == Withheld::All && spec.payload.empty()) {
        line("payload", "withheld: the token may not read it");
    } else if (spec.contentType == "application/json") {
        line("payload", spec.payload);
    } else {
        line("payload", std::to_string(spec.payload.size()) + " bytes of " + spec.contentType);
    }
}

std::string numberCell(double number)
{
    char text[32];
    std::snprintf(text, sizeof text, "%g", number);
    return text;
}

} // namespace fairlead
