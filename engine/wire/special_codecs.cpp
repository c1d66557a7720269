// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/special_codecs.h"

#include <algorithm>
#include <array>

namespace fairlead {

void Codec<StateCounts>::write(JsonWriter &writer, const StateCounts &counts, const FieldSpec &)
{
    writer.beginObject();
    for (const JobState state : allJobStates)
        writer.member(jobStateName(state), countOf(counts, state));
    writer.endObject();
}

void Codec<StateCounts>::read(const ValueSource &source, StateCounts &counts, const FieldSpec &)
{
    JsonObject object(source.element);
    for (const JobState state : allJobStates)
        counts.at(static_cast<std::size_t>(state)) = object.integer(jobStateName(state)).value_or(0);
    if (!object.isGood())
        source.faults.fault(object.error());
}

void Codec<StateCounts>::schema(SchemaWriter &schema, const FieldSpec &)
{
    schema.reference("StateCounts", [](SchemaWriter &named) {
        named.object([&named] {
            for (const JobState state : allJobStates)
                named.property({jobStateName(state), "jobs in this state"}, true, [&named] { named.type("integer"); });
        });
    });
}

void Codec<SpawnedJob>::write(JsonWriter &writer, const SpawnedJob &spawned, const FieldSpec &)
{
    // A part that is written is given; one that is not is taken from the run's job.
    const std::array<std::pair<std::string_view, bool>, 5> given {
        {{"queue", spawned.hasQueue}, {"tenant", spawned.hasTenant}, {"priority", spawned.hasPriority},
            {"trace_id", spawned.hasTraceId}, {"correlation_id", spawned.hasCorrelationId}}};
    writer.beginObject();
    eachMemberOf(Fields<NewJob>::all, spawned.job, [&]<typename V>(const FieldSpec &member, const V &value) {
        const auto at =
            std::find_if(given.begin(), given.end(), [&](const auto &one) { return one.first == member.name; });
        if (at == given.end()) {
            writeMember(writer, member, value);
        } else if constexpr (!isRawPart<V>) {
            if (at->second)
                Codec<V>::write(writer.key(member.name), value, member);
        }
    });
    writer.endObject();
}

void Codec<SpawnedJob>::read(const ValueSource &source, SpawnedJob &spawned, const FieldSpec &spec)
{
    JsonObject object(source.element);
    spawned.hasQueue = object.has("queue");
    spawned.hasTenant = object.has("tenant");
    spawned.hasPriority = object.has("priority");
    spawned.hasTraceId = object.has("trace_id");
    spawned.hasCorrelationId = object.has("correlation_id");
    readMembers({object, source.raw, source.reading, true}, spawned.job);
    if (!object.isGood())
        source.faults.fault({object.error().code, std::string(spec.name) + ": " + object.error().text});
}

void Codec<SpawnedJob>::schema(SchemaWriter &schema, const FieldSpec &)
{
    schema.reference("SpawnedJob", [](SchemaWriter &named) {
        named.object([&named] {
            eachOf(Fields<NewJob>::all, [&named]<typename Entry>(const Entry &entry) {
                if constexpr (requires { Entry::name; }) {
                    Entry optional = entry;
                    optional.rules.isRequired = false;
                    writeEntrySchema<NewJob>(named, optional, false);
                } else {
                    writeEntrySchema<NewJob>(named, entry, false);
                }
            });
        });
    });
}

} // namespace fairlead
