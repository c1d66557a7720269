// SPDX-License-Identifier: Apache-2.0
// Alerts, from facts and a turned clock alone.
#include "engine/domain/alert_book.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
const auto mail = QueueName::trusted("mail");
const auto web = QueueName::trusted("web");
const auto acme = TenantName::trusted("acme");

AlertRule rule(AlertKind kind, double above, Microseconds hold = 0s)
{
    AlertRule made {.name = AlertName::trusted("one"), .kind = kind};
    made.above = above;
    made.hold = hold;
    return made;
}
AlertRule ofQueue(AlertRule made, const QueueName &queue)
{
    made.queue = queue;
    return made;
}
AlertRule ofTenant(AlertRule made)
{
    made.tenant = acme;
    return made;
}

/// Two queues, in which everything that is measured differs.
HealthFacts someFacts()
{
    HealthFacts facts;
    HealthFacts::Queue first {.name = mail};
    first.isPulled = true;
    first.waiting = 40;
    first.claimable = 10;
    first.oldest = 90s;
    first.silence = 70s;
    first.recent = {.succeeded = 30, .failed = 6, .dead = 4};
    first.deadLately = 3;
    first.full = 0.5;
    HealthFacts::Queue second {.name = web};
    second.waiting = 2;
    second.claimable = 2;
    second.oldest = 20s;
    second.held = HealthFacts::Held {.by = "rate_limit", .jobs = 2, .oldest = 30s};
    second.recent = {.succeeded = 19};
    second.deadLately = 1;
    second.full = 0.25;
    facts.queues = {first, second};
    facts.tenants = {{.name = acme, .weight = 1, .oldest = 80s, .full = 0.75}};
    facts.full = 0.125;
    return facts;
}

/// A book with one alert about the oldest job of `mail`, whose wait and clock are turned by hand.
struct Rig
{
    explicit Rig(Microseconds hold = 0s) { book.put(ofQueue(rule(AlertKind::OldestJob, 60, hold), mail)); }
    /// Looks after `by`, when the oldest job has waited so long. '+': raised, '-': cleared, '.': nothing.
    char after(Microseconds by, Microseconds oldest)
    {
        clock.advance(by);
        HealthFacts facts = someFacts();
        facts.queues.front().oldest = oldest;
        const std::vector<AlertChange> changes = book.look(facts, {clock.now(), clock.monotonicNow()});
        return changes.empty() ? '.' : changes.front().isRaised ? '+' : '-';
    }
    ManualClock clock;
    AlertBook book;
};
} // namespace

class AlertBookTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachKindMeasuresItsScope()
    {
        const HealthFacts facts = someFacts();
        using enum AlertKind;
        const auto inMail = [&](AlertKind kind) { return measured(ofQueue(rule(kind, 1), mail), facts); };
        QCOMPARE(inMail(OldestJob), 90.0);
        QCOMPARE(inMail(Unserved), 70.0);
        QCOMPARE(inMail(Held), 0.0);
        QCOMPARE(inMail(Waiting), 40.0);
        QCOMPARE(inMail(DeadLetters), 3.0);
        QCOMPARE(inMail(Failures), 0.25);
        QCOMPARE(inMail(Full), 0.5);
        const auto inAll = [&](AlertKind kind) { return measured(rule(kind, 1), facts); };
        QCOMPARE(inAll(OldestJob), 90.0); // the queue that is worst off
        QCOMPARE(inAll(Held), 30.0);
        QCOMPARE(inAll(Waiting), 42.0); // of jobs the sum
        QCOMPARE(inAll(DeadLetters), 4.0);
        QCOMPARE(inAll(Failures), 0.25);
        QCOMPARE(inAll(Full), 0.5);
        QCOMPARE(measured(ofQueue(rule(Failures, 1), web), facts), 0.0); // too few runs to say
        QCOMPARE(measured(ofTenant(rule(OldestJob, 1)), facts), 80.0);
        QCOMPARE(measured(ofTenant(rule(Full, 1)), facts), 0.75);
        QCOMPARE(measured(ofQueue(rule(Waiting, 1), QueueName::trusted("gone")), facts), 0.0);
    }
    void whatIsPausedDoesNotWait()
    {
        HealthFacts facts = someFacts();
        facts.queues.front().isPaused = true;
        QCOMPARE(measured(ofQueue(rule(AlertKind::OldestJob, 1), mail), facts), 0.0);
        QCOMPARE(measured(ofQueue(rule(AlertKind::Unserved, 1), mail), facts), 0.0);
        QCOMPARE(measured(ofQueue(rule(AlertKind::Waiting, 1), mail), facts), 40.0); // it has a backlog all the same
    }
    void itIsRaisedOnceAndClearedOnce()
    {
        Rig rig;
        QCOMPARE(rig.after(5s, 59s), '.');
        QCOMPARE(rig.after(5s, 60s), '+'); // at the threshold
        QCOMPARE(rig.after(5s, 65s), '.');
        QCOMPARE(rig.book.raised(), 1);
        QCOMPARE(rig.book.views().front().value, 65.0);
        QVERIFY(rig.book.views().front().raised == rig.clock.now() - 5s);
        QCOMPARE(rig.after(5s, 1s), '.');
        QCOMPARE(rig.after(59s, 1s), '.');
        QCOMPARE(rig.after(1s, 1s), '-'); // below for a minute
        QCOMPARE(rig.after(5s, 1s), '.');
        QCOMPARE(rig.book.raised(), 0);
    }
    void aMeasureThatGoesUpAndDownRaisesOneAlert()
    {
        Rig rig;
        QCOMPARE(rig.after(5s, 61s), '+');
        for (int i = 0; i < 100; ++i) {
            QCOMPARE(rig.after(50s, 59s), '.');
            QCOMPARE(rig.after(5s, 61s), '.');
        }
    }
    void alertsLeaveRoomForMarksOfPersons()
    {
        Rig rig;
        std::size_t marks = 0;
        const auto raiseOften = [&](int times) {
            for (int i = 0; i < times; ++i) {
                rig.book.put(ofQueue(rule(AlertKind::OldestJob, 60), mail));
                HealthFacts facts = someFacts();
                rig.clock.advance(1s);
                for (const AlertChange &change : rig.book.look(facts, {rig.clock.now(), rig.clock.monotonicNow()}))
                    marks += change.isMarked ? 1 : 0;
                rig.book.remove(rule(AlertKind::OldestJob, 60).name);
            }
        };
        raiseOften(100);
        QCOMPARE(marks, AlertBook::marksMax);
        rig.clock.advance(1h);
        raiseOften(1);
        QCOMPARE(marks, AlertBook::marksMax + 1);
    }
    void itIsRaisedWhenItHasHeldForItsTime()
    {
        Rig rig(10min);
        QCOMPARE(rig.after(5s, 61s), '.');
        QCOMPARE(rig.after(9min, 61s), '.');
        QCOMPARE(rig.after(5s, 1s), '.'); // the time begins anew
        QCOMPARE(rig.after(5s, 61s), '.');
        QCOMPARE(rig.after(9min, 61s), '.');
        QCOMPARE(rig.after(1min, 61s), '+');
        QCOMPARE(rig.after(5s, 1s), '.');
        QCOMPARE(rig.after(9min, 1s), '.');
        QCOMPARE(rig.after(1min, 1s), '-'); // its time is longer than a minute
    }
    void aStepOfTheWallClockDoesNotShortenTheTime()
    {
        Rig rig(10min);
        QCOMPARE(rig.after(5s, 61s), '.');
        rig.clock.stepWall(1h);
        QCOMPARE(rig.after(5s, 61s), '.');
        rig.clock.stepWall(-2h);
        QCOMPARE(rig.after(10min, 61s), '+');
    }
    void aChangedAlertStaysRaised()
    {
        Rig rig;
        QCOMPARE(rig.after(5s, 61s), '+');
        rig.book.put(ofQueue(rule(AlertKind::OldestJob, 61), mail));
        QCOMPARE(rig.after(5s, 61s), '.');
        QCOMPARE(rig.book.raised(), 1);
    }
    void anAlertOutOfForceIsCleared()
    {
        Rig rig;
        QCOMPARE(rig.after(5s, 61s), '+');
        AlertRule off = rig.book.views().front().rule;
        off.isEnabled = false;
        rig.book.put(off);
        QCOMPARE(rig.after(5s, 61s), '-');
        QCOMPARE(rig.after(5s, 61s), '.');
    }
    void aRemovedAlertIsClearedIfItWasRaised()
    {
        Rig rig;
        const AlertName name = rig.book.views().front().rule.name;
        QCOMPARE(rig.after(5s, 61s), '+');
        const std::optional<AlertChange> change = rig.book.remove(name);
        QVERIFY(change && !change->isRaised && change->value == 61);
        QVERIFY(rig.book.isEmpty() && !rig.book.remove(name));
    }
    void anEngineThatStopsClearsNothing()
    {
        Rig rig;
        QCOMPARE(rig.after(5s, 61s), '+');
        rig.clock.advance(2min);
        QVERIFY(rig.book.look(HealthFacts {}, {rig.clock.now(), rig.clock.monotonicNow()}).empty());
        QCOMPARE(rig.book.raised(), 1);
    }
    void anotherTenantsAlertsAreNotShown()
    {
        Rig rig;
        AlertRule own = ofTenant(rule(AlertKind::OldestJob, 60));
        own.name = AlertName::trusted("two");
        rig.book.put(own);
        QCOMPARE(rig.book.views().size(), std::size_t {2});
        const std::vector<AlertView> views = rig.book.views(acme);
        QCOMPARE(views.size(), std::size_t {1});
        QVERIFY(views.front().rule == own);
    }
    void rulesThatCannotBeMeasuredAreRefused()
    {
        const auto isGood = [](const AlertRule &made) { return checkAlert(made).has_value(); };
        QVERIFY(isGood(rule(AlertKind::Failures, 1)));
        QVERIFY(isGood(ofTenant(rule(AlertKind::OldestJob, 300))));
        QVERIFY(!isGood(rule(AlertKind::Waiting, 0)));
        QVERIFY(!isGood(rule(AlertKind::Waiting, -1)));
        QVERIFY(!isGood(rule(AlertKind::Waiting, std::numeric_limits<double>::quiet_NaN())));
        QVERIFY(!isGood(rule(AlertKind::Waiting, std::numeric_limits<double>::infinity())));
        QVERIFY(!isGood(rule(AlertKind::Full, 1.01)));
        QVERIFY(!isGood(ofTenant(rule(AlertKind::DeadLetters, 10))));
        QVERIFY(!isGood(ofQueue(ofTenant(rule(AlertKind::OldestJob, 10)), mail)));
    }
    void theTextHasMeasureAndThreshold()
    {
        QCOMPARE(alertText(ofTenant(rule(AlertKind::OldestJob, 300)), 420),
            std::string("one: oldest_job of tenant acme is 7 min (threshold 5 min)"));
        QCOMPARE(alertText(rule(AlertKind::DeadLetters, 10), 12),
            std::string("one: dead_letters is 12 a minute (threshold 10 a minute)"));
        QCOMPARE(alertText(ofQueue(rule(AlertKind::Full, 0.85), mail), 0.9),
            std::string("one: full of queue mail is 90 % (threshold 85 %)"));
    }
};

QTEST_GUILESS_MAIN(AlertBookTest)
#include "alert_book_test.moc"
