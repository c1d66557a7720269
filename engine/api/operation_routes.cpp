// SPDX-License-Identifier: Apache-2.0
#include "engine/api/route_parts.h"
#include "engine/api/router.h"
#include "engine/wire/operation_json.h"

namespace fairlead {

namespace {
void begin(Client &client, const ExchangePtr &exchange)
{
    Result<OperationOrder> order = readOperationOrder(exchange->body);
    if (!order) {
        exchange->refuse(order.error());
        return;
    }
    if (order->isDryRun) {
        client.countOperation(std::move(order->request), answerWith<JobCount>(exchange, writeJobCount));
        return;
    }
    client.beginOperation(std::move(order->request), [exchange](Result<Operation> begun) {
        if (begun)
            exchange->answer(202, writeOperation(*begun));
        else
            exchange->refuse(begun.error());
    });
}

void deleteJob(Client &client, const ExchangePtr &exchange)
{
    withJobId(
        exchange, [&](const JobId &id) { client.deleteJob(id, answerWith<DeletedJob>(exchange, writeDeletedJob)); });
}
} // namespace

void Router::addOperations()
{
    add("DELETE", "/v1/jobs/{}", [](Client &client, const ExchangePtr &exchange) { deleteJob(client, exchange); });
    add("POST", "/v1/operations", [](Client &client, const ExchangePtr &exchange) { begin(client, exchange); });
    add("GET", "/v1/operations", [](Client &client, const ExchangePtr &exchange) {
        client.listOperations(answerWith<std::vector<Operation>>(exchange, writeOperations));
    });
    add("GET", "/v1/operations/{}", [](Client &client, const ExchangePtr &exchange) {
        withJobId(exchange,
            [&](const JobId &id) { client.findOperation(id, answerWith<Operation>(exchange, writeOperation)); });
    });
    add("DELETE", "/v1/operations/{}", [](Client &client, const ExchangePtr &exchange) {
        withJobId(exchange,
            [&](const JobId &id) { client.cancelOperation(id, answerWith<Operation>(exchange, writeOperation)); });
    });
}

} // namespace fairlead
