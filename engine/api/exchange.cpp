// SPDX-License-Identifier: Apache-2.0
#include "engine/api/exchange.h"

#include "engine/wire/json.h"

namespace fairlead {

void Exchange::answer(int status, std::string json)
{
    answer(status, std::move(json), "application/json");
}

void Exchange::answer(int status, std::string bytes, std::string type)
{
    give({status, std::move(bytes), std::move(type), {}});
}

void Exchange::stream(std::string type, std::shared_ptr<BodyStream> bytes)
{
    give({200, {}, std::move(type), {}, std::move(bytes)});
}

void Exchange::endStream()
{
    std::shared_ptr<BodyStream> stream;
    {
        const std::scoped_lock lock(m_mutex);
        stream = m_answer.stream;
    }
    if (stream)
        stream->end();
}

void Exchange::beginWait(std::shared_ptr<void> place, std::function<bool()> mayGoOn)
{
    const std::scoped_lock lock(m_mutex);
    if (m_answer.status != 0) // its peer has hung up already
        return;
    m_place = std::move(place);
    m_mayGoOn = std::move(mayGoOn);
}

void Exchange::endOverdueWait()
{
    std::function<bool()> mayGoOn;
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_place)
            return;
        mayGoOn = m_mayGoOn;
    }
    if (!mayGoOn || mayGoOn())
        return;
    answer(401, writeError({ErrorCode::Denied, "the token of this call has ended while the call waited"}));
    endStream();
}

void Exchange::leaveWait()
{
    std::shared_ptr<void> place;
    const std::scoped_lock lock(m_mutex);
    place.swap(m_place);
}

void Exchange::give(Answer given)
{
    std::function<void()> onAnswer;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_answer.status != 0)
            return;
        m_answer = std::move(given);
        onAnswer = std::move(m_onAnswer);
    }
    if (onAnswer)
        onAnswer();
}

void Exchange::refuse(const Error &error)
{
    const int status = httpStatus(error.code);
    if (status != 500) {
        answer(status, writeError(error));
        return;
    }
    // The text of an internal error goes to the log only, not to the caller.
    const std::string request = "request " + std::to_string(number);
    if (log)
        (*log)("error", request + ", " + method + " " + path + ": " + error.text);
    answer(status, writeError({error.code, "the engine could not do this; its log says why (" + request + ")"}));
}

void Exchange::hangUp()
{
    refuse({ErrorCode::Unavailable, "the client has hung up"}); // nobody reads it
    endStream();
}

bool Exchange::isAwaited()
{
    // The connection is not closed before the answer is given, so its socket is no other one's under this lock.
    const std::scoped_lock lock(m_mutex);
    if (m_answer.status != 0)
        return m_answer.stream != nullptr;
    return !isOpen || isOpen();
}

void Exchange::refuseMethod(const std::string &allow)
{
    const Error error {ErrorCode::Unsupported, "the method " + method + " is not known here; there are " + allow};
    give({httpStatus(error.code), writeError(error), "application/json", allow});
}

bool Exchange::waitForAnswer(std::function<void()> onAnswer)
{
    const std::scoped_lock lock(m_mutex);
    if (m_answer.status != 0)
        return false;
    m_onAnswer = std::move(onAnswer);
    return true;
}

int httpStatus(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Invalid:
        return 400;
    case ErrorCode::Denied:
        return 403;
    case ErrorCode::NotFound:
        return 404;
    case ErrorCode::Unsupported:
        return 405;
    case ErrorCode::Conflict:
    case ErrorCode::LeaseLost:
    case ErrorCode::Cancelled:
        return 409;
    case ErrorCode::Expired:
        return 410;
    case ErrorCode::TooLarge:
        return 413;
    case ErrorCode::TenantFull:
    case ErrorCode::QueueFull:
    case ErrorCode::RateLimited:
        return 429;
    case ErrorCode::EngineFull:
    case ErrorCode::Unavailable:
    case ErrorCode::Locked:
        return 503;
    case ErrorCode::TimedOut:
        return 504;
    case ErrorCode::DiskFull:
        return 507;
    case ErrorCode::Io:
    case ErrorCode::Corrupt:
    case ErrorCode::Configuration:
    case ErrorCode::Internal:
        return 500;
    }
    return 500;
}

} // namespace fairlead
