// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/nearest_name.h"

#include <algorithm>
#include <numeric>

namespace fairlead {

namespace {
/// Longer texts are not misspelt names.
constexpr std::size_t lengthMax = 128;

std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t {0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({above + 1, row[j - 1] + 1, replaced});
            diagonal = above;
        }
    }
    return row[b.size()];
}
} // namespace

std::string nearestName(std::string_view text, const std::vector<std::string> &known)
{
    std::string nearest;
    std::size_t least = lengthMax;
    for (const std::string &name : known) {
        if (text.size() > lengthMax || name.size() > lengthMax)
            continue;
        const std::size_t distance = editDistance(text, name);
        const std::size_t allowed = std::max<std::size_t>(1, std::max(text.size(), name.size()) / 3);
        if (distance <= allowed && distance < least) {
            least = distance;
            nearest = name;
        }
    }
    return nearest;
}

} // namespace fairlead
