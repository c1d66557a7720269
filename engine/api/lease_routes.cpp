// SPDX-License-Identifier: Apache-2.0
#include "engine/api/route_parts.h"
#include "engine/api/router.h"
#include "engine/domain/job_specs.h"
#include "engine/wire/lease_json.h"
#include "engine/wire/raw_json.h"

namespace fairlead {

namespace {
void lease(Client &client, const ExchangePtr &exchange)
{
    withPart<QueueName>(exchange, [&](const QueueName &queue) {
        Result<LeaseRequest> request = readLeaseRequest(exchange->body, queue);
        if (!request) {
            exchange->refuse(request.error());
            return;
        }
        request->isAsking = exchange->isOpen;
        client.lease(*request, answerWith<std::vector<LeasedJob>>(exchange, writeLeasedJobs));
    });
}

void settleAs(Client &client, const ExchangePtr &exchange, const LeaseToken &token, Result<Outcome> outcome)
{
    if (!outcome)
        exchange->refuse(outcome.error());
    else
        client.settleLease(token, std::move(*outcome), answerWith<JobState>(exchange, writeSettled));
}

void settle(Client &client, const ExchangePtr &exchange, const std::string &verb)
{
    withPart<LeaseToken>(exchange, [&](const LeaseToken &token) {
        if (!rawMember(exchange->body, "spawn")) {
            settleAs(client, exchange, token, readOutcome(verb, exchange->body));
            return;
        }
        // What the jobs left behind do not say of themselves is that of their parent.
        client.findJob(token.job, [&client, exchange, token, verb](const Result<JobRecord> &parent) {
            if (!parent) {
                exchange->refuse(parent.error());
                return;
            }
            const NewJob like = childOf(parent->job);
            settleAs(client, exchange, token, readOutcome(verb, exchange->body, &like));
        });
    });
}
} // namespace

void Router::addLeases()
{
    add("POST", "/v1/queues/{}/lease", [](Client &client, const ExchangePtr &exchange) { lease(client, exchange); });
    for (const std::string verb : {"succeed", "fail", "reject", "snooze"}) {
        add("POST", "/v1/leases/{}/" + verb,
            [verb](Client &client, const ExchangePtr &exchange) { settle(client, exchange, verb); });
    }
    add("POST", "/v1/leases/{}/renew", [](Client &client, const ExchangePtr &exchange) {
        withPart<LeaseToken>(exchange, [&](const LeaseToken &token) {
            const auto length = readRenewal(exchange->body);
            if (!length)
                exchange->refuse(length.error());
            else
                client.renewLease(token, *length, answerWith<LeaseView>(exchange, writeLeaseView));
        });
    });
    add("POST", "/v1/leases/{}/progress", [](Client &client, const ExchangePtr &exchange) {
        withPart<LeaseToken>(exchange, [&](const LeaseToken &token) {
            const Result<Progress> progress = readProgress(exchange->body);
            if (!progress)
                exchange->refuse(progress.error());
            else
                client.reportProgress(token, *progress, answerWith<LeaseView>(exchange, writeLeaseView));
        });
    });
}

} // namespace fairlead
