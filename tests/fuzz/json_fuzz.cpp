// SPDX-License-Identifier: Apache-2.0
// Whatever a request's body says, it is read or refused; what was read is written so that it is read the same again.
#include "engine/wire/access_json.h"
#include "engine/wire/job_json.h"
#include "engine/wire/lease_json.h"
#include "engine/wire/operation_json.h"
#include "engine/wire/request_json.h"

#include <cstdlib>

using namespace fairlead;

namespace {
void holds(bool isTrue)
{
    if (!isTrue)
        std::abort();
}

template <typename T>
void readsBack(const Result<T> &read, std::string (*write)(const T &), Result<T> (*again)(std::string_view))
{
    if (!read)
        return;
    const std::string text = write(*read);
    const Result<T> second = again(text);
    holds(second.has_value() && write(*second) == text);
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string json(reinterpret_cast<const char *>(data), size);
    readsBack<NewJob>(readNewJob(json), writeNewJob, [](std::string_view text) { return readNewJob(text); });
    readsBack<NewPayload>(readNewPayload(json), writeNewPayload, readNewPayload);
    readsBack<TenantPatch>(readTenantPatch(json), writeTenantPatch, readTenantPatch);
    readsBack<PauseRequest>(readPauseRequest(json), writePauseRequest, readPauseRequest);
    readsBack<OperationOrder>(readOperationOrder(json), writeOperationOrder, readOperationOrder);
    readsBack<TokenRequest>(readTokenRequest(json), writeTokenRequest, readTokenRequest);
    (void)readNewJobs(json, 100);
    (void)readLeaseRequest(json, QueueName::trusted("q"));
    (void)readRenewal(json);
    (void)readProgress(json);
    (void)readScaleRequest(json);
    (void)readJob(json);
    for (const char *verb : {"succeed", "fail", "reject", "snooze"})
        (void)readOutcome(verb, json);
    return 0;
}
