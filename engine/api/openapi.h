// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fairlead {

/// The document of the HTTP interface, OpenAPI 3.1 in JSON. Its source is resources/openapi.yaml.
std::string openApiJson();

} // namespace fairlead
