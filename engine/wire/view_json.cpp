// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/view_json.h"

#include "engine/domain/units.h"
#include "engine/wire/history_json.h"
#include "engine/wire/json_reader.h"
#include "engine/wire/raw_json.h"

namespace fairlead {

namespace {
void writeCounts(JsonWriter &writer, const StateCounts &counts)
{
    writer.key("counts").beginObject();
    for (const JobState state : allJobStates)
        writer.member(jobStateName(state), countOf(counts, state));
    writer.endObject();
}

StateCounts readCounts(JsonObject &parent)
{
    StateCounts counts {};
    if (const auto element = parent.element("counts")) {
        JsonObject object(*element);
        for (const JobState state : allJobStates)
            counts.at(static_cast<std::size_t>(state)) = object.integer(jobStateName(state)).value_or(0);
    }
    return counts;
}

void putPause(JsonWriter &writer, const Pause &pause)
{
    writer.beginObject().member("who", pause.who).member("reason", pause.why);
    if (pause.queue)
        writer.member("queue", pause.queue->text());
    if (pause.tenant)
        writer.member("tenant", pause.tenant->text());
    writer.member("since", std::optional(pause.since)).endObject();
}

void writePause(JsonWriter &writer, const std::optional<Pause> &pause)
{
    writer.key("paused");
    if (pause)
        putPause(writer, *pause);
    else
        writer.null();
}

Pause takePause(simdjson::dom::element element)
{
    JsonObject object(element);
    Pause pause;
    pause.who = object.text("who").value_or("");
    pause.why = object.text("reason").value_or("");
    if (const auto queue = QueueName::parse(object.text("queue").value_or("")))
        pause.queue = *queue;
    if (const auto tenant = TenantName::parse(object.text("tenant").value_or("")))
        pause.tenant = *tenant;
    pause.since = object.time("since").value_or(TimePoint {});
    return pause;
}

std::optional<Pause> readPause(JsonObject &parent)
{
    const auto element = parent.element("paused");
    return element ? std::optional(takePause(*element)) : std::nullopt;
}

template <typename View>
std::string writeViews(std::string_view name, const std::vector<View> &views, void (*write)(JsonWriter &, const View &))
{
    JsonWriter writer;
    writer.beginObject().key(name).beginArray();
    for (const View &view : views)
        write(writer, view);
    return writer.endArray()
        .member("count", static_cast<std::int64_t>(views.size()))
        .key("cursor")
        .null()
        .endObject()
        .take();
}

template <typename View>
Result<std::vector<View>> readViews(std::string_view json, std::string_view name, Result<View> (*read)(JsonObject &))
{
    return readElements<View>(json, name, [&](const std::string &raw) { return readObject<View>(raw, read); });
}

void writeLayers(JsonWriter &writer, const std::vector<LayerView> &layers)
{
    writer.key("layers").beginArray();
    for (const LayerView &layer : layers) {
        writer.beginObject().member("kind", layer.kind).member("settings", layer.settings);
        if (layer.underWay)
            writer.member("under_way", std::int64_t {*layer.underWay});
        if (layer.asked)
            writer.member("hits", layer.asked->hits).member("misses", layer.asked->misses);
        if (!layer.open.empty()) {
            writer.key("open").beginArray();
            for (const std::string &target : layer.open)
                writer.text(target);
            writer.endArray();
        }
        writer.endObject();
    }
    writer.endArray();
}

std::vector<LayerView> readLayers(JsonObject &object)
{
    std::vector<LayerView> layers;
    for (const simdjson::dom::element &element : object.elements("layers")) {
        JsonObject one(element);
        LayerView layer {one.text("kind").value_or(""), one.text("settings").value_or("")};
        if (const std::optional<std::int64_t> runs = one.integer("under_way"))
            layer.underWay = static_cast<int>(*runs);
        const std::optional<std::int64_t> hits = one.integer("hits");
        const std::optional<std::int64_t> misses = one.integer("misses");
        if (hits && misses)
            layer.asked = {*hits, *misses};
        layer.open = one.texts("open");
        layers.push_back(std::move(layer));
    }
    return layers;
}

void putQueue(JsonWriter &writer, const QueueView &view)
{
    writer.beginObject().member("queue", view.queue.text()).member("handler", view.handler);
    writer.key("weight").number(view.weight);
    writer.member("workers_max", std::int64_t {view.workersMax}).memberUnlessEmpty("scaling", view.scaling);
    writer.member("running", std::int64_t {view.running});
    writeCounts(writer, view.counts);
    writePause(writer, view.pause);
    if (!view.layers.empty())
        writeLayers(writer, view.layers);
    writer.member("oldest_ready", view.oldestReady);
    writeQuantiles(writer, "queue_time_us", view.queueTime);
    writeQuantiles(writer, "run_time_us", view.runTime);
    writer.key("totals").beginObject();
    writeFlowCounts(writer, view.totals);
    writer.endObject().endObject();
}

Result<QueueView> takeQueue(JsonObject &object)
{
    QueueView view;
    const Result<QueueName> name = QueueName::parse(object.text("queue").value_or(""));
    if (!name)
        return failure(name.error());
    view.queue = *name;
    view.handler = object.text("handler").value_or("");
    view.weight = object.number("weight").value_or(1);
    view.workersMax = static_cast<int>(object.integer("workers_max").value_or(0));
    view.scaling = object.text("scaling").value_or("");
    view.running = static_cast<int>(object.integer("running").value_or(0));
    view.counts = readCounts(object);
    view.pause = readPause(object);
    view.layers = readLayers(object);
    view.oldestReady = object.time("oldest_ready");
    view.queueTime = readQuantiles(object, "queue_time_us");
    view.runTime = readQuantiles(object, "run_time_us");
    if (const auto totals = object.element("totals")) {
        JsonObject part(*totals);
        view.totals = readFlowCounts(part);
    }
    return view;
}

void putTenant(JsonWriter &writer, const TenantView &view)
{
    const TenantLimits &limits = view.limits;
    writer.beginObject().member("tenant", view.tenant.text()).key("weight").number(limits.weight);
    if (!limits.plan.empty())
        writer.member("plan", limits.plan);
    if (limits.rate)
        writer.member("rate", rateText(*limits.rate));
    if (limits.concurrency > 0)
        writer.member("concurrency", std::int64_t {limits.concurrency});
    if (limits.depthMax > 0)
        writer.member("max_depth", limits.depthMax);
    if (limits.bytesMax > 0)
        writer.member("max_bytes", limits.bytesMax);
    if (limits.retryShare < 1)
        writer.key("retry_budget").number(limits.retryShare);
    if (limits.backpressure)
        writer.member("backpressure", backpressureText(*limits.backpressure));
    writeCounts(writer, view.counts);
    writePause(writer, view.pause);
    writeQuantiles(writer, "queue_time_us", view.queueTime);
    writeQuantiles(writer, "run_time_us", view.runTime);
    writer.member("attempts", view.attempts).member("retries", view.retries);
    writer.member("worker_time_us", view.workerTime).endObject();
}

Result<TenantView> takeTenant(JsonObject &object)
{
    TenantView view;
    const Result<TenantName> name = TenantName::parse(object.text("tenant").value_or(""));
    if (!name)
        return failure(name.error());
    view.tenant = *name;
    view.limits.weight = object.number("weight").value_or(1);
    view.limits.plan = object.text("plan").value_or("");
    if (const auto rate = parseRate(object.text("rate").value_or("")))
        view.limits.rate = *rate;
    view.limits.concurrency = static_cast<int>(object.integer("concurrency").value_or(0));
    view.limits.depthMax = object.integer("max_depth").value_or(0);
    view.limits.bytesMax = object.integer("max_bytes").value_or(0);
    view.limits.retryShare = object.number("retry_budget").value_or(1);
    if (const auto backpressure = parseBackpressure(object.text("backpressure").value_or("")))
        view.limits.backpressure = *backpressure;
    view.counts = readCounts(object);
    view.pause = readPause(object);
    view.queueTime = readQuantiles(object, "queue_time_us");
    view.runTime = readQuantiles(object, "run_time_us");
    view.attempts = object.integer("attempts").value_or(0);
    view.retries = object.integer("retries").value_or(0);
    view.workerTime = object.integer("worker_time_us").value_or(0);
    return view;
}

void putWorker(JsonWriter &writer, const WorkerView &view)
{
    writer.beginObject().member("worker", view.worker).member("state", view.state);
    writer.memberUnlessEmpty("job", view.job ? view.job->text() : "");
    writer.memberUnlessEmpty("queue", view.queue ? view.queue->text() : "");
    writer.memberUnlessEmpty("tenant", view.tenant ? view.tenant->text() : "");
    writer.member("since", view.since).member("processed", view.processed).member("failed", view.failed);
    writer.member("retried", view.retried).member("mailbox", std::int64_t {view.mailbox}).endObject();
}

Result<WorkerView> takeWorker(JsonObject &object)
{
    WorkerView view;
    view.worker = object.text("worker").value_or("");
    view.state = object.text("state").value_or("");
    if (const Result<JobId> job = JobId::parse(object.text("job").value_or("")))
        view.job = *job;
    if (const Result<QueueName> queue = QueueName::parse(object.text("queue").value_or("")))
        view.queue = *queue;
    if (const Result<TenantName> tenant = TenantName::parse(object.text("tenant").value_or("")))
        view.tenant = *tenant;
    view.since = object.time("since");
    view.processed = object.integer("processed").value_or(0);
    view.failed = object.integer("failed").value_or(0);
    view.retried = object.integer("retried").value_or(0);
    view.mailbox = static_cast<int>(object.integer("mailbox").value_or(0));
    return view;
}

Result<StatusView> takeStatus(JsonObject &object)
{
    StatusView view;
    view.version = object.text("version").value_or("");
    view.state = object.text("state").value_or("");
    view.pid = object.integer("pid").value_or(0);
    view.dataDir = object.text("data_dir").value_or("");
    view.store = object.text("store").value_or("");
    view.durability = object.text("durability").value_or("");
    view.startedAt = object.time("started_at").value_or(TimePoint {});
    view.workers = static_cast<int>(object.integer("workers").value_or(0));
    view.busy = static_cast<int>(object.integer("busy").value_or(0));
    view.enqueued = object.integer("enqueued").value_or(0);
    view.finished = object.integer("finished").value_or(0);
    view.counts = readCounts(object);
    view.pause = readPause(object);
    for (const simdjson::dom::element pause : object.elements("pauses"))
        view.pauses.push_back(takePause(pause));
    return view;
}

Result<EnqueueReceipt> takeReceipt(JsonObject &object)
{
    EnqueueReceipt receipt;
    const Result<JobId> id = JobId::parse(object.text("id").value_or(""));
    const Result<JobState> state = parseJobState(object.text("state").value_or(""));
    if (!id || !state)
        return failure(ErrorCode::Internal, "the engine's answer is not a receipt; is it another version?");
    receipt.id = *id;
    receipt.state = *state;
    receipt.isNew = !object.boolean("existing").value_or(false);
    return receipt;
}

void putReceipt(JsonWriter &writer, const EnqueueReceipt &receipt)
{
    writer.beginObject().member("id", receipt.id.text()).member("state", jobStateName(receipt.state));
    writer.key("existing").boolean(!receipt.isNew).endObject();
}

void putError(JsonWriter &writer, const Error &error)
{
    constexpr std::int64_t retryAfterMs = 1000;
    writer.beginObject().key("error").beginObject().member("code", errorCodeName(error.code));
    writer.member("message", error.text);
    if (isRetryable(error.code))
        writer.member("retry_after_ms", retryAfterMs);
    writer.endObject().endObject();
}
} // namespace

std::string writeError(const Error &error)
{
    JsonWriter writer;
    putError(writer, error);
    return writer.take();
}

std::optional<Error> readError(std::string_view json)
{
    const Result<JsonDocument> document = JsonDocument::parse(json);
    if (!document || !document->root().is_object())
        return std::nullopt;
    JsonObject object(document->root());
    const auto element = object.element("error");
    if (!element)
        return std::nullopt;
    JsonObject error(*element);
    return Error {errorCodeFromName(error.text("code").value_or("")), error.text("message").value_or("")};
}

std::string writeReceipt(const EnqueueReceipt &receipt)
{
    JsonWriter writer;
    putReceipt(writer, receipt);
    return writer.take();
}

std::string writeReceipts(const std::vector<Result<EnqueueReceipt>> &receipts)
{
    JsonWriter writer;
    writer.beginArray();
    for (const Result<EnqueueReceipt> &receipt : receipts) {
        if (receipt)
            putReceipt(writer, *receipt);
        else
            putError(writer, receipt.error());
    }
    return writer.endArray().take();
}

Result<EnqueueReceipt> readReceipt(std::string_view json)
{
    if (const std::optional<Error> error = readError(json))
        return failure(*error);
    return readObject<EnqueueReceipt>(json, takeReceipt);
}

Result<std::vector<Result<EnqueueReceipt>>> readReceipts(std::string_view json)
{
    const Result<JsonDocument> document = JsonDocument::parse(json);
    if (!document)
        return failure(document.error());
    std::vector<Result<EnqueueReceipt>> receipts;
    for (const std::string &raw : rawElements(json))
        receipts.push_back(readReceipt(raw));
    return receipts;
}

std::string writeStatus(const StatusView &view)
{
    JsonWriter writer;
    writer.beginObject().member("version", view.version).member("state", view.state).member("pid", view.pid);
    writer.member("data_dir", view.dataDir).member("store", view.store).member("durability", view.durability);
    writer.member("started_at", std::optional(view.startedAt));
    writer.member("workers", std::int64_t {view.workers}).member("busy", std::int64_t {view.busy});
    writer.member("enqueued", view.enqueued).member("finished", view.finished);
    writeCounts(writer, view.counts);
    writePause(writer, view.pause);
    writer.key("pauses").beginArray();
    for (const Pause &pause : view.pauses)
        putPause(writer, pause);
    return writer.endArray().endObject().take();
}

Result<StatusView> readStatus(std::string_view json)
{
    return readObject<StatusView>(json, takeStatus);
}

std::string writeQueue(const QueueView &view)
{
    JsonWriter writer;
    putQueue(writer, view);
    return writer.take();
}

std::string writeQueues(const std::vector<QueueView> &views)
{
    return writeViews("queues", views, putQueue);
}

Result<QueueView> readQueue(std::string_view json)
{
    return readObject<QueueView>(json, takeQueue);
}

Result<std::vector<QueueView>> readQueues(std::string_view json)
{
    return readViews(json, "queues", takeQueue);
}

std::string writeTenant(const TenantView &view)
{
    JsonWriter writer;
    putTenant(writer, view);
    return writer.take();
}

std::string writeTenants(const std::vector<TenantView> &views)
{
    return writeViews("tenants", views, putTenant);
}

Result<TenantView> readTenant(std::string_view json)
{
    return readObject<TenantView>(json, takeTenant);
}

Result<std::vector<TenantView>> readTenants(std::string_view json)
{
    return readViews(json, "tenants", takeTenant);
}

std::string writeWorkers(const std::vector<WorkerView> &views)
{
    return writeViews("workers", views, putWorker);
}

Result<std::vector<WorkerView>> readWorkers(std::string_view json)
{
    return readViews(json, "workers", takeWorker);
}

std::string writeWhy(const WhyView &view)
{
    JsonWriter writer;
    writer.beginObject().member("id", view.id.text()).member("state", jobStateName(view.state));
    writer.key("reasons").beginArray();
    for (const WaitReason &reason : view.reasons)
        writer.beginObject().member("code", reason.code).member("text", reason.text).endObject();
    writer.endArray();
    if (view.ahead)
        writer.member("ahead", *view.ahead);
    if (view.tenantsWaiting)
        writer.member("tenants_waiting", *view.tenantsWaiting);
    if (view.until)
        writer.member("until", timeText(*view.until));
    if (view.expected)
        writer.member("expected", timeText(*view.expected));
    return writer.endObject().take();
}

Result<WhyView> readWhy(std::string_view json)
{
    return readObject<WhyView>(json, [](JsonObject &object) -> Result<WhyView> {
        WhyView view;
        const Result<JobId> id = JobId::parse(object.text("id").value_or(""));
        if (!id)
            return failure(id.error());
        view.id = *id;
        if (const auto state = parseJobState(object.text("state").value_or("")))
            view.state = *state;
        for (const auto &element : object.elements("reasons")) {
            JsonObject reason(element);
            view.reasons.push_back({reason.text("code").value_or(""), reason.text("text").value_or("")});
        }
        view.ahead = object.integer("ahead");
        view.tenantsWaiting = object.integer("tenants_waiting");
        view.until = object.time("until");
        view.expected = object.time("expected");
        return view;
    });
}

namespace {
void putVerified(JsonWriter &writer, const VerifyReport &report)
{
    writer.key("ok").boolean(report.problems.empty()).member("jobs_checked", report.jobsChecked);
    writer.key("problems").beginArray();
    for (const std::string &problem : report.problems)
        writer.text(problem);
    writer.endArray();
}

VerifyReport takeVerified(JsonObject &object)
{
    return {object.integer("jobs_checked").value_or(0), object.texts("problems")};
}
} // namespace

std::string writeVerifyReport(const VerifyReport &report)
{
    JsonWriter writer;
    writer.beginObject();
    putVerified(writer, report);
    return writer.endObject().take();
}

Result<VerifyReport> readVerifyReport(std::string_view json)
{
    return readObject<VerifyReport>(
        json, [](JsonObject &object) -> Result<VerifyReport> { return takeVerified(object); });
}

std::string writeBackupReport(const BackupReport &report)
{
    JsonWriter writer;
    writer.beginObject().member("file", report.file).member("bytes", report.bytes);
    putVerified(writer, report.verified);
    return writer.endObject().take();
}

Result<BackupReport> readBackupReport(std::string_view json)
{
    return readObject<BackupReport>(json, [](JsonObject &object) -> Result<BackupReport> {
        return BackupReport {
            object.text("file").value_or(""), object.integer("bytes").value_or(0), takeVerified(object)};
    });
}

} // namespace fairlead
