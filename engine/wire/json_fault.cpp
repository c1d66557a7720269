// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/json_fault.h"

#include <simdjson.h>

namespace fairlead {

namespace {
/// Walks over one document. Each function returns whether it succeeded. After a failure the position is that of the
/// fault.
class FaultWalker
{
public:
    FaultWalker(std::string_view text, std::size_t depthMax)
        : m_text(text)
        , m_depthMax(depthMax)
    {
    }
    bool walk()
    {
        skipWhite();
        if (!walkValue(1))
            return false;
        skipWhite();
        return m_at == m_text.size();
    }
    std::size_t at() const { return m_at; }

private:
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool take(char c)
    {
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }
    void skipWhite()
    {
        while (peek() == ' ' || peek() == '\t' || peek() == '\r' || peek() == '\n')
            ++m_at;
    }
    bool walkValue(std::size_t depth)
    {
        switch (peek()) {
        case '{':
            return walkList(depth, '}');
        case '[':
            return walkList(depth, ']');
        case '"':
            return walkString();
        case 't':
            return walkWord("true");
        case 'f':
            return walkWord("false");
        case 'n':
            return walkWord("null");
        default:
            return walkNumber();
        }
    }
    bool walkList(std::size_t depth, char closing)
    {
        if (depth > m_depthMax)
            return false;
        ++m_at;
        skipWhite();
        if (take(closing))
            return true;
        while (walkItem(depth, closing)) {
            skipWhite();
            if (take(closing))
                return true;
            if (!take(','))
                return false;
            skipWhite();
        }
        return false;
    }
    bool walkItem(std::size_t depth, char closing)
    {
        if (closing == '}') {
            if (peek() != '"' || !walkString())
                return false;
            skipWhite();
            if (!take(':'))
                return false;
            skipWhite();
        }
        return walkValue(depth + 1);
    }
    bool walkWord(std::string_view word)
    {
        for (const char c : word) {
            if (!take(c))
                return false;
        }
        return true;
    }
    bool walkDigits()
    {
        const std::size_t begin = m_at;
        while (peek() >= '0' && peek() <= '9')
            ++m_at;
        return m_at > begin;
    }
    bool walkNumber()
    {
        take('-');
        if (!take('0') && !walkDigits())
            return false;
        if (take('.') && !walkDigits())
            return false;
        if (!take('e') && !take('E'))
            return true;
        if (!take('+'))
            take('-');
        return walkDigits();
    }
    bool walkString()
    {
        for (++m_at; m_at < m_text.size(); ++m_at) {
            const auto byte = static_cast<unsigned char>(m_text[m_at]);
            if (byte == '"') {
                ++m_at;
                return true;
            }
            if (byte < ' ')
                return false;
            if (byte == '\\' && !walkEscape())
                return false;
            if (byte >= 0x80 && !walkSequence())
                return false;
        }
        return false;
    }
    /// Afterwards the position is the last byte of the escape.
    bool walkEscape()
    {
        constexpr std::string_view hex = "0123456789abcdefABCDEF";
        ++m_at;
        if (std::string_view("\"\\/bfnrt").find(peek()) != std::string_view::npos)
            return peek() != '\0';
        if (peek() != 'u')
            return false;
        for (int i = 0; i < 4; ++i) {
            ++m_at;
            if (hex.find(peek()) == std::string_view::npos)
                return false;
        }
        return true;
    }
    /// Walks one UTF-8 sequence. Afterwards the position is its last byte.
    bool walkSequence()
    {
        for (std::size_t length = 2; length <= 4 && m_at + length <= m_text.size(); ++length) {
            if (simdjson::validate_utf8(m_text.data() + m_at, length)) {
                m_at += length - 1;
                return true;
            }
        }
        return false;
    }

    const std::string_view m_text;
    const std::size_t m_depthMax;
    std::size_t m_at = 0;
};
} // namespace

std::optional<std::size_t> jsonFaultAt(std::string_view text, std::size_t depthMax)
{
    FaultWalker walker(text, depthMax);
    if (walker.walk())
        return std::nullopt;
    return walker.at();
}

} // namespace fairlead
