// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/enum_names.h"
#include "engine/domain/health_settings.h"
#include "engine/domain/ids.h"
#include "engine/domain/job.h"
#include "engine/domain/layer_settings.h"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace fairlead {

/// The order between the priorities of a queue.
enum class PriorityOrder {
    PerTenant, ///< tenants take turns, each with its highest class first: a class gains nothing from other tenants
    Strict, ///< a higher class always goes first, whoever's it is
    Weighted, ///< 20/10/5/2/1: each class its share of cost, then its tenants
};
/// What a run is charged.
enum class CostMode {
    Fixed, ///< 1
    Declared, ///< the job's own cost
    Measured, ///< worker time, estimated at the start, corrected at the end
};
/// In which order tenants are served. Fifo exists for comparison.
enum class DispatchPolicy { Fair, Fifo };
/// The rule by which tenants share the room below a limit of the engine or of a queue.
enum class RoomPolicy {
    Fair, ///< each tenant may fill a part of what is free: see `shareOfRoom`
    FirstCome, ///< one tenant may fill all of it
};

template <>
struct EnumNames<PriorityOrder>
{
    static constexpr std::array<std::string_view, 3> all {"tenant", "strict", "weighted"};
};
template <>
struct EnumNames<CostMode>
{
    static constexpr std::array<std::string_view, 3> all {"fixed", "declared", "measured"};
};
template <>
struct EnumNames<DispatchPolicy>
{
    static constexpr std::array<std::string_view, 2> all {"fair", "fifo"};
};
template <>
struct EnumNames<RoomPolicy>
{
    static constexpr std::array<std::string_view, 2> all {"fair", "first_come"};
};

inline constexpr double weightMin = 0.001;
inline constexpr double weightMax = 1'000'000;
/// Finite, weightMin to weightMax. Fails with Invalid.
Result<double> checkWeight(double weight);

/// What each process of a run may use, by setrlimit; 0: no limit. How many processes is counted over all of the user's.
struct ProcessLimits
{
    std::int64_t memoryBytes = 0; ///< of address space
    Microseconds cpu {0}; ///< processor time; whole seconds, rounded up
    int files = 1024; ///< open at once
    int processes = 0;
    std::int64_t fileBytes = 0; ///< of one file written
    bool operator==(const ProcessLimits &) const = default;
};

/// How a process handler is run.
struct ProcessHandlerSettings
{
    std::vector<std::string> command; ///< argument vector; [0] is looked up in the fixed PATH when it has no '/'
    std::map<std::string, std::string> environment; ///< added to the clean one
    std::vector<std::string> inheritEnvironment; ///< names taken over from the engine's own
    std::string workingDirectory; ///< empty: a private folder of the run
    Microseconds killAfter = std::chrono::seconds {10}; ///< from TERM to KILL
    std::int64_t streamBytesKept = 64 * 1024; ///< first and last of stdout and stderr
    std::string user; ///< empty: that of the engine; another needs an engine that runs as root
    ProcessLimits limits {};
    std::string plugin; ///< the file that the plugin runner loads in place of the command; empty: no plugin
    std::string pluginDigest {}; ///< its SHA-256 in hexadecimal digits; empty: any
    bool operator==(const ProcessHandlerSettings &) const = default;
};
/// A C++ function registered by the embedding program under the queue's name.
struct FunctionHandlerSettings
{
    bool operator==(const FunctionHandlerSettings &) const = default;
};
/// Jobs are leased to workers elsewhere, over the Client port.
struct PullHandlerSettings
{
    bool operator==(const PullHandlerSettings &) const = default;
};
/// How an http handler asks.
struct HttpHandlerSettings
{
    enum class Method { Post, Put, Patch, Get, Delete };
    std::string url; ///< http or https, without user and password; may be empty when the payload names it
    Method method = Method::Post; ///< Get and Delete send no body
    std::map<std::string, std::string> headers; ///< sent with each request to the origin of `url`
    std::string secretFile; ///< with one Standard Webhooks secret a line; empty: requests are not signed
    std::vector<std::string> allow; ///< "CIDR:port" that may be reached although it is not public
    bool isUrlFromPayload = false; ///< the member `url` of a job's payload, if there, takes the place of `url`
    std::int64_t answerBytesMax = 64 * 1024; ///< kept of an answer's body
    bool maySpawn = false; ///< the member `spawn` of an answer leaves jobs behind
    bool sendsHeadersToAny = false; ///< also to the origins that payloads name
    bool operator==(const HttpHandlerSettings &) const = default;
};
template <>
struct EnumNames<HttpHandlerSettings::Method>
{
    static constexpr std::array<std::string_view, 5> all {"POST", "PUT", "PATCH", "GET", "DELETE"};
};
using HandlerSettings =
    std::variant<FunctionHandlerSettings, ProcessHandlerSettings, HttpHandlerSettings, PullHandlerSettings>;
