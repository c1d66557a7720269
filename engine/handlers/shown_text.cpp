// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/shown_text.h"

#include "engine/wire/json_writer.h"

namespace fairlead {

std::string shownOutput(const std::string &text)
{
    std::string safe;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        safe += (byte < ' ' && c != '\n' && c != '\t') || byte == 127 ? '?' : c;
    }
    while (!safe.empty() && safe.back() == '\n')
        safe.pop_back();
    if (!isUtf8(safe)) {
        for (char &c : safe)
            c = static_cast<unsigned char>(c) > 127 ? '?' : c;
    }
    return safe;
}

} // namespace fairlead
