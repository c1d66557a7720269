// SPDX-License-Identifier: Apache-2.0
// Every call of the table, each of its secret fields, and each right to payloads. The engine behind the guard answers
// every call with a reply in which each field is filled, so that a new call or field is tried as well.
#include "engine/calls/all_calls.h"
#include "engine/client/guarded_client.h"
#include "engine/wire/veil.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace fairlead;

namespace {
const std::string secret = "4111-secret-1111";
const std::string print = "feedfacecafebeef";
const QueueName pay = QueueName::trusted("pay");
const QueueName plain = QueueName::trusted("plain");

std::string secretBytes()
{
    return "{\"card\":\"" + secret + "\"}";
}

/// Fills all that can be filled: secret texts with the secret, fingerprints with the fingerprint, names with "pay".
/// `kind` selects the alternative of a variant.
template <typename T>
void fill(T &value, const FieldSpec &spec, std::size_t kind)
{
    if constexpr (std::is_same_v<T, std::string>) {
        const Secrecy secrecy = spec.rules.secrecy;
        value = secrecy == Secrecy::Payload   ? secret
            : secrecy == Secrecy::Quoting     ? "it says " + secret
            : secrecy == Secrecy::Fingerprint ? print
                                              : pay.text();
    } else if constexpr (std::is_same_v<T, QueueName> || std::is_same_v<T, std::optional<QueueName>>) {
        value = pay;
    } else if constexpr (std::is_same_v<T, Raw>) {
        value = Raw {secretBytes(), "application/json"};
    } else if constexpr (isRawPart<T>) {
        value.bytes = secretBytes();
        value.contentType = "application/json";
    } else if constexpr (isOptional<T>) {
        if constexpr (std::is_default_constructible_v<typename T::value_type>)
            fill(value.emplace(), spec, kind);
    } else if constexpr (isVector<T>) {
        if constexpr (std::is_default_constructible_v<typename T::value_type>)
            fill(value.emplace_back(), spec, kind);
    } else if constexpr (isEach<T>) {
        using Item = typename decltype(T::items)::value_type::value_type;
        value.items.emplace_back(Item {});
        fill(*value.items.back(), spec, kind);
    } else if constexpr (isVariant<T>) {
        [&]<std::size_t... I>(std::index_sequence<I...>)
        {
            ((I == kind % sizeof...(I) ? fill(value.template emplace<I>(), spec, kind) : void()), ...);
        }
        (std::make_index_sequence<std::variant_size_v<T>> {});
    } else if constexpr (Described<T>) {
        eachMemberOf(Fields<T>::all, value, [kind]<typename V>(const FieldSpec &member, V &&one) {
            if constexpr (std::is_lvalue_reference_v<V>)
                fill(one, member, kind);
        });
    }
}

/// Gives each criterion that is a fingerprint or a secret; returns how many there are.
template <typename T>
int giveSecretCriteria(T &owner)
{
    int given = 0;
    eachMemberOf(Fields<T>::all, owner, [&given]<typename V>(const FieldSpec &spec, V &&member) {
        using Value = std::remove_cvref_t<V>;
        if constexpr (std::is_same_v<Value, std::optional<std::string>>) {
            if (spec.isCriterion && spec.rules.secrecy != Secrecy::Plain) {
                member = (spec.rules.secrecy == Secrecy::Payload ? "a=" : "") + std::string(print);
                ++given;
            }
        } else if constexpr (Described<Value>) {
            given += giveSecretCriteria(member);
        }
    });
    return given;
}

/// Answers every call at once, with filled replies.
class FullAnswers final : public Client
{
public:
    std::size_t kind = 0;
    int asked = 0;
    std::vector<std::string> keys; ///< idempotency keys of the jobs that came

