// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/connection_watch.h"
#include "engine/api/head_checks.h"
#include "engine/api/listen_address.h"
#include "engine/api/router.h"
#include "engine/api/tls_files.h"
#include "engine/domain/log_sink.h"

#include <QTimer>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>

struct MHD_Daemon;

namespace fairlead {

struct HttpOptions
{
    std::string listen = "127.0.0.1:8420"; ///< ADDRESS:PORT; port 0 takes a free one
    std::vector<std::string> hosts; ///< further names that the Host header may bear
    std::string tlsCertificate; ///< file in PEM, the chain behind it; empty: no TLS
    std::string tlsKey; ///< file in PEM, for its owner alone
    int tokenFailuresMax = 10; ///< wrong tokens of one address in a minute, before it is told to slow down
    int connectionsMax = 1000;
    int addressConnectionsMax = 0; ///< of one address; 0: 100, but on loopback, where all come from one, no limit
    std::size_t bodyBytesMax = 64 * 1024 * 1024;
    std::size_t bodiesBytesMax = 512 * 1024 * 1024; ///< of all requests under way
    // From the first byte to the last.
    Microseconds headTimeMax = std::chrono::seconds {10};
    Microseconds bodyTimeMax = std::chrono::seconds {120};
    Microseconds answerTimeMax = std::chrono::seconds {120};
    LogSink log = [](std::string_view, std::string_view) {};
    Microseconds idleTimeMax = std::chrono::seconds {60}; ///< between two requests
};

/// Serves version 1 of the HTTP API: translates HTTP to the Client and back, nothing else. Bounded in connections,
/// header and body size, and time. Threads: one of its own; started and stopped by the one that made it, which runs a
/// Qt event loop.
class HttpServer
{
public:
    /// Fails with Configuration for a listen address that cannot be read, or is not loopback while there is no token or
    /// no TLS, and for files of TLS that are not good; with Unavailable when the address is taken.
    /// Guards the client itself, so that each act is in the audit log in the name of the one who asked.
    static Result<std::unique_ptr<HttpServer>> start(
        const HttpOptions &options, Client &client, AuditSink audit, TokenBook &tokens);
    ~HttpServer(); ///< stops

    /// Answers what waits with 503, then closes.
    void stop();
    int port() const { return m_port; }
    /// Such as "http://127.0.0.1:8420".
    std::string url() const;

private:
    friend struct HttpCallbacks;
    HttpServer(
        const HttpOptions &options, const ListenAddress &address, Client &client, AuditSink audit, TokenBook &tokens);
    void startDaemon(const ListenAddress &address);
    void track(const ExchangePtr &exchange);
    void forget(const ExchangePtr &exchange);
    /// Lets go of the lock meanwhile.
    void endAll(std::unique_lock<std::mutex> &lock, const std::function<void(Exchange &)> &end);

    // Constant after start.
    const HttpOptions m_options;
    const std::shared_ptr<const LogSink> m_log; ///< that of the options, shared by requests that outlive the server
    Router m_router;
    HeadRules m_rules;
    TlsFiles m_tls; ///< empty without TLS
    int m_port = 0;
    MHD_Daemon *m_daemon = nullptr;

    SystemClock m_clock;
    ConnectionWatch m_watch;
    QTimer m_sweep;
    std::size_t m_bodyBytes = 0; ///< the server's thread alone
    std::int64_t m_requests = 0; ///< the server's thread alone

    std::mutex m_mutex;
    std::condition_variable m_sent; ///< m_open became empty
    std::set<ExchangePtr> m_open; ///< guarded by m_mutex: handed to the Client, not answered yet
    bool m_isStopping = false; ///< guarded by m_mutex
};

} // namespace fairlead
