// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/settings.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace fairlead {

/// The store of the jobs.
struct StoreConfig
{
    std::string url = "sqlite:fairlead.db"; ///< "sqlite:PATH" (relative to the data folder) or "memory:"
    bool isRelaxed = false; ///< true: may lose the last moments at a power cut
    std::int64_t freeBytesMin = 256 * 1024 * 1024; ///< with less left on the disk no new jobs are taken
    std::string backupDir = "backups"; ///< relative to the data folder; all backups are made below it
    std::int64_t ballastBytes = 64 * 1024 * 1024; ///< kept back, so that runs can be ended on a full disk; 0: none
    /// A smaller one is warned of: 4,000 pages of the log, and the same again in the database.
    static constexpr std::int64_t ballastLeast = 32 * 1024 * 1024;
};

/// The HTTP server; there is none when `listen` is empty.
struct HttpConfig
{
    std::string listen = "127.0.0.1:8420";
    std::vector<std::string> hosts; ///< further names that the Host header may have
    int connectionsMax = 1000;
    int waitsMax = 250; ///< calls that wait, and streams, of one token and of one address
    std::string tlsCertificate; ///< file of the chain in PEM; empty: no TLS
    std::string tlsKey; ///< file of its private key, for its owner alone
};

enum class LogLevel { Debug, Info, Warning, Error };
template <>
struct EnumNames<LogLevel>
{
    static constexpr std::array<std::string_view, 4> all {"debug", "info", "warning", "error"};
};

/// The sources of the values of a configuration.
struct ConfigOrigin
{
    std::string file; ///< empty: none was read
    std::map<std::string, int> lines; ///< of each key in the file: "queue.mail.workers"
    std::set<std::string> overridden; ///< keys that the command line gave
};

/// Everything a configuration file says. A program that embeds the engine fills it in by hand.
struct EngineConfig
{
    EngineSettings engine;
    StoreConfig store;
    HttpConfig http;
    LogLevel logLevel = LogLevel::Info;
    Microseconds statisticsEvery {0}; ///< in the log; 0: never
    std::string dataDir; ///< made when it does not exist
    ConfigOrigin origin {};
};

/// Reads a TOML file. Fails with Configuration; the text has one line for each fault: `file:line: key: expected ...`.
Result<EngineConfig> loadConfig(const std::string &path);
/// The same for text; `name` stands for the file in errors.
Result<EngineConfig> parseConfig(const std::string &text, const std::string &name);

} // namespace fairlead
