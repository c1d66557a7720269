// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/tag_change.h"

#include "engine/domain/job.h"

#include <algorithm>
#include <iterator>

namespace fairlead {

namespace {
bool holdsTag(const std::vector<std::string> &tags, const std::string &tag)
{
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
}
} // namespace

Result<> TagChange::check() const
{
    if (add.empty() && remove.empty())
        return failure(ErrorCode::Invalid, "nothing to change: name a tag to add or to remove");
    constexpr auto most = static_cast<std::size_t>(JobLimits {}.tagCountMax);
    if (add.size() > most || remove.size() > most)
        return failure(ErrorCode::TooLarge, "tag list: at most " + std::to_string(most) + " at once");
    if (std::any_of(add.begin(), add.end(), [this](const std::string &tag) { return holdsTag(remove, tag); }))
        return failure(ErrorCode::Invalid, "remove: a tag is either added or removed");
    return {};
}

Result<std::vector<std::string>> TagChange::of(const std::vector<std::string> &tags) const
{
    std::vector<std::string> after;
    after.reserve(tags.size() + add.size());
    std::copy_if(tags.begin(), tags.end(), std::back_inserter(after),
        [this](const std::string &tag) { return !holdsTag(remove, tag); });
    for (const std::string &tag : add) {
        if (!holdsTag(after, tag))
            after.push_back(tag);
    }
    FAIRLEAD_CHECK(checkTags(after, JobLimits {}));
    return after;
}

std::string TagChange::text() const
{
    std::string text;
    const auto note = [&text](const char *sign, const std::string &tag) {
        text.append(text.empty() ? "" : " ").append(sign).append(tag);
    };
    for (const std::string &tag : add)
        note("+", tag);
    for (const std::string &tag : remove)
        note("-", tag);
    return text;
}

} // namespace fairlead
