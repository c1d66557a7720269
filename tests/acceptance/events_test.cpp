// SPDX-License-Identifier: Apache-2.0
// The log of events over several lives of an engine that is killed. Needs the built programs beside the tests.
#include "engine/calls/job_calls.h"
#include "engine/calls/log_calls.h"
#include "examples/quickstart/corpus.h"
#include "tests/support/await.h"
#include "tests/support/engine_program.h"

#include <QtTest>

#include <map>

using namespace fairlead;

namespace {
/// Follows the log by number, over all lives. Threads: one.
class Follower
{
public:
    /// Takes in what there is behind the last number; false when the engine does not answer any more.
    bool read(Client &client)
    {
        for (;;) {
            const EventQuery query {.since = next, .limit = 1000};
            const auto page = askAndWait(client, ListEvents {query});
            if (!page)
                return false;
            missed += page->missed;
            for (const Event &event : page->events)
                events.push_back(event);
            if (page->events.empty())
                return true;
            next = page->next;
        }
    }
    int count(EventKind kind) const
    {
        return static_cast<int>(
            std::count_if(events.begin(), events.end(), [kind](const Event &one) { return one.kind == kind; }));
    }
    std::int64_t next = 0;
    std::int64_t missed = 0;
    std::vector<Event> events;
};
} // namespace

class EventsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void numbersGoOnAfterAKillWithoutAGapOrADouble()
    {
        constexpr int jobs = 400;
        const QTemporaryDir folder;
        Follower follower;
        for (int life = 0; life < 4; ++life) {
            EngineProgram program(folder.path());
            RemoteClient client(program.url());
            if (life == 0) {
                const auto work = quickstartJobs(jobs);
                QVERIFY(work && askAndWait(client, EnqueueJobs::of(*work)));
            }
            const int ended = follower.count(EventKind::JobSucceeded);
            QTRY_VERIFY_WITH_TIMEOUT(follower.read(client)
                    && (follower.count(EventKind::JobSucceeded) >= ended + 40
                        || follower.count(EventKind::JobSucceeded) == jobs),
                60'000);
            program.process.kill();
            QVERIFY(program.ended());
        }
        {
            EngineProgram last(folder.path(), {QStringLiteral("--until-idle")});
            QVERIFY(last.ended());
        }
        EngineProgram after(folder.path());
        RemoteClient client(after.url());
        QVERIFY(follower.read(client));
        QCOMPARE(follower.missed, std::int64_t {0});
        std::map<std::string, std::pair<int, int>> lives; // accepted and succeeded, by job
        for (std::size_t i = 0; i < follower.events.size(); ++i) {
            const Event &event = follower.events[i];
            QCOMPARE(event.number, static_cast<std::int64_t>(i + 1));
            if (event.kind == EventKind::JobAccepted)
                ++lives[event.job->text()].first;
            if (event.kind == EventKind::JobSucceeded)
                ++lives[event.job->text()].second;
        }
        QCOMPARE(lives.size(), static_cast<std::size_t>(jobs));
        for (const auto &[id, life] : lives)
            QVERIFY2(life == std::pair(1, 1), id.c_str());
        QCOMPARE(follower.count(EventKind::EngineStarted), 6);
        QCOMPARE(follower.count(EventKind::EngineStopped), 1); // the others were killed, or run still
        QCOMPARE(after.stop(), 0);
    }
};

QTEST_GUILESS_MAIN(EventsTest)
#include "events_test.moc"
