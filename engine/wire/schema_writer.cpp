// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/schema_writer.h"

namespace fairlead {

void SchemaWriter::number(std::string_view keyword, double value)
{
    constexpr double wholeMax = 9e15;
    m_writer.key(keyword);
    if (std::abs(value) <= wholeMax && value == std::floor(value))
        m_writer.number(static_cast<std::int64_t>(value));
    else
        m_writer.number(value);
}

void SchemaWriter::range(const FieldRules &rules)
{
    if (rules.least > std::numeric_limits<double>::lowest())
        number("minimum", rules.least);
    if (rules.most < std::numeric_limits<double>::max())
        number("maximum", rules.most);
}

void SchemaWriter::values(const std::vector<std::string_view> &names)
{
    m_writer.key("enum").beginArray();
    for (const std::string_view name : names)
        m_writer.text(name);
    m_writer.endArray();
}

void SchemaWriter::example(std::string_view value)
{
    if (value.empty())
        return;
    m_writer.key("examples").beginArray();
    if (m_isText)
        m_writer.text(value);
    else
        m_writer.raw(value);
    m_writer.endArray();
}

void SchemaWriter::reference(std::string_view name, void (*write)(SchemaWriter &))
{
    m_book.emplace(name, Named {write, m_isRequest});
    text("$ref", "#/components/schemas/" + std::string(name));
}

void SchemaWriter::oneOf(const std::vector<std::function<void()>> &schemas)
{
    m_writer.key("oneOf").beginArray();
    for (const auto &write : schemas) {
        m_writer.beginObject();
        write();
        m_writer.endObject();
    }
    m_writer.endArray();
}

void SchemaWriter::items(const std::function<void()> &write)
{
    m_writer.key("items").beginObject();
    write();
    m_writer.endObject();
}

void SchemaWriter::object(const std::function<void()> &write, bool isOpen)
{
    std::vector<std::string> outer;
    outer.swap(m_required);
    type("object");
    m_writer.key("properties").beginObject();
    write();
    m_writer.endObject();
    if (!m_required.empty()) {
        m_writer.key("required").beginArray();
        for (const std::string &name : m_required)
            m_writer.text(name);
        m_writer.endArray();
    }
    m_writer.key("additionalProperties").boolean(isOpen);
    m_required.swap(outer);
}

void SchemaWriter::property(const FieldSpec &spec, bool isRequired, const std::function<void()> &write)
{
    if (isRequired)
        m_required.emplace_back(spec.name);
    m_writer.key(spec.name).beginObject();
    write();
    example(spec.rules.example);
    m_writer.memberUnlessEmpty("description", spec.text);
    m_writer.endObject();
}

} // namespace fairlead
