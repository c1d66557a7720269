// SPDX-License-Identifier: Apache-2.0
#include "engine/api/http_server.h"

#include "engine/domain/errno_text.h"
#include "engine/domain/letter_case.h"
#include "engine/wire/json.h"

#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <new>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace fairlead {

namespace {
constexpr unsigned silentSeconds = 30;
constexpr int sweepMs = 250;
/// The time that a stop waits for answers to be sent: once before it refuses the waiting requests, and once after.
constexpr std::chrono::seconds answerLimit {1};
/// The memory of one connection: enough for the largest head that gets an error of our own as its answer.
constexpr std::size_t connectionBytesMax = 96 * 1024;
/// Connections beyond the limit, so that vital calls are served and others get an answer. libmicrohttpd accepts twice
/// as many, so that those that are being cut do not count.
constexpr int connectionsReserved = 32;
/// The strict mode of libmicrohttpd 0.9.75 only adds a refusal of heads without Host, which it sends with two heads.
/// Ours has one.
constexpr int lenient = 0;
constexpr std::size_t streamBlockBytes = 16 * 1024;
/// One of so many places for connections is kept from waits, so that requests find one.
constexpr int requestsPart = 4;
/// One of so many bytes of all bodies is kept for calls about leases. One holder may have as many of the others. So it
/// is with the connections that send bodies.
constexpr std::size_t bodiesPart = 4;
/// The rest of a refused body is read up to this announced size: its sender reads the answer after that. The sender of
/// a larger one is told at once, and the connection is closed.
constexpr std::uint64_t droppedBytesMax = 1024 * 1024;
/// The JSON of bodies up to this size is read on the server's thread: in about a millisecond.
constexpr std::size_t bodyReadHereMax = 16 * 1024;
/// Larger bodies have a thread of their own, so that they do not hold up those of the usual sizes.
constexpr std::size_t largeBodyMin = 1024 * 1024;
/// Connections of one address, except on loopback.
constexpr int perAddressMax = 100;
// With TCP_USER_TIMEOUT set, that time decides how many unanswered probes end the connection (tcp(7)).
constexpr int keepAliveAfterSeconds = 20;
constexpr int keepAliveEverySeconds = 10;
constexpr unsigned unacknowledgedMsMax = 40'000;
/// For GnuTLS: TLS 1.2 and 1.3 (OWASP ASVS 5.0, 12.1.1 and 12.1.2), with forward secrecy and authenticated ciphers
/// alone: no RSA key exchange, no CBC (RFC 9325, section 4).
constexpr const char *tlsPriorities = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-CIPHER-ALL:+AES-256-GCM"
                                      ":+CHACHA20-POLY1305:+AES-128-GCM";

MHD_Result addHeader(
    void *target, MHD_ValueKind, const char *key, std::size_t keySize, const char *value, std::size_t size)
{
    auto *headers = static_cast<std::vector<std::pair<std::string, std::string>> *>(target);
    headers->emplace_back(std::string(key, keySize), value ? std::string(value, size) : std::string {});
    return MHD_YES;
}

MHD_Result addQuery(
    void *target, MHD_ValueKind, const char *key, std::size_t keySize, const char *value, std::size_t size)
{
    auto *query = static_cast<std::multimap<std::string, std::string> *>(target);
    query->emplace(std::string(key, keySize), value ? std::string(value, size) : std::string {});
    return MHD_YES;
}

HolderRoom::Limits waitLimits(const HttpOptions &options)
{
    const int inAllMax = std::max(1, options.connectionsMax - options.connectionsMax / requestsPart);
    return {static_cast<std::size_t>(options.waitsMax), static_cast<std::size_t>(inAllMax)};
}

enum class Bodies { Any, OfRuns };

/// In the room for calls about leases nobody may take more than a half, so that one sender leaves room for the ends of
/// the runs of others. Of the connections a quarter is left for requests that have no body.
BodyRoom::Limits bodyLimits(const HttpOptions &options, Bodies which)
{
    constexpr std::size_t one = 1;
    const bool isOfRuns = which == Bodies::OfRuns;
    const std::size_t part = options.bodiesBytesMax / bodiesPart;
    const std::size_t least = options.bodyBytesMax;
    const std::size_t places = static_cast<std::size_t>(options.connectionsMax) / bodiesPart;
    const HolderRoom::Limits bytes {
        std::max(least, isOfRuns ? part / 2 : part), std::max(least, isOfRuns ? part : options.bodiesBytesMax - part)};
    const HolderRoom::Limits connections {
        std::max(one, isOfRuns ? places / 2 : places), std::max(one, isOfRuns ? places : places * 2)};
    return {bytes, connections};
}

int socketOf(MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

std::string addressOf(MHD_Connection *connection)
{
    const sockaddr *peer = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
    std::array<char, INET6_ADDRSTRLEN> text {};
    const void *bytes = peer->sa_family == AF_INET6
        ? static_cast<const void *>(&reinterpret_cast<const sockaddr_in6 *>(peer)->sin6_addr)
        : static_cast<const void *>(&reinterpret_cast<const sockaddr_in *>(peer)->sin_addr);
    inet_ntop(peer->sa_family, bytes, text.data(), text.size());
    return text.data();
}

/// Makes the kernel give up a vanished peer within a minute.
void noticeVanishing(int socket)
{
    constexpr int isOn = 1;
    setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &isOn, sizeof isOn);
    setsockopt(socket, IPPROTO_TCP, TCP_KEEPIDLE, &keepAliveAfterSeconds, sizeof keepAliveAfterSeconds);
    setsockopt(socket, IPPROTO_TCP, TCP_KEEPINTVL, &keepAliveEverySeconds, sizeof keepAliveEverySeconds);
    setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledgedMsMax, sizeof unacknowledgedMsMax);
}

