// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/event_log.h"

#include "engine/calls/log_calls.h"
#include "gui/models/event_words.h"

#include <algorithm>
#include <tuple>

namespace fairlead {

std::int64_t LogRow::number() const
{
    if (const auto *gap = std::get_if<LogGap>(&what))
        return gap->last;
    const auto *event = std::get_if<Event>(&what);
    return event ? event->number : std::get<AuditEntry>(what).number;
}

bool LogRow::isBefore(const LogRow &other) const
{
    const auto isAct = [](const LogRow &row) { return std::holds_alternative<AuditEntry>(row.what); };
    return std::tuple(at, !isAct(*this), number()) < std::tuple(other.at, !isAct(other), other.number());
}

EventLog::EventLog(GuiClient &client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{
}

void EventLog::begin(const Scope &scope)
{
    ++m_generation;
    m_scope = scope;
    m_next.reset();
    m_oldest = 0;
    m_newestEntry = 0;
    m_oldestEntry = 0;
    m_isAsking = false;
    m_rows.clear();
    m_trouble.clear();
    m_auditTrouble.clear();
}

EventQuery EventLog::query() const
{
    EventQuery query;
    query.queue = m_scope.queue;
    query.tenant = m_scope.tenant;
    query.limit = eventsPerPage;
    return query;
}

void EventLog::ask()
{
    if (m_isAsking)
        return;
    m_isAsking = true;
    m_pages = 0;
    m_newestEntryThisRound = 0;
    m_rows.clear();
    askEvents(m_next);
}

void EventLog::askEvents(std::optional<std::int64_t> since)
{
    EventQuery one = query();
    one.since = since;
    ++m_pages;
    m_client.ask(ListEvents {one}, this, [this, since, generation = m_generation](const Result<EventPage> &page) {
        if (generation != m_generation)
            return;
        if (page) {
            m_trouble.clear();
            take(since, *page);
        } else if (page.error().code == ErrorCode::Invalid && since) {
            // No event has this number: the engine has another log now.
            begin(m_scope);
            Q_EMIT begunAnew();
            ask();
        } else {
            m_trouble = QString::fromStdString(page.error().text);
            finish();
        }
    });
}

void EventLog::addGap(const LogGap &gap, TimePoint at)
{
    if (gap.first <= gap.last)
        m_rows.push_back({at, gap});
}

std::vector<LogRow> rowsOfGap(const LogRow &gap, const EventPage &page, GapPart part)
{
    const LogGap whole = std::get<LogGap>(gap.what);
    std::vector<LogRow> rows;
    const auto add = [&rows](const LogGap &one, TimePoint at) {
        if (one.first <= one.last)
            rows.push_back({at, one});
    };
    const std::int64_t asked = part == GapPart::All ? whole.first : std::max(whole.first, whole.searchedTo + 1);
    std::int64_t next = whole.first;
    if (page.missed > 0) { // what is behind it was thrown away last
        const TimePoint at = page.events.empty() ? gap.at : page.events.front().at;
        const std::int64_t lost = std::min(whole.last, asked + page.missed - 1);
        add({.first = next, .last = lost, .isGone = true}, at);
        next = lost + 1;
    }
    const std::int64_t reached = std::min(whole.last, page.next);
    for (const Event &event : page.events) {
        if (event.number < next || event.number > reached || (part != GapPart::All && isRoutine(event.kind)))
            continue;
        if (part != GapPart::All)
            add({.first = next, .last = event.number - 1, .searchedTo = event.number - 1}, event.at);
        rows.push_back({event.at, event});
        next = event.number + 1;
    }
    if (part == GapPart::All)
        next = std::max(next, reached + 1);
    add({.first = next, .last = whole.last, .searchedTo = std::max(reached, whole.searchedTo)}, gap.at);
    return rows;
}

void EventLog::readGap(const LogRow &gap, GapPart part)
{
    if (m_isAsking)
        return;
    m_isAsking = true;
    const LogGap whole = std::get<LogGap>(gap.what);
    EventQuery one = query();
    one.since = part == GapPart::All ? whole.first - 1 : std::max(whole.first - 1, whole.searchedTo);
    m_client.ask(
        ListEvents {one}, this, [this, gap, whole, part, generation = m_generation](const Result<EventPage> &page) {
            if (generation != m_generation)
                return;
            m_isAsking = false;
            if (page)
                Q_EMIT gapRead(whole, rowsOfGap(gap, *page, part), part);
            else
                m_trouble = QString::fromStdString(page.error().text);
        });
}

void EventLog::take(std::optional<std::int64_t> since, const EventPage &page)
{
    const std::int64_t known = m_next.value_or(0);
    const std::int64_t first = page.events.empty() ? page.next + 1 : page.events.front().number;
    const TimePoint at = page.events.empty() ? TimePoint {} : page.events.front().at;
    if (since && page.missed > 0)
        addGap({.first = known + 1, .last = known + page.missed, .isGone = true}, at);
    else if (!since && m_next)
        addGap({.first = known + 1, .last = first - 1}, at);
    else if (!since)
        m_oldest = first;
    for (const Event &event : page.events) {
        if (event.number > known)
            m_rows.push_back({event.at, event});
    }
    m_next = std::max(known, page.next);
    const bool isFull = since && static_cast<int>(page.events.size()) == eventsPerPage;
    if (!isFull)
        askAudit(0);
    else if (m_pages < pagesPerRound)
        askEvents(m_next);
    else
        askEvents({});
}

void EventLog::askAudit(std::int64_t below)
{
    m_client.ask(ListAudit {{.below = below, .limit = entriesPerPage}}, this,
        [this, generation = m_generation](const Result<AuditPage> &page) {
            if (generation != m_generation)
                return;
            m_auditTrouble = page ? QString() : QString::fromStdString(page.error().text);
            if (page)
                takeAudit(*page);
            else
                finish();
        });
}

void EventLog::takeAudit(const AuditPage &page)
{
    const bool isFirst = m_newestEntry == 0 && m_newestEntryThisRound == 0;
    for (const AuditEntry &entry : page.entries) {
        m_newestEntryThisRound = std::max(m_newestEntryThisRound, entry.number);
        // A refusal is told by its act, unless that was read before.
        if (entry.number > m_newestEntry && !(isToldByAttempt(entry) && attemptOf(entry) > m_newestEntry))
            m_rows.push_back({entry.at, entry});
    }
    if (isFirst && !page.entries.empty())
        m_oldestEntry = page.entries.back().number;
    // Audit entries have no gaps. All entries since the last time are read, without a limit.
    if (!isFirst && page.next > 0 && !page.entries.empty() && page.entries.back().number > m_newestEntry + 1) {
        askAudit(page.next);
        return;
    }
    m_newestEntry = std::max(m_newestEntry, m_newestEntryThisRound);
    finish();
}

void EventLog::askOlder()
{
    if (m_isAsking || !mayHaveOlder())
        return;
    m_isAsking = true;
    m_rows.clear();
    EventQuery one = query();
    one.since = std::max<std::int64_t>(m_oldest - 1 - eventsPerPage, 0);
    m_client.ask(
        ListEvents {one}, this, [this, since = *one.since, generation = m_generation](const Result<EventPage> &page) {
            if (generation != m_generation)
                return;
            if (!page) {
                m_trouble = QString::fromStdString(page.error().text);
                finish();
                return;
            }
            for (const Event &event : page->events) {
                if (event.number < m_oldest)
                    m_rows.push_back({event.at, event});
            }
            // Events older than the missing ones are not kept either.
            m_oldest = page->missed > 0 ? 1 : since + 1;
            askOlderAudit();
        });
}

void EventLog::askOlderAudit()
{
    if (m_oldestEntry <= 1) {
        finish();
        return;
    }
    m_client.ask(ListAudit {{.below = m_oldestEntry, .limit = entriesPerPage}}, this,
        [this, generation = m_generation](const Result<AuditPage> &page) {
            if (generation != m_generation)
                return;
            if (page && !page->entries.empty()) {
                for (const AuditEntry &entry : page->entries) {
                    if (!isToldByAttempt(entry))
                        m_rows.push_back({entry.at, entry});
                }
                m_oldestEntry = page->entries.back().number;
            }
            finish();
        });
}

void EventLog::finish()
{
    m_isAsking = false;
    std::vector<LogRow> rows;
    rows.swap(m_rows);
    std::sort(rows.begin(), rows.end(), [](const LogRow &a, const LogRow &b) { return a.isBefore(b); });
    Q_EMIT came(rows);
}

} // namespace fairlead
