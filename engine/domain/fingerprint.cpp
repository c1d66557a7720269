// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/error_title.h"
#include "engine/domain/job.h"
#include "engine/domain/units.h"

#include <cctype>

namespace fairlead {

namespace {
bool isAlnum(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

/// Replaces words with digits, paths and quoted parts by one mark each, because they differ from run to run.
std::string normalised(std::string_view text)
{
    constexpr std::size_t lengthMax = 4096;
    text = text.substr(0, lengthMax);
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        // The apostrophe of "can't" does not open a quote.
        if (c == '"' || (c == '\'' && (at == 0 || !isAlnum(text[at - 1])))) {
            const std::size_t end = text.find(c, at + 1);
            if (end != std::string_view::npos && end - at <= 200) {
                plain += '?';
                at = end + 1;
                continue;
            }
        }
        if (!isAlnum(c) && c != '/') {
            plain += c;
            ++at;
            continue;
        }
        std::size_t end = at;
        bool isVariable = false;
        while (end < text.size()
            && (isAlnum(text[end]) || std::string_view("/-_.:").find(text[end]) != std::string_view::npos)) {
            isVariable = isVariable || text[end] == '/' || std::isdigit(static_cast<unsigned char>(text[end])) != 0;
            ++end;
        }
        plain.append(isVariable ? std::string_view("?") : text.substr(at, end - at));
        at = end;
    }
    return plain;
}
} // namespace

std::string errorFingerprint(std::string_view errorClass, std::string_view text)
{
    std::string whole(errorClass);
    whole += '\n';
    // The frames of a trace differ between runs of one failure, and the exception may stand far behind them.
    const std::string traced = tracedError(text);
    whole += normalised(traced.empty() ? withoutEscapes(text) : traced);
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : whole) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3ULL;
    }
    return hexText(hash);
}

} // namespace fairlead
