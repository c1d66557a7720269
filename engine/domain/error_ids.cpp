// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/error_ids.h"

#include "engine/domain/units.h"

#include <charconv>
#include <utility>

namespace fairlead {

namespace {
constexpr int roundCount = 4;
constexpr int hexadecimal = 16;
constexpr std::size_t halfDigits = ErrorIds::digits / 2;

std::optional<std::uint64_t> wordOf(std::string_view text)
{
    std::uint64_t word = 0;
    const char *const end = text.data() + text.size();
    const auto [behind, fault] = std::from_chars(text.data(), end, word, hexadecimal);
    if (text.size() != halfDigits || fault != std::errc {} || behind != end)
        return std::nullopt;
    return word;
}
} // namespace

std::uint64_t ErrorIds::round(int number, std::uint64_t half) const
{
    return sipHash(m_key, std::to_string(number) + ":" + hexText(half));
}

std::uint64_t ErrorIds::markOf(const QueueName *queue) const
{
    return sipHash(m_key, queue ? "queue:" + queue->text() : std::string("any"));
}

std::string ErrorIds::idOf(const std::string &fingerprint, const QueueName *queue) const
{
    if (fingerprint.empty())
        return {};
    const std::optional<std::uint64_t> word = wordOf(fingerprint);
    if (!word)
        return "***";
    std::uint64_t left = *word;
    std::uint64_t right = markOf(queue);
    for (int i = 0; i < roundCount; ++i)
        left = std::exchange(right, left ^ round(i, right));
    return hexText(left) + hexText(right);
}

std::optional<ErrorIds::Named> ErrorIds::read(std::string_view id) const
{
    if (id.size() != digits)
        return std::nullopt;
    const std::optional<std::uint64_t> first = wordOf(id.substr(0, halfDigits));
    const std::optional<std::uint64_t> second = wordOf(id.substr(halfDigits));
    if (!first || !second)
        return std::nullopt;
    std::uint64_t left = *first;
    std::uint64_t right = *second;
    for (int i = roundCount - 1; i >= 0; --i)
        right = std::exchange(left, right ^ round(i, left));
    return Named {hexText(left), right};
}

} // namespace fairlead
