// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/access.h"
#include "engine/domain/field.h"
#include "engine/domain/requests.h"
#include "engine/domain/text_form.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace fairlead {

/// The largest length of the name that an operator gives for the logs.
inline constexpr std::size_t whoBytesMax = 128;
/// The largest length of the reason that an operator gives.
inline constexpr std::size_t reasonBytesMax = 1024;

/// The things that a call may see or touch for the bearer of a token of one tenant.
enum class Whose {
    Engine, ///< the engine as a whole: refused
    OwnJob, ///< the job `id`, or that of the lease `token`: a job of another tenant is not found
    Narrowed, ///< a filter: narrowed to the bearer's tenant, refused for another; see `restrictTo`
    Items, ///< a list of new jobs: refused when one belongs to another tenant
    Tenant, ///< the tenant named in the path: refused for another
    Anybody, ///< allowed: the reply concerns no tenant
};

/// A set of error codes. Constant.
class ErrorSet
{
public:
    constexpr ErrorSet(std::initializer_list<ErrorCode> codes)
    {
        for (const ErrorCode code : codes)
            m_bits |= 1U << static_cast<unsigned>(code);
    }
    constexpr bool has(ErrorCode code) const { return (m_bits >> static_cast<unsigned>(code) & 1U) != 0; }

private:
    std::uint32_t m_bits = 0;
};

/// Everything that is known of a call besides its members.
struct CallInfo
{
    std::string_view name; ///< "job.retry": the name of the right to make it, and its id in the document
    std::string_view method;
    std::string_view path; ///< "/v1/jobs/{id}/retry"; the members in braces are in the path
    std::optional<Role> role; ///< the role that the call needs; empty: no token is needed
    Whose whose;
    std::string_view text; ///< one line for people
    // Errors besides those that any call may fail with: Invalid, Denied, RateLimited, TooLarge, and failures of the
    // engine itself.
    ErrorSet errors {};
    std::string_view audit {}; ///< name of the act in the audit log; empty: not an act
    int status = 200; ///< of success
    bool isDoneUnwritten = false; ///< the act is done even when the audit log cannot be written
    bool isLong = false; ///< it may take hours
    bool takesIdempotencyKey = false;
};

/// Narrows a filter to the bearer's tenant. Fails with Denied for another tenant.
inline Result<> narrowTo(const TenantName &own, std::optional<TenantName> &tenant)
{
    if (!tenant)
        tenant = own;
    if (tenant == own)
        return {};
    return failure(ErrorCode::Denied, "this token is for tenant '" + own.text() + "' alone");
}

/// The one who makes a call.
struct Principal
{
    std::string who = "local"; ///< shown in the audit log
    Role role = Role::Admin;
    std::optional<TenantName> tenant {}; ///< only this tenant's jobs are seen and touched; empty: those of all tenants
    PayloadRight payloads = PayloadRight::Full;
    std::string tokenName {};
    std::string tokenId {}; ///< empty: without a token
};

/// The circumstances of one call.
struct CallContext
{
    Principal principal {};
    std::string idempotencyKey {}; ///< of the whole request; empty: none
    /// Whether the caller still waits for the answer; an empty function means unknown. Called on any thread.
    std::function<bool()> isAsking {};
    /// Asked once before the call begins to wait for room for its jobs. False: they are refused in place of it. An
    /// empty function: it may wait. Called on any thread.
    std::function<bool()> mayWait {};
};

/// A reply that is bytes of a type, such as a payload or the metrics. It counts as a payload, of the job that the
/// call's member `id` names, unless the call has a constant `secrecy` that says Plain.
struct Raw
{
    std::string bytes;
    std::string contentType;
};

/// A list of which each item stands for itself: an error in one does not affect the others.
template <typename T>
struct Each
{
    bool isOne = false; ///< the reply is a single item, not a list
    std::vector<Result<T>> items {};

    std::size_t size() const { return items.size(); }
    bool empty() const { return items.empty(); }
    const Result<T> &at(std::size_t place) const { return items.at(place); }
    const Result<T> &front() const { return items.front(); }
    const Result<T> &operator[](std::size_t place) const { return items[place]; }
    auto begin() const { return items.begin(); }
    auto end() const { return items.end(); }
};

/// One call of any type, on its way to the answerer. Move-only value.
class AnyCall
{
public:
    template <typename C>
    struct Typed;

    template <typename C>
    AnyCall(C call, CallContext context, Answer<typename C::Reply> answer)
        : m_held(std::make_unique<Typed<C>>(std::move(call), std::move(context), std::move(answer)))
    {
    }
    /// False after the call was moved from.
    bool isHeld() const { return m_held != nullptr; }
    const CallInfo &info() const { return *m_held->info; }
    CallContext &context() const { return m_held->context; }
    void fail(const Error &error) const { m_held->fail(error); }
    /// Call, context and answer; the caller may move from them. REQUIRES: info() is that of C.
    template <typename C>
    Typed<C> &as() const
    {
        return static_cast<Typed<C> &>(*m_held);
    }

private:
    struct Held
    {
        Held(const CallInfo *which, CallContext given)
            : info(which)
            , context(std::move(given))
        {
        }
        virtual ~Held() = default;
        virtual void fail(const Error &error) const = 0;
        const CallInfo *info;
        CallContext context;
    };
    std::unique_ptr<Held> m_held;
};

template <typename C>
struct AnyCall::Typed final : AnyCall::Held
{
    Typed(C given, CallContext circumstances, Answer<typename C::Reply> reply)
        : Held(&C::info, std::move(circumstances))
        , call(std::move(given))
        , answer(std::move(reply))
    {
    }
    void fail(const Error &error) const override { answer(failure(error)); }
    C call;
    Answer<typename C::Reply> answer;
};

} // namespace fairlead
