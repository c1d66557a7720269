// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/health_facts.h"

#include "engine/domain/requests.h"
#include "engine/domain/units.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>

namespace fairlead {

namespace {
/// So many times its threshold a trouble makes the engine failing.
constexpr double graveFactor = 10;
constexpr double graveFailures = 0.9;
/// A full engine starts jobs, too, so it is rarely full to the last job.
constexpr double asGoodAsFull = 0.99;
/// With fewer runs in the window a share of failures says nothing.
constexpr std::int64_t runsNeeded = 20;
/// With fewer commits one slow write would be the slowest hundredth.
constexpr std::int64_t commitsNeeded = 100;
/// A tenant whose fair share is less than this number of runs may have got none by chance.
constexpr int runsOfAShare = 2;
/// Of so many queues with the same trouble each has a line.
constexpr std::ptrdiff_t aloneMost = 3;

double secondsOf(Microseconds time)
{
    return std::chrono::duration<double>(time).count();
}
std::string inWords(Microseconds time)
{
    return durationForPeople(time < Microseconds {0} ? -time : time);
}

/// "8,412".
std::string grouped(std::int64_t number)
{
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3; at -= 3)
        text.insert(at - 3, ",");
    return text;
}
std::string counted(std::int64_t number, const std::string &one, const std::string &many)
{
    return grouped(number) + " " + (number == 1 ? one : many);
}
std::string jobsWait(std::int64_t jobs)
{
    return counted(jobs, "job waits", "jobs wait");
}
std::string percent(double share)
{
    return std::to_string(std::llround(share * 100)) + " %";
}
/// With one decimal place.
std::string rounded(double number)
{
    return numberText(static_cast<double>(std::llround(number * 10)) / 10);
}
std::string mebibytes(std::int64_t bytes)
{
    constexpr std::int64_t mebibyte = 1024 * 1024;
    return bytes < mebibyte ? counted(bytes, "byte", "bytes") : grouped(bytes / mebibyte) + " MiB";
}
std::string inTheWindow()
{
    return "in the last " + durationForPeople(healthWindow);
}

std::int64_t runsOf(const FlowCounts &counts)
{
    return counts.succeeded + counts.failed + counts.dead;
}

/// One look at the facts: each function adds the causes of its kinds.
class Judgement
{
public:
    Judgement(const HealthFacts &facts, const HealthSettings &settings, const std::optional<TenantName> &only)
        : m_facts(facts)
        , m_settings(settings)
        , m_only(only)
    {
    }
    HealthReport report()
    {
        if (!m_only) {
            judgeStore();
            judgeEngine();
            for (const HealthFacts::Queue &queue : m_facts.queues) {
                judgeWaiting(queue);
                judgeFlow(queue);
            }
        }
        judgeBreakers();
        judgeHeld();
        judgeTenants();
        judgePauses();
        std::stable_sort(m_causes.begin(), m_causes.end(), [](const HealthCause &a, const HealthCause &b) {
            const auto weight = [](const HealthCause &cause) {
                return std::tuple(!cause.isFailing, cause.kind, -std::abs(cause.value));
            };
            return weight(a) < weight(b);
        });
        foldAlike();
        HealthReport report;
        report.verdict = m_causes.empty() ? HealthVerdict::Healthy
            : m_causes.front().isFailing  ? HealthVerdict::Failing
                                          : HealthVerdict::Attention;
        const std::size_t listed = std::min(m_causes.size(), healthCausesMax);
        report.leftOut = static_cast<std::int64_t>(m_causes.size() - listed);
        m_causes.resize(listed);
        report.causes = std::move(m_causes);
        return report;
    }

private:
    HealthCause &add(HealthCauseKind kind, double value, double threshold, bool isFailing, std::string text)
    {
        return m_causes.emplace_back(HealthCause {
            .kind = kind, .isFailing = isFailing, .text = std::move(text), .value = value, .threshold = threshold});
    }
    HealthCause &addFor(const HealthFacts::Queue &queue, HealthCauseKind kind, double value, double threshold,
        bool isFailing, const std::string &text)
    {
        HealthCause &cause = add(kind, value, threshold, isFailing, "queue " + queue.name.text() + ": " + text);
        cause.queue = queue.name;
        return cause;
    }
    static bool isGrave(double value, double threshold) { return value >= graveFactor * threshold; }
    static std::string limitText(const std::string &limit) { return " (threshold " + limit + ")"; }

