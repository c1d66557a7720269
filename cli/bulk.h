// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/field_options.h"
#include "engine/calls/operation_calls.h"

namespace fairlead {

/// An act on many jobs, as the line says it.
struct BulkLine
{
    OperationRequest request {};
    bool isAll = false;
    bool isDryRun = false;
    bool isConfirmed = false;
    bool isAwaited = false; ///< of a retry: until the retried jobs have ended
};
/// The verb, and its form for what was done: "retry", "retried".
struct BulkWords
{
    std::string act;
    std::string done;
};
/// Acts on one job and shows it.
using ActOnOne = Result<> (*)(Session &, const JobId &, const OperationRequest &);

/// Makes the call C for each id, one after the other. Names those of which it is refused, and goes on. Prints the
/// counts, and fails when some were refused.
template <typename C>
Result<> actOnEach(Session &session, const std::vector<JobId> &ids, const std::string &done, C call = {})
{
    std::size_t skipped = 0;
    for (const JobId &id : ids) {
        call.id = id;
        const auto record = session.ask(call);
        if (record)
            continue;
        const ErrorCode code = record.error().code;
        if (code != ErrorCode::NotFound && code != ErrorCode::Conflict && code != ErrorCode::Expired)
            return failure(record.error());
        warn("fairleadctl: %s\n", shownSafely(record.error().text).c_str());
        ++skipped;
    }
    const std::string acted = std::to_string(ids.size() - skipped);
    if (session.isJson)
        sayJson("{\"" + done + "\":" + acted + ",\"skipped\":" + std::to_string(skipped) + "}");
    else
        say("%s %s, %zu skipped\n", acted.c_str(), done.c_str(), skipped);
    if (skipped > 0)
        return failure(ErrorCode::Conflict, "some could not be " + done + "; the lines above say which");
    return {};
}

/// Adds the ids, the criteria and the options of an act on many jobs: --over, --all, --dry-run, --yes.
std::shared_ptr<BulkLine> addBulkLine(Command &command, BulkAction action, const FieldChoice &criteria = {});
/// Asks whether it is meant, lets the engine do it, shows how far it is, and waits for the end; with --over it does not
/// wait, with --dry-run it only counts. Answers with the end, or with nothing when all has been told.
Result<std::optional<Operation>> runBulk(Session &session, const BulkLine &line, const BulkWords &words);
/// "132 retried: 120 succeeded, 7 running, 5 dead again".
std::string outcomeText(const OperationOutcome &outcome);
/// Waits until the jobs that an operation retried have ended.
Result<OperationOutcome> awaitOutcome(Session &session, const JobId &operation);
/// As runBulk, and prints the result.
Result<> actOnMany(Session &session, const BulkLine &line, const BulkWords &words);
/// A command that acts on the jobs that ids or criteria name, or on `one` when the line has an id and nothing else.
/// `to` is the member of the request that --to fills; empty: none.
Command bulkCommand(const std::string &name, const std::string &help, const std::string &example, BulkAction action,
    const BulkWords &words, ActOnOne one, std::string_view to = {});

} // namespace fairlead
