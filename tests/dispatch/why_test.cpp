// SPDX-License-Identifier: Apache-2.0
// What is said of a job that waits, under a turned clock. The test is the workers.
#include "tests/support/dispatch_rig.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

class WhyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void startIsExpectedByTheRateOfTheLastMinute()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        JobId last;
        for (int i = 0; i < 10; ++i)
            last = rig.enqueue();
        for (int i = 0; i < 3; ++i) { // four have begun in 30 s, the last of them now
            rig.advance(10s);
            rig.end(rig.take());
        }
        const WhyView why = rig.dispatcher().why(rig.record(last));
        QCOMPARE(why.ahead, std::optional<std::int64_t>(5));
        QVERIFY(why.expected);
        QCOMPARE((*why.expected - rig.clock.now()).count(), Microseconds(90s).count()); // six more, four a minute
        QVERIFY(
            why.reasons.back().text.find("; at the rate of the last minute it starts in about ") != std::string::npos);
    }
    void aReasonHasTheParametersOfItsText()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        rig.enqueue();
        rig.enqueue();
        const JobId waits = rig.enqueue();
        const QueueName queue = rig.record(waits).job.spec.queue;
        const TenantName tenant = rig.record(waits).job.spec.tenant;
        const WaitReason turn = rig.dispatcher().why(rig.record(waits)).reasons.back();
        QCOMPARE(turn.code, WaitCode::Turn);
        QVERIFY(turn.queue == queue && turn.tenant == tenant);
        QCOMPARE(turn.text.find(std::to_string(turn.count) + " job"), std::size_t {0});
        rig.call([&](Dispatcher &dispatcher) {
            dispatcher.pause({.queue = queue, .tenant = {}, .who = "anna", .why = "lunch", .since = rig.clock.now()});
        });
        const WaitReason paused = rig.dispatcher().why(rig.record(waits)).reasons.front();
        QCOMPARE(paused.code, WaitCode::Paused);
        QVERIFY(paused.queue == queue && !paused.tenant && paused.at == rig.clock.now());
        QCOMPARE(paused.who + ": " + paused.detail, std::string("anna: lunch"));
    }
    void nothingIsExpectedOfAJobThatIsHeldBackOrOfATenantThatDoesNothing()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        rig.enqueue();
        const JobId waits = rig.enqueue();
        const JobId other = rig.enqueue(aJob("q", "idle"));
        QVERIFY(rig.dispatcher().why(rig.record(waits)).expected);
        QVERIFY(!rig.dispatcher().why(rig.record(other)).expected);
        rig.call([&](Dispatcher &dispatcher) {
            dispatcher.pause({.queue = {}, .tenant = {}, .who = "anna", .why = {}, .since = rig.clock.now()});
        });
        QVERIFY(!rig.dispatcher().why(rig.record(waits)).expected);
    }
};
QTEST_APPLESS_MAIN(WhyTest)
#include "why_test.moc"
