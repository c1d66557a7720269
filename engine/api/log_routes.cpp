// SPDX-License-Identifier: Apache-2.0
// What happened, who did what, and how much passed when.
#include "engine/api/event_feed.h"
#include "engine/api/route_parts.h"
#include "engine/api/router.h"
#include "engine/wire/audit_json.h"
#include "engine/wire/event_json.h"
#include "engine/wire/history_json.h"

namespace fairlead {

namespace {
constexpr std::int64_t numberMax = std::numeric_limits<std::int64_t>::max();

Result<EventQuery> eventQuery(const Exchange &exchange)
{
    EventQuery query;
    QueryReader reader(exchange);
    query.since = reader.number("since", 0, numberMax);
    query.queue = reader.parsed("queue", QueueName::parse);
    query.tenant = reader.parsed("tenant", TenantName::parse);
    query.limit = reader.limit(query.limit);
    query.wait = Milliseconds {reader.number("wait_ms", 0, 60'000).value_or(0)};
    if (const Result<> good = reader.finish(); !good)
        return failure(good.error());
    return query;
}

/// A browser that comes back says where it was.
Result<> resume(EventQuery &query, const std::string &lastEventId)
{
    if (lastEventId.empty())
        return {};
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(lastEventId.data(), lastEventId.data() + lastEventId.size(), number);
    if (error != std::errc {} || end != lastEventId.data() + lastEventId.size() || number < 0)
        return failure(ErrorCode::Invalid, "Last-Event-ID: expected an event's number");
    query.since = number;
    return {};
}

void answerEvents(Client &client, const ExchangePtr &exchange)
{
    Result<EventQuery> query = eventQuery(*exchange);
    const Result<> resumed = query ? resume(*query, exchange->lastEventId) : failure(query.error());
    if (!resumed) {
        exchange->refuse(resumed.error());
        return;
    }
    if (exchange->accept.find("application/json") != std::string::npos) {
        client.events(*query, answerWith<EventPage>(exchange, writeEventPage));
        return;
    }
    // A first look, so that a number that no event has had is refused in words.
    EventQuery first = *query;
    first.wait = Microseconds {0};
    first.limit = 1;
    client.events(first, [&client, exchange, query = *query](const Result<EventPage> &page) {
        if (page)
            exchange->stream("text/event-stream", std::make_shared<EventFeed>(client, query));
        else
            exchange->refuse(page.error());
    });
}

Result<AuditQuery> auditQuery(const Exchange &exchange)
{
    AuditQuery query;
    QueryReader reader(exchange);
    query.below = reader.number("cursor", 1, numberMax).value_or(0);
    query.limit = reader.limit(query.limit);
    if (const Result<> good = reader.finish(); !good)
        return failure(good.error());
    return query;
}

Result<HistoryQuery> historyQuery(const Exchange &exchange)
{
    HistoryQuery query;
    QueryReader reader(exchange);
    query.series = reader.text("series");
    query.queue = reader.parsed("queue", QueueName::parse);
    query.tenant = reader.parsed("tenant", TenantName::parse);
    query.worker = reader.text("worker");
    query.range = reader.parsed("range", parseDuration).value_or(query.range);
    if (const Result<> good = reader.finish(); !good)
        return failure(good.error());
    return query;
}
} // namespace

void Router::addLogs()
{
    add("GET", "/v1/events", [](Client &client, const ExchangePtr &exchange) { answerEvents(client, exchange); });
    add("GET", "/v1/stats/history", [](Client &client, const ExchangePtr &exchange) {
        const Result<HistoryQuery> query = historyQuery(*exchange);
        if (!query) {
            exchange->refuse(query.error());
            return;
        }
        client.history(*query, answerWith<History>(exchange, [series = query->series](const History &history) {
            return writeHistory(history, series);
        }));
    });
    add("GET", "/v1/audit", Role::Admin, [](Client &client, const ExchangePtr &exchange) {
        const Result<AuditQuery> query = auditQuery(*exchange);
        if (query)
            client.listAudit(*query, answerWith<AuditPage>(exchange, writeAuditPage));
        else
            exchange->refuse(query.error());
    });
    add("GET", "/v1/audit/verify", Role::Admin, [](Client &client, const ExchangePtr &exchange) {
        client.verifyAudit(answerWith<AuditReport>(exchange, writeAuditReport));
    });
}

} // namespace fairlead
