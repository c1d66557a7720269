// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/random.h"
#include "engine/fair_queue/tenant_hash.h"
#include "engine/fair_queue/tenant_index.h"

#include <QtTest>

#include <algorithm>
#include <map>

using namespace fairlead;

namespace {
constexpr HashKey key {7, 11};

std::uint64_t hashOf(const std::string &name)
{
    return tenantHash(key, name);
}
} // namespace

class TenantIndexTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sipHashIsTheReference()
    {
        // The vectors of the paper: key 00 01 ... 0f, message 00 01 ... of the length.
        const HashKey reference {0x0706050403020100ULL, 0x0f0e0d0c0b0a0908ULL};
        std::string message;
        for (char byte = 0; byte < 15; ++byte)
            message += byte;
        QCOMPARE(sipHash(reference, message), std::uint64_t {0xa129ca6149be45e5ULL});
        QCOMPARE(sipHash(reference, ""), std::uint64_t {0x726fdb47dd0e0e31ULL});
    }
    void anotherKeyGivesAnotherHash()
    {
        QVERIFY(tenantHash(HashKey {1, 2}, std::string("acme")) != tenantHash(HashKey {1, 3}, std::string("acme")));
        QVERIFY(tenantHash(HashKey {1, 2}, 5) != tenantHash(HashKey {2, 2}, 5));
    }
    void namesChosenToCollideSpread() // F45
    {
        // A thousand names that all begin at one place of a table by std::hash, which has no key.
        constexpr std::uint64_t places = 4'096;
        std::vector<std::string> names;
        for (int number = 0; names.size() < 1'000; ++number) {
            std::string name = "t" + std::to_string(number);
            if (std::hash<std::string> {}(name) % places == 0)
                names.push_back(std::move(name));
        }
        std::map<std::uint64_t, int> starters;
        for (const std::string &name : names)
            ++starters[hashOf(name) % places];
        const auto most = std::max_element(
            starters.begin(), starters.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
        QVERIFY2(most->second <= 8, qPrintable(QString::number(most->second)));
    }
    void anyOrderOfAddingAndRemovingKeepsWhatIsIn()
    {
        const std::uint64_t seed = 17;
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        SeededRandom random(seed);
        TenantIndex index;
        std::map<std::uint32_t, std::string> names;
        std::map<std::string, std::uint32_t> expected;
        std::uint32_t nextNumber = 0;
        for (int step = 0; step < 200'000; ++step) {
            const std::string name = std::to_string(random.nextBelow(step < 100'000 ? 3'000 : 50));
            const auto known = expected.find(name);
            const auto found = index.find(hashOf(name), [&](std::uint32_t number) { return names.at(number) == name; });
            QCOMPARE(found.has_value(), known != expected.end());
            if (!found) {
                index.add(hashOf(name), nextNumber);
                names[nextNumber] = name;
                expected[name] = nextNumber++;
            } else {
                QCOMPARE(*found, known->second);
                if (random.nextBelow(2) == 0) {
                    index.remove(hashOf(name), *found);
                    expected.erase(known);
                }
            }
            QCOMPARE(index.size(), expected.size());
        }
        for (const auto &[name, number] : expected)
            QVERIFY(index.find(hashOf(name), [&](std::uint32_t one) { return one == number; }));
    }
};

QTEST_APPLESS_MAIN(TenantIndexTest)
#include "tenant_index_test.moc"
