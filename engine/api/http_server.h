// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/body_room.h"
#include "engine/api/connection_watch.h"
#include "engine/api/daemon_thread.h"
#include "engine/api/head_checks.h"
#include "engine/api/listen_address.h"
#include "engine/api/router.h"
#include "engine/api/tls_files.h"
#include "engine/api/turn_thread.h"
#include "engine/domain/log_sink.h"

#include <QTimer>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>

namespace fairlead {

struct HttpOptions
{
    std::string listen = "127.0.0.1:8420"; ///< ADDRESS:PORT; port 0 takes a free one
    std::vector<std::string> hosts; ///< further names that the Host header may have
    std::string tlsCertificate; ///< file in PEM, with the chain after it; empty: no TLS
    std::string tlsKey; ///< file in PEM that only its owner can read
    int tokenFailuresMax = 10; ///< wrong tokens of one address in a minute before it is slowed down
    /// A quarter of them may be sending a body for one token or address, and half of them in all; an eighth and a
    /// quarter more those of calls about leases. Vital calls (see Router::isVital) are served beyond the limit.
    int connectionsMax = 1000;
    int waitsMax = 250; ///< long polls and streams of one token, and of one address
    // Of one address; 0: 100. On loopback, which all local clients share, 0 means no limit.
    int addressConnectionsMax = 0;
    std::size_t bodyBytesMax = 64 * 1024 * 1024;
    /// Of all requests under way. A quarter is kept for calls about leases, such as the ends of runs. One token or
    /// address may take as much of the rest, and half of the bytes about leases, but room for one body at least.
    std::size_t bodiesBytesMax = 512 * 1024 * 1024;
    // The time from the first byte to the last.
    Microseconds headTimeMax = std::chrono::seconds {10};
    Microseconds bodyTimeMax = std::chrono::seconds {120};
    Microseconds answerTimeMax = std::chrono::seconds {120};
    LogSink log = [](std::string_view, std::string_view) {};
    Microseconds idleTimeMax = std::chrono::seconds {60}; ///< between two requests
};

/// Serves version 1 of the HTTP API: translates HTTP to the Client and back. Limits connections, header and body sizes,
/// and times. Threads: one of its own; started and stopped by the one that made it, which runs a Qt event loop.
class HttpServer
{
public:
    /// Fails with Configuration when the listen address cannot be read, when it is not loopback while there is no token
    /// or no TLS, and when the TLS files are not valid. Fails with Unavailable when the address is taken. Puts a guard
    /// around the client, so that each act is in the audit log under the name of its principal.
    static Result<std::unique_ptr<HttpServer>> start(
        const HttpOptions &options, Client &client, const GuardSources &sources, TokenBook &tokens);
    ~HttpServer(); ///< stops

    /// Answers waiting requests with 503, then closes.
    void stop();
    int port() const { return m_port; }
    /// For example "http://127.0.0.1:8420".
    std::string url() const;

private:
    friend struct HttpCallbacks;
    HttpServer(const HttpOptions &options, const ListenAddress &address, Client &client, const GuardSources &sources,
        TokenBook &tokens);
    /// Makes the rules for requests, and the socket that they come to; -1 when the address cannot be had (errno).
    int bindTo(const ListenAddress &address);
    /// Takes over the socket.
    void startDaemon(const ListenAddress &address, int listening);
    /// Ends streams and long polls whose token has ended. The watch over connections ends those of peers that have
    /// gone.
    void endWaits();
    /// Has the router answer, on another thread when the body is so large that reading it would hold up the server.
    void handOn(const ExchangePtr &exchange, const std::string &holder);
    void track(const ExchangePtr &exchange);
    void forget(const ExchangePtr &exchange);
    /// Releases the lock while it calls `end`.
    void endAll(std::unique_lock<std::mutex> &lock, const std::function<void(Exchange &)> &end);

    // Constant after start.
    const HttpOptions m_options;
    const std::shared_ptr<const LogSink> m_log; ///< that of the options, shared by requests that outlive the server
    Router m_router;
    HeadRules m_rules;
    TlsFiles m_tls; ///< empty without TLS
    int m_port = 0;
    DaemonThread m_daemon;

    SystemClock m_clock;
    ConnectionWatch m_watch;
    QTimer m_sweep;
    TurnThread m_readers {"http-reader"}; ///< reads bodies, and makes their calls
    TurnThread m_largeReaders {"http-large"}; ///< the same, for bodies that take long
    BodyRoom m_bodies; ///< the server's thread alone
    BodyRoom m_runBodies; ///< the server's thread alone: of calls about leases
    std::int64_t m_requests = 0; ///< the server's thread alone

    std::mutex m_mutex;
    std::condition_variable m_sent; ///< m_open became empty
    std::set<ExchangePtr> m_open; ///< guarded by m_mutex: handed to the Client, not answered yet
    bool m_isStopping = false; ///< guarded by m_mutex
};

} // namespace fairlead
