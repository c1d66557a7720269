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

/// The address of a connection: the result of a name's lookup, not the name. Immutable value.
struct NetworkAddress
{
    enum class Family { V4, V6 };

    Family family = Family::V4;
    std::array<std::uint8_t, 16> bytes {}; ///< the first 4 of V4
    std::uint16_t port = 0;

    /// Empty for families other than IP.
    static std::optional<NetworkAddress> from(const sockaddr *address);
    /// Reads "192.0.2.1" or "2001:db8::1". Empty for all other texts, including names.
    static std::optional<NetworkAddress> parse(const std::string &ip, std::uint16_t port);
    /// For example "192.0.2.1:80", "[2001:db8::1]:80".
    std::string text() const;
};

/// A range of addresses. Immutable value.
struct AddressRange
{
    NetworkAddress first;
    int prefixBits = 0;

    /// Reads "10.0.0.0/8". Fails with Invalid.
    static Result<AddressRange> parse(const std::string &text);
    bool holds(const NetworkAddress &address) const;
};

/// One port of a range of addresses that is allowed although it is not public.
struct AddressRule
{
    AddressRange range;
    std::uint16_t port = 0;

    /// Reads "10.0.0.0/8:8080" or "fd00::/8:8080". Fails with Invalid, with the expected form.
    static Result<AddressRule> parse(const std::string &text);
};

/// Whether the address belongs to the public internet: not private, local, reserved or multicast, and not an IPv6 form
/// of an IPv4 address. Source: the IANA special-purpose registries (RFC 6890). The port does not matter.
bool isPublicAddress(const NetworkAddress &address);

/// Decides which addresses requests may be sent to. It checks the address of the connection itself, so that a name
/// cannot give one address to the check and another to the connection. Threads: immutable.
class AddressGuard
{
public:
    enum class Ports {
        Any,
        Web, ///< of public addresses only 80, 443 and 8443
    };
    /// `own` are the addresses of this machine. They never count as public; their ports do not matter.
    AddressGuard(std::vector<AddressRule> allowed, Ports ports, std::vector<NetworkAddress> own);
    bool mayReach(const NetworkAddress &address) const;

private:
    const std::vector<AddressRule> m_allowed;
    const Ports m_ports;
    const std::vector<NetworkAddress> m_own;
};

/// The present addresses of this machine's network interfaces.
std::vector<NetworkAddress> interfaceAddresses();

} // namespace fairlead