/// Whether the peer has closed the connection, even when earlier bytes were not read (with TLS, its closing message).
bool hasHungUp(int socket)
{
    pollfd look {socket, POLLRDHUP, 0};
    return poll(&look, 1, 0) > 0;
}

enum class After { KeepAlive, Close };

/// A stream that is being sent over one connection.
struct StreamSlot
{
    MHD_Connection *connection;
    std::shared_ptr<BodyStream> stream;
    std::function<void()> resume;
};

ssize_t readStream(void *state, std::uint64_t, char *to, std::size_t max)
{
    const auto *slot = static_cast<const StreamSlot *>(state);
    const auto size = slot->stream->take(
        to, max, [slot] { MHD_suspend_connection(slot->connection); }, slot->resume);
    return size ? static_cast<ssize_t>(*size) : MHD_CONTENT_READER_END_OF_STREAM;
}

void freeStream(void *state)
{
    const std::unique_ptr<StreamSlot> slot(static_cast<StreamSlot *>(state));
}

MHD_Response *responseOf(const DaemonThread &daemon, MHD_Connection *connection, const Exchange::Answer &answer)
{
    if (!answer.stream)
        return MHD_create_response_from_buffer(
            answer.body.size(), const_cast<char *>(answer.body.data()), MHD_RESPMEM_MUST_COPY);
    auto slot = std::make_unique<StreamSlot>(StreamSlot {connection, answer.stream, daemon.resumerOf(connection)});
    return MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, streamBlockBytes, readStream, slot.release(), freeStream);
}

MHD_Result respond(const DaemonThread &daemon, MHD_Connection *connection, const Exchange::Answer &answer, After after)
{
    MHD_Response *response = responseOf(daemon, connection, answer);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer.type.c_str());
    // Payloads and results come from callers. No browser may run them as pages of this engine.
    MHD_add_response_header(response, "Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Cross-Origin-Resource-Policy", "same-origin");
    MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    if (!answer.allow.empty())
        MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, answer.allow.c_str());
    if (answer.status == 429 || answer.status == 503 || answer.status == 507)
        MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, "1");
    if (answer.status == 401)
        MHD_add_response_header(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer realm=\"fairlead\"");
    if (after == After::Close)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    const MHD_Result queued = MHD_queue_response(connection, static_cast<unsigned>(answer.status), response);
    MHD_destroy_response(response);
    return queued;
}
} // namespace

/// Callbacks of libmicrohttpd, on the server's own thread.
struct HttpCallbacks
{
    /// One request that is being served.
    struct Slot
    {
        ExchangePtr exchange = std::make_shared<Exchange>();
        RequestHead head;
        std::string holder; ///< the one whose body it is
        std::unique_ptr<BodyRoom::Body> room; ///< of its body; null: the body is dropped
        bool isRefused = false; ///< the exchange has its answer and is not handed on
        bool isLast = false; ///< the connection ends with the answer
        bool isBegun = false;
        bool isHandled = false;
    };

