// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/call.h"
#include "engine/domain/alert.h"
#include "engine/domain/mark.h"
#include "engine/wire/json.h"

#include <algorithm>
#include <map>

namespace fairlead {

// A call as it travels over HTTP: its members in the path, the query or the body; its reply in the body.

using QueryMap = std::multimap<std::string, std::string>;

template <typename T>
inline constexpr bool isEach = false;
template <typename T>
inline constexpr bool isEach<Each<T>> = true;

/// Where a member is.
enum class Place { Path, Query, Body, WholeBody };
/// A member in braces is in the path. The others are in the query for GET and DELETE, else in the body.
template <typename C, typename Value>
Place placeOf(const FieldSpec &spec)
{
    if constexpr (isEach<Value>)
        return Place::WholeBody;
    if (C::info.path.find("{" + std::string(spec.name) + "}") != std::string_view::npos)
        return Place::Path;
    return C::info.method == "GET" || C::info.method == "DELETE" ? Place::Query : Place::Body;
}

/// Whether a member can be written as one text, as in a path or a query.
template <typename V>
concept OneText = requires(const V &value, V &to)
{
    Codec<std::remove_cvref_t<V>>::textOf(value, FieldSpec {});
    Codec<std::remove_cvref_t<V>>::fromText(std::string_view {}, to, FieldSpec {});
};

/// Whether a member is a list that a query holds: its name, once for each item.
template <typename V>
inline constexpr bool isQueryList = false;
template <OneText T>
inline constexpr bool isQueryList<std::optional<std::vector<T>>> = true;

/// Checks a call by the rules of its members and by its own. Local and remote clients do so before the engine is asked.
template <typename C>
Result<> checkCall(const C &call)
{
    if (Result<> good = checkFields(call); !good)
        return good;
    if constexpr (requires { call.check(); })
        return call.check();
    else
        return {};
}

/// The members of a call's body as JSON, for the audit log. Payloads are shown by size; secrets are left out.
template <typename C>
std::string writeShownBody(const C &call)
{
    JsonWriter writer;
    bool isEmpty = true;
    writer.beginObject();
    eachMemberOf(Fields<C>::all, call, [&]<typename V>(const FieldSpec &spec, const V &value) {
        if constexpr (!isRawPart<V> && !isEach<V>) {
            if (placeOf<C, V>(spec) != Place::Body)
                return;
            isEmpty = false;
            if (spec.rules.secrecy == Secrecy::Plain)
                writeMember(writer, spec, value);
            else
                writer.member(spec.name, "***");
        }
    });
    writer.endObject();
    return isEmpty ? std::string {} : writer.take();
}

// --- the engine's side -----------------------------------------------------------------------------------------------

/// The parts of a request from which a call is read. `parts` are the values of the members in the path, in its order.
struct CallSource
{
    const std::vector<std::string> &parts;
    const QueryMap &query;
    const std::string &body;
};

/// Reads one job or a list of jobs. An item that cannot be read is an error in its place.
Result<Each<NewJob>> readEachNewJob(std::string_view json);
/// For calls without a body. An empty object is allowed. Fails with Invalid.
Result<> checkNoMembers(std::string_view json);

template <typename C>
std::vector<std::string_view> pathMembers()
{
    std::vector<std::string_view> names;
    std::string_view path = C::info.path;
    for (std::size_t at = path.find('{'); at != std::string_view::npos; at = path.find('{', at + 1))
        names.push_back(path.substr(at + 1, path.find('}', at) - at - 1));
    return names;
}

/// Reads one member from the path or the query. True when it was there.
template <typename C, typename V>
Result<bool> readText(const CallSource &source, const FieldSpec &spec, Place place, V &&value)
{
    using Value = std::remove_cvref_t<V>;
    if (place == Place::Path) {
        const std::vector<std::string_view> names = pathMembers<C>();
        const auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), spec.name) - names.begin());
        const Result<> read = Codec<Value>::fromText(source.parts.at(at), value, spec);
        if (!read)
            return failure(read.error());
        return true;
    }
    const auto [first, last] = source.query.equal_range(std::string(spec.name));
    if (first == last)
        return false;
    if (std::next(first) != last)
        return failure(ErrorCode::Invalid, std::string(spec.name) + ": given more than once");
    if (first->second.empty())
        return failure(emptyGiven(spec.name));
    const Result<> read = Codec<Value>::fromText(first->second, value, spec);
    if (!read)
        return failure(read.error());
    return true;
}

/// Reads a list from the query.
template <typename T>
Result<> readQueryList(const CallSource &source, const FieldSpec &spec, std::optional<std::vector<T>> &list)
{
    const auto [first, last] = source.query.equal_range(std::string(spec.name));
    for (auto one = first; one != last; ++one) {
        if (one->second.empty())
            return failure(emptyGiven(spec.name));
        std::optional<T> item; // names have no empty value
        if (Result<> read = Codec<std::optional<T>>::fromText(one->second, item, spec); !read)
            return read;
        if (!list)
            list.emplace();
        list->push_back(std::move(*item));
    }
    return Codec<std::optional<std::vector<T>>>::check(list, spec);
}

