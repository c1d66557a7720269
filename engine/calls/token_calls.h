// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/call.h"
#include "engine/domain/token_fields.h"

namespace fairlead {

struct ListTokens
{
    using Reply = std::vector<TokenRecord>;
    static constexpr CallInfo info {
        "token.list", "GET", "/v1/tokens", Role::Admin, Whose::Engine, "Tokens, without their secrets"};
};
struct CreateToken : TokenRequest
{
    using Reply = NewToken;
    static constexpr CallInfo info {"token.create", "POST", "/v1/tokens", Role::Admin, Whose::Engine,
        "Make a token; its secret is shown this once", {}, "token.create", 201};
    std::string auditTarget() const { return std::string(roleName(role)) + " '" + name + "'"; }
    std::string auditDetail() const
    {
        return payloads == PayloadRight::Full ? std::string {} : "payloads " + std::string(nameOf(payloads));
    }
};
/// Answers for the caller itself, whoever it is.
struct GetMe
{
    using Reply = BearerView;
    static constexpr CallInfo info {"token.me", "GET", "/v1/me", Role::Viewer, Whose::Anybody,
        "The token of the request: its name, role, tenant and right to payloads"};
};
struct RevokeToken
{
    using Reply = TokenRecord;
    static constexpr CallInfo info {"token.revoke", "DELETE", "/v1/tokens/{id}", Role::Admin, Whose::Engine,
        "Make a token worthless at once", {ErrorCode::NotFound}, "token.revoke"};
    std::string id;
    std::string auditTarget() const { return "token " + id; }
};

template <>
struct Fields<ListTokens>
{
    static constexpr auto all = std::tuple();
};
template <>
struct Fields<GetMe>
{
    static constexpr auto all = std::tuple();
};
template <>
struct Fields<CreateToken>
{
    static constexpr auto all = Fields<TokenRequest>::all;
};
template <>
struct Fields<RevokeToken>
{
    static constexpr auto all = std::tuple(Field {"id", &RevokeToken::id, "the token's id", {.isRequired = true}});
};

} // namespace fairlead
