// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/store_session.h"
#include "tests/support/store_steps.h"

#include <set>
#include <sstream>

namespace fairlead {

/// A life in which each verb of a store is used, a commit a step, the same in each run. A step that fails changes
/// nothing here and can be tried again. Threads: one.
class StoreLife
{
public:
    using Step = std::pair<const char *, std::function<Result<>(StoreLife &, StoreSession &)>>;
    static const std::vector<Step> &steps()
    {
        static const std::vector<Step> all = makeSteps();
        return all;
    }
    /// Of a step.
    static TimePoint timeOf(std::size_t step)
    {
        return TimePoint {std::chrono::hours {500'000} + std::chrono::seconds {step}};
    }
    Result<> take(std::size_t step, StoreSession &store)
    {
        StoreLife after = *this;
        after.m_now = timeOf(step);
        Result<> taken = steps()[step].second(after, store);
        if (taken)
            *this = std::move(after);
        return taken;
    }

    /// All that a store holds, as text; leaves no debts behind.
    static Result<std::string> contents(StoreSession &store, TimePoint now)
    {
        std::ostringstream out;
        auto reader = store.readerFactory()();
        if (!reader)
            return failure(reader.error());
        if (const auto due = store.waiting().promoteDue(now, 1'000); !due)
            return failure(due.error());
        JobQuery query;
        query.limit = 1'000;
        const auto page = (*reader)->jobs().listJobs(query);
        if (!page)
            return failure(page.error());
        for (const JobRecord &listed : page->jobs) {
            const auto job = (*reader)->jobs().findJob(listed.job.id);
            if (!job)
                return failure(job.error());
            const auto logs = (*reader)->jobs().findLogs(listed.job.id, {});
            if (!logs)
                return failure(logs.error());
            out << logs->attempts.size() << " logs of " << job->job.id.text() << ' ' << job->job.spec.queue.text()
                << ' ' << jobStateName(job->state) << ' ' << job->attempt << ' ' << job->errors.size() << ' '
                << job->job.spec.payload.size() << ' ' << job->hasResult << ' ' << job->worker << '\n';
        }
        const auto lanes = store.waiting().lanes();
        if (!lanes)
            return failure(lanes.error());
        std::set<std::string> lines; // such a job may also be the first of its lane
        for (const Lane &lane : *lanes) {
            const auto waiting = store.waiting().window(lane, {}, 1'000);
            if (!waiting)
                return failure(waiting.error());
            std::string line = lane.queue.text() + '/' + lane.tenant.text();
            std::set<std::string> ids; // a job that waits anew may go behind others when its store is opened again
            for (const ReadyJob &job : waiting->jobs) {
                const auto named = (*reader)->jobs().findJob(job.seq);
                ids.insert(named ? named->job.id.text() : named.error().text);
            }
            for (const std::string &id : ids)
                line += ' ' + id;
            lines.insert(std::move(line));
        }
        for (const std::string &line : lines)
            out << line << '\n';
        if (auto rest = smallThings(store, **reader, out); !rest)
            return failure(rest.error());
        const auto verified = (*reader)->verify();
        if (!verified)
            return failure(verified.error());
        for (const std::string &problem : verified->problems)
            out << "PROBLEM " << problem << '\n';
        return out.str();
    }

private:
    static Result<> smallThings(StoreSession &store, StoreReader &reader, std::ostringstream &out)
    {
        const auto counts = store.waiting().counts({});
        const auto pauses = store.settings().pauses();
        const auto tenants = store.settings().savedTenants();
        const auto scales = store.settings().savedScales();
        const auto queues = store.settings().savedQueues();
        const auto queueLimits = store.settings().savedQueueLimits();
        const auto alerts = store.settings().savedAlerts();
        const auto debts = store.settings().takeDeficits();
        const auto audit = store.journal().lastAudit();
        const auto flow = store.journal().savedFlow();
        const auto marks = reader.journal().marks(marksKept);
        const auto operations = reader.journal().operations();
        const auto events = reader.journal().events({.since = 0, .limit = 1'000});
        const auto letters = reader.jobs().listDeadLetters({});
        for (const auto &error : {errorOf(counts), errorOf(pauses), errorOf(tenants), errorOf(scales), errorOf(queues),
                 errorOf(queueLimits), errorOf(alerts), errorOf(debts), errorOf(audit), errorOf(flow), errorOf(marks),
                 errorOf(operations), errorOf(events), errorOf(letters)}) {
            if (error)
                return failure(*error);
        }
        for (const QueueTenantCounts &one : *counts) {
            out << one.queue.text() << '/' << one.tenant.text();
            for (const std::int64_t count : one.counts)
                out << ' ' << count;
            out << '\n';
        }
        for (const Operation &one : *operations)
            out << "operation " << one.id.text() << ' ' << one.done << '\n';
        out << pauses->size() << " pauses, " << tenants->size() << " tenants, " << scales->size() << " scales, "
            << queues->size() << " queues, " << queueLimits->size() << " limits of queues, " << alerts->size()
            << " alerts, " << debts->size() << " debts, audit " << audit->number << ' ' << audit->detail << ", "
            << flow->size() << " minutes, " << marks->size() << " marks, " << events->events.size() << " events, last "
            << store.journal().lastEvent() << ", " << letters->deadLetters.size() << " letters\n";
        return {};
    }
    template <typename T>
    static std::optional<Error> errorOf(const Result<T> &result)
    {
        return result ? std::nullopt : std::optional(result.error());
    }

    static JobId idAt(int number)
    {
        JobId::Bytes bytes {};
        bytes[5] = 1;
        bytes[6] = 0x70;
        bytes[8] = 0x80;
        bytes[15] = static_cast<unsigned char>(number);
        return JobId(bytes);
    }
    Result<> add(StoreSession &store, std::initializer_list<std::pair<int, JobSpec>> jobs)
    {
        std::vector<JobSpec> specs;
        std::vector<JobId> ids;
        for (const auto &[number, spec] : jobs) {
            specs.push_back(spec);
            ids.push_back(idAt(number));
        }
        const auto added = store.jobs().enqueue(specs, ids, m_now);
        if (!added)
            return failure(added.error());
        for (const auto &one : *added) {
            if (!one)
                return failure(one.error());
            m_jobs.insert_or_assign(one->receipt.id, *one);
        }
        return {};
    }
    Result<> claim(StoreSession &store, std::initializer_list<int> numbers)
    {
        std::vector<ClaimRequest> requests;
        for (const int number : numbers) {
            const Enqueued &job = m_jobs.at(idAt(number));
            requests.push_back(
                {job.lane, *job.ready, "w", BucketLevel {0.5, m_now, m_now + std::chrono::seconds {number}}});
        }
        const auto claimed = store.jobs().claim(requests, m_now);
        if (!claimed)
            return failure(claimed.error());
        for (const auto &one : *claimed) {
            if (!one)
                return failure(one.error());
            m_runs.insert_or_assign(one->job.id, *one);
        }
        return {};
    }
    Result<> finish(StoreSession &store, std::initializer_list<std::pair<int, Outcome>> ends)
    {
        std::vector<FinishRequest> requests;
        for (const auto &[number, outcome] : ends) {
            const ClaimedJob &run = m_runs.at(idAt(number));
            SeededRandom random(42);
            requests.push_back({run.job.seq, run.token,
                decideAfterRun(outcome, run.attempt, {run.job.spec.maxAttempts, 3}, run.job.spec.retry, m_now, random),
                std::make_shared<const LogText>(LogText {"a line\n", 0, ""})});
        }
        const auto finished = store.jobs().finish(requests, m_now);
        if (!finished)
            return failure(finished.error());
        for (const auto &one : *finished) {
            if (!one)
                return failure(one.error());
            m_jobs.at(one->id).ready = one->ready;
        }
        return {};
    }
    /// The first error in an answer, that of the whole or of an item; notes where jobs wait now.
    template <typename T>
    Result<> changed(const Result<std::vector<Result<T>>> &answer)
    {
        if (!answer)
            return failure(answer.error());
        for (const auto &one : *answer) {
            if (!one)
                return failure(one.error());
            if constexpr (std::is_same_v<T, StateChange>)
                m_jobs.at(one->id).ready = one->ready;
        }
        return {};
    }
    template <typename T>
    static Result<> whole(const Result<T> &answer)
    {
        return answer ? Result<>() : Result<>(failure(answer.error()));
    }

    static std::vector<Step> makeSteps()
    {
        std::vector<Step> all;
        for (const auto &part : {firstRuns(), ends(), actsOfOperators(), whatElseIsKept()})
            all.insert(all.end(), part.begin(), part.end());
        return all;
    }
    static std::vector<JobId> ids(std::initializer_list<int> numbers)
    {
        std::vector<JobId> all;
        for (const int number : numbers)
            all.push_back(idAt(number));
        return all;
    }
    static std::vector<Step> firstRuns()
    {
        using L = StoreLife;
        const Outcome good = Succeeded {{"done", "text/plain"}};
        const Outcome bad = Failed {"exit_1", "it broke", {}};
        JobSpec large = aJob("video", "bert");
        large.payload = std::string(20'000, 'p');
        JobSpec later = aJob();
        later.runAt = timeOf(12);
        JobSpec fragile = aJob();
        fragile.maxAttempts = 1;
        JobSpec keyed = aJob("video", "anna");
        keyed.uniqueKey = "u";
        keyed.idempotencyKey = "i";
        JobSpec urgent = aJob("mail", "cleo");
        urgent.deadline = timeOf(14);
        return {
            {"enqueue one",
                [](L &l, StoreSession &s) {
                    return l.add(s, {{1, aJob()}});
                }},
            {"enqueue many",
                [=](L &l, StoreSession &s) {
                    return l.add(s, {{2, large}, {3, fragile}, {4, later}, {5, keyed}, {6, urgent}, {7, aJob()}});
                }},
            {"find known", [=](L &l, StoreSession &s) { return whole(s.jobs().findKnown(keyed, l.m_now)); }},
            {"the same key again",
                [=](L &, StoreSession &s) {
                    // The answer is the first job, so nothing new is known.
                    return whole(s.jobs().enqueue({&keyed, 1}, std::vector<JobId> {idAt(99)}, timeOf(3)));
                }},
            {"claim",
                [](L &l, StoreSession &s) {
                    return l.claim(s, {1, 2, 3});
                }},
            {"renew",
                [](L &l, StoreSession &s) {
                    const ClaimedJob &run = l.m_runs.at(idAt(1));
                    const std::pair<JobNumber, Token> one {run.job.seq, run.token};
                    return l.changed(s.jobs().renew({&one, 1}, l.m_now + std::chrono::minutes {1}));
                }},
            {"move",
                [](L &l, StoreSession &s) {
                    const ClaimedJob &run = l.m_runs.at(idAt(2));
                    const Reassignment one {run.job.seq, run.token, "another"};
                    return l.changed(s.jobs().reassign({&one, 1}));
                }},
            {"finish",
                [=](L &l, StoreSession &s) {
                    return l.finish(s, {{1, good}, {2, bad}, {3, bad}});
                }},
            {"retry",
                [=](L &l, StoreSession &s) {
                    const RetryDeadline far {std::chrono::hours {24 * 365}};
                    return l.changed(s.jobs().retry(ids({3}), {far, {}}, l.m_now));
                }},
            {"write what was put off", [](L &l, StoreSession &s) { return whole(s.maintain(l.m_now)); }},
            {"claim what was written",
                [](L &l, StoreSession &s) {
                    return l.claim(s, {3, 7});
                }},
            {"release",
                [](L &l, StoreSession &s) {
                    return l.finish(s, {{3, Released {}}, {7, Snoozed {std::chrono::seconds {60}}}});
                }},
            {"promote", [](L &, StoreSession &s) { return whole(s.waiting().promoteDue(timeOf(12), 100)); }},
        };
    }
    static std::vector<Step> ends()
    {
        using L = StoreLife;
        const Outcome good = Succeeded {{"done", "text/plain"}};
        JobSpec large = aJob("video", "bert");
        large.payload = std::string(20'000, 'p');
        return {
            {"cancel", [=](L &l, StoreSession &s) { return l.changed(s.jobs().cancel(ids({5}), "me", l.m_now)); }},
            {"overdue", [](L &, StoreSession &s) { return whole(s.waiting().overdue(timeOf(15), 10)); }},
            {"expire",
                [](L &l, StoreSession &s) {
                    const Enqueued &job = l.m_jobs.at(idAt(6));
                    const ClaimRequest one {job.lane, *job.ready, "w"};
                    return whole(s.jobs().claim({&one, 1}, l.m_now));
                }},
            {"a finish and what it leaves",
                [=](L &l, StoreSession &s) {
                    return s.inOneCommit([&]() -> Result<> {
                        if (auto claimed = l.claim(s, {3}); !claimed)
                            return claimed;
                        if (auto finished = l.finish(s, {{3, good}}); !finished)
                            return finished;
                        return l.add(s, {{8, aJob("images", "anna")}, {9, aJob("images", "anna")}, {10, large}});
                    });
                }},
            {"cancel a run", [](L &l, StoreSession &s) { return l.claim(s, {8}); }},
            {"mark it", [=](L &l, StoreSession &s) { return whole(s.jobs().cancel(ids({8}), "me", l.m_now)); }},
            {"its end",
                [](L &l, StoreSession &s) {
                    return l.finish(s, {{8, RunCancelled {}}});
                }},
        };
    }
    static std::vector<Step> actsOfOperators()
    {
        using L = StoreLife;
        return {
            {"delete",
                [=](L &l, StoreSession &s) {
                    return l.changed(s.jobs().remove(ids({9, 5}), l.m_now));
                }},
            {"restore", [=](L &l, StoreSession &s) { return l.changed(s.jobs().restore(ids({5}), l.m_now)); }},
            {"move",
                [=](L &l, StoreSession &s) {
                    return l.changed(s.jobs().move(ids({10}), {QueueName::trusted("mail"), Priority::High}, l.m_now));
                }},
            {"enqueue for the edit",
                [](L &l, StoreSession &s) {
                    return l.add(s, {{13, aJob("slow", "emil")}});
                }},
            {"edit",
                [](L &l, StoreSession &s) {
                    const JobSpec old = aJob("slow", "emil");
                    const Replacement request {
                        idAt(13), {old.queue, old.priority, old.tenant}, {}, idAt(14), aJob("slow", "emil"), "me"};
                    return whole(s.jobs().replace({&request, 1}, l.m_now));
                }},
            {"enqueue for the drop",
                [](L &l, StoreSession &s) {
                    return l.add(s, {{11, aJob("slow", "dora")}, {12, aJob("slow", "dora")}});
                }},
            {"drop",
                [](L &l, StoreSession &s) {
                    return whole(s.jobs().drop(
                        {.queue = QueueName::trusted("slow"), .tenant = TenantName::trusted("dora"), .needed = {1, 1}},
                        l.m_now));
                }},
            {"pause",
                [](L &l, StoreSession &s) {
                    return s.settings().savePause({QueueName::trusted("mail"), {}, "me", "a while", l.m_now});
                }},
            {"pause another",
                [](L &l, StoreSession &s) {
                    return s.settings().savePause({{}, {}, "me", "all", l.m_now});
                }},
            {"resume", [](L &, StoreSession &s) { return whole(s.settings().removePause({}, {})); }},
        };
    }
    static std::vector<Step> whatElseIsKept()
    {
        using L = StoreLife;
        return {
            {"tenant",
                [](L &, StoreSession &s) {
                    return s.settings().saveTenant({TenantName::trusted("anna"), "free",
                        {.weight = 3, .rate = {}, .concurrency = 2, .depthMax = {}}});
                }},
            {"scale", [](L &, StoreSession &s) { return s.settings().saveScale(QueueName::trusted("mail"), 3); }},
            {"no scale",
                [](L &, StoreSession &s) { return s.settings().saveScale(QueueName::trusted("video"), std::nullopt); }},
            {"queue limits",
                [](L &, StoreSession &s) {
                    return s.settings().saveQueueLimits(QueueName::trusted("mail"), {.weight = 3});
                }},
            {"queue",
                [](L &, StoreSession &s) { return s.settings().saveQueue(QueueName::trusted("made"), "workers = 2"); }},
            {"no queue",
                [](L &, StoreSession &s) { return s.settings().saveQueue(QueueName::trusted("mail"), std::nullopt); }},
            {"alert",
                [](L &, StoreSession &s) {
                    const AlertRule rule {.name = AlertName::trusted("waits"), .above = 300};
                    return s.settings().saveAlert(rule.name, rule);
                }},
            {"event",
                [](L &l, StoreSession &s) {
                    return s.journal().note({.at = l.m_now, .kind = EventKind::EngineStarted, .text = "1"});
                }},
            {"audit",
                [](L &l, StoreSession &s) {
                    return s.journal().appendAudit(
                        {1, l.m_now, "me", "pause", "queue mail", "a while", std::string(64, '0')});
                }},
            {"mark",
                [](L &l, StoreSession &s) {
                    return whole(
                        s.journal().addMark({.at = l.m_now, .kind = MarkKind::Note, .who = "me", .text = "deploy"}));
                }},
            {"statistics",
                [](L &l, StoreSession &s) { return s.journal().saveFlow(l.m_now, std::string(3'000, 'f')); }},
            {"operation",
                [](L &l, StoreSession &s) {
                    Operation operation {.id = idAt(200), .request = {}, .created = l.m_now};
                    operation.done = 7;
                    return s.settings().saveOperation(operation);
                }},
            {"debts",
                [](L &, StoreSession &s) {
                    const std::vector<CarriedDeficit> debts {
                        {QueueName::trusted("mail"), TenantName::trusted("anna"), Priority::Normal, 5},
                        {QueueName::trusted("video"), {}, Priority::Normal, 6}};
                    return s.settings().saveDeficits(debts);
                }},
            {"take debts", [](L &, StoreSession &s) { return whole(s.settings().takeDeficits()); }},
            {"prune", [](L &, StoreSession &s) { return whole(s.maintain(timeOf(0) + std::chrono::hours {30})); }},
            {"prune on", [](L &, StoreSession &s) { return whole(s.maintain(timeOf(0) + std::chrono::hours {31})); }},
            {"debts at last",
                [](L &, StoreSession &s) {
                    const std::vector<CarriedDeficit> debts {{QueueName::trusted("mail"), {}, Priority::Normal, 9}};
                    return s.settings().saveDeficits(debts);
                }},
        };
    }

    TimePoint m_now;
    std::map<JobId, Enqueued> m_jobs;
    std::map<JobId, ClaimedJob> m_runs;
};

} // namespace fairlead
