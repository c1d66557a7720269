// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/client.h"
#include "engine/client/guard_sources.h"
#include "engine/domain/thread_annotations.h"
#include "engine/wire/veil.h"

#include <map>

namespace fairlead {

/// The reads of the last minute, so that one who looks at a job again and again is noted once a minute. Threads: one.
class RecentReads
{
public:
    static constexpr Microseconds keptFor = std::chrono::minutes {1};
    static constexpr std::size_t most = 4096; ///< beyond it all are forgotten: more entries, never fewer
    bool has(const std::string &who, const JobId &job, MonotonicTime now) const;
    void add(const std::string &who, const JobId &job, MonotonicTime now);

private:
    std::map<std::pair<std::string, JobId>, MonotonicTime> m_noted;
};

/// Decides for every reply how much of payloads, results and error texts its reader gets, and notes full reads of those
/// of queues that redact in the audit log before they are answered. A read that cannot be noted is not answered.
/// Replies to workers who lease jobs are left as they are. Threads: any. Borrows the client.
class PayloadGuard : public std::enable_shared_from_this<PayloadGuard>
{
public:
    PayloadGuard(Client &inner, GuardSources sources)
        : m_inner(inner)
        , m_sources(std::move(sources))
    {
    }
    /// Puts itself before the answer of a call.
    template <typename C>
    void guard(AnyCall::Typed<C> &typed)
    {
        using Told = typename C::Reply;
        if constexpr (std::is_same_v<Told, Raw>) {
            if constexpr (!isPlain<C>()) {
                typed.answer = [self = shared_from_this(), reader = typed.context.principal, id = typed.call.id,
                                   answer = std::move(typed.answer)](Result<Raw> raw) {
                    if (raw)
                        self->coverRaw(reader, id, std::move(*raw), answer);
                    else
                        answer(std::move(raw));
                };
            }
        } else if constexpr (mayBeCovered<Told>() && !requires { C::isForWorkers; }) {
            typed.answer = [self = shared_from_this(), reader = typed.context.principal,
                               answer = std::move(typed.answer)](Result<Told> reply) {
                if (reply)
                    self->coverReply(reader, std::move(*reply), answer);
                else
                    answer(std::move(reply));
            };
        }
    }
    /// Answers whether this reader may replace the payload of a job: whether he may read it. A job that is not there is
    /// left to the call itself.
    void checkEdit(const Principal &reader, const JobId &id, Answer<bool> answer);

private:
    template <typename C>
    static consteval bool isPlain()
    {
        if constexpr (requires { C::secrecy; })
            return C::secrecy == Secrecy::Plain;
        else
            return false;
    }
    template <typename Reply>
    void coverReply(const Principal &reader, Reply reply, const Answer<Reply> &answer)
    {
        const std::shared_ptr<const Settings> settings = m_sources.settings();
        Veil veil(reader.payloads, *settings);
        if (!veil.isIdle())
            veil.cover(reply);
        if (veil.shownInFull().empty()) {
            answer(std::move(reply));
            return;
        }
        const auto kept = std::make_shared<Reply>(std::move(reply));
        note(reader, veil.shownInFull(), [kept, settings, answer](const Result<> &noted) {
            if (!noted)
                Veil(PayloadRight::None, *settings).cover(*kept);
            answer(std::move(*kept));
        });
    }
    void coverRaw(const Principal &reader, const JobId &id, Raw raw, const Answer<Raw> &answer);
    /// Writes the entries of full reads; answers when they are on disk.
    void note(const Principal &reader, std::vector<JobId> jobs, const std::function<void(Result<>)> &done);

    Client &m_inner;
    const GuardSources m_sources;
    const SystemClock m_clock;
    Mutex m_mutex;
    RecentReads m_reads GUARDED_BY(m_mutex);
};

} // namespace fairlead
