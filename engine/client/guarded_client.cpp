// SPDX-License-Identifier: Apache-2.0
#include "engine/client/guarded_client.h"

#include "engine/calls/all_calls.h"
#include "engine/client/payload_guard.h"
#include "engine/wire/call_codec.h"

namespace fairlead {

namespace {
Error denied(const std::string &text)
{
    return {ErrorCode::Denied, text};
}

/// Narrows a call to the bearer's tenant, by the call's own rule or by its filter. Fails with Denied.
template <typename C>
Result<> restricted(C &call, const TenantName &own)
{
    if constexpr (requires { call.restrictTo(own); })
        return call.restrictTo(own);
    else if constexpr (requires { call.filter.tenant; })
        return narrowTo(own, call.filter.tenant);
    else
        return narrowTo(own, call.tenant);
}

/// Checks that a run of `own` leaves jobs behind for its own tenant alone. Fails with Denied.
Result<> checkSpawned(const std::vector<SpawnedJob> &spawned, const TenantName &own)
{
    for (const SpawnedJob &job : spawned) {
        std::optional<TenantName> named = job.hasTenant ? std::optional(job.job.tenant) : std::nullopt;
        FAIRLEAD_CHECK(narrowTo(own, named));
    }
    return {};
}

/// Checks whether a bearer of `own` may make this call, as far as the call itself shows it. Fails with Denied.
template <typename C>
Result<> checkOwn(C &call, const TenantName &own)
{
    constexpr Whose whose = C::info.whose;
    if constexpr (whose == Whose::Engine) {
        return failure(denied(std::string(C::info.name) + ": not for a token of one tenant ('" + own.text() + "')"));
    } else if constexpr (whose == Whose::Narrowed) {
        return restricted(call, own);
    } else if constexpr (whose == Whose::Tenant) {
        std::optional<TenantName> named = call.tenant;
        return narrowTo(own, named);
    } else if constexpr (whose == Whose::Items) {
        for (const Result<NewJob> &job : call.jobs.items) {
            std::optional<TenantName> named = job ? std::optional(job->tenant) : std::nullopt;
            if (Result<> good = narrowTo(own, named); !good)
                return good;
        }
        return {};
    } else if constexpr (requires { call.spawned; }) {
        return checkSpawned(call.spawned, own);
    } else {
        return {};
    }
}

/// The job that a call with Whose::OwnJob touches: the one it names, or the one whose lease it names.
template <typename C>
JobId jobOf(const C &call)
{
    if constexpr (requires { call.token.job; })
        return call.token.job;
    else
        return call.id;
}

/// The answer to a bearer of one tenant for a job that is not there for it. Whether others have it is not told.
template <typename C>
Error notThere(const JobId &id)
{
    if constexpr (requires(C call) { call.token.job; })
        return lostLease();
    else
        return {ErrorCode::NotFound, "there is no job " + id.text()};
}

/// Whether this call, with these members, changes something.
template <typename C>
bool isAct(const C &call)
{
    if constexpr (requires { call.isAct(); })
        return call.isAct();
    else
        return !C::info.audit.empty();
}

/// The entry of a call in the audit log. Unless the call has a text of its own, the detail is the call's body without
/// secrets.
template <typename C>
AuditEntry entryOf(const C &call, const Principal &principal, const PayloadGuard &payloads)
{
    // Of a long list of ids the log keeps the beginning.
    constexpr std::size_t detailMax = 4096;
    AuditEntry entry;
    entry.who = principal.who;
    entry.act = C::info.audit;
    if constexpr (requires { call.auditTarget(); })
        entry.target = call.auditTarget();
    if constexpr (requires { call.auditDetail(); })
        entry.detail = call.auditDetail();
    else
        entry.detail = payloads.shownBody(call);
    entry.detail.resize(std::min(entry.detail.size(), detailMax));
    return entry;
}

/// The entry that says that an act was refused. It names the entry of the act, if that could be written.
AuditEntry refusalOf(const AuditEntry &act, std::int64_t attempt, const Error &error)
{
    AuditEntry refusal;
    refusal.who = act.who;
    refusal.act = attempt > 0 ? std::string(refusedAct) : act.act;
    refusal.target = attempt > 0 ? refusalTarget(attempt) : act.target;
    refusal.detail = attempt > 0 ? error.text : "refused: " + error.text;
    return refusal;
}
} // namespace

GuardedClient::GuardedClient(Client &inner, const GuardSources &sources)
    : m_core(std::make_shared<const Core>(Core {inner, sources.audit, std::make_shared<PayloadGuard>(inner, sources)}))
{
}

void GuardedClient::submit(AnyCall any)
{
    eachCall([&]<typename C>() {
        if (any.isHeld() && &any.info() == &C::info)
            guard<C>(m_core, std::move(any));
    });
}

template <typename C>
void GuardedClient::guard(const std::shared_ptr<const Core> &core, AnyCall any)
{
    AnyCall::Typed<C> &typed = any.as<C>();
    const Principal &principal = typed.context.principal;
    if (C::info.role && principal.role < *C::info.role) {
        any.fail(roleNeeded(*C::info.role, principal.role));
        return;
    }
    if (const Result<> good = core->payloads->admit(typed.call, typed.context); !good) {
        any.fail(good.error());
        return;
    }
    core->payloads->guard(typed);
    if (!principal.tenant) {
        perform<C>(core, std::move(any));
        return;
    }
    const TenantName own = *principal.tenant;
    if (const Result<> good = checkOwn(typed.call, own); !good) {
        any.fail(good.error());
        return;
    }
    if constexpr (C::info.whose == Whose::OwnJob) {
        const JobId id = jobOf(typed.call);
        const auto kept = std::make_shared<AnyCall>(std::move(any));
        core->inner.ask(FindJob {id}, [core, kept, own, id](const Result<JobRecord> &record) {
            if (!record && record.error().code != ErrorCode::NotFound)
                kept->fail(record.error());
            else if (!record || record->job.spec.tenant != own)
                kept->fail(notThere<C>(id));
            else
                perform<C>(core, std::move(*kept));
        });
    } else {
        perform<C>(core, std::move(any));
    }
}

template <typename C>
auto GuardedClient::actIfAllowed(const std::shared_ptr<const Core> &core, AnyCall any)
{
    return [core, kept = std::make_shared<AnyCall>(std::move(any))](const auto &checked) {
        if (checked)
            act<C>(core, std::move(*kept));
        else
            kept->fail(checked.error());
    };
}

template <typename C>
void GuardedClient::perform(const std::shared_ptr<const Core> &core, AnyCall any)
{
    if constexpr (requires(const C &call) { call.replacesPayload(); }) {
        if (!any.as<C>().call.replacesPayload()) {
            act<C>(core, std::move(any));
            return;
        }
        const Principal reader = any.context().principal;
        const JobId id = jobOf(any.as<C>().call);
        core->payloads->checkEdit(reader, id, actIfAllowed<C>(core, std::move(any)));
    } else if constexpr (requires { C::takesJobsOfItsName; }) {
        const Principal reader = any.context().principal;
        const QueueName queue = any.as<C>().call.queue;
        core->payloads->checkNewQueue(reader, queue, actIfAllowed<C>(core, std::move(any)));
    } else if constexpr (requires { C::isForWorkers; }) {
        const Principal worker = any.context().principal;
        const QueueName queue = any.as<C>().call.queue;
        core->payloads->noteLease(worker, queue, actIfAllowed<C>(core, std::move(any)));
    } else if constexpr (std::is_base_of_v<JobFilter, C>) {
        const Principal reader = any.context().principal;
        const JobFilter filter = any.as<C>().call;
        core->payloads->noteSearch(reader, filter, actIfAllowed<C>(core, std::move(any)));
    } else {
        act<C>(core, std::move(any));
    }
}

template <typename C>
void GuardedClient::act(const std::shared_ptr<const Core> &core, AnyCall any)
{
    AnyCall::Typed<C> &typed = any.as<C>();
    if constexpr (std::is_same_v<C, CancelJob> || std::is_same_v<C, EditJob> || std::is_same_v<C, TagJob>) {
        if (typed.call.who.empty())
            typed.call.who = typed.context.principal.who;
    }
    if constexpr (C::info.audit.empty()) {
        core->inner.submit(std::move(any));
    } else {
        if (!isAct(typed.call)) {
            core->inner.submit(std::move(any));
            return;
        }
        const AuditEntry entry = entryOf(typed.call, typed.context.principal, *core->payloads);
        const auto attempt = std::make_shared<std::int64_t>(0); // number of its entry
        typed.answer = [core, entry, attempt, answer = std::move(typed.answer)](Result<typename C::Reply> result) {
            if (result) {
                answer(std::move(result));
                return;
            }
            core->audit(refusalOf(entry, *attempt, result.error()),
                [answer, error = result.error()](const Result<AuditEntry> &) { answer(failure(error)); });
        };
        const auto kept = std::make_shared<AnyCall>(std::move(any));
        core->audit(entry, [core, kept, attempt](const Result<AuditEntry> &written) {
            *attempt = written ? written->number : 0;
            if (written || C::info.isDoneUnwritten)
                core->inner.submit(std::move(*kept));
            else
                kept->fail(written.error());
        });
    }
}

} // namespace fairlead
