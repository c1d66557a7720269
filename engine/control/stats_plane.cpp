// SPDX-License-Identifier: Apache-2.0
#include "engine/control/stats_plane.h"

#include <QCoreApplication>

#include <algorithm>

namespace fairlead {

namespace {
void addCounts(StateCounts &to, const StateCounts &from)
{
    for (std::size_t i = 0; i < to.size(); ++i)
        to[i] += from[i];
}

Quantiles quantilesOf(const Histogram &histogram)
{
    return {histogram.count(), histogram.quantile(0.5), histogram.quantile(0.95), histogram.quantile(0.99),
        histogram.max()};
}

std::optional<Pause> pauseOf(const std::vector<Pause> &pauses, const Scope &scope)
{
    for (const Pause &pause : pauses) {
        if (pause.queue == scope.queue && pause.tenant == scope.tenant)
            return pause;
    }
    return std::nullopt;
}
} // namespace

void StatsPlane::look(std::function<void(Result<std::pair<DispatchSnapshot, Counts>>)> answer)
{
    m_machinery.tellDispatcher([this, answer = std::move(answer)](Dispatcher &dispatcher) {
        m_machinery.askWriter<Counts>(
            0, [](Store &store) { return store.counts(); },
            [answer, picture = dispatcher.snapshot()](Result<Counts> counts) {
                if (!counts)
                    answer(failure(counts.error()));
                else
                    answer(std::pair(picture, std::move(*counts)));
            });
    });
}

void StatsPlane::status(Answer<StatusView> answer)
{
    look([this, answer = std::move(answer)](Result<std::pair<DispatchSnapshot, Counts>> looked) {
        if (!looked) {
            answer(failure(looked.error()));
            return;
        }
        const auto &[picture, counts] = *looked;
        StatusView view;
        view.version = FAIRLEAD_VERSION;
        view.pause = pauseOf(picture.pauses, {});
        view.state = picture.isStopping ? "stopping" : view.pause ? "paused" : "running";
        view.pid = QCoreApplication::applicationPid();
        view.dataDir = m_machinery.dataDir;
        view.store = m_machinery.writer->description();
        view.durability = m_machinery.writer->durability();
        view.startedAt = m_machinery.startedAt;
        view.workers = picture.workers;
        view.busy = picture.busy;
        view.enqueued = m_machinery.enqueuedCount.load();
        view.finished = picture.finished;
        for (const QueueTenantCounts &one : counts)
            addCounts(view.counts, one.counts);
        answer(std::move(view));
    });
}

void StatsPlane::queues(Answer<std::vector<QueueView>> answer)
{
    look([this, answer = std::move(answer)](Result<std::pair<DispatchSnapshot, Counts>> looked) {
        if (!looked) {
            answer(failure(looked.error()));
            return;
        }
        const auto &[picture, counts] = *looked;
        std::vector<QueueView> views;
        for (const QueueSettings &queue : m_machinery.settings.queues) {
            QueueView view;
            view.queue = queue.name;
            view.handler = handlerKindName(queue.handler);
            view.workersMax = queue.workersMax;
            if (const auto scaled = picture.workersByQueue.find(queue.name); scaled != picture.workersByQueue.end()) {
                view.workersMax = scaled->second.workers;
                view.scaling = scaled->second.isByHand ? "hand" : "auto";
            }
            view.weight = queue.weight;
            view.pause = pauseOf(picture.pauses, {.queue = queue.name, .tenant = {}});
            const auto running = picture.runningByQueue.find(queue.name);
            view.running = running == picture.runningByQueue.end() ? 0 : running->second;
            for (const QueueTenantCounts &one : counts) {
                if (one.queue == queue.name)
                    addCounts(view.counts, one.counts);
            }
            views.push_back(std::move(view));
        }
        answer(std::move(views));
    });
}

void StatsPlane::tenants(Answer<std::vector<TenantView>> answer)
{
    look([answer = std::move(answer)](Result<std::pair<DispatchSnapshot, Counts>> looked) {
        if (!looked) {
            answer(failure(looked.error()));
            return;
        }
        const auto &[picture, counts] = *looked;
        std::map<TenantName, TenantView> views;
        const auto viewOf = [&](const TenantName &name) -> TenantView & {
            TenantView &view = views[name];
            view.tenant = name;
            return view;
        };
        for (const QueueTenantCounts &one : counts)
            addCounts(viewOf(one.tenant).counts, one.counts);
        for (const auto &[name, limits] : picture.limits)
            viewOf(name).limits = limits;
        for (const auto &[name, stats] : picture.tenants) {
            TenantView &view = viewOf(name);
            view.queueTime = quantilesOf(stats.queueTime);
            view.runTime = quantilesOf(stats.runTime);
            view.attempts = stats.attempts;
            view.retries = stats.retries;
            view.workerTime = stats.workerTime;
        }
        std::vector<TenantView> list;
        for (auto &[name, view] : views) {
            view.pause = pauseOf(picture.pauses, {.queue = {}, .tenant = name});
            list.push_back(std::move(view));
        }
        answer(std::move(list));
    });
}

void StatsPlane::workers(Answer<std::vector<WorkerView>> answer)
{
    m_machinery.tellDispatcher(
        [answer = std::move(answer)](Dispatcher &dispatcher) { answer(dispatcher.snapshot().workerViews); });
}

} // namespace fairlead
