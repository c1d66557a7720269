// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/field.h"
#include "engine/domain/result.h"

#include <string>

namespace fairlead {

/// Whole numbers without an exponent.
std::string plainNumber(double number);
/// Such as "1 to 10" or "a number of 0 or more".
std::string rangeText(const FieldRules &rules);
/// `number` is in the unit of the rules. Fails with Invalid, also for NaN.
Result<> checkRange(double number, const FieldSpec &spec);

} // namespace fairlead
