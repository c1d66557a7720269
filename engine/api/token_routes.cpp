// SPDX-License-Identifier: Apache-2.0
#include "engine/api/router.h"
#include "engine/wire/access_json.h"

namespace fairlead {

void Router::addTokens(TokenBook &tokens)
{
    add("GET", "/v1/tokens", Role::Admin,
        [&tokens](const ExchangePtr &exchange) { exchange->answer(200, writeTokenRecords(tokens.list())); });
    add("POST", "/v1/tokens", Role::Admin, [&tokens](const ExchangePtr &exchange) {
        const Result<TokenRequest> request = readTokenRequest(exchange->body);
        const Result<NewToken> made = request ? tokens.create(*request) : failure(request.error());
        if (made)
            exchange->answer(201, writeNewToken(*made));
        else
            exchange->refuse(made.error());
    });
    add("DELETE", "/v1/tokens/{}", Role::Admin, [&tokens](const ExchangePtr &exchange) {
        const Result<TokenRecord> revoked = tokens.revoke(exchange->parts.front());
        if (revoked)
            exchange->answer(200, writeTokenRecord(*revoked));
        else
            exchange->refuse(revoked.error());
    });
}

} // namespace fairlead
