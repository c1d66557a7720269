// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job_filter.h"
#include "engine/storage/sqlite/sqlite_connection.h"

namespace fairlead {

/// The tags from `first` up to and including `last`, in the order of the index of tags.
struct TagRange
{
    std::string first;
    std::string last;
    bool isOneTag() const { return first == last; }
};

/// The tag criterion of a filter that the fewest jobs meet. A prefix counts when few jobs meet it, because the jobs of
/// several tags must be sorted. Empty: the index of tags does not help.
std::optional<TagRange> narrowestTags(SqliteConnection &database, const JobFilter &filter);

} // namespace fairlead
