// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/http_transfers.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <limits>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include <utility>

namespace fairlead {

namespace {
// Tags of epoll that do not stand for a socket of a transfer.
constexpr std::uint64_t wakeTag = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t timerTag = wakeTag - 1;
constexpr std::size_t headBytesMax = 32 * 1024; ///< of all headers of an answer, interim ones included
constexpr long connectMsMax = 30'000;
constexpr long bufferBytes = 16 * 1024;
constexpr rlim_t connectionsMax = 4096;

CURLM *newMulti()
{
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT); // once for the whole program
    return ready == CURLE_OK ? curl_multi_init() : nullptr;
}

/// Half of the descriptors that this process may have. Further requests wait for a connection.
long connectionLimit()
{
    rlimit limit {};
    getrlimit(RLIMIT_NOFILE, &limit);
    return static_cast<long>(std::clamp<rlim_t>(limit.rlim_cur / 2, 1, connectionsMax));
}

const char *methodName(HttpHandlerSettings::Method method)
{
    using Method = HttpHandlerSettings::Method;
    switch (method) {
    case Method::Post:
        return "POST";
    case Method::Put:
        return "PUT";
    case Method::Patch:
        return "PATCH";
    case Method::Get:
        return "GET";
    case Method::Delete:
        return "DELETE";
    }
    return "POST";
}

const char *errorClassOf(CURLcode code)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return "dns";
    case CURLE_OPERATION_TIMEDOUT:
        return "timeout";
    case CURLE_BAD_CONTENT_ENCODING:
        return "content_encoding";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
        return "tls";
    default: // one of about a hundred codes; many cannot occur with HTTP
        return "connection";
    }
}

/// The codings of the body that a line of a head names. libcurl would unpack one around the other, each into as many
/// bytes as it likes, and only those of the last one would be counted.
int codingsIn(std::string_view line)
{
    constexpr std::string_view name = "content-encoding:";
    if (line.size() < name.size() || curl_strnequal(line.data(), name.data(), name.size()) == 0)
        return 0;
    return 1 + static_cast<int>(std::count(line.begin(), line.end(), ','));
}

/// Whether a transfer that failed at a file (of the resolver or of TLS) failed for want of a descriptor.
bool isForWantOfDescriptor(CURLcode code)
{
    return (code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_SSL_CACERT_BADFILE) && !canOpenDescriptor();
}
} // namespace

struct HttpTransfers::Transfer
{
    TransferOrder order;
    std::function<void(TransferEnd)> onEnd;
    std::unique_ptr<CURL, void (*)(CURL *)> easy {curl_easy_init(), &curl_easy_cleanup};
    std::unique_ptr<curl_slist, void (*)(curl_slist *)> headers {nullptr, &curl_slist_free_all};
    TransferId id {};
    TransferEnd result {};
    std::size_t headBytes = 0;
    bool isHeadWhole = false; ///< the empty line behind the headers of the final answer was there
    int codings = 0; ///< of the body, around one another
    bool isBodyCut = false;
    bool isConnecting = false; ///< an address was allowed
    bool hasNoSocket = false; ///< for the last address
    std::string denied {}; ///< the last address that was denied
    std::array<char, CURL_ERROR_SIZE> errorText {};

    void prepare();
    void setLimits();
    /// Whether the present head is that of an answer before the final one, such as 103.
    bool isInterim() const
    {
        long status = 0;
        curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
        return status < 200;
    }
    bool mayReach(const std::optional<NetworkAddress> &address)
    {
        if (address && order.guard->mayReach(*address))
            return true;
        denied = address ? address->text() : "an address of an unknown kind";
        return false;
    }
    TransferEnd resultOf(CURLcode code);
};

struct HttpTransfers::Command
{
    TransferId id;
    bool isStart = false;
    TransferOrder order {};
    std::function<void(TransferEnd)> onEnd {};
};