/// Calls `visit(spec, value)` for each settable member, including those of inlined parts. Raw parts are visited as
/// such.
template <typename Table, typename Owner, typename Visit>
void eachSettable(const Table &table, Owner &owner, const Visit &visit)
{
    eachOf(table, [&]<typename Entry>(const Entry &entry) {
        if constexpr (isInline<Entry>) {
            auto &&part = std::invoke(entry.access, owner);
            using Part = std::remove_cvref_t<decltype(part)>;
            if constexpr (isRawPart<Part>)
                visit(FieldSpec {part.name, {}}, part);
            else
                eachSettable(Fields<Part>::all, part, visit);
        } else if constexpr (!isDerived<Entry>) {
            visit(static_cast<const FieldSpec &>(entry), std::invoke(entry.access, owner));
        }
    });
}

/// Reads a call from a request. Fails with Invalid, TooLarge or LeaseLost, naming the member.
template <typename C>
Result<C> readCall(const CallSource &source)
{
    C call {};
    Result<> good;
    bool hasBody = false;
    std::vector<std::string_view> known;
    // An absent body counts as an empty object.
    const std::string_view text = source.body.empty() ? std::string_view("{}") : std::string_view(source.body);
    std::optional<Result<JsonDocument>> document;
    std::optional<JsonObject> object;
    eachSettable(Fields<C>::all, call, [&]<typename V>(const FieldSpec &spec, V &&value) {
        using Value = std::remove_cvref_t<V>;
        if (!good)
            return;
        const Place place = placeOf<C, Value>(spec);
        if constexpr (isEach<Value>) {
            hasBody = true;
            auto read = readEachNewJob(source.body);
            if (read)
                value = std::move(*read);
            else
                good = failure(read.error());
        } else if (place == Place::Body) {
            hasBody = true;
            if (!document) {
                document.emplace(JsonDocument::parseRequest(text));
                if (!*document) {
                    good = failure(document->error());
                    return;
                }
                object.emplace((*document)->root());
            }
            readMember({*object, text, Reading::Request}, spec, value);
        } else if constexpr (OneText<V>) {
            known.push_back(spec.name);
            if (const Result<bool> read = readText<C>(source, spec, place, value); !read)
                good = failure(read.error());
        } else if constexpr (isQueryList<Value>) {
            known.push_back(spec.name);
            good = readQueryList(source, spec, value);
        }
    });
    if (good && object) {
        object->refuseUnknown();
        if (!object->isGood())
            good = failure(object->error());
    }
    for (const auto &[name, value] : source.query) {
        if (good && std::find(known.begin(), known.end(), name) == known.end())
            good = failure(ErrorCode::Invalid, "unknown filter '" + name.substr(0, 64) + "'");
    }
    if (good && !hasBody && !source.body.empty())
        good = checkNoMembers(source.body);
    if (!good)
        return failure(good.error());
    return call;
}

/// The member under which a list as a whole reply is written: the name of its items.
template <typename T>
struct ListName;
template <>
struct ListName<QueueView>
{
    static constexpr std::string_view name = "queues";
    static constexpr std::string_view schema = "QueuePage";
};
template <>
struct ListName<WorkerView>
{
    static constexpr std::string_view name = "workers";
    static constexpr std::string_view schema = "WorkerPage";
};
template <>
struct ListName<LeasedJob>
{
    static constexpr std::string_view name = "jobs";
    static constexpr std::string_view schema = "LeasedJobs";
};
template <>
struct ListName<Mark>
{
    static constexpr std::string_view name = "marks";
    static constexpr std::string_view schema = "MarkPage";
};
template <>
struct ListName<AlertView>
{
    static constexpr std::string_view name = "alerts";
    static constexpr std::string_view schema = "AlertPage";
};
template <>
struct ListName<Operation>
{
    static constexpr std::string_view name = "operations";
    static constexpr std::string_view schema = "OperationPage";
};
template <>
struct ListName<ConfigEntry>
{
    static constexpr std::string_view name = "entries";
    static constexpr std::string_view schema = "Configuration";
};
template <>
struct ListName<TokenRecord>
{
    static constexpr std::string_view name = "tokens";
    static constexpr std::string_view schema = "TokenPage";
};

template <>
struct Codec<Each<NewJob>> : PlainCodec
{
    static Result<> check(const Each<NewJob> &jobs, const FieldSpec &);
    static void schema(SchemaWriter &schema, const FieldSpec &);
};

