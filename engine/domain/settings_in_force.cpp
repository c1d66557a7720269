// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/settings_in_force.h"

#include "engine/domain/settings_fields.h"

#include <algorithm>

namespace fairlead {

namespace {
template <typename Limited>
bool isLimited(const Limited &settings)
{
    return settings.depthMax > 0 || settings.bytesMax > 0;
}

bool hasLimits(const TenantRules &rules)
{
    return rules.depthMax.value_or(0) > 0 || rules.bytesMax.value_or(0) > 0;
}

bool hasLimits(const EngineSettings &settings)
{
    return isLimited(settings) || std::any_of(settings.queues.begin(), settings.queues.end(), isLimited<QueueSettings>)
        || std::any_of(settings.plans.begin(), settings.plans.end(),
            [](const PlanSettings &plan) { return hasLimits(plan.rules); });
}

bool hasRedactions(const EngineSettings &settings)
{
    return std::any_of(settings.queues.begin(), settings.queues.end(),
        [](const QueueSettings &queue) { return !queue.redact.empty(); });
}
} // namespace

// --- Settings --------------------------------------------------------------------------------------------------------

Settings::Settings(EngineSettings configured)
    : m_configured(std::make_shared<const EngineSettings>(std::move(configured)))
{
    putInForce();
    std::vector<Tenant> tenants;
    for (const TenantSettings &tenant : m_engine->tenants)
        tenants.push_back({tenant});
    keep(tenants);
}

std::size_t Settings::shardOf(const TenantName &name)
{
    return std::hash<std::string> {}(name.text()) % std::tuple_size_v<decltype(m_shards)>;
}

const Settings::Tenant *Settings::find(const TenantName &name) const
{
    const std::shared_ptr<const Shard> &shard = m_shards[shardOf(name)];
    if (!shard)
        return nullptr;
    const auto found = shard->find(name);
    return found == shard->end() ? nullptr : &found->second;
}

TenantSettings Settings::tenant(const TenantName &name) const
{
    const Tenant *tenant = find(name);
    return tenant ? tenant->settings : TenantSettings {name, {}, {}};
}

template <typename Visit>
void Settings::forEachTenant(const Visit &visit) const
{
    for (const std::shared_ptr<const Shard> &shard : m_shards) {
        if (!shard)
            continue;
        for (const auto &[name, tenant] : *shard)
            visit(tenant);
    }
}

std::vector<TenantSettings> Settings::tenants() const
{
    std::vector<TenantSettings> all;
    forEachTenant([&](const Tenant &tenant) { all.push_back(tenant.settings); });
    std::sort(all.begin(), all.end(),
        [](const TenantSettings &one, const TenantSettings &other) { return one.name < other.name; });
    return all;
}

std::set<TenantName> Settings::setByOperators() const
{
    std::set<TenantName> names;
    forEachTenant([&](const Tenant &tenant) {
        if (tenant.isByOperator)
            names.insert(tenant.settings.name);
    });
    return names;
}

Settings Settings::configuredAs(EngineSettings configured) const
{
    Settings next = *this;
    next.m_configured = std::make_shared<const EngineSettings>(std::move(configured));
    next.putInForce();
    std::vector<Tenant> tenants;
    const auto add = [&](TenantSettings settings) {
        const Tenant *before = find(settings.name);
        if (!before || !before->isByOperator)
            tenants.push_back({std::move(settings)});
    };
    for (const TenantSettings &tenant : m_engine->tenants)
        add({tenant.name, {}, {}});
    for (const TenantSettings &tenant : next.m_engine->tenants)
        add(tenant);
    next.keep(tenants);
    return next;
}

Settings Settings::with(std::span<const TenantSettings> set) const
{
    Settings next = *this;
    std::vector<Tenant> tenants;
    for (const TenantSettings &tenant : set)
        tenants.push_back({tenant, true});
    next.keep(tenants);
    return next;
}

Settings Settings::withLimits(const std::map<QueueName, TenantRules> &limits) const
{
    Settings next = *this;
    for (const auto &[queue, set] : limits) {
        if (set == TenantRules {})
            next.m_queueLimits.erase(queue);
        else
            next.m_queueLimits.insert_or_assign(queue, set);
    }
    next.putInForce();
    return next;
}

/// Takes the configuration as it is where operators set nothing for a queue.
void Settings::putInForce()
{
    m_engine = m_configured;
    if (!m_queueLimits.empty()) {
        EngineSettings engine = *m_configured;
        for (QueueSettings &queue : engine.queues) {
            if (const auto set = m_queueLimits.find(queue.name); set != m_queueLimits.end())
                queue = limited(std::move(queue), set->second);
        }
        m_engine = std::make_shared<const EngineSettings>(std::move(engine));
    }
    m_mayLimitBacklog = m_mayLimitBacklog || hasLimits(*m_engine);
    m_redacts = hasRedactions(*m_engine);
}

Settings::QueueLimits Settings::limitsSetFor(const QueueName &name) const
{
    const auto set = m_queueLimits.find(name);
    if (set == m_queueLimits.end())
        return {};
    QueueLimits limits {set->second, {}};
    if (const QueueSettings *queue = m_configured->findQueue(name)) {
        TenantRules configured = fairlead::limitsOf(*queue);
        eachOf(limitFields, [&](const auto &field) {
            if (!field.access(set->second))
                field.access(configured).reset();
        });
        limits.configured = configured;
    }
    return limits;
}

void Settings::keep(const std::vector<Tenant> &tenants)
{
    std::map<std::size_t, Shard> changed;
    for (const Tenant &tenant : tenants) {
        const std::size_t at = shardOf(tenant.settings.name);
        const auto [shard, isFirst] = changed.try_emplace(at);
        if (isFirst && m_shards[at])
            shard->second = *m_shards[at];
        shard->second.insert_or_assign(tenant.settings.name, tenant);
        m_mayLimitBacklog = m_mayLimitBacklog || hasLimits(tenant.settings.rules);
    }
    for (auto &[at, shard] : changed)
        m_shards[at] = std::make_shared<const Shard>(std::move(shard));
}

// --- SettingsInForce -------------------------------------------------------------------------------------------------

SettingsInForce::SettingsInForce(EngineSettings configured)
    : m_now(std::make_shared<const Settings>(std::move(configured)))
{
}

std::shared_ptr<const Settings> SettingsInForce::now() const
{
    const MutexLock lock(m_mutex);
    return m_now;
}

void SettingsInForce::configure(EngineSettings configured)
{
    replace(now()->configuredAs(std::move(configured)));
}

void SettingsInForce::setTenants(std::span<const TenantSettings> set)
{
    replace(now()->with(set));
}

void SettingsInForce::setQueueLimits(const std::map<QueueName, TenantRules> &limits)
{
    replace(now()->withLimits(limits));
}

void SettingsInForce::replace(Settings settings)
{
    auto next = std::make_shared<const Settings>(std::move(settings));
    const MutexLock lock(m_mutex);
    m_now.swap(next);
    m_version.fetch_add(1, std::memory_order_release);
}

// --- SettingsReader --------------------------------------------------------------------------------------------------

SettingsReader::SettingsReader(const SettingsInForce &inForce)
    : m_inForce(inForce)
    , m_version(inForce.version())
    , m_now(inForce.now())
{
}

void SettingsReader::update()
{
    if (const std::uint64_t version = m_inForce.version(); version != m_version) {
        m_version = version;
        m_now = m_inForce.now();
    }
}

} // namespace fairlead
