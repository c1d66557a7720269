// SPDX-License-Identifier: Apache-2.0
// Lines of the log about jobs that died, however many do.
#include "engine/dispatch/death_log.h"
#include "tests/dispatch/parts_rig.h"

#include <QtTest>

using namespace fairlead;

namespace {
Event aDeath()
{
    Event death;
    death.kind = EventKind::JobDead;
    death.job = JobId();
    death.queue = QueueName::trusted("q");
    death.tenant = TenantName::trusted("anna");
    death.attempt = 3;
    death.text = "timeout";
    return death;
}
} // namespace

class DeathLogTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lineNamesJobQueueTenantAndClass()
    {
        PartsRig rig;
        DeathLog log(rig.ports, rig.notices);
        log.died(aDeath());
        QCOMPARE(rig.lines,
            std::vector<std::string> {
                "job died job=" + JobId().text() + " queue=q tenant=anna attempt=3 class=timeout"});
        rig.advance(std::chrono::hours {1});
        QCOMPARE(rig.lines.size(), std::size_t {1});
    }
    void deathsBeyondTheLimitOfAMinuteAreCountedInOneLine()
    {
        PartsRig rig;
        DeathLog log(rig.ports, rig.notices);
        for (int i = 0; i < DeathLog::linesMax + 5'000; ++i)
            log.died(aDeath());
        QCOMPARE(rig.lines.size(), static_cast<std::size_t>(DeathLog::linesMax));
        rig.advance(std::chrono::minutes {1});
        QCOMPARE(rig.lines.size(), static_cast<std::size_t>(DeathLog::linesMax + 1));
        QVERIFY2(rig.lines.back().starts_with("5000 more jobs died"), rig.lines.back().c_str());
        log.died(aDeath());
        QVERIFY2(rig.lines.back().starts_with("job died"), rig.lines.back().c_str());
    }
};

QTEST_APPLESS_MAIN(DeathLogTest)
#include "death_log_test.moc"
