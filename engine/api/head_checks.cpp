// SPDX-License-Identifier: Apache-2.0
#include "engine/api/head_checks.h"

#include "engine/domain/letter_case.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace fairlead {

namespace {
/// A token as in RFC 9110, section 5.6.2.
bool isToken(std::string_view name)
{
    static constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || marks.find(c) != std::string_view::npos;
    });
}

Refusal refusal(int status, ErrorCode code, std::string text)
{
    return {status, {code, std::move(text)}};
}

std::optional<Refusal> checkSizes(const RequestHead &head, const HeadRules &rules)
{
    if (head.target.size() > rules.targetBytesMax)
        return refusal(
            414, ErrorCode::TooLarge, "the URL is longer than " + std::to_string(rules.targetBytesMax) + " bytes");
    if (head.headers.size() > rules.headerCountMax)
        return refusal(431, ErrorCode::TooLarge, "more than " + std::to_string(rules.headerCountMax) + " headers");
    std::size_t sum = 0;
    for (const auto &[name, value] : head.headers) {
        const std::size_t size = name.size() + value.size();
        if (size > rules.headerBytesMax)
            return refusal(
                431, ErrorCode::TooLarge, "a header is longer than " + std::to_string(rules.headerBytesMax) + " bytes");
        sum += size;
    }
    if (sum > rules.headersBytesMax)
        return refusal(431, ErrorCode::TooLarge,
            "the headers are longer than " + std::to_string(rules.headersBytesMax) + " bytes");
    return std::nullopt;
}

/// When the end of a body can be read in two ways, a second request can hide in the first (RFC 9112, section 11.2).
std::optional<Refusal> checkFraming(const RequestHead &head, const HeadRules &rules)
{
    if (std::any_of(
            head.headers.begin(), head.headers.end(), [](const auto &header) { return !isToken(header.first); }))
        return refusal(400, ErrorCode::Invalid, "a header's name holds a character that names do not hold");
    const std::vector<std::string> lengths = head.all("content-length");
    const std::vector<std::string> codings = head.all("transfer-encoding");
    if (lengths.size() + codings.size() > 1)
        return refusal(400, ErrorCode::Invalid, "the length of the body is given more than once");
    if (!codings.empty() && lower(codings.front()) != "chunked")
        return refusal(400, ErrorCode::Invalid, "Transfer-Encoding: only chunked is known");
    if (lengths.empty())
        return std::nullopt;
    const std::string &text = lengths.front();
    if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos)
        return refusal(400, ErrorCode::Invalid, "Content-Length: expected a number");
    if (head.announcedBytes() > rules.bodyBytesMax)
        return refusal(
            413, ErrorCode::TooLarge, "the body is larger than " + std::to_string(rules.bodyBytesMax) + " bytes");
    return std::nullopt;
}

std::optional<Refusal> checkTarget(const RequestHead &head)
{
    // An encoded separator must not become a real one.
    const std::string path = lower(std::string_view(head.target).substr(0, head.target.find('?')));
    if (lower(head.target).find("%00") != std::string::npos || path.find("%2f") != std::string::npos)
        return refusal(400, ErrorCode::Invalid, "the URL holds an encoded NUL or slash");
    if (head.target.empty() || head.target.front() != '/')
        return refusal(400, ErrorCode::Invalid, "the URL must begin with a slash");
    return std::nullopt;
}

bool isHostAllowed(const std::string &host, const HeadRules &rules)
{
    const std::string port = ":" + std::to_string(rules.port);
    const auto isOurs = [&](const std::string &name) {
        return host == lower(name) + port
            || (rules.port == (rules.scheme == "https" ? 443 : 80) && host == lower(name));
    };
    const auto isNamed = [&](const std::string &name) { return host == lower(name) || host == lower(name) + port; };
    return isOurs("localhost") || isOurs("127.0.0.1") || isOurs("[::1]") || isOurs(rules.address)
        || std::any_of(rules.hosts.begin(), rules.hosts.end(), isNamed);
}

std::optional<Refusal> checkSource(const RequestHead &head, const HeadRules &rules)
{
    const std::vector<std::string> hosts = head.all("host");
    if (hosts.size() != 1)
        return refusal(400, ErrorCode::Invalid, "exactly one Host header is needed");
    if (!isHostAllowed(lower(hosts.front()), rules))
        return refusal(
            421, ErrorCode::Denied, "this Host is not served here; http.hosts in the configuration names more");
    const std::string scheme = rules.scheme + "://";
    for (const std::string &value : head.all("origin")) {
        const std::string origin = lower(value);
        if (origin.rfind(scheme, 0) != 0 || !isHostAllowed(origin.substr(scheme.size()), rules))
            return refusal(403, ErrorCode::Denied, "requests from pages of other origins are not served");
    }
    for (const std::string &site : head.all("sec-fetch-site")) {
        if (site != "same-origin" && site != "none")
            return refusal(403, ErrorCode::Denied, "requests from pages of other sites are not served");
    }
    return std::nullopt;
}
} // namespace

std::vector<std::string> RequestHead::all(std::string_view name) const
{
    std::vector<std::string> values;
    for (const auto &[key, value] : headers) {
        if (lower(key) == name)
            values.push_back(value);
    }
    return values;
}

std::string RequestHead::first(std::string_view name) const
{
    const std::vector<std::string> values = all(name);
    return values.empty() ? std::string {} : values.front();
}

std::string RequestHead::bearer() const
{
    constexpr std::string_view scheme = "bearer ";
    const std::vector<std::string> values = all("authorization");
    if (values.size() != 1 || lower(std::string_view(values.front()).substr(0, scheme.size())) != scheme)
        return {};
    return values.front().substr(scheme.size());
}

std::uint64_t RequestHead::announcedBytes() const
{
    const std::string text = first("content-length");
    std::uint64_t length = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    return error == std::errc::result_out_of_range ? std::numeric_limits<std::uint64_t>::max() : length;
}

std::optional<Refusal> checkHead(const RequestHead &head, const HeadRules &rules)
{
    std::optional<Refusal> refused = checkSizes(head, rules);
    if (!refused)
        refused = checkSource(head, rules);
    if (!refused)
        refused = checkTarget(head);
    if (!refused)
        refused = checkFraming(head, rules);
    return refused;
}

} // namespace fairlead
