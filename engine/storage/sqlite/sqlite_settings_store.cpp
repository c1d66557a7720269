// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_settings_store.h"

#include "engine/domain/settings_fields.h"

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

// A limit has a column in the order of limitFields; a rate has two.

template <typename Number>
void readLimit(const SqliteRows &rows, int &column, std::optional<Number> &limit)
{
    if (rows.isNull(column))
        limit = std::nullopt;
    else if constexpr (std::is_integral_v<Number>)
        limit = static_cast<Number>(rows.integer(column));
    else
        limit = rows.real(column);
    ++column;
}

void readLimit(const SqliteRows &rows, int &column, std::optional<Rate> &limit)
{
    if (!rows.isNull(column))
        limit = Rate {rows.real(column), rows.real(column + 1)};
    column += 2;
}

void readLimit(const SqliteRows &rows, int &column, std::optional<Backpressure> &limit)
{
    if (const auto backpressure = parseBackpressure(rows.text(column++)))
        limit = *backpressure;
}

TenantRules limitsFrom(const SqliteRows &rows, int column)
{
    TenantRules limits;
    eachOf(limitFields, [&](const auto &field) { readLimit(rows, column, field.access(limits)); });
    return limits;
}

TenantSettings tenantFrom(const SqliteRows &rows)
{
    return {TenantName::trusted(rows.string(0)), rows.string(1), limitsFrom(rows, 2)};
}

/// Binds the limits behind the first columns, and runs the statement.
template <typename... First>
void putLimits(SqliteStatement &put, const TenantRules &limits, const First &...first)
{
    std::optional<std::string> text; // until the statement ends
    put.bindMore(first...);
    eachOf(limitFields, [&](const auto &field) {
        const auto &limit = field.access(limits);
        using Limit = std::remove_cvref_t<decltype(*limit)>;
        if constexpr (std::is_same_v<Limit, Rate>) {
            put.bindMore(limit ? std::optional(limit->perSecond) : std::nullopt,
                limit ? std::optional(limit->burst) : std::nullopt);
        } else if constexpr (std::is_same_v<Limit, Backpressure>) {
            text = limit ? std::optional(backpressureText(*limit)) : std::nullopt;
            put.bindMore(text);
        } else {
            put.bindMore(limit);
        }
    });
    put.finish();
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
    return m_parts.transaction.committed(
        [&] { putLimits(statement("put_tenant"), settings.rules, settings.name.text(), settings.plan); });
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

Result<std::optional<TenantSettings>> SqliteSettingsStore::savedTenant(const TenantName &tenant)
{
    return resultOf([&] {
        SqliteRows rows = statement("one_tenant").rows(tenant.text());
        return rows.next() ? std::optional(tenantFrom(rows)) : std::nullopt;
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

Result<> SqliteSettingsStore::saveQueue(const QueueName &queue, const std::optional<std::string> &settings)
{
    return m_parts.transaction.committed([&] {
        if (settings) {
            statement("put_queue").run(queue.text(), *settings);
        } else {
            statement("delete_queue").run(queue.text());
            statement("delete_queue_limits").run(queue.text());
        }
    });
}

Result<std::vector<std::pair<QueueName, std::string>>> SqliteSettingsStore::savedQueues()
{
    return resultOf([&] {
        std::vector<std::pair<QueueName, std::string>> queues;
        SqliteRows rows = statement("all_queues").rows();
        while (rows.next())
            queues.emplace_back(QueueName::trusted(rows.string(0)), rows.string(1));
        return queues;
    });
}

Result<> SqliteSettingsStore::saveQueueLimits(const QueueName &queue, const TenantRules &limits)
{
    return m_parts.transaction.committed([&] {
        if (limits == TenantRules {})
            statement("delete_queue_limits").run(queue.text());
        else
            putLimits(statement("put_queue_limits"), limits, queue.text());
    });
}

Result<std::map<QueueName, TenantRules>> SqliteSettingsStore::savedQueueLimits()
{
    return resultOf([&] {
        std::map<QueueName, TenantRules> limits;
        SqliteRows rows = statement("all_queue_limits").rows();
        while (rows.next())
            limits.emplace(QueueName::trusted(rows.string(0)), limitsFrom(rows, 1));
        return limits;
    });
}

Result<> SqliteSettingsStore::saveAlert(const AlertName &name, const std::optional<AlertRule> &rule)
{
    return m_parts.transaction.committed([&] {
        if (rule)
            statement("put_alert")
                .run(name.text(), static_cast<std::int64_t>(rule->kind), nameOrAll(rule->queue),
                    nameOrAll(rule->tenant), rule->above, rule->hold.count(), std::int64_t {rule->isEnabled}, rule->who,
                    rule->since);
        else
            statement("delete_alert").run(name.text());
    });
}

Result<std::vector<AlertRule>> SqliteSettingsStore::savedAlerts()
{
    return resultOf([&] {
        std::vector<AlertRule> alerts;
        SqliteRows rows = statement("all_alerts").rows();
        while (rows.next()) {
            const std::int64_t kind = rows.integer(1);
            const bool isKnown = kind >= 0 && kind < static_cast<std::int64_t>(AlertKind::Unknown);
            alerts.push_back(
                {AlertName::trusted(rows.string(0)), isKnown ? static_cast<AlertKind>(kind) : AlertKind::Unknown,
                    nameFrom<QueueName>(rows, 2), nameFrom<TenantName>(rows, 3), rows.real(4),
                    Microseconds {rows.integer(5)}, rows.integer(6) != 0, rows.string(7), rows.time(8)});
        }
        return alerts;
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

Result<std::vector<SpentRate>> SqliteSettingsStore::spentRates(TimePoint now)
{
    return m_parts.transaction.committed([&] {
        statement("delete_whole_rates").run(now);
        std::vector<SpentRate> rates;
        SqliteRows rows = statement("all_spent_rates").rows();
        while (rows.next())
            rates.push_back({TenantName::trusted(rows.string(0)), {rows.real(1), rows.time(2), rows.time(3)}});
        return rates;
    });
}

Result<> SqliteSettingsStore::saveOperation(const Operation &operation)
{
    return m_parts.transaction.committed([&] { m_parts.operations.save(operation); });
}

} // namespace fairlead
