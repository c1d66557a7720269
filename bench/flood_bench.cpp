// SPDX-License-Identifier: Apache-2.0
// The waits of ten quiet tenants, from enqueue to start, while another tenant floods the engine: in each of ten ways
// alone, and in all of them at once. The flood comes over HTTP, from processes of its own.
// Usage: fairlead_bench_flood [--json] [--short] [--seconds=N] [--way=NAME]...
// (--short: 3 s a way in place of 20; --way: these alone, and not all at once)
// Ends with 1 when a quiet job was refused, or the p99 of the waits is above 50 ms and three times that of a quiet
// engine.
#include "bench/flood_ways.h"
#include "bench/measures.h"
#include "bench/report.h"
#include "engine/assembly/running_engine.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <atomic>
#include <csignal>
#include <cstring>
#include <sys/prctl.h>
#include <thread>

using namespace fairlead;
using bench::Door, bench::DoorAnswer, bench::FloodWay, bench::floodWays, bench::TenantLink;

namespace {
using MonotonicPoint = std::chrono::steady_clock::time_point;
constexpr int quietTenants = 10;
constexpr std::chrono::milliseconds quietPause {50}; ///< between two jobs of a quiet tenant
constexpr double waitMax = 20; ///< seconds; a job that has not started then counts with them
constexpr double limitSeconds = 0.05;
constexpr double limitRatio = 3;

/// One job of a quiet tenant.
struct Probe
{
    MonotonicPoint sent {};
    bool isRefused = false;
    std::atomic<double> wait = -1; ///< seconds; negative: it has not started
};

/// The jobs of the quiet tenants, in the order in which they are sent. Threads: any.
class Probes
{
public:
    explicit Probes(double seconds)
        : m_probes(static_cast<std::size_t>(seconds * quietTenants * 1e3) / quietPause.count() + 2 * quietTenants)
    {
    }
    /// The number of a job that is sent now, in the payload. At most as many as fit.
    std::size_t next() { return std::min(m_next++, m_probes.size() - 1); }
    Probe &at(std::size_t number) { return m_probes.at(number); }
    std::vector<Probe *> sent()
    {
        std::vector<Probe *> all;
        const std::size_t count = std::min(m_next.load(), m_probes.size());
        all.reserve(count);
        for (std::size_t i = 0; i < count; ++i)
            all.push_back(&m_probes[i]);
        return all;
    }
    bool haveAllStarted()
    {
        const std::vector<Probe *> all = sent();
        return std::all_of(all.begin(), all.end(), [](const Probe *one) { return one->isRefused || one->wait >= 0; });
    }

private:
    std::vector<Probe> m_probes;
    std::atomic<std::size_t> m_next = 0;
};

/// The handler of the queue `work`, as flood_ways.h says. The payload of a quiet job is its number.
Outcome work(Probes &probes, const RunContext &run)
{
    const std::string &payload = run.payload();
    if (payload == R"("fail")")
        return Failed {"broken", "as it was told", {}};
    if (payload == R"("1ms")") {
        std::this_thread::sleep_for(std::chrono::milliseconds {1});
    } else if (payload == R"("5ms")") {
        std::this_thread::sleep_for(std::chrono::milliseconds {5});
    } else {
        Probe &probe = probes.at(std::strtoul(payload.c_str(), nullptr, 10));
        probe.wait = bench::secondsSince(probe.sent);
    }
    return Succeeded {};
}

/// Makes a token, and ends the program when the engine does not.
std::string tokenOf(const Door &door, const std::string &request)
{
    const DoorAnswer made = TenantLink(door).ask("POST /v1/tokens", request);
    const std::string_view mark = R"("token":")";
    const std::size_t at = made.body.find(mark);
    if (!made.isTaken() || at == std::string::npos) {
        std::fprintf(stderr, "no token: %s\n", made.body.c_str());
        std::exit(1);
    }
    const std::size_t begin = at + mark.size();
    return made.body.substr(begin, made.body.find('"', begin) - begin);
}
std::string tenantToken(const Door &admin, const std::string &tenant)
{
    return tokenOf(admin, R"({"name":")" + tenant + R"(","role":"operator","tenant":")" + tenant + "\"}");
}

