// SPDX-License-Identifier: Apache-2.0
#include "engine/api/api_document.h"

#include "engine/api/exchange.h"
#include "engine/calls/all_calls.h"
#include "engine/domain/letter_case.h"
#include "engine/wire/call_codec.h"

#include <set>

namespace fairlead {

namespace {
constexpr int notSignedIn = 401;
constexpr int notJson = 415;

/// Turns "job.edit-retry" into "jobEditRetry".
std::string operationId(std::string_view name)
{
    std::string id;
    bool isNewWord = false;
    for (const char c : name) {
        const bool isSeparator = c == '.' || c == '-';
        if (!isSeparator)
            id += isNewWord ? static_cast<char>(c - 'a' + 'A') : c;
        isNewWord = isSeparator;
    }
    return id;
}

/// Writes the operation of one call.
template <typename C>
class OperationWriter
{
public:
    OperationWriter(JsonWriter &writer, SchemaWriter::Book &book)
        : m_writer(writer)
        , m_book(book)
    {
    }
    void write(std::string_view group)
    {
        m_writer.key(lower(C::info.method)).beginObject().member("operationId", operationId(C::info.name));
        m_writer.member("summary", C::info.text).member("description", description());
        m_writer.key("tags").beginArray().text(group).endArray();
        if (!C::info.role)
            m_writer.key("security").beginArray().beginObject().endObject().endArray();
        writeParameters();
        writeBody();
        writeResponses();
        m_writer.endObject();
    }

private:
    static std::string description()
    {
        std::string text(C::info.text);
        text += C::info.role ? ". Needs the role " + std::string(roleName(*C::info.role)) : ". Needs no token";
        switch (C::info.whose) {
        case Whose::Engine:
            return text + "; not for a token of one tenant.";
        case Whose::OwnJob:
        case Whose::Narrowed:
        case Whose::Items:
        case Whose::Tenant:
            return text + "; a token of one tenant sees and touches that tenant alone.";
        case Whose::Anybody:
            return text + ".";
        }
        return text;
    }
    void writeParameters()
    {
        m_writer.key("parameters").beginArray();
        C call {};
        eachSettable(Fields<C>::all, call, [this]<typename V>(const FieldSpec &spec, V &&) {
            using Value = std::remove_cvref_t<V>;
            const Place place = placeOf<C, Value>(spec);
            if constexpr (OneText<Value> || isQueryList<Value>) {
                if (place == Place::Path || place == Place::Query)
                    writeParameter(spec, place == Place::Path ? "path" : "query",
                        [&](SchemaWriter &schema) { Codec<Value>::schema(schema, parameterSpec(spec)); });
            }
        });
        const auto text = [](SchemaWriter &schema) { schema.type("string"); };
        if constexpr (C::info.takesIdempotencyKey)
            writeParameter({"Idempotency-Key", "of the only job of the request"}, "header", text);
        if constexpr (std::is_same_v<C, ListEvents>)
            writeParameter({"Last-Event-ID", "where a stream goes on"}, "header", text);
        m_writer.endArray();
    }
    /// A parameter is there or absent; it is never null.
    static FieldSpec parameterSpec(FieldSpec spec)
    {
        spec.rules.whenEmpty = WhenEmpty::LeftOut;
        spec.rules.isRequired = false;
        return spec;
    }
    void writeParameter(
        const FieldSpec &spec, std::string_view place, const std::function<void(SchemaWriter &)> &writeSchema)
    {
        m_writer.beginObject().member("name", spec.name).member("in", place).member("description", spec.text);
        if (place == "path" || spec.rules.isRequired)
            m_writer.key("required").boolean(true);
        m_writer.key("schema").beginObject();
        SchemaWriter schema(m_writer, m_book, true);
        writeSchema(schema);
        schema.example(spec.rules.example);
        m_writer.endObject().endObject();
    }
    template <typename Table, typename Owner>
    static void writeBodyMembers(SchemaWriter &schema, const Table &table, bool &hasRequired)
    {
        eachOf(table, [&]<typename Entry>(const Entry &entry) {
            if constexpr (isInline<Entry>) {
                Owner owner {};
                auto &&part = std::invoke(entry.access, owner);
                using Part = std::remove_cvref_t<decltype(part)>;
                if constexpr (isRawPart<Part>)
                    writeRawPartSchema(schema, part.name, part.isRequired);
                else
                    writeBodyMembers<std::remove_cv_t<decltype(Fields<Part>::all)>, Part>(
                        schema, Fields<Part>::all, hasRequired);
            } else if constexpr (!isDerived<Entry>) {
                using Value = std::remove_cvref_t<std::invoke_result_t<decltype(entry.access), Owner &>>;
                if (placeOf<C, Value>(entry) != Place::Body)
                    return;
                hasRequired = hasRequired || entry.rules.isRequired;
                writeEntrySchema<Owner>(schema, entry, false);
            }
        });
    }
    void writeBody()
    {
        if constexpr (C::info.method != "GET" && C::info.method != "DELETE") {
            bool hasRequired = false;
            JsonWriter inner;
            SchemaWriter schema(inner, m_book, true);
            inner.beginObject();
            if constexpr (std::is_same_v<C, EnqueueJobs>) {
                Codec<Each<NewJob>>::schema(schema, {});
                hasRequired = true;
            } else {
                schema.object([&] {
                    writeBodyMembers<std::remove_cv_t<decltype(Fields<C>::all)>, C>(
                        schema, Fields<C>::all, hasRequired);
                });
            }
            inner.endObject();
            m_writer.key("requestBody").beginObject().key("required").boolean(hasRequired);
            m_writer.key("content").beginObject().key("application/json").beginObject();
            m_writer.key("schema").raw(inner.take()).endObject().endObject().endObject();
        }
    }
    void writeReplySchema()
    {
        m_writer.key("schema").beginObject();
        SchemaWriter schema(m_writer, m_book, false);
        if constexpr (!std::is_same_v<typename C::Reply, Raw>)
            ReplyForm<typename C::Reply>::schema(schema);
        else if constexpr (requires { C::replyType; })
            schema.type(C::replyType == "application/json" ? "object" : "string");
        m_writer.endObject();
    }
    void writeSuccess(int status)
    {
        m_writer.key(std::to_string(status)).beginObject().member("description", "done");
        m_writer.key("content").beginObject();
        if constexpr (std::is_same_v<C, ListEvents>)
            m_writer.key("text/event-stream")
                .beginObject()
                .key("schema")
                .beginObject()
                .member("type", "string")
                .endObject()
                .endObject();
        // Client generators that do not support any type use the first one.
        if constexpr (std::is_same_v<typename C::Reply, Raw>)
            m_writer.key("application/octet-stream").raw(R"({"schema":{"type":"string","format":"binary"}})");
        if constexpr (requires { C::replyType; })
            m_writer.key(C::replyType);
        else
            m_writer.key(std::is_same_v<typename C::Reply, Raw> ? "*/*" : "application/json");
        m_writer.beginObject();
        writeReplySchema();
        m_writer.endObject().endObject().endObject();
    }
    void writeResponses()
    {
        m_writer.key("responses").beginObject();
        if constexpr (requires { C::statuses; }) {
            for (const int status : C::statuses)
                writeSuccess(status);
        } else {
            writeSuccess(C::info.status);
        }
        for (const auto &[status, text] : errorStatuses())
            writeErrorResponse(std::to_string(status), "refused: " + text);
        writeErrorResponse("default", "refused, or the engine failed");
        m_writer.endObject();
    }
    /// Whether a valid token may have too few rights.
    static constexpr bool mayBeDenied()
    {
        constexpr Whose whose = C::info.whose;
        const bool isNarrowed = whose == Whose::Engine || whose == Whose::Narrowed || whose == Whose::Tenant;
        return C::info.role && (*C::info.role > Role::Viewer || isNarrowed);
    }
    static std::map<int, std::string> errorStatuses()
    {
        std::map<int, std::string> statuses;
        const auto note = [&statuses](int status, std::string_view name) {
            std::string &text = statuses[status];
            text += (text.empty() ? "" : ", ") + std::string(name);
        };
        note(httpStatus(ErrorCode::Invalid), errorCodeName(ErrorCode::Invalid));
        for (std::size_t i = 0; i < errorCodeNames().size(); ++i) {
            const auto code = static_cast<ErrorCode>(i);
            if (C::info.errors.has(code))
                note(httpStatus(code), errorCodeName(code));
        }
        if (C::info.role)
            note(notSignedIn, errorCodeName(ErrorCode::Denied));
        if (mayBeDenied())
            note(httpStatus(ErrorCode::Denied), errorCodeName(ErrorCode::Denied));
        if (C::info.method != "GET" && C::info.method != "DELETE")
            note(notJson, errorCodeName(ErrorCode::Invalid));
        if constexpr (requires { C::statuses; }) {
            for (const int status : C::statuses)
                statuses.erase(status);
        }
        return statuses;
    }
    void writeErrorResponse(std::string_view status, const std::string &text)
    {
        m_writer.key(status).beginObject().member("description", text);
        m_writer.key("content").beginObject().key("application/json").beginObject().key("schema").beginObject();
        SchemaWriter schema(m_writer, m_book, false);
        writeErrorSchema(schema);
        m_writer.endObject().endObject().endObject().endObject();
    }

