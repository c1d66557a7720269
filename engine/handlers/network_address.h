// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

struct sockaddr;

namespace fairlead {

/// Where a connection goes: what a name came to, not the name. Immutable value.
struct NetworkAddress
{
    enum class Family { V4, V6 };

    Family family = Family::V4;
    std::array<std::uint8_t, 16> bytes {}; ///< the first 4 of V4
    std::uint16_t port = 0;

    /// Empty for families other than IP.
    static std::optional<NetworkAddress> from(const sockaddr *address);
    /// Of "192.0.2.1" or "2001:db8::1"; empty for anything else, names included.
    static std::optional<NetworkAddress> parse(const std::string &ip, std::uint16_t port);
    /// "192.0.2.1:80", "[2001:db8::1]:80".
    std::string text() const;
};

/// A range of addresses. Immutable value.
struct AddressRange
{
    NetworkAddress first;
    int prefixBits = 0;

    /// Of "10.0.0.0/8"; fails with Invalid.
    static Result<AddressRange> parse(const std::string &text);
    bool holds(const NetworkAddress &address) const;
};

/// One port of a range of addresses that may be reached although they are not public.
struct AddressRule
{
    AddressRange range;
    std::uint16_t port = 0;

    /// Of "10.0.0.0/8:8080" or "fd00::/8:8080"; fails with Invalid, saying what was expected.
    static Result<AddressRule> parse(const std::string &text);
};

/// Whether the address is one of the public internet: not private, local, reserved, multicast, nor a form of IPv6
/// that stands for an IPv4 address. After the IANA special-purpose registries (RFC 6890); the port does not count.
bool isPublicAddress(const NetworkAddress &address);

/// Decides which addresses requests may be sent to. It is asked with the address that is connected to, so that a name
/// cannot say one thing when it is checked and another when it is used. Threads: immutable.
class AddressGuard
{
public:
    enum class Ports {
        Any,
        Web, ///< of public addresses 80, 443 and 8443 alone
    };
    /// `own` are addresses of this machine, never public whatever they look like; their ports do not count.
    AddressGuard(std::vector<AddressRule> allowed, Ports ports, std::vector<NetworkAddress> own);
    bool mayReach(const NetworkAddress &address) const;

private:
    const std::vector<AddressRule> m_allowed;
    const Ports m_ports;
    const std::vector<NetworkAddress> m_own;
};

/// The addresses of this machine's network interfaces, as they are now.
std::vector<NetworkAddress> interfaceAddresses();

} // namespace fairlead
