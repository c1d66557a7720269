// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_reader.h"

namespace fairlead {

Result<std::unique_ptr<StoreReader>> SqliteReader::open(
    const std::string &file, std::shared_ptr<const LatestTime> latestTime)
{
    return resultOf([&]() -> std::unique_ptr<StoreReader> {
        auto database = SqliteConnection::open(file, SqliteConnection::Mode::ReadOnly);
        const std::array<std::pair<const char *, const char *>, 3> pragmas {
            std::pair {"query_only", "ON"}, std::pair {"temp_store", "MEMORY"}, std::pair {"mmap_size", "0"}};
        database->setPragmas(pragmas);
        return std::unique_ptr<StoreReader>(new SqliteReader(std::move(database), std::move(latestTime)));
    });
}

SqliteReader::SqliteReader(std::unique_ptr<SqliteConnection> database, std::shared_ptr<const LatestTime> latestTime)
    : m_parts(std::move(database), std::move(latestTime))
{
}

} // namespace fairlead
