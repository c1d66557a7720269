// SPDX-License-Identifier: Apache-2.0
#include "cli/field_options.h"
#include "cli/job_text.h"
#include "cli/table.h"
#include "engine/calls/token_calls.h"

namespace fairlead {

namespace {
void printTokens(const std::vector<TokenRecord> &records, Width width)
{
    Table table({"ID", "ROLE", {"NAME", Fit::Cut}, {"TENANT", Fit::Cut}, "PAYLOADS", "EXPIRES", "REVOKED", "CREATED"});
    for (const TokenRecord &record : records) {
        table.add({record.id, std::string(roleName(record.role)), record.name,
            record.tenant ? record.tenant->text() : "all", std::string(nameOf(record.payloads)),
            timeCell(record.expires), timeCell(record.revoked), timeCell(record.created)});
    }
    table.print(width);
}

void printMe(const BearerView &me)
{
    const auto line = [](const char *name, const std::string &value) {
        say("%-9s %s\n", name, shownSafely(value).c_str());
    };
    line("token", me.isAnonymous ? "none: the request was made without one" : me.id);
    if (!me.name.empty())
        line("name", me.name);
    line("role", std::string(roleName(me.role)));
    line("tenant", me.tenant ? me.tenant->text() : "all");
    line("payloads", std::string(nameOf(me.payloads)));
}

void printSecret(const NewToken &made)
{
    say("%s\n", shownSafely(made.secret).c_str());
    warn("This is token %s. It is shown this once: keep it in a file that only you may read.\n",
        shownSafely(made.record.id).c_str());
}
} // namespace

Commands tokenCommands()
{
    return {callCommand<CreateToken>("token create", "token create --role operator -t acme --expires 90d", printSecret,
                {.names = {{"role", "--role"}}}),
        callCommand<ListTokens>("token list", "token list", printTokens),
        callCommand<GetMe>("token me", "token me", printMe),
        callCommand<RevokeToken>("token revoke", "token revoke 3f6f0f1c2a9be001",
            [](const TokenRecord &record, Width width) { printTokens({record}, width); })};
}

} // namespace fairlead
