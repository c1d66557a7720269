// SPDX-License-Identifier: Apache-2.0
#include "bench/flood_ways.h"

#include <functional>
#include <poll.h>
#include <thread>
#include <vector>

namespace fairlead::bench {

namespace {
constexpr int jobsPerRequest = 1'000;

/// A list of equal jobs.
std::string listOf(const std::string &job, int count)
{
    std::string list = job;
    for (int i = 1; i < count; ++i)
        list.append(",").append(job);
    return "[" + list + "]";
}

/// So many connections, each with a thread that calls `ask` again and again.
void loop(const Door &door, int connections, const std::function<void(TenantLink &, int)> &ask)
{
    std::vector<std::jthread> threads;
    threads.reserve(static_cast<std::size_t>(connections));
    for (int i = 0; i < connections; ++i) {
        threads.emplace_back([&door, &ask] {
            TenantLink link(door);
            for (int round = 0;; round = (round + 1) % 1'000'000)
                ask(link, round);
        });
    }
}
void postAgainAndAgain(const Door &door, int connections, const std::string &body)
{
    loop(door, connections, [&body](TenantLink &link, int) { link.ask("POST /v1/jobs", body); });
}
/// Puts jobs there that stay, so that there is something to list.
void fill(const Door &door)
{
    TenantLink link(door);
    for (int i = 0; i < 4; ++i)
        link.ask("POST /v1/jobs", listOf(R"({"queue":"gated","tenant":"flood","tags":["all"]})", jobsPerRequest));
}

void enqueueToTheLimit(const Door &door)
{
    postAgainAndAgain(door, 2, listOf(R"({"queue":"work","tenant":"flood","payload":"5ms"})", jobsPerRequest));
}
void largePayloads(const Door &door)
{
    constexpr std::size_t bytes = 30'000'000;
    postAgainAndAgain(door, 2, R"({"queue":"gated","tenant":"flood","payload":")" + std::string(bytes, 'x') + "\"}");
}
void behindAGate(const Door &door)
{
    postAgainAndAgain(door, 2, listOf(R"({"queue":"gated","tenant":"flood"})", jobsPerRequest));
}
void failures(const Door &door)
{
    postAgainAndAgain(door, 2,
        listOf(R"({"queue":"work","tenant":"flood","payload":"fail","max_attempts":1000,)"
               R"("backoff":{"kind":"fixed","base":"1ms"}})",
            100));
}
void quickJobs(const Door &door)
{
    postAgainAndAgain(door, 2, listOf(R"({"queue":"work","tenant":"flood","payload":"1ms"})", jobsPerRequest));
}
void uniqueKeys(const Door &door)
{
    loop(door, 8, [](TenantLink &link, int round) {
        link.ask("POST /v1/jobs",
            R"({"queue":"work","tenant":"flood","payload":"1ms","unique":"u)" + std::to_string(round % 10) + "\"}");
    });
}
void leasePolls(const Door &door)
{
    constexpr std::size_t polls = 1'000;
    constexpr int lookMs = 100;
    std::vector<TenantLink> links;
    links.reserve(polls);
    std::vector<pollfd> waits(polls);
    const auto ask = [&](std::size_t i) {
        links[i].send("POST /v1/queues/far/lease", R"({"worker":"flood","wait_ms":60000})");
        waits[i] = {links[i].descriptor(), POLLIN, 0};
    };
    for (std::size_t i = 0; i < polls; ++i) {
        links.emplace_back(door);
        ask(i);
    }
    for (;;) {
        poll(waits.data(), waits.size(), lookMs);
        for (std::size_t i = 0; i < polls; ++i) {
            const bool isAnswered = waits[i].fd >= 0 && waits[i].revents != 0;
            if (isAnswered)
                links[i].receive();
            if (isAnswered || waits[i].fd < 0)
                ask(i);
        }
    }
}
void listings(const Door &door)
{
    fill(door);
    static constexpr std::array questions {"GET /v1/jobs?limit=1000", "GET /v1/jobs/count",
        "GET /v1/jobs?tag=all&limit=1000", "GET /v1/jobs?state=dead", "GET /v1/dead-letters?limit=1000"};
    loop(door, 4, [](TenantLink &link, int round) {
        link.ask(questions.at(static_cast<std::size_t>(round) % questions.size()));
    });
}
void operations(const Door &door)
{
    fill(door);
    static constexpr std::array acts {R"({"action":"set_priority","priority":"low","filter":{}})",
        R"({"action":"set_priority","priority":"high","filter":{}})", R"({"action":"retry","filter":{}})",
        R"({"action":"delete","dry_run":true,"filter":{}})"};
    loop(door, 2, [](TenantLink &link, int round) {
        link.ask("POST /v1/operations", acts.at(static_cast<std::size_t>(round) % acts.size()));
    });
}
void silentStreams(const Door &door)
{
    constexpr std::size_t streams = 200;
    std::vector<TenantLink> links;
    links.reserve(streams);
    for (std::size_t i = 0; i < streams; ++i) {
        links.emplace_back(door);
        links.back().send("GET /v1/events?since=0", {}, "text/event-stream");
    }
    quickJobs(door); // so that there are events
}
} // namespace

const std::array<FloodWay, 10> floodWays {{{"limit", "enqueue to the limit", enqueueToTheLimit},
    {"bytes", "30 MB payloads near the byte limit", largePayloads}, {"gate", "jobs behind a shut gate", behindAGate},
    {"failures", "failing jobs with instant retries", failures}, {"quick", "1 ms jobs by the million", quickJobs},
    {"unique", "unique-key storm", uniqueKeys}, {"polls", "1,000 idle lease polls", leasePolls},
    {"lists", "listing and counting in a loop", listings}, {"operations", "operations over everything", operations},
    {"streams", "event streams that read nothing", silentStreams}}};

const char *const floodedEngine = R"([engine]
workers = 8
max_depth = 30000
max_bytes = "256MiB"
max_payload = "32MiB"
[http]
listen = "127.0.0.1:0"
max_connections = 3000
[log]
level = "error"
[queue.work]
handler = { kind = "function" }
[queue.gated]
max_depth = 5000
layers = [ { kind = "rate_limit", per_second = 0.001, per = "tenant" } ]
handler = { kind = "function" }
[queue.far]
handler = { kind = "pull" }
)";

} // namespace fairlead::bench
