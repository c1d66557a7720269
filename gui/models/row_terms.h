// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/event_log.h"
#include "gui/models/filter_terms.h"
#include "gui/models/queues_model.h"
#include "gui/models/tenants_model.h"

namespace fairlead {

/// Typed filters of lists whose rows are all in the window. Pure. Threads: any.

/// The states of queues and tenants, in the words of filters.
QStringList flowStateWords();
/// The words that `held` takes for what is held now.
QStringList holdWordsIn(const Snapshot &snapshot);
/// The words that `kind` takes for events.
QStringList eventKindWords();

/// Whether a row has all of the terms.
bool hasTerms(const QueueRow &row, const std::vector<FilterTerm> &terms);
bool hasTerms(const TenantRow &row, const std::vector<FilterTerm> &terms);
/// `text` is looked for in `cells`, the texts that are shown of the row.
bool hasTerms(const LogRow &row, const QStringList &cells, const std::vector<FilterTerm> &terms);

} // namespace fairlead
