// SPDX-License-Identifier: Apache-2.0
#include "engine/api/router.h"

#include "engine/wire/view_json.h"

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

bool isJsonType(const std::string &type)
{
    const std::string bare = type.substr(0, type.find(';'));
    return bare.substr(0, bare.find_last_not_of(" \t") + 1) == "application/json";
}
} // namespace

Router::Router(Client &client, AuditSink audit, TokenBook &tokens, const DoorRules &rules)
    : m_client(client)
    , m_audit(std::move(audit))
    , m_tokens(tokens)
    , m_without(rules.withoutTokens)
    , m_failures(rules.tokenFailuresMax)
    , m_local(std::make_shared<GuardedClient>(client, m_audit, Principal {}))
{
    addJobs();
    addLists();
    addLeases();
    addLogs();
    addOperations();
    addOperators();
    addTokens();
}

void Router::add(const std::string &method, const std::string &path, Handler handler)
{
    add(method, path, method == "GET" ? Role::Viewer : Role::Operator, std::move(handler));
}

void Router::add(const std::string &method, const std::string &path, std::optional<Role> role, Handler handler)
{
    m_routes.push_back({method, role, segmentsOf(path), std::move(handler)});
}

Router::Admitted Router::admit(Exchange &exchange, std::optional<Role> role)
{
    if (!role || (m_without == WithoutTokens::Open && m_tokens.isOpenToAll()))
        return {m_local};
    const std::optional<TokenRecord> bearer = m_tokens.check(exchange.bearer);
    if (!bearer)
        return {nullptr, unknown(exchange)};
    if (bearer->role >= *role) {
        exchange.who = bearer->name.empty() ? bearer->id : bearer->name + " (" + bearer->id + ")";
        return {clientOf(*bearer, exchange.who)};
    }
    return {nullptr,
        Refusal {403,
            {ErrorCode::Denied,
                "this needs the role " + std::string(roleName(*role)) + "; the token's is "
                    + std::string(roleName(bearer->role))}}};
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

std::shared_ptr<Client> Router::clientOf(const TokenRecord &bearer, const std::string &who)
{
    const std::scoped_lock lock(m_mutex);
    std::shared_ptr<Client> &client = m_bearers[bearer.id];
    if (!client)
        client = std::make_shared<GuardedClient>(m_client, m_audit, Principal {who, bearer.tenant});
    return client;
}

std::vector<std::string> Router::routes() const
{
    std::vector<std::string> list;
    for (const Route &route : m_routes) {
        std::string line = route.method + " ";
        for (const std::string &segment : route.pattern)
            line += "/" + segment;
        list.push_back(std::move(line));
    }
    return list;
}

void Router::handle(const ExchangePtr &exchange)
{
    if (!exchange->body.empty() && !isJsonType(exchange->contentType)) {
        exchange->answer(
            415, writeError({ErrorCode::Invalid, "a body needs the header Content-Type: application/json"}));
        return;
    }
    const std::vector<std::string> segments = segmentsOf(exchange->path);
    std::string allow;
    for (const Route &route : m_routes) {
        if (!matches(route.pattern, segments, exchange->parts))
            continue;
        allow += (allow.empty() ? "" : ", ") + route.method;
        if (route.method == exchange->method || (exchange->method == "HEAD" && route.method == "GET")) {
            const Admitted admitted = admit(*exchange, route.role);
            exchange->asked = admitted.client;
            if (admitted.client)
                route.handler(*admitted.client, exchange);
            else
                exchange->answer(admitted.refusal->status, writeError(admitted.refusal->error));
            return;
        }
    }
    if (const Admitted admitted = admit(*exchange, Role::Viewer); !admitted.client)
        exchange->answer(admitted.refusal->status, writeError(admitted.refusal->error));
    else if (!allow.empty())
        exchange->refuseMethod(allow);
    else
        exchange->refuse({ErrorCode::NotFound, "no such route; see docs/INTERFACES.md for the ones there are"});
}

} // namespace fairlead
