// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/run_table.h"

#include <algorithm>

namespace fairlead {

namespace {
std::int64_t keyOf(JobNumber seq)
{
    return static_cast<std::int64_t>(seq);
}
} // namespace

RunTable::RunTable(SqliteConnection &database, UndoLog &undo)
    : m_database(database)
    , m_undo(undo)
{
}

void RunTable::load(JobRows &jobs)
{
    SqliteRows rows = m_database.statement("all_runs").rows();
    while (rows.next()) {
        const JobNumber seq {rows.integer(0)};
        const auto stored = jobs.find(seq, JobRows::Payload::Without);
        if (!stored)
            throwDamaged(m_database.file(), "running job " + std::to_string(rows.integer(0)) + " is not there");
        const JobSpec &spec = stored->job.spec;
        m_runs.emplace(keyOf(seq),
            std::make_shared<const ActiveRun>(ActiveRun {.seq = seq,
                .id = stored->job.id,
                .lane = stored->lane,
                .laneNames = stored->laneNames(),
                .before = {static_cast<int>(rows.integer(1)) - 1, static_cast<int>(rows.integer(2))},
                .token = Token {rows.integer(3)},
                .worker = rows.string(4),
                .started = rows.time(5),
                .incarnation = Incarnation {rows.integer(6)},
                .isCancelRequested = rows.integer(7) != 0,
                .cancelledBy = rows.string(8),
                .uniqueKey = spec.uniqueKey,
                .maxAttempts = spec.maxAttempts,
                .cost = spec.cost,
                .deadline = spec.deadline,
                .payloadBytes = stored->payloadBytes}));
    }
}

const ActiveRun *RunTable::find(JobNumber seq) const
{
    const auto found = m_runs.find(keyOf(seq));
    return found == m_runs.end() ? nullptr : found->second.get();
}

const ActiveRun *RunTable::start(ActiveRun run)
{
    const auto started = std::make_shared<const ActiveRun>(std::move(run));
    m_runs.emplace(keyOf(started->seq), started);
    m_undo.add([this, seq = started->seq] { m_runs.erase(keyOf(seq)); });
    return started.get();
}

void RunTable::insert(std::span<const ActiveRun *const> runs)
{
    m_database.insertRows("insert_run", runs.size(), [runs](std::size_t i) {
        const ActiveRun &run = *runs[i];
        return std::tuple(run.seq, run.attempt(), run.before.crashes, run.token, std::string_view(run.worker),
            run.started, run.incarnation);
    });
}

void RunTable::remove(std::span<const JobNumber> seqs)
{
    for (std::size_t first = 0; first < seqs.size();) {
        std::size_t last = first; // one statement removes a range without gaps
        while (last + 1 < seqs.size() && keyOf(seqs[last + 1]) == keyOf(seqs[last]) + 1)
            ++last;
        m_database.statement("delete_runs").run(seqs[first], seqs[last]);
        first = last + 1;
    }
}

void RunTable::renew(JobNumber seq, TimePoint until)
{
    m_database.statement("renew_run").run(seq, until);
}

void RunTable::replace(ActiveRun run)
{
    std::shared_ptr<const ActiveRun> &held = m_runs.at(keyOf(run.seq));
    m_undo.add([this, was = held] { m_runs.insert_or_assign(keyOf(was->seq), was); });
    held = std::make_shared<const ActiveRun>(std::move(run));
}

void RunTable::move(JobNumber seq, const std::string &worker)
{
    ActiveRun run = *find(seq);
    run.worker = worker;
    replace(std::move(run));
    m_database.statement("move_run").run(seq, worker);
}

void RunTable::requestCancel(JobNumber seq, const std::string &who)
{
    ActiveRun run = *find(seq);
    run.isCancelRequested = true;
    run.cancelledBy = who;
    replace(std::move(run));
    m_database.statement("mark_cancelled").run(seq, who);
}

std::shared_ptr<const ActiveRun> RunTable::take(JobNumber seq)
{
    const auto found = m_runs.find(keyOf(seq));
    if (found == m_runs.end())
        return nullptr;
    std::shared_ptr<const ActiveRun> run = std::move(found->second);
    m_runs.erase(found);
    m_undo.add([this, run] { m_runs.emplace(keyOf(run->seq), run); });
    return run;
}

std::vector<EarlierRun> RunTable::earlierRuns(Incarnation present, Token after, int limit) const
{
    std::vector<EarlierRun> runs;
    for (const auto &[seq, run] : m_runs) {
        if (run->incarnation == present || run->token <= after)
            continue;
        runs.push_back({.seq = run->seq,
            .id = run->id,
            .lane = run->laneNames,
            .attempt = run->attempt(),
            .crashes = run->before.crashes + 1,
            .maxAttempts = run->maxAttempts,
            .token = run->token,
            .started = run->started,
            .worker = run->worker,
            .node = {},
            .incarnation = run->incarnation});
    }
    std::sort(runs.begin(), runs.end(), [](const EarlierRun &a, const EarlierRun &b) { return a.token < b.token; });
    if (runs.size() > static_cast<std::size_t>(limit))
        runs.erase(runs.begin() + limit, runs.end());
    return runs;
}

} // namespace fairlead
