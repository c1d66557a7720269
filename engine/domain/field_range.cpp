// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/field_range.h"

#include "engine/domain/units.h"

namespace fairlead {

std::string plainNumber(double number)
{
    constexpr double wholeMax = 9e15;
    const bool isWhole = std::abs(number) <= wholeMax && number == std::floor(number);
    return isWhole ? std::to_string(static_cast<std::int64_t>(number)) : numberText(number);
}

std::string rangeText(const FieldRules &rules)
{
    if (rules.least == std::numeric_limits<double>::lowest())
        return "a number";
    const bool hasMost = rules.most < std::numeric_limits<double>::max();
    return hasMost ? plainNumber(rules.least) + " to " + plainNumber(rules.most)
                   : "a number of " + plainNumber(rules.least) + " or more";
}

Result<> checkRange(double number, const FieldSpec &spec)
{
    if (number >= spec.rules.least && number <= spec.rules.most)
        return {};
    return failure(ErrorCode::Invalid, std::string(spec.name) + ": expected " + rangeText(spec.rules));
}

} // namespace fairlead
