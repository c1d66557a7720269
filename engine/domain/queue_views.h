// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/enum_names.h"
#include "engine/domain/flow.h"
#include "engine/domain/settings_fields.h"

namespace fairlead {

// Queues as clients see them. Each table of members stands under its struct.

/// Counts of one tenant in one queue.
struct QueueTenantCounts
{
    QueueName queue;
    TenantName tenant;
    StateCounts counts {};
};

/// A pause: its target, its author, its time and its reason.
struct Pause
{
    std::optional<QueueName> queue; ///< with tenant empty: the queue; both empty: the engine
    std::optional<TenantName> tenant;
    std::string who;
    std::string why;
    TimePoint since;
};

template <>
struct Fields<Pause>
{
    static constexpr std::string_view name = "Pause";
    static constexpr auto all = std::tuple(Field {"who", &Pause::who, "who paused"},
        Field {"reason", &Pause::why, "the reason given"}, Field {"queue", &Pause::queue, "what is paused"},
        Field {"tenant", &Pause::tenant, "whose jobs are paused"}, Field {"since", &Pause::since, "since when"});
};

/// A layer of a queue's service stack, and its present state.
struct LayerView
{
    std::string kind;
    std::string settings; ///< for people
    std::optional<int> underWay {}; ///< of a concurrency limit, over all queues that share it
    std::vector<std::string> open {}; ///< targets of a circuit breaker that is open or half open; "" is the queue
    /// The number of hits and misses of a cache since the start.
    struct Asked
    {
        std::int64_t hits = 0;
        std::int64_t misses = 0;
    };
    std::optional<Asked> asked {};
};

template <>
struct Fields<LayerView::Asked>
{
    static constexpr auto all = std::tuple(Field {"hits", &LayerView::Asked::hits, "results found in the cache"},
        Field {"misses", &LayerView::Asked::misses, "results not found in the cache"});
};

template <>
struct Fields<LayerView>
{
    static constexpr std::string_view name = "Layer";
    static constexpr auto all =
        std::tuple(Field {"kind", &LayerView::kind,
                       "rate_limit, concurrency_limit, timeout, retry, load_shed, circuit_breaker or cache"},
            Field {"settings", &LayerView::settings, "for people"},
            Field {"under_way", &LayerView::underWay, "runs under a concurrency limit, over all queues that share it"},
            Inline {&LayerView::asked},
            Field {"open", &LayerView::open, "targets whose circuit breaker is open or half open",
                {.whenEmpty = WhenEmpty::LeftOut, .secrecy = Secrecy::Payload}});
};

/// The source of a queue's number of workers, other than the configuration.
enum class ScaledBy {
    Auto, ///< the autoscaler
    Hand, ///< an operator
    Unknown,
};
template <>
struct EnumNames<ScaledBy>
{
    static constexpr std::array<std::string_view, 2> all {"auto", "hand"};
    static constexpr ScaledBy unknown = ScaledBy::Unknown;
};

/// A shut gate of a queue, and the ready jobs behind it. Its jobs start when the gate opens.
struct QueueHold
{
    std::string kind; ///< of the layer, as LayerView::kind
    std::int64_t jobs = 0; ///< ready jobs behind it
    std::int64_t tenants = 0; ///< whose jobs they are
    std::optional<TimePoint> until {}; ///< the earliest next start; empty: when a run ends
};

template <>
struct Fields<QueueHold>
{
    static constexpr std::string_view name = "QueueHold";
    static constexpr auto all =
        std::tuple(Field {"kind", &QueueHold::kind, "of the layer: rate_limit, concurrency_limit or circuit_breaker"},
            Field {"jobs", &QueueHold::jobs, "ready jobs behind it"},
            Field {"tenants", &QueueHold::tenants, "whose jobs they are"},
            Field {"until", &QueueHold::until, "the earliest next start; null: when a run ends",
                {.whenEmpty = WhenEmpty::Null}});
};

struct QueueView
{
    QueueName queue = QueueName::trusted("none");
    bool isConfigured = true; ///< false: its jobs wait until the configuration has it
    std::string handler; ///< kind; empty when it is not configured
    int workersMax = 0; ///< at once, at present; 0: no limit
    std::optional<ScaledBy> scaling {}; ///< the source of the number; empty: the configuration
    int running = 0;
    StateCounts counts {};
    std::optional<Pause> pause;
    double weight = 1;
    bool isMade = false; ///< by a call, and not by the configuration
    std::optional<TenantRules> limits {}; ///< that an operator set
    std::optional<TenantRules> configured {}; ///< in the place of these limits
    std::vector<LayerView> layers {}; ///< the queue's own, the outermost first
    Quantiles queueTime {}; ///< of the last 15 minutes, as a tenant's
    Quantiles runTime {};
    std::optional<TimePoint> oldestReady {}; ///< the time from which the longest-waiting job has waited
    std::optional<QueueHold> held {};
    FlowCounts lastMinute {};
    FlowCounts totals {}; ///< since start
    DurationBuckets queueTimes {}; ///< since start
    DurationBuckets runTimes {};
};

template <>
struct Fields<QueueView>
{
    static constexpr std::string_view name = "Queue";
    static constexpr auto all = std::tuple(Field {"queue", &QueueView::queue, "its name", {.isRequired = true}},
        Field {"configured", &QueueView::isConfigured, "false: its jobs wait until the configuration has the queue"},
        Field {"handler", &QueueView::handler, "process, plugin, http, function or pull",
            {.whenEmpty = WhenEmpty::LeftOut}},
        Field {"weight", &QueueView::weight, "its share beside the other queues'"},
        Field {"workers_max", &QueueView::workersMax, "runs at once at most, at present; 0: all workers"},
        Field {"scaling", &QueueView::scaling, "who chose workers_max; absent: the configuration",
            {.whenEmpty = WhenEmpty::LeftOut}},
        Field {"made_by_call", &QueueView::isMade, "a call made it, not the configuration"},
        Field {"limits", &QueueView::limits, "that an operator set; absent: none"},
        Field {"configured_limits", &QueueView::configured, "what the settings say in the place of limits"},
        Field {"running", &QueueView::running, "runs under way"}, Field {"counts", &QueueView::counts, "jobs by state"},
        Field {"paused", &QueueView::pause, "its pause, or null", {.whenEmpty = WhenEmpty::Null}},
        Field {"layers", &QueueView::layers, "its own layers, the outermost first", {.whenEmpty = WhenEmpty::LeftOut}},
        Field {"oldest_ready", &QueueView::oldestReady, "since when the job waits that has waited longest",
            {.whenEmpty = WhenEmpty::Null}},
        Field {"queue_time_us", &QueueView::queueTime, "from ready to start, of the last 15 minutes"},
        Field {"run_time_us", &QueueView::runTime, "worker time of a run, of the last 15 minutes"},
        Field {"held", &QueueView::held, "what a shut gate holds back, or null", {.whenEmpty = WhenEmpty::Null}},
        Field {"last_minute", &QueueView::lastMinute, "in the last minute"},
        Field {"totals", &QueueView::totals, "since the engine's start"});
};

} // namespace fairlead
