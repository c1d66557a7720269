// SPDX-License-Identifier: Apache-2.0
#include "engine/control/stored_results.h"

#include <QCryptographicHash>

namespace fairlead {

StoredResults::StoredResults(StoreQueue &queue, std::shared_ptr<Executor> home, const Clock &clock, std::string cache,
    const CacheSettings &settings)
    : m_store(queue, std::move(home))
    , m_clock(clock)
    , m_cache(std::move(cache))
    , m_settings(settings)
{
}

CacheKey StoredResults::keyOf(const Run &run) const
{
    const JobSpec &spec = run.job.spec;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    // Each part begins with its length, so that no two lists of parts give the same bytes.
    const auto add = [&hash](const std::string &part) {
        hash.addData(QByteArray::number(static_cast<qulonglong>(part.size())) + ':');
        hash.addData(QByteArray::fromRawData(part.data(), static_cast<qsizetype>(part.size())));
    };
    if (m_settings.scope.isPerTenant)
        add(spec.tenant.text());
    add(spec.contentType);
    add(spec.payload);
    return {m_cache, hash.result().toStdString()};
}

void StoredResults::find(const Run &run, std::function<void(std::optional<JobResult>)> found)
{
    m_store.ask<std::optional<JobResult>>(
        0, [key = keyOf(run), now = m_clock.now()](StoreSession &store) { return store.cache().find(key, now); },
        // A failure of the store counts as no result: the run takes place.
        [found = std::move(found)](
            Result<std::optional<JobResult>> kept) { found(kept ? std::move(*kept) : std::nullopt); });
}

void StoredResults::keep(const Run &run, const JobResult &result)
{
    m_store.ask<void>(
        1,
        [key = keyOf(run), result, expires = m_clock.now() + m_settings.ttl,
            limits = CacheLimits {m_settings.entriesMax, m_settings.bytesMax}](
            StoreSession &store) { return store.cache().keep(key, result, expires, limits); },
        [](const Result<> &) {}); // without a kept result the work runs again
}

} // namespace fairlead
