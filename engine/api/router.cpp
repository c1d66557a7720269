// SPDX-License-Identifier: Apache-2.0
#include "engine/api/router.h"

#include "engine/api/api_document.h"
#include "engine/api/event_feed.h"
#include "engine/calls/all_calls.h"
#include "engine/domain/letter_case.h"
#include "engine/wire/call_codec.h"

#include <new>

namespace fairlead {

namespace {
std::vector<std::string> segmentsOf(const std::string &path)
{
    std::vector<std::string> segments;
    std::size_t at = 1;
    while (at <= path.size()) {
        const std::size_t slash = std::min(path.find('/', at), path.size());
        segments.push_back(path.substr(at, slash - at));
        at = slash + 1;
    }
    return segments;
}

bool matches(
    const std::vector<std::string> &pattern, const std::vector<std::string> &segments, std::vector<std::string> &parts)
{
    if (pattern.size() != segments.size())
        return false;
    parts.clear();
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == "{}")
            parts.push_back(segments[i]);
        else if (pattern[i] != segments[i])
            return false;
    }
    return true;
}

/// Type and subtype are not case-sensitive (RFC 9110, section 8.3.1).
bool isJsonType(const std::string &type)
{
    const std::string bare = lower(type.substr(0, type.find(';')));
    return bare.substr(0, bare.find_last_not_of(" \t") + 1) == "application/json";
}

/// Adds the methods of a route to the value of the header Allow, each once.
void addAllowed(std::vector<std::string> &methods, std::string_view method)
{
    const auto add = [&methods](std::string_view one) {
        if (std::find(methods.begin(), methods.end(), one) == methods.end())
            methods.emplace_back(one);
    };
    add(method);
    if (method == "GET")
        add("HEAD");
}

std::string joinedByComma(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

/// Whether a call names the lease of a run.
template <typename C>
constexpr bool isOfRun()
{
    if constexpr (requires(C call) { call.token; })
        return std::is_same_v<decltype(C::token), LeaseToken>;
    return false;
}

template <typename C>
constexpr bool isVitalCall()
{
    return isOfRun<C>()
        || std::is_same_v<C, CheckHealth> || std::is_same_v<C, CheckReadiness> || std::is_same_v<C, GetMetrics>;
}

/// A route for GET serves HEAD too.
bool isServedBy(std::string_view method, const std::string &asked)
{
    return method == asked || (asked == "HEAD" && method == "GET");
}

/// The ones who hold the places and bytes of a request. All programs of this machine have one address, so a token
/// counts there in its place.
std::vector<std::string> holdersOf(const Exchange &exchange, const std::string &tokenId)
{
    std::vector<std::string> holders;
    if (!tokenId.empty())
        holders.push_back("token " + tokenId);
    const bool isLocal = exchange.address == "127.0.0.1" || exchange.address == "::1";
    if (tokenId.empty() || !isLocal)
        holders.push_back("address " + exchange.address);
    return holders;
}

/// A browser that reconnects sends the number of the last event it got.
Result<> resumeAt(ListEvents &call, const std::string &lastEventId)
{
    if (lastEventId.empty())
        return {};
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(lastEventId.data(), lastEventId.data() + lastEventId.size(), number);
    if (error != std::errc {} || end != lastEventId.data() + lastEventId.size() || number < 0)
        return failure(ErrorCode::Invalid, "Last-Event-ID: expected an event's number");
    call.since = number;
    return {};
}
} // namespace

OwnAnswers::OwnAnswers(Client &next, TokenBook &tokens)
    : m_next(next)
{
    m_table.on<GetDocument>([](const GetDocument &, const Answer<Raw> &answer) {
        answer(Raw {apiDocument(), "application/json"});
    });
    m_table.on<ListTokens>([&tokens](const ListTokens &, const auto &answer) { answer(tokens.list()); });
    m_table.on<CreateToken>([&tokens](const CreateToken &call, const auto &answer, const CallContext &context) {
        if (call.payloads > context.principal.payloads)
            answer(failure(ErrorCode::Denied, "payloads: this token may not make one that reads more than it does"));
        else
            answer(tokens.create(call));
    });
    m_table.on<RevokeToken>([&tokens](const RevokeToken &call, const auto &answer) { answer(tokens.revoke(call.id)); });
}

void OwnAnswers::submit(AnyCall call)
{
    if (!m_table.answer(call))
        m_next.submit(std::move(call));
}

