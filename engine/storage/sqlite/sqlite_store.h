// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/sqlite_options.h"
#include "engine/storage/store.h"

namespace fairlead {

struct SqliteParts;

/// The Store in one SQLite file, for one engine at a time (a lock file sees to it). Its single connection writes and
/// checkpoints; readers have read-only ones. Owns the connection. Needs a QCoreApplication. Threads: that which opened
/// it.
class SqliteStore final : public Store
{
public:
    /// Fails with Locked when another engine uses the file, with Corrupt when it is damaged (it stays as it is), with
    /// Unsupported when a newer program wrote it, or with Io.
    static Result<std::unique_ptr<Store>> open(const SqliteOptions &options);
    /// Writes what was put off.
    ~SqliteStore() override;

    Result<> inOneCommit(const std::function<Result<>()> &work) override;
    Result<std::vector<Result<Enqueued>>> enqueue(
        std::span<const JobSpec> specs, std::span<const JobId> ids, TimePoint now) override;
    Result<std::optional<Result<Enqueued>>> findKnown(const JobSpec &spec, TimePoint now) override;
    Result<std::vector<Result<ClaimedJob>>> claim(std::span<const ClaimRequest> requests, TimePoint now) override;
    Result<std::vector<Result<Finished>>> finish(std::span<const FinishRequest> requests, TimePoint now) override;
    Result<std::vector<Result<>>> renew(std::span<const std::pair<Seq, Token>> runs, TimePoint until) override;
    Result<std::vector<Result<>>> move(std::span<const RunMove> moves) override;
    Result<std::vector<Result<Acted>>> cancel(
        std::span<const JobId> ids, const std::string &who, TimePoint now) override;
    Result<std::vector<Acted>> drop(const DropRequest &request, TimePoint now) override;
    Result<std::vector<Result<Acted>>> retry(std::span<const JobId> ids, TimePoint now) override;
    Result<std::vector<Result<Acted>>> discard(std::span<const JobId> ids, TimePoint now) override;
    Result<std::vector<Result<Acted>>> restore(std::span<const JobId> ids, TimePoint now) override;
    Result<std::vector<Result<Relaned>>> relane(
        std::span<const JobId> ids, const LaneChange &change, TimePoint now) override;
    Result<std::vector<Lane>> lanes() override;
    Result<Window> waiting(const Lane &lane, std::optional<Position> after, int limit) override;
    Result<std::vector<LaneJob>> promoteDue(TimePoint now, int limit) override;
    Result<std::optional<TimePoint>> nextDue() override;
    Result<std::vector<LaneJob>> overdue(TimePoint now, int limit) override;
    Result<std::optional<TimePoint>> nextDeadline() override;
    Result<std::vector<CutRun>> cutRuns(int limit) override;
    Result<bool> maintain(TimePoint now) override;
    Result<bool> forgetSome(TimePoint now) override;
    Result<std::vector<QueueTenantCounts>> counts() override;
    Result<Backlog> backlog(const QueueName &queue, const TenantName &tenant) override;
    Result<> savePause(const Pause &pause) override;
    Result<bool> removePause(const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant) override;
    Result<std::vector<Pause>> pauses() override;
    Result<> saveTenant(const TenantSettings &settings) override;
    Result<std::vector<TenantSettings>> savedTenants() override;
    Result<> saveScale(const QueueName &queue, std::optional<int> workers) override;
    Result<std::vector<std::pair<QueueName, int>>> savedScales() override;
    Result<> saveDebts(std::span<const Debt> debts) override;
    Result<std::vector<Debt>> takeDebts() override;
    Result<std::optional<JobResult>> cachedResult(const CacheKey &key, TimePoint now) override;
    Result<> cacheResult(
        const CacheKey &key, const JobResult &result, TimePoint expires, const CacheLimits &limits) override;
    Result<> note(const Event &event) override;
    std::int64_t lastEvent() const override;
    Result<> appendAudit(const AuditEntry &entry) override;
    Result<AuditEntry> lastAudit() override;
    Result<> saveFlow(TimePoint minute, const std::string &bytes) override;
    Result<std::vector<std::pair<TimePoint, std::string>>> savedFlow() override;
    Result<> saveOperation(const Operation &operation) override;
    std::string description() const override;
    std::string durability() const override;
    Incarnation incarnation() const override;
    StoreReaderFactory readerFactory() override;

private:
    explicit SqliteStore(std::unique_ptr<SqliteParts> parts);

    std::unique_ptr<SqliteParts> m_parts;
};

} // namespace fairlead
