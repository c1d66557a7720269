// SPDX-License-Identifier: Apache-2.0
#include "bench/bare_sqlite.h"

#include "engine/domain/clock.h"

#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sqlite3.h>

namespace fairlead::bench {

namespace {
constexpr std::int64_t indexBatch = 20'000;
const std::string payload(200, 'x');

void check(sqlite3 *database, int code)
{
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
        return;
    std::fprintf(stderr, "bare sqlite: %s\n", sqlite3_errmsg(database));
    std::exit(1);
}
} // namespace

BareSqlite::BareSqlite(const std::string &file)
{
    check(m_database, sqlite3_open(file.c_str(), &m_database));
    execute(
        "PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=OFF;"
        "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000;"
        "CREATE TABLE job (seq INTEGER PRIMARY KEY, id BLOB, queue INT, tenant INT, priority INT, cost INT,"
        " created INT, payload BLOB);"
        "CREATE UNIQUE INDEX job_by_id ON job (id);"
        "CREATE TABLE ready (queue INT, priority INT, tenant INT, position INT, seq INT,"
        " PRIMARY KEY (queue, priority, tenant, position)) WITHOUT ROWID;"
        "CREATE TABLE run (seq INTEGER PRIMARY KEY, attempt INT, token INT, worker TEXT, started INT);"
        "CREATE TABLE outcome (seq INTEGER PRIMARY KEY, state INT, attempt INT, started INT, finished INT);");
    m_insertJob = prepare("INSERT INTO job VALUES (?1, ?2, 1, ?3, 2, 1, 1700000000000000, ?4)");
    m_insertReady = prepare("INSERT INTO ready VALUES (1, 2, ?1, ?2, ?2)");
    m_deleteReady = prepare("DELETE FROM ready WHERE queue = 1 AND priority = 2 AND tenant = ?1 AND position = ?2");
    m_insertRun = prepare("INSERT INTO run VALUES (?1, 1, ?1, 'worker-1', 1700000000000000)");
    m_deleteRun = prepare("DELETE FROM run WHERE seq = ?1");
    m_insertOutcome = prepare("INSERT INTO outcome VALUES (?1, 4, 1, 1700000000000000, 1700000000000000)");
    m_tenantOf.push_back(0);
    m_isClaimed.push_back(false);
}

BareSqlite::~BareSqlite()
{
    for (sqlite3_stmt *statement : m_statements)
        sqlite3_finalize(statement);
    sqlite3_close(m_database);
}

void BareSqlite::execute(const char *sql)
{
    check(m_database, sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr));
}

sqlite3_stmt *BareSqlite::prepare(const char *sql)
{
    sqlite3_stmt *statement = nullptr;
    check(m_database, sqlite3_prepare_v2(m_database, sql, -1, &statement, nullptr));
    m_statements.push_back(statement);
    return statement;
}

void BareSqlite::run(sqlite3_stmt *statement)
{
    check(m_database, sqlite3_step(statement));
    sqlite3_reset(statement);
}

void BareSqlite::enqueue(const std::vector<int> &tenants)
{
    execute("BEGIN IMMEDIATE");
    for (const int tenant : tenants) {
        ++m_last;
        m_tenantOf.push_back(tenant);
        m_isClaimed.push_back(false);
        std::string id = "0000000000000000";
        for (std::size_t i = 0; i < 8; ++i)
            id[i] = static_cast<char>(m_last >> (8 * (7 - i)));
        sqlite3_bind_int64(m_insertJob, 1, m_last);
        sqlite3_bind_blob(m_insertJob, 2, id.data(), static_cast<int>(id.size()), SQLITE_STATIC);
        sqlite3_bind_int(m_insertJob, 3, tenant);
        sqlite3_bind_blob(m_insertJob, 4, payload.data(), static_cast<int>(payload.size()), SQLITE_STATIC);
        run(m_insertJob);
    }
    if (m_last - m_indexedTo >= indexBatch)
        writeIndex();
    execute("COMMIT");
}

void BareSqlite::writeIndex()
{
    std::vector<Waiting> waiting;
    for (std::int64_t job = m_indexedTo + 1; job <= m_last; ++job) {
        if (!m_isClaimed[static_cast<std::size_t>(job)])
            waiting.push_back({m_tenantOf[static_cast<std::size_t>(job)], job});
    }
    std::sort(waiting.begin(), waiting.end());
    for (const Waiting &entry : waiting) {
        sqlite3_bind_int(m_insertReady, 1, entry.tenant);
        sqlite3_bind_int64(m_insertReady, 2, entry.job);
        run(m_insertReady);
    }
    m_indexedTo = m_last;
}

void BareSqlite::emptyIndex()
{
    std::sort(m_consumed.begin(), m_consumed.end());
    for (const Waiting &entry : m_consumed) {
        sqlite3_bind_int(m_deleteReady, 1, entry.tenant);
        sqlite3_bind_int64(m_deleteReady, 2, entry.job);
        run(m_deleteReady);
    }
    m_consumed.clear();
}

void BareSqlite::claim(const std::vector<std::int64_t> &jobs)
{
    execute("BEGIN IMMEDIATE");
    for (const std::int64_t job : jobs) {
        m_isClaimed[static_cast<std::size_t>(job)] = true;
        if (job <= m_indexedTo)
            m_consumed.push_back({m_tenantOf[static_cast<std::size_t>(job)], job});
        sqlite3_bind_int64(m_insertRun, 1, job);
        run(m_insertRun);
    }
    if (static_cast<std::int64_t>(m_consumed.size()) >= indexBatch)
        emptyIndex();
    execute("COMMIT");
}

void BareSqlite::finish(const std::vector<std::int64_t> &jobs)
{
    execute("BEGIN IMMEDIATE");
    for (const std::int64_t job : jobs) {
        sqlite3_bind_int64(m_deleteRun, 1, job);
        run(m_deleteRun);
        sqlite3_bind_int64(m_insertOutcome, 1, job);
        run(m_insertOutcome);
    }
    execute("COMMIT");
}

double bareLifecycles(int jobs, int batch, int tenants)
{
    const QTemporaryDir folder;
    BareSqlite bare(folder.filePath(QStringLiteral("bare.db")).toStdString());
    const SystemClock clock;
    std::int64_t last = 0;
    int nextTenant = 0;
    const MonotonicTime begun = clock.monotonicNow();
    for (int done = 0; done < jobs; done += batch) {
        std::vector<int> ofTenants;
        std::vector<std::int64_t> seqs;
        for (int i = 0; i < batch; ++i) {
            ofTenants.push_back(nextTenant++ % tenants + 1);
            seqs.push_back(++last);
        }
        bare.enqueue(ofTenants);
        bare.claim(seqs);
        bare.finish(seqs);
    }
    return jobs / std::chrono::duration<double>(clock.monotonicNow() - begun).count();
}

} // namespace fairlead::bench
