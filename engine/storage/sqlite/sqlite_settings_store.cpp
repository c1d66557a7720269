// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_settings_store.h"

namespace fairlead {

namespace {
/// The text that the tables have for a name. An empty text stands for "all".
template <typename Name>
std::string nameOrAll(const std::optional<Name> &name)
{
    return name ? name->text() : std::string();
}

template <typename Name>
std::optional<Name> nameFrom(const SqliteRows &rows, int column)
{
    return rows.text(column).empty() ? std::nullopt : std::optional(Name::trusted(rows.string(column)));
}

TenantSettings tenantFrom(const SqliteRows &rows)
{
    TenantSettings tenant {TenantName::trusted(rows.string(0)), rows.string(1), {}};
    if (!rows.isNull(2))
        tenant.rules.weight = rows.real(2);
    if (!rows.isNull(3))
        tenant.rules.rate = Rate {rows.real(3), rows.real(4)};
    if (!rows.isNull(5))
        tenant.rules.concurrency = static_cast<int>(rows.integer(5));
    if (!rows.isNull(6))
        tenant.rules.depthMax = rows.integer(6);
    if (!rows.isNull(7))
        tenant.rules.bytesMax = rows.integer(7);
    if (!rows.isNull(8))
        tenant.rules.retryShare = rows.real(8);
    if (const auto backpressure = parseBackpressure(rows.text(9)))
        tenant.rules.backpressure = *backpressure;
    return tenant;
}
} // namespace

SqliteStatement &SqliteSettingsStore::statement(std::string_view name)
{
    return m_parts.database->statement(name);
}

Result<> SqliteSettingsStore::savePause(const Pause &pause)
{
    return m_parts.transaction.committed([&] {
        statement("put_pause").run(nameOrAll(pause.queue), nameOrAll(pause.tenant), pause.who, pause.why, pause.since);
    });
}

Result<bool> SqliteSettingsStore::removePause(
    const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant)
{
    return m_parts.transaction.committed([&] {
        statement("delete_pause").run(nameOrAll(queue), nameOrAll(tenant));
        return m_parts.database->changedRows() > 0;
    });
}

Result<std::vector<Pause>> SqliteSettingsStore::pauses()
{
    return resultOf([&] {
        std::vector<Pause> pauses;
        SqliteRows rows = statement("all_pauses").rows();
        while (rows.next())
            pauses.push_back({nameFrom<QueueName>(rows, 0), nameFrom<TenantName>(rows, 1), rows.string(2),
                rows.string(3), rows.time(4)});
        return pauses;
    });
}

Result<> SqliteSettingsStore::saveTenant(const TenantSettings &settings)
{
    const TenantRules &rules = settings.rules;
    const std::optional<double> rate = rules.rate ? std::optional(rules.rate->perSecond) : std::nullopt;
    const std::optional<double> burst = rules.rate ? std::optional(rules.rate->burst) : std::nullopt;
    const std::optional<std::string> backpressure =
        rules.backpressure ? std::optional(backpressureText(*rules.backpressure)) : std::nullopt;
    return m_parts.transaction.committed([&] {
        statement("put_tenant")
            .run(settings.name.text(), settings.plan, rules.weight, rate, burst, rules.concurrency, rules.depthMax,
                rules.bytesMax, rules.retryShare, backpressure);
    });
}

Result<std::vector<TenantSettings>> SqliteSettingsStore::savedTenants()
{
    return resultOf([&] {
        std::vector<TenantSettings> tenants;
        SqliteRows rows = statement("all_tenants").rows();
        while (rows.next())
            tenants.push_back(tenantFrom(rows));
        return tenants;
    });
}

Result<> SqliteSettingsStore::saveScale(const QueueName &queue, std::optional<int> workers)
{
    return m_parts.transaction.committed([&] {
        if (workers)
            statement("put_scale").run(queue.text(), *workers);
        else
            statement("delete_scale").run(queue.text());
    });
}

Result<std::vector<std::pair<QueueName, int>>> SqliteSettingsStore::savedScales()
{
    return resultOf([&] {
        std::vector<std::pair<QueueName, int>> scales;
        SqliteRows rows = statement("all_scales").rows();
        while (rows.next())
            scales.emplace_back(QueueName::trusted(rows.string(0)), static_cast<int>(rows.integer(1)));
        return scales;
    });
}

Result<> SqliteSettingsStore::saveDeficits(std::span<const CarriedDeficit> deficits)
{
    return m_parts.transaction.committed([&] {
        statement("delete_debts").run();
        for (const CarriedDeficit &deficit : deficits)
            statement("put_debt")
                .run(deficit.queue.text(), nameOrAll(deficit.tenant), static_cast<std::int64_t>(deficit.priority),
                    deficit.owed);
    });
}

Result<std::vector<CarriedDeficit>> SqliteSettingsStore::takeDeficits()
{
    return m_parts.transaction.committed([&] {
        std::vector<CarriedDeficit> deficits;
        {
            SqliteRows rows = statement("all_debts").rows();
            while (rows.next())
                deficits.push_back({QueueName::trusted(rows.string(0)), nameFrom<TenantName>(rows, 1),
                    static_cast<Priority>(rows.integer(2)), rows.integer(3)});
        }
        if (!deficits.empty())
            statement("delete_debts").run();
        return deficits;
    });
}

Result<> SqliteSettingsStore::saveOperation(const Operation &operation)
{
    return m_parts.transaction.committed([&] { m_parts.operations.save(operation); });
}

} // namespace fairlead
