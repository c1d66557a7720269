// SPDX-License-Identifier: Apache-2.0
// What the SQLite store does in a second, next to a bare loop over the same library, and how it starts with a backlog.
#include "bench/bare_sqlite.h"
#include "bench/measures.h"
#include "engine/storage/sqlite/sqlite_store.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>

using namespace fairlead;
using bench::must;

namespace {
constexpr int tenantCount = 1'000;
constexpr int runCount = 3;

double secondsOf(const std::function<void()> &work)
{
    const auto begun = std::chrono::steady_clock::now();
    work();
    return bench::secondsSince(begun);
}

/// Prints one figure a line.
class Report
{
public:
    explicit Report(bool isJson)
        : m_isJson(isJson)
    {
    }
    void figure(const std::string &name, const char *unit, std::vector<double> values, double baseline) const
    {
        std::sort(values.begin(), values.end());
        const double value = values[values.size() / 2];
        const double ratio = baseline > 0 ? value / baseline : 0;
        if (m_isJson)
            std::printf("{\"suite\":\"store\",\"name\":\"%s\",\"value\":%.6g,\"unit\":\"%s\",\"baseline\":%.6g,"
                        "\"ratio\":%.4g,\"runs\":%zu,\"min\":%.6g,\"max\":%.6g}\n",
                name.c_str(), value, unit, baseline, ratio, values.size(), values.front(), values.back());
        else if (baseline > 0)
            std::printf("%-44s %10.0f %s   bare %10.0f   ratio %.2f   (%.0f to %.0f)\n", name.c_str(), value, unit,
                baseline, ratio, values.front(), values.back());
        else
            std::printf("%-44s %10.4g %s   (%.4g to %.4g)\n", name.c_str(), value, unit, values.front(), values.back());
        std::fflush(stdout);
    }

private:
    bool m_isJson;
};

/// A store in a folder of its own, fed with jobs of all tenants in turn.
class StoreUnderLoad
{
public:
    StoreUnderLoad()
        : m_path(m_folder.filePath(QStringLiteral("jobs.db")).toStdString())
    {
        for (int tenant = 1; tenant <= tenantCount; ++tenant) {
            JobSpec spec;
            spec.queue = QueueName::trusted("bench");
            spec.tenant = TenantName::trusted("tenant-" + std::to_string(tenant));
            spec.payload = std::string(200, 'x');
            m_specs.push_back(std::move(spec));
        }
        open();
    }
    void open() { m_store = must(SqliteStore::open({.path = m_path, .freeBytesMin = 0})); }
    void close() { m_store.reset(); }
    StoreSession &store() { return *m_store; }