/// Callbacks of libcurl.
struct HttpTransfers::Callbacks
{
    /// Called with the address that the name resolved to, in this attempt.
    static curl_socket_t openSocket(void *self, curlsocktype, curl_sockaddr *address)
    {
        auto &transfer = *static_cast<Transfer *>(self);
        if (!transfer.mayReach(NetworkAddress::from(&address->addr)))
            return CURL_SOCKET_BAD;
        const int opened = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
        transfer.isConnecting = true;
        transfer.hasNoSocket =
            opened < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM);
        return opened;
    }
    /// Called again before each request, because a reused connection may have been allowed for another queue.
    static int beforeRequest(void *self, char *ip, char *, int port, int)
    {
        auto &transfer = *static_cast<Transfer *>(self);
        if (transfer.mayReach(NetworkAddress::parse(ip, static_cast<std::uint16_t>(port))))
            return CURL_PREREQFUNC_OK;
        transfer.isConnecting = false;
        return CURL_PREREQFUNC_ABORT;
    }
    /// Takes one line of a head or of the trailers behind a body. Trailers change nothing.
    static std::size_t takeHead(char *line, std::size_t, std::size_t size, void *self)
    {
        auto &transfer = *static_cast<Transfer *>(self);
        const bool isEmptyLine = std::string_view(line, size).find_first_not_of("\r\n") == std::string_view::npos;
        if (!transfer.isHeadWhole)
            transfer.codings += codingsIn(std::string_view(line, size));
        transfer.isHeadWhole = transfer.isHeadWhole || (isEmptyLine && !transfer.isInterim());
        transfer.headBytes += size;
        return transfer.headBytes > headBytesMax || transfer.codings > 1 ? 0 : size;
    }
    static std::size_t takeBody(char *data, std::size_t, std::size_t size, void *self)
    {
        auto &transfer = *static_cast<Transfer *>(self);
        std::string &body = transfer.result.body;
        const std::size_t room = transfer.order.answerBytesMax - body.size();
        body.append(data, std::min(size, room));
        transfer.isBodyCut = size > room;
        return transfer.isBodyCut ? 0 : size;
    }
    static int onSocket(CURL *, curl_socket_t socket, int what, void *self, void *)
    {
        const int poll = static_cast<HttpTransfers *>(self)->m_poll.get();
        epoll_event event {};
        event.data.u64 = static_cast<std::uint64_t>(socket);
        event.events = ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0U) | ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0U);
        if (what == CURL_POLL_REMOVE)
            epoll_ctl(poll, EPOLL_CTL_DEL, socket, nullptr);
        else if (epoll_ctl(poll, EPOLL_CTL_MOD, socket, &event) != 0)
            epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
        return 0;
    }
    /// -1 stops the timer. 0 means at once; the timer is then set to more than 0, because 0 would stop it.
    static int onTimer(CURLM *, long milliseconds, void *self)
    {
        itimerspec time {};
        if (milliseconds >= 0) {
            time.it_value.tv_sec = milliseconds / 1000;
            time.it_value.tv_nsec = milliseconds == 0 ? 1 : milliseconds % 1000 * 1'000'000;
        }
        timerfd_settime(static_cast<HttpTransfers *>(self)->m_timer.get(), 0, &time, nullptr);
        return 0;
    }
};

void HttpTransfers::Transfer::prepare()
{
    CURL *handle = easy.get();
    for (const std::string &line : order.headers)
        headers.reset(curl_slist_append(headers.release(), line.c_str()));
    headers.reset(curl_slist_append(headers.release(), "Expect:")); // no wait for "100 Continue"
    curl_easy_setopt(handle, CURLOPT_URL, order.url.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "Fairlead/" FAIRLEAD_VERSION);
    const bool hasBody =
        order.method != HttpHandlerSettings::Method::Get && order.method != HttpHandlerSettings::Method::Delete;
    if (hasBody) {
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(order.body.size()));
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, order.body.data());
    }
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, methodName(order.method));
    curl_easy_setopt(handle, CURLOPT_PRIVATE, this);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, errorText.data());
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, &Callbacks::openSocket);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, this);
    curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, &Callbacks::beforeRequest);
    curl_easy_setopt(handle, CURLOPT_PREREQDATA, this);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &Callbacks::takeHead);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Callbacks::takeBody);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
    setLimits();
}