    void submit(AnyCall any) override
    {
        ++asked;
        visitCall(any, [&]<typename Typed>(Typed &typed) {
            using Call = std::remove_cvref_t<decltype(typed.call)>;
            if constexpr (std::is_same_v<Call, EnqueueJobs>) {
                keys.push_back(typed.context.idempotencyKey);
                for (const Result<NewJob> &job : typed.call.jobs)
                    keys.push_back(job->idempotencyKey);
            } else if constexpr (std::is_same_v<Call, SucceedLease>) {
                for (const SpawnedJob &job : typed.call.spawned)
                    keys.push_back(job.job.idempotencyKey);
            }
            typename Call::Reply reply {};
            fill(reply, FieldSpec {}, kind);
            typed.answer(std::move(reply));
        });
    }
};

template <typename C>
consteval bool isForWorkers()
{
    return requires
    {
        C::isForWorkers;
    };
}
template <typename C>
consteval bool isDeclaredPlain()
{
    if constexpr (requires { C::secrecy; })
        return C::secrecy == Secrecy::Plain;
    else
        return false;
}
} // namespace

class RightsTableTest : public QObject
{
    Q_OBJECT
private:
    struct Guarded
    {
        FullAnswers inner {};
        std::vector<AuditEntry> entries {};
        bool mayNote = true;
        std::shared_ptr<const Settings> settings = [] {
            EngineSettings some;
            some.queues.push_back({.name = pay});
            some.queues.back().redact = {"/card"};
            some.queues.push_back({.name = plain});
            return std::make_shared<const Settings>(std::move(some));
        }();
        std::shared_ptr<const ErrorIds> ids = std::make_shared<ErrorIds>(HashKey {17, 4});
        GuardedClient client {inner,
            {[this](const AuditEntry &entry, const Answer<AuditEntry> &answer) {
                 entries.push_back(entry);
                 if (mayNote)
                     answer(entry);
                 else
                     answer(failure(ErrorCode::DiskFull, "no room"));
             },
                [this] { return settings; }, ids}};

        template <typename C>
        Result<typename C::Reply> ask(C call, PayloadRight right, const std::string &token = "17")
        {
            Result<typename C::Reply> got = failure(ErrorCode::Internal, "not answered");
            CallContext context;
            context.principal.who = "token " + token;
            context.principal.tokenId = token;
            context.principal.payloads = right;
            client.ask(
                std::move(call), [&got](Result<typename C::Reply> reply) { got = std::move(reply); }, context);
            return got;
        }
        long noted(const std::string &act) const
        {
            return std::count_if(
                entries.begin(), entries.end(), [&](const AuditEntry &entry) { return entry.act == act; });
        }
    };

