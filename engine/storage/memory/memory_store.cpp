// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/memory/memory_store.h"

#include "engine/storage/idempotent_body.h"
#include "engine/storage/memory/memory_reader.h"

namespace fairlead {

Result<> MemoryLead::tryTake()
{
    m_isTaken = true;
    return {};
}

Result<> MemoryLead::keep()
{
    return m_isTaken ? Result<>() : failure(ErrorCode::Unavailable, "this engine does not lead the store in memory");
}

MemoryStore::MemoryStore(std::shared_ptr<MemoryState> state)
    : m_life {std::move(state)}
{
    const std::scoped_lock lock(m_life.state->mutex);
    m_life.incarnation = Incarnation {++m_life.state->lastIncarnation};
    static_cast<void>(m_lead.tryTake()); // never fails
}

Result<> MemoryStore::inOneCommit(const std::function<Result<>()> &work)
{
    const std::scoped_lock lock(m_life.state->mutex);
    m_life.isInCommit = true;
    Result<> worked = work();
    m_life.isInCommit = false;
    if (worked)
        m_life.state->keepChanges();
    else
        m_life.state->undo.rollBack();
    return worked;
}

Result<bool> MemoryStore::forgetSome(TimePoint now)
{
    const MemoryCommit commit(m_life, now);
    commit->jobs.idempotency.removeIf(
        [now](const MemoryJobs::IdempotencyEntry &entry) { return entry.expires <= now; });
    commit->jobs.prune(now - deletedKept);
    commit->settings.operations.removeIf([now](const Operation &operation) {
        return operation.finished && *operation.finished <= now - operationsKept;
    });
    commit->cache.removeExpired(now);
    return false;
}

StoreReaderFactory MemoryStore::readerFactory()
{
    return [state = m_life.state]() -> Result<std::unique_ptr<StoreReader>> {
        return std::unique_ptr<StoreReader>(std::make_unique<MemoryReader>(state));
    };
}

} // namespace fairlead