    /// The first callback of a request. Gets its target before anything is decoded.
    static void *target(void *, const char *uri, MHD_Connection *)
    {
        auto slot = std::make_unique<Slot>();
        slot->head.target = uri;
        return slot.release();
    }

    static MHD_Result access(void *self, MHD_Connection *connection, const char *url, const char *method, const char *,
        const char *data, std::size_t *dataSize, void **state)
    {
        auto *server = static_cast<HttpServer *>(self);
        auto &slot = *static_cast<Slot *>(*state);
        if (!slot.isBegun) {
            begin(*server, slot, connection, url, method);
            return slot.isRefused ? turnAway(*server, slot, connection) : MHD_YES;
        }
        if (*dataSize > 0) {
            takeBody(*server, slot, data, *dataSize);
            *dataSize = 0;
            return MHD_YES;
        }
        if (slot.isRefused)
            return answerRefused(*server, slot, connection);
        if (!slot.isHandled) {
            slot.isHandled = true;
            if (slot.room)
                slot.room->arrived();
            server->m_watch.enter(socketOf(connection), ConnectionWatch::Stage::Work, hungUp(slot.exchange));
            // Suspended first, because the answer may come on another thread before the route has returned.
            MHD_suspend_connection(connection);
            server->track(slot.exchange);
            server->handOn(slot.exchange, slot.holder);
            const auto resume = server->m_daemon.resumerOf(connection);
            if (!slot.exchange->waitForAnswer(resume))
                resume();
            return MHD_YES; // called again after the resume
        }
        // A stream has no time limit for its end. When its reader takes nothing, it is cut as silent.
        const Exchange::Answer &answer = slot.exchange->answered();
        if (answer.stream)
            server->m_watch.enter(socketOf(connection), ConnectionWatch::Stage::Work, hungUp(slot.exchange));
        else
            server->m_watch.enter(socketOf(connection), ConnectionWatch::Stage::Answer);
        return respond(
            server->m_daemon, connection, answer, answer.stream || slot.isLast ? After::Close : After::KeepAlive);
    }

    /// Frees the connection of a peer that has hung up.
    static ConnectionWatch::HungUp hungUp(const ExchangePtr &exchange)
    {
        return [weak = std::weak_ptr(exchange)] {
            if (const ExchangePtr held = weak.lock())
                held->hangUp();
        };
    }

    static void begin(HttpServer &server, Slot &slot, MHD_Connection *connection, const char *url, const char *method)
    {
        const int socket = socketOf(connection);
        slot.isBegun = true;
        server.m_watch.enter(socket, ConnectionWatch::Stage::Body);
        MHD_get_connection_values_n(connection, MHD_HEADER_KIND, addHeader, &slot.head.headers);
        Exchange &exchange = *slot.exchange;
        exchange.method = method;
        exchange.path = url;
        takeSingle(exchange, slot.head, "Idempotency-Key", exchange.idempotencyKey);
        takeSingle(exchange, slot.head, "Content-Type", exchange.contentType);
        exchange.bearer = slot.head.bearer();
        exchange.accept = slot.head.first("accept");
        takeSingle(exchange, slot.head, "Last-Event-ID", exchange.lastEventId);
        exchange.address = addressOf(connection);
        exchange.number = ++server.m_requests;
        exchange.log = server.m_log;
        exchange.isOpen = [socket] { return !hasHungUp(socket); };
        MHD_get_connection_values_n(connection, MHD_GET_ARGUMENT_KIND, addQuery, &exchange.query);
        // A surplus connection gives its reserved place back with its answer.
        slot.isLast = server.m_watch.isSurplus(socket);
        if (slot.isLast && !server.m_router.isVital(exchange))
            refuse(slot, {503, {ErrorCode::EngineFull, "too many connections (http.max_connections); try again"}});
        else if (const std::optional<Refusal> fault = checkHead(slot.head, server.m_rules))
            refuse(slot, *fault);
        else if (slot.head.announcesBody())
            beginBody(server, slot, socket);
    }

