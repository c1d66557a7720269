// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/client.h"
#include "engine/client/guard_sources.h"
#include "engine/domain/thread_annotations.h"
#include "engine/wire/veil.h"

#include <array>
#include <map>
#include <set>

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

/// Puts the owner of an idempotency key before the key of each job in a call.
template <typename T>
void bindKeys(T &value, const std::string &owner)
{
    if constexpr (std::is_base_of_v<JobBody, T>) {
        if (!value.idempotencyKey.empty())
            value.idempotencyKey.insert(0, owner);
    } else if constexpr (std::is_same_v<T, SpawnedJob>) {
        bindKeys(value.job, owner);
    } else if constexpr (isVector<T>) {
        for (auto &item : value)
            bindKeys(item, owner);
    } else if constexpr (isEach<T>) {
        for (auto &item : value.items) {
            if (item)
                bindKeys(*item, owner);
        }
    } else if constexpr (isOptional<T>) {
        if (value)
            bindKeys(*value, owner);
    } else if constexpr (Described<T>) {
        eachMemberOf(Fields<T>::all, value, [&owner]<typename V>(const FieldSpec &, V &&member) {
            bindKeys<std::remove_reference_t<V>>(member, owner);
        });
    }
}

/// Decides for every reply how much of payloads, results and error texts its reader gets, and notes full reads of those
/// of queues that redact in the audit log before they are answered. A read that cannot be noted is not answered.
/// Replies to workers who lease jobs are left as they are: those leases are noted, once for a worker's token and queue.
/// It also keeps calls of readers without the full right from telling what they may not read. Threads: any. Borrows the
/// client.
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
    /// Makes a call one that tells its caller no more than he may read. Fails with Denied when it cannot be.
    template <typename C>
    Result<> admit(C &call, CallContext &context) const
    {
        const Principal &reader = context.principal;
        const std::shared_ptr<const Settings> settings = m_sources.settings();
        Veil veil(reader.payloads, *settings, *m_sources.errorIds);
        if (Result<> good = veil.readCriteria(call); !good)
            return good;
        if (reader.payloads == PayloadRight::Full)
            return {};
        if constexpr (requires { call.isByQueueToo; })
            call.isByQueueToo = true;
        if constexpr (requires { call.movesPayloads(); }) {
            const std::optional<QueueName> &from = call.movedFrom();
            if (call.movesPayloads() && !(from && veil.isFull(*from)))
                return failure(mayNotMove());
        }
        // The same key with another payload is a conflict. Of a key of others, that would confirm guesses.
        const std::string owner = reader.tokenId + ":";
        bindKeys(call, owner);
        if (!context.idempotencyKey.empty())
            context.idempotencyKey.insert(0, owner);
        return {};
    }
    /// The body of a call for the audit log, without secrets.
    template <typename C>
    std::string shownBody(const C &call) const
    {
        if constexpr (mayBeCovered<C>()) {
            C shown = call;
            const std::shared_ptr<const Settings> settings = m_sources.settings();
            Veil(PayloadRight::None, *settings, *m_sources.errorIds).cover(shown);
            return writeShownBody(shown);
        } else {
            return writeShownBody(call);
        }
    }
    /// Notes, once for each holder and queue, that one leases jobs of a queue whose payloads are not for everybody, or
    /// not for him to read. Answers when the entry is on disk.
    void noteLease(const Principal &worker, const QueueName &queue, const std::function<void(Result<>)> &done);
    /// Notes, once for each reader and queue, that one searches in payloads of a queue that redacts.
    void noteSearch(const Principal &reader, const JobFilter &filter, const std::function<void(Result<>)> &done);
    /// Answers whether this reader may replace the payload of a job: whether he may read it. A job that is not there is
    /// left to the call itself.
    void checkEdit(const Principal &reader, const JobId &id, Answer<bool> answer);
    /// Answers whether this reader may make a queue of this name. A reader without the full right may not when there
    /// are jobs of an earlier one: its own rules would uncover them.
    void checkNewQueue(const Principal &reader, const QueueName &queue, Answer<bool> answer);

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
        Veil veil(reader.payloads, *settings, *m_sources.errorIds);
        if (!veil.isIdle())
            veil.cover(reply);
        if (veil.shownInFull().empty()) {
            answer(std::move(reply));
            return;
        }
        const auto kept = std::make_shared<Reply>(std::move(reply));
        note(reader, veil.shownInFull(), [kept, settings, ids = m_sources.errorIds, answer](const Result<> &noted) {
            if (!noted)
                Veil(PayloadRight::None, *settings, *ids).cover(*kept);
            answer(std::move(*kept));
        });
    }
    void coverRaw(const Principal &reader, const JobId &id, Raw raw, const Answer<Raw> &answer);
    /// Writes the entries of full reads; answers when they are on disk.
    void note(const Principal &reader, std::vector<JobId> jobs, const std::function<void(Result<>)> &done);

    /// Writes an entry unless there has been one of this holder since the start. Answers when it is on disk.
    void noteOnce(const Principal &holder, const std::string &act, const std::string &target,
        const std::function<void(Result<>)> &done);

    static Error mayNotMove();

    static constexpr std::size_t notedMost = 4096; ///< beyond it all are forgotten: more entries, never fewer
    Client &m_inner;
    const GuardSources m_sources;
    const SystemClock m_clock;
    Mutex m_mutex;
    RecentReads m_reads GUARDED_BY(m_mutex);
    std::set<std::array<std::string, 3>> m_noted GUARDED_BY(m_mutex); ///< holder, act and target, since the start
};

} // namespace fairlead
