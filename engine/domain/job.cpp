// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/job.h"

#include "engine/domain/units.h"

#include <algorithm>
#include <array>
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

bool holdsControlCharacter(std::string_view text)
{
    return std::any_of(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 127; });
}

Result<> checkTexts(const JobSpec &spec, const JobLimits &limits)
{
    const std::array<std::pair<std::string_view, const std::string *>, 5> texts {{
        {"unique key", &spec.uniqueKey},
        {"idempotency key", &spec.idempotencyKey},
        {"trace id", &spec.traceId},
        {"correlation id", &spec.correlationId},
        {"content type", &spec.contentType},
    }};
    for (const auto &[name, text] : texts) {
        if (text->size() > limits.keyBytesMax)
            return failure(tooLarge(name, text->size(), limits.keyBytesMax, "bytes"));
        if (holdsControlCharacter(*text))
            return failure(ErrorCode::Invalid, std::string(name) + " holds a control character");
    }
    if (spec.tags.size() > limits.tagCountMax)
        return failure(tooLarge("tag list", spec.tags.size(), limits.tagCountMax, "tags"));
    for (const std::string &tag : spec.tags) {
        if (tag.empty())
            return failure(ErrorCode::Invalid, "a tag is empty");
        if (tag.size() > limits.tagBytesMax)
            return failure(tooLarge("tag", tag.size(), limits.tagBytesMax, "bytes"));
        if (holdsControlCharacter(tag))
            return failure(ErrorCode::Invalid, "a tag holds a control character");
    }
    return {};
}
} // namespace

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

} // namespace fairlead
