// SPDX-License-Identifier: Apache-2.0
// Durations, sizes, times, rates, names, ids, addresses and heads of requests: read or refused, and read the same
// again.
#include "engine/api/head_checks.h"
#include "engine/api/listen_address.h"
#include "engine/domain/lease.h"
#include "engine/domain/settings.h"
#include "engine/domain/units.h"

#include <cstdlib>

using namespace fairlead;

namespace {
void holds(bool isTrue)
{
    if (!isTrue)
        std::abort();
}

/// Lines of "Name: value" behind a target, as a head.
RequestHead headOf(std::string_view text)
{
    RequestHead head;
    std::size_t at = text.find('\n');
    head.target = text.substr(0, at);
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at + 1), text.size());
        const std::string_view line = text.substr(at + 1, end - at - 1);
        const std::size_t colon = std::min(line.find(": "), line.size());
        head.headers.emplace_back(line.substr(0, colon), line.substr(std::min(colon + 2, line.size())));
        at = end;
    }
    return head;
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char *>(data), size);
    if (const auto span = parseDuration(text))
        holds(*parseDuration(durationText(*span)) == *span && !durationForPeople(*span).empty());
    if (const auto bytes = parseSize(text))
        holds(*bytes >= 0 && !sizeForPeople(*bytes).empty());
    if (const auto time = parseTime(text))
        holds(*parseTime(timeText(*time)) == *time);
    if (const auto name = QueueName::parse(text))
        holds(name->text() == text);
    if (const auto id = JobId::parse(text))
        holds(*JobId::parse(id->text()) == *id);
    if (const auto token = LeaseToken::parse(text))
        holds(LeaseToken::parse(token->text())->text() == token->text());
    if (const auto backpressure = parseBackpressure(text))
        holds(parseBackpressure(backpressureText(*backpressure)).has_value());
    (void)parseRate(text);
    (void)parseListenAddress(text);
    const RequestHead head = headOf(text);
    if (!checkHead(head, {.address = "127.0.0.1", .port = 8420}))
        holds(head.all("host").size() == 1 && head.target.front() == '/');
    (void)head.bearer();
    return 0;
}
