// SPDX-License-Identifier: Apache-2.0
#include "engine/api/route_parts.h"
#include "engine/api/router.h"
#include "engine/wire/job_json.h"
#include "engine/wire/operation_json.h"
#include "engine/wire/request_json.h"
#include "engine/wire/view_json.h"

namespace fairlead {

namespace {
void enqueue(Client &client, const ExchangePtr &exchange)
{
    Result<NewJobs> read = readNewJobs(exchange->body, jobsPerCallMax);
    if (!read) {
        exchange->refuse(read.error());
        return;
    }
    if (read->isArray && !exchange->idempotencyKey.empty()) {
        exchange->refuse({ErrorCode::Invalid,
            "the header Idempotency-Key goes with one job; give each job of an array its member idempotency"});
        return;
    }
    // Jobs that cannot be read keep their place among the answers.
    auto answers = std::make_shared<std::vector<Result<EnqueueReceipt>>>(read->jobs.size(), EnqueueReceipt {});
    std::vector<NewJob> jobs;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < read->jobs.size(); ++i) {
        Result<NewJob> &job = read->jobs[i];
        if (!job) {
            (*answers)[i] = failure(job.error());
            continue;
        }
        if (!exchange->idempotencyKey.empty()) {
            if (job->idempotencyKey.empty())
                job->idempotencyKey = exchange->idempotencyKey;
            if (job->idempotencyKey != exchange->idempotencyKey) {
                (*answers)[i] =
                    failure(ErrorCode::Invalid, "the header Idempotency-Key and the member idempotency differ");
                continue;
            }
        }
        jobs.push_back(std::move(*job));
        places.push_back(i);
    }
    const bool isArray = read->isArray;
    const auto respond = [exchange, answers, isArray] {
        if (isArray)
            exchange->answer(201, writeReceipts(*answers));
        else if (!answers->front())
            exchange->refuse(answers->front().error());
        else
            exchange->answer(answers->front()->isNew ? 201 : 200, writeReceipt(*answers->front()));
    };
    if (jobs.empty()) {
        respond();
        return;
    }
    client.enqueue(
        std::move(jobs), [exchange, answers, places, respond](Result<std::vector<Result<EnqueueReceipt>>> results) {
            if (!results) {
                exchange->refuse(results.error());
                return;
            }
            for (std::size_t i = 0; i < places.size(); ++i)
                (*answers)[places[i]] = std::move((*results)[i]);
            respond();
        });
}

void readFilter(QueryReader &reader, JobFilter &filter)
{
    filter.state = reader.parsed("state", parseJobState);
    filter.queue = reader.parsed("queue", QueueName::parse);
    filter.tenant = reader.parsed("tenant", TenantName::parse);
    filter.since = reader.parsed("since", parseTime);
    filter.until = reader.parsed("until", parseTime);
    filter.tag = reader.text("tag");
    filter.handler = reader.text("handler");
    filter.fingerprint = reader.text("fingerprint");
    filter.idPrefix = reader.text("id_prefix");
    if (const auto least = reader.number("attempts_min", 1, 1'000'000))
        filter.attemptsMin = static_cast<int>(*least);
}

void countJobs(Client &client, const ExchangePtr &exchange)
{
    JobFilter filter;
    QueryReader reader(*exchange);
    readFilter(reader, filter);
    const std::optional<std::int64_t> most = reader.number("most", 1, INT64_MAX);
    if (const Result<> good = reader.finish(); !good)
        exchange->refuse(good.error());
    else
        client.countJobs(filter, most, answerWith<JobCount>(exchange, writeJobCount));
}

Result<JobQuery> jobQuery(const Exchange &exchange)
{
    JobQuery query;
    QueryReader reader(exchange);
    readFilter(reader, query);
    query.cursor = reader.text("cursor");
    query.limit = reader.limit();
    query.skip = reader.skip();
    if (const Result<> good = reader.finish(); !good)
        return failure(good.error());
    return query;
}

using JobCall = void (Client::*)(JobId, Answer<JobRecord>);

std::function<void(Client &, const ExchangePtr &)> jobRoute(JobCall call)
{
    return [call](Client &client, const ExchangePtr &exchange) {
        withJobId(exchange, [&](const JobId &id) {
            (client.*call)(
                id, answerWith<JobRecord>(exchange, [](const JobRecord &record) { return writeJob(record); }));
        });
    };
}

void cancelJob(Client &client, const ExchangePtr &exchange)
{
    withJobId(exchange, [&](const JobId &id) {
        Result<std::string> who = readWho(exchange->body);
        if (!who)
            exchange->refuse(who.error());
        else
            client.cancelJob(id, std::move(*who),
                answerWith<JobRecord>(exchange, [](const JobRecord &record) { return writeJob(record); }));
    });
}

void editAndRetry(Client &client, const ExchangePtr &exchange)
{
    withJobId(exchange, [&](const JobId &id) {
        Result<NewPayload> payload = readNewPayload(exchange->body);
        if (!payload) {
            exchange->refuse(payload.error());
            return;
        }
        client.editAndRetry(id, std::move(*payload), [exchange](const Result<EnqueueReceipt> &receipt) {
            if (receipt)
                exchange->answer(201, writeReceipt(*receipt));
            else
                exchange->refuse(receipt.error());
        });
    });
}
} // namespace

void Router::addJobs()
{
    add("POST", "/v1/jobs", [](Client &client, const ExchangePtr &exchange) { enqueue(client, exchange); });
    add("GET", "/v1/jobs", [](Client &client, const ExchangePtr &exchange) {
        const Result<JobQuery> query = jobQuery(*exchange);
        if (!query)
            exchange->refuse(query.error());
        else
            client.listJobs(*query, answerWith<JobPage>(exchange, writeJobPage));
    });
    add("GET", "/v1/jobs/count", [](Client &client, const ExchangePtr &exchange) { countJobs(client, exchange); });
    add("GET", "/v1/jobs/{}", jobRoute(&Client::findJob));
    add("POST", "/v1/jobs/{}/retry", jobRoute(&Client::retryJob));
    add("POST", "/v1/jobs/{}/restore", jobRoute(&Client::restoreJob));
    add("POST", "/v1/jobs/{}/cancel", cancelJob);
    add("POST", "/v1/jobs/{}/edit-retry", editAndRetry);
    add("GET", "/v1/jobs/{}/why", [](Client &client, const ExchangePtr &exchange) {
        withJobId(exchange, [&](const JobId &id) { client.whyWaiting(id, answerWith<WhyView>(exchange, writeWhy)); });
    });
    add("GET", "/v1/jobs/{}/result", [](Client &client, const ExchangePtr &exchange) {
        withJobId(exchange, [&](const JobId &id) {
            client.findResult(id, [exchange](Result<JobResult> result) {
                if (result)
                    exchange->answer(200, std::move(result->bytes), result->contentType);
                else
                    exchange->refuse(result.error());
            });
        });
    });
    add("GET", "/v1/jobs/{}/payload", [](Client &client, const ExchangePtr &exchange) {
        withJobId(exchange, [&](const JobId &id) {
            client.findJob(id, [exchange](Result<JobRecord> record) {
                if (record)
                    exchange->answer(200, std::move(record->job.spec.payload), record->job.spec.contentType);
                else
                    exchange->refuse(record.error());
            });
        });
    });
}

} // namespace fairlead
