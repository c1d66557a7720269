// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/config_json.h"

#include "engine/wire/raw_json.h"

namespace fairlead {

std::string writeConfigEntries(const std::vector<ConfigEntry> &entries)
{
    JsonWriter writer;
    writer.beginObject().key("entries").beginArray();
    for (const ConfigEntry &entry : entries) {
        writer.beginObject().member("key", entry.key).member("value", entry.value);
        writer.member("source", entry.source).endObject();
    }
    return writer.endArray().member("count", static_cast<std::int64_t>(entries.size())).endObject().take();
}

Result<std::vector<ConfigEntry>> readConfigEntries(std::string_view json)
{
    return readElements<ConfigEntry>(json, "entries", [](const std::string &raw) {
        return readObject<ConfigEntry>(raw, [](JsonObject &object) -> Result<ConfigEntry> {
            return ConfigEntry {
                object.text("key").value_or(""), object.text("value").value_or(""), object.text("source").value_or("")};
        });
    });
}

std::string writeReloadReport(const ReloadReport &report)
{
    JsonWriter writer;
    writer.beginObject();
    const auto list = [&writer](const char *name, const std::vector<std::string> &keys) {
        writer.key(name).beginArray();
        for (const std::string &key : keys)
            writer.text(key);
        writer.endArray();
    };
    list("applied", report.applied);
    list("overruled", report.overruled);
    list("after_restart", report.afterRestart);
    return writer.endObject().take();
}

Result<ReloadReport> readReloadReport(std::string_view json)
{
    return readObject<ReloadReport>(json, [](JsonObject &object) -> Result<ReloadReport> {
        return ReloadReport {object.texts("applied"), object.texts("overruled"), object.texts("after_restart")};
    });
}

} // namespace fairlead