    /// The answer to a call as it is sent; empty when it is refused.
    template <typename C>
    static std::string told(Guarded &guarded, PayloadRight right)
    {
        C call {};
        Result<typename C::Reply> reply = guarded.ask(std::move(call), right);
        if (!reply)
            return {};
        if constexpr (std::is_same_v<typename C::Reply, Raw>)
            return reply->bytes;
        else
            return ReplyForm<typename C::Reply>::write(*reply);
    }
    static bool has(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }
    static BeginOperation move(std::optional<QueueName> from)
    {
        BeginOperation call;
        call.action = BulkAction::Move;
        call.change.queue = plain;
        call.filter.queue = std::move(from);
        return call;
    }

private Q_SLOTS:
    void noAnswerTellsASecretToAReaderWithoutTheRight()
    {
        std::set<std::string_view> tellSecrets;
        std::set<std::string_view> tellPrints;
        std::set<std::string_view> exempt;
        eachCall([&]<typename C>() {
            if (isForWorkers<C>() || isDeclaredPlain<C>()) {
                exempt.insert(C::info.name);
                return;
            }
            for (const std::size_t kind : {0U, 1U}) {
                Guarded guarded;
                guarded.inner.kind = kind;
                const std::string full = told<C>(guarded, PayloadRight::Full);
                if (has(full, secret))
                    tellSecrets.insert(C::info.name);
                if (has(full, print))
                    tellPrints.insert(C::info.name);
                for (const PayloadRight right : {PayloadRight::Redacted, PayloadRight::None}) {
                    const std::string answer = told<C>(guarded, right);
                    QVERIFY2(!has(answer, secret) && !has(answer, print),
                        (std::string(C::info.name) + ": " + answer).c_str());
                }
            }
        });
        // The right to run a job, and replies that are bytes of no payload.
        QVERIFY(exempt == (std::set<std::string_view> {"lease.take", "metrics.show", "document.show"}));
        for (const char *name : {"job.list", "job.show", "job.result", "job.payload", "job.log", "job.cancel",
                 "job.retry", "job.restore", "dead-letter.list", "dead-letter.show", "queue.list", "queue.show"})
            QVERIFY2(tellSecrets.contains(name), name);
        for (const char *name : {"job.list", "job.show", "dead-letter.list", "dead-letter.show", "operation.list",
                 "operation.show", "operation.begin"})
            QVERIFY2(tellPrints.contains(name), name);
    }
    void logThatIsReadInFullIsNotedAndOtherwiseCovered()
    {
        Guarded guarded;
        const auto full = guarded.ask(ReadLog {}, PayloadRight::Full);
        QVERIFY(full && has(full->head, secret) && has(full->tail, secret));
        QCOMPARE(guarded.noted("payload.read"), 1L);
        const auto covered = guarded.ask(ReadLog {}, PayloadRight::Redacted);
        QVERIFY(covered && covered->withheld == Withheld::Part);
        QCOMPARE(covered->head, std::string("***"));
        QVERIFY(guarded.ask(ReadLog {}, PayloadRight::None)->withheld == Withheld::All);
        QCOMPARE(guarded.noted("payload.read"), 1L);
        guarded.mayNote = false;
        QVERIFY(guarded.ask(ReadLog {}, PayloadRight::Full, "18")->withheld.has_value());
    }
    void noCriterionConfirmsAGuess()
    {
        std::set<std::string_view> asking;
        eachCall([&]<typename C>() {
            Guarded guarded;
            C call {};
            if (giveSecretCriteria(call) == 0)
                return;
            asking.insert(C::info.name);
            for (const PayloadRight right : {PayloadRight::Redacted, PayloadRight::None}) {
                const auto refused = guarded.ask(call, right);
                QVERIFY2(!refused && refused.error().code == ErrorCode::Denied, C::info.name.data());
                QVERIFY(has(refused.error().text, "fingerprint") || has(refused.error().text, "payload: "));
                QCOMPARE(guarded.inner.asked, 0); // it costs the engine nothing, so its time tells nothing
            }
            QVERIFY2(guarded.ask(call, PayloadRight::Full), C::info.name.data());
            for (const AuditEntry &entry : guarded.entries)
                QVERIFY2(!has(entry.detail, print), entry.detail.c_str());
        });
        QVERIFY(
            asking == (std::set<std::string_view> {"job.list", "job.count", "dead-letter.list", "operation.begin"}));
    }
    void anErrorIsAskedForByTheIdThatWasShown()
    {
        Guarded guarded;
        const auto shown = guarded.ask(FindDeadLetter {}, PayloadRight::Redacted);
        QVERIFY(shown && shown->lastError.fingerprint == guarded.ids->idOf(print, &pay));
        QVERIFY(
            shown->lastError.fingerprint == guarded.ask(FindDeadLetter {}, PayloadRight::None)->lastError.fingerprint);
        ListJobs list;
        list.fingerprint = shown->lastError.fingerprint;
        Veil veil(PayloadRight::Redacted, *guarded.settings, *guarded.ids);
        QVERIFY(veil.readCriteria(list));
        QVERIFY(list.fingerprint == print && list.queue == pay);
        // The same id in another queue selects nothing, and so does not tell whether the error is there as well.
        list.fingerprint = shown->lastError.fingerprint;
        list.queue = plain;
        QVERIFY(veil.readCriteria(list));
        QVERIFY(list.fingerprint != print);
        // An id of any queue stands in logs; it is for those with the full right alone.
        list.fingerprint = guarded.ids->idOf(print, nullptr);
        QVERIFY(!veil.readCriteria(list));
        list.queue.reset();
        QVERIFY(Veil(PayloadRight::Full, *guarded.settings, *guarded.ids).readCriteria(list));
        QVERIFY(list.fingerprint == print && !list.queue);
    }
    void aJobIsMovedOutOfItsRulesByThoseWhoReadItAlone()
    {
        Guarded guarded;
        for (const auto &from :
            {std::optional<QueueName> {}, std::optional(pay), std::optional(QueueName::trusted("gone"))}) {
            QCOMPARE(guarded.ask(move(from), PayloadRight::Redacted).error().code, ErrorCode::Denied);
            QCOMPARE(guarded.ask(move(from), PayloadRight::None).error().code, ErrorCode::Denied);
            QVERIFY(guarded.ask(move(from), PayloadRight::Full));
        }
        QVERIFY(guarded.ask(move(plain), PayloadRight::Redacted));
        QCOMPARE(guarded.ask(move(plain), PayloadRight::None).error().code, ErrorCode::Denied);
    }
    void idempotencyKeysOfATokenWithoutTheRightAreItsOwn()
    {
        NewJob job;
        job.idempotencyKey = "k";
        SucceedLease ended;
        ended.spawned.push_back({.job = job});
        for (const PayloadRight right : {PayloadRight::None, PayloadRight::Redacted, PayloadRight::Full}) {
            const std::string key = right == PayloadRight::Full ? "k" : "17:k";
            Guarded guarded;
            QVERIFY(guarded.ask(EnqueueJobs::of({job}), right));
            QVERIFY(guarded.ask(ended, right));
            QVERIFY(guarded.inner.keys == (std::vector<std::string> {"", key, key}));
            CallContext context;
            context.principal.tokenId = "17";
            context.principal.payloads = right;
            context.idempotencyKey = "k";
            guarded.inner.keys.clear();
            guarded.client.ask(
                EnqueueJobs::of({NewJob {}}), [](const auto &) {}, context);
            QVERIFY(guarded.inner.keys == (std::vector<std::string> {key, ""}));
        }
    }
    void aLeaseOfSecretsIsNotedOnceForATokenAndQueue()
    {
        Guarded guarded;
        const auto lease = [&](const QueueName &queue, PayloadRight right, const char *token) {
            LeaseJobs call;
            call.queue = queue;
            call.worker = "w";
            return guarded.ask(call, right, token);
        };
        for (int i = 0; i < 3; ++i)
            QVERIFY(lease(pay, PayloadRight::Redacted, "1"));
        QCOMPARE(guarded.noted("payload.lease"), 1L);
        QCOMPARE(guarded.entries.front().target, std::string("queue pay"));
        QVERIFY(lease(pay, PayloadRight::Full, "2") && lease(pay, PayloadRight::None, "3"));
        QCOMPARE(guarded.noted("payload.lease"), 3L);
        QVERIFY(lease(plain, PayloadRight::Redacted, "1") && lease(plain, PayloadRight::Full, "2"));
        QCOMPARE(guarded.noted("payload.lease"), 3L); // nothing there is hidden from them
        QVERIFY(lease(plain, PayloadRight::None, "3"));
        QCOMPARE(guarded.noted("payload.lease"), 4L);
    }
    void aSearchInSecretsIsNotedOnceForATokenAndQueue()
    {
        Guarded guarded;
        const auto search = [&](std::optional<QueueName> queue, const char *token) {
            ListJobs call;
            call.payload = "order=7";
            call.queue = std::move(queue);
            QVERIFY(guarded.ask(call, PayloadRight::Full, token));
        };
        search(plain, "1");
        QCOMPARE(guarded.noted("payload.search"), 0L);
        for (int i = 0; i < 3; ++i)
            search({}, "1");
        QCOMPARE(guarded.noted("payload.search"), 1L);
        const auto noted = std::find_if(guarded.entries.begin(), guarded.entries.end(),
            [](const AuditEntry &entry) { return entry.act == "payload.search"; });
        QCOMPARE(noted->target, std::string("all queues"));
        search(pay, "1");
        search({}, "2");
        QCOMPARE(guarded.noted("payload.search"), 3L);
    }
    void aLeaseThatCannotBeNotedIsNotMade()
    {
        Guarded guarded;
        guarded.mayNote = false;
        LeaseJobs call;
        call.queue = pay;
        QCOMPARE(guarded.ask(call, PayloadRight::None).error().code, ErrorCode::DiskFull);
        QCOMPARE(guarded.inner.asked, 0);
    }
};

QTEST_GUILESS_MAIN(RightsTableTest)
#include "rights_table_test.moc"
