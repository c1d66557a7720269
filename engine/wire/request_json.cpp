// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/request_json.h"

#include "engine/domain/units.h"
#include "engine/wire/json_reader.h"
#include "engine/wire/json_writer.h"

#include <algorithm>
#include <array>
#include <limits>

namespace fairlead {

std::string writeBackupOrder(const std::string &file)
{
    JsonWriter writer;
    return writer.beginObject().member("file", file).endObject().take();
}

Result<std::string> readBackupOrder(std::string_view json)
{
    return readObject<std::string>(json, [](JsonObject &object) -> Result<std::string> {
        std::string file = object.text("file").value_or("");
        object.refuseUnknown();
        return file;
    });
}

namespace {
/// The parts of a patch that may be cleared, by their names.
std::array<std::pair<std::string_view, bool *>, 7> clearedParts(TenantPatch::Cleared &cleared)
{
    return {{{"weight", &cleared.weight}, {"rate", &cleared.rate}, {"concurrency", &cleared.concurrency},
        {"max_depth", &cleared.depthMax}, {"max_bytes", &cleared.bytesMax}, {"retry_budget", &cleared.retryShare},
        {"backpressure", &cleared.backpressure}}};
}
} // namespace

std::string writeTenantPatch(const TenantPatch &patch)
{
    JsonWriter writer;
    writer.beginObject();
    const TenantRules &rules = patch.rules;
    if (rules.weight)
        writer.key("weight").number(*rules.weight);
    if (rules.rate)
        writer.member("rate", rules.rate->perSecond > 0 ? rateText(*rules.rate) : "none");
    if (rules.concurrency)
        writer.member("concurrency", std::int64_t {*rules.concurrency});
    if (rules.depthMax)
        writer.member("max_depth", *rules.depthMax);
    if (rules.bytesMax)
        writer.member("max_bytes", *rules.bytesMax);
    if (rules.retryShare)
        writer.key("retry_budget").number(*rules.retryShare);
    if (rules.backpressure)
        writer.member("backpressure", backpressureText(*rules.backpressure));
    if (patch.plan)
        writer.member("plan", *patch.plan);
    TenantPatch::Cleared cleared = patch.cleared;
    for (const auto &[name, isCleared] : clearedParts(cleared)) {
        if (*isCleared)
            writer.key(name).null();
    }
    return writer.endObject().take();
}

Result<TenantPatch> readTenantPatch(std::string_view json)
{
    return readObject<TenantPatch>(json, [](JsonObject &object) -> Result<TenantPatch> {
        TenantPatch patch {object.text("plan"), {object.number("weight"), {}, {}, object.integer("max_depth")}};
        if (const auto concurrency = object.integer("concurrency"))
            patch.rules.concurrency = static_cast<int>(std::clamp<std::int64_t>(*concurrency, -1, 1'000'000));
        if (const auto text = object.text("rate")) {
            const Result<Rate> rate = *text == "none" ? Rate {0, 1} : parseRate(*text);
            if (rate)
                patch.rules.rate = *rate;
            else
                object.fault("rate", "such as \"10/s\", or \"none\"");
        }
        patch.rules.bytesMax = object.integer("max_bytes");
        patch.rules.retryShare = object.number("retry_budget");
        if (const auto text = object.text("backpressure")) {
            const Result<Backpressure> backpressure = parseBackpressure(*text);
            if (backpressure)
                patch.rules.backpressure = *backpressure;
            else
                object.fault("backpressure", backpressure.error().text);
        }
        for (const auto &[name, isCleared] : clearedParts(patch.cleared))
            *isCleared = object.isNull(name);
        object.refuseUnknown();
        return patch;
    });
}

std::string writeScaleRequest(std::optional<int> workers)
{
    JsonWriter writer;
    writer.beginObject().key("workers");
    if (workers)
        writer.number(std::int64_t {*workers});
    else
        writer.null();
    return writer.endObject().take();
}

Result<std::optional<int>> readScaleRequest(std::string_view json)
{
    return readObject<std::optional<int>>(json, [](JsonObject &object) -> Result<std::optional<int>> {
        std::optional<int> workers;
        if (const auto number = object.integer("workers"))
            workers = static_cast<int>(std::clamp<std::int64_t>(*number, -1, std::numeric_limits<int>::max()));
        else if (!object.isNull("workers"))
            object.fault("workers", "a number, or null for the configuration's choice");
        object.refuseUnknown();
        return workers;
    });
}

std::string writePauseRequest(const PauseRequest &request)
{
    JsonWriter writer;
    writer.beginObject().member("who", request.who).member("reason", request.why);
    return writer.memberUnlessEmpty("tenant", request.tenant ? request.tenant->text() : "").endObject().take();
}

Result<PauseRequest> readPauseRequest(std::string_view json)
{
    if (json.empty())
        return PauseRequest {};
    return readObject<PauseRequest>(json, [](JsonObject &object) -> Result<PauseRequest> {
        const PauseRequest request {object.text("who").value_or(""), object.text("reason").value_or(""),
            parsed(object, "tenant", TenantName::parse)};
        object.refuseUnknown();
        return request;
    });
}

std::string writeResumeRequest(const ResumeRequest &request)
{
    JsonWriter writer;
    writer.beginObject().memberUnlessEmpty("tenant", request.tenant ? request.tenant->text() : "");
    return writer.endObject().take();
}

Result<ResumeRequest> readResumeRequest(std::string_view json)
{
    if (json.empty())
        return ResumeRequest {};
    return readObject<ResumeRequest>(json, [](JsonObject &object) -> Result<ResumeRequest> {
        const ResumeRequest request {parsed(object, "tenant", TenantName::parse)};
        object.refuseUnknown();
        return request;
    });
}

std::string writeWho(const std::string &who)
{
    JsonWriter writer;
    return writer.beginObject().memberUnlessEmpty("who", who).endObject().take();
}

Result<std::string> readWho(std::string_view json)
{
    if (json.empty())
        return std::string {};
    return readObject<std::string>(json, [](JsonObject &object) -> Result<std::string> {
        std::string who = object.text("who").value_or("");
        object.refuseUnknown();
        return who;
    });
}

std::string writeStopMode(StopMode mode)
{
    JsonWriter writer;
    return writer.beginObject().member("mode", mode == StopMode::Now ? "now" : "drain").endObject().take();
}

Result<StopMode> readStopMode(std::string_view json)
{
    if (json.empty())
        return StopMode::Drain;
    return readObject<StopMode>(json, [](JsonObject &object) -> Result<StopMode> {
        const std::string mode = object.text("mode").value_or("drain");
        object.refuseUnknown();
        if (mode != "drain" && mode != "now")
            object.fault("mode", "\"drain\" or \"now\"");
        return mode == "now" ? StopMode::Now : StopMode::Drain;
    });
}

} // namespace fairlead