    /// No byte of a body is taken before the request has shown its right to its route, and none that its route does not
    /// read: while such a body comes and is dropped, its connection counts as silent.
    static void beginBody(HttpServer &server, Slot &slot, int socket)
    {
        const std::optional<Router::BodySender> sender = server.m_router.admitBody(*slot.exchange);
        if (!sender) {
            slot.isRefused = slot.exchange->answered().status != 0;
            server.m_watch.enter(socket, ConnectionWatch::Stage::Head);
            return;
        }
        BodyRoom &room = sender->isOfRun ? server.m_runBodies : server.m_bodies;
        slot.holder = sender->holders.front();
        slot.room = std::make_unique<BodyRoom::Body>(room, sender->holders);
        if (const std::optional<Refusal> full = slot.room->begin())
            refuse(slot, *full);
    }

    /// Answers a request that was refused at its head, now or after its body. When the end of the body is uncertain,
    /// nothing more is read. A client that asks before it sends a body is told at once. The answer of others waits for
    /// the end of a body that is not large, because they read it after that. Meanwhile they count as silent, and make
    /// room for newcomers.
    static MHD_Result turnAway(HttpServer &server, Slot &slot, MHD_Connection *connection)
    {
        const bool isEndUncertain = slot.isLast && slot.exchange->answered().status == 400;
        if (isEndUncertain || lower(slot.head.first("expect")) == "100-continue"
            || slot.head.announcedBytes() > droppedBytesMax) {
            slot.isLast = true;
            return answerRefused(server, slot, connection);
        }
        server.m_watch.enter(socketOf(connection), ConnectionWatch::Stage::Head);
        return MHD_YES;
    }

    /// Takes the value of a header that stands once and is not empty. Notes the fault otherwise.
    static void takeSingle(Exchange &exchange, const RequestHead &head, const std::string &name, std::string &to)
    {
        const std::vector<std::string> values = head.all(lower(name));
        if (values.empty())
            return;
        to = values.front();
        if (values.size() > 1)
            exchange.headFault = Error {ErrorCode::Invalid, "the header " + name + " is given more than once"};
        else if (to.empty())
            exchange.headFault = Error {ErrorCode::Invalid, "the header " + name + " must not be empty; leave it out"};
    }

    static void takeBody(HttpServer &server, Slot &slot, const char *data, std::size_t size)
    {
        if (!slot.room)
            return;
        const std::size_t most = server.m_options.bodyBytesMax;
        std::string &body = slot.exchange->body;
        if (body.size() + size > most) {
            refuse(slot, {413, {ErrorCode::TooLarge, "the body is larger than " + std::to_string(most) + " bytes"}});
            return;
        }
        if (const std::optional<Refusal> full = slot.room->grow(size)) {
            refuse(slot, *full);
            return;
        }
        try {
            body.append(data, size);
        } catch (const std::bad_alloc &) {
            refuse(slot, {503, {ErrorCode::EngineFull, "there is no memory for the body; try again later"}});
        }
    }

    /// Gives the answer to a request that is not handed on, and drops its body.
    static void refuse(Slot &slot, const Refusal &refusal)
    {
        slot.isRefused = true;
        slot.isLast = true;
        slot.room.reset();
        slot.exchange->body = std::string {};
        slot.exchange->answer(refusal.status, writeError(refusal.error));
    }

    static MHD_Result answerRefused(HttpServer &server, const Slot &slot, MHD_Connection *connection)
    {
        server.m_watch.enter(socketOf(connection), ConnectionWatch::Stage::Answer);
        return respond(
            server.m_daemon, connection, slot.exchange->answered(), slot.isLast ? After::Close : After::KeepAlive);
    }

    static void completed(void *self, MHD_Connection *connection, void **state, MHD_RequestTerminationCode)
    {
        auto *server = static_cast<HttpServer *>(self);
        const std::unique_ptr<Slot> slot(static_cast<Slot *>(*state));
        *state = nullptr;
        if (!slot)
            return;
        server->forget(slot->exchange);
        slot->exchange->leaveWait();
        server->m_watch.enter(socketOf(connection), ConnectionWatch::Stage::Idle);
    }

