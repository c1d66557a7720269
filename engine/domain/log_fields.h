// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/audit.h"
#include "engine/domain/event.h"
#include "engine/domain/flow.h"
#include "engine/domain/mark.h"

namespace fairlead {

// The members of events and of the audit log.

template <>
struct Fields<Event>
{
    static constexpr std::string_view name = "Event";
    static constexpr auto all = std::tuple(Field {"number", &Event::number, "rises by one from 1"},
        Field {"at", &Event::at, "when it happened"}, Field {"kind", &Event::kind, "its kind", {.isRequired = true}},
        Field {"job", &Event::job, "the job"}, Field {"queue", &Event::queue, "the queue"},
        Field {"tenant", &Event::tenant, "the tenant"},
        Field {"attempt", &Event::attempt, "of a started or ended run", {.leftOutAt = 0}},
        Field {"due", &Event::due, "when the job becomes ready"},
        Field {"who", &Event::who, "the worker, or who changed", {.whenEmpty = WhenEmpty::LeftOut}},
        Field {"text", &Event::text, "the error's class, the reason given, or the version",
            {.whenEmpty = WhenEmpty::LeftOut}});
};

template <>
struct Fields<EventPage>
{
    static constexpr std::string_view name = "EventPage";
    static constexpr auto all =
        std::tuple(Field {"events", &EventPage::events, "oldest first", {.skipsUnreadable = true}},
            Derived {"count", [](const EventPage &page) { return static_cast<std::int64_t>(page.events.size()); },
                "events on this page"},
            Field {"next", &EventPage::next, "the value of since for the next page"},
            Field {"missed", &EventPage::missed, "events behind since that are not kept any more"});
};

template <>
struct Fields<AuditEntry>
{
    static constexpr std::string_view name = "AuditEntry";
    static constexpr auto all = std::tuple(Field {"number", &AuditEntry::number, "rises by one from 1"},
        Field {"at", &AuditEntry::at, "when"}, Field {"who", &AuditEntry::who, "the token's name and id, or local"},
        Field {"act", &AuditEntry::act, "such as pause or job.cancel"},
        Field {"target", &AuditEntry::target, "such as \"queue mail\""},
        Field {"detail", &AuditEntry::detail, "the reason given, the values set, or why it was refused"},
        Field {"hash", &AuditEntry::hash, "SHA-256 over this entry and the one before"},
        Field {"outcome", &AuditEntry::outcome,
            "why it was refused, from the entry with the act 'refused' and the target 'entry NUMBER'; empty "
            "otherwise"});
};

template <>
struct Fields<AuditPage>
{
    static constexpr std::string_view name = "AuditPage";
    static constexpr auto all = std::tuple(Field {"entries", &AuditPage::entries, "newest first"},
        Derived {"count", [](const AuditPage &page) { return static_cast<std::int64_t>(page.entries.size()); },
            "entries on this page"},
        Field {"cursor", [](auto &page) { return NumberText {page.next}; }, "of the next page; null on the last"});
};

template <>
struct Fields<Mark>
{
    static constexpr std::string_view name = "Mark";
    static constexpr auto all = std::tuple(Field {"number", &Mark::number, "rises by one from 1"},
        Field {"at", &Mark::at, "when"}, Field {"kind", &Mark::kind, "its kind", {.isRequired = true}},
        Field {"who", &Mark::who, "the token's name and id, local, or who paused; empty: the engine"},
        Field {"text", &Mark::text, "the text of a note, the version started, or what was paused"});
};

template <>
struct Fields<AuditReport>
{
    static constexpr std::string_view name = "AuditReport";
    static constexpr auto all = std::tuple(
        Derived {"ok", [](const AuditReport &report) { return report.problem.empty(); }, "whether it is sound"},
        Field {"entries_checked", &AuditReport::entriesChecked, "entries looked at"},
        Field {
            "head", &AuditReport::head, "hash of the newest entry; keep it elsewhere", {.whenEmpty = WhenEmpty::Null}},
        Field {"problem", &AuditReport::problem, "what is wrong; null: sound", {.whenEmpty = WhenEmpty::Null}});
};

} // namespace fairlead
