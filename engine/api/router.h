// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/exchange.h"
#include "engine/api/failure_watch.h"
#include "engine/api/head_checks.h"
#include "engine/api/wait_places.h"
#include "engine/calls/call_table.h"
#include "engine/calls/log_calls.h"
#include "engine/client/guarded_client.h"
#include "engine/security/token_book.h"

namespace fairlead {

/// Whether every request has all rights while no token exists.
enum class WithoutTokens { Open, Closed };
struct RouterRules
{
    WithoutTokens withoutTokens = WithoutTokens::Open;
    int tokenFailuresMax = 10; ///< wrong tokens of one address in a minute
    HolderRoom::Limits waits {250, 750};
};

/// Answers the calls of the HTTP interface itself (its document and its tokens) and passes on the others. Threads: any.
class OwnAnswers final : public Client
{
public:
    OwnAnswers(Client &next, TokenBook &tokens);
    void submit(AnyCall call) override;

private:
    Client &m_next;
    CallTable m_table;
};

/// Finds the call of a request, finds its principal by the token, and makes the call. Threads: any.
class Router
{
public:
    /// Wraps `client` in a GuardedClient.
    Router(Client &client, const GuardSources &sources, TokenBook &tokens, const RouterRules &rules = {});
    /// The sender of a body that may be sent.
    struct BodySender
    {
        std::vector<std::string> holders; ///< its token, its address
        bool isOfRun = false; ///< the request ends the run of a lease, or says that it is alive
    };
    /// Checks a request whose body is still to come. Empty: its body is not for use. Either it has no right to its
    /// route, and has its answer, or its call needs no token, and reads no body.
    std::optional<BodySender> admitBody(Exchange &exchange);
    /// Whether a request is one that others rely on: about the lease of a run, the engine's health, or its figures. It
    /// is served also when all places for connections are taken.
    bool isVital(const Exchange &exchange) const;
    /// Always answers, now or later.
    void handle(const ExchangePtr &exchange);

    /// Routes such as "POST /v1/queues/{}/pause", in the order in which they are tried.
    std::vector<std::string> routes() const;

private:
    /// The principal of a request, or the refusal.
    struct Admitted
    {
        Principal principal {};
        std::optional<Refusal> refusal {};
        std::string tokenId {}; ///< empty: no token was needed
    };
    /// A request that may be served, on its way to its route.
    struct Visit
    {
        CallContext context;
        std::function<bool()> mayGoOn {}; ///< whether its token is still in force; empty: none was needed
        std::string tokenId {};
    };
    struct Route
    {
        const CallInfo *info;
        std::vector<std::string> pattern; ///< segments; "{}" matches any one
        void (Router::*serve)(const ExchangePtr &, Visit);
        bool isOfRun; ///< about the run of a lease
        bool isVital;
    };
    /// A request that has a right to its route.
    struct Entry
    {
        const Route *route;
        Admitted admitted;
    };
    /// Finds the route of a request and its principal. Empty: the request was refused.
    std::optional<Entry> enter(Exchange &exchange);
    template <typename C>
    void serve(const ExchangePtr &exchange, Visit visit);
    void serveByRoute(const ExchangePtr &exchange);
    Visit visitOf(const ExchangePtr &exchange, Admitted admitted, std::optional<Role> role);
    /// Makes the request one that waits. False when it was refused: too many wait.
    bool mayWait(const ExchangePtr &exchange, const Visit &visit);
    /// Serves the event log as a stream, for requests that do not ask for JSON.
    void serveStream(const ExchangePtr &exchange, const ListEvents &call, const CallContext &context);
    /// Checks whether the bearer may make a call that needs `role`.
    Admitted admit(Exchange &exchange, std::optional<Role> role);
    Refusal unknown(const Exchange &exchange);

    const AuditSink m_audit;
    TokenBook &m_tokens;
    const WithoutTokens m_without;
    FailureWatch m_failures;
    WaitPlaces m_waits;
    SystemClock m_clock;
    std::vector<Route> m_routes;
    OwnAnswers m_own;
    GuardedClient m_guard;
};

} // namespace fairlead
