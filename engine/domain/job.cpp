// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/job.h"

#include "engine/domain/job_fields.h"
#include "engine/domain/terminal_text.h"
#include "engine/domain/units.h"

#include <utility>

namespace fairlead {

namespace {
Error tooLarge(std::string_view part, std::size_t size, std::size_t limit, std::string_view unit)
{
    std::string text(part);
    text.append(" is too large: ").append(std::to_string(size)).append(" ").append(unit);
    text.append(", the limit is ").append(std::to_string(limit)).append(" ").append(unit);
    return {ErrorCode::TooLarge, std::move(text)};
}

Result<> checkText(std::string_view name, const std::string &text, std::size_t bytesMax)
{
    if (text.size() > bytesMax)
        return failure(tooLarge(name, text.size(), bytesMax, "bytes"));
    if (holdsControlCharacter(text))
        return failure(ErrorCode::Invalid, std::string(name) + " holds a control character");
    return {};
}
} // namespace

Result<> checkTexts(const JobBody &body, const JobLimits &limits)
{
    Result<> good = checkText("content_type", body.contentType, limits.keyBytesMax);
    eachText(body, [&](const FieldSpec &field, const std::string &text) {
        if (good)
            good = checkText(field.name, text, field.rules.bytesMax > 0 ? field.rules.bytesMax : limits.keyBytesMax);
    });
    FAIRLEAD_CHECK(good);
    return checkTags(body.tags, limits);
}

Result<> checkTags(const std::vector<std::string> &tags, const JobLimits &limits)
{
    if (tags.size() > limits.tagCountMax)
        return failure(tooLarge("tag list", tags.size(), limits.tagCountMax, "tags"));
    for (const std::string &tag : tags) {
        if (tag.empty())
            return failure(ErrorCode::Invalid, "a tag is empty");
        if (tag.size() > limits.tagBytesMax)
            return failure(tooLarge("tag", tag.size(), limits.tagBytesMax, "bytes"));
        if (holdsControlCharacter(tag))
            return failure(ErrorCode::Invalid, "a tag holds a control character");
    }
    return {};
}

Result<> checkContentType(const std::string &contentType)
{
    return checkText("content_type", contentType, JobLimits {}.keyBytesMax);
}

Result<> validate(const JobSpec &spec, const JobLimits &limits)
{
    if (spec.payload.size() > limits.payloadBytesMax)
        return failure(tooLarge("payload (max_payload)", spec.payload.size(), limits.payloadBytesMax, "bytes"));
    if (spec.cost < 1 || spec.cost > costMax)
        return failure(ErrorCode::Invalid, "cost: expected 1 to " + std::to_string(costMax));
    if (spec.maxAttempts < 1 || spec.maxAttempts > limits.maxAttemptsMax)
        return failure(ErrorCode::Invalid, "max_attempts: expected 1 to " + std::to_string(limits.maxAttemptsMax));
    if (spec.timeout < std::chrono::milliseconds {1} || spec.timeout > timeoutMax)
        return failure(ErrorCode::Invalid, "timeout: expected 1 ms to 366 days");
    for (const std::optional<TimePoint> &time : {spec.runAt, spec.deadline}) {
        if (time && (*time < timeMin || *time > timeMax))
            return failure(ErrorCode::Invalid, "run_at and deadline: expected the years 0000 to 9999");
    }
    // The constructor does not check its arguments, but a stored policy must be readable again.
    FAIRLEAD_CHECK(RetryPolicy::make(spec.retry.kind(), spec.retry.cap(), spec.retry.jitter()));
    return checkTexts(spec, limits);
}

std::size_t heldBytes(const JobBody &body)
{
    std::size_t bytes = body.payload.size() + body.contentType.size();
    eachText(body, [&bytes](const FieldSpec &, const std::string &text) { bytes += text.size(); });
    for (const std::string &tag : body.tags)
        bytes += sizeof(std::string) + tag.size();
    return bytes;
}

} // namespace fairlead
