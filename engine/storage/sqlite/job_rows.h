// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"
#include "engine/storage/sqlite/deferred_changes.h"
#include "engine/storage/sqlite/name_table.h"

#include <span>
#include <vector>

namespace fairlead {

/// A row of the table `job`, with the numbers of its names.
struct StoredJob
{
    Job job;
    LaneKey lane;
    bool isSound = true; ///< its checksum matches
    std::int64_t payloadBytes = 0;
    CounterKey counter() const { return {lane.queue, lane.tenant}; }
    Lane laneNames() const { return {job.spec.queue, job.spec.priority, job.spec.tenant}; }
};

/// The size of the largest payload that is kept in the row itself. Larger ones are in a table of their own, so that
/// claims and lists touch few pages.
inline constexpr std::size_t inlinePayloadMax = 4096;

/// Writes and reads the tables `job` and `payload`. Each row carries a checksum (SipHash-2-4, 64 bits) over all of it,
/// because SQLite does not notice a flipped bit inside a value. Verbs throw SqliteFailure. Threads: that of its
/// connection.
class JobRows
{
public:
    enum class Payload { With, Without };
    JobRows(SqliteConnection &database, NameTables &names);

    void insert(std::span<const StoredJob> jobs);
    /// Empty when there is none. Without the payload the checksum is not checked.
    std::optional<StoredJob> find(JobNumber seq, Payload payload);
    /// Finds many jobs with their payloads; the answers have the order of `seqs`. One scan reads neighbouring rows.
    /// REQUIRES: `seqs` are ascending.
    std::vector<std::optional<StoredJob>> findAll(std::span<const JobNumber> seqs);
    std::optional<JobNumber> numberOf(const JobId &id);
    /// Rewrites the lane and the deadline of a job. REQUIRES: the job was read with its payload and is sound.
    void rewrite(const StoredJob &stored);
    /// Rewrites a job with other tags, in the index too. REQUIRES: the job was read with its payload and is sound.
    void retag(const StoredJob &stored, const std::vector<std::string> &before);

private:
    StoredJob read(const SqliteRows &rows, Payload payload);

    SqliteConnection &m_database;
    NameTables &m_names;
};

std::string_view bytesOf(const JobId &id);
JobId idOf(std::string_view bytes);
/// SipHash-2-4 with a fixed key: the checksum of rows and of the bodies of idempotent requests.
std::int64_t shortHash(std::string_view bytes);

} // namespace fairlead
