// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/payload/json_outline.h"

#include <algorithm>

namespace fairlead {

namespace {
class Outliner
{
public:
    Outliner(std::string_view text, std::size_t nodesMax)
        : m_text(text)
        , m_nodesLeft(nodesMax)
    {
    }
    std::optional<JsonNode> read()
    {
        JsonNode node;
        if (!readValue(node, 0))
            return std::nullopt;
        skipSpace();
        return m_at == m_text.size() ? std::optional(std::move(node)) : std::nullopt;
    }

    /// The place at which `read` stopped.
    std::size_t at() const { return m_at; }

private:
    static constexpr int depthMax = 200;

    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    void skipSpace()
    {
        while (m_at < m_text.size() && std::string_view(" \t\r\n").find(m_text[m_at]) != std::string_view::npos)
            ++m_at;
    }
    bool take(char c)
    {
        skipSpace();
        if (peek() != c)
            return false;
        ++m_at;
        return true;
    }
    bool readValue(JsonNode &node, int depth)
    {
        if (m_nodesLeft == 0 || depth > depthMax)
            return false;
        --m_nodesLeft;
        skipSpace();
        const std::size_t begin = m_at;
        bool isGood = false;
        switch (peek()) {
        case '{':
            node.kind = JsonNode::Kind::Object;
            isGood = readMembers(node, depth, '}');
            break;
        case '[':
            node.kind = JsonNode::Kind::Array;
            isGood = readMembers(node, depth, ']');
            break;
        case '"':
            node.kind = JsonNode::Kind::Text;
            isGood = readString();
            break;
        default:
            isGood = readWord();
        }
        node.raw = m_text.substr(begin, m_at - begin);
        return isGood;
    }
    bool readMembers(JsonNode &node, int depth, char end)
    {
        ++m_at;
        if (take(end))
            return true;
        do {
            JsonNode child;
            if (end == '}') {
                skipSpace();
                const std::size_t begin = m_at;
                if (!readString())
                    return false;
                child.key = m_text.substr(begin + 1, m_at - begin - 2);
                if (!take(':'))
                    return false;
            }
            if (!readValue(child, depth + 1))
                return false;
            node.children.push_back(std::move(child));
        } while (take(','));
        return take(end);
    }
    bool readString()
    {
        if (peek() != '"')
            return false;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == '\\') {
                ++m_at;
            } else if (m_text[m_at] == '"') {
                ++m_at;
                return true;
            } else if (static_cast<unsigned char>(m_text[m_at]) < ' ') {
                return false;
            }
        }
        return false;
    }
    bool readWord()
    {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && std::string_view(",]} \t\r\n").find(m_text[m_at]) == std::string_view::npos)
            ++m_at;
        const std::string_view word = m_text.substr(begin, m_at - begin);
        if (word == "true" || word == "false" || word == "null")
            return true;
        const bool isNumber = !word.empty() && word.find_first_not_of("0123456789+-.eE") == std::string_view::npos
            && word.find_first_of("0123456789") != std::string_view::npos;
        if (!isNumber)
            m_at = begin;
        return isNumber;
    }

    const std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_nodesLeft;
};
} // namespace

std::optional<JsonNode> outlineJson(std::string_view text, std::size_t nodesMax)
{
    return Outliner(text, nodesMax).read();
}

std::optional<std::size_t> jsonFaultAt(std::string_view text)
{
    Outliner outliner(text, 20'000);
    return outliner.read() ? std::nullopt : std::optional(std::min(outliner.at(), text.size()));
}

} // namespace fairlead
