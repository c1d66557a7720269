// SPDX-License-Identifier: Apache-2.0
#include "engine/api/router.h"

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
} // namespace

Router::Router(Client &client)
{
    addJobs(client);
    addLists(client);
    addOperators(client);
}

void Router::add(const std::string &method, const std::string &path, Handler handler)
{
    m_routes.push_back({method, segmentsOf(path), std::move(handler)});
}

void Router::handle(const ExchangePtr &exchange) const
{
    const std::vector<std::string> segments = segmentsOf(exchange->path);
    bool isKnownPath = false;
    for (const Route &route : m_routes) {
        if (!matches(route.pattern, segments, exchange->parts))
            continue;
        isKnownPath = true;
        if (route.method == exchange->method || (exchange->method == "HEAD" && route.method == "GET")) {
            route.handler(exchange);
            return;
        }
    }
    if (isKnownPath)
        exchange->refuse({ErrorCode::Unsupported, "the method " + exchange->method + " is not known here"});
    else
        exchange->refuse({ErrorCode::NotFound, "no such route; see docs/INTERFACES.md for the ones there are"});
}

} // namespace fairlead
