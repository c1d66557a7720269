// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/job_store.h"
#include "engine/storage/memory/memory_commit.h"

namespace fairlead {

/// The JobStore of a MemoryStore. Threads: one.
class MemoryJobStore : public JobStore
{
public:
    explicit MemoryJobStore(MemoryLife &life)
        : m_life(life)
    {
    }
    Result<std::vector<Result<Enqueued>>> enqueue(
        std::span<const JobSpec> specs, std::span<const JobId> ids, TimePoint now) override;
    Result<std::optional<Result<Enqueued>>> findKnown(const JobSpec &spec, TimePoint now) override;
    Result<std::vector<Result<ClaimedJob>>> claim(std::span<const ClaimRequest> requests, TimePoint now) override;
    Result<std::vector<Result<Finished>>> finish(std::span<const FinishRequest> requests, TimePoint now) override;
    Result<std::vector<Result<>>> renew(std::span<const std::pair<JobNumber, Token>> runs, TimePoint until) override;
    Result<std::vector<Result<>>> reassign(std::span<const Reassignment> moves) override;
    Result<std::vector<Result<StateChange>>> cancel(
        std::span<const JobId> ids, const std::string &who, TimePoint now) override;
    Result<std::vector<StateChange>> drop(const DropRequest &request, TimePoint now) override;
    Result<std::vector<Result<StateChange>>> retry(
        std::span<const JobId> ids, const RetryTerms &terms, TimePoint now) override;
    Result<std::vector<Result<StateChange>>> remove(std::span<const JobId> ids, TimePoint now) override;
    Result<std::vector<Result<StateChange>>> restore(std::span<const JobId> ids, TimePoint now) override;
    Result<std::vector<Result<Moved>>> move(
        std::span<const JobId> ids, const LaneChange &change, TimePoint now) override;
    Result<std::vector<Result<Replaced>>> replace(std::span<const Replacement> requests, TimePoint now) override;
    Result<std::vector<Result<>>> tag(
        std::span<const JobId> ids, const TagChange &change, const std::string &who, TimePoint now) override;

private:
    MemoryLife &m_life;
};

} // namespace fairlead
