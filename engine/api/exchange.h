// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/body_stream.h"
#include "engine/domain/log_sink.h"
#include "engine/domain/result.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace fairlead {

/// A request as routes see it, and the one answer to it. The answer may be given on any thread; the first one counts.
class Exchange
{
public:
    std::string method;
    std::string path;
    std::multimap<std::string, std::string> query;
    std::string idempotencyKey; ///< header
    std::string contentType; ///< header
    std::string bearer; ///< the token of the header Authorization
    std::string accept; ///< header
    std::string lastEventId; ///< header
    std::string body;
    std::string address; ///< of the peer
    std::vector<std::string> parts; ///< what stood in the route's places
    std::shared_ptr<const LogSink> log {}; ///< takes what strangers are not told; empty: nobody does
    std::int64_t number = 0; ///< in this life of the server; ties an answer to the log
    std::function<bool()> isOpen; ///< whether the peer still listens; callable on any thread until the answer is given

    /// JSON.
    void answer(int status, std::string json);
    void answer(int status, std::string bytes, std::string type);
    /// Status 200, and a body that comes bit by bit.
    void stream(std::string type, std::shared_ptr<BodyStream> bytes);
    /// The error's own status, JSON body.
    void refuse(const Error &error);
    /// 405, naming the methods there are.
    void refuseMethod(const std::string &allow);

    struct Answer
    {
        int status = 0; ///< 0: not answered yet
        std::string body;
        std::string type;
        std::string allow; ///< for 405: the methods there are
        std::shared_ptr<BodyStream> stream {}; ///< in place of the body
    };
    /// Either the answer is there, or `onAnswer` will be called, once, when it comes. For the server.
    bool waitForAnswer(std::function<void()> onAnswer);
    const Answer &answered() const { return m_answer; }
    /// When the answer is a stream.
    void endStream();

private:
    void give(Answer given);

    std::mutex m_mutex;
    Answer m_answer; ///< guarded by m_mutex until it is set
    std::function<void()> m_onAnswer; ///< guarded by m_mutex
};
using ExchangePtr = std::shared_ptr<Exchange>;

/// The HTTP status that stands for an error.
int httpStatus(ErrorCode code);

} // namespace fairlead
