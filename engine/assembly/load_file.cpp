// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/load_file.h"

#include "engine/assembly/config_keys.h"
#include "engine/domain/token_bucket.h"
#include "engine/simulation/load_recording.h"
#include "engine/wire/json.h"

#include <algorithm>
#include <map>

namespace fairlead {

template <>
inline constexpr auto configKeys<JobSource> = std::tuple(Field {"priority", &JobSource::priority, "of the jobs"},
    Field {"cost", &JobSource::cost, "of a job", within(1, costMax)},
    Field {"failing", &JobSource::failing, "share of runs that fail", shareRange},
    Field {"deadline", &JobSource::deadline, "from the arrival on"},
    Field {"burst", &JobSource::burst, "jobs at once", within(1, simulatedJobsMax)},
    Field {"every", &JobSource::every, "between two bursts"}, Field {"from", &JobSource::from, "first arrival"},
    Field {"until", &JobSource::until, "last arrival"});

namespace {
constexpr std::size_t loadBytesMax = 4 * 1024 * 1024;
constexpr std::size_t recordBytesMax = 1024 * 1024 * 1024;
constexpr Microseconds lengthMax = std::chrono::hours {24 * 31};

/// Reads a key that is in no table.
template <typename T>
std::optional<T> readOne(ConfigSection &section, std::string_view key, FieldRules rules = {})
{
    std::optional<T> value;
    readKey(section, FieldSpec {key, "", rules}, value);
    return value;
}

RunTimes readRunTimes(ConfigSection &section)
{
    const toml::node *node = section.find("run_time");
    if (!node || node->is_string())
        return FixedTime {readOne<Microseconds>(section, "run_time").value_or(FixedTime {}.time)};
    ConfigSection *shape = section.section("run_time");
    if (!shape)
        return FixedTime {};
    const auto mean = readOne<Microseconds>(*shape, "mean");
    const auto least = readOne<Microseconds>(*shape, "least");
    const auto most = readOne<Microseconds>(*shape, "most");
    if (mean.has_value() == (least && most) || (mean && (least || most)) || (least && most && *least > *most))
        section.fault("run_time", R"(expected "60ms", { mean = "60ms" } or { least = "10ms", most = "90ms" })");
    if (mean)
        return RandomTime {*mean};
    return UniformTime {least.value_or(Microseconds {0}), most.value_or(Microseconds {0})};
}

std::string noQueue(const std::string &name)
{
    return "the configuration has no queue '" + name + "'";
}

std::vector<QueueName> readQueueNames(ConfigSection &section, const EngineSettings *settings)
{
    std::vector<std::string> texts =
        readOne<std::vector<std::string>>(section, "queues").value_or(std::vector<std::string> {});
    if (const auto one = readOne<std::string>(section, "queue"))
        texts.push_back(*one);
    const char *key = section.has("queue") ? "queue" : "queues";
    std::vector<QueueName> queues;
    for (const std::string &text : texts) {
        const Result<QueueName> name = QueueName::parse(text);
        if (!name)
            section.fault(key, name.error().text);
        else if (settings && !settings->findQueue(*name))
            section.fault(key, noQueue(text));
        if (name)
            queues.push_back(*name);
    }
    if (queues.empty())
        section.fault("queue", R"(expected a queue of the configuration, such as queue = "mail")");
    return queues;
}

/// Names of the tenants that one section stands for.
std::vector<TenantName> readTenantNames(ConfigSection &section, const std::string &key)
{
    const std::string text = readOne<std::string>(section, "tenant").value_or(key);
    const auto count = readOne<int>(section, "tenants", {.least = 1, .most = 100'000});
    std::vector<TenantName> names;
    for (std::int64_t i = 1; i <= count.value_or(1); ++i) {
        const Result<TenantName> name = TenantName::parse(count ? text + "-" + std::to_string(i) : text);
        if (!name) {
            section.fault("tenant", name.error().text);
            break;
        }
        names.push_back(*name);
    }
    return names;
}

JobSource readSource(ConfigSection &section, const EngineSettings *settings)
{
    JobSource source;
    source.queues = readQueueNames(section, settings);
    source.runTimes = readRunTimes(section);
    readKeys(section, source);
    if (const auto rate = readOne<Rate>(section, "rate"))
        source.perSecond = rate->perSecond;
    if (source.perSecond <= 0 && source.burst == 0)
        section.fault("rate", R"(expected rate = "10/s", burst = 100, or both)");
    return source;
}

void readSources(ConfigSection &root, SimulatedLoad &load, const EngineSettings *settings)
{
    ConfigSection *jobs = root.section("jobs");
    if (!jobs) {
        if (!root.has("jobs"))
            root.fault("jobs", "expected at least one [jobs.NAME]");
        return;
    }
    for (const std::string &key : jobs->names()) {
        ConfigSection *section = jobs->section(key);
        if (!section)
            continue;
        JobSource source = readSource(*section, settings);
        for (const TenantName &tenant : readTenantNames(*section, key)) {
            source.tenant = tenant;
            load.sources.push_back(source);
        }
    }
}

void readChanges(ConfigSection &root, SimulatedLoad &load)
{
    ConfigSection *changes = root.section("change");
    if (!changes)
        return;
    for (const std::string &key : changes->names()) {
        ConfigSection *section = changes->section(key);
        if (!section)
            continue;
        const Microseconds at = readOne<Microseconds>(*section, "at").value_or(Microseconds {0});
        TenantRules rules;
        readKeys(*section, rules);
        for (const TenantName &tenant : readTenantNames(*section, key))
            load.changes.push_back({at, tenant, rules});
    }
}
} // namespace

Result<SimulatedLoad> parseLoad(const std::string &text, const std::string &name, const EngineSettings *settings)
{
    const auto document = parseToml(text, name);
    if (!document)
        return failure(document.error());
    SimulatedLoad load;
    ConfigSection &root = *(*document)->root;
    load.length = readOne<Microseconds>(root, "length").value_or(load.length);
    if (load.length <= Microseconds {0} || load.length > lengthMax)
        root.fault("length", R"(expected a duration up to "31d")");
    load.crashes = readOne<std::vector<Microseconds>>(root, "crashes").value_or(std::vector<Microseconds> {});
    readSources(root, load, settings);
    readChanges(root, load);
    FAIRLEAD_CHECK((*document)->finish());
    return load;
}

Result<SimulatedLoad> parseRecordedLoad(
    const std::string &text, const std::string &name, const EngineSettings *settings)
{
    LoadRecording recording;
    std::map<QueueName, std::size_t> unknown; // with the first line of each
    std::size_t number = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = std::string_view(text).substr(at, end - at);
        at = end + 1;
        ++number;
        if (line.find_first_not_of(" \r\t") == std::string_view::npos)
            continue;
        const Result<JobPage> page = readAnswer<JobPage>(line);
        if (!page)
            return failure(ErrorCode::Configuration,
                name + ":" + std::to_string(number) + ": expected an answer of GET /v1/jobs: " + page.error().text);
        for (const JobRecord &record : page->jobs) {
            if (settings && !settings->findQueue(record.job.spec.queue))
                unknown.emplace(record.job.spec.queue, number);
            recording.add(record);
        }
    }
    std::string faults;
    for (const auto &[queue, line] : unknown)
        faults.append(faults.empty() ? "" : "\n")
            .append(name + ":" + std::to_string(line) + ": " + noQueue(queue.text()));
    if (!faults.empty())
        return failure(ErrorCode::Configuration, faults);
    if (recording.size() == 0)
        return failure(ErrorCode::Configuration, name + ": there is no job in it");
    return recording.load();
}

Result<SimulatedLoad> loadLoad(const std::string &path, const EngineSettings *settings)
{
    const bool isRecorded = path.ends_with(".json") || path.ends_with(".jsonl");
    const Result<std::string> text = readConfigText(path, isRecorded ? recordBytesMax : loadBytesMax);
    if (!text)
        return failure(text.error());
    return isRecorded ? parseRecordedLoad(*text, path, settings) : parseLoad(*text, path, settings);
}

} // namespace fairlead