Router::Router(Client &client, const GuardSources &sources, TokenBook &tokens, const RouterRules &rules)
    : m_audit(sources.audit)
    , m_tokens(tokens)
    , m_without(rules.withoutTokens)
    , m_failures(rules.tokenFailuresMax)
    , m_waits(rules.waits)
    , m_own(client, tokens)
    , m_guard(m_own, sources)
{
    eachCall([this]<typename C>() {
        std::vector<std::string> pattern = segmentsOf(std::string(C::info.path));
        for (std::string &segment : pattern) {
            if (segment.starts_with('{'))
                segment = "{}";
        }
        m_routes.push_back({&C::info, std::move(pattern), &Router::serve<C>, isOfRun<C>(), isVitalCall<C>()});
    });
    // A fixed segment comes before a member in braces.
    std::stable_sort(m_routes.begin(), m_routes.end(), [](const Route &a, const Route &b) {
        const auto members = [](const Route &route) {
            return std::count(route.pattern.begin(), route.pattern.end(), "{}");
        };
        return members(a) < members(b);
    });
}

template <typename C>
void Router::serve(const ExchangePtr &exchange, Visit visit)
{
    Result<C> call = readCall<C>({exchange->parts, exchange->query, exchange->body});
    if (!call) {
        exchange->refuse(call.error());
        return;
    }
    if constexpr (std::is_same_v<C, ListEvents>) {
        const Result<> resumed = resumeAt(*call, exchange->lastEventId);
        if (!resumed) {
            exchange->refuse(resumed.error());
            return;
        }
        if (exchange->accept.find("application/json") == std::string::npos) {
            if (mayWait(exchange, visit))
                serveStream(exchange, *call, visit.context);
            return;
        }
    }
    if constexpr (requires { call->wait; }) {
        if (call->wait > Microseconds {0} && !mayWait(exchange, visit))
            return;
    }
    if constexpr (C::info.isLong) {
        if (!mayWait(exchange, visit))
            return;
    }
    m_guard.ask(
        std::move(*call),
        [exchange](Result<typename C::Reply> reply) {
            exchange->endOverdueWait(); // before the engine's answer to one that may not wait any more
            if (!reply) {
                exchange->refuse(reply.error());
                return;
            }
            const int status = statusOf<C>(*reply);
            if constexpr (std::is_same_v<typename C::Reply, Raw>) {
                exchange->answer(status, std::move(reply->bytes), std::move(reply->contentType));
            } else if constexpr (isEach<typename C::Reply>) {
                if (reply->isOne && !reply->items.front())
                    exchange->refuse(reply->items.front().error());
                else
                    exchange->answer(status, ReplyForm<typename C::Reply>::write(*reply));
            } else {
                exchange->answer(status, ReplyForm<typename C::Reply>::write(*reply));
            }
        },
        std::move(visit.context));
}

void Router::serveStream(const ExchangePtr &exchange, const ListEvents &call, const CallContext &context)
{
    // A number that no event has had must be refused before the stream begins.
    ListEvents first = call;
    first.wait = Microseconds {0};
    first.limit = 1;
    m_guard.ask(
        first,
        [this, exchange, call, context](const Result<EventPage> &page) {
            if (page)
                exchange->stream("text/event-stream", std::make_shared<EventFeed>(m_guard, call, context));
            else
                exchange->refuse(page.error());
        },
        context);
}

Router::Admitted Router::admit(Exchange &exchange, std::optional<Role> role)
{
    if (!role || (m_without == WithoutTokens::Open && m_tokens.isOpenToAll()))
        return {};
    const std::optional<TokenRecord> bearer = m_tokens.check(exchange.bearer);
    if (!bearer)
        return {{}, unknown(exchange)};
    return {{bearer->name.empty() ? bearer->id : bearer->name + " (" + bearer->id + ")", bearer->role, bearer->tenant,
                bearer->payloads, bearer->name, bearer->id},
        {}, bearer->id};
}

Router::Visit Router::visitOf(const ExchangePtr &exchange, Admitted admitted, std::optional<Role> role)
{
    const auto isAwaited = [weak = std::weak_ptr(exchange)] {
        const ExchangePtr held = weak.lock();
        return held && held->isAwaited();
    };
    Visit visit {{std::move(admitted.principal), exchange->idempotencyKey, isAwaited}, {}, admitted.tokenId};
    if (!role)
        return visit;
    // The first token ends the time in which none is needed, also for those who wait.
    visit.mayGoOn = [&tokens = m_tokens, id = std::move(admitted.tokenId)] {
        return id.empty() ? tokens.isOpenToAll() : tokens.isInForce(id);
    };
    visit.context.isAsking = [isAwaited, mayGoOn = visit.mayGoOn] { return isAwaited() && mayGoOn(); };
    // Asked while the engine works on the call, which may outlive this router: so it has the places themselves.
    visit.context.mayWait = [weak = std::weak_ptr(exchange), waits = m_waits,
                                holders = holdersOf(*exchange, visit.tokenId), mayGoOn = visit.mayGoOn]() mutable {
        const ExchangePtr held = weak.lock();
        WaitPlaces::Taken taken = held ? waits.take(holders) : WaitPlaces::Taken {};
        if (!taken.place)
            return false;
        held->beginWait(std::move(taken.place), mayGoOn);
        return true;
    };
    return visit;
}

