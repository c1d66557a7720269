// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/field.h"
#include "engine/domain/letter_groups.h"
#include "engine/domain/operation.h"

namespace fairlead {

// The members of filters, of bulk acts, and of groups of dead letters.

template <>
struct Fields<JobFilter>
{
    static constexpr std::string_view name = "JobFilter";
    /// The criteria that a list takes: one state, no ids.
    static constexpr auto listed = std::tuple(Criterion {"state", &JobFilter::state, "in this state"},
        Criterion {"queue", &JobFilter::queue, "of this queue"},
        Criterion {"tenant", &JobFilter::tenant, "of this tenant"},
        Criterion {"handler", &JobFilter::handler, "of queues with a handler of this kind",
            {.bytesMax = 16, .example = "http"}},
        Criterion {"tag", &JobFilter::tags, "with this tag; given several times, with all of them",
            {.bytesMax = JobLimits {}.tagBytesMax, .itemsMax = JobLimits {}.tagCountMax, .mayBeOne = true}},
        Criterion {"tag_prefix", &JobFilter::tagPrefix, "with a tag that begins so",
            {.bytesMax = JobLimits {}.tagBytesMax, .example = "night"}},
        Criterion {"since", &JobFilter::since, "created at or after"},
        Criterion {"until", &JobFilter::until, "created before"},
        Criterion {"fingerprint", &JobFilter::fingerprint, "dead letters with this error",
            {.bytesMax = 64, .secrecy = Secrecy::Fingerprint}},
        Criterion {"id_prefix", &JobFilter::idPrefix, "whose id begins so", {.bytesMax = 36}},
        Criterion {"id_suffix", &JobFilter::idSuffix, "whose id ends so", {.bytesMax = 36}},
        Criterion {"attempts_min", &JobFilter::attemptsMin, "with so many counted runs", {.least = 1, .most = 1e6}},
        Criterion {"operation", &JobFilter::operation, "retried by this operation, and by no act since"},
        Criterion {"payload", &JobFilter::payload, "whose payload has this value in this place; searched one by one",
            {.bytesMax = PayloadMatch::bytesMax, .secrecy = Secrecy::Payload, .example = "order.id=2597"}});
    static constexpr auto all = std::tuple_cat(listed,
        std::tuple(Criterion {"states", &JobFilter::anyOf, "in one of these states"},
            Criterion {"ids", &JobFilter::ids, "these alone", {.itemsMax = filterIdsMax}}));
};

template <>
struct Fields<JobCount>
{
    static constexpr std::string_view name = "JobCount";
    static constexpr auto all = std::tuple(Field {"count", &JobCount::count, "jobs that match", {.isRequired = true}},
        Field {"exact", &JobCount::isExact, "false: at least so many"});
};

template <>
struct Fields<DeletedJob>
{
    static constexpr std::string_view name = "DeletedJob";
    static constexpr auto all = std::tuple(Field {"id", &DeletedJob::id, "the job", {.isRequired = true}},
        Derived {"deleted", [](const DeletedJob &) { return true; }, "always true"},
        Field {"restorable_until", &DeletedJob::restorableUntil, "until when it can be restored"});
};

inline constexpr std::string_view retryDeadlineText = "of a retried job: none, a time, or a duration from the retry on";

template <>
struct Fields<OperationRequest>
{
    static constexpr std::string_view name = "OperationRequest";
    static constexpr auto all = std::tuple(
        Field {"action", &OperationRequest::action, "what is done to each job", {.isRequired = true}},
        Field {"filter", &OperationRequest::filter, "to which jobs; {} for all", {.isRequired = true}},
        Field {"queue", [](auto &request) -> auto & { return request.change.queue;
}, "where move moves them"
} // namespace fairlead
, Field {"priority", [](auto &request) -> auto & {return request.change.priority;
}
, "what set_priority sets"
},
        Field {"deadline", &OperationRequest::deadline, retryDeadlineText,
            {.whenEmpty = WhenEmpty::LeftOut, .example = "+1h"}},
        Field {"over", &OperationRequest::over, "spread over this duration", {.leftOutAt = 0, .example = "10m"}},
        Field {"who", &OperationRequest::who, "who acts", {.bytesMax = 128, .whenEmpty = WhenEmpty::LeftOut}});
}
;

template <>
struct Fields<Operation>
{
    static constexpr std::string_view name = "Operation";
    static constexpr auto all = std::tuple(Field {"id", &Operation::id, "the operation", {.isRequired = true}},
        Field {"state", &Operation::state, "how far it is", {.isRequired = true}}, Inline {&Operation::request},
        Field {"total", &Operation::total, "jobs that matched at the beginning; null while they are counted",
            {.whenEmpty = WhenEmpty::Null}},
        Field {"done", &Operation::done, "jobs acted on"},
        Field {"skipped", &Operation::skipped, "jobs that had changed, ended or gone"},
        Field {"failed", &Operation::failed, "jobs that could not be acted on"},
        Field {"created_at", &Operation::created, "begin"},
        Field {"finished_at", &Operation::finished, "end", {.whenEmpty = WhenEmpty::Null}},
        Field {
            "error", &Operation::error, "why it failed, or the first failed job", {.whenEmpty = WhenEmpty::LeftOut}});
};

template <>
struct Fields<OperationOutcome>
{
    static constexpr std::string_view name = "OperationOutcome";
    static constexpr auto all = std::tuple(
        Field {"operation", &OperationOutcome::operation, "the operation", {.isRequired = true}},
        Field {"retried", &OperationOutcome::retried, "jobs that it put back; the sum of the others"},
        Field {"succeeded", &OperationOutcome::succeeded, "of them, now succeeded"},
        Field {"ready", &OperationOutcome::ready, "ready"},
        Field {"scheduled", &OperationOutcome::scheduled, "scheduled for their next attempt"},
        Field {"blocked", &OperationOutcome::blocked, "blocked"},
        Field {"running", &OperationOutcome::running, "running"}, Field {"dead", &OperationOutcome::dead, "dead again"},
        Field {"expired", &OperationOutcome::expired, "expired again"},
        Field {"cancelled", &OperationOutcome::cancelled, "cancelled since"},
        Field {"gone", &OperationOutcome::gone, "retried again by a later act, or deleted"},
        Field {"under_way", &OperationOutcome::isUnderWay, "whether the operation retries more"},
        Field {"as_of", &OperationOutcome::asOf, "when they were counted"});
};

template <>
struct Fields<NameCount>
{
    static constexpr std::string_view name = "NameCount";
    static constexpr auto all = std::tuple(
        Field {"name", &NameCount::name, "queue or tenant"}, Field {"count", &NameCount::count, "its dead letters"});
};

template <>
struct Fields<LetterGroup>
{
    static constexpr std::string_view name = "LetterGroup";
    static constexpr auto all = std::tuple(
        Field {"group", &LetterGroup::key, "fingerprint, queue or tenant", {.secrecy = Secrecy::Fingerprint}},
        Field {"count", &LetterGroup::count, "dead letters in it"},
        Field {"first_seen", &LetterGroup::first, "death of the oldest"},
        Field {"last_seen", &LetterGroup::last, "death of the latest"},
        Field {"sample", &LetterGroup::sample, "the latest"},
        Field {"class", &LetterGroup::errorClass, "of the sample's last error"},
        Field {"text", &LetterGroup::text, "of the sample's last error", {.secrecy = Secrecy::Payload}},
        Field {"queues", &LetterGroup::queues, "with most of them; at most 5"},
        Field {"tenants", &LetterGroup::tenants, "with most of them; at most 5"});
};

template <>
struct Fields<LetterGroups>
{
    static constexpr std::string_view name = "LetterGroups";
    static constexpr auto all =
        std::tuple(Field {"groups", &LetterGroups::groups, "those with most letters, most first", {.isRequired = true}},
            Derived {"count", [](const LetterGroups &all) { return static_cast<std::int64_t>(all.groups.size()); },
                "groups shown"},
            Field {"total", &LetterGroups::total, "groups there are"},
            Derived {"cursor", [](const LetterGroups &) { return std::optional<std::int64_t> {}; }, "always null",
                {.whenEmpty = WhenEmpty::Null}});
};

} // namespace fairlead