void HttpTransfers::Transfer::setLimits()
{
    CURL *handle = easy.get();
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_PROXY, ""); // not even that of the environment
    curl_easy_setopt(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, connectMsMax);
    curl_easy_setopt(handle, CURLOPT_BUFFERSIZE, bufferBytes);
    curl_easy_setopt(handle, CURLOPT_UPLOAD_BUFFERSIZE, bufferBytes);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    // A packed answer is unpacked, whether it was asked for or not. Its unpacked bytes count.
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "gzip");
    // An aborted transfer must not block the others until a name server answers.
    curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
}

TransferEnd HttpTransfers::Transfer::resultOf(CURLcode code)
{
    // libcurl accepts a head that ends in the middle as complete.
    const bool isAnswered = code == CURLE_OK && isHeadWhole;
    if (isAnswered || isBodyCut) {
        long status = 0;
        const char *type = nullptr;
        curl_header *retryAfter = nullptr;
        curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(easy.get(), CURLINFO_CONTENT_TYPE, &type);
        const bool hasRetryAfter =
            curl_easy_header(easy.get(), "Retry-After", 0, CURLH_HEADER, -1, &retryAfter) == CURLHE_OK;
        result.kind = TransferEnd::Kind::Answered;
        result.status = static_cast<int>(status);
        result.contentType = type ? type : "";
        result.retryAfter = hasRetryAfter ? retryAfter->value : "";
        return std::move(result);
    }
    result.body.clear();
    if (!denied.empty() && !isConnecting) {
        result.kind = TransferEnd::Kind::Denied;
        result.text = denied;
        return std::move(result);
    }
    if (hasNoSocket || isForWantOfDescriptor(code)) {
        result.kind = TransferEnd::Kind::NoSocket;
        return std::move(result);
    }
    const bool isHeadTooLong = headBytes > headBytesMax;
    result.kind = TransferEnd::Kind::Failed;
    result.errorClass = isHeadTooLong ? "answer_too_large" : codings > 1 ? "content_encoding" : errorClassOf(code);
    result.text = isHeadTooLong  ? "the headers of the answer are longer than 32 KiB"
        : codings > 1            ? "the answer is packed several times (Content-Encoding); once is unpacked"
        : code == CURLE_OK       ? "the answer ended within its headers"
        : errorText.front() != 0 ? errorText.data()
                                 : curl_easy_strerror(code);
    return std::move(result);
}

