// SPDX-License-Identifier: Apache-2.0
#include "engine/client/call_checks.h"

#include "engine/client/client.h"
#include "engine/wire/json_writer.h"

namespace fairlead {

namespace {
constexpr int pageRowsMax = 1000;
constexpr std::size_t whoBytesMax = 128;
constexpr std::size_t whyBytesMax = 1024;

Result<> checkUtf8(std::string_view name, const std::string &text)
{
    if (!isUtf8(text))
        return failure(ErrorCode::Invalid, std::string(name) + ": not UTF-8");
    return {};
}
} // namespace

Result<> checkJobCount(std::size_t count)
{
    if (count > jobsPerCallMax) {
        return failure(ErrorCode::TooLarge,
            std::to_string(count) + " jobs: at most " + std::to_string(jobsPerCallMax)
                + " in one call; send them in parts");
    }
    return {};
}

Result<> checkTexts(const NewJob &job)
{
    Result<> good = checkUtf8("unique", job.uniqueKey);
    if (good)
        good = checkUtf8("idempotency", job.idempotencyKey);
    if (good)
        good = checkUtf8("trace_id", job.traceId);
    if (good)
        good = checkUtf8("correlation_id", job.correlationId);
    if (good)
        good = checkUtf8("content_type", job.contentType);
    for (std::size_t i = 0; good && i < job.tags.size(); ++i)
        good = checkUtf8("tags", job.tags[i]);
    return good;
}

Result<> checkPageLimit(int limit)
{
    if (limit < 1 || limit > pageRowsMax)
        return failure(ErrorCode::Invalid, "limit: expected 1 to 1000");
    return {};
}

Result<> checkPage(int limit, std::int64_t skip)
{
    if (skip < 0 || skip > listSkipMax)
        return failure(ErrorCode::Invalid, "skip: expected 0 to " + std::to_string(listSkipMax));
    return checkPageLimit(limit);
}

Result<> checkJobQuery(const JobQuery &query)
{
    if (Result<> good = checkListFilter(query); !good)
        return good;
    return checkPage(query.limit, query.skip);
}

Result<> checkEventQuery(const EventQuery &query)
{
    if (query.wait < Microseconds {0} || query.wait > std::chrono::seconds {60})
        return failure(ErrorCode::Invalid, "wait_ms: expected 0 to 60000");
    if (query.since.value_or(0) < 0)
        return failure(ErrorCode::Invalid, "since: expected an event's number, or 0");
    return checkPageLimit(query.limit);
}

Result<> checkPayload(const NewPayload &payload)
{
    return checkUtf8("content_type", payload.contentType);
}

Result<> checkPause(const std::string &who, const std::string &why)
{
    if (who.size() > whoBytesMax || why.size() > whyBytesMax)
        return failure(ErrorCode::TooLarge, "who: 128 bytes at most; reason: 1024 bytes at most");
    Result<> good = checkUtf8("who", who);
    return good ? checkUtf8("reason", why) : good;
}

Result<> checkListFilter(const JobFilter &filter)
{
    if (!filter.ids.empty() || !filter.anyOf.empty())
        return failure(ErrorCode::Invalid, "ids: a list takes one state and no ids; operations take them");
    return {};
}

Result<> checkBackupFile(const std::string &file)
{
    constexpr std::size_t pathBytesMax = 4096;
    if (!file.starts_with('/') || file.size() > pathBytesMax || file.find('\0') != std::string::npos)
        return failure(ErrorCode::Invalid, "file: expected an absolute path on the engine's machine");
    return checkUtf8("file", file);
}

} // namespace fairlead
