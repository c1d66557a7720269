// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sql_texts.h"

#include <QFile>
#include <QString>

// A static library's resources are linked in only when they are named. The macro must be used outside of any namespace.
static void nameResources()
{
    Q_INIT_RESOURCE(fairlead_sqlite);
}

namespace fairlead {

namespace {
std::string resourceText(const char *name)
{
    nameResources();
    QFile file(QStringLiteral(":/fairlead/sqlite/") + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the program lacks its resource %s", name);
    return file.readAll().toStdString();
}

void addTexts(std::map<std::string, std::string_view, std::less<>> &texts, std::string_view source)
{
    constexpr std::string_view marker = "-- name: ";
    std::size_t at = source.find(marker);
    while (at != std::string_view::npos) {
        const std::size_t nameAt = at + marker.size();
        const std::size_t lineEnd = source.find('\n', nameAt);
        at = source.find(marker, lineEnd);
        texts.emplace(source.substr(nameAt, lineEnd - nameAt), source.substr(lineEnd + 1, at - lineEnd - 1));
    }
}
} // namespace

const std::map<std::string, std::string_view, std::less<>> &sqlTexts()
{
    static const std::string source = resourceText("jobs.sql") + resourceText("waiting.sql") + resourceText("runs.sql")
        + resourceText("lists.sql") + resourceText("settings.sql") + resourceText("verify.sql")
        + resourceText("events.sql") + resourceText("operations.sql") + resourceText("cache.sql")
        + resourceText("transactions.sql");
    static const std::map<std::string, std::string_view, std::less<>> texts = [] {
        std::map<std::string, std::string_view, std::less<>> parsed;
        addTexts(parsed, source);
        return parsed;
    }();
    return texts;
}

std::vector<std::string> sqlMigrations()
{
    return {resourceText("0001_first.sql"), resourceText("0002_groups.sql"), resourceText("0003_operations.sql"),
        resourceText("0004_limits.sql"), resourceText("0005_events.sql"), resourceText("0006_deadlines.sql"),
        resourceText("0007_cancelled_by.sql"), resourceText("0008_debts.sql"), resourceText("0009_lists.sql"),
        resourceText("0010_cache.sql"), resourceText("0011_tenant_keys.sql")};
}

} // namespace fairlead
