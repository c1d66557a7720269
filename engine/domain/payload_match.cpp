// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/payload_match.h"

namespace fairlead {

Result<PayloadMatch> PayloadMatch::parse(std::string_view text)
{
    if (text.size() > bytesMax)
        return failure(ErrorCode::TooLarge, "payload: at most " + std::to_string(bytesMax) + " bytes");
    const std::size_t equals = text.find('=');
    PayloadMatch match;
    std::string_view rest = text.substr(0, equals);
    bool isGood = equals != std::string_view::npos;
    while (isGood) {
        const std::string_view name = rest.substr(0, rest.find('.'));
        isGood = !name.empty() && match.path.size() < depthMax;
        match.path.emplace_back(name);
        if (name.size() == rest.size())
            break;
        rest.remove_prefix(name.size() + 1);
    }
    if (!isGood)
        return failure(ErrorCode::Invalid,
            "payload: expected a place and a value, such as order.id=2597; the place has at most "
                + std::to_string(depthMax) + " names");
    match.value = text.substr(equals + 1);
    return match;
}

} // namespace fairlead
