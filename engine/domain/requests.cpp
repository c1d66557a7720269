// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/requests.h"

namespace fairlead {

std::string scopeText(const Scope &scope)
{
    if (!scope.queue && !scope.tenant)
        return "engine";
    std::string text = scope.tenant ? "tenant " + scope.tenant->text() : std::string {};
    if (scope.queue)
        text += (text.empty() ? "queue " : " in queue ") + scope.queue->text();
    return text;
}

std::string_view stopModeName(StopMode mode)
{
    switch (mode) {
    case StopMode::Drain:
        return "drain";
    case StopMode::Now:
        return "now";
    }
    return {};
}

Result<StopMode> parseStopMode(std::string_view text)
{
    for (const StopMode mode : {StopMode::Drain, StopMode::Now}) {
        if (text == stopModeName(mode))
            return mode;
    }
    return failure(ErrorCode::Invalid, "expected drain or now");
}

} // namespace fairlead
