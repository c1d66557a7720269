// SPDX-License-Identifier: Apache-2.0
#include "engine/api/http_server.h"

#include "engine/wire/view_json.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <chrono>
#include <cstring>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace fairlead {

namespace {
constexpr unsigned idleSeconds = 30;
constexpr std::size_t headBytesMax = 32 * 1024;
constexpr std::size_t urlBytesMax = 4 * 1024;

struct Address
{
    sockaddr_storage storage {};
    std::string host;
    int port = 0;
};

Result<Address> parseAddress(const std::string &listen)
{
    Address address;
    const std::size_t colon = listen.rfind(':');
    const char *end = listen.data() + listen.size();
    const auto [stop, error] = std::from_chars(listen.data() + std::min(colon + 1, listen.size()), end, address.port);
    if (colon == std::string::npos || error != std::errc {} || stop != end || address.port < 0 || address.port > 65535)
        return failure(ErrorCode::Configuration,
            "http.listen: expected ADDRESS:PORT such as 127.0.0.1:8420, not '" + listen + "'");
    address.host = listen.substr(0, colon);
    auto *v4 = reinterpret_cast<sockaddr_in *>(&address.storage);
    auto *v6 = reinterpret_cast<sockaddr_in6 *>(&address.storage);
    const std::string bare = address.host == "[::1]" ? "::1" : address.host;
    bool isLoopback = false;
    if (inet_pton(AF_INET, bare.c_str(), &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(static_cast<std::uint16_t>(address.port));
        isLoopback = (ntohl(v4->sin_addr.s_addr) >> 24) == 127;
    } else if (inet_pton(AF_INET6, bare.c_str(), &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(static_cast<std::uint16_t>(address.port));
        isLoopback = IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr) != 0;
    }
    if (!isLoopback) {
        return failure(ErrorCode::Configuration,
            "http.listen: '" + address.host
                + "' is not a loopback address (127.0.0.1 or [::1]); without tokens and TLS the "
                  "engine listens on nothing else");
    }
    return address;
}

/// How long a stop waits for answers to be sent, before and after it refuses those who still wait.
constexpr std::chrono::seconds answerLimit {1};

MHD_Result addQuery(void *target, MHD_ValueKind, const char *key, const char *value)
{
    (*static_cast<std::map<std::string, std::string> *>(target))[key] = value ? value : "";
    return MHD_YES;
}

std::string header(MHD_Connection *connection, const char *name)
{
    const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
    return value ? value : "";
}

MHD_Result respond(MHD_Connection *connection, const Exchange::Answer &answer)
{
    MHD_Response *response = MHD_create_response_from_buffer(
        answer.body.size(), const_cast<char *>(answer.body.data()), MHD_RESPMEM_MUST_COPY);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer.type.c_str());
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    if (answer.status == 429 || answer.status == 503 || answer.status == 507)
        MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, "1");
    const MHD_Result queued = MHD_queue_response(connection, static_cast<unsigned>(answer.status), response);
    MHD_destroy_response(response);
    return queued;
}
} // namespace

/// What libmicrohttpd calls, on the server's own thread.
struct HttpCallbacks
{
    /// One request under way.
    struct Slot
    {
        ExchangePtr exchange = std::make_shared<Exchange>();
        bool isBodyTooLarge = false;
        bool isHandled = false;
    };

    static MHD_Result access(void *self, MHD_Connection *connection, const char *url, const char *method, const char *,
        const char *data, std::size_t *dataSize, void **state)
    {
        auto *server = static_cast<HttpServer *>(self);
        auto *slot = static_cast<Slot *>(*state);
        if (!slot) {
            *state = begin(connection, url, method);
            return MHD_YES;
        }
        if (*dataSize > 0) {
            takeBody(*server, *slot, data, *dataSize);
            *dataSize = 0;
            return MHD_YES;
        }
        if (!slot->isHandled) {
            slot->isHandled = true;
            if (isServed(*server, *slot, connection)) {
                // Suspended first: the answer may come on another thread before the route has returned.
                MHD_suspend_connection(connection);
                server->track(slot->exchange);
                server->m_router.handle(slot->exchange);
                const auto resume = [connection] { MHD_resume_connection(connection); };
                if (!slot->exchange->waitForAnswer(resume))
                    resume();
                return MHD_YES; // called again after the resume
            }
        }
        return respond(connection, slot->exchange->answered());
    }