HttpTransfers::HttpTransfers()
    : m_poll(epoll_create1(EPOLL_CLOEXEC))
    , m_timer(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK))
    , m_multi(newMulti(), &curl_multi_cleanup)
{
    // A write to a server that has hung up must not end the engine.
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    watch(m_wake.get(), wakeTag);
    watch(m_timer.get(), timerTag);
    curl_multi_setopt(m_multi.get(), CURLMOPT_SOCKETFUNCTION, &Callbacks::onSocket);
    curl_multi_setopt(m_multi.get(), CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(m_multi.get(), CURLMOPT_TIMERFUNCTION, &Callbacks::onTimer);
    curl_multi_setopt(m_multi.get(), CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(m_multi.get(), CURLMOPT_MAX_TOTAL_CONNECTIONS, connectionLimit());
    m_thread = std::thread([this] { loop(); });
}

HttpTransfers::~HttpTransfers()
{
    stop();
}

HttpTransfers::TransferId HttpTransfers::start(TransferOrder order, std::function<void(TransferEnd)> onEnd)
{
    const TransferId id {++m_lastId};
    {
        const MutexLock lock(m_mutex);
        if (!m_isStopping)
            m_commands.push_back({id, true, std::move(order), std::exchange(onEnd, nullptr)});
    }
    if (onEnd)
        onEnd({});
    m_wake.wake();
    return id;
}

void HttpTransfers::abort(TransferId id)
{
    {
        const MutexLock lock(m_mutex);
        m_commands.push_back({id});
    }
    m_wake.wake();
}

void HttpTransfers::stop()
{
    {
        const MutexLock lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.wake();
    if (m_thread.joinable())
        m_thread.join();
}

void HttpTransfers::watch(int descriptor, std::uint64_t tag) const
{
    epoll_event event {};
    event.events = EPOLLIN;
    event.data.u64 = tag;
    epoll_ctl(m_poll.get(), EPOLL_CTL_ADD, descriptor, &event);
}

void HttpTransfers::loop()
{
    prctl(PR_SET_NAME, "http-client");
    std::array<epoll_event, 256> events {};
    while (takeCommands() == Going::On) {
        collect();
        const int count = epoll_wait(m_poll.get(), events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i)
            act(events[static_cast<std::size_t>(i)].data.u64, events[static_cast<std::size_t>(i)].events);
        collect();
    }
    while (!m_transfers.empty())
        end(m_transfers.begin()->first, {});
}

void HttpTransfers::act(std::uint64_t tag, std::uint32_t events)
{
    int running = 0;
    if (tag == wakeTag) {
        m_wake.clear();
        return;
    }
    if (tag == timerTag) {
        std::uint64_t count = 0;
        [[maybe_unused]] const ssize_t got = read(m_timer.get(), &count, sizeof count);
        curl_multi_socket_action(m_multi.get(), CURL_SOCKET_TIMEOUT, 0, &running);
        return;
    }
    const int mask = ((events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0) | ((events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0)
        | ((events & (EPOLLERR | EPOLLHUP)) != 0 ? CURL_CSELECT_ERR : 0);
    curl_multi_socket_action(m_multi.get(), static_cast<curl_socket_t>(tag), mask, &running);
}

HttpTransfers::Going HttpTransfers::takeCommands()
{
    std::vector<Command> commands;
    Going going = Going::On;
    {
        const MutexLock lock(m_mutex);
        commands.swap(m_commands);
        going = m_isStopping ? Going::Stopping : Going::On;
    }
    for (Command &command : commands) {
        if (command.isStart)
            begin(command.id, std::move(command.order), std::move(command.onEnd));
        else
            end(command.id, {});
    }
    return going;
}

void HttpTransfers::begin(TransferId id, TransferOrder order, std::function<void(TransferEnd)> onEnd)
{
    auto transfer = std::make_unique<Transfer>(Transfer {std::move(order), std::move(onEnd)});
    transfer->id = id;
    transfer->prepare();
    CURL *easy = transfer->easy.get();
    m_transfers.emplace(id, std::move(transfer));
    if (curl_multi_add_handle(m_multi.get(), easy) != CURLM_OK)
        end(id, {.kind = TransferEnd::Kind::Failed, .errorClass = "connection", .text = "out of memory"});
}

void HttpTransfers::collect()
{
    int left = 0;
    while (const CURLMsg *message = curl_multi_info_read(m_multi.get(), &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        const CURLcode code = message->data.result;
        Transfer *transfer = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        end(transfer->id, transfer->resultOf(code));
    }
}

void HttpTransfers::end(TransferId id, TransferEnd how)
{
    const auto found = m_transfers.find(id);
    if (found == m_transfers.end())
        return; // it ended before the abort
    const std::unique_ptr<Transfer> transfer = std::move(found->second);
    m_transfers.erase(found);
    curl_multi_remove_handle(m_multi.get(), transfer->easy.get());
    transfer->onEnd(std::move(how));
}

} // namespace fairlead
