// SPDX-License-Identifier: Apache-2.0
#include "cli/field_options.h"
#include "cli/job_text.h"
#include "cli/table.h"
#include "engine/calls/token_calls.h"

#include <cstdio>

namespace fairlead {

namespace {
void printTokens(const std::vector<TokenRecord> &records)
{
    Table table({"ID", "ROLE", "TENANT", "CREATED", "EXPIRES", "REVOKED", "NAME"});
    for (const TokenRecord &record : records) {
        table.add({record.id, std::string(roleName(record.role)), record.tenant ? record.tenant->text() : "all",
            timeCell(record.created), timeCell(record.expires), timeCell(record.revoked), record.name});
    }
    table.print();
}

void printSecret(const NewToken &made)
{
    std::printf("%s\n", shownSafely(made.secret).c_str());
    std::fprintf(stderr, "This is token %s. It is shown this once: keep it in a file that only you may read.\n",
        shownSafely(made.record.id).c_str());
}
} // namespace

Commands tokenCommands()
{
    return {callCommand<CreateToken>("token create", "token create --role operator -t acme --expires 90d", printSecret,
                {.names = {{"role", "--role"}}}),
        callCommand<ListTokens>("token list", "token list", printTokens),
        callCommand<RevokeToken>(
            "token revoke", "token revoke 3f6f0f1c2a9be001", [](const TokenRecord &record) { printTokens({record}); })};
}

} // namespace fairlead
