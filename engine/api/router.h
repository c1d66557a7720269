// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/exchange.h"
#include "engine/api/failure_watch.h"
#include "engine/api/head_checks.h"
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

/// Finds the route of a request, asks whether its bearer may, and calls the Client for it, in the bearer's name.
/// Threads: any.
class Router
{
public:
    /// Guards the client itself.
    Router(Client &client, AuditSink audit, TokenBook &tokens, const DoorRules &rules = {});
    /// Answers in any case, now or later.
    void handle(const ExchangePtr &exchange);

    /// "POST /v1/queues/{}/pause" and so on, in the order of trial.
    std::vector<std::string> routes() const;

private:
    using Handler = std::function<void(Client &, const ExchangePtr &)>;
    /// Who asks, or why not.
    struct Admitted
    {
        std::shared_ptr<Client> client {};
        std::optional<Refusal> refusal {};
    };
    struct Route
    {
        std::string method;
        std::optional<Role> role; ///< needed; empty: nobody is asked
        std::vector<std::string> pattern; ///< segments; "{}" stands for any one
        Handler handler;
    };
    /// Looking needs a viewer, acting an operator.
    void add(const std::string &method, const std::string &path, Handler handler);
    void add(const std::string &method, const std::string &path, std::optional<Role> role, Handler handler);
    /// Whether the bearer may do what needs `role`; the client in its name.
    Admitted admit(Exchange &exchange, std::optional<Role> role);
    Refusal unknown(const Exchange &exchange);
    std::shared_ptr<Client> clientOf(const TokenRecord &bearer, const std::string &who);
    void addJobs();
    void addLists();
    void addLeases();
    void addLogs();
    void addOperations();
    void addOperators();
    void addTokens();

    Client &m_client;
    const AuditSink m_audit;
    TokenBook &m_tokens;
    const WithoutTokens m_without;
    FailureWatch m_failures;
    SystemClock m_clock;
    std::vector<Route> m_routes;
    const std::shared_ptr<Client> m_local; ///< in nobody's name
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<Client>> m_bearers; ///< guarded by m_mutex; by the token's id
};

} // namespace fairlead
