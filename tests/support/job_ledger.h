// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/lease.h"

#include <QByteArray>
#include <QList>

#include <algorithm>
#include <map>
#include <set>

namespace fairlead {

/// The facts that clients and workers of an engine know for certain, kept outside its store: the jobs that were sent
/// and accepted, the runs that began and ended, the ends that were acknowledged. `broken` compares a store with them.
/// (The idea is that of Jepsen's checkers of sets and queues.) Threads: one.
class JobLedger
{
public:
    /// Notes that a job with this idempotency key is being sent.
    void sent(const std::string &key) { m_sent.try_emplace(key); }
    void accepted(const std::string &key, const EnqueueReceipt &receipt)
    {
        if (m_isPowerOff)
            return;
        std::optional<JobId> &id = m_sent.at(key);
        if (id && *id != receipt.id)
            note("key " + key + " is two jobs");
        id = receipt.id;
    }
    /// Notes that the power is off: what happens from now on may be lost, because answers of the kernel prove nothing
    /// any more. It may also be kept: a run of this time may have ended its job or not.
    void powerIsOff() { m_isPowerOff = true; }
    void powerIsBack() { m_isPowerOff = false; }
    /// The keys of jobs that were sent without an answer. The store may have them or not.
    std::vector<std::string> unanswered() const
    {
        std::vector<std::string> keys;
        for (const auto &[key, id] : m_sent) {
            if (!id)
                keys.push_back(key);
        }
        return keys;
    }
    std::size_t acceptedCount() const { return m_sent.size() - unanswered().size(); }
    std::size_t runCount() const { return m_runCount; }

    void began(const LeaseToken &token, int attempt)
    {
        std::vector<Run> &runs = m_runs[token.job];
        const auto last = std::find_if(runs.rbegin(), runs.rend(), [](const Run &run) { return run.isProven; });
        if (!m_isPowerOff && last != runs.rend() && (token.token <= last->token || attempt <= last->attempt))
            note("job " + token.job.text() + " began attempt " + std::to_string(attempt) + " with token "
                + std::to_string(static_cast<std::int64_t>(token.token)) + " behind attempt "
                + std::to_string(last->attempt) + " with token "
                + std::to_string(static_cast<std::int64_t>(last->token)));
        m_runCount += m_isPowerOff ? 0 : 1;
        runs.push_back({token.token, attempt, !m_isPowerOff});
    }
    /// Notes that the worker of a run says that it succeeded.
    void succeeded(const LeaseToken &token) { runOf(token).hasSucceeded = true; }
    /// Notes that the engine has acknowledged a success.
    void acknowledged(const LeaseToken &token)
    {
        if (!m_isPowerOff && !m_acknowledged.emplace(token.job, token.token).second)
            note("two successes of job " + token.job.text() + " were taken");
    }
    /// Reads the lines that programs wrote, each appended as a whole: "began|succeeded JOB ATTEMPT TOKEN". Runs of
    /// programs end with their engine, so no older run writes after a newer one.
    void readRuns(const QByteArray &lines)
    {
        for (const QByteArray &line : lines.split('\n')) {
            const QList<QByteArray> words = line.split(' ');
            const auto job = words.size() == 4 ? JobId::parse(words[1].toStdString()) : Result<JobId>(JobId {});
            if (words.size() != 4 || !job)
                continue;
            const LeaseToken token {*job, Token {words[3].toLongLong()}};
            if (words[0] == "began")
                began(token, words[2].toInt());
            else if (const auto &runs = m_runs[*job]; runs.empty() || runs.back().token != token.token)
                note("job " + job->text() + " was ended by a run that is not its last");
            else
                succeeded(token);
        }
    }

    /// The promise that a store whose jobs have all ended breaks. Empty when it keeps all promises.
    std::string broken(const std::vector<JobRecord> &records, int crashLimit = 3) const
    {
        std::map<JobId, const JobRecord *> found;
        std::set<std::string> keys;
        for (const JobRecord &record : records) {
            const std::string &key = record.job.spec.idempotencyKey;
            if (!found.emplace(record.job.id, &record).second)
                return "job " + record.job.id.text() + " is listed twice";
            if (!m_sent.contains(key))
                return "nobody sent job " + record.job.id.text();
            if (!keys.insert(key).second)
                return "key " + key + " is two jobs";
        }
        for (const auto &[key, id] : m_sent) {
            if (id && !found.contains(*id))
                return "accepted job " + id->text() + " is lost";
        }
        for (const auto &[id, runs] : m_runs) {
            if (!found.contains(id))
                return "job " + id.text() + " ran and is not there";
        }
        for (const auto &[id, record] : found) {
            if (std::string fault = brokenBy(*record, crashLimit); !fault.empty())
                return "job " + id.text() + ": " + fault;
        }
        return m_faults.empty() ? std::string() : m_faults.front();
    }

private:
    struct Run
    {
        Token token {};
        int attempt = 0;
        bool isProven = true; ///< the store must have it
        bool hasSucceeded = false;
    };

    std::string brokenBy(const JobRecord &record, int crashLimit) const
    {
        if (!isEnded(record.state))
            return "is " + std::string(jobStateName(record.state)) + " still";
        if (record.attempt > record.job.spec.maxAttempts)
            return "was tried " + std::to_string(record.attempt) + " times";
        if (record.crashes > crashLimit)
            return "took down " + std::to_string(record.crashes) + " engines";
        const auto known = m_runs.find(record.job.id);
        const std::vector<Run> runs = known == m_runs.end() ? std::vector<Run> {} : known->second;
        const auto isUncounted = [&](const Run &run) { return run.isProven && run.attempt > record.attempt; };
        if (std::any_of(runs.begin(), runs.end(), isUncounted))
            return "ran more often than is counted";
        const auto taken = m_acknowledged.find(record.job.id);
        if (taken != m_acknowledged.end()
            && (record.state != JobState::Succeeded || runs.empty() || runs.back().token != taken->second))
            return "a success that was taken was not the end";
        const bool hasSucceeded = record.state == JobState::Succeeded;
        const auto end =
            std::find_if(runs.rbegin(), runs.rend(), [&](const Run &run) { return run.attempt == record.attempt; });
        if (hasSucceeded && (end == runs.rend() || !end->hasSucceeded))
            return "succeeded without its last run saying so";
        if (record.state == JobState::Dead && record.attempt < record.job.spec.maxAttempts
            && record.crashes < crashLimit)
            return "died before its time";
        if (static_cast<int>(record.errors.size()) != record.attempt - (hasSucceeded ? 1 : 0))
            return "has " + std::to_string(record.errors.size()) + " errors of " + std::to_string(record.attempt)
                + " attempts";
        return {};
    }
    Run &runOf(const LeaseToken &token)
    {
        std::vector<Run> &runs = m_runs[token.job];
        const auto found =
            std::find_if(runs.rbegin(), runs.rend(), [&](const Run &run) { return run.token == token.token; });
        if (found != runs.rend())
            return *found;
        note("job " + token.job.text() + " was ended by a run that never began");
        return runs.emplace_back(Run {token.token});
    }
    void note(std::string fault) { m_faults.push_back(std::move(fault)); }

    std::map<std::string, std::optional<JobId>> m_sent; ///< by key
    std::map<JobId, std::vector<Run>> m_runs;
    std::map<JobId, Token> m_acknowledged;
    std::vector<std::string> m_faults;
    std::size_t m_runCount = 0;
    bool m_isPowerOff = false;
};

} // namespace fairlead
