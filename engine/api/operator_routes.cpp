// SPDX-License-Identifier: Apache-2.0
#include "engine/api/route_parts.h"
#include "engine/api/router.h"
#include "engine/wire/config_json.h"
#include "engine/wire/request_json.h"
#include "engine/wire/view_json.h"

namespace fairlead {

namespace {
/// The scope of the path, narrowed to a tenant when the body names one.
Result<Scope> narrowed(Scope scope, const std::optional<TenantName> &tenant)
{
    if (tenant && !scope.queue)
        return failure(ErrorCode::Invalid, "tenant: goes with a queue only; a tenant as a whole has a path of its own");
    if (tenant)
        scope.tenant = tenant;
    return scope;
}

void pauseScope(Client &client, const ExchangePtr &exchange, const Scope &path)
{
    const Result<PauseRequest> request = readPauseRequest(exchange->body);
    const Result<Scope> scope = request ? narrowed(path, request->tenant) : failure(request.error());
    if (!scope)
        exchange->refuse(scope.error());
    else
        client.pause(*scope, request->who, request->why, answerWith<StatusView>(exchange, writeStatus));
}

void resumeScope(Client &client, const ExchangePtr &exchange, const Scope &path)
{
    const Result<ResumeRequest> request = readResumeRequest(exchange->body);
    const Result<Scope> scope = request ? narrowed(path, request->tenant) : failure(request.error());
    if (!scope)
        exchange->refuse(scope.error());
    else
        client.resume(*scope, answerWith<StatusView>(exchange, writeStatus));
}

using ScopeAct = void (*)(Client &, const ExchangePtr &, const Scope &);

void onQueue(Client &client, const ExchangePtr &exchange, ScopeAct act)
{
    withPart<QueueName>(exchange, [&](const QueueName &queue) { act(client, exchange, {queue, {}}); });
}

void onTenant(Client &client, const ExchangePtr &exchange, ScopeAct act)
{
    withPart<TenantName>(exchange, [&](const TenantName &tenant) { act(client, exchange, {{}, tenant}); });
}
} // namespace

void Router::addOperators()
{
    struct Lever
    {
        const char *word;
        ScopeAct act;
    };
    for (const Lever lever : {Lever {"pause", pauseScope}, Lever {"resume", resumeScope}}) {
        const std::string word = lever.word;
        add("POST", "/v1/engine/" + word,
            [act = lever.act](Client &client, const ExchangePtr &exchange) { act(client, exchange, {}); });
        add("POST", "/v1/queues/{}/" + word,
            [act = lever.act](Client &client, const ExchangePtr &exchange) { onQueue(client, exchange, act); });
        add("POST", "/v1/tenants/{}/" + word,
            [act = lever.act](Client &client, const ExchangePtr &exchange) { onTenant(client, exchange, act); });
    }
    add("POST", "/v1/engine/stop", Role::Admin, [](Client &client, const ExchangePtr &exchange) {
        const Result<StopMode> mode = readStopMode(exchange->body);
        if (!mode)
            exchange->refuse(mode.error());
        else
            client.stop(*mode, answerWith<StatusView>(exchange, writeStatus));
    });
    add("POST", "/v1/queues/{}/scale", [](Client &client, const ExchangePtr &exchange) {
        withPart<QueueName>(exchange, [&](const QueueName &queue) {
            const Result<std::optional<int>> workers = readScaleRequest(exchange->body);
            if (!workers)
                exchange->refuse(workers.error());
            else
                client.scaleQueue(queue, *workers, answerWith<QueueView>(exchange, writeQueue));
        });
    });
    add("GET", "/v1/config", Role::Admin, [](Client &client, const ExchangePtr &exchange) {
        client.configuration(answerWith<std::vector<ConfigEntry>>(exchange, writeConfigEntries));
    });
    add("POST", "/v1/config/reload", Role::Admin, [](Client &client, const ExchangePtr &exchange) {
        client.reloadConfiguration(answerWith<ReloadReport>(exchange, writeReloadReport));
    });
    add("POST", "/v1/backup", Role::Admin, [](Client &client, const ExchangePtr &exchange) {
        Result<std::string> file = readBackupOrder(exchange->body);
        if (!file)
            exchange->refuse(file.error());
        else
            client.backup(std::move(*file), answerWith<BackupReport>(exchange, writeBackupReport));
    });
    add("PATCH", "/v1/tenants/{}", [](Client &client, const ExchangePtr &exchange) {
        withPart<TenantName>(exchange, [&](const TenantName &tenant) {
            const Result<TenantPatch> patch = readTenantPatch(exchange->body);
            if (!patch)
                exchange->refuse(patch.error());
            else
                client.setTenant(tenant, *patch, answerWith<TenantView>(exchange, writeTenant));
        });
    });
}

} // namespace fairlead
