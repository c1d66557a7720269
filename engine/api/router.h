// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/exchange.h"
#include "engine/client/client.h"

namespace fairlead {

/// Finds the route of a request and calls the Client for it. Immutable after construction; threads: any.
class Router
{
public:
    explicit Router(Client &client);
    /// Answers in any case, now or later.
    void handle(const ExchangePtr &exchange) const;

    /// "POST /v1/queues/{}/pause" and so on, in the order of trial.
    std::vector<std::string> routes() const;

private:
    using Handler = std::function<void(const ExchangePtr &)>;
    struct Route
    {
        std::string method;
        std::vector<std::string> pattern; ///< segments; "{}" stands for any one
        Handler handler;
    };
    void add(const std::string &method, const std::string &path, Handler handler);
    void addJobs(Client &client);
    void addLists(Client &client);
    void addOperators(Client &client);

    std::vector<Route> m_routes;
};

} // namespace fairlead
