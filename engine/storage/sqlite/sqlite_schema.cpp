// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_schema.h"

#include "engine/storage/sqlite/sql_texts.h"

namespace fairlead {

namespace {
constexpr std::int64_t applicationId = 1'179'796'036; // "FRLD", as in 0001_first.sql

void migrateOneStep(SqliteConnection &database, const std::string &sql, std::size_t version)
{
    const std::string step =
        "BEGIN IMMEDIATE;\n" + sql + "\nPRAGMA user_version = " + std::to_string(version) + ";\nCOMMIT;";
    const Result<> done = resultOf([&] { database.execute(step.c_str()); });
    if (!done && database.isInTransaction())
        database.execute("ROLLBACK");
    orThrow(done);
}
} // namespace

void migrate(SqliteConnection &database)
{
    const std::int64_t version = database.pragma("user_version");
    if (version > 0 && database.pragma("application_id") != applicationId)
        throw SqliteFailure({ErrorCode::Corrupt,
            database.file() + " is a database of another program; give the engine a data folder of its own"});
    const std::vector<std::string> migrations = sqlMigrations();
    if (version > static_cast<std::int64_t>(migrations.size()))
        throw SqliteFailure({ErrorCode::Unsupported,
            database.file() + " was written by a newer version of Fairlead (schema " + std::to_string(version)
                + ", this program knows " + std::to_string(migrations.size()) + "). Start that version"});
    for (auto done = static_cast<std::size_t>(version); done < migrations.size(); ++done)
        migrateOneStep(database, migrations[done], done + 1);
}

} // namespace fairlead
