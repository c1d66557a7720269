// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/nearest_name.h"

#include <QtTest>

using namespace fairlead;

namespace {
const std::vector<std::string> keys {"timeout", "max_attempts", "weight", "workers", "lease"};
}

class NearestNameTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void misspeltNameIsFound()
    {
        const std::vector<std::pair<const char *, const char *>> rows {{"timout", "timeout"}, {"timeoutt", "timeout"},
            {"wieght", "weight"}, {"worker", "workers"}, {"max_atempts", "max_attempts"}, {"lease", "lease"}};
        for (const auto &[text, expected] : rows)
            QCOMPARE(nearestName(text, keys), std::string(expected));
    }
    void whatIsFarFromAllIsNoName()
    {
        for (const char *text : {"", "colour", "zzzzzzz", "attempts_of_a_job"})
            QCOMPARE(nearestName(text, keys), std::string());
        QCOMPARE(nearestName("timeout", {}), std::string());
        QCOMPARE(nearestName(std::string(1'000'000, 't'), keys), std::string());
    }
    void oneLetterMayAlwaysDiffer()
    {
        QCOMPARE(nearestName("a", {"b"}), std::string("b"));
        QCOMPARE(nearestName("ab", {"ba"}), std::string());
    }
    void nearestOfSeveralWins()
    {
        QCOMPARE(nearestName("worker", {"working", "workers", "works"}), std::string("workers"));
    }
};
QTEST_APPLESS_MAIN(NearestNameTest)
#include "nearest_name_test.moc"
