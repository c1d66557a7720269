// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/access.h"

#include <vector>

namespace fairlead {

// The JSON forms of tokens, as docs/INTERFACES.md names them.

std::string writeTokenRequest(const TokenRequest &request);
/// Fails with Invalid, naming the member.
Result<TokenRequest> readTokenRequest(std::string_view json);
std::string writeTokenRecord(const TokenRecord &record);
Result<TokenRecord> readTokenRecord(std::string_view json);
/// The record with the member `token`.
std::string writeNewToken(const NewToken &token);
Result<NewToken> readNewToken(std::string_view json);
std::string writeTokenRecords(const std::vector<TokenRecord> &records);
Result<std::vector<TokenRecord>> readTokenRecords(std::string_view json);

} // namespace fairlead
