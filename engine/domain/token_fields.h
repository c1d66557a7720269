// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/access.h"
#include "engine/domain/field.h"

namespace fairlead {

template <>
struct Fields<TokenRecord>
{
    static constexpr std::string_view name = "Token";
    static constexpr auto all = std::tuple(Field {"id", &TokenRecord::id, "16 hexadecimal digits; no secret"},
        Field {"name", &TokenRecord::name, "whose it is, or what it is for"},
        Field {"role", &TokenRecord::role, "what its bearer may do", {.isRequired = true}},
        Field {"created_at", &TokenRecord::created, "when it was made"},
        Field {"expires_at", &TokenRecord::expires, "when it ends; null: never", {.whenEmpty = WhenEmpty::Null}},
        Field {"revoked_at", &TokenRecord::revoked, "when it was revoked", {.whenEmpty = WhenEmpty::Null}},
        Field {"tenant", &TokenRecord::tenant, "it sees and touches this tenant's jobs alone"},
        Field {"payloads", &TokenRecord::payloads, "how much it reads of payloads, results and error texts"});
};

template <>
struct Fields<NewToken>
{
    static constexpr std::string_view name = "NewToken";
    static constexpr auto all = std::tuple(Inline {&NewToken::record},
        Field {"token", &NewToken::secret, "the token itself, shown this once",
            {.isRequired = true, .secrecy = Secrecy::Secret}});
};

template <>
struct Fields<TokenRequest>
{
    static constexpr std::string_view name = "TokenRequest";
    static constexpr auto all = std::tuple(
        Field {"name", &TokenRequest::name, "whose it is, or what it is for", {.bytesMax = 128, .example = "deploy"}},
        Field {"role", &TokenRequest::role, "what its bearer may do", {.isRequired = true}},
        Field {"expires", &TokenRequest::lifetime, "how long it holds; without it, for ever", {.example = "30d"}},
        Criterion {"tenant", &TokenRequest::tenant, "narrows it to one tenant's jobs; not for admins"},
        Field {"payloads", &TokenRequest::payloads,
            "how much it reads of payloads, results and error texts; redacted: without what queues redact"});
};

template <>
struct Fields<BearerView>
{
    static constexpr std::string_view name = "Bearer";
    static constexpr auto all = std::tuple(Field {"anonymous", &BearerView::isAnonymous,
                                               "true: the request was made without a token", {.isRequired = true}},
        Field {"name", &BearerView::name, "of the token", {.whenEmpty = WhenEmpty::LeftOut}},
        Field {"id", &BearerView::id, "of the token; no secret", {.whenEmpty = WhenEmpty::LeftOut}},
        Field {"role", &BearerView::role, "what its bearer may do", {.isRequired = true}},
        Field {"tenant", &BearerView::tenant, "it sees and touches this tenant's jobs alone; null: those of all",
            {.whenEmpty = WhenEmpty::Null}},
        Field {"payloads", &BearerView::payloads, "how much it reads of payloads, results and error texts",
            {.isRequired = true}});
};

} // namespace fairlead
