// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"
#include "cli/terminal.h"
#include "engine/assembly/store_recovery.h"

namespace fairlead {

namespace {
struct RecoverLine
{
    std::string file;
    bool isConfirmed = false;
};

void printJson(const std::optional<RecoveredLog> &log)
{
    const RecoveredLog found = log.value_or(RecoveredLog {});
    say("{\"damaged\":%s,\"damaged_at\":%lld,\"bits_mended\":%d,\"commits_kept\":%lld,\"commits_lost\":%lld,"
        "\"jobs\":%lld,\"problems\":%lld}\n",
        log ? "true" : "false", static_cast<long long>(found.damagedAt), found.bitsMended,
        static_cast<long long>(found.commitsKept), static_cast<long long>(found.commitsLost),
        static_cast<long long>(found.jobs), static_cast<long long>(found.problems));
}

void print(const RecoveredLog &found, bool isDone)
{
    say("the log is damaged at byte %lld\n", static_cast<long long>(found.damagedAt));
    if (found.bitsMended > 0)
        say("bits that can be turned back: %d\n", found.bitsMended);
    say("commits of the log that are kept: %lld\ncommits that are lost: %s%lld\n",
        static_cast<long long>(found.commitsKept), found.commitsLost > 0 ? "at least " : "",
        static_cast<long long>(found.commitsLost));
    say("the store then has %lld jobs; its verification finds %lld problems\n", static_cast<long long>(found.jobs),
        static_cast<long long>(found.problems));
    if (found.commitsLost > 0)
        say("Jobs of lost commits are gone, and runs that ended in them run again.\n");
    say(isDone ? "Done. Database and log as they were are kept beside them, as *.damaged.\n"
               : "Nothing was changed. To do this, add --yes.\n");
}

Result<> recover(const Session &session, const RecoverLine &line)
{
    FAIRLEAD_TRY(const std::optional<RecoveredLog> found,
        recoverLog(line.file, line.isConfirmed ? LogRecovery::Act : LogRecovery::Look));
    if (session.isJson)
        printJson(found);
    else if (found)
        print(*found, line.isConfirmed);
    else
        say("the log is not damaged: there is nothing to recover\n");
    return {};
}
} // namespace

Commands recoverCommands()
{
    const auto line = std::make_shared<RecoverLine>();
    Command command {"recover", "Say what a start without the damaged part of a log would lose; with --yes, drop it",
        "recover data/fairlead.db", [line](Session &session) { return recover(session, *line); }};
    command.withText("FILE", "FILE", "the database of an engine that does not run", line->file)
        .withSwitch("-y,--yes", "do it, and keep the files as they were", line->isConfirmed);
    return {command};
}

} // namespace fairlead
