// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/settings.h"
#include "engine/domain/thread_annotations.h"

#include <array>
#include <atomic>
#include <memory>
#include <set>
#include <span>

namespace fairlead {

/// The settings that hold at one moment: the configuration, and what operators set for tenants and queues, which goes
/// before it.
/// Immutable: a change makes another one, which shares with this one all that is the same. Threads: any.
class Settings
{
public:
    explicit Settings(EngineSettings configured);

    /// As configured, but for the limits that operators set for queues.
    const EngineSettings &engine() const { return *m_engine; }
    /// The limits that an operator set for a queue, and those that its settings have in their place. Both are empty
    /// when there are none.
    struct QueueLimits
    {
        std::optional<TenantRules> set;
        std::optional<TenantRules> configured;
    };
    QueueLimits limitsSetFor(const QueueName &queue) const;
    /// Of a tenant for whom nothing was said, the defaults.
    TenantSettings tenant(const TenantName &name) const;
    TenantLimits limitsOf(const TenantName &name) const { return m_engine->limitsOf(tenant(name)); }
    /// Whether something was said for a tenant.
    bool knows(const TenantName &name) const { return find(name) != nullptr; }
    /// All for whom something was said, in order of name.
    std::vector<TenantSettings> tenants() const;
    std::set<TenantName> setByOperators() const;
    /// Whether jobs that wait may be limited: a limit was set at some time.
    bool mayLimitBacklog() const { return m_mayLimitBacklog; }
    /// Whether some queue redacts payloads.
    bool redacts() const { return m_redacts; }

    /// With another configuration. A tenant that it does not name any more has the defaults.
    Settings configuredAs(EngineSettings configured) const;
    /// With what an operator set for these tenants.
    Settings with(std::span<const TenantSettings> set) const;
    /// With these limits of a queue in place of all that operators set for it before; they may be of none any more.
    Settings withLimits(const std::map<QueueName, TenantRules> &limits) const;

private:
    struct Tenant
    {
        TenantSettings settings;
        bool isByOperator = false;
    };
    /// Tenants are kept in shards by their hash, so that a change copies few of many.
    using Shard = std::map<TenantName, Tenant>;
    static std::size_t shardOf(const TenantName &name);
    const Tenant *find(const TenantName &name) const;
    template <typename Visit>
    void forEachTenant(const Visit &visit) const;
    void keep(const std::vector<Tenant> &tenants);
    void putInForce();

    std::shared_ptr<const EngineSettings> m_configured;
    std::map<QueueName, TenantRules> m_queueLimits; ///< none is empty
    std::shared_ptr<const EngineSettings> m_engine; ///< both together
    std::array<std::shared_ptr<const Shard>, 256> m_shards; ///< null: empty
    bool m_mayLimitBacklog = false;
    bool m_redacts = false;
};

/// Holds the settings in force; there is no other copy. Threads: any reads, one changes: the store's.
class SettingsInForce
{
public:
    explicit SettingsInForce(EngineSettings configured);

    std::shared_ptr<const Settings> now() const;
    /// Rises with each change.
    std::uint64_t version() const { return m_version.load(std::memory_order_acquire); }
    void configure(EngineSettings configured);
    /// An operator set this for the tenants, now or in an earlier life.
    void setTenants(std::span<const TenantSettings> set);
    /// An operator set these limits for queues, now or in an earlier life. No limit at all: they are released.
    void setQueueLimits(const std::map<QueueName, TenantRules> &limits);

private:
    void replace(Settings settings);

    mutable Mutex m_mutex;
    std::shared_ptr<const Settings> m_now GUARDED_BY(m_mutex);
    std::atomic<std::uint64_t> m_version {0};
};

/// The settings in force as one thread sees them: they change when it says so, and a look takes no lock. Threads: one.
class SettingsReader
{
public:
    /// `inForce` outlives it.
    explicit SettingsReader(const SettingsInForce &inForce);
    /// Takes in the changes since the last call. References to parts of the former settings end.
    void update();
    const Settings &now() const { return *m_now; }
    const EngineSettings &engine() const { return m_now->engine(); }
    /// For another thread.
    const std::shared_ptr<const Settings> &share() const { return m_now; }

private:
    const SettingsInForce &m_inForce;
    std::uint64_t m_version;
    std::shared_ptr<const Settings> m_now;
};

} // namespace fairlead
