// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo.h"

#include "engine/calls/job_calls.h"
#include "engine/domain/units.h"

namespace fairlead {

namespace {
constexpr Milliseconds beat {250};
constexpr std::int64_t beatsPerFlood = 80; ///< every 20 seconds
constexpr int floodJobs = 550;

struct DemoTenant
{
    const char *name;
    double weight;
    const char *queue; ///< it uses most
};
constexpr std::array<DemoTenant, 4> steadyTenants {{
    {"acme", 3, "fetch"},
    {"beta", 1, "fetch"},
    {"cleo", 1, "thumbnails"},
    {"dora", 2, "mail"},
}};
constexpr const char *noisyTenant = "zed";

std::string payloadFor(std::string_view queue, std::uint64_t number)
{
    const std::string text = std::to_string(number);
    if (queue == "fetch")
        return R"({"url":"https://example.com/pages/)" + text + R"(","timeout_s":30,"headers":{"Accept":"text/html"}})";
    if (queue == "mail")
        return R"({"to":["user)" + text + R"(@example.com"],"template":"receipt","order":)" + text
            + R"(,"total":19.90})";
    return R"({"image":"photos/)" + text + R"(.jpg","sizes":[64,128,512]})";
}

/// The outcome of a run, drawn from 1000: most succeed, some fail for now, a few for good.
Outcome outcomeOf(const Job &job, std::uint64_t die)
{
    if (job.spec.queue.text() == "echo")
        return Succeeded {.result = {.bytes = job.spec.payload, .contentType = job.spec.contentType}};
    const bool isFetch = job.spec.queue.text() == "fetch";
    const std::string host = "10.0.3." + std::to_string(die % 200);
    if (isFetch && job.spec.tenant.text() == "beta" && die < 350)
        return Failed {"timeout", "connect to " + host + ":443 timed out after 30 s\nat fetch_page (fetch.py:88)", {}};
    if (isFetch && die < 60)
        return Failed {"http_503", "https://example.com answered 503 Service Unavailable after 2 redirects", {}};
    if (job.spec.queue.text() == "mail" && die < 20)
        return Rejected {"bad_address", "recipient 'user" + std::to_string(die) + "@example' has no domain"};
    if (job.spec.queue.text() == "thumbnails" && die < 15)
        return Rejected {"not_an_image", "photos/" + std::to_string(die) + ".jpg: not a JPEG: begins with 0x3c 0x21"};
    return Succeeded {.result = {.bytes = R"({"ok":true})", .contentType = "application/json"}};
}

/// A handler that only takes its time; `meanMs` is its usual run time.
std::shared_ptr<Handler> demoHandler(int meanMs)
{
    return FunctionHandler::async([meanMs](RunContext run, const std::function<void(Outcome)> &done) {
        SystemRandom random;
        const int spread = static_cast<int>(random.nextBelow(static_cast<std::uint64_t>(meanMs)));
        const bool isSlow = random.nextBelow(50) == 0;
        run.progress(50, "half way");
        QTimer::singleShot(meanMs / 2 + spread + (isSlow ? meanMs * 5 : 0),
            [run, done, die = random.nextBelow(1000)] { done(outcomeOf(run.job(), die)); });
    });
}

QueueSettings demoQueue(const char *name)
{
    QueueSettings queue {.name = QueueName::trusted(name)};
    queue.defaults.maxAttempts = 3;
    queue.defaults.retry =
        RetryPolicy(RetryPolicy::Exponential {std::chrono::seconds {2}, 2.0}, std::chrono::minutes {1});
    return queue;
}

NewJob demoJob(const char *queue, const char *tenant, std::uint64_t number)
{
    NewJob job;
    job.queue = QueueName::trusted(queue);
    job.tenant = TenantName::trusted(tenant);
    job.payload = payloadFor(queue, number);
    if (number % 10 == 0)
        job.tags = {"nightly"};
    if (number % 17 == 0)
        job.start = Microseconds {std::chrono::seconds {20 + number % 40}};
    return job;
}
} // namespace

Result<std::unique_ptr<Demo>> Demo::start(const std::string &listen)
{
    EngineConfig config;
    config.store.url = "memory:";
    config.http.listen = listen;
    config.engine.workers = 8;
    RunningEngine::Options options;
    for (const auto &[name, meanMs] :
        {std::pair("fetch", 220), std::pair("thumbnails", 160), std::pair("mail", 60), std::pair("echo", 20)}) {
        config.engine.queues.push_back(demoQueue(name));
        options.functions[QueueName::trusted(name)] = demoHandler(meanMs);
    }
    // One tenant's pages fail so often that its circuit opens now and then.
    config.engine.queues.front().layers = {
        CircuitBreakerSettings {11, 20, std::chrono::seconds {10}, CircuitBreakerSettings::Per::Tenant},
        ConcurrencyLimitSettings {8, {}}};
    for (const DemoTenant &tenant : steadyTenants)
        config.engine.tenants.push_back({TenantName::trusted(tenant.name), {}, {tenant.weight, {}, {}, {}}});
    auto running = RunningEngine::start(std::move(config), std::move(options));
    if (!running)
        return failure(running.error());
    return std::unique_ptr<Demo>(new Demo(std::move(*running)));
}

Demo::Demo(std::unique_ptr<RunningEngine> running)
    : m_running(std::move(running))
{
    m_timer.setInterval(beat);
    connect(&m_timer, &QTimer::timeout, this, &Demo::handIn);
    m_timer.start();
    handIn();
}

void Demo::handIn()
{
    std::vector<NewJob> jobs;
    for (const DemoTenant &tenant : steadyTenants) {
        const char *const other = m_random.nextBelow(4) == 0 ? "mail" : tenant.queue;
        if (m_random.nextBelow(3) > 0)
            jobs.push_back(demoJob(other, tenant.name, m_random.nextBelow(100'000)));
    }
    if (m_beat++ % beatsPerFlood == 4) {
        for (int i = 0; i < floodJobs; ++i) {
            const char *const queue = i % 3 == 0 ? "fetch" : i % 3 == 1 ? "thumbnails" : "mail";
            jobs.push_back(demoJob(queue, noisyTenant, m_random.nextBelow(100'000)));
        }
    }
    if (!jobs.empty())
        client().ask(EnqueueJobs::of(std::move(jobs)), [](const Result<Each<EnqueueReceipt>> &) {});
}

} // namespace fairlead
