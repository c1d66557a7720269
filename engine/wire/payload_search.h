// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/payload_match.h"

#include <memory>

namespace fairlead {

/// The test for a search in payloads. A payload that is no JSON does not pass.
std::shared_ptr<const PayloadTest> payloadTestOf(PayloadMatch match);

} // namespace fairlead
