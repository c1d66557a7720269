// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/exchange.h"
#include "engine/api/head_checks.h"
#include "engine/client/client.h"
#include "engine/security/token_book.h"

namespace fairlead {

/// Finds the route of a request, asks whether its bearer may, and calls the Client for it. Immutable after
/// construction; threads: any.
class Router
{
public:
    Router(Client &client, TokenBook &tokens);
    /// Answers in any case, now or later.
    void handle(const ExchangePtr &exchange) const;

    /// "POST /v1/queues/{}/pause" and so on, in the order of trial.
    std::vector<std::string> routes() const;

private:
    using Handler = std::function<void(const ExchangePtr &)>;
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
    /// Empty when the bearer may do what needs `role`.
    std::optional<Refusal> refusalOf(const Exchange &exchange, Role role) const;
    void addJobs(Client &client);
    void addLists(Client &client);
    void addLeases(Client &client);
    void addOperations(Client &client);
    void addOperators(Client &client);
    void addTokens(TokenBook &tokens);

    TokenBook &m_tokens;
    std::vector<Route> m_routes;
};

} // namespace fairlead
