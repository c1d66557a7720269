// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/job_rows.h"

#include "engine/domain/packed_bytes.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <sodium.h>

namespace fairlead {

namespace {
/// Parts that most jobs do not have. The numbers are on disk.
enum class Detail {
    ContentType = 1,
    UniqueKey = 2,
    IdempotencyKey = 3,
    TraceId = 4,
    CorrelationId = 5,
    Parent = 6,
    Workflow = 7,
    Tag = 8,
    RunAt = 9,
    Retry = 10,
};

const JobSpec &plainSpec()
{
    static const JobSpec spec {{.queue = QueueName::trusted("plain")}};
    return spec;
}

std::string packDetails(const JobSpec &spec)
{
    PackedWriter writer;
    const auto add = [&writer](Detail detail, std::string_view value) {
        writer.number(static_cast<std::int64_t>(detail));
        writer.text(value);
    };
    const auto addText = [&add](Detail detail, const std::string &value, const std::string &usual) {
        if (value != usual)
            add(detail, value);
    };
    addText(Detail::ContentType, spec.contentType, plainSpec().contentType);
    addText(Detail::UniqueKey, spec.uniqueKey, {});
    addText(Detail::IdempotencyKey, spec.idempotencyKey, {});
    addText(Detail::TraceId, spec.traceId, {});
    addText(Detail::CorrelationId, spec.correlationId, {});
    if (spec.parent)
        add(Detail::Parent, bytesOf(*spec.parent));
    if (spec.workflow)
        add(Detail::Workflow, bytesOf(*spec.workflow));
    for (const std::string &tag : spec.tags)
        add(Detail::Tag, tag);
    if (spec.runAt)
        add(Detail::RunAt, std::to_string(spec.runAt->time_since_epoch().count()));
    if (!(spec.retry == plainSpec().retry))
        add(Detail::Retry, spec.retry.text());
    return writer.bytes();
}

/// The number of unwanted rows to step over rather than search again: a step costs a third of a search.
constexpr std::int64_t scanGapMax = 3;

std::int64_t plain(JobNumber seq)
{
    return static_cast<std::int64_t>(seq);
}

bool isKeptInRow(const JobSpec &spec)
{
    return spec.payload.size() <= inlinePayloadMax;
}

/// False when a part cannot be read.
bool applyDetail(JobSpec &spec, std::int64_t detail, std::string_view value)
{
    switch (static_cast<Detail>(detail)) {
    case Detail::ContentType:
        spec.contentType = value;
        return true;
    case Detail::UniqueKey:
        spec.uniqueKey = value;
        return true;
    case Detail::IdempotencyKey:
        spec.idempotencyKey = value;
        return true;
    case Detail::TraceId:
        spec.traceId = value;
        return true;
    case Detail::CorrelationId:
        spec.correlationId = value;
        return true;
    case Detail::Parent:
        spec.parent = idOf(value);
        return true;
    case Detail::Workflow:
        spec.workflow = idOf(value);
        return true;
    case Detail::Tag:
        spec.tags.emplace_back(value);
        return true;
    case Detail::RunAt:
        spec.runAt = TimePoint {Microseconds {std::strtoll(std::string(value).c_str(), nullptr, 10)}};
        return true;
    case Detail::Retry: {
        auto retry = RetryPolicy::parse(value);
        if (retry)
            spec.retry = *retry;
        return retry.has_value();
    }
    }
    return false;
}

bool unpackDetails(JobSpec &spec, std::string_view bytes)
{
    PackedReader reader(bytes);
    while (!reader.atEnd()) {
        const auto detail = reader.number();
        const auto value = detail ? reader.text() : std::nullopt;
        if (!value || !applyDetail(spec, *detail, *value))
            return false;
    }
    return true;
}

std::int64_t checksumOf(const Job &job, const LaneKey &lane, std::string_view details, std::string_view payload)
{
    PackedWriter facts;
    facts.text(bytesOf(job.id));
    for (const std::int64_t number : {static_cast<std::int64_t>(job.seq), lane.queue, lane.priority, lane.tenant,
             job.spec.cost, job.created.time_since_epoch().count(),
             job.spec.deadline ? job.spec.deadline->time_since_epoch().count() : -1,
             static_cast<std::int64_t>(job.spec.maxAttempts), job.spec.timeout.count(), shortHash(payload)})
        facts.number(number);
    facts.text(details);
    return shortHash(facts.bytes());
}
} // namespace

std::string_view bytesOf(const JobId &id)
{
    return {reinterpret_cast<const char *>(id.bytes().data()), id.bytes().size()};
}

JobId idOf(std::string_view bytes)
{
    JobId::Bytes id {};
    std::memcpy(id.data(), bytes.data(), std::min(bytes.size(), id.size()));
    return JobId(id);
}

std::int64_t shortHash(std::string_view bytes)
{
    // The hash detects accidents, not attacks, so the key need not be secret.
    static constexpr std::array<unsigned char, crypto_shorthash_KEYBYTES> key {
        'f', 'a', 'i', 'r', 'l', 'e', 'a', 'd', ' ', 'c', 'h', 'e', 'c', 'k', ' ', '1'};
    std::array<unsigned char, crypto_shorthash_BYTES> hash {};
    crypto_shorthash(hash.data(), reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size(), key.data());
    std::int64_t number = 0;
    for (const unsigned char byte : hash)
        number = static_cast<std::int64_t>((static_cast<std::uint64_t>(number) << 8) | byte);
    return number;
}

JobRows::JobRows(SqliteConnection &database, NameTables &names)
    : m_database(database)
    , m_names(names)
{
}

void JobRows::insert(std::span<const StoredJob> jobs)
{
    std::vector<std::string> details;
    details.reserve(jobs.size());
    for (const StoredJob &stored : jobs)
        details.push_back(packDetails(stored.job.spec));
    m_database.insertRows("insert_job", jobs.size(), [&](std::size_t i) {
        const auto &[job, lane, isSound, payloadBytes] = jobs[i];
        const JobSpec &spec = job.spec;
        return std::tuple(job.seq, SqliteBlob {bytesOf(job.id)}, lane.queue, lane.tenant, lane.priority, spec.cost,
            job.created, spec.deadline, spec.maxAttempts, spec.timeout.count(),
            checksumOf(job, lane, details[i], spec.payload),
            details[i].empty() ? std::nullopt : std::optional(SqliteBlob {details[i]}),
            isKeptInRow(spec) ? std::optional(SqliteBlob {spec.payload}) : std::nullopt);
    });
    for (const StoredJob &stored : jobs) {
        const JobSpec &spec = stored.job.spec;
        for (const std::string &tag : spec.tags)
            m_database.statement("insert_tag").run(tag, stored.job.seq);
        if (!isKeptInRow(spec))
            m_database.statement("insert_payload").run(stored.job.seq, SqliteBlob {spec.payload});
    }
}

std::optional<StoredJob> JobRows::find(JobNumber seq, Payload payload)
{
    SqliteRows rows = m_database.statement("jobs_between").rows(seq, seq);
    return rows.next() ? std::optional(read(rows, payload)) : std::nullopt;
}

std::vector<std::optional<StoredJob>> JobRows::findAll(std::span<const JobNumber> seqs)
{
    std::vector<std::optional<StoredJob>> found(seqs.size());
    for (std::size_t i = 0; i < seqs.size();) {
        std::size_t last = i;
        while (last + 1 < seqs.size() && plain(seqs[last + 1]) - plain(seqs[last]) <= scanGapMax)
            ++last;
        SqliteRows rows = m_database.statement("jobs_between").rows(seqs[i], seqs[last]);
        while (rows.next()) {
            const JobNumber seq {rows.integer(0)};
            while (seqs[i] < seq)
                ++i;
            if (seqs[i] == seq)
                found[i] = read(rows, Payload::With);
        }
        i = last + 1;
    }
    return found;
}

StoredJob JobRows::read(const SqliteRows &rows, Payload payload)
{
    const LaneKey lane {rows.integer(2), rows.integer(4), rows.integer(3)};
    JobSpec spec {{.queue = QueueName::trusted(m_names.queues.nameOf(lane.queue)),
        .tenant = TenantName::trusted(m_names.tenants.nameOf(lane.tenant))}};
    spec.priority = static_cast<Priority>(std::clamp<std::int64_t>(lane.priority, 0, allPriorities.size() - 1));
    spec.cost = rows.integer(5);
    spec.deadline = rows.maybeTime(7);
    spec.maxAttempts = static_cast<int>(rows.integer(8));
    spec.timeout = Microseconds {rows.integer(9)};
    const std::string_view details = rows.blob(11);
    bool isSound = unpackDetails(spec, details);
    StoredJob stored {{idOf(rows.blob(1)), JobNumber {rows.integer(0)}, rows.time(6), std::move(spec)}, lane, isSound,
        rows.integer(13)};
    if (payload == Payload::Without)
        return stored;
    if (!rows.isNull(12)) {
        stored.job.spec.payload = rows.blob(12);
    } else {
        SqliteRows large = m_database.statement("payload_by_seq").rows(stored.job.seq);
        if (large.next())
            stored.job.spec.payload = large.blob(0);
    }
    stored.isSound = isSound && rows.integer(10) == checksumOf(stored.job, lane, details, stored.job.spec.payload);
    return stored;
}

void JobRows::rewrite(const StoredJob &stored)
{
    const JobSpec &spec = stored.job.spec;
    const std::string details = packDetails(spec);
    m_database.statement("update_job")
        .run(stored.job.seq, stored.lane.queue, stored.lane.priority,
            checksumOf(stored.job, stored.lane, details, spec.payload), spec.deadline,
            details.empty() ? std::nullopt : std::optional(SqliteBlob {details}));
}

void JobRows::retag(const StoredJob &stored, const std::vector<std::string> &before)
{
    for (const std::string &tag : before)
        m_database.statement("purge_tag").run(tag, stored.job.seq);
    for (const std::string &tag : stored.job.spec.tags)
        m_database.statement("index_tag").run(tag, stored.job.seq);
    rewrite(stored);
}

std::optional<JobNumber> JobRows::numberOf(const JobId &id)
{
    SqliteRows rows = m_database.statement("seq_by_id").rows(SqliteBlob {bytesOf(id)});
    return rows.next() ? std::optional(JobNumber {rows.integer(0)}) : std::nullopt;
}

} // namespace fairlead
