// SPDX-License-Identifier: Apache-2.0
#include "engine/client/payload_guard.h"

#include "engine/calls/job_calls.h"

#include <algorithm>

namespace fairlead {

bool RecentReads::has(const std::string &who, const JobId &job, MonotonicTime now) const
{
    const auto read = m_noted.find({who, job});
    return read != m_noted.end() && now - read->second < keptFor;
}

void RecentReads::add(const std::string &who, const JobId &job, MonotonicTime now)
{
    if (m_noted.size() >= most)
        m_noted.clear();
    m_noted.insert_or_assign({who, job}, now);
}

void PayloadGuard::coverRaw(const Principal &reader, const JobId &id, Raw raw, const Answer<Raw> &answer)
{
    const std::shared_ptr<const Settings> settings = m_sources.settings();
    if (Veil(reader.payloads, *settings, *m_sources.errorIds).isIdle()) {
        answer(std::move(raw));
        return;
    }
    const auto kept = std::make_shared<Raw>(std::move(raw));
    const auto cover = [self = shared_from_this(), settings, reader, id, kept, answer](Result<JobRecord> record) {
        if (!record) {
            answer(failure(record.error()));
            return;
        }
        Veil veil(reader.payloads, *settings, *self->m_sources.errorIds);
        if (const Result<> shown = veil.cover(*kept, id, record->job.spec.queue); !shown) {
            answer(failure(shown.error()));
            return;
        }
        self->note(reader, veil.shownInFull(), [kept, answer](const Result<> &noted) {
            if (noted)
                answer(std::move(*kept));
            else
                answer(failure(noted.error()));
        });
    };
    m_inner.ask(FindJob {id}, cover);
}

void PayloadGuard::checkEdit(const Principal &reader, const JobId &id, Answer<bool> answer)
{
    if (reader.payloads == PayloadRight::Full) {
        answer(true);
        return;
    }
    const auto check = [settings = m_sources.settings(), ids = m_sources.errorIds, right = reader.payloads,
                           answer = std::move(answer)](const Result<JobRecord> &record) {
        const bool isThere = record.has_value();
        if (!isThere && record.error().code != ErrorCode::NotFound)
            answer(failure(record.error()));
        else if (!isThere || Veil(right, *settings, *ids).isFull(record->job.spec.queue))
            answer(true);
        else
            answer(failure(ErrorCode::Denied,
                "this token may not read the payload of job " + record->job.id.text()
                    + " in full, so it may not replace it"));
    };
    m_inner.ask(FindJob {id}, check);
}

void PayloadGuard::checkNewQueue(const Principal &reader, const QueueName &queue, Answer<bool> answer)
{
    if (reader.payloads == PayloadRight::Full) {
        answer(true);
        return;
    }
    CountJobs ofTheName;
    ofTheName.queue = queue;
    ofTheName.most = 1;
    const auto check = [queue, answer = std::move(answer)](const Result<JobCount> &jobs) {
        if (!jobs)
            answer(failure(jobs.error()));
        else if (jobs->count == 0)
            answer(true);
        else
            answer(failure(ErrorCode::Denied,
                "there are jobs of an earlier queue '" + queue.text()
                    + "', and this token may not read all payloads, so it may not give them other rules"));
    };
    m_inner.ask(ofTheName, check);
}

Error PayloadGuard::mayNotMove()
{
    return {ErrorCode::Denied,
        "a job that is moved leaves the rules of its queue about payloads, so this token moves jobs of those queues "
        "alone that it reads in full; name the queue that they are in (filter.queue)"};
}

void PayloadGuard::noteLease(const Principal &worker, const QueueName &queue, const std::function<void(Result<>)> &done)
{
    const std::shared_ptr<const Settings> settings = m_sources.settings();
    const QueueSettings *known = settings->engine().findQueue(queue);
    const bool isToBeNoted =
        known && (!known->redact.empty() || !Veil(worker.payloads, *settings, *m_sources.errorIds).isFull(queue));
    if (isToBeNoted)
        noteOnce(worker, "payload.lease", "queue " + queue.text(), done);
    else
        done({});
}

void PayloadGuard::noteSearch(
    const Principal &reader, const JobFilter &filter, const std::function<void(Result<>)> &done)
{
    const std::shared_ptr<const Settings> settings = m_sources.settings();
    const std::vector<QueueSettings> &queues = settings->engine().queues;
    const bool isToBeNoted = filter.payload && std::any_of(queues.begin(), queues.end(), [&](const QueueSettings &one) {
        return !one.redact.empty() && (!filter.queue || *filter.queue == one.name);
    });
    if (isToBeNoted)
        noteOnce(reader, "payload.search", filter.queue ? "queue " + filter.queue->text() : "all queues", done);
    else
        done({});
}

void PayloadGuard::noteOnce(const Principal &holder, const std::string &act, const std::string &target,
    const std::function<void(Result<>)> &done)
{
    const std::array<std::string, 3> key {holder.who, act, target};
    bool isNoted = false;
    {
        const MutexLock lock(m_mutex);
        isNoted = m_noted.contains(key);
    }
    if (isNoted) {
        done({});
        return;
    }
    AuditEntry entry;
    entry.who = holder.who;
    entry.act = act;
    entry.target = target;
    m_sources.audit(entry, [self = shared_from_this(), key, done](const auto &written) {
        if (!written) {
            done(failure(written.error()));
            return;
        }
        {
            const MutexLock lock(self->m_mutex);
            if (self->m_noted.size() >= notedMost)
                self->m_noted.clear();
            self->m_noted.insert(key);
        }
        done({});
    });
}

void PayloadGuard::note(const Principal &reader, std::vector<JobId> jobs, const std::function<void(Result<>)> &done)
{
    constexpr std::size_t targetMax = 4096;
    const MonotonicTime now = m_clock.monotonicNow();
    {
        const MutexLock lock(m_mutex);
        std::vector<JobId> unnoted;
        unnoted.reserve(jobs.size());
        for (const JobId &job : jobs) {
            if (!m_reads.has(reader.who, job, now))
                unnoted.push_back(job);
        }
        jobs.swap(unnoted);
    }
    if (jobs.empty()) {
        done({});
        return;
    }
    AuditEntry entry;
    entry.who = reader.who;
    entry.act = "payload.read";
    for (const JobId &job : jobs)
        entry.target.append(entry.target.empty() ? "job " : ", ").append(job.text());
    entry.target.resize(std::min(entry.target.size(), targetMax));
    m_sources.audit(entry, [self = shared_from_this(), who = reader.who, jobs, now, done](const auto &written) {
        if (!written) {
            done(failure(written.error()));
            return;
        }
        {
            const MutexLock lock(self->m_mutex);
            for (const JobId &job : jobs)
                self->m_reads.add(who, job, now);
        }
        done({});
    });
}

} // namespace fairlead