/// An engine with the queues of flood_ways.h.
class FloodedEngine
{
public:
    explicit FloodedEngine(Probes &probes)
    {
        RunningEngine::Options options;
        const auto pool = std::make_shared<BlockingPool>();
        options.functions.emplace(QueueName::trusted("work"),
            FunctionHandler::blocking([&probes](RunContext &run) { return work(probes, run); }, pool));
        options.functions.emplace(
            QueueName::trusted("gated"), FunctionHandler::quick([](RunContext &) -> Outcome { return Succeeded {}; }));
        EngineConfig config = bench::must(parseConfig(bench::floodedEngine, "the benchmark's configuration"));
        config.dataDir = m_folder.path().toStdString();
        m_engine = bench::must(RunningEngine::start(std::move(config), std::move(options)));
        const std::string url = m_engine->url();
        m_admin.port = std::atoi(url.c_str() + url.rfind(':') + 1);
        m_admin.token = tokenOf(m_admin, R"({"name":"bench","role":"admin"})");
    }
    Door doorOf(const std::string &tenant, const std::string &from) const
    {
        return {m_admin.port, tenantToken(m_admin, tenant), from};
    }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<RunningEngine> m_engine;
    Door m_admin;
};

/// A process that floods in one way until it is killed.
class Flood
{
public:
    Flood(const FloodWay &way, const Door &door)
        : m_way(way)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationFilePath(),
            {QStringLiteral("--flood"), QString::fromLatin1(way.name), QString::number(door.port),
                QString::fromStdString(door.token), QString::fromStdString(door.from)});
    }
    ~Flood()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    /// Ends the program when the flood has ended by itself: then it says nothing.
    void checkThatItLives()
    {
        if (m_process.state() == QProcess::Running)
            return;
        std::fprintf(stderr, "the flood '%s' ended by itself\n", m_way.name);
        std::exit(1);
    }

private:
    const FloodWay &m_way;
    QProcess m_process;
};

/// The process of one flood: --flood WAY PORT TOKEN ADDRESS. It is nicer than the engine, which would not have to share
/// its cores with strangers.
int flood(char **arguments)
{
    constexpr int niceness = 10;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpriority(PRIO_PROCESS, 0, niceness);
    for (const FloodWay &way : floodWays) {
        if (std::strcmp(way.name, arguments[0]) == 0)
            way.run({std::atoi(arguments[1]), arguments[2], arguments[3]});
    }
    return 1;
}

/// One quiet tenant: a job, a pause, a job.
void beQuiet(const std::string &tenant, const Door &door, Probes &probes, const std::atomic<bool> &isOver)
{
    TenantLink link(door);
    while (!isOver) {
        const std::size_t number = probes.next();
        Probe &probe = probes.at(number);
        probe.sent = std::chrono::steady_clock::now();
        const DoorAnswer answer = link.ask("POST /v1/jobs",
            R"({"queue":"work","tenant":")" + tenant + R"(","payload":)" + std::to_string(number) + "}");
        probe.isRefused = !answer.isTaken();
        std::this_thread::sleep_until(probe.sent + quietPause);
    }
}

struct Waits
{
    double median = 0; ///< seconds
    double p99 = 0;
    int jobs = 0;
    int refused = 0;
};

Waits waitsOf(Probes &probes)
{
    Waits waits;
    std::vector<double> seconds;
    for (const Probe *probe : probes.sent()) {
        ++waits.jobs;
        if (probe->isRefused)
            ++waits.refused;
        else
            seconds.push_back(probe->wait >= 0 ? probe->wait.load() : waitMax);
    }
    if (!seconds.empty()) {
        waits.median = bench::partOf(seconds, 0.5);
        waits.p99 = bench::partOf(seconds, 0.99);
    }
    return waits;
}

/// Lets the event loop run until `isDone` or the seconds are over.
void runUntil(double seconds, const std::function<bool()> &isDone)
{
    const MonotonicPoint begun = std::chrono::steady_clock::now();
    while (!isDone() && bench::secondsSince(begun) < seconds)
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
}
bool never()
{
    return false;
}

