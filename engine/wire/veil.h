// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/error_ids.h"
#include "engine/domain/settings_in_force.h"
#include "engine/wire/call_codec.h"

#include <map>

namespace fairlead {

template <typename T>
inline constexpr bool isVector = false;
template <typename T>
inline constexpr bool isVector<std::vector<T>> = true;
template <typename T>
inline constexpr bool isVariant = false;
template <typename... T>
inline constexpr bool isVariant<std::variant<T...>> = true;

/// Whether a reply of this type may have members that a Veil covers.
template <typename T>
consteval bool mayBeCovered()
{
    if constexpr (isOptional<T> || isVector<T>) {
        return mayBeCovered<typename T::value_type>();
    } else if constexpr (isEach<T>) {
        return mayBeCovered<typename decltype(T::items)::value_type::value_type>();
    } else if constexpr (isVariant<T>) {
        return []<typename... One>(std::type_identity<std::variant<One...>>) { return (mayBeCovered<One>() || ...); }(
                   std::type_identity<T> {});
    } else if constexpr (Described<T>) {
        bool may = false;
        eachOf(Fields<T>::all, [&]<typename Entry>(const Entry &entry) {
            if constexpr (!isDerived<Entry>) {
                using Value = std::remove_cvref_t<std::invoke_result_t<decltype(Entry::access), T &>>;
                if constexpr (!isInline<Entry>)
                    may = may || entry.rules.secrecy == Secrecy::Payload || entry.rules.secrecy == Secrecy::Fingerprint;
                may = may || isRawPart<Value> || mayBeCovered<Value>();
            }
        });
        return may;
    } else {
        return false;
    }
}

/// Whether a struct has a text that may quote its secret members.
template <typename T>
consteval bool quotesSecrets()
{
    bool does = false;
    eachOf(Fields<T>::all, [&]<typename Entry>(const Entry &entry) {
        if constexpr (!isDerived<Entry> && !isInline<Entry>)
            does = does || entry.rules.secrecy == Secrecy::Quoting;
    });
    return does;
}

/// Hides in a reply what its reader may not see of payloads, results and error texts. It finds them by the tables of
/// fields: raw parts, and texts whose secrecy is Payload. The rules are those of the queue that the struct around them
/// names; a queue that is not configured shows nothing to a reader without the full right. Fingerprints become error
/// ids for every such reader, in every queue. It also reads the filters of such readers. Threads: one. Borrows settings
/// and ids.
class Veil
{
public:
    Veil(PayloadRight right, const Settings &settings, const ErrorIds &ids);

    /// Whether it neither hides nor notes anything: the reader has the full right, and no queue redacts.
    bool isIdle() const { return m_right == PayloadRight::Full && !m_settings.redacts(); }
    template <typename T>
    void cover(T &reply)
    {
        std::optional<Withheld> withheld;
        coverValue(reply, m_elsewhere, withheld);
    }
    /// The same for the payload or the result of a job. Fails with Denied when nothing of it may be seen.
    Result<> cover(Raw &raw, const JobId &job, const QueueName &queue);
    /// Whether the reader sees all of the payloads of this queue.
    bool isFull(const QueueName &queue);
    /// Reads the criteria of a call or a filter: an error id becomes its fingerprint, in its queue. Fails with Denied
    /// when a reader without the full right gives a fingerprint, or searches by anything else that is secret: the
    /// answer would tell whether a guess is right.
    template <typename T>
    Result<> readCriteria(T &owner)
    {
        Result<> good;
        std::optional<std::string> *error = nullptr;
        std::optional<QueueName> *queue = nullptr;
        eachMemberOf(Fields<T>::all, owner, [&]<typename V>(const FieldSpec &spec, V &&member) {
            using Value = std::remove_cvref_t<V>;
            if constexpr (isOptional<Value>) {
                if (spec.isCriterion && spec.rules.secrecy == Secrecy::Payload && member
                    && m_right != PayloadRight::Full)
                    good = failure(refusedCriterion(spec.name));
            } else if constexpr (Described<Value>) {
                if (good)
                    good = readCriteria(member);
            }
            if constexpr (std::is_same_v<Value, std::optional<std::string>>) {
                if (spec.isCriterion && spec.rules.secrecy == Secrecy::Fingerprint && member)
                    error = &member;
            } else if constexpr (std::is_same_v<Value, std::optional<QueueName>>) {
                if (spec.isCriterion && spec.name == "queue")
                    queue = &member;
            }
        });
        if (good && error)
            good = readErrorId(**error, queue);
        return good;
    }
    /// The jobs of queues that redact whose payloads or results the replies show in full.
    const std::vector<JobId> &shownInFull() const { return m_shownInFull; }

private:
    struct Sight
    {
        enum class Of { All, AllNoted, Part, Nothing } of = Of::Nothing;
        const std::vector<std::string> *hidden = nullptr; ///< of Part: the JSON pointers
        const QueueName *queue = nullptr; ///< null: of several, or of any
        bool isAll() const { return of == Of::All || of == Of::AllNoted; }
    };

