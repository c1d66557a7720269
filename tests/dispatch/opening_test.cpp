// SPDX-License-Identifier: Apache-2.0
// A start on a backlog: nobody runs ahead because the store was asked for its jobs first.
#include "tests/support/dispatch_rig.h"

#include <QtTest>

#include <set>

using namespace fairlead;
using std::chrono::milliseconds;

namespace {
/// A dispatcher that has just learned that "a" and "b" have jobs; none of their lanes was looked into yet.
class OpeningRig
{
public:
    OpeningRig()
    {
        {
            DispatchRig before(oneQueue(), 0, m_disk);
            before.start();
            for (const char *tenant : {"a", "a", "a", "b", "b", "b"})
                before.enqueue(aJob("q", tenant));
        }
        m_rig.emplace(oneQueue(), 2, m_disk);
        m_rig->queue.isHeld = true;
        m_rig->start();
        while (m_rig->queue.heldWeights().size() < 2) // the two looks
            letGoOne();
    }
    DispatchRig *operator->() { return &*m_rig; }
    void letGoOne()
    {
        m_rig->queue.letGoOne();
        m_rig->home->runAll();
    }
    void letGo()
    {
        m_rig->queue.letGo();
        m_rig->home->runAll();
    }
    std::multiset<std::string> running() const
    {
        std::multiset<std::string> tenants;
        for (const DispatchRig::Delivered &given : m_rig->delivered)
            tenants.insert(given.run->job.spec.tenant.text());
        return tenants;
    }

private:
    const std::shared_ptr<MemoryState> m_disk = std::make_shared<MemoryState>();
    std::optional<DispatchRig> m_rig;
};
} // namespace

class OpeningTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nobodyIsServedBeforeEveryLaneWasLookedInto()
    {
        OpeningRig rig;
        rig.letGoOne();
        QCOMPARE(rig->queue.heldWeights(), std::vector<int> {0}); // the other one; no claim
        rig.letGo();
        QCOMPARE(rig.running(), (std::multiset<std::string> {"a", "b"}));
    }
    void slowLookIsWaitedForNoLongerThanASecond()
    {
        OpeningRig rig;
        rig.letGoOne();
        rig->advance(milliseconds {999});
        QCOMPARE(rig->queue.heldWeights(), std::vector<int> {0});
        rig->advance(milliseconds {1});
        QCOMPARE(rig->queue.heldWeights(), (std::vector<int> {0, 2})); // two of the lane that is known
    }
    void failedLookIsNotWaitedFor()
    {
        OpeningRig rig;
        rig.letGoOne();
        rig->queue.failNext = {{ErrorCode::Internal, "the look failed"}};
        rig.letGo();
        const std::multiset<std::string> running = rig.running();
        QCOMPARE(running.size(), std::size_t {2});
        QCOMPARE(*running.begin(), *running.rbegin()); // of the other lane
    }
};

QTEST_GUILESS_MAIN(OpeningTest)
#include "opening_test.moc"
