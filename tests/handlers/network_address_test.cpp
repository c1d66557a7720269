// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/network_address.h"

#include <QtTest>

using namespace fairlead;

namespace {
NetworkAddress at(const char *ip, int port = 443)
{
    const auto address = NetworkAddress::parse(ip, static_cast<std::uint16_t>(port));
    if (!address)
        qFatal("%s is no address", ip);
    return *address;
}

AddressGuard guard(std::vector<const char *> allow, AddressGuard::Ports ports = AddressGuard::Ports::Any,
    std::vector<NetworkAddress> own = {})
{
    std::vector<AddressRule> rules;
    for (const char *rule : allow)
        rules.push_back(AddressRule::parse(rule).value());
    return {std::move(rules), ports, std::move(own)};
}
} // namespace

class NetworkAddressTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void onlyAddressesOfTheInternetArePublic_data() // S11
    {
        QTest::addColumn<bool>("expected");
        // Each range by its first and last address, and the neighbours that are public.
        for (const char *ip : {"0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0",
                 "100.127.255.255", "127.0.0.1", "127.255.255.255", "169.254.0.0", "169.254.169.254", "172.16.0.0",
                 "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.0.0", "192.168.255.255",
                 "198.18.0.0", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255",
                 "240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8",
                 "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378::1",
                 "2001:20::1", "2001:db8::1", "2002:7f00:1::1", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1",
                 "fd12:3456::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "4000::1"})
            QTest::newRow(ip) << false;
        for (const char *ip : {"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
                 "128.0.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "198.17.255.255", "198.20.0.0",
                 "223.255.255.255", "2001:4860:4860::8888", "2606:4700::1111", "2a00:1450::1", "3ffe:ffff::1"})
            QTest::newRow(ip) << true;
    }
    void onlyAddressesOfTheInternetArePublic()
    {
        QFETCH(bool, expected);
        QCOMPARE(isPublicAddress(at(QTest::currentDataTag())), expected);
        QCOMPARE(guard({}).mayReach(at(QTest::currentDataTag())), expected);
    }
    void allowedRangeIsOpenAtItsPortAlone()
    {
        const AddressGuard some = guard({"10.1.0.0/16:8080", "127.0.0.1/32:9000", "fd00::/8:8080"});
        QVERIFY(some.mayReach(at("10.1.255.255", 8080)));
        QVERIFY(some.mayReach(at("127.0.0.1", 9000)));
        QVERIFY(some.mayReach(at("fd12::1", 8080)));
        QVERIFY(!some.mayReach(at("10.1.0.1", 8081)));
        QVERIFY(!some.mayReach(at("10.2.0.1", 8080)));
        QVERIFY(!some.mayReach(at("127.0.0.2", 9000)));
        QVERIFY(!some.mayReach(at("fc00::1", 8080)));
        QVERIFY(!some.mayReach(at("::ffff:10.1.0.1", 8080))); // another way to write it is another address
        QVERIFY(some.mayReach(at("8.8.8.8", 8081)));
    }
    void rangesEndAtAnyBit()
    {
        QVERIFY(AddressRange::parse("172.16.0.0/12").value().holds(at("172.31.0.1")));
        QVERIFY(!AddressRange::parse("172.16.0.0/12").value().holds(at("172.32.0.1")));
        QVERIFY(AddressRange::parse("0.0.0.0/0").value().holds(at("255.1.2.3")));
        QVERIFY(!AddressRange::parse("0.0.0.0/0").value().holds(at("2001::1")));
        QVERIFY(AddressRange::parse("2001:db8::/127").value().holds(at("2001:db8::1")));
        QVERIFY(!AddressRange::parse("2001:db8::/128").value().holds(at("2001:db8::1")));
    }
    void webPortsAreTheOnlyOnesWhereTheTargetIsForeign()
    {
        const AddressGuard web = guard({"10.0.0.0/8:8080", "9.9.9.9/32:25"}, AddressGuard::Ports::Web);
        for (const int port : {80, 443, 8443})
            QVERIFY(web.mayReach(at("8.8.8.8", port)));
        for (const int port : {22, 25, 8080, 6379})
            QVERIFY(!web.mayReach(at("8.8.8.8", port)));
        QVERIFY(web.mayReach(at("10.0.0.1", 8080)));
        QVERIFY(web.mayReach(at("9.9.9.9", 25)));
    }
    void ownAddressesAreNeverPublic()
    {
        const AddressGuard own = guard({"8.8.8.8/32:8080"}, AddressGuard::Ports::Any, {at("8.8.8.8", 0)});
        QVERIFY(!own.mayReach(at("8.8.8.8")));
        QVERIFY(own.mayReach(at("8.8.8.8", 8080)));
        QVERIFY(own.mayReach(at("8.8.4.4")));
    }
};
QTEST_APPLESS_MAIN(NetworkAddressTest)
#include "network_address_test.moc"
