// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/daemon_thread.h"

#include <QtGlobal>

#include <algorithm>
#include <arpa/inet.h>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace fairlead {

/// A request that the server received.
struct ServerRequest
{
    std::string method;
    std::string path;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;
};

/// The answer to a request. Status 0 means none: the connection is held.
struct ServerAnswer
{
    int status = 200;
    std::string body {};
    std::vector<std::pair<std::string, std::string>> headers {};
};

/// An HTTP server on a free port of 127.0.0.1, with a thread of its own. It records its requests, and a function gives
/// the answers. Threads: any; the function is called on the server's.
class AnsweringServer
{
public:
    using Answer = std::function<ServerAnswer(const ServerRequest &)>;

    /// Holds all answers until `atOnce` requests have arrived.
    explicit AnsweringServer(Answer answer, std::size_t atOnce = 1)
        : m_answer(std::move(answer))
        , m_atOnce(atOnce)
    {
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_daemon = MHD_start_daemon(DaemonThread::flags, 0, nullptr, nullptr, &AnsweringServer::onRequest, this,
            MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_NOTIFY_COMPLETED, &AnsweringServer::onCompleted, nullptr,
            MHD_OPTION_NOTIFY_CONNECTION, &AnsweringServer::onConnection, this, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
            std::size_t {256 * 1024}, MHD_OPTION_CONNECTION_LIMIT, 10'000U, MHD_OPTION_END);
        if (!m_daemon)
            qFatal("cannot start a server");
        m_thread.start(m_daemon);
    }
    AnsweringServer(const AnsweringServer &) = delete;
    AnsweringServer &operator=(const AnsweringServer &) = delete;
    ~AnsweringServer()
    {
        releaseHeld();
        m_thread.stop();
    }

    int port() const { return MHD_get_daemon_info(m_daemon, MHD_DAEMON_INFO_BIND_PORT)->port; }
    std::string url(const std::string &path) const { return "http://127.0.0.1:" + std::to_string(port()) + path; }
    std::vector<ServerRequest> requests() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_requests;
    }
    int connections() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_connections;
    }

private:
    static MHD_Result onHeader(void *headers, MHD_ValueKind, const char *name, const char *value)
    {
        std::string lower = name;
        std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return static_cast<char>(tolower(c)); });
        (*static_cast<std::map<std::string, std::string> *>(headers))[lower] = value ? value : "";
        return MHD_YES;
    }
    static MHD_Result onRequest(void *self, MHD_Connection *connection, const char *url, const char *method,
        const char *, const char *upload, std::size_t *uploadSize, void **state)
    {
        auto *request = static_cast<ServerRequest *>(*state);
        if (!request) {
            request = new ServerRequest {method, url, {}, {}};
            MHD_get_connection_values(connection, MHD_HEADER_KIND, &onHeader, &request->headers);
            *state = request;
            return MHD_YES;
        }
        if (*uploadSize > 0) {
            request->body.append(upload, *uploadSize);
            *uploadSize = 0;
            return MHD_YES;
        }
        return static_cast<AnsweringServer *>(self)->take(connection, *request);
    }
    static void onCompleted(void *, MHD_Connection *, void **state, MHD_RequestTerminationCode)
    {
        delete static_cast<ServerRequest *>(*state);
        *state = nullptr;
    }
    static void onConnection(void *self, MHD_Connection *, void **, MHD_ConnectionNotificationCode code)
    {
        auto *server = static_cast<AnsweringServer *>(self);
        const std::scoped_lock lock(server->m_mutex);
        server->m_connections += code == MHD_CONNECTION_NOTIFY_STARTED ? 1 : 0;
    }
    MHD_Result take(MHD_Connection *connection, const ServerRequest &request)
    {
        const ServerAnswer answer = m_answer(request);
        std::vector<MHD_Connection *> toResume;
        {
            const std::scoped_lock lock(m_mutex);
            const bool isNew = std::find(m_seen.begin(), m_seen.end(), &request) == m_seen.end();
            if (isNew) {
                m_requests.push_back(request);
                m_seen.push_back(&request);
            }
            if (isNew && !m_isEnding && (answer.status == 0 || m_requests.size() < m_atOnce)) {
                MHD_suspend_connection(connection);
                m_held.push_back(connection);
                return MHD_YES;
            }
            m_seen.erase(std::find(m_seen.begin(), m_seen.end(), &request));
            if (answer.status != 0)
                toResume.swap(m_held);
        }
        for (MHD_Connection *held : toResume)
            m_thread.resumerOf(held)();
        return answer.status == 0 ? MHD_NO : send(connection, answer);
    }
    static MHD_Result send(MHD_Connection *connection, const ServerAnswer &answer)
    {
        std::string body = answer.body;
        MHD_Response *response = MHD_create_response_from_buffer(body.size(), body.data(), MHD_RESPMEM_MUST_COPY);
        for (const auto &[name, value] : answer.headers)
            MHD_add_response_header(response, name.c_str(), value.c_str());
        const MHD_Result queued = MHD_queue_response(connection, static_cast<unsigned>(answer.status), response);
        MHD_destroy_response(response);
        return queued;
    }
    void releaseHeld()
    {
        std::vector<MHD_Connection *> held;
        {
            const std::scoped_lock lock(m_mutex);
            m_isEnding = true;
            held.swap(m_held);
        }
        for (MHD_Connection *connection : held)
            m_thread.resumerOf(connection)();
    }

    const Answer m_answer;
    const std::size_t m_atOnce;
    MHD_Daemon *m_daemon = nullptr;
    DaemonThread m_thread;
    mutable std::mutex m_mutex;
    // Guarded by m_mutex.
    std::vector<ServerRequest> m_requests;
    std::vector<const ServerRequest *> m_seen; ///< requests that were held once already
    std::vector<MHD_Connection *> m_held;
    int m_connections = 0;
    bool m_isEnding = false; ///< no request may be held when the server stops
};

} // namespace fairlead