enum class HandlerKind { Process, Function, Http, Pull, Plugin };
template <>
struct EnumNames<HandlerKind>
{
    static constexpr std::array<std::string_view, 5> all {"process", "function", "http", "pull", "plugin"};
};
HandlerKind handlerKind(const HandlerSettings &settings);

/// What a job gets when it does not say otherwise.
struct JobDefaults
{
    int maxAttempts = 5;
    RetryPolicy retry;
    Microseconds timeout = std::chrono::minutes {5};
};

/// What happens to a job that comes when a limit is reached.
enum class WhenFull {
    Reject, ///< it is refused
    DropOldest, ///< the same tenant's oldest of the lowest class makes room, never one of a higher class than the new
                ///< one
    DropNewest, ///< the same with the newest
    Wait, ///< its sender waits for room, up to `waitMax`
    ShedLow, ///< the lower classes are refused before the limit is reached: see `roomFor`
};
template <>
struct EnumNames<WhenFull>
{
    static constexpr std::array<std::string_view, 5> all {"reject", "drop_oldest", "drop_newest", "wait", "shed_low"};
};
struct Backpressure
{
    WhenFull whenFull = WhenFull::Reject;
    Microseconds waitMax = std::chrono::seconds {1}; ///< 1 ms to waitMost
    double shedFrom = 0.8; ///< 0 to 1: the share of the limit at which Background is refused
    bool operator==(const Backpressure &) const = default;
};
inline constexpr Microseconds waitMost = std::chrono::minutes {1};
/// Reads "reject", "drop_oldest", "drop_newest", "wait" or "wait:5s", "shed_low" or "shed_low:0.8". Fails with Invalid.
Result<Backpressure> parseBackpressure(std::string_view text);
std::string backpressureText(const Backpressure &backpressure);
/// How much of a limit a job of this class may fill. ShedLow: Background up to `shedFrom` of it; Low, Normal and High
/// follow in equal steps, and Critical has all of it.
std::int64_t roomFor(const Backpressure &backpressure, std::int64_t limit, Priority priority);

/// How the number of a queue's workers follows what waits. One step up when the oldest waits longer than `ageHigh` or
/// more than `depthHigh` jobs wait for each worker, one step down when neither was so for `downCooldown`.
struct ScalingSettings
{
    int workersMin = 1;
    int workersMax = 1; ///< at least workersMin
    Microseconds ageHigh = std::chrono::seconds {5};
    int depthHigh = 10;
    Microseconds upCooldown = std::chrono::seconds {10}; ///< at least, between two steps up
    Microseconds downCooldown = std::chrono::minutes {1};
    bool operator==(const ScalingSettings &) const = default;
};
/// The most envelopes that a worker may hold.
inline constexpr int mailboxMost = 64;

inline constexpr std::size_t redactMost = 32; ///< places of one queue
inline constexpr std::size_t redactBytesMax = 256; ///< of one of them
/// Fails with Invalid unless all are JSON pointers (RFC 6901), within these limits.
Result<> checkRedact(const std::vector<std::string> &pointers);

/// The runs whose lines are kept after their end.
enum class LogKept {
    Failed, ///< those that did not succeed
    All,
    None, ///< no run's: its lines can be read while it is under way alone
};
template <>
struct EnumNames<LogKept>
{
    static constexpr std::array<std::string_view, 3> all {"failed", "all", "none"};
};

struct QueueSettings
{
    QueueName name;
    HandlerSettings handler {};
    int workersMax = 0; ///< most at once; 0: all
    double weight = 1;
    PriorityOrder priorityOrder = PriorityOrder::PerTenant;
    CostMode costMode = CostMode::Measured;
    int mailbox = 1; ///< 1 to mailboxMost envelopes waiting at a worker
    int crashLimit = 3;
    Microseconds lease = std::chrono::seconds {60};
    std::int64_t depthMax = 0; ///< jobs waiting; 0: no limit
    std::int64_t bytesMax = 0; ///< of payloads waiting; 0: no limit
    double retryShare = 1; ///< of runs that may be retries; 1: no limit
    Backpressure backpressure {};
    std::optional<ScalingSettings> scaling {}; ///< then it stands for workersMax
    JobDefaults defaults {};
    std::vector<LayerSettings> layers {}; ///< around the handler, the outermost first; not with a pull handler