    static Slot *begin(MHD_Connection *connection, const char *url, const char *method)
    {
        auto slot = std::make_unique<Slot>();
        Exchange &exchange = *slot->exchange;
        exchange.method = method;
        exchange.path = url;
        exchange.idempotencyKey = header(connection, "Idempotency-Key");
        exchange.contentType = header(connection, MHD_HTTP_HEADER_CONTENT_TYPE);
        MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, addQuery, &exchange.query);
        return slot.release();
    }

    static void takeBody(const HttpServer &server, Slot &slot, const char *data, std::size_t size)
    {
        std::string &body = slot.exchange->body;
        slot.isBodyTooLarge = slot.isBodyTooLarge || body.size() + size > server.m_options.bodyBytesMax;
        if (slot.isBodyTooLarge)
            body.clear();
        else
            body.append(data, size);
    }

    /// False when the request was refused at the door.
    static bool isServed(const HttpServer &server, const Slot &slot, MHD_Connection *connection)
    {
        Exchange &exchange = *slot.exchange;
        const std::string &type = exchange.contentType;
        if (!server.isHostAllowed(header(connection, MHD_HTTP_HEADER_HOST)))
            exchange.answer(421, writeError({ErrorCode::Denied, "this Host is not served here; see http.hosts"}));
        else if (exchange.path.size() > urlBytesMax)
            exchange.answer(414, writeError({ErrorCode::TooLarge, "the URL is longer than 4 KiB"}));
        else if (slot.isBodyTooLarge)
            exchange.refuse({ErrorCode::TooLarge,
                "the body is larger than " + std::to_string(server.m_options.bodyBytesMax) + " bytes"});
        else if (!exchange.body.empty() && type.rfind("application/json", 0) != 0)
            exchange.answer(
                415, writeError({ErrorCode::Invalid, "a body needs the header Content-Type: application/json"}));
        else
            return true;
        return false;
    }

    static void completed(void *self, MHD_Connection *, void **state, MHD_RequestTerminationCode)
    {
        auto *slot = static_cast<Slot *>(*state);
        if (!slot)
            return;
        static_cast<HttpServer *>(self)->forget(slot->exchange);
        delete slot;
        *state = nullptr;
    }
};

HttpServer::HttpServer(const HttpOptions &options, Client &client)
    : m_options(options)
    , m_router(client)
{
}

HttpServer::~HttpServer()
{
    stop();
}

Result<std::unique_ptr<HttpServer>> HttpServer::start(const HttpOptions &options, Client &client)
{
    const Result<Address> address = parseAddress(options.listen);
    if (!address)
        return failure(address.error());
    std::unique_ptr<HttpServer> server(new HttpServer(options, client));
    server->m_address = address->host;
    const unsigned family = address->storage.ss_family == AF_INET6 ? static_cast<unsigned>(MHD_USE_IPv6) : 0U;
    server->m_daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG | family, 0,
            nullptr, nullptr, &HttpCallbacks::access, server.get(), MHD_OPTION_SOCK_ADDR, &address->storage,
            MHD_OPTION_CONNECTION_LIMIT, static_cast<unsigned>(options.connectionsMax), MHD_OPTION_CONNECTION_TIMEOUT,
            idleSeconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, headBytesMax, MHD_OPTION_STRICT_FOR_CLIENT, 1,
            MHD_OPTION_NOTIFY_COMPLETED, &HttpCallbacks::completed, server.get(), MHD_OPTION_END);
    if (!server->m_daemon) {
        return failure(ErrorCode::Unavailable,
            "cannot listen on " + options.listen + ": " + std::strerror(errno) + "; is another engine running there?");
    }
    server->m_port = MHD_get_daemon_info(server->m_daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    return server;
}

void HttpServer::stop()
{
    if (!m_daemon)
        return;
    // Who was served gets the answer, such as the one who asked for this stop; who still waits is told, in a moment.
    std::unique_lock lock(m_mutex);
    m_isStopping = true;
    const auto isAllSent = [this] { return m_open.empty(); };
    if (!m_sent.wait_for(lock, answerLimit, isAllSent)) {
        const std::set<ExchangePtr> open = m_open;
        lock.unlock();
        for (const ExchangePtr &exchange : open)
            exchange->refuse({ErrorCode::Unavailable, "the engine is stopping"});
        lock.lock();
        m_sent.wait_for(lock, answerLimit, isAllSent);
    }
    lock.unlock();
    MHD_stop_daemon(std::exchange(m_daemon, nullptr));
}

std::string HttpServer::url() const
{
    return "http://" + m_address + ":" + std::to_string(m_port);
}

bool HttpServer::isHostAllowed(const std::string &host) const
{
    const std::string port = ":" + std::to_string(m_port);
    const auto is = [&](const std::string &name) { return host == name || host == name + port; };
    return is("localhost") || is("127.0.0.1") || is("[::1]") || is(m_address)
        || std::any_of(m_options.hosts.begin(), m_options.hosts.end(), is);
}

void HttpServer::track(const ExchangePtr &exchange)
{
    const std::scoped_lock lock(m_mutex);
    m_open.insert(exchange);
    if (m_isStopping)
        exchange->refuse({ErrorCode::Unavailable, "the engine is stopping"});
}

void HttpServer::forget(const ExchangePtr &exchange)
{
    const std::scoped_lock lock(m_mutex);
    m_open.erase(exchange);
    if (m_open.empty())
        m_sent.notify_all();
}

} // namespace fairlead
