// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/deferred_changes.h"

#include "engine/domain/packed_bytes.h"
#include "engine/storage/sqlite/sqlite_failure.h"

#include <algorithm>

namespace fairlead {

namespace {
/// Reads `count` numbers in order; empty when one is missing.
template <std::size_t count>
std::optional<std::array<std::int64_t, count>> numbers(PackedReader &reader)
{
    std::array<std::int64_t, count> values {};
    for (std::int64_t &value : values) {
        const auto number = reader.number();
        if (!number)
            return std::nullopt;
        value = *number;
    }
    return values;
}

/// The first number of the form with bytes. The form of version 0.1 begins with the number of entries instead.
constexpr std::int64_t withBytes = -1;

[[noreturn]] void throwLateIsDamaged()
{
    throw SqliteFailure({ErrorCode::Corrupt, "the table 'late' of the database is damaged; restore a backup"});
}
} // namespace

Place placeOf(JobState state)
{
    switch (state) {
    case JobState::Scheduled:
        return Place::Delayed;
    case JobState::Blocked:
    case JobState::Ready:
        return Place::Waiting;
    case JobState::Running:
        return Place::Running;
    case JobState::Succeeded:
        return Place::Succeeded;
    case JobState::Dead:
        return Place::Dead;
    case JobState::Expired:
        return Place::Expired;
    case JobState::Cancelled:
        return Place::Cancelled;
    }
    return Place::Waiting;
}

std::string DeferredChanges::pack() const
{
    PackedWriter writer;
    writer.number(withBytes);
    writer.number(static_cast<std::int64_t>(consumed.size()));
    for (const ReadyKey &key : consumed) {
        writer.number(key.lane.queue);
        writer.number(key.lane.priority);
        writer.number(key.lane.tenant);
        writer.number(key.position);
    }
    for (const auto &[key, counts] : counted) {
        writer.number(key.first);
        writer.number(key.second);
        for (const std::int64_t count : counts)
            writer.number(count);
    }
    return writer.bytes();
}

DeferredChanges DeferredChanges::unpack(std::string_view bytes)
{
    DeferredChanges changes;
    PackedReader reader(bytes);
    auto consumedCount = reader.number();
    const bool hasBytes = consumedCount == withBytes;
    if (hasBytes)
        consumedCount = reader.number();
    if (!consumedCount)
        throwLateIsDamaged();
    for (std::int64_t i = 0; i < *consumedCount; ++i) {
        const auto key = numbers<4>(reader);
        if (!key)
            throwLateIsDamaged();
        changes.consumed.push_back({{(*key)[0], (*key)[1], (*key)[2]}, (*key)[3]});
    }
    while (!reader.atEnd()) {
        const auto key = numbers<2>(reader);
        const auto counts = numbers<placeCount>(reader);
        const auto size = hasBytes ? reader.number() : std::optional<std::int64_t>(0);
        if (!key || !counts || !size)
            throwLateIsDamaged();
        PlaceCounts &counted = changes.counted[{(*key)[0], (*key)[1]}];
        std::copy(counts->begin(), counts->end(), counted.begin());
        counted[bytesIndex] = *size;
    }
    return changes;
}

} // namespace fairlead
