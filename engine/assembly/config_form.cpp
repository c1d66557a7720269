// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/config_form.h"

#include "engine/wire/json_writer.h"

namespace fairlead {

std::string inQuotes(std::string_view text)
{
    JsonWriter writer;
    writer.text(text);
    return writer.take();
}

std::string limitsText(const FieldRules &rules)
{
    if (rules.least == std::numeric_limits<double>::lowest())
        return {};
    if (rules.most == std::numeric_limits<double>::max())
        return " of " + plainNumber(rules.least) + " or more";
    return " from " + plainNumber(rules.least) + " to " + plainNumber(rules.most);
}

std::string durationLimitsText(const FieldRules &rules)
{
    constexpr double each = 1000;
    const auto text = [](double milliseconds) {
        return inQuotes(durationText(Microseconds {std::llround(milliseconds * each)}));
    };
    const bool hasMost = rules.most < std::numeric_limits<double>::max();
    if (rules.least == std::numeric_limits<double>::lowest())
        return hasMost ? " up to " + text(rules.most) : R"( such as "250ms", "30s", "5m", "2h" or "1d")";
    return hasMost ? " from " + text(rules.least) + " to " + text(rules.most) : " of at least " + text(rules.least);
}

std::string sizeText(std::int64_t bytes)
{
    std::string text = sizeForPeople(bytes);
    std::erase(text, ' ');
    return inQuotes(text);
}

} // namespace fairlead
