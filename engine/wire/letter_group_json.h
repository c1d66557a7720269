// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/letter_groups.h"

namespace fairlead {

/// {"groups":[{"group","count","first_seen","last_seen","sample","class","text","queues","tenants"}],"count","total",
/// "cursor":null}
std::string writeLetterGroups(const LetterGroups &groups);
Result<LetterGroups> readLetterGroups(std::string_view json);

} // namespace fairlead
