// SPDX-License-Identifier: Apache-2.0
#include "engine/service/cache.h"

namespace fairlead {

namespace {
/// The state that runs share with their service. A run may outlive the service.
struct CachedRuns : std::enable_shared_from_this<CachedRuns>
{
    CachedRuns(std::unique_ptr<Service> service, Timers &theTimers, std::shared_ptr<ResultCache> results,
        std::shared_ptr<CacheCounts> asked)
        : inner(std::move(service))
        , timers(theTimers)
        , cache(std::move(results))
        , counts(std::move(asked))
    {
    }

    void answer(const RunPtr &run, const Reply &reply, std::optional<JobResult> found)
    {
        ++(found ? counts->hits : counts->misses);
        if (found) {
            reply(Succeeded {std::move(*found)});
            return;
        }
        whenReserved(*inner, timers, run, [this, run, reply](bool isReserved) {
            if (isReserved)
                call(run, reply);
            else
                reply(outcomeOfRequest(run->cancellation->reason())
                          .value_or(Failed {"timeout", "waited too long for its turn", {}}));
        });
    }

    void call(const RunPtr &run, const Reply &reply) const
    {
        inner->call(run, [cache = cache, run, reply](Outcome outcome) {
            const auto *succeeded = std::get_if<Succeeded>(&outcome);
            if (succeeded && succeeded->spawned.empty())
                cache->keep(*run, succeeded->result);
            reply(std::move(outcome));
        });
    }

    const std::unique_ptr<Service> inner;
    Timers &timers;
    const std::shared_ptr<ResultCache> cache;
    const std::shared_ptr<CacheCounts> counts;
};

class CachedService final : public Service
{
public:
    explicit CachedService(std::shared_ptr<CachedRuns> runs)
        : m_runs(std::move(runs))
    {
    }
    void call(RunPtr run, Reply reply) override
    {
        // A weak pointer: the answer may come after the services have ended; then it is dropped.
        m_runs->cache->find(
            *run, [weak = std::weak_ptr(m_runs), run, reply = std::move(reply)](std::optional<JobResult> found) {
                if (const std::shared_ptr<CachedRuns> runs = weak.lock())
                    runs->answer(run, reply, std::move(found));
            });
    }

private:
    const std::shared_ptr<CachedRuns> m_runs;
};
} // namespace

CacheLayer::CacheLayer(Timers &timers, std::shared_ptr<ResultCache> cache, std::shared_ptr<CacheCounts> counts)
    : m_timers(timers)
    , m_cache(std::move(cache))
    , m_counts(std::move(counts))
{
}

std::unique_ptr<Service> CacheLayer::wrap(std::unique_ptr<Service> inner) const
{
    return std::make_unique<CachedService>(std::make_shared<CachedRuns>(std::move(inner), m_timers, m_cache, m_counts));
}

} // namespace fairlead
