// SPDX-License-Identifier: Apache-2.0
#include "engine/api/router.h"
#include "engine/wire/access_json.h"

namespace fairlead {

namespace {
/// Answers with what `act` makes of it once the entry is on disk.
void performed(const AuditSink &audit, const ExchangePtr &exchange, const char *name, const std::string &target,
    std::function<void()> act)
{
    AuditEntry entry;
    entry.who = exchange->who;
    entry.act = name;
    entry.target = target;
    audit(entry, [exchange, act = std::move(act)](const Result<AuditEntry> &written) {
        if (written)
            act();
        else
            exchange->refuse(written.error());
    });
}
} // namespace

void Router::addTokens()
{
    TokenBook &tokens = m_tokens;
    add("GET", "/v1/tokens", Role::Admin,
        [&tokens](Client &, const ExchangePtr &exchange) { exchange->answer(200, writeTokenRecords(tokens.list())); });
    add("POST", "/v1/tokens", Role::Admin, [&tokens, audit = m_audit](Client &, const ExchangePtr &exchange) {
        const Result<TokenRequest> request = readTokenRequest(exchange->body);
        if (!request) {
            exchange->refuse(request.error());
            return;
        }
        const std::string target = std::string(roleName(request->role)) + " '" + request->name + "'";
        performed(audit, exchange, "token.create", target, [&tokens, exchange, request = *request] {
            const Result<NewToken> made = tokens.create(request);
            if (made)
                exchange->answer(201, writeNewToken(*made));
            else
                exchange->refuse(made.error());
        });
    });
    add("DELETE", "/v1/tokens/{}", Role::Admin, [&tokens, audit = m_audit](Client &, const ExchangePtr &exchange) {
        const std::string id = exchange->parts.front();
        performed(audit, exchange, "token.revoke", "token " + id, [&tokens, exchange, id] {
            const Result<TokenRecord> revoked = tokens.revoke(id);
            if (revoked)
                exchange->answer(200, writeTokenRecord(*revoked));
            else
                exchange->refuse(revoked.error());
        });
    });
}

} // namespace fairlead
