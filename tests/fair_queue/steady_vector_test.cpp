// SPDX-License-Identifier: Apache-2.0
#include "engine/fair_queue/steady_vector.h"

#include <QtTest>

using namespace fairlead;

class SteadyVectorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void elementsKeepTheirValuesWhileItGrows()
    {
        SteadyVector<std::size_t> vector;
        for (std::size_t i = 0; i < 5'000; ++i) { // some blocks
            vector.reach(i);
            QCOMPARE(vector.size(), i + 1);
            QCOMPARE(vector[i], std::size_t {0});
            vector[i] = i;
        }
        vector.reach(17); // is there already
        QCOMPARE(vector.size(), std::size_t {5'000});
        for (std::size_t i = 0; i < vector.size(); ++i)
            QCOMPARE(vector[i], i);
    }
    void oneStepMayReachFar()
    {
        for (const std::size_t last :
            {std::size_t {0}, std::size_t {1'023}, std::size_t {1'024}, std::size_t {4'999}}) {
            SteadyVector<int> vector;
            vector.reach(last);
            QCOMPARE(vector.size(), last + 1);
            vector[last] = 7;
            QCOMPARE(vector[last], 7);
        }
    }
};

QTEST_APPLESS_MAIN(SteadyVectorTest)
#include "steady_vector_test.moc"
