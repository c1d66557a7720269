// SPDX-License-Identifier: Apache-2.0
// Which run is where, how much each worker holds, and which workers there are.
#include "engine/dispatch/run_book.h"

#include <QtTest>

using namespace fairlead;

namespace {
constexpr TimePoint noon {std::chrono::seconds {1'700'000'000}};

JobId idOf(int number)
{
    return JobId(JobId::Bytes {static_cast<std::uint8_t>(number)});
}

/// A run of job `number` under token `number`, begun so many seconds after noon.
LiveRun aRun(int number, WorkerIndex worker = 0, int second = 0)
{
    auto run = std::make_shared<Run>();
    run->job.seq = JobNumber {number};
    run->job.id = idOf(number);
    run->job.spec.queue = QueueName::trusted("q");
    run->token = Token {number};
    run->started = noon + std::chrono::seconds {second};
    const std::string name = worker == noWorker ? "far-1" : workerName(worker);
    Selection selection {.lane = {run->job.spec.queue, Priority::Normal, run->job.spec.tenant}, .job = {}, .index = {}};
    return {.run = run, .selection = std::move(selection), .worker = worker, .workerName = name};
}

void begin(RunBook &book, const LiveRun &run)
{
    if (run.worker != noWorker)
        book.reserve(run.worker);
    book.add(run);
}

DispatchSnapshot pictureOf(const RunBook &book, MonotonicTime now = {})
{
    DispatchSnapshot picture;
    book.addTo(picture, now);
    return picture;
}

/// The names and states of all workers shown.
std::vector<std::string> shown(const RunBook &book, MonotonicTime now = {})
{
    std::vector<std::string> views;
    for (const WorkerView &view : pictureOf(book, now).workerViews)
        views.push_back(view.worker + " " + std::string(nameOf(view.state)) + " " + std::to_string(view.mailbox));
    return views;
}
using Lines = std::vector<std::string>;
using Workers = std::vector<WorkerIndex>;
} // namespace

class RunBookTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runIsTakenOnceAndUnderItsTokenAlone()
    {
        RunBook book(1);
        begin(book, aRun(1));
        QVERIFY(book.find(JobNumber {1}) && !book.find(JobNumber {2}));
        QVERIFY(!book.take(JobNumber {1}, Token {2}));
        const auto taken = book.take(JobNumber {1}, Token {1});
        QVERIFY(taken && taken->run->job.id == idOf(1));
        QVERIFY(!book.take(JobNumber {1}, Token {1}));
        QVERIFY(book.runs().empty());
    }
    void logThatWasReadIsThereAfterTheEnd()
    {
        RunBook book(1);
        const LiveRun run = aRun(1);
        begin(book, run);
        begin(book, aRun(2));
        QVERIFY(!book.logOf(idOf(3), {}));
        const auto live = book.logOf(idOf(1), {});
        QVERIFY(live && live->isRunning && live->log == run.run->log);
        QVERIFY(!book.logOf(idOf(1), 2));
        run.run->log->write("the last line");
        book.take(JobNumber {1}, Token {1});
        book.take(JobNumber {2}, Token {2});
        const auto ended = book.logOf(idOf(1), 1);
        QVERIFY(ended && !ended->isRunning);
        QCOMPARE(ended->log->text().head, std::string("the last line\n"));
        QVERIFY(!book.logOf(idOf(2), {})); // nobody read it
        for (int other = 10; other < 10 + static_cast<int>(RunBook::readLogsMax); ++other) {
            begin(book, aRun(other));
            QVERIFY(book.logOf(idOf(other), {}));
        }
        QVERIFY(!book.logOf(idOf(1), {}));
    }
    void takenRunFreesItsPlaceAtTheWorker()
    {
        RunBook book(1);
        begin(book, aRun(1));
        begin(book, aRun(2));
        begin(book, aRun(3, noWorker));
        QCOMPARE(book.loadOf(0), 2);
        QVERIFY(!book.hasIdleWorker());
        book.take(JobNumber {1}, Token {1});
        book.take(JobNumber {3}, Token {3});
        QCOMPARE(book.loadOf(0), 1);
        book.take(JobNumber {2}, Token {2});
        QVERIFY(book.hasIdleWorker());
    }
    void leastLoadedIsTheFirstOfTheEmptiest()
    {
        RunBook book(3);
        QCOMPARE(*book.leastLoaded(), 0);
        book.reserve(0);
        QCOMPARE(*book.leastLoaded(), 1);
        book.reserve(1);
        book.reserve(2);
        QCOMPARE(*book.leastLoaded(), 0);
        QVERIFY(!RunBook(0).leastLoaded());
    }
    void fullestComesFirstAndOneEnvelopeIsNotMany()
    {
        RunBook book(3);
        for (const WorkerIndex worker : {0, 1, 1, 2, 2, 2})
            book.reserve(worker);
        QCOMPARE(book.fullest(), (Workers {2, 1}));
        QVERIFY(book.idleWorkers().empty());
        book.release(0);
        QCOMPARE(book.idleWorkers(), Workers {0});
    }
    void reassignedRunCountsAtItsNewWorker()
    {
        RunBook book(2);
        begin(book, aRun(1));
        book.reassign(JobNumber {1}, 1);
        QCOMPARE(book.loadOf(0), 0);
        QCOMPARE(book.loadOf(1), 1);
        QCOMPARE(shown(book), (Lines {"worker-0 idle 0", "worker-1 busy 0"}));
        book.take(JobNumber {1}, Token {1});
        QCOMPARE(book.loadOf(1), 0);
    }
    void idleWorkersEndFromTheHighestNumberAndBusyOnesWhenTheyRunDry()
    {
        RunBook book(4);
        begin(book, aRun(1, 3));
        QCOMPARE(book.fitTo(1).ended, (Workers {2, 1, 0}));
        QVERIFY(book.fitTo(1).ended.empty());
        QCOMPARE(book.fitTo(0).ended, Workers {});
        book.take(JobNumber {1}, Token {1});
        QCOMPARE(book.fitTo(0).ended, Workers {3});
        QVERIFY(!book.leastLoaded());
        QCOMPARE(shown(book), Lines {});
    }
    void lowestFreeNumbersAreGivenAgainAndCountOnceTheWorkerHasStarted()
    {
        RunBook book(3);
        book.reserve(0);
        book.reserve(2);
        QCOMPARE(book.fitTo(2).ended, Workers {1});
        const RunBook::Change change = book.fitTo(4);
        QCOMPARE(change.begun, (Workers {1, 3}));
        QVERIFY(book.fitTo(4).begun.empty());
        QVERIFY(!book.hasIdleWorker());
        book.started(3);
        QCOMPARE(*book.leastLoaded(), 3);
        QCOMPARE(shown(book), (Lines {"worker-0 idle 0", "worker-2 idle 0", "worker-3 idle 0"}));
    }
    void workerIsShownWithItsOldestRunAndTheOthersInItsMailbox()
    {
        RunBook book(1);
        begin(book, aRun(2, 0, 5));
        begin(book, aRun(1, 0, 3));
        begin(book, aRun(3, noWorker, 4));
        const DispatchSnapshot picture = pictureOf(book);
        QCOMPARE(picture.busy, 1);
        QCOMPARE(picture.runningByQueue.at(QueueName::trusted("q")), 3);
        QCOMPARE(picture.workerViews.size(), std::size_t {2});
        QCOMPARE(*picture.workerViews[0].job, idOf(1));
        QCOMPARE(picture.workerViews[0].mailbox, 1);
        QCOMPARE(picture.workerViews[1].worker, std::string("far-1"));
        QCOMPARE(*picture.workerViews[1].job, idOf(3));
    }
    void remoteWorkerIsOneRowWithItsOldestRunHoweverManyItHolds()
    {
        RunBook book(0);
        for (const int number : {2, 1, 3})
            begin(book, aRun(number, noWorker, number));
        const DispatchSnapshot picture = pictureOf(book);
        QCOMPARE(picture.workerViews.size(), std::size_t {1});
        QCOMPARE(*picture.workerViews[0].job, idOf(1));
        QCOMPARE(picture.workerViews[0].mailbox, 2);
        QCOMPARE(picture.busy, 0); // of the engine's own workers
        QCOMPARE(picture.runningByQueue.at(QueueName::trusted("q")), 3);
    }
    void remoteWorkerKeepsItsCountsFromRunToRun()
    {
        RunBook book(0);
        const auto end = [&book](int number, RunDecision decision) {
            begin(book, aRun(number, noWorker));
            book.countEnd(*book.take(JobNumber {number}, Token {number}), decision, {});
        };
        end(1, {});
        end(2, {.event = JobEvent::FailedForNow, .errorClass = "timeout"});
        end(3, {.event = JobEvent::FailedForGood, .errorClass = "timeout"});
        const WorkerView view = pictureOf(book).workerViews.at(0);
        QCOMPARE(view.worker, std::string("far-1"));
        QCOMPARE(view.state, WorkerState::Idle);
        QCOMPARE(view.processed, std::int64_t {3});
        QCOMPARE(view.failed, std::int64_t {2});
        QCOMPARE(view.retried, std::int64_t {1});
    }
    void silentRemoteWorkerIsForgottenAndABusyOneIsNot()
    {
        RunBook book(0);
        book.heard("far-2", {});
        begin(book, aRun(1, noWorker));
        const MonotonicTime last {RunBook::remoteKept};
        const MonotonicTime after = last + Microseconds {1};
        QCOMPARE(shown(book, last), (Lines {"far-1 busy 0", "far-2 idle 0"}));
        QCOMPARE(shown(book, after), Lines {"far-1 busy 0"});
        book.heard("far-2", after);
        QCOMPARE(shown(book, after), (Lines {"far-1 busy 0", "far-2 idle 0"}));
        book.clear();
        QCOMPARE(shown(book, after), Lines {"far-2 idle 0"});
    }
    void remoteWorkersBeyondTheLimitPushOutTheMostSilentIdleOne()
    {
        RunBook book(0);
        begin(book, aRun(1, noWorker));
        for (std::size_t i = 1; i < 2 * RunBook::remoteMax; ++i)
            book.heard("w" + std::to_string(i), MonotonicTime {Microseconds {static_cast<std::int64_t>(i)}});
        const Lines lines = shown(book);
        QCOMPARE(lines.size(), RunBook::remoteMax);
        QCOMPARE(lines.front(), std::string("far-1 busy 0"));
        QVERIFY(std::find(lines.begin(), lines.end(), "w999 idle 0") == lines.end());
        QVERIFY(std::find(lines.begin(), lines.end(), "w1999 idle 0") != lines.end());
    }
    void progressIsThatOfTheRunUnderWay()
    {
        RunBook book(1);
        begin(book, aRun(1));
        book.setProgress(JobNumber {1}, {50, "half"});
        book.setProgress(JobNumber {2}, {90, ""});
        QCOMPARE(book.progressOf(idOf(1))->percent, 50);
        QVERIFY(!book.progressOf(idOf(2)));
        book.take(JobNumber {1}, Token {1});
        QVERIFY(!book.progressOf(idOf(1)));
    }
};

QTEST_APPLESS_MAIN(RunBookTest)
#include "run_book_test.moc"