/// Writes a reply as a body and reads it back. The primary template is for replies that are objects.
template <typename R>
struct ReplyForm
{
    static std::string write(const R &reply) { return writeJson(reply); }
    static Result<R> read(std::string_view json) { return readAnswer<R>(json); }
    static void schema(SchemaWriter &schema) { Codec<R>::schema(schema, {}); }
};
template <typename T>
struct ReplyForm<std::vector<T>>
{
    static constexpr FieldSpec spec {ListName<T>::name, "all there are"};
    static std::string write(const std::vector<T> &list)
    {
        JsonWriter writer;
        Codec<std::vector<T>>::write(writer.beginObject().key(spec.name), list, spec);
        writer.member("count", static_cast<std::int64_t>(list.size()));
        return writer.key("cursor").null().endObject().take();
    }
    static Result<std::vector<T>> read(std::string_view json)
    {
        std::vector<T> list;
        const Result<JsonDocument> document = JsonDocument::parse(json);
        if (!document)
            return failure(document.error());
        JsonObject object(document->root());
        readMember({object, json, Reading::Answer}, spec, list);
        if (!object.isGood())
            return failure(ErrorCode::Internal,
                "the engine's answer cannot be read (" + object.error().text + "); is it another version?");
        return list;
    }
    static void schema(SchemaWriter &schema)
    {
        schema.reference(ListName<T>::schema, [](SchemaWriter &named) {
            named.object([&named] {
                named.property(spec, true, [&named] { Codec<std::vector<T>>::schema(named, spec); });
                named.property({"count", "how many"}, true, [&named] { named.type("integer"); });
                named.property({"cursor", "always null"}, true, [&named] { named.type("null"); });
            });
        });
    }
};
/// The first member shows which of the two it is.
template <typename A, typename B>
struct ReplyForm<std::variant<A, B>>
{
    using Reply = std::variant<A, B>;
    static std::string write(const Reply &reply)
    {
        return std::visit([](const auto &one) { return writeJson(one); }, reply);
    }
    static Result<Reply> read(std::string_view json)
    {
        if (rawMember(json, std::get<0>(Fields<A>::all).name))
            return widened(readAnswer<A>(json));
        return widened(readAnswer<B>(json));
    }
    static void schema(SchemaWriter &schema)
    {
        schema.oneOf({[&] { Codec<A>::schema(schema, {}); }, [&] { Codec<B>::schema(schema, {}); }});
    }

private:
    template <typename T>
    static Result<Reply> widened(Result<T> one)
    {
        if (!one)
            return failure(one.error());
        return Reply(std::move(*one));
    }
};
/// Receipts: a single one as an object, several as a list in which errors keep their places.
template <>
struct ReplyForm<Each<EnqueueReceipt>>
{
    using Reply = Each<EnqueueReceipt>;
    static std::string write(const Reply &reply);
    static Result<Reply> read(std::string_view json);
    static void schema(SchemaWriter &schema);
};
/// History: only the figures that were asked for.
template <>
struct ReplyForm<History>
{
    static std::string write(const History &history);
    static Result<History> read(std::string_view json) { return readAnswer<History>(json); }
    static void schema(SchemaWriter &schema) { Codec<History>::schema(schema, {}); }
};

/// The HTTP status of a successful reply.
template <typename C>
int statusOf(const typename C::Reply &reply)
{
    if constexpr (requires { C::statusOf(reply); })
        return C::statusOf(reply);
    else
        return C::info.status;
}

// --- the client's side -----------------------------------------------------------------------------------------------

/// A call as an HTTP request.
struct CallRequest
{
    std::string path; ///< percent-encoded
    std::string query;
    std::string body; ///< JSON; empty: none
};

/// Percent-encodes all but letters, digits and - . _ ~ (RFC 3986).
std::string percentEncoded(std::string_view text);
/// One job as an object, several as a list. Items that are errors are left out.
std::string writeEachNewJob(const Each<NewJob> &jobs);

template <typename C>
CallRequest writeCall(const C &call)
{
    CallRequest request;
    std::string path(C::info.path);
    JsonWriter writer;
    bool hasBody = false;
    const auto addToQuery = [&request](std::string_view name, const std::string &text) {
        request.query.append(request.query.empty() ? "" : "&").append(name).append("=").append(percentEncoded(text));
    };
    writer.beginObject();
    eachSettable(Fields<C>::all, call, [&]<typename V>(const FieldSpec &spec, const V &value) {
        const Place place = placeOf<C, V>(spec);
        if constexpr (isEach<V>) {
            request.body = writeEachNewJob(value);
        } else if (place == Place::Body) {
            hasBody = true;
            writeMember(writer, spec, value);
        } else if constexpr (OneText<V>) {
            const std::string text = Codec<V>::textOf(value, spec);
            if (place == Place::Path) {
                const std::string name = "{" + std::string(spec.name) + "}";
                path.replace(path.find(name), name.size(), percentEncoded(text));
            } else if (!text.empty() && !isLeftOut(spec, value)) {
                addToQuery(spec.name, text);
            }
        } else if constexpr (isQueryList<V>) {
            using Item = typename V::value_type::value_type;
            for (std::size_t i = 0; value && i < value->size(); ++i)
                addToQuery(spec.name, Codec<Item>::textOf((*value)[i], spec));
        }
    });
    request.path = std::move(path);
    if (hasBody)
        request.body = writer.endObject().take();
    return request;
}

} // namespace fairlead
