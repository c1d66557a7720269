// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/memory/memory_journal_store.h"

namespace fairlead {

Result<> MemoryJournalStore::note(const Event &event)
{
    const MemoryCommit commit(m_life);
    commit->journal.note(event);
    return {};
}

std::int64_t MemoryJournalStore::lastEvent() const
{
    const MemoryCommit commit(m_life);
    return commit->journal.lastEvent();
}

Result<> MemoryJournalStore::appendAudit(const AuditEntry &entry)
{
    const MemoryCommit commit(m_life);
    commit->journal.append(entry);
    return {};
}

Result<AuditEntry> MemoryJournalStore::lastAudit()
{
    const MemoryCommit commit(m_life);
    const std::vector<AuditEntry> &audit = commit->journal.audit();
    return audit.empty() ? AuditEntry {} : audit.back();
}

Result<Mark> MemoryJournalStore::addMark(const Mark &mark)
{
    const MemoryCommit commit(m_life);
    auto &marks = commit->journal.marks;
    Mark added = mark;
    added.number = marks.all().empty() ? 1 : marks.all().rbegin()->first + 1;
    marks.set(added.number, added);
    marks.removeIf([&added](const Mark &kept) { return kept.number <= added.number - marksKept; });
    return added;
}

Result<> MemoryJournalStore::saveFlow(TimePoint minute, const std::string &bytes)
{
    const MemoryCommit commit(m_life);
    auto &flow = commit->journal.flow;
    flow.set(minute, bytes);
    while (flow.all().begin()->first < minute - flowKept)
        flow.set(TimePoint(flow.all().begin()->first), {});
    return {};
}

Result<std::vector<std::pair<TimePoint, std::string>>> MemoryJournalStore::savedFlow()
{
    const MemoryCommit commit(m_life);
    const auto &flow = commit->journal.flow.all();
    return std::vector<std::pair<TimePoint, std::string>>(flow.begin(), flow.end());
}

} // namespace fairlead