    JsonWriter &m_writer;
    SchemaWriter::Book &m_book;
};

void writeHead(JsonWriter &writer)
{
    writer.member("openapi", "3.1.0").key("info").beginObject();
    writer.member("title", "Fairlead").member("version", "1");
    writer.member("description", "Durable, multi-tenant, fair job queue.");
    writer.key("contact").beginObject().member("name", "The Fairlead project").endObject();
    writer.key("license").beginObject().member("name", "Apache-2.0").member("identifier", "Apache-2.0").endObject();
    writer.endObject().key("servers").beginArray().beginObject().member("url", "http://127.0.0.1:8420");
    writer.member("description", "the default; loopback").endObject().endArray();
    writer.key("security").beginArray().beginObject().endObject();
    writer.beginObject().key("bearer").beginArray().endArray().endObject().endArray();
    writer.key("tags").beginArray();
    std::apply(
        [&writer](const auto &...group) {
            (writer.beginObject().member("name", group.name).member("description", group.text).endObject(), ...);
        },
        callGroups);
    writer.endArray();
}

void writePaths(JsonWriter &writer, SchemaWriter::Book &book)
{
    std::set<std::string_view> paths;
    eachCall([&paths]<typename C>() { paths.insert(C::info.path); });
    writer.key("paths").beginObject();
    for (const std::string_view path : paths) {
        writer.key(path).beginObject();
        std::apply(
            [&](const auto &...group) {
                (eachCallOf(group,
                     [&]<typename C>() {
                         if (C::info.path == path)
                             OperationWriter<C>(writer, book).write(group.name);
                     }),
                    ...);
            },
            callGroups);
        writer.endObject();
    }
    writer.endObject();
}

/// Schemas that other schemas refer to are found while these are written.
void writeComponents(JsonWriter &writer, SchemaWriter::Book &book)
{
    writer.key("components").beginObject().key("securitySchemes").beginObject().key("bearer").beginObject();
    writer.member("type", "http").member("scheme", "bearer").endObject().endObject();
    writer.key("schemas").beginObject();
    std::set<std::string, std::less<>> written;
    for (std::size_t before = book.size() + 1; before != written.size();) {
        before = written.size();
        for (const auto &[name, named] : SchemaWriter::Book(book)) {
            if (!written.insert(name).second)
                continue;
            SchemaWriter schema(writer.key(name).beginObject(), book, named.isRequest);
            named.write(schema);
            writer.endObject();
        }
    }
    writer.endObject().endObject();
}
} // namespace

const std::string &apiDocument()
{
    static const std::string document = [] {
        JsonWriter writer;
        SchemaWriter::Book book;
        writer.beginObject();
        writeHead(writer);
        writePaths(writer, book);
        writeComponents(writer, book);
        return writer.endObject().take();
    }();
    return document;
}

} // namespace fairlead
