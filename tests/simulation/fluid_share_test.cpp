// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/fluid_share.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::seconds;

class FluidShareTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void workersAreDividedByWeight()
    {
        FluidShare fluid(4);
        fluid.setTenant(0, 1, 0);
        fluid.setTenant(1, 3, 0);
        for (int i = 0; i < 100; ++i) {
            fluid.add(0, seconds {1});
            fluid.add(1, seconds {1});
        }
        fluid.advanceTo(MonotonicTime {seconds {10}});
        QCOMPARE(fluid.served(0), Microseconds {seconds {10}});
        QCOMPARE(fluid.served(1), Microseconds {seconds {30}});
    }
    void oneJobUsesOneWorkerAtMost()
    {
        FluidShare fluid(4);
        fluid.setTenant(0, 1, 0);
        fluid.setTenant(1, 1, 0);
        fluid.add(0, seconds {100});
        for (int i = 0; i < 100; ++i)
            fluid.add(1, seconds {1});
        fluid.advanceTo(MonotonicTime {seconds {10}});
        QCOMPARE(fluid.served(0), Microseconds {seconds {10}});
        QCOMPARE(fluid.served(1), Microseconds {seconds {30}});
    }
    void capLeavesTheRestToTheOthers()
    {
        FluidShare fluid(4);
        fluid.setTenant(0, 9, 1);
        fluid.setTenant(1, 1, 0);
        for (int i = 0; i < 100; ++i) {
            fluid.add(0, seconds {1});
            fluid.add(1, seconds {1});
        }
        fluid.advanceTo(MonotonicTime {seconds {10}});
        QCOMPARE(fluid.served(0), Microseconds {seconds {10}});
        QCOMPARE(fluid.served(1), Microseconds {seconds {30}});
    }
    void noMoreIsServedThanCame()
    {
        FluidShare fluid(2);
        fluid.setTenant(0, 1, 0);
        fluid.add(0, seconds {3});
        fluid.advanceTo(MonotonicTime {seconds {2}});
        QCOMPARE(fluid.served(0), Microseconds {seconds {2}});
        fluid.advanceTo(MonotonicTime {seconds {20}});
        QCOMPARE(fluid.served(0), Microseconds {seconds {3}});
    }
};

QTEST_APPLESS_MAIN(FluidShareTest)
#include "fluid_share_test.moc"
