// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace fairlead {

/// The options that say which jobs: those of a list, and `--all`.
const std::vector<OptionSpec> &filterOptions();
/// `more`, the filter's options, and those of every act on many jobs: --over, --dry-run, --yes.
std::vector<OptionSpec> bulkOptions(const std::vector<OptionSpec> &more = {});
/// Several IDs, or what the filter's options say. Fails with Invalid when neither is there, nor --all.
Result<JobFilter> bulkFilterOf(const Arguments &arguments);

/// The word for what was done: "retried" of "retry".
struct BulkWords
{
    std::string act;
    std::string done;
};
/// Asks whether it is meant, lets the engine do it, shows how far it is, and waits for the end; with --over it does not
/// wait. With --dry-run it only counts. Answers with how it ended, or nothing when there is nothing to tell.
Result<std::optional<Operation>> runBulk(
    Session &session, const Arguments &arguments, OperationRequest request, const BulkWords &words);
/// As runBulk, and prints what came of it.
Result<> actOnMany(Session &session, const Arguments &arguments, OperationRequest request, const BulkWords &words);

} // namespace fairlead
