// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace fairlead::bench {

/// The least that SQLite must do for a lifecycle in the store's layout, by the C interface alone: what the engine is
/// measured against. Appends to `job`, `run` and `outcome`; writes and empties the index of the waiting in sorted
/// batches. Ends the program when SQLite fails.
class BareSqlite
{
public:
    explicit BareSqlite(const std::string &file);
    ~BareSqlite();
    BareSqlite(const BareSqlite &) = delete;
    BareSqlite &operator=(const BareSqlite &) = delete;

    /// Each is one commit. `tenants[i]` is the tenant of the i-th new job; their numbers count from 1.
    void enqueue(const std::vector<int> &tenants);
    void claim(const std::vector<std::int64_t> &jobs);
    void finish(const std::vector<std::int64_t> &jobs);

private:
    struct Waiting
    {
        int tenant;
        std::int64_t job;
        auto operator<=>(const Waiting &) const = default;
    };
    void execute(const char *sql);
    sqlite3_stmt *prepare(const char *sql);
    void run(sqlite3_stmt *statement);
    void writeIndex();
    void emptyIndex();

    sqlite3 *m_database = nullptr;
    std::vector<sqlite3_stmt *> m_statements;
    sqlite3_stmt *m_insertJob;
    sqlite3_stmt *m_insertReady;
    sqlite3_stmt *m_deleteReady;
    sqlite3_stmt *m_insertRun;
    sqlite3_stmt *m_deleteRun;
    sqlite3_stmt *m_insertOutcome;
    std::int64_t m_last = 0;
    std::int64_t m_indexedTo = 0;
    std::vector<int> m_tenantOf; ///< by job
    std::vector<bool> m_isClaimed; ///< by job
    std::vector<Waiting> m_consumed;
};

/// Jobs a second when each batch, of so many tenants in turn, is finished before the next comes. In a folder of its
/// own.
double bareLifecycles(int jobs, int batch, int tenants);

} // namespace fairlead::bench
