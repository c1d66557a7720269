// SPDX-License-Identifier: Apache-2.0
#include "engine/control/health_service.h"

#include <algorithm>

namespace fairlead {

namespace {
constexpr int eventsAtOnce = 1'000;
constexpr int eventPagesMax = 50;

double partOf(std::int64_t number, std::int64_t limit)
{
    return limit > 0 ? static_cast<double>(number) / static_cast<double>(limit) : 0;
}
double fullOf(const BacklogSize &backlog, std::int64_t depthMax, std::int64_t bytesMax)
{
    return std::max(partOf(backlog.jobs, depthMax), partOf(backlog.bytes, bytesMax));
}

/// The log of the healthWindow.
struct Lately
{
    std::vector<TimePoint> starts;
    std::optional<HealthFacts::Loss> loss; ///< the latest
};
void keepIn(Lately &lately, const Event &event)
{
    if (event.kind == EventKind::EngineStarted)
        lately.starts.push_back(event.at);
    else if (event.kind == EventKind::StoreLost && (!lately.loss || lately.loss->at < event.at))
        lately.loss = {event.text, event.at};
}

/// A log that is long behind the starts is not read to its end.
Lately latelyIn(JournalReader &journal, TimePoint now)
{
    Lately lately;
    const Result<EventPage> newest = journal.events({.since = {}, .limit = 1});
    std::int64_t end = newest ? newest->next : 0;
    for (int pages = 0; pages < eventPagesMax && end > 0; ++pages) {
        const std::int64_t since = std::max<std::int64_t>(end - eventsAtOnce, 0);
        const Result<EventPage> page = journal.events({.since = since, .limit = eventsAtOnce});
        if (!page || page->events.empty())
            break;
        for (const Event &event : page->events) {
            if (event.number <= end && event.at > now - healthWindow)
                keepIn(lately, event);
        }
        if (page->missed > 0 || page->events.front().at < now - healthWindow)
            break;
        end = since;
    }
    return lately;
}
} // namespace

void HealthService::open()
{
    Lately lately = latelyIn(m_reader.reader().journal(), m_clock.now());
    if (lately.starts.empty())
        lately.starts.push_back(m_clock.now()); // the log cannot be read: its own start is known
    const MutexLock lock(m_mutex);
    m_starts = std::move(lately.starts);
    m_loss = std::move(lately.loss);
}

void HealthService::report(const std::optional<TenantName> &only, Answer<HealthReport> answer)
{
    facts([this, only, answer = std::move(answer)](const Result<Facts> &facts) {
        if (facts)
            answer(judgeHealth(**facts, m_settings.now()->engine().health, only));
        else
            answer(failure(facts.error()));
    });
}

void HealthService::askEndsTaken(Answer<bool> answer)
{
    m_dispatcher.tell(
        [answer = std::move(answer)](const Dispatcher &dispatcher) { answer(dispatcher.areEndsTaken()); });
}

void HealthService::facts(const Then &then)
{
    Facts kept;
    bool isFirst = false;
    {
        const MutexLock lock(m_mutex);
        if (m_facts && m_clock.monotonicNow() - m_takenOn < factsKept) {
            kept = m_facts;
        } else {
            m_waiting.push_back(then);
            isFirst = m_waiting.size() == 1;
        }
    }
    if (kept)
        then(kept);
    else if (isFirst)
        gather();
}

void HealthService::gather()
{
    m_dispatcher.tell([this](Dispatcher &dispatcher) {
        const auto facts = std::make_shared<HealthFacts>(dispatcher.healthFacts());
        facts->breakers = m_stacks.openBreakers();
        askAsCaller<void>(
            m_store, 0, [this, facts](StoreSession &store) { return addStore(*facts, store); },
            [this, facts](const Result<> &added) {
                if (const std::optional<Error> broken = m_store.brokenBy())
                    facts->brokenBy = broken->text;
                if (added || facts->brokenBy)
                    gathered(Facts(facts));
                else
                    gathered(failure(added.error()));
            });
    });
}

void HealthService::gathered(const Result<Facts> &facts)
{
    std::vector<Then> waiting;
    {
        const MutexLock lock(m_mutex);
        waiting.swap(m_waiting);
        if (facts) {
            m_facts = *facts;
            m_takenOn = m_clock.monotonicNow();
        }
    }
    for (const Then &then : waiting)
        then(facts);
}

Result<> HealthService::addStore(HealthFacts &facts, StoreSession &store)
{
    {
        const MutexLock lock(m_mutex);
        facts.starts = m_starts;
        facts.loss = m_loss;
    }
    facts.commits = m_store.commitTimes();
    FAIRLEAD_TRY(facts.diskRoom, store.waiting().diskRoom());
    const std::shared_ptr<const Settings> settings = m_settings.now();
    if (!settings->mayLimitBacklog())
        return {};
    const EngineSettings &engine = settings->engine();
    for (HealthFacts::Queue &queue : facts.queues) {
        const QueueSettings *limits = engine.findQueue(queue.name);
        FAIRLEAD_TRY(const Backlog backlog, store.waiting().backlog(queue.name, defaultTenant()));
        queue.full = limits ? fullOf(backlog.ofQueue, limits->depthMax, limits->bytesMax) : 0;
        facts.full = fullOf(backlog.ofEngine, engine.depthMax, engine.bytesMax);
    }
    for (const LimitedTenant &limited : limitedTenants()) {
        const auto queue = facts.queues.empty() ? QueueName::trusted("none") : facts.queues.front().name;
        FAIRLEAD_TRY(const Backlog backlog, store.waiting().backlog(queue, limited.name));
        const double full = fullOf(backlog.ofTenant, limited.depthMax, limited.bytesMax);
        const auto known = std::lower_bound(facts.tenants.begin(), facts.tenants.end(), limited.name,
            [](const HealthFacts::Tenant &tenant, const TenantName &name) { return tenant.name < name; });
        if (known != facts.tenants.end() && known->name == limited.name)
            known->full = full;
        else if (full > 0)
            facts.tenants.insert(known, HealthFacts::Tenant {.name = limited.name, .full = full});
    }
    return {};
}

const std::vector<HealthService::LimitedTenant> &HealthService::limitedTenants()
{
    const std::uint64_t version = m_settings.version();
    if (m_limitedOf == version)
        return m_limited;
    m_limitedOf = version;
    m_limited.clear();
    const std::shared_ptr<const Settings> settings = m_settings.now();
    for (const TenantSettings &tenant : settings->tenants()) {
        const TenantLimits limits = settings->engine().limitsOf(tenant);
        if (limits.depthMax > 0 || limits.bytesMax > 0)
            m_limited.push_back({tenant.name, limits.depthMax, limits.bytesMax});
    }
    return m_limited;
}

} // namespace fairlead