    /// JSON pointers (RFC 6901) to the places of secrets in payloads and results: see PayloadRight.
    std::vector<std::string> redact {};
    LogKept log = LogKept::Failed;
    bool isMade = false; ///< by a call, and not by the configuration

    bool isPulled() const { return std::holds_alternative<PullHandlerSettings>(handler); }
};

/// One part for each limit of a tenant. settings_fields.h describes them.
template <template <typename> typename As>
struct LimitParts
{
    As<double> weight {};
    As<Rate> rate {}; ///< of starts; 0 a second: no limit
    As<int> concurrency {}; ///< runs at once; 0: no limit
    As<std::int64_t> depthMax {}; ///< jobs waiting in all queues; 0: no limit
    As<std::int64_t> bytesMax {}; ///< of payloads waiting in all queues; 0: no limit
    As<double> retryShare {}; ///< of runs that may be retries; 1: no limit
    As<Backpressure> backpressure {}; ///< before that of the queue
    bool operator==(const LimitParts &) const = default;
};
/// The limits that were set for a tenant or a plan; empty parts were not.
using TenantRules = LimitParts<std::optional>;
/// A queue's workers are at most so many.
inline constexpr int queueWorkersMost = 10'000;
/// Fails with Invalid unless 1 to queueWorkersMost; empty is fine.
Result<> checkScale(std::optional<int> workers);
/// Fails with Invalid for a value out of range.
Result<> checkRules(const TenantRules &rules);
/// `over` where it says something, else `under`.
TenantRules merged(const TenantRules &over, const TenantRules &under);
/// The limits that a queue has by its settings. Rate and concurrency are those of its own gates: the outermost layer of
/// the kind that counts all runs together and is shared with no other queue. Without one they are empty.
TenantRules limitsOf(const QueueSettings &queue);
/// The queue with other limits, where `limits` says something. A gate that the queue does not have is added as its
/// outermost layer; a rate or concurrency of 0 takes the gate away.
QueueSettings limited(QueueSettings queue, const TenantRules &limits);

struct PlanSettings
{
    std::string name;
    TenantRules rules;
};

struct TenantSettings
{
    TenantName name;
    std::string plan; ///< empty: none
    TenantRules rules; ///< before those of the plan
};

/// The limits in force for a tenant.
struct TenantLimits
{
    double weight = 1;
    std::optional<Rate> rate;
    int concurrency = 0; ///< 0: no limit
    std::int64_t depthMax = 0; ///< 0: no limit
    std::int64_t bytesMax = 0; ///< 0: no limit
    double retryShare = 1; ///< 1: no limit
    std::optional<Backpressure> backpressure {}; ///< empty: that of the queue
    std::string plan;
    bool operator==(const TenantLimits &) const = default;
};

struct EngineSettings
{
    int workers = 0; ///< 0: number of cores
    int threads = 0; ///< 0: number of cores
    DispatchPolicy policy = DispatchPolicy::Fair;
    int groupCommitJobsMax = 512;
    Microseconds groupCommitDelayMax = std::chrono::milliseconds {2};
    int windowPerLane = 256; ///< ready jobs of one lane kept in memory
    Microseconds drainLimit = std::chrono::seconds {30}; ///< how long a drain waits for runs before it cuts them
    std::int64_t depthMax = 0; ///< jobs waiting in all queues; 0: no limit
    std::int64_t bytesMax = 0; ///< of payloads waiting in all queues; 0: no limit
    RoomPolicy room = RoomPolicy::Fair; ///< below these two limits, and below those of each queue
    JobLimits jobLimits;
    HealthSettings health {};
    std::vector<QueueSettings> queues;
    std::vector<PlanSettings> plans;
    std::vector<TenantSettings> tenants;

    const QueueSettings *findQueue(const QueueName &name) const;
    const PlanSettings *findPlan(const std::string &name) const;
    /// What the largest mailbox of its queues holds; 1 at least.
    int mailboxMax() const;
    TenantLimits limitsOf(const TenantSettings &tenant) const;
    /// Of a job in this queue. A queue that is not there any more has no crash limit: its jobs wait for it.
    AttemptLimits attemptLimitsOf(const QueueName &queue, int maxAttempts) const;
};

} // namespace fairlead
