// SPDX-License-Identifier: Apache-2.0
#include "engine/api/metrics_text.h"
#include "engine/api/openapi.h"
#include "engine/api/route_parts.h"
#include "engine/api/router.h"
#include "engine/wire/job_json.h"
#include "engine/wire/letter_group_json.h"
#include "engine/wire/view_json.h"

namespace fairlead {

namespace {
Result<DeadLetterQuery> deadLetterQuery(const Exchange &exchange)
{
    DeadLetterQuery query;
    QueryReader reader(exchange);
    query.queue = reader.parsed("queue", QueueName::parse);
    query.tenant = reader.parsed("tenant", TenantName::parse);
    query.fingerprint = reader.text("fingerprint");
    query.cursor = reader.text("cursor");
    query.limit = reader.limit();
    query.skip = reader.skip();
    if (const Result<> good = reader.finish(); !good)
        return failure(good.error());
    return query;
}

Result<LetterGroupQuery> letterGroupQuery(const Exchange &exchange)
{
    LetterGroupQuery query;
    QueryReader reader(exchange);
    query.by = reader.parsed("group_by", parseGroupBy).value_or(GroupBy::Error);
    query.queue = reader.parsed("queue", QueueName::parse);
    query.tenant = reader.parsed("tenant", TenantName::parse);
    query.limit = reader.limit();
    if (const Result<> good = reader.finish(); !good)
        return failure(good.error());
    return query;
}

void deadLetters(Client &client, const ExchangePtr &exchange)
{
    if (exchange->query.contains("group_by")) {
        const Result<LetterGroupQuery> query = letterGroupQuery(*exchange);
        if (!query)
            exchange->refuse(query.error());
        else
            client.groupDeadLetters(*query, answerWith<LetterGroups>(exchange, writeLetterGroups));
        return;
    }
    const Result<DeadLetterQuery> query = deadLetterQuery(*exchange);
    if (!query)
        exchange->refuse(query.error());
    else
        client.listDeadLetters(*query, answerWith<DeadLetterPage>(exchange, writeDeadLetterPage));
}

/// What /metrics is written from; each answer brings the next question.
struct Scrape
{
    StatusView status;
    std::vector<QueueView> queues;
};

void answerMetrics(Client &client, const ExchangePtr &exchange)
{
    const auto refused = [exchange](const auto &answer) {
        if (!answer)
            exchange->refuse(answer.error());
        return !answer;
    };
    auto scrape = std::make_shared<Scrape>();
    client.status([&client, exchange, scrape, refused](Result<StatusView> status) {
        if (refused(status))
            return;
        scrape->status = std::move(*status);
        client.listQueues([&client, exchange, scrape, refused](Result<std::vector<QueueView>> queues) {
            if (refused(queues))
                return;
            scrape->queues = std::move(*queues);
            client.listTenants([exchange, scrape, refused](Result<std::vector<TenantView>> tenants) {
                if (!refused(tenants))
                    exchange->answer(200, metricsText(scrape->status, scrape->queues, *tenants, SystemClock().now()),
                        "text/plain; version=0.0.4; charset=utf-8");
            });
        });
    });
}

using Handler = std::function<void(Client &, const ExchangePtr &)>;

void addHealth(const std::function<void(const std::string &, Handler)> &addGet)
{
    addGet("/health", [](Client &, const ExchangePtr &exchange) { exchange->answer(200, R"({"status":"ok"})"); });
    addGet("/health/ready", [](Client &client, const ExchangePtr &exchange) {
        client.status([exchange](Result<StatusView> status) {
            if (status && status->state != "stopping")
                exchange->answer(200, R"({"status":"ready"})");
            else
                exchange->answer(503, R"({"status":"not ready"})");
        });
    });
}
} // namespace

void Router::addLists()
{
    const auto addGet = [this](const std::string &path, Handler handler) { add("GET", path, std::move(handler)); };
    addGet("/v1/queues", [](Client &client, const ExchangePtr &exchange) {
        client.listQueues(answerWith<std::vector<QueueView>>(exchange, writeQueues));
    });
    addGet("/v1/queues/{}", [](Client &client, const ExchangePtr &exchange) {
        withPart<QueueName>(exchange,
            [&](const QueueName &queue) { client.findQueue(queue, answerWith<QueueView>(exchange, writeQueue)); });
    });
    addGet("/v1/tenants", [](Client &client, const ExchangePtr &exchange) {
        client.listTenants(answerWith<std::vector<TenantView>>(exchange, writeTenants));
    });
    addGet("/v1/tenants/{}", [](Client &client, const ExchangePtr &exchange) {
        withPart<TenantName>(exchange, [&](const TenantName &tenant) {
            client.findTenant(tenant, answerWith<TenantView>(exchange, writeTenant));
        });
    });
    addGet("/v1/workers", [](Client &client, const ExchangePtr &exchange) {
        client.listWorkers(answerWith<std::vector<WorkerView>>(exchange, writeWorkers));
    });
    addGet("/v1/dead-letters", deadLetters);
    addGet("/v1/dead-letters/{}", [](Client &client, const ExchangePtr &exchange) {
        withJobId(exchange,
            [&](const JobId &id) { client.findDeadLetter(id, answerWith<DeadLetter>(exchange, writeDeadLetter)); });
    });
    addGet("/v1/stats", [](Client &client, const ExchangePtr &exchange) {
        client.status(answerWith<StatusView>(exchange, writeStatus));
    });
    addGet("/metrics", answerMetrics);
    addGet("/v1/verify", [](Client &client, const ExchangePtr &exchange) {
        client.verify(answerWith<VerifyReport>(exchange, writeVerifyReport));
    });
    add("GET", "/openapi.json", [](Client &, const ExchangePtr &exchange) { exchange->answer(200, openApiJson()); });
    addHealth([this](const std::string &path, Handler handler) { add("GET", path, std::nullopt, std::move(handler)); });
}

} // namespace fairlead