    static void noticed(void *self, MHD_Connection *connection, void **, MHD_ConnectionNotificationCode what)
    {
        auto *server = static_cast<HttpServer *>(self);
        if (what == MHD_CONNECTION_NOTIFY_STARTED) {
            noticeVanishing(socketOf(connection));
            const bool isSweepDue = server->m_watch.opened(socketOf(connection));
            QTimer *sweep = &server->m_sweep;
            QMetaObject::invokeMethod(
                sweep,
                [sweep, server, isSweepDue] {
                    if (!sweep->isActive())
                        sweep->start();
                    if (isSweepDue)
                        server->m_watch.sweep();
                },
                Qt::QueuedConnection);
        } else {
            server->m_watch.closed(socketOf(connection));
        }
    }

    /// Ignores complaints of libmicrohttpd, such as a client that went away.
    static void log(void *, const char *, va_list) { }
};

HttpServer::HttpServer(const HttpOptions &options, const ListenAddress &address, Client &client,
    const GuardSources &sources, TokenBook &tokens)
    : m_options(options)
    , m_log(std::make_shared<const LogSink>(options.log))
    , m_router(client, sources, tokens,
          {.withoutTokens = address.isLoopback ? WithoutTokens::Open : WithoutTokens::Closed,
              .tokenFailuresMax = options.tokenFailuresMax,
              .waits = waitLimits(options)})
    , m_watch({.connectionsMax = options.connectionsMax,
                  .reservedMax = connectionsReserved,
                  .head = options.headTimeMax,
                  .idle = options.idleTimeMax,
                  .body = options.bodyTimeMax,
                  .answer = options.answerTimeMax},
          m_clock)
    , m_bodies(bodyLimits(options, Bodies::Any))
    , m_runBodies(bodyLimits(options, Bodies::OfRuns))
{
    m_sweep.setInterval(sweepMs);
    QObject::connect(&m_sweep, &QTimer::timeout, &m_sweep, [this] {
        endWaits();
        if (!m_watch.sweep())
            m_sweep.stop();
    });
}

HttpServer::~HttpServer()
{
    stop();
}

Result<std::unique_ptr<HttpServer>> HttpServer::start(
    const HttpOptions &options, Client &client, const GuardSources &sources, TokenBook &tokens)
{
    const Result<ListenAddress> address = parseListenAddress(options.listen);
    if (!address)
        return failure(address.error());
    if (!address->isLoopback && (options.tlsCertificate.empty() || tokens.isOpenToAll())) {
        return failure(ErrorCode::Configuration,
            "http.listen: '" + address->host
                + "' is not a loopback address (127.0.0.1 or [::1]); elsewhere the engine listens only with TLS "
                  "(http.tls_certificate, http.tls_key) and an admin's token, made on a loopback address before");
    }
    std::unique_ptr<HttpServer> server(new HttpServer(options, *address, client, sources, tokens));
    if (!options.tlsCertificate.empty()) {
        Result<TlsFiles> files = loadTlsFiles(options.tlsCertificate, options.tlsKey);
        if (!files)
            return failure(files.error());
        server->m_tls = std::move(*files);
        server->m_rules.scheme = "https";
    }
    // The rules name the port, so the port is there before the first request is.
    const int listening = server->bindTo(*address);
    if (listening >= 0)
        server->startDaemon(*address, listening);
    if (!server->m_daemon.isRunning()) {
        return failure(ErrorCode::Unavailable,
            "cannot listen on " + options.listen + ": " + errnoText() + "; is another engine running there?"
                + (server->m_tls.key.empty() ? "" : " Do http.tls_certificate and http.tls_key go together?"));
    }
    return server;
}

int HttpServer::bindTo(const ListenAddress &address)
{
    constexpr int isOn = 1;
    const int family = address.storage.ss_family;
    const bool isVersion6 = family == AF_INET6;
    const int opened = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (opened < 0)
        return -1;
    setsockopt(opened, SOL_SOCKET, SO_REUSEADDR, &isOn, sizeof isOn);
    if (isVersion6)
        setsockopt(opened, IPPROTO_IPV6, IPV6_V6ONLY, &isOn, sizeof isOn);
    sockaddr_storage bound = address.storage;
    socklen_t size = isVersion6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
    auto *plain = reinterpret_cast<sockaddr *>(&bound);
    if (::bind(opened, plain, size) != 0 || ::listen(opened, SOMAXCONN) != 0
        || ::getsockname(opened, plain, &size) != 0) {
        const int why = errno;
        ::close(opened);
        errno = why;
        return -1;
    }
    m_port = ntohs(isVersion6 ? reinterpret_cast<const sockaddr_in6 *>(&bound)->sin6_port
                              : reinterpret_cast<const sockaddr_in *>(&bound)->sin_port);
    m_rules.address = address.host;
    m_rules.port = m_port;
    m_rules.hosts = m_options.hosts;
    m_rules.bodyBytesMax = m_options.bodyBytesMax;
    return opened;
}

