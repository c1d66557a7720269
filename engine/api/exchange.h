// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/body_stream.h"
#include "engine/domain/log_sink.h"
#include "engine/domain/result.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace fairlead {

/// A request as routes see it, and its one answer. The answer may be given on any thread. Only the first one counts.
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
    std::optional<Error> headFault {}; ///< of a header that leaves the end of the body certain
    std::string body;
    std::string address; ///< of the peer
    std::vector<std::string> parts; ///< values of the members in the route's path
    std::shared_ptr<const LogSink> log {}; ///< gets the texts that callers do not see; empty: no log
    std::int64_t number = 0; ///< counts from the start of the server; connects an answer with the log
    std::function<bool()> isOpen; ///< whether the peer still listens; called only while the answer is not given

    /// Answers with JSON.
    void answer(int status, std::string json);
    void answer(int status, std::string bytes, std::string type);
    /// Answers with status 200 and a body that is sent in parts.
    void stream(std::string type, std::shared_ptr<BodyStream> bytes);
    /// Answers with the error's own status and a JSON body.
    void refuse(const Error &error);
    /// Frees the connection of a peer that has hung up: gives up the answer, or ends the stream.
    void hangUp();
    /// Whether somebody still waits for the answer. Threads: any.
    bool isAwaited();
    /// Answers with 405, naming the allowed methods.
    void refuseMethod(const std::string &allow);

    struct Answer
    {
        int status = 0; ///< 0: not answered yet
        std::string body;
        std::string type;
        std::string allow; ///< for 405: the allowed methods
        std::shared_ptr<BodyStream> stream {}; ///< in place of the body
    };
    /// True when the answer is there. Otherwise `onAnswer` will be called once when it comes. For the server.
    bool waitForAnswer(std::function<void()> onAnswer);
    const Answer &answered() const { return m_answer; }
    /// Ends the stream when the answer is one.
    void endStream();

    /// From now on the request waits, for a long poll or in a stream: it holds `place`, and ends when `mayGoOn`, called
    /// on any thread, is false (the token has ended). Does nothing when the answer is given already.
    void beginWait(std::shared_ptr<void> place, std::function<bool()> mayGoOn);
    /// Ends a wait that may not go on. For the server, a few times a second.
    void endOverdueWait();
    /// Gives the place back.
    void leaveWait();

private:
    void give(Answer given);

    std::mutex m_mutex;
    Answer m_answer; ///< guarded by m_mutex until it is set
    std::function<void()> m_onAnswer; ///< guarded by m_mutex
    std::shared_ptr<void> m_place; ///< guarded by m_mutex; empty: it does not wait
    std::function<bool()> m_mayGoOn; ///< guarded by m_mutex
};
using ExchangePtr = std::shared_ptr<Exchange>;

/// The HTTP status of an error.
int httpStatus(ErrorCode code);

} // namespace fairlead
