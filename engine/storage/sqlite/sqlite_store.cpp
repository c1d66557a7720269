// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_store.h"

#include "engine/storage/sqlite/sqlite_parts.h"
#include "engine/storage/sqlite/sqlite_reader.h"
#include "engine/storage/sqlite/sqlite_schema.h"

#include <algorithm>
#include <array>
#include <limits>
#include <sodium.h>
#include <sqlite3.h>

namespace fairlead {

namespace {
using Pragma = std::pair<const char *, const char *>;

Result<> configure(SqliteConnection &database, SqliteOptions::Durability durability)
{
    // All for this connection, but for journal_mode. The cache is small because SQLite walks all of it after a commit
    // that split pages.
    const std::array<Pragma, 11> pragmas {Pragma {"cell_size_check", "ON"}, Pragma {"trusted_schema", "OFF"},
        Pragma {"mmap_size", "0"}, Pragma {"temp_store", "MEMORY"}, Pragma {"foreign_keys", "OFF"},
        Pragma {"secure_delete", "OFF"}, Pragma {"cache_size", "-16384"}, Pragma {"journal_mode", "WAL"},
        Pragma {"journal_size_limit", "67108864"}, Pragma {"wal_autocheckpoint", "4000"},
        Pragma {"synchronous", durability == SqliteOptions::Durability::Full ? "FULL" : "NORMAL"}};
    return database.setPragmas(pragmas);
}

Result<std::unique_ptr<SqliteConnection>> openDatabase(const SqliteOptions &options)
{
    if (auto sound = prepareDatabaseFile(options.path); !sound)
        return failure(sound.error());
    auto database = SqliteConnection::open(options.path, SqliteConnection::Mode::ReadWrite);
    if (!database)
        return database;
    // The first look at the file: what is no database must be found before anything is written to it.
    const auto version = (*database)->pragma("schema_version");
    if (!version)
        return failure(version.error());
    // Counts only before the first table, and writes to the file each time.
    constexpr Pragma vacuum {"auto_vacuum", "INCREMENTAL"};
    if (auto done = *version == 0 ? (*database)->setPragmas({&vacuum, 1}) : Result<>(); !done)
        return failure(done.error());
    if (auto done = configure(**database, options.durability); !done)
        return failure(done.error());
    if (auto done = migrate(**database); !done)
        return failure(done.error());
    return database;
}

/// Runs a verb for each id; the outer failure of one ends them all.
template <typename T, typename Verb>
Result<std::vector<Result<T>>> forEach(std::span<const JobId> ids, const Verb &verb)
{
    std::vector<Result<T>> answers;
    for (const JobId &id : ids) {
        Result<Result<T>> answer = verb(id);
        if (!answer)
            return failure(answer.error());
        answers.push_back(std::move(*answer));
    }
    return answers;
}

std::string nameOrAll(const std::optional<QueueName> &queue)
{
    return queue ? queue->text() : std::string();
}

std::string nameOrAll(const std::optional<TenantName> &tenant)
{
    return tenant ? tenant->text() : std::string();
}

Result<Lane> laneNames(SqliteParts &parts, const LaneKey &key)
{
    const auto queue = parts.names.queues.nameOf(key.queue);
    const auto tenant = parts.names.tenants.nameOf(key.tenant);
    if (!queue)
        return failure(queue.error());
    if (!tenant)
        return failure(tenant.error());
    return Lane {QueueName::trusted(*queue), static_cast<Priority>(key.priority), TenantName::trusted(*tenant)};
}

Result<std::vector<LaneJob>> named(SqliteParts &parts, const std::vector<KeyedJob> &jobs)
{
    std::vector<LaneJob> answer;
    for (const KeyedJob &one : jobs) {
        auto lane = laneNames(parts, one.lane);
        if (!lane)
            return failure(lane.error());
        answer.push_back({std::move(*lane), one.job});
    }
    return answer;
}
} // namespace

Result<std::unique_ptr<Store>> SqliteStore::open(const SqliteOptions &options)
{
    if (sodium_init() < 0)
        return failure(ErrorCode::Internal, "the library libsodium cannot be used on this machine");
    if (auto done = prepareDatabaseFolder(options.path); !done)
        return failure(done.error());
    auto lock = LockFile::take(options.path);
    if (!lock)
        return failure(lock.error());
    auto database = openDatabase(options);
    if (!database)
        return failure(database.error());
    auto parts = std::make_unique<SqliteParts>(options, std::move(*lock), std::move(*database));
    if (auto done = parts->ledger.load(); !done)
        return failure(done.error());
    if (auto done = parts->runs.load(parts->jobs); !done)
        return failure(done.error());
    if (auto done = parts->ledger.beginLife(); !done)
        return failure(done.error());
    parts->ballast.take();
    return std::unique_ptr<Store>(new SqliteStore(std::move(parts)));
}

SqliteStore::SqliteStore(std::unique_ptr<SqliteParts> parts)
    : m_parts(std::move(parts))
{
}

SqliteStore::~SqliteStore()
{
    if (!m_parts->ledger.hasLate())
        return;
    // What cannot be written now is found again by the next start.
    const Result<> written = m_parts->ledger.writeLate();
    static_cast<void>(written);
}

Result<> SqliteStore::inOneCommit(const std::function<Result<>()> &work)
{
    return m_parts->ledger.commit(work);
}

// --- life of a job ---------------------------------------------------------------------------------------------------

Result<std::vector<Result<Enqueued>>> SqliteStore::enqueue(
    std::span<const JobSpec> specs, std::span<const JobId> ids, TimePoint now)
{
    return m_parts->ledger.committed([&] { return enqueueJobs(*m_parts, specs, ids, now); });
}

Result<std::optional<Result<Enqueued>>> SqliteStore::findKnown(const JobSpec &spec, TimePoint now)
{
    return findKnownJob(*m_parts, spec, now);
}

Result<std::vector<Result<ClaimedJob>>> SqliteStore::claim(std::span<const ClaimRequest> requests, TimePoint now)
{
    return m_parts->ledger.committed([&] { return claimJobs(*m_parts, requests, now); });
}

Result<std::vector<Result<Finished>>> SqliteStore::finish(std::span<const FinishRequest> requests, TimePoint now)
{
    return m_parts->ledger.committed([&] { return finishRuns(*m_parts, requests, now); });
}

Result<std::vector<Result<>>> SqliteStore::renew(std::span<const std::pair<Seq, Token>> runs, TimePoint until)
{
    return m_parts->ledger.committed([&] { return renewRuns(*m_parts, runs, until); });
}

Result<std::vector<Result<>>> SqliteStore::move(std::span<const RunMove> moves)
{
    return m_parts->ledger.committed([&] { return moveRuns(*m_parts, moves); });
}

Result<std::vector<Result<Acted>>> SqliteStore::cancel(
    std::span<const JobId> ids, const std::string &who, TimePoint now)
{
    m_parts->noteTime(now);
    return m_parts->ledger.committed(
        [&] { return forEach<Acted>(ids, [&](const JobId &id) { return cancelJob(*m_parts, id, who, now); }); });
}

Result<std::vector<Acted>> SqliteStore::drop(const DropRequest &request, TimePoint now)
{
    m_parts->noteTime(now);
    return m_parts->ledger.committed([&] { return dropJobs(*m_parts, request, now); });
}

Result<std::vector<Result<Acted>>> SqliteStore::retry(std::span<const JobId> ids, TimePoint now)
{
    m_parts->noteTime(now);
    return m_parts->ledger.committed(
        [&] { return forEach<Acted>(ids, [&](const JobId &id) { return retryJob(*m_parts, id, now); }); });
}

Result<std::vector<Result<Acted>>> SqliteStore::discard(std::span<const JobId> ids, TimePoint now)
{
    m_parts->noteTime(now);
    return m_parts->ledger.committed(
        [&] { return forEach<Acted>(ids, [&](const JobId &id) { return discardJob(*m_parts, id, now); }); });
}

Result<std::vector<Result<Acted>>> SqliteStore::restore(std::span<const JobId> ids, TimePoint now)
{
    m_parts->noteTime(now);
    return m_parts->ledger.committed(
        [&] { return forEach<Acted>(ids, [&](const JobId &id) { return restoreJob(*m_parts, id, now); }); });
}

Result<std::vector<Result<Relaned>>> SqliteStore::relane(
    std::span<const JobId> ids, const LaneChange &change, TimePoint now)
{
    m_parts->noteTime(now);
    return m_parts->ledger.committed(
        [&] { return forEach<Relaned>(ids, [&](const JobId &id) { return relaneJob(*m_parts, id, change, now); }); });
}

// --- the waiting -----------------------------------------------------------------------------------------------------

Result<std::vector<Lane>> SqliteStore::lanes()
{
    const auto keys = m_parts->ledger.waiting().lanes();
    if (!keys)
        return failure(keys.error());
    std::vector<Lane> lanes;
    for (const LaneKey &key : *keys) {
        auto lane = laneNames(*m_parts, key);
        if (!lane)
            return failure(lane.error());
        lanes.push_back(std::move(*lane));
    }
    return lanes;
}

Result<Window> SqliteStore::waiting(const Lane &lane, std::optional<Position> after, int limit)
{
    const auto numbers = m_parts->numbersOf(lane.queue, lane.tenant);
    if (!numbers)
        return failure(numbers.error());
    auto window =
        m_parts->ledger.waiting().window({numbers->first, static_cast<std::int64_t>(lane.priority), numbers->second},
            static_cast<std::int64_t>(after.value_or(Position {-1})), limit);
    if (!window)
        return failure(window.error());
    return Window {std::move(window->first), window->second};
}

Result<std::vector<LaneJob>> SqliteStore::promoteDue(TimePoint now, int limit)
{
    m_parts->noteTime(now);
    return m_parts->ledger.committed([&]() -> Result<std::vector<LaneJob>> {
        const auto promoted = m_parts->delayed.promote(now, limit);
        if (!promoted)
            return failure(promoted.error());
        return named(*m_parts, *promoted);
    });
}

Result<std::optional<TimePoint>> SqliteStore::nextDue()
{
    return m_parts->delayed.nextDue();
}

Result<std::vector<LaneJob>> SqliteStore::overdue(TimePoint now, int limit)
{
    const auto jobs = m_parts->ledger.waiting().overdue(now, limit);
    if (!jobs)
        return failure(jobs.error());
    return named(*m_parts, *jobs);
}

Result<std::optional<TimePoint>> SqliteStore::nextDeadline()
{
    return m_parts->ledger.waiting().nextDeadline();
}

// --- start, idle times -----------------------------------------------------------------------------------------------

Result<std::vector<CutRun>> SqliteStore::cutRuns(int limit)
{
    return m_parts->runs.cutRuns(m_parts->ledger.incarnation(), limit);
}

Result<bool> SqliteStore::maintain(TimePoint now)
{
    return maintainStore(*m_parts, now);
}

Result<bool> SqliteStore::forgetSome(TimePoint now)
{
    return forgetSomeOf(*m_parts, now);
}

// --- counts and settings ---------------------------------------------------------------------------------------------

Result<std::vector<QueueTenantCounts>> SqliteStore::counts()
{
    const auto countedAsDelayed = m_parts->ledger.waiting().countedAsDelayed();
    std::vector<QueueTenantCounts> all;
    for (const auto &[key, places] : m_parts->ledger.counters().totals()) {
        const auto lane = laneNames(*m_parts, {key.first, 0, key.second});
        if (!lane)
            return failure(lane.error());
        QueueTenantCounts counts {lane->queue, lane->tenant, {}};
        for (const JobState state : allJobStates) {
            if (state != JobState::Blocked)
                counts.counts.at(static_cast<std::size_t>(state)) = places.at(static_cast<std::size_t>(placeOf(state)));
        }
        if (const auto ready = countedAsDelayed.find(key); ready != countedAsDelayed.end()) {
            counts.counts.at(static_cast<std::size_t>(JobState::Scheduled)) -= ready->second;
            counts.counts.at(static_cast<std::size_t>(JobState::Ready)) += ready->second;
        }
        all.push_back(std::move(counts));
    }
    std::sort(all.begin(), all.end(), [](const QueueTenantCounts &a, const QueueTenantCounts &b) {
        return std::tie(a.queue, a.tenant) < std::tie(b.queue, b.tenant);
    });
    return all;
}

Result<Backlog> SqliteStore::backlog(const QueueName &queue, const TenantName &tenant)
{
    const auto numbers = m_parts->numbersOf(queue, tenant);
    if (!numbers)
        return failure(numbers.error());
    const Counters &counters = m_parts->ledger.counters();
    return Backlog {
        counters.backlog(), counters.backlogOfQueue(numbers->first), counters.backlogOfTenant(numbers->second)};
}

Result<> SqliteStore::savePause(const Pause &pause)
{
    return m_parts->ledger.committed([&] {
        return m_parts->database->statement("put_pause")
            .run(nameOrAll(pause.queue), nameOrAll(pause.tenant), pause.who, pause.why, pause.since);
    });
}

Result<bool> SqliteStore::removePause(const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant)
{
    return m_parts->ledger.committed([&]() -> Result<bool> {
        const auto done = m_parts->database->statement("delete_pause").run(nameOrAll(queue), nameOrAll(tenant));
        if (!done)
            return failure(done.error());
        return m_parts->database->changedRows() > 0;
    });
}

Result<std::vector<Pause>> SqliteStore::pauses()
{
    std::vector<Pause> pauses;
    SqliteRows rows = m_parts->database->statement("all_pauses").rows();
    Result<bool> row = rows.next();
    for (; row && *row; row = rows.next()) {
        Pause pause {{}, {}, rows.string(2), rows.string(3), rows.time(4)};
        if (!rows.text(0).empty())
            pause.queue = QueueName::trusted(rows.string(0));
        if (!rows.text(1).empty())
            pause.tenant = TenantName::trusted(rows.string(1));
        pauses.push_back(std::move(pause));
    }
    if (!row)
        return failure(row.error());
    return pauses;
}

Result<> SqliteStore::saveTenant(const TenantSettings &settings)
{
    const TenantRules &rules = settings.rules;
    const std::optional<double> rate = rules.rate ? std::optional(rules.rate->perSecond) : std::nullopt;
    const std::optional<double> burst = rules.rate ? std::optional(rules.rate->burst) : std::nullopt;
    const std::optional<std::string> backpressure =
        rules.backpressure ? std::optional(backpressureText(*rules.backpressure)) : std::nullopt;
    return m_parts->ledger.committed([&] {
        return m_parts->database->statement("put_tenant")
            .run(settings.name.text(), settings.plan, rules.weight, rate, burst, rules.concurrency, rules.depthMax,
                rules.bytesMax, rules.retryShare, backpressure);
    });
}

Result<std::vector<TenantSettings>> SqliteStore::savedTenants()
{
    std::vector<TenantSettings> tenants;
    SqliteRows rows = m_parts->database->statement("all_tenants").rows();
    Result<bool> row = rows.next();
    for (; row && *row; row = rows.next()) {
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
        tenants.push_back(std::move(tenant));
    }
    if (!row)
        return failure(row.error());
    return tenants;
}

Result<> SqliteStore::saveScale(const QueueName &queue, std::optional<int> workers)
{
    return m_parts->ledger.committed([&] {
        return workers ? m_parts->database->statement("put_scale").run(queue.text(), *workers)
                       : m_parts->database->statement("delete_scale").run(queue.text());
    });
}

Result<std::vector<std::pair<QueueName, int>>> SqliteStore::savedScales()
{
    std::vector<std::pair<QueueName, int>> scales;
    SqliteRows rows = m_parts->database->statement("all_scales").rows();
    Result<bool> row = rows.next();
    for (; row && *row; row = rows.next())
        scales.emplace_back(QueueName::trusted(rows.string(0)), static_cast<int>(rows.integer(1)));
    if (!row)
        return failure(row.error());
    return scales;
}

Result<> SqliteStore::saveDebts(std::span<const Debt> debts)
{
    return m_parts->ledger.committed([&]() -> Result<> {
        SqliteConnection &database = *m_parts->database;
        if (auto done = database.statement("delete_debts").run(); !done)
            return done;
        for (const Debt &debt : debts) {
            auto done = database.statement("put_debt")
                            .run(debt.queue.text(), nameOrAll(debt.tenant), static_cast<std::int64_t>(debt.priority),
                                debt.owed);
            if (!done)
                return done;
        }
        return {};
    });
}

Result<std::vector<Debt>> SqliteStore::takeDebts()
{
    return m_parts->ledger.committed([&]() -> Result<std::vector<Debt>> {
        std::vector<Debt> debts;
        {
            SqliteRows rows = m_parts->database->statement("all_debts").rows();
            Result<bool> row = rows.next();
            for (; row && *row; row = rows.next()) {
                Debt debt {
                    QueueName::trusted(rows.string(0)), {}, static_cast<Priority>(rows.integer(2)), rows.integer(3)};
                if (!rows.text(1).empty())
                    debt.tenant = TenantName::trusted(rows.string(1));
                debts.push_back(std::move(debt));
            }
            if (!row)
                return failure(row.error());
        }
        if (debts.empty())
            return debts;
        if (auto done = m_parts->database->statement("delete_debts").run(); !done)
            return failure(done.error());
        return debts;
    });
}

Result<> SqliteStore::saveOperation(const Operation &operation)
{
    return m_parts->ledger.committed([&] { return m_parts->operations.save(operation); });
}

// --- results kept for runs of the same -------------------------------------------------------------------------------

Result<std::optional<JobResult>> SqliteStore::cachedResult(const CacheKey &key, TimePoint now)
{
    SqliteRows rows = m_parts->database->statement("cached_result").rows(key.cache, SqliteBlob {key.digest}, now);
    const Result<bool> isThere = rows.next();
    if (!isThere)
        return failure(isThere.error());
    if (!*isThere)
        return std::optional<JobResult>();
    return std::optional(JobResult {std::string(rows.blob(0)), rows.string(1)});
}

Result<> SqliteStore::cacheResult(
    const CacheKey &key, const JobResult &result, TimePoint expires, const CacheLimits &limits)
{
    return m_parts->ledger.committed([&] { return keepResult(*m_parts, key, result, expires, limits); });
}

// --- what happened ---------------------------------------------------------------------------------------------------

Result<> SqliteStore::note(const Event &event)
{
    return m_parts->ledger.committed([&] { return m_parts->note(event); });
}

std::int64_t SqliteStore::lastEvent() const
{
    return m_parts->ledger.events().last();
}

Result<> SqliteStore::appendAudit(const AuditEntry &entry)
{
    return m_parts->ledger.committed([&] {
        return m_parts->database->statement("insert_audit")
            .run(entry.number, entry.at, entry.who, entry.act, entry.target, entry.detail, entry.hash);
    });
}

Result<AuditEntry> SqliteStore::lastAudit()
{
    auto newest = auditEntriesBelow(*m_parts->database, std::numeric_limits<std::int64_t>::max(), 1);
    if (!newest)
        return failure(newest.error());
    return newest->empty() ? AuditEntry {} : std::move(newest->front());
}

// --- statistics ------------------------------------------------------------------------------------------------------

Result<> SqliteStore::saveFlow(TimePoint minute, const std::string &bytes)
{
    return m_parts->ledger.committed([&]() -> Result<> {
        SqliteConnection &database = *m_parts->database;
        if (auto kept = database.statement("put_flow").run(minute, SqliteBlob {bytes}); !kept)
            return kept;
        return database.statement("delete_old_flow").run(minute - flowKept);
    });
}

Result<std::vector<std::pair<TimePoint, std::string>>> SqliteStore::savedFlow()
{
    std::vector<std::pair<TimePoint, std::string>> all;
    SqliteRows rows = m_parts->database->statement("all_flow").rows();
    Result<bool> row = rows.next();
    for (; row && *row; row = rows.next())
        all.emplace_back(rows.time(0), std::string(rows.blob(1)));
    if (!row)
        return failure(row.error());
    return all;
}

// --- what it is ------------------------------------------------------------------------------------------------------

std::string SqliteStore::description() const
{
    return std::string("sqlite ") + sqlite3_libversion();
}

std::string SqliteStore::durability() const
{
    return m_parts->options.durability == SqliteOptions::Durability::Full ? "full" : "relaxed";
}

Incarnation SqliteStore::incarnation() const
{
    return m_parts->ledger.incarnation();
}

StoreReaderFactory SqliteStore::readerFactory()
{
    return [file = m_parts->options.path, latestTime = m_parts->latestTime] {
        return SqliteReader::open(file, latestTime);
    };
}

} // namespace fairlead
