// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/event.h"
#include "engine/domain/job_filter.h"
#include "engine/domain/new_job.h"
#include "engine/domain/requests.h"
#include "engine/domain/views.h"

#include <vector>

namespace fairlead {

// What every client refuses before it asks the engine, so that near and far answer alike.

/// Fails with TooLarge for more than jobsPerCallMax.
Result<> checkJobCount(std::size_t count);
/// Keys, ids, content type and tags are texts, so they must be UTF-8. Fails with Invalid.
Result<> checkTexts(const NewJob &job);
/// 1 to 1000 rows a page. Fails with Invalid.
Result<> checkPageLimit(int limit);
/// The same, and at most listSkipMax rows passed over.
Result<> checkPage(int limit, std::int64_t skip);
/// Limit, wait and numbers. Fails with Invalid.
Result<> checkEventQuery(const EventQuery &query);
/// UTF-8; `who` 128 and `why` 1024 bytes at most. Fails with Invalid or TooLarge.
Result<> checkPause(const std::string &who, const std::string &why);

/// A list or a count takes one state and no ids: an address has no room for them. Fails with Invalid.
Result<> checkListFilter(const JobFilter &filter);
/// As checkListFilter and checkPage.
Result<> checkJobQuery(const JobQuery &query);
/// Its content type is UTF-8. Fails with Invalid.
Result<> checkPayload(const NewPayload &payload);
/// UTF-8, 128 bytes at most. Fails with Invalid or TooLarge.
inline Result<> checkWho(const std::string &who)
{
    return checkPause(who, {});
}
/// Fails with Invalid unless it is an absolute path in UTF-8.
Result<> checkBackupFile(const std::string &file);

} // namespace fairlead
