// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fairlead {

/// The document of the HTTP interface, OpenAPI 3.1 as JSON. It is made from the definitions of the calls. Threads: any.
const std::string &apiDocument();

} // namespace fairlead
