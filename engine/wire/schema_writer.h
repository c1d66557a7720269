// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/field.h"
#include "engine/wire/json_writer.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace fairlead {

/// Writes JSON Schema (2020-12) for the document of the HTTP interface. Between calls the position is inside an open
/// schema object. Threads: one.
class SchemaWriter
{
public:
    /// A schema with a name of its own. It is written once, under components.
    struct Named
    {
        void (*write)(SchemaWriter &);
        bool isRequest = false;
    };
    using Book = std::map<std::string, Named, std::less<>>;

    SchemaWriter(JsonWriter &writer, Book &book, bool isRequest)
        : m_writer(writer)
        , m_book(book)
        , m_isRequest(isRequest)
    {
    }
    /// Whether the schema describes a body that is sent to the engine.
    bool isRequest() const { return m_isRequest; }

    void type(std::string_view name)
    {
        m_writer.member("type", name);
        if (name != "null")
            m_isText = name == "string";
    }
    /// Writes an example: a text in quotes, anything else unchanged. Writes nothing when it is empty.
    void example(std::string_view value);
    void text(std::string_view keyword, std::string_view value) { m_writer.member(keyword, value); }
    /// Writes whole numbers without a fraction.
    void number(std::string_view keyword, double value);
    void range(const FieldRules &rules);
    void values(const std::vector<std::string_view> &names);
    void reference(std::string_view name, void (*write)(SchemaWriter &));
    /// Allows either the schema that `write` writes, or null.
    void orNull(const std::function<void()> &write)
    {
        oneOf({write, [this] { type("null"); }});
    }
    void oneOf(const std::vector<std::function<void()>> &schemas);
    void items(const std::function<void()> &write);
    /// An object whose members `write` writes with property(). Without `isOpen` it allows no others.
    void object(const std::function<void()> &write, bool isOpen = false);
    void property(const FieldSpec &spec, bool isRequired, const std::function<void()> &write);

private:
    JsonWriter &m_writer;
    Book &m_book;
    const bool m_isRequest;
    std::vector<std::string> m_required; ///< of the object that is being written
    bool m_isText = false; ///< the type written last is a string
};

} // namespace fairlead
