// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead {

/// Writes numbers and texts one after another. Numbers are in groups of seven bits, lowest first, with the sign in the
/// lowest bit (LEB128 over zigzag). A text comes after its length. Threads: one.
class PackedWriter
{
public:
    void number(std::int64_t value)
    {
        auto rest = (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
        while (rest >= 0x80) {
            m_bytes.push_back(static_cast<char>(rest | 0x80));
            rest >>= 7;
        }
        m_bytes.push_back(static_cast<char>(rest));
    }
    void text(std::string_view value)
    {
        number(static_cast<std::int64_t>(value.size()));
        m_bytes.append(value);
    }
    const std::string &bytes() const { return m_bytes; }

private:
    std::string m_bytes;
};

/// Reads the bytes of a PackedWriter. Returns empty when they end too soon. Threads: one.
class PackedReader
{
public:
    explicit PackedReader(std::string_view bytes)
        : m_rest(bytes)
    {
    }
    bool atEnd() const { return m_rest.empty(); }
    std::optional<std::int64_t> number()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && !m_rest.empty(); shift += 7) {
            const auto byte = static_cast<std::uint8_t>(m_rest.front());
            m_rest.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if ((byte & 0x80) == 0)
                return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
        }
        return std::nullopt;
    }
    std::optional<std::string_view> text()
    {
        const auto size = number();
        if (!size || *size < 0 || static_cast<std::uint64_t>(*size) > m_rest.size())
            return std::nullopt;
        const std::string_view value = m_rest.substr(0, static_cast<std::size_t>(*size));
        m_rest.remove_prefix(value.size());
        return value;
    }

private:
    std::string_view m_rest;
};

} // namespace fairlead
