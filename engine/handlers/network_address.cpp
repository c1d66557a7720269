// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/network_address.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>
#include <ifaddrs.h>
#include <memory>
#include <netinet/in.h>

namespace fairlead {

namespace {
/// Address ranges of IPv4 that are not public.
constexpr std::array notPublicV4 {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
    "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"};
/// The part of IPv6 that is assigned to the internet. Loopback, local, multicast, IPv4-mapped and NAT64 addresses are
/// outside.
constexpr const char *globalV6 = "2000::/3";
/// Ranges inside it that are not public: protocol assignments including Teredo, documentation, 6to4.
constexpr std::array notPublicV6 {"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"};

AddressRange trusted(const char *text)
{
    return AddressRange::parse(text).value();
}

template <std::size_t count>
std::vector<AddressRange> trusted(const std::array<const char *, count> &texts)
{
    std::vector<AddressRange> ranges;
    ranges.reserve(texts.size());
    for (const char *text : texts)
        ranges.push_back(trusted(text));
    return ranges;
}

bool isIn(const std::vector<AddressRange> &ranges, const NetworkAddress &address)
{
    return std::any_of(ranges.begin(), ranges.end(), [&](const AddressRange &range) { return range.holds(address); });
}

template <typename Number>
std::optional<Number> numberOf(std::string_view text)
{
    Number number {};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc {} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}
} // namespace

std::optional<NetworkAddress> NetworkAddress::from(const sockaddr *address)
{
    NetworkAddress result;
    if (address->sa_family == AF_INET) {
        sockaddr_in v4 {};
        std::memcpy(&v4, address, sizeof v4);
        std::memcpy(result.bytes.data(), &v4.sin_addr, sizeof v4.sin_addr);
        result.port = ntohs(v4.sin_port);
        return result;
    }
    if (address->sa_family != AF_INET6)
        return std::nullopt;
    sockaddr_in6 v6 {};
    std::memcpy(&v6, address, sizeof v6);
    result.family = Family::V6;
    std::memcpy(result.bytes.data(), &v6.sin6_addr, sizeof v6.sin6_addr);
    result.port = ntohs(v6.sin6_port);
    return result;
}

std::optional<NetworkAddress> NetworkAddress::parse(const std::string &ip, std::uint16_t port)
{
    NetworkAddress result;
    result.port = port;
    if (inet_pton(AF_INET, ip.c_str(), result.bytes.data()) == 1)
        return result;
    result.family = Family::V6;
    if (inet_pton(AF_INET6, ip.c_str(), result.bytes.data()) == 1)
        return result;
    return std::nullopt;
}

std::string NetworkAddress::text() const
{
    std::array<char, INET6_ADDRSTRLEN> buffer {};
    const bool isV4 = family == Family::V4;
    inet_ntop(isV4 ? AF_INET : AF_INET6, bytes.data(), buffer.data(), buffer.size());
    const std::string ip = buffer.data();
    return (isV4 ? ip : "[" + ip + "]") + ":" + std::to_string(port);
}

Result<AddressRange> AddressRange::parse(const std::string &text)
{
    const std::size_t slash = text.find('/');
    const auto first = NetworkAddress::parse(text.substr(0, slash), 0);
    const auto bits =
        slash == std::string::npos ? std::nullopt : numberOf<int>(std::string_view(text).substr(slash + 1));
    const int bitsMax = first && first->family == NetworkAddress::Family::V6 ? 128 : 32;
    if (!first || !bits || *bits < 0 || *bits > bitsMax)
        return failure(ErrorCode::Invalid, "'" + text + "': expected addresses such as \"10.0.0.0/8\" or \"fd00::/8\"");
    return AddressRange {*first, *bits};
}

bool AddressRange::holds(const NetworkAddress &address) const
{
    if (address.family != first.family)
        return false;
    int left = prefixBits;
    for (std::size_t i = 0; left > 0; ++i, left -= 8) {
        const int shift = left >= 8 ? 0 : 8 - left;
        if (address.bytes.at(i) >> shift != first.bytes.at(i) >> shift)
            return false;
    }
    return true;
}

Result<AddressRule> AddressRule::parse(const std::string &text)
{
    const std::size_t slash = text.find('/');
    const std::size_t colon = slash == std::string::npos ? slash : text.find(':', slash);
    const auto port =
        colon == std::string::npos ? std::nullopt : numberOf<std::uint16_t>(std::string_view(text).substr(colon + 1));
    const Result<AddressRange> range = AddressRange::parse(text.substr(0, colon));
    if (!range || !port || *port == 0) {
        return failure(ErrorCode::Invalid,
            "'" + text + "': expected addresses and a port, such as \"10.0.0.0/8:8080\" or \"fd00::/8:8080\"");
    }
    return AddressRule {*range, *port};
}

bool isPublicAddress(const NetworkAddress &address)
{
    static const std::vector<AddressRange> v4 = trusted(notPublicV4);
    static const std::vector<AddressRange> v6 = trusted(notPublicV6);
    static const AddressRange global = trusted(globalV6);
    if (address.family == NetworkAddress::Family::V4)
        return !isIn(v4, address);
    return global.holds(address) && !isIn(v6, address);
}

AddressGuard::AddressGuard(std::vector<AddressRule> allowed, Ports ports, std::vector<NetworkAddress> own)
    : m_allowed(std::move(allowed))
    , m_ports(ports)
    , m_own(std::move(own))
{
}

bool AddressGuard::mayReach(const NetworkAddress &address) const
{
    const auto allows = [&](const AddressRule &rule) { return rule.port == address.port && rule.range.holds(address); };
    if (std::any_of(m_allowed.begin(), m_allowed.end(), allows))
        return true;
    const auto isSame = [&](const NetworkAddress &own) {
        return own.family == address.family && own.bytes == address.bytes;
    };
    if (!isPublicAddress(address) || std::any_of(m_own.begin(), m_own.end(), isSame))
        return false;
    return m_ports == Ports::Any || address.port == 80 || address.port == 443 || address.port == 8443;
}

std::vector<NetworkAddress> interfaceAddresses()
{
    std::vector<NetworkAddress> addresses;
    ifaddrs *list = nullptr;
    if (getifaddrs(&list) != 0)
        return addresses;
    const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owner(list, &freeifaddrs);
    for (const ifaddrs *entry = list; entry; entry = entry->ifa_next) {
        if (const auto address = entry->ifa_addr ? NetworkAddress::from(entry->ifa_addr) : std::nullopt)
            addresses.push_back(*address);
    }
    return addresses;
}

} // namespace fairlead