    Sight sightOf(const QueueName &queue);
    /// Of something that may be of any of these queues.
    Sight sightOf(const std::vector<NameCount> &queues);
    static void note(std::optional<Withheld> &noted, Withheld more);
    static void coverText(std::string &text, const Sight &sight, std::optional<Withheld> &noted);
    /// A text that is a fingerprint, or that is secret by these rules.
    void coverText(std::string &text, Secrecy secrecy, const Sight &sight, std::optional<Withheld> &noted) const;
    static void coverQuotes(std::string &text, const std::vector<std::string> &covered);
    static void coverBytes(std::string &bytes, const Sight &sight, std::optional<Withheld> &noted);

    template <typename T>
    void coverValue(T &value, const Sight &sight, std::optional<Withheld> &noted)
    {
        if constexpr (isOptional<T>) {
            if (value)
                coverValue(*value, sight, noted);
        } else if constexpr (isVector<T>) {
            for (auto &item : value)
                coverValue(item, sight, noted);
        } else if constexpr (isEach<T>) {
            for (auto &item : value.items) {
                if (item)
                    coverValue(*item, sight, noted);
            }
        } else if constexpr (isVariant<T>) {
            std::visit([&](auto &one) { coverValue(one, sight, noted); }, value);
        } else if constexpr (Described<T>) {
            coverMembers(value, sightIn(value, sight), noted);
        }
    }
    template <typename T>
    void coverMembers(T &owner, const Sight &sight, std::optional<Withheld> &noted)
    {
        std::optional<Withheld> here;
        bool hasBytes = false;
        std::vector<std::string> covered; // of a struct that quotes
        eachMemberOf(Fields<T>::all, owner, [&]<typename V>(const FieldSpec &spec, V &&member) {
            using Value = std::remove_cvref_t<V>;
            if constexpr (isRawPart<Value>) {
                hasBytes = !member.bytes.empty();
                coverBytes(member.bytes, sight, here);
            } else if constexpr (std::is_same_v<Value, std::string>) {
                if constexpr (quotesSecrets<T>()) {
                    if (spec.rules.secrecy == Secrecy::Payload && !sight.isAll())
                        covered.push_back(member);
                }
                if constexpr (requires { T::isReadNoted; })
                    hasBytes = hasBytes || (spec.rules.secrecy == Secrecy::Payload && !member.empty());
                if (spec.rules.secrecy != Secrecy::Fingerprint || hasFingerprint(owner))
                    coverText(member, spec.rules.secrecy, sight, here);
            } else if constexpr (std::is_same_v<Value, std::optional<std::string>>) {
                if (member)
                    coverText(*member, spec.rules.secrecy, sight, here);
            } else if constexpr (std::is_same_v<Value, std::vector<std::string>>) {
                for (std::string &text : member)
                    coverText(text, spec.rules.secrecy, sight, here);
            } else {
                coverValue(member, sight, here);
            }
        });
        eachMemberOf(Fields<T>::all, owner, [&]<typename V>(const FieldSpec &spec, V &&member) {
            using Value = std::remove_cvref_t<V>;
            if constexpr (std::is_same_v<Value, std::string>) {
                if (spec.rules.secrecy == Secrecy::Quoting)
                    coverQuotes(member, covered);
            } else if constexpr (std::is_same_v<Value, std::optional<Withheld>>) {
                member = here;
            } else if constexpr (std::is_same_v<Value, JobId>) {
                if (spec.name == "id" && hasBytes && sight.of == Sight::Of::AllNoted)
                    m_shownInFull.push_back(member);
            }
        });
        if (here)
            note(noted, *here);
    }
    /// Whether the fingerprint of a struct is one. The key of a group may be a name.
    template <typename T>
    static bool hasFingerprint(const T &owner)
    {
        if constexpr (requires { owner.by == GroupBy::Error; })
            return owner.by == GroupBy::Error;
        else
            return true;
    }
    /// The rules of the queue that the struct names, else those around it. A filter without a queue is of any.
    template <typename T>
    Sight sightIn(const T &owner, const Sight &around)
    {
        Sight sight = around;
        eachMemberOf(Fields<T>::all, owner, [&]<typename V>(const FieldSpec &spec, const V &member) {
            if constexpr (std::is_same_v<V, QueueName>) {
                if (spec.name == "queue")
                    sight = sightOf(member);
            } else if constexpr (std::is_same_v<V, std::optional<QueueName>>) {
                if (spec.name == "queue" && member)
                    sight = sightOf(*member);
                else if (spec.name == "queue" && spec.isCriterion)
                    sight = m_elsewhere;
            } else if constexpr (std::is_same_v<V, std::vector<NameCount>>) {
                if (spec.name == "queues")
                    sight = sightOf(member);
            }
        });
        return sight;
    }

    static Error refusedCriterion(std::string_view name);
    /// `queue` is the criterion beside it; null: there is none.
    Result<> readErrorId(std::string &error, std::optional<QueueName> *queue) const;

    const PayloadRight m_right;
    const Settings &m_settings;
    const ErrorIds &m_ids;
    /// Of things that name no queue. Also when no queue redacts: they may be of one that did and is gone.
    const Sight m_elsewhere;
    std::map<QueueName, Sight> m_known;
    std::vector<JobId> m_shownInFull;
};

} // namespace fairlead
