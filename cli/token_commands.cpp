// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"
#include "cli/job_text.h"
#include "cli/table.h"
#include "engine/calls/token_calls.h"
#include "engine/domain/units.h"

#include <cstdio>

namespace fairlead {

namespace {
Result<> create(Session &session, const Arguments &arguments)
{
    TokenRequest request {.name = arguments.value("name"), .role = Role::Viewer, .lifetime = {}};
    const Result<Role> role = parseRole(arguments.value("role"));
    if (!role)
        return failure(role.error());
    request.role = *role;
    if (arguments.has("expires")) {
        const Result<Microseconds> lifetime = parseDuration(arguments.value("expires"));
        if (!lifetime)
            return failure(lifetime.error());
        request.lifetime = *lifetime;
    }
    if (arguments.has("tenant")) {
        const Result<TenantName> tenant = TenantName::parse(arguments.value("tenant"));
        if (!tenant)
            return failure(tenant.error());
        request.tenant = *tenant;
    }
    const auto made = session.ask(CreateToken {request});
    if (!made)
        return failure(made.error());
    if (session.isJson) {
        session.printLastAnswer();
        return {};
    }
    std::printf("%s\n", shownSafely(made->secret).c_str());
    std::fprintf(stderr, "This is token %s. It is shown this once: keep it in a file that only you may read.\n",
        shownSafely(made->record.id).c_str());
    return {};
}

void print(const std::vector<TokenRecord> &records)
{
    Table table({"ID", "ROLE", "TENANT", "CREATED", "EXPIRES", "REVOKED", "NAME"});
    for (const TokenRecord &record : records) {
        table.add({record.id, std::string(roleName(record.role)), record.tenant ? record.tenant->text() : "all",
            timeCell(record.created), timeCell(record.expires), timeCell(record.revoked), record.name});
    }
    table.print();
}

Result<> listTokens(Session &session, const Arguments &)
{
    const auto records = session.ask(ListTokens {});
    if (!records)
        return failure(records.error());
    if (session.isJson)
        session.printLastAnswer();
    else
        print(*records);
    return {};
}

Result<> revoke(Session &session, const Arguments &arguments)
{
    const auto record = session.ask(RevokeToken {arguments.words.front()});
    if (!record)
        return failure(record.error());
    if (session.isJson)
        session.printLastAnswer();
    else
        print({*record});
    return {};
}
} // namespace

const std::vector<Command> &tokenCommands()
{
    static const std::vector<Command> commands {
        {{"token", "create"}, {},
            {{"role", "R", "viewer, operator or admin; the first must be an admin"},
                {"name", "TEXT", "whose it is, or what for"},
                {"tenant", "T", "only for this tenant's jobs; not for an admin"},
                {"expires", "D", "valid for D, such as 90d; else without end"}},
            "make a token, and ask for one from then on", create},
        {{"token", "list"}, {}, {}, "list tokens, never the secrets", listTokens},
        {{"token", "revoke"}, {"ID"}, {}, "make a token worthless at once", revoke},
    };
    return commands;
}

} // namespace fairlead
