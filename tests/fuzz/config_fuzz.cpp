// SPDX-License-Identifier: Apache-2.0
// Whatever a configuration file says, it is read whole, or refused with a line for each fault.
#include "engine/assembly/config_listing.h"

#include <cstdlib>

using namespace fairlead;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const Result<EngineConfig> config = parseConfig(std::string(reinterpret_cast<const char *>(data), size), "f");
    if (config ? listConfig(*config).empty() : config.error().text.rfind("f:", 0) != 0)
        std::abort();
    return 0;
}
