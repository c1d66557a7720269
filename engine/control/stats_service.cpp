// SPDX-License-Identifier: Apache-2.0
#include "engine/control/stats_service.h"

#include <QCoreApplication>

#include <algorithm>
#include <tuple>

namespace fairlead {

namespace {
/// The time between two counts of the jobs for the history. It is longer where a count takes long, so that counting
/// takes at most a hundredth of the store's time.
constexpr Microseconds stockPeriod = std::chrono::seconds {1};
constexpr Microseconds stockPeriodMax = std::chrono::minutes {1};
constexpr int stockPauseFactor = 100;

/// The pauses of the engine first, then of queues, then of tenants.
std::vector<Pause> sorted(std::vector<Pause> pauses)
{
    std::sort(pauses.begin(), pauses.end(),
        [](const Pause &a, const Pause &b) { return std::tie(a.queue, a.tenant) < std::tie(b.queue, b.tenant); });
    return pauses;
}

/// Whether there are jobs that have not ended, or dead letters.
bool mayNeedItsQueue(const StateCounts &counts)
{
    return std::any_of(allJobStates.begin(), allJobStates.end(), [&](JobState state) {
        return countOf(counts, state) > 0 && state != JobState::Succeeded && state != JobState::Cancelled;
    });
}

/// The shut gate of each queue that has one, with the ready jobs behind it.
std::map<QueueName, QueueHold> holdsOf(
    const std::map<QueueName, QueueFlow> &flows, const std::vector<QueueTenantCounts> &counts)
{
    std::map<QueueName, QueueHold> holds;
    for (const auto &[queue, flow] : flows) {
        if (flow.held)
            holds.emplace(queue, QueueHold {.kind = std::string(flow.held->gate.kind), .until = flow.held->gate.until});
    }
    for (const QueueTenantCounts &one : counts) {
        const auto hold = holds.find(one.queue);
        const std::int64_t ready = countOf(one.counts, JobState::Ready);
        if (hold == holds.end() || ready == 0)
            continue;
        const std::optional<std::set<TenantName>> &tenants = flows.at(one.queue).held->tenants;
        if (!tenants || tenants->contains(one.tenant)) {
            hold->second.jobs += ready;
            ++hold->second.tenants;
        }
    }
    std::erase_if(holds, [](const auto &hold) { return hold.second.jobs == 0; });
    return holds;
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

void StatsService::look(
    DispatchSnapshot::With with, std::function<void(Result<std::pair<DispatchSnapshot, Counts>>)> answer)
{
    m_dispatcher.tell([this, with, answer = std::move(answer)](Dispatcher &dispatcher) {
        askAsCaller<Counts>(
            m_store, 0, [](StoreSession &store) { return store.waiting().counts({}); },
            [answer, picture = dispatcher.snapshot(with)](Result<Counts> counts) {
                if (!counts)
                    answer(failure(counts.error()));
                else
                    answer(std::pair(picture, std::move(*counts)));
            });
    });
}

void StatsService::keepStock(std::uint64_t changesSeen, int secondsIdle)
{
    const auto again = [this](Microseconds pause, std::uint64_t changes, int idle) {
        m_dispatcher.timers().start(pause, [this, changes, idle] { keepStock(changes, idle); });
    };
    const std::uint64_t changes = m_dispatcher.dispatcher().historyChanges();
    if (changes == changesSeen && secondsIdle < secondsIdleMax) {
        again(stockPeriod, changes, secondsIdle + 1);
        return;
    }
    using TimedCounts = std::pair<Counts, Microseconds>;
    askAsCaller<TimedCounts>(
        m_store, 0,
        [this](StoreSession &store) -> Result<TimedCounts> {
            const MonotonicTime begun = m_clock.monotonicNow();
            Result<Counts> counts = store.waiting().counts({});
            if (!counts)
                return failure(counts.error());
            return TimedCounts {std::move(*counts), m_clock.monotonicNow() - begun};
        },
        [this, again, changes](Result<TimedCounts> counted) {
            m_dispatcher.tell([again, changes, counted = std::move(counted)](Dispatcher &dispatcher) {
                if (counted)
                    dispatcher.noteCounts(counted->first);
                const Microseconds took = counted ? counted->second : stockPeriod;
                again(std::clamp(took * stockPauseFactor, stockPeriod, stockPeriodMax), changes, 0);
            });
        });
}

void StatsService::status(Answer<StatusView> answer)
{
    look(DispatchSnapshot::With::Workers,
        [this, answer = std::move(answer)](Result<std::pair<DispatchSnapshot, Counts>> looked) {
            if (!looked) {
                answer(failure(looked.error()));
                return;
            }
            const auto &[picture, counts] = *looked;
            StatusView view;
            view.version = FAIRLEAD_VERSION;
            view.pause = pauseOf(picture.pauses, {});
            view.pauses = sorted(picture.pauses);
            view.state = picture.isStopping ? EngineState::Stopping
                : view.pause                ? EngineState::Paused
                                            : EngineState::Running;
            view.pid = QCoreApplication::applicationPid();
            view.dataDir = m_dataDir;
            view.store = m_store.description();
            view.durability = m_store.durability();
            view.startedAt = m_startedAt;
            view.workers = picture.workers;
            view.busy = picture.busy;
            view.enqueued = m_intake.acceptedCount();
            view.finished = picture.finished;
            view.lastMinute = picture.lastMinute;
            for (const QueueTenantCounts &one : counts)
                addCounts(view.counts, one.counts);
            answer(std::move(view));
        });
}

std::vector<QueueView> StatsService::queueViews(const DispatchSnapshot &picture, const Counts &counts) const
{
    std::map<QueueName, StateCounts> countsOf;
    for (const QueueTenantCounts &one : counts)
        addCounts(countsOf[one.queue], one.counts);
    std::map<QueueName, QueueHold> holds = holdsOf(picture.queueFlow, counts);
    std::vector<QueueView> views;
    const auto add = [&](QueueView view) {
        view.pause = pauseOf(picture.pauses, {.queue = view.queue, .tenant = {}});
        const auto running = picture.runningByQueue.find(view.queue);
        view.running = running == picture.runningByQueue.end() ? 0 : running->second;
        if (const auto found = countsOf.extract(view.queue))
            view.counts = found.mapped();
        if (auto hold = holds.extract(view.queue))
            view.held = std::move(hold.mapped());
        if (const auto found = picture.queueFlow.find(view.queue); found != picture.queueFlow.end()) {
            const QueueFlow &flow = found->second;
            view.weight = flow.weight;
            view.queueTime = flow.queueTime;
            view.runTime = flow.runTime;
            view.lastMinute = flow.lastMinute;
            view.totals = flow.totals.counts;
            view.queueTimes = flow.totals.queueTimes;
            view.runTimes = flow.totals.runTimes;
        }
        views.push_back(std::move(view));
    };
    const std::shared_ptr<const Settings> settings = m_settings.now();
    for (const QueueSettings &queue : settings->engine().queues) {
        QueueView view;
        view.queue = queue.name;
        view.handler = nameOf(handlerKind(queue.handler));
        view.workersMax = queue.workersMax;
        view.isMade = queue.isMade;
        const Settings::QueueLimits limits = settings->limitsSetFor(queue.name);
        view.limits = limits.set;
        view.configured = limits.configured;
        if (const auto scaled = picture.workersByQueue.find(queue.name); scaled != picture.workersByQueue.end()) {
            view.workersMax = scaled->second.workers;
            view.scaling = scaled->second.isByHand ? ScaledBy::Hand : ScaledBy::Auto;
        }
        view.layers = m_stacks.views(queue);
        add(std::move(view));
    }
    std::erase_if(countsOf, [](const auto &one) { return !mayNeedItsQueue(one.second); });
    while (!countsOf.empty())
        add({.queue = countsOf.begin()->first, .isConfigured = false});
    return views;
}

void StatsService::queues(Answer<std::vector<QueueView>> answer)
{
    look(DispatchSnapshot::With::Queues,
        [this, answer = std::move(answer)](Result<std::pair<DispatchSnapshot, Counts>> looked) {
            if (!looked) {
                answer(failure(looked.error()));
                return;
            }
            const auto &[picture, counts] = *looked;
            m_reader.ask<std::vector<QueueView>>(
                [times = m_readyTimes, views = queueViews(picture, counts), flow = picture.queueFlow](
                    StoreReader &reader) mutable {
                    for (QueueView &view : views) {
                        const auto found = flow.find(view.queue);
                        if (found != flow.end() && found->second.oldest)
                            view.oldestReady = times->find(reader, *found->second.oldest);
                    }
                    return Result<std::vector<QueueView>>(std::move(views));
                },
                answer);
        });
}

void StatsService::tenants(const TenantQuery &query, Answer<TenantPage> answer)
{
    // One more than the page has shows that there is another page.
    const TenantRange range {query.tenant, query.cursor, static_cast<std::size_t>(query.limit) + 1};
    FirstTenants tenants(range);
    const std::shared_ptr<const Settings> settings = m_settings.now();
    if (!query.tenant) {
        for (const TenantSettings &one : settings->tenants())
            tenants.offer(one.name.text());
    } else if (settings->knows(*query.tenant)) {
        tenants.offer(query.tenant->text());
    }
    askAsCaller<Counts>(
        m_store, 0, [range](StoreSession &store) { return store.waiting().counts(range); },
        [this, limit = query.limit, tenants = std::move(tenants), answer = std::move(answer)](
            Result<Counts> counted) mutable {
            if (!counted) {
                answer(failure(counted.error()));
                return;
            }
            for (const QueueTenantCounts &one : *counted)
                tenants.offer(one.tenant.text());
            m_dispatcher.tell(
                [this, limit, tenants, answer, counts = std::move(*counted)](Dispatcher &dispatcher) mutable {
                    auto figures = dispatcher.tenantFigures(tenants, counts);
                    TenantPage page = tenantPage(limit, tenants, figures, dispatcher.pauses(), counts);
                    addReadyTimes(std::move(page), std::move(figures), answer);
                });
        });
}

void StatsService::addReadyTimes(
    TenantPage page, std::map<TenantName, TenantFigures> figures, const Answer<TenantPage> &answer)
{
    const bool isAnyWaiting =
        std::any_of(figures.begin(), figures.end(), [](const auto &one) { return one.second.oldest.has_value(); });
    if (!isAnyWaiting) {
        answer(std::move(page));
        return;
    }
    m_reader.ask<TenantPage>(
        [times = m_readyTimes, page = std::move(page), figures = std::move(figures)](StoreReader &reader) mutable {
            for (TenantView &view : page.tenants) {
                const auto found = figures.find(view.tenant);
                if (found != figures.end() && found->second.oldest)
                    view.oldestReady = times->find(reader, *found->second.oldest);
            }
            return Result<TenantPage>(std::move(page));
        },
        answer);
}

TenantPage StatsService::tenantPage(int limit, const FirstTenants &tenants,
    const std::map<TenantName, TenantFigures> &figures, const std::vector<Pause> &pauses, const Counts &counts) const
{
    const std::shared_ptr<const Settings> settings = m_settings.now();
    std::map<TenantName, StateCounts> countsOf;
    for (const QueueTenantCounts &one : counts)
        addCounts(countsOf[one.tenant], one.counts);
    TenantPage page;
    for (const std::string &text : tenants.names()) {
        if (page.tenants.size() == static_cast<std::size_t>(limit)) {
            page.cursor = page.tenants.back().tenant;
            break;
        }
        const auto name = TenantName::trusted(text);
        TenantView &view = page.tenants.emplace_back();
        view.tenant = name;
        view.limits = settings->limitsOf(name);
        view.pause = pauseOf(pauses, {.queue = {}, .tenant = name});
        if (const auto found = countsOf.find(name); found != countsOf.end())
            view.counts = found->second;
        if (const auto found = figures.find(name); found != figures.end()) {
            const TenantStats &stats = found->second.stats;
            const TenantFlow &flow = found->second.flow;
            view.attempts = stats.attempts;
            view.retries = stats.retries;
            view.workerTime = stats.workerTime;
            view.queueTime = flow.queueTime;
            view.runTime = flow.runTime;
            view.lastMinute = flow.lastMinute;
            view.held = found->second.held;
        }
    }
    return page;
}

void StatsService::workers(Answer<std::vector<WorkerView>> answer)
{
    m_dispatcher.tell([answer = std::move(answer)](Dispatcher &dispatcher) { answer(dispatcher.workers()); });
}

void StatsService::history(const HistoryQuery &query, Answer<History> answer)
{
    m_dispatcher.tell(
        [query, answer = std::move(answer)](Dispatcher &dispatcher) { answer(dispatcher.history(query)); });
}

} // namespace fairlead
