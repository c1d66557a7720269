// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.h"

#include "cli/table.h"
#include "engine/domain/units.h"

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace fairlead {

Result<std::int64_t> parseNumber(const std::string &name, const std::string &text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc {} || end != text.data() + text.size() || number < 1)
        return failure(ErrorCode::Invalid, "--" + name + ": expected a number of 1 or more, not '" + text + "'");
    return number;
}

Result<JobId> parseId(const std::string &word)
{
    Result<JobId> id = JobId::parse(word);
    if (!id)
        return failure(id.error().code, "'" + shownSafely(word) + "': " + id.error().text);
    return id;
}

Result<JobId> idOf(const Arguments &arguments)
{
    return parseId(arguments.words.front());
}

Result<JobQuery> queryOf(const Arguments &arguments)
{
    JobQuery query;
    if (arguments.has("state")) {
        const Result<JobState> state = parseJobState(arguments.value("state"));
        if (!state)
            return failure(state.error());
        query.state = *state;
    }
    if (arguments.has("queue")) {
        const Result<QueueName> queue = QueueName::parse(arguments.value("queue"));
        if (!queue)
            return failure(queue.error());
        query.queue = *queue;
    }
    if (arguments.has("tenant")) {
        const Result<TenantName> tenant = TenantName::parse(arguments.value("tenant"));
        if (!tenant)
            return failure(tenant.error());
        query.tenant = *tenant;
    }
    if (arguments.has("since")) {
        const Result<Microseconds> since = parseDuration(arguments.value("since"));
        if (!since)
            return failure(since.error());
        query.since = SystemClock().now() - *since;
    }
    if (arguments.has("until")) {
        const Result<Microseconds> until = parseDuration(arguments.value("until"));
        if (!until)
            return failure(until.error());
        query.until = SystemClock().now() - *until;
    }
    if (arguments.has("attempts-min")) {
        const Result<std::int64_t> least = parseNumber("attempts-min", arguments.value("attempts-min"));
        if (!least)
            return failure(least.error());
        query.attemptsMin = static_cast<int>(std::min<std::int64_t>(*least, 1'000'000));
    }
    if (arguments.has("limit")) {
        const Result<std::int64_t> limit = parseNumber("limit", arguments.value("limit"));
        if (!limit)
            return failure(limit.error());
        query.limit = static_cast<int>(std::min<std::int64_t>(*limit, 1000));
    }
    if (arguments.has("skip")) {
        const Result<std::int64_t> skip = parseNumber("skip", arguments.value("skip"));
        if (!skip)
            return failure(skip.error());
        query.skip = *skip;
    }
    query.tag = arguments.value("tag");
    query.handler = arguments.value("handler");
    query.fingerprint = arguments.value("group");
    query.idPrefix = arguments.value("id-prefix");
    if (const Result<> good = checkFilter(query); !good)
        return failure(good.error());
    query.cursor = arguments.value("cursor");
    return query;
}

std::string operatorName()
{
    const char *name = std::getenv("USER");
    return name ? std::string(name).substr(0, 128) : "fairleadctl";
}

Result<> readPayload(const Arguments &arguments, NewJob &job)
{
    job.payload = arguments.value("payload");
    const std::string file = arguments.value("payload-file");
    if (file.empty())
        return {};
    if (arguments.has("payload"))
        return failure(ErrorCode::Invalid, "either --payload or --payload-file");
    std::ifstream in(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    if (!in)
        return failure(ErrorCode::NotFound, "cannot read " + file);
    job.payload = bytes.str();
    const bool isJsonFile = file.size() > 5 && file.substr(file.size() - 5) == ".json";
    if (!isJsonFile)
        job.contentType = "application/octet-stream";
    return {};
}

} // namespace fairlead
