// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/descriptor.h"
#include "engine/domain/settings.h"
#include "engine/domain/thread_annotations.h"
#include "engine/handlers/network_address.h"

#include <atomic>
#include <cstdint>
#include <curl/curl.h>
#include <functional>
#include <map>
#include <memory>
#include <thread>
#include <vector>

namespace fairlead {

/// A request to be sent.
struct TransferOrder
{
    std::string url; ///< valid for checkHttpUrl
    HttpHandlerSettings::Method method = HttpHandlerSettings::Method::Post;
    std::vector<std::string> headers; ///< "name: value"
    std::string body; ///< not sent by Get and Delete
    std::size_t answerBytesMax = 64 * 1024; ///< bytes kept of the answer's body; the rest is not waited for
    std::shared_ptr<const AddressGuard> guard;
};

/// The end of a request.
struct TransferEnd
{
    enum class Kind {
        Answered,
        Failed, ///< there is no usable answer
        Denied, ///< the guard forbids every address
        NoSocket, ///< there was no descriptor or no memory for a connection
        Aborted,
    };
    Kind kind = Kind::Aborted;
    int status = 0; ///< of the answer; the same holds for all members before `body`
    std::string contentType {};
    std::string retryAfter {}; ///< unchanged from the answer
    std::string body {};
    std::string errorClass {}; ///< of Failed: "dns", "connection", "tls", "timeout", "answer_too_large"
    std::string text {}; ///< of Failed and Denied: the reason
};

/// One thread that sends all HTTP requests of the engine and receives their answers, thousands at a time, by libcurl's
/// multi interface over epoll. Connections are kept and reused. Redirects are not followed; proxies and credentials of
/// the environment are not used; certificates are checked. Threads: any.
class HttpTransfers
{
public:
    enum class TransferId : std::uint64_t {};

    HttpTransfers();
    ~HttpTransfers(); ///< stops

    /// Sends a request. `onEnd` is called once, on the transfers' thread (after `stop`, on the caller's). Only the
    /// connecting has a time limit; the caller aborts a request that takes too long.
    TransferId start(TransferOrder order, std::function<void(TransferEnd)> onEnd);
    /// Aborts a request. Does nothing when it has ended.
    void abort(TransferId id);
    /// Aborts all requests and ends the thread. Later orders are aborted at once.
    void stop();

private:
    struct Transfer;
    struct Command;
    struct Callbacks;
    enum class Going { On, Stopping };
    void loop();
    void act(std::uint64_t tag, std::uint32_t events);
    Going takeCommands();
    void begin(TransferId id, TransferOrder order, std::function<void(TransferEnd)> onEnd);
    void collect();
    void end(TransferId id, TransferEnd how);
    void watch(int descriptor, std::uint64_t tag) const;

    Descriptor m_poll;
    WakeDescriptor m_wake;
    Descriptor m_timer;
    std::atomic<std::uint64_t> m_lastId {0};
    Mutex m_mutex;
    std::vector<Command> m_commands GUARDED_BY(m_mutex);
    bool m_isStopping GUARDED_BY(m_mutex) = false;

    // Used by the transfers' thread only, once it runs.
    const std::unique_ptr<CURLM, CURLMcode (*)(CURLM *)> m_multi;
    std::map<TransferId, std::unique_ptr<Transfer>> m_transfers;

    std::thread m_thread; ///< last, because it uses all members above
};

} // namespace fairlead
