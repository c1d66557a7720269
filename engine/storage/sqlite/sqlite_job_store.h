// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/job_store.h"
#include "engine/storage/sqlite/sqlite_parts.h"

namespace fairlead {

/// The JobStore of a SqliteStore. Its verbs are in the files `*_verb.cpp` and `*_verbs.cpp`. Threads: that of its
/// connection.
class SqliteJobStore final : public JobStore
{
public:
    explicit SqliteJobStore(SqliteParts &parts)
        : m_parts(parts)
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
    /// The answer of `verb` to each id, in one commit.
    template <typename Verb>
    auto forEach(std::span<const JobId> ids, TimePoint now, const Verb &verb)
    {
        m_parts.noteTime(now);
        return m_parts.transaction.committed([&] {
            std::vector<std::invoke_result_t<const Verb &, const JobId &>> answers;
            answers.reserve(ids.size());
            for (const JobId &id : ids)
                answers.push_back(verb(id));
            return answers;
        });
    }

    SqliteParts &m_parts;
};

} // namespace fairlead