bool Router::mayWait(const ExchangePtr &exchange, const Visit &visit)
{
    WaitPlaces::Taken taken = m_waits.take(holdersOf(*exchange, visit.tokenId));
    switch (taken.full) {
    case WaitPlaces::Full::No:
        exchange->beginWait(std::move(taken.place), visit.mayGoOn);
        return true;
    case WaitPlaces::Full::One:
        exchange->refuse({ErrorCode::RateLimited,
            "too many calls of this " + taken.holder.substr(0, taken.holder.find(' '))
                + " wait at once (http.max_waits); end some, or ask without a wait"});
        return false;
    case WaitPlaces::Full::All:
        exchange->refuse({ErrorCode::EngineFull,
            "too many calls wait at once (three quarters of http.max_connections); ask without a wait, or try again"});
        return false;
    }
    return false;
}

Refusal Router::unknown(const Exchange &exchange)
{
    const std::string needed = "a valid token is needed: Authorization: Bearer TOKEN, or fairleadctl --token-file FILE";
    const auto verdict = exchange.bearer.empty() ? FailureWatch::Verdict::Within
                                                 : m_failures.note(exchange.address, m_clock.monotonicNow());
    if (verdict == FailureWatch::Verdict::Within)
        return {401, {ErrorCode::Denied, needed}};
    if (verdict == FailureWatch::Verdict::FirstBeyond) {
        AuditEntry entry;
        entry.who = exchange.address;
        entry.act = "token.guessed";
        entry.target = "engine";
        entry.detail = "more wrong tokens in a minute than are answered; those with a valid one come in as ever";
        m_audit(entry, [](const Result<AuditEntry> &) {});
    }
    return {429, {ErrorCode::RateLimited, "too many wrong tokens from this address; " + needed}};
}

std::vector<std::string> Router::routes() const
{
    std::vector<std::string> list;
    for (const Route &route : m_routes) {
        std::string line = std::string(route.info->method) + " ";
        for (const std::string &segment : route.pattern)
            line += "/" + segment;
        list.push_back(std::move(line));
    }
    return list;
}

void Router::handle(const ExchangePtr &exchange)
{
    try {
        serveByRoute(exchange);
    } catch (const std::bad_alloc &) {
        exchange->refuse(noMemory());
    }
}

std::optional<Router::BodySender> Router::admitBody(Exchange &exchange)
{
    const std::optional<Entry> entry = enter(exchange);
    if (!entry || !entry->route->info->role)
        return std::nullopt;
    return BodySender {holdersOf(exchange, entry->admitted.tokenId), entry->route->isOfRun};
}

bool Router::isVital(const Exchange &exchange) const
{
    const std::vector<std::string> segments = segmentsOf(exchange.path);
    std::vector<std::string> parts;
    return std::any_of(m_routes.begin(), m_routes.end(), [&](const Route &route) {
        return route.isVital && isServedBy(route.info->method, exchange.method)
            && matches(route.pattern, segments, parts);
    });
}

void Router::serveByRoute(const ExchangePtr &exchange)
{
    if (!exchange->headFault && !exchange->body.empty() && !isJsonType(exchange->contentType)) {
        exchange->answer(
            415, writeError({ErrorCode::Invalid, "a body needs the header Content-Type: application/json"}));
        return;
    }
    // Once more after a body: its token may have ended while it came.
    if (std::optional<Entry> entry = enter(*exchange)) {
        const std::optional<Role> role = entry->route->info->role;
        (this->*entry->route->serve)(exchange, visitOf(exchange, std::move(entry->admitted), role));
    }
}

std::optional<Router::Entry> Router::enter(Exchange &exchange)
{
    if (exchange.headFault) {
        exchange.refuse(*exchange.headFault);
        return std::nullopt;
    }
    const std::vector<std::string> segments = segmentsOf(exchange.path);
    std::vector<std::string> allowed;
    for (const Route &route : m_routes) {
        if (!matches(route.pattern, segments, exchange.parts))
            continue;
        const std::string_view method = route.info->method;
        addAllowed(allowed, method);
        if (!isServedBy(method, exchange.method))
            continue;
        Admitted admitted = admit(exchange, route.info->role);
        if (admitted.refusal) {
            exchange.answer(admitted.refusal->status, writeError(admitted.refusal->error));
            return std::nullopt;
        }
        if (route.info->role && admitted.principal.role < *route.info->role) {
            exchange.refuse(roleNeeded(*route.info->role, admitted.principal.role));
            return std::nullopt;
        }
        return Entry {&route, std::move(admitted)};
    }
    if (const Admitted admitted = admit(exchange, Role::Viewer); admitted.refusal)
        exchange.answer(admitted.refusal->status, writeError(admitted.refusal->error));
    else if (!allowed.empty())
        exchange.refuseMethod(joinedByComma(allowed));
    else
        exchange.refuse({ErrorCode::NotFound, "no such route; see docs/INTERFACES.md for the ones there are"});
    return std::nullopt;
}

} // namespace fairlead
