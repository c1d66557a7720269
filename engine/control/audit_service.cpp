// SPDX-License-Identifier: Apache-2.0
#include "engine/control/audit_service.h"

#include "engine/security/audit_chain.h"

#include <algorithm>
#include <limits>

namespace fairlead {

namespace {
/// Notes at the acts of the page that they were refused.
void addOutcomes(AuditPage &page, const std::vector<AuditEntry> &refusals)
{
    for (const AuditEntry &refusal : refusals) {
        if (!isToldByAttempt(refusal))
            continue;
        const auto act = std::lower_bound(page.entries.begin(), page.entries.end(), attemptOf(refusal),
            [](const AuditEntry &entry, std::int64_t number) { return entry.number > number; }); // newest first
        if (act != page.entries.end() && act->number == attemptOf(refusal))
            act->outcome = "refused: " + refusal.detail;
    }
}
} // namespace

void AuditService::append(const AuditEntry &entry, Answer<AuditEntry> answer)
{
    askAsCaller<AuditEntry>(
        m_store, 1,
        [this, entry](StoreSession &store) -> Result<AuditEntry> {
            const auto last = store.journal().lastAudit();
            if (!last)
                return failure(last.error());
            AuditEntry next = entry;
            next.number = last->number + 1;
            next.at = m_clock.now();
            next.hash = auditHash(last->hash, next);
            const Result<> kept = store.journal().appendAudit(next);
            if (!kept)
                return failure(kept.error());
            return next;
        },
        std::move(answer));
}

void AuditService::list(const AuditQuery &query, Answer<AuditPage> answer)
{
    m_reader.ask<AuditPage>(
        [query](StoreReader &reader) -> Result<AuditPage> {
            FAIRLEAD_TRY(AuditPage page, reader.journal().auditLog(query));
            addOutcomes(page, page.entries);
            if (query.below == 0)
                return page;
            constexpr std::int64_t belowMax = std::numeric_limits<std::int64_t>::max() - refusalsWithin;
            FAIRLEAD_TRY(const AuditPage newer,
                reader.journal().auditLog({.below = std::min(query.below, belowMax) + refusalsWithin,
                    .limit = static_cast<int>(refusalsWithin)}));
            addOutcomes(page, newer.entries);
            return page;
        },
        std::move(answer));
}

void AuditService::verify(Answer<AuditReport> answer)
{
    m_reader.ask<AuditReport>(
        [](StoreReader &reader) -> Result<AuditReport> {
            AuditCheck check;
            AuditQuery query {.below = 0, .limit = 1000};
            do {
                const auto page = reader.journal().auditLog(query);
                if (!page)
                    return failure(page.error());
                for (const AuditEntry &entry : page->entries)
                    check.take(entry);
                query.below = page->next;
            } while (query.below > 0);
            return check.finish();
        },
        std::move(answer));
}

} // namespace fairlead