/// The waits of the quiet tenants beside the floods, on a new engine.
Waits measure(const std::vector<const FloodWay *> &ways, double seconds)
{
    QTimer awake; // so that no wait for events is long
    awake.start(10);
    Probes probes(seconds);
    const FloodedEngine engine(probes);
    std::vector<std::unique_ptr<Flood>> floods;
    const Door floodDoor = engine.doorOf("flood", "127.0.0.2"); // one tenant with one token, whatever it tries
    floods.reserve(ways.size());
    for (const FloodWay *way : ways)
        floods.push_back(std::make_unique<Flood>(*way, floodDoor));
    std::atomic<bool> isOver = false;
    std::atomic<int> atWork = quietTenants;
    std::vector<std::jthread> quiet;
    quiet.reserve(quietTenants);
    std::vector<Door> doors;
    doors.reserve(quietTenants);
    for (int i = 0; i < quietTenants; ++i)
        doors.push_back(engine.doorOf("quiet-" + std::to_string(i), "127.0.0.1"));
    runUntil(ways.empty() ? 0 : std::max(1.0, seconds / 10), never); // the limits are reached
    for (int i = 0; i < quietTenants; ++i) {
        quiet.emplace_back([&, i] {
            beQuiet("quiet-" + std::to_string(i), doors.at(static_cast<std::size_t>(i)), probes, isOver);
            --atWork;
        });
    }
    runUntil(seconds, never);
    isOver = true;
    for (const auto &one : floods)
        one->checkThatItLives();
    runUntil(waitMax, [&] { return atWork == 0 && probes.haveAllStarted(); });
    quiet.clear();
    return waitsOf(probes);
}

/// Prints the rows of the table, and remembers whether all of them are good.
class Table
{
public:
    explicit Table(bool isJson)
        : m_report("flood", isJson)
        , m_isJson(isJson)
    {
        if (!isJson)
            std::printf("%-36s %10s %10s %8s %8s\n", "the flood", "p50 ms", "p99 ms", "jobs", "refused");
    }
    /// The first row is that of a quiet engine.
    void add(const std::string &name, const Waits &waits)
    {
        m_limit = m_limit > 0 ? m_limit : std::max(limitRatio * waits.p99, limitSeconds);
        const bool isGood = waits.refused == 0 && waits.p99 <= m_limit;
        m_isGood = m_isGood && isGood;
        if (!m_isJson) {
            std::printf("%-36s %10.2f %10.2f %8d %8d%s\n", name.c_str(), waits.median * 1e3, waits.p99 * 1e3,
                waits.jobs, waits.refused, isGood ? "" : "   over the limit");
            std::fflush(stdout);
            return;
        }
        m_report.figure((name + ", median").c_str(), waits.median * 1e3, "ms");
        m_report.figure((name + ", p99").c_str(), waits.p99 * 1e3, "ms");
        m_report.figure((name + ", refused").c_str(), waits.refused, "");
    }
    double limit() const { return m_limit; }
    bool isGood() const { return m_isGood; }

private:
    const bench::Report m_report;
    const bool m_isJson;
    double m_limit = 0; ///< seconds; 0: not known yet
    bool m_isGood = true;
};
} // namespace

int main(int argc, char **argv)
{
    constexpr int floodArguments = 6;
    if (argc == floodArguments && std::strcmp(argv[1], "--flood") == 0)
        return flood(argv + 2);
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{QStringLiteral("json"), {}}, {QStringLiteral("short"), {}},
        {QStringLiteral("seconds"), {}, QStringLiteral("N"), QStringLiteral("20")},
        {QStringLiteral("way"), {}, QStringLiteral("NAME")}});
    parser.process(app);
    const double seconds =
        parser.isSet(QStringLiteral("short")) ? 3 : parser.value(QStringLiteral("seconds")).toDouble();
    const QStringList wanted = parser.values(QStringLiteral("way"));
    bench::raiseFileLimit();
    Table table(parser.isSet(QStringLiteral("json")));
    table.add("none: a quiet engine", measure({}, std::max(seconds, 1.0)));
    std::vector<const FloodWay *> all;
    for (const FloodWay &way : floodWays) {
        all.push_back(&way);
        if (wanted.isEmpty() || wanted.contains(QString::fromLatin1(way.name)))
            table.add(way.text, measure({&way}, std::max(seconds, 1.0)));
    }
    if (wanted.isEmpty())
        table.add("all at once", measure(all, std::max(seconds, 1.0)));
    if (!parser.isSet(QStringLiteral("json")))
        std::printf("limit: %.0f ms, and none refused\n", table.limit() * 1e3);
    return table.isGood() ? 0 : 1;
}
