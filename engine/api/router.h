// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/exchange.h"
#include "engine/api/failure_watch.h"
#include "engine/api/head_checks.h"
#include "engine/calls/call_table.h"
#include "engine/calls/log_calls.h"
#include "engine/client/guarded_client.h"
#include "engine/security/token_book.h"

namespace fairlead {

/// Whether everybody may do everything while there is no token.
enum class WithoutTokens { Open, Closed };
struct DoorRules
{
    WithoutTokens withoutTokens = WithoutTokens::Open;
    int tokenFailuresMax = 10; ///< wrong tokens of one address in a minute
};

/// Answers what belongs to the HTTP interface itself: its document and its tokens; passes all else on. Threads: any.
class OwnAnswers final : public Client
{
public:
    OwnAnswers(Client &next, TokenBook &tokens);
    void submit(AnyCall call) override;

private:
    Client &m_next;
    CallTable m_table;
};

/// Finds the call of a request, learns from the token in whose name it is made, and makes it. Threads: any.
class Router
{
public:
    /// Puts a GuardedClient before `client`.
    Router(Client &client, AuditSink audit, TokenBook &tokens, const DoorRules &rules = {});
    /// Answers in any case, now or later.
    void handle(const ExchangePtr &exchange);

    /// "POST /v1/queues/{}/pause" and so on, in the order of trial.
    std::vector<std::string> routes() const;

private:
    /// The principal of a request, or the refusal.
    struct Admitted
    {
        Principal principal {};
        std::optional<Refusal> refusal {};
    };
    struct Route
    {
        const CallInfo *info;
        std::vector<std::string> pattern; ///< segments; "{}" stands for any one
        void (Router::*serve)(const ExchangePtr &, CallContext);
    };
    template <typename C>
    void serve(const ExchangePtr &exchange, CallContext context);
    /// The log of events as a stream, where nobody asks for a page of JSON.
    void serveStream(const ExchangePtr &exchange, const ListEvents &call, const CallContext &context);
    /// Whether the bearer may make a call that needs `role`.
    Admitted admit(Exchange &exchange, std::optional<Role> role);
    Refusal unknown(const Exchange &exchange);

    const AuditSink m_audit;
    TokenBook &m_tokens;
    const WithoutTokens m_without;
    FailureWatch m_failures;
    SystemClock m_clock;
    std::vector<Route> m_routes;
    OwnAnswers m_own;
    GuardedClient m_guard;
};

} // namespace fairlead