    std::vector<ClaimRequest> enqueue(int count)
    {
        std::vector<JobSpec> specs;
        std::vector<JobId> ids;
        for (int i = 0; i < count; ++i) {
            specs.push_back(m_specs[static_cast<std::size_t>(m_next++ % tenantCount)]);
            ids.push_back(m_ids.make());
        }
        std::vector<ClaimRequest> requests;
        for (auto &job : must(m_store->jobs().enqueue(specs, ids, m_clock.now())))
            requests.push_back({job->lane, *job->ready, "worker-1"});
        return requests;
    }
    void run(std::span<const ClaimRequest> requests)
    {
        std::vector<FinishRequest> finishes;
        for (const auto &job : must(m_store->jobs().claim(requests, m_clock.now())))
            finishes.push_back({job->job.seq, job->token, RunDecision {}});
        for (const auto &finished : must(m_store->jobs().finish(finishes, m_clock.now()))) {
            if (!finished)
                qFatal("%s", finished.error().text.c_str());
        }
    }

private:
    QTemporaryDir m_folder;
    std::string m_path;
    std::unique_ptr<StoreSession> m_store;
    std::vector<JobSpec> m_specs;
    int m_next = 0;
    SystemClock m_clock;
    SeededRandom m_random {1};
    JobIdMaker m_ids {m_clock, m_random};
};

/// Jobs a second when each batch is finished before the next comes.
double storeLifecycles(int jobs, int batch)
{
    StoreUnderLoad load;
    const double seconds = secondsOf([&] {
        for (int done = 0; done < jobs; done += batch)
            load.run(load.enqueue(batch));
    });
    return jobs / seconds;
}

/// Jobs a second when all are accepted before the first is started.
double storeBacklog(int jobs, int batch)
{
    StoreUnderLoad load;
    const double seconds = secondsOf([&] {
        std::vector<ClaimRequest> requests;
        for (int done = 0; done < jobs; done += batch) {
            auto more = load.enqueue(batch);
            std::move(more.begin(), more.end(), std::back_inserter(requests));
        }
        for (std::size_t at = 0; at < requests.size(); at += static_cast<std::size_t>(batch))
            load.run(std::span(requests).subspan(at, std::min(requests.size() - at, static_cast<std::size_t>(batch))));
    });
    return jobs / seconds;
}

double bareBacklog(int jobs, int batch)
{
    const QTemporaryDir folder;
    bench::BareSqlite bare(folder.filePath(QStringLiteral("bare.db")).toStdString());
    const double seconds = secondsOf([&] {
        int nextTenant = 0;
        for (int done = 0; done < jobs; done += batch) {
            std::vector<int> tenants;
            for (int i = 0; i < batch; ++i)
                tenants.push_back(nextTenant++ % tenantCount + 1);
            bare.enqueue(tenants);
        }
        std::int64_t last = 0;
        for (int done = 0; done < jobs; done += batch) {
            std::vector<std::int64_t> seqs;
            for (int i = 0; i < batch; ++i)
                seqs.push_back(++last);
            bare.claim(seqs);
            bare.finish(seqs);
        }
    });
    return jobs / seconds;
}

void compare(const Report &report, const std::string &name, const std::function<double()> &store,
    const std::function<double()> &bare)
{
    std::vector<double> values;
    std::vector<double> baselines;
    for (int run = 0; run < runCount; ++run) { // in turn, so that both see the same weather
        baselines.push_back(bare());
        values.push_back(store());
    }
    std::sort(baselines.begin(), baselines.end());
    report.figure(name, "jobs/s", values, baselines[baselines.size() / 2]);
}

void measureStart(const Report &report, int jobs)
{
    StoreUnderLoad load;
    for (int done = 0; done < jobs; done += 1'000)
        load.enqueue(1'000);
    std::vector<double> opened;
    std::vector<double> started;
    for (int run = 0; run < runCount; ++run) {
        load.close();
        std::vector<ClaimRequest> first;
        const double seconds = secondsOf([&] {
            opened.push_back(secondsOf([&] { load.open(); }));
            for (const Lane &lane : must(load.store().waiting().lanes())) {
                const LaneWindow window = must(load.store().waiting().window(lane, {}, 16));
                first.push_back({lane, window.jobs.front(), "worker-1"});
            }
            first.resize(1, first.front());
            load.run(first);
        });
        started.push_back(seconds);
    }
    report.figure("open, " + std::to_string(jobs) + " waiting", "s", opened, 0);
    report.figure("open to first finish, " + std::to_string(jobs) + " waiting", "s", started, 0);
}
} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const bool isJson = QCoreApplication::arguments().contains(QStringLiteral("--json"));
    const bool isShort = QCoreApplication::arguments().contains(QStringLiteral("--short"));
    const int part = isShort ? 20 : 1;
    const Report report(isJson);
    const std::vector<std::pair<int, int>> sizes {{1, 5'000}, {16, 60'000}, {256, 200'000}, {1'000, 300'000}};
    for (const auto &[batch, allJobs] : sizes) {
        const int jobs = std::max(allJobs / part / batch, 1) * batch;
        compare(
            report, "lifecycle, batch " + std::to_string(batch),
            [jobs, batch = batch] { return storeLifecycles(jobs, batch); },
            [jobs, batch = batch] { return bench::bareLifecycles(jobs, batch, tenantCount); });
    }
    for (const int batch : {256, 1'000}) {
        const int jobs = 300'000 / part / batch * batch;
        compare(
            report, "backlog first, batch " + std::to_string(batch),
            [jobs, batch] { return storeBacklog(jobs, batch); }, [jobs, batch] { return bareBacklog(jobs, batch); });
    }
    measureStart(report, 1'000'000 / part);
    return 0;
}