    void judgeStore();
    void judgeEngine();
    void judgeWaiting(const HealthFacts::Queue &queue);
    void judgeUnserved(const HealthFacts::Queue &queue);
    void judgeFlow(const HealthFacts::Queue &queue);
    void judgeBacklog(const HealthFacts::Queue &queue);
    void judgeBreakers();
    void judgeHeld();
    void judgeTenants();
    void judgeShares();
    void judgePauses();
    void foldAlike();

    const HealthFacts &m_facts;
    const HealthSettings &m_settings;
    const std::optional<TenantName> &m_only;
    std::vector<HealthCause> m_causes;
};

void Judgement::judgeStore()
{
    if (m_facts.brokenBy) {
        add(HealthCauseKind::StoreFailed, 0, 0, true,
            "the store failed, and nothing is accepted until the engine is started again: " + *m_facts.brokenBy);
    } else if (const auto &refused = m_facts.refusedEnds) {
        add(HealthCauseKind::StoreFailed, secondsOf(refused->since), 0, true,
            "the store has taken no ends of runs for " + inWords(refused->since) + "; "
                + counted(refused->count, "end waits: ", "ends wait: ") + refused->why)
            .count = refused->count;
    }
    if (m_facts.loss)
        add(HealthCauseKind::StoreLost, secondsOf(m_facts.now - m_facts.loss->at), 0, true, m_facts.loss->text);
}

void Judgement::judgeEngine()
{
    if (m_facts.full >= m_settings.full)
        add(HealthCauseKind::EngineFull, m_facts.full, m_settings.full, m_facts.full >= asGoodAsFull,
            "the engine's room for waiting jobs is " + percent(m_facts.full) + " full"
                + limitText(percent(m_settings.full)));
    if (m_facts.diskRoom && *m_facts.diskRoom < m_settings.diskBytes)
        add(HealthCauseKind::DiskLow, static_cast<double>(*m_facts.diskRoom), static_cast<double>(m_settings.diskBytes),
            *m_facts.diskRoom == 0,
            "the disk has room for " + mebibytes(*m_facts.diskRoom) + " of new jobs"
                + limitText(mebibytes(m_settings.diskBytes)));
    const auto starts = std::count_if(m_facts.starts.begin(), m_facts.starts.end(),
        [this](TimePoint start) { return start > m_facts.now - healthWindow; });
    const std::int64_t restarts = starts - 1;
    if (restarts >= m_settings.restarts)
        add(HealthCauseKind::RestartLoop, static_cast<double>(restarts), m_settings.restarts, true,
            "the engine was started again " + counted(restarts, "time ", "times ") + inTheWindow()
                + limitText(std::to_string(m_settings.restarts)));
    if (m_facts.commits.count >= commitsNeeded && m_facts.commits.p99 > m_settings.commit) {
        const double value = secondsOf(m_facts.commits.p99);
        const double threshold = secondsOf(m_settings.commit);
        add(HealthCauseKind::StoreSlow, value, threshold, isGrave(value, threshold),
            "the store is slow: the slowest hundredth of " + counted(m_facts.commits.count, "commit", "commits")
                + " took " + inWords(m_facts.commits.p99) + " or more" + limitText(inWords(m_settings.commit)))
            .count = m_facts.commits.count;
    }
    if (m_facts.clockStep && std::chrono::abs(m_facts.clockStep->by) >= m_settings.clockStep
        && m_facts.clockStep->ago < healthWindow) {
        const Microseconds by = m_facts.clockStep->by;
        add(HealthCauseKind::ClockStepped, secondsOf(by), secondsOf(m_settings.clockStep), false,
            "the clock was set " + std::string(by < Microseconds {0} ? "back" : "forward") + " by " + inWords(by) + " "
                + inWords(m_facts.clockStep->ago) + " ago" + limitText(inWords(m_settings.clockStep)))
            .count = std::chrono::duration_cast<std::chrono::seconds>(m_facts.clockStep->ago).count();
    }
}

/// One of the two: a queue that nobody serves has old jobs too.
void Judgement::judgeWaiting(const HealthFacts::Queue &queue)
{
    if (queue.full >= m_settings.full)
        addFor(queue, HealthCauseKind::QueueFull, queue.full, m_settings.full, queue.full >= asGoodAsFull,
            "its room for waiting jobs is " + percent(queue.full) + " full" + limitText(percent(m_settings.full)));
    if (queue.isPaused || queue.claimable == 0)
        return;
    const std::size_t before = m_causes.size();
    judgeUnserved(queue);
    if (m_causes.size() > before || queue.oldest < m_settings.oldest)
        return;
    const double value = secondsOf(queue.oldest);
    const double threshold = secondsOf(m_settings.oldest);
    addFor(queue, HealthCauseKind::OldestJobOld, value, threshold, isGrave(value, threshold),
        "the oldest job that may start has waited for " + inWords(queue.oldest) + limitText(inWords(m_settings.oldest))
            + "; " + jobsWait(queue.waiting))
        .count = queue.waiting;
}

void Judgement::judgeUnserved(const HealthFacts::Queue &queue)
{
    if (unservedFor(queue).value_or(Microseconds {-1}) < m_settings.unserved)
        return;
    const Microseconds since = queue.isConfigured ? queue.silence : queue.oldest;
    const std::string what = queue.isConfigured ? "no worker has asked for " + inWords(since)
                                                : "it is not configured; its jobs have waited for " + inWords(since);
    addFor(queue, HealthCauseKind::QueueUnserved, secondsOf(since), secondsOf(m_settings.unserved), true,
        what + limitText(inWords(m_settings.unserved)) + "; " + jobsWait(queue.waiting))
        .count = queue.waiting;
}

void Judgement::judgeFlow(const HealthFacts::Queue &queue)
{
    if (queue.recent.dead >= m_settings.deaths) {
        const auto dead = static_cast<double>(queue.recent.dead);
        addFor(queue, HealthCauseKind::DeadLetterStorm, dead, m_settings.deaths, isGrave(dead, m_settings.deaths),
            counted(queue.recent.dead, "job died ", "jobs died ") + inTheWindow()
                + limitText(std::to_string(m_settings.deaths)));
    }
    if (const std::optional<double> share = shareOfFailures(queue.recent); share && *share >= m_settings.failures) {
        const std::int64_t runs = runsOf(queue.recent);
        addFor(queue, HealthCauseKind::FailureShare, *share, m_settings.failures, *share >= graveFailures,
            percent(*share) + " of " + counted(runs, "run", "runs") + " failed " + inTheWindow()
                + limitText(percent(m_settings.failures)))
            .count = runs;
    }
    if (queue.lostLeases >= m_settings.lostLeases) {
        const auto lost = static_cast<double>(queue.lostLeases);
        addFor(queue, HealthCauseKind::WorkersLost, lost, m_settings.lostLeases, isGrave(lost, m_settings.lostLeases),
            counted(queue.lostLeases, "lease", "leases") + " ended without an answer of the worker " + inTheWindow()
                + limitText(std::to_string(m_settings.lostLeases)));
    }
    judgeBacklog(queue);
}

void Judgement::judgeBacklog(const HealthFacts::Queue &queue)
{
    const FlowCounts &recent = queue.recent;
    const std::int64_t left = recent.succeeded + recent.dead + recent.expired + recent.cancelled;
    if (queue.isPaused || queue.claimable == 0 || left == 0 || m_facts.starts.empty())
        return; // when none has left, its oldest job says so
    const Microseconds watched =
        std::clamp(m_facts.now - *std::max_element(m_facts.starts.begin(), m_facts.starts.end()),
            Microseconds {std::chrono::seconds {1}}, healthWindow);
    // A move is no work that was done, so it counts in the balance alone.
    const std::int64_t came = recent.accepted + queue.movedIn;
    const std::int64_t went = left + queue.movedOut;
    const double ratio = static_cast<double>(came) / static_cast<double>(went);
    const double work = static_cast<double>(queue.waiting) * secondsOf(watched) / static_cast<double>(left);
    if (ratio < m_settings.arrivals || work < secondsOf(m_settings.backlog))
        return;
    addFor(queue, HealthCauseKind::ArrivalsAboveDepartures, ratio, m_settings.arrivals, false,
        grouped(came) + " jobs came and " + grouped(went) + " left " + inTheWindow() + ": " + rounded(ratio)
            + " for each" + limitText(rounded(m_settings.arrivals)) + "; " + jobsWait(queue.waiting))
        .count = queue.waiting;
}

/// One cause for each queue.
void Judgement::judgeBreakers()
{
    const HealthFacts::Breaker *last = nullptr;
    for (const HealthFacts::Breaker &breaker : m_facts.breakers) {
        if (m_only && (!breaker.isTenant || breaker.target != m_only->text()))
            continue;
        if (last && last->queue == breaker.queue) {
            m_causes.back().value += 1;
            const auto more = static_cast<std::int64_t>(m_causes.back().value) - 1;
            m_causes.back().text = "queue " + breaker.queue.text() + ": the circuit breaker is open for "
                + m_causes.back().target + " and " + counted(more, "other", "others");
            m_causes.back().tenant.reset();
            continue;
        }
        last = &breaker;
        HealthCause &cause = add(HealthCauseKind::BreakerOpen, 1, 0, false,
            "queue " + breaker.queue.text() + ": the circuit breaker is open"
                + (breaker.target.empty() ? "" : " for " + breaker.target));
        cause.queue = breaker.queue;
        cause.target = breaker.target;
        if (breaker.isTenant)
            cause.tenant = TenantName::trusted(breaker.target);
    }
}

void Judgement::judgeHeld()
{
    for (const HealthFacts::Queue &queue : m_facts.queues) {
        const auto &held = queue.held;
        if (!held || held->oldest < m_settings.held || queue.isPaused || (m_only && held->tenant != m_only))
            continue;
        HealthCause &cause =
            addFor(queue, HealthCauseKind::HeldByGate, secondsOf(held->oldest), secondsOf(m_settings.held), false,
                (held->isAtLeast ? "at least " : "") + counted(held->jobs, "job is", "jobs are") + " held by its "
                    + held->by + ", the oldest for " + inWords(held->oldest) + limitText(inWords(m_settings.held)));
        cause.count = held->jobs;
        cause.detail = held->by;
        cause.tenant = held->tenant;
    }
}

/// Many tenants with the same trouble are one cause.
void Judgement::judgeTenants()
{
    HealthCause full {.kind = HealthCauseKind::TenantFull, .threshold = m_settings.full};
    for (const HealthFacts::Tenant &tenant : m_facts.tenants) {
        if (m_only && tenant.name != *m_only)
            continue;
        if (tenant.full >= m_settings.full && (++full.count == 1 || tenant.full > full.value)) {
            full.value = tenant.full;
            full.tenant = tenant.name;
        }
        if (m_only && tenant.oldest >= m_settings.oldest) {
            const double value = secondsOf(tenant.oldest);
            const double threshold = secondsOf(m_settings.oldest);
            HealthCause &cause = add(HealthCauseKind::OldestJobOld, value, threshold, isGrave(value, threshold),
                "tenant " + tenant.name.text() + ": the oldest job that may start has waited for "
                    + inWords(tenant.oldest) + limitText(inWords(m_settings.oldest)));
            cause.tenant = tenant.name;
        }
    }
    if (full.count > 0) {
        const std::string name = full.tenant->text();
        full.text = (full.count == 1 ? "tenant " + name + ": its room for waiting jobs is "
                                     : grouped(full.count) + " tenants have little room for waiting jobs: the fullest, "
                                + name + ", is ")
            + percent(full.value) + " full" + limitText(percent(m_settings.full));
        m_causes.push_back(std::move(full));
    }
    judgeShares();
}

/// Tenants that wait share the time that these tenants got, by their weights. Those that do not wait have all they
/// want.
void Judgement::judgeShares()
{
    double weights = 0;
    double got = 0;
    for (const HealthFacts::Tenant &tenant : m_facts.tenants) {
        weights += tenant.weight;
        got += tenant.weight > 0 ? secondsOf(tenant.workerTime) : 0;
    }
    const HealthFacts::Shares &shares = m_facts.shares;
    if (shares.over == Microseconds {0} || shares.meanRun == Microseconds {0} || got <= 0)
        return;
    HealthCause hungry {.kind = HealthCauseKind::TenantsShort, .value = 1, .threshold = m_settings.share};
    for (const HealthFacts::Tenant &tenant : m_facts.tenants) {
        const double fair = got * tenant.weight / weights;
        if ((m_only && tenant.name != *m_only) || std::min(tenant.oldest, tenant.runnable) < shares.over
            || fair < runsOfAShare * secondsOf(shares.meanRun))
            continue;
        const double part = secondsOf(tenant.workerTime) / fair;
        if (part >= m_settings.share)
            continue;
        if (++hungry.count == 1 || part < hungry.value) {
            hungry.value = part;
            hungry.tenant = tenant.name;
        }
    }
    if (hungry.count == 0)
        return;
    const std::string least = percent(hungry.value) + " of its fair share of worker time in the last "
        + inWords(shares.over) + limitText(percent(m_settings.share));
    const std::string name = hungry.tenant->text();
    hungry.text = hungry.count == 1
        ? "tenant " + name + " got " + least
        : grouped(hungry.count) + " tenants get too little: the one with the least, " + name + ", got " + least;
    m_causes.push_back(std::move(hungry));
}

void Judgement::judgePauses()
{
    for (const Pause &pause : m_facts.pauses) {
        const Microseconds age = m_facts.now - pause.since;
        if (age < m_settings.pause || (m_only && pause.tenant != m_only))
            continue;
        const bool isOfAll = !pause.queue && !pause.tenant;
        HealthCause &cause = add(HealthCauseKind::PauseOld, secondsOf(age), secondsOf(m_settings.pause), false,
            (isOfAll ? "the " : "") + scopeText({pause.queue, pause.tenant}) + " has been paused for " + inWords(age)
                + (pause.who.empty() ? "" : " by " + pause.who) + limitText(inWords(m_settings.pause)));
        cause.queue = pause.queue;
        cause.tenant = pause.tenant;
    }
}

/// REQUIRES: alike causes follow each other, the worst first.
void Judgement::foldAlike()
{
    std::vector<HealthCause> folded;
    folded.reserve(m_causes.size());
    for (auto first = m_causes.begin(); first != m_causes.end();) {
        const auto last = std::find_if(first, m_causes.end(), [first](const HealthCause &cause) {
            return cause.kind != first->kind || cause.isFailing != first->isFailing;
        });
        const auto many = std::distance(first, last);
        if (many > aloneMost) {
            for (auto one = first + 1; one != last; ++one)
                first->count += one->count;
            first->others = many - 1;
            first->text.append("; ").append(grouped(first->others)).append(" others have the same trouble");
        }
        std::move(first, many > aloneMost ? first + 1 : last, std::back_inserter(folded));
        first = last;
    }
    m_causes = std::move(folded);
}
} // namespace

std::optional<Microseconds> unservedFor(const HealthFacts::Queue &queue)
{
    if (queue.isPaused || queue.claimable == 0)
        return std::nullopt;
    if (!queue.isConfigured)
        return queue.oldest;
    const bool isSilent = queue.isPulled && queue.running == 0;
    return isSilent ? std::optional(std::min(queue.silence, queue.oldest)) : std::nullopt;
}

std::optional<double> shareOfFailures(const FlowCounts &recent)
{
    const std::int64_t runs = runsOf(recent);
    if (runs < runsNeeded)
        return std::nullopt;
    return static_cast<double>(recent.failed + recent.dead) / static_cast<double>(runs);
}

HealthReport judgeHealth(
    const HealthFacts &facts, const HealthSettings &settings, const std::optional<TenantName> &only)
{
    return Judgement(facts, settings, only).report();
}

} // namespace fairlead