void HttpServer::startDaemon(const ListenAddress &address, int listening)
{
    unsigned flags = DaemonThread::flags | MHD_USE_ERROR_LOG;
    if (address.storage.ss_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    std::vector<MHD_OptionItem> tls;
    if (!m_tls.key.empty()) {
        flags |= MHD_USE_TLS;
        tls.push_back({MHD_OPTION_HTTPS_MEM_KEY, 0, m_tls.key.data()});
        tls.push_back({MHD_OPTION_HTTPS_MEM_CERT, 0, m_tls.certificate.data()});
        tls.push_back({MHD_OPTION_HTTPS_PRIORITIES, 0, const_cast<char *>(tlsPriorities)});
    }
    tls.push_back({MHD_OPTION_END, 0, nullptr});
    const int perAddress =
        m_options.addressConnectionsMax == 0 && !address.isLoopback ? perAddressMax : m_options.addressConnectionsMax;
    MHD_Daemon *daemon = MHD_start_daemon(flags, 0, nullptr, nullptr, &HttpCallbacks::access, this,
        MHD_OPTION_EXTERNAL_LOGGER, &HttpCallbacks::log, nullptr, MHD_OPTION_LISTEN_SOCKET, listening,
        MHD_OPTION_CONNECTION_LIMIT, static_cast<unsigned>(m_options.connectionsMax + 2 * connectionsReserved),
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, static_cast<unsigned>(perAddress), MHD_OPTION_CONNECTION_TIMEOUT,
        silentSeconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, connectionBytesMax, MHD_OPTION_STRICT_FOR_CLIENT, lenient,
        MHD_OPTION_URI_LOG_CALLBACK, &HttpCallbacks::target, nullptr, MHD_OPTION_NOTIFY_COMPLETED,
        &HttpCallbacks::completed, this, MHD_OPTION_NOTIFY_CONNECTION, &HttpCallbacks::noticed, this, MHD_OPTION_ARRAY,
        tls.data(), MHD_OPTION_END);
    m_daemon.start(daemon);
}

void HttpServer::stop()
{
    if (!m_daemon.isRunning())
        return;
    m_sweep.stop();
    // Requests that were served, such as the one that asked for this stop, get their answers. The others are refused
    // below.
    std::unique_lock lock(m_mutex);
    m_isStopping = true;
    const auto isAllSent = [this] { return m_open.empty(); };
    endAll(lock, [](Exchange &exchange) { exchange.endStream(); });
    if (!m_sent.wait_for(lock, answerLimit, isAllSent)) {
        endAll(lock, [](Exchange &exchange) {
            exchange.refuse({ErrorCode::Unavailable, "the engine is stopping"});
            exchange.endStream();
        });
        m_sent.wait_for(lock, answerLimit, isAllSent);
    }
    lock.unlock();
    m_readers.stop();
    m_largeReaders.stop();
    m_daemon.stop();
}

void HttpServer::endAll(std::unique_lock<std::mutex> &lock, const std::function<void(Exchange &)> &end)
{
    const std::set<ExchangePtr> open = m_open;
    lock.unlock();
    for (const ExchangePtr &exchange : open)
        end(*exchange);
    lock.lock();
}

void HttpServer::endWaits()
{
    std::unique_lock lock(m_mutex);
    endAll(lock, [](Exchange &exchange) { exchange.endOverdueWait(); });
}

std::string HttpServer::url() const
{
    return m_rules.scheme + "://" + m_rules.address + ":" + std::to_string(m_port);
}

void HttpServer::handOn(const ExchangePtr &exchange, const std::string &holder)
{
    const std::size_t size = exchange->body.size();
    const auto handle = [this, exchange] { m_router.handle(exchange); };
    if (size <= bodyReadHereMax)
        handle();
    else if (!(size <= largeBodyMin ? m_readers : m_largeReaders).add(holder, handle))
        exchange->refuse({ErrorCode::Unavailable, "the engine is stopping"});
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
