// SPDX-License-Identifier: Apache-2.0
#include "gui/look/shown.h"
#include "gui/models/config_model.h"
#include "gui/models/dead_groups_model.h"
#include "gui/models/jobs_model.h"
#include "gui/models/operations_model.h"
#include "gui/models/queues_model.h"
#include "gui/models/tenants_model.h"
#include "gui/models/workers_model.h"
#include "tests/support/cut_off_client.h"
#include "tests/support/gui_stage.h"

#include <QAbstractItemModelTester>
#include <QtTest>

#include <algorithm>
#include <limits>
#include <numeric>

using namespace fairlead;

namespace {
constexpr auto strict = QAbstractItemModelTester::FailureReportingMode::QtTest;

JobRecord jobNumber(int number)
{
    JobId::Bytes bytes {};
    bytes[14] = static_cast<std::uint8_t>(number >> 8);
    bytes[15] = static_cast<std::uint8_t>(number);
    JobRecord record;
    record.job.id = JobId(bytes);
    record.job.seq = static_cast<JobNumber>(number);
    return record;
}

/// A list of `total` jobs; its cursors are row numbers. It passes over `skipMax` jobs at a time.
class FakeList
{
public:
    explicit FakeList(int total, std::int64_t skipMax = listSkipMax)
        : m_total(total)
        , m_skipMax(skipMax)
    {
    }
    JobsModel::Source source()
    {
        return [this](const JobsModel::Ask &ask, const Answer<JobPage> &answer) {
            ++asked;
            JobPage page;
            int row = ask.cursor.empty() ? 0 : std::stoi(ask.cursor);
            page.skipped = std::min<std::int64_t>({ask.skip, m_skipMax, m_total - row});
            row += static_cast<int>(page.skipped);
            for (; page.skipped == ask.skip && row < m_total && static_cast<int>(page.jobs.size()) < ask.limit; ++row)
                page.jobs.push_back(jobNumber(row));
            if (row < m_total)
                page.cursor = std::to_string(row);
            answer(std::move(page));
        };
    }
    int asked = 0;

private:
    const int m_total;
    const std::int64_t m_skipMax;
};

/// A list whose jobs come and go: their numbers, newest first.
JobsModel::Source sourceOf(const std::vector<int> &numbers)
{
    return [&numbers](const JobsModel::Ask &ask, const Answer<JobPage> &answer) {
        JobPage page;
        const int below = ask.cursor.empty() ? std::numeric_limits<int>::max() : std::stoi(ask.cursor);
        auto at = std::find_if(numbers.begin(), numbers.end(), [below](int number) { return number < below; });
        page.skipped = std::min<std::int64_t>(ask.skip, numbers.end() - at);
        at += page.skipped;
        for (; at != numbers.end() && static_cast<int>(page.jobs.size()) < ask.limit; ++at)
            page.jobs.push_back(jobNumber(*at));
        if (at != numbers.end())
            page.cursor = std::to_string(*at + 1);
        answer(std::move(page));
    };
}

Snapshot snapshotWith(const std::vector<std::string> &tenants)
{
    Snapshot snapshot;
    for (const std::string &name : tenants) {
        TenantView tenant;
        tenant.tenant = TenantName::trusted(name);
        snapshot.tenants.push_back(tenant);
        QueueView queue;
        queue.queue = QueueName::trusted(name);
        snapshot.queues.push_back(queue);
        WorkerView worker;
        worker.worker = name;
        snapshot.workers.push_back(worker);
    }
    return snapshot;
}
} // namespace

class ModelsTest : public QObject
{
    Q_OBJECT
public:
    ModelsTest()
        : m_engine(startMendEngine())
        , m_client(m_engine->client())
    {
    }

private Q_SLOTS:
    void tablesKeepTheRulesOfModelsWhileRowsComeAndGo()
    {
        TenantsModel tenants(nullptr);
        WorkersModel workers(nullptr);
        QueuesModel queues(nullptr);
        const QAbstractItemModelTester tenantsTester(&tenants, strict);
        const QAbstractItemModelTester workersTester(&workers, strict);
        const QAbstractItemModelTester queuesTester(&queues, strict);
        const std::vector<std::vector<std::string>> steps {{}, {"b"}, {"a", "b", "c"}, {"c"}, {"a", "d"}, {}};
        for (const auto &names : steps) {
            const Snapshot snapshot = snapshotWith(names);
            tenants.show(snapshot, {});
            workers.show(snapshot, {});
            queues.show(snapshot);
            QCOMPARE(tenants.rowCount(), static_cast<int>(names.size()));
            QCOMPARE(workers.rowCount(), static_cast<int>(names.size()));
            QCOMPARE(queues.rowCount(), static_cast<int>(names.size()));
        }
    }

    void layersTellWhatTheyHoldBack()
    {
        LayersModel layers(nullptr);
        const QAbstractItemModelTester tester(&layers, strict);
        Snapshot snapshot;
        QueueView queue {.queue = QueueName::trusted("hooks")};
        queue.layers = {{"circuit_breaker", "5 of 10", {}, {"a.example:443", ""}}, {"concurrency_limit", "8", 3, {}}};
        snapshot.queues = {queue, QueueView {.queue = QueueName::trusted("plain")}};
        layers.show(snapshot, {});
        const auto text = [&](int row, int column) { return layers.index(row, column).data().toString(); };
        QCOMPARE(layers.rowCount(), 2);
        QCOMPARE(text(0, LayersModel::Layer), QStringLiteral("circuit_breaker"));
        QVERIFY(text(0, LayersModel::State).endsWith(QStringLiteral("open: a.example:443, the queue")));
        QVERIFY(text(1, LayersModel::State).contains(QStringLiteral("3")));
        layers.show(snapshot, {.queue = QueueName::trusted("plain"), .tenant = {}});
        QCOMPARE(layers.rowCount(), 0);
    }
    void configurationKeepsTheRulesOfModelsAndSaysWhatBecameOfIt()
    {
        ConfigModel model(nullptr);
        const QAbstractItemModelTester tester(&model, strict);
        model.show({{"http.listen", "\"\"", "default"}, {"engine.workers", "8", "f.toml:3"}});
        QCOMPARE(model.index(0, ConfigModel::Key).data().toString(), QStringLiteral("engine.workers"));
        model.showReport({{"engine.workers"}, {}, {"http.listen"}});
        QVERIFY(model.index(0, ConfigModel::State).data().toString().contains(QStringLiteral("taken over")));
        QVERIFY(model.index(1, ConfigModel::State).data().toString().contains(QStringLiteral("restart")));
        model.setFilter(QStringLiteral("LISTEN"));
        QCOMPARE(model.rowCount(), 1);
        model.setFilter(QStringLiteral("nothing"));
        QCOMPARE(model.rowCount(), 0);
        model.setFilter({});
        QCOMPARE(model.rowCount(), 2);
    }

    void selectionStaysWithItsTenant()
    {
        TenantsModel tenants(nullptr);
        tenants.show(snapshotWith({"b", "d"}), {});
        const QPersistentModelIndex d = tenants.index(1, 0);
        tenants.show(snapshotWith({"a", "b", "c", "d"}), {});
        QCOMPARE(d.data().toString(), QStringLiteral("d"));
    }

    void weightsAreAskedForNotSet()
    {
        TenantsModel tenants(nullptr);
        tenants.show(snapshotWith({"a"}), {});
        const QModelIndex weight = tenants.index(0, TenantsModel::Weight);
        QVERIFY(!tenants.setData(weight, 2.5, Qt::EditRole)); // not while the link is down
        tenants.setEditable(true);
        QSignalSpy edited(&tenants, &TenantsModel::weightEdited);
        QVERIFY(tenants.setData(weight, 2.5, Qt::EditRole));
        QCOMPARE(edited.count(), 1);
        QCOMPARE(weight.data(Qt::EditRole).toDouble(), 1.0);
        QVERIFY(!tenants.setData(weight, -1, Qt::EditRole));
    }

    void groupsKeepTheRulesOfModels()
    {
        DeadGroupsModel groups(m_client, m_clock, nullptr);
        const QAbstractItemModelTester tester(&groups, strict);
        groups.load({}, GroupBy::Error);
        QTRY_VERIFY(groups.isLoaded());
        QCOMPARE(groups.rowCount(), 0);
    }

    void eachGroupNamesItsOwnJobsAndNoOthers()
    {
        DeadGroupsModel groups(m_client, m_clock, nullptr);
        groups.load({.queue = {}, .tenant = TenantName::trusted("acme")}, GroupBy::Error);
        QTRY_VERIFY(groups.isLoaded());
        DeadGroup group;
        group.group.key = "f00";
        QCOMPARE(groups.filterOf(group).fingerprint, std::string("f00"));
        QVERIFY(groups.filterOf(group).tenant == TenantName::trusted("acme"));
        // An empty fingerprint would not filter: those without an error are the expired ones.
        group.group.key.clear();
        QVERIFY(groups.filterOf(group).anyOf == std::vector<JobState> {JobState::Expired});
    }

    void operationsKeepTheRulesOfModelsNewestFirst()
    {
        OperationsModel operations(m_clock, nullptr);
        const QAbstractItemModelTester tester(&operations, strict);
        std::vector<Operation> list;
        for (const int number : {3, 9, 5}) {
            Operation one {.id = jobNumber(number).job.id, .request = {}, .created = {}, .finished = {}, .total = 10};
            one.done = number;
            list.push_back(one);
            operations.show(list);
        }
        QCOMPARE(operations.rowCount(), 3);
        QCOMPARE(operations.index(0, OperationsModel::Done).data().toString(), QStringLiteral("9"));
        QCOMPARE(operations.index(2, OperationsModel::Part).data().toString(), shownPercent(0.3));
        operations.show({});
        QCOMPARE(operations.rowCount(), 0);
    }

    void jobsKeepTheRulesOfModelsFromFirstToLastChunk()
    {
        FakeList list(700);
        JobsModel jobs(m_client, m_clock, nullptr);
        const QAbstractItemModelTester tester(&jobs, strict);
        jobs.open(list.source(), 700);
        QCOMPARE(jobs.rowCount(), 700);
        for (int row = 0; row < 700; row += 100)
            QTRY_VERIFY(jobs.record(row));
        QTRY_VERIFY(jobs.isComplete());
        QCOMPARE(jobs.rowCount(), 700);
        QCOMPARE(jobs.record(699)->job.id, jobNumber(699).job.id);
    }

    void listOfUnknownLengthGrowsToItsEndAndNoFurther()
    {
        FakeList list(300);
        JobsModel jobs(m_client, m_clock, nullptr);
        const QAbstractItemModelTester tester(&jobs, strict);
        jobs.open(list.source(), -1);
        QTRY_VERIFY(jobs.rowCount() > 256);
        QTRY_VERIFY(jobs.record(jobs.rowCount() - 1) || jobs.isComplete());
        QTRY_COMPARE(jobs.rowCount(), 300);
    }

    void listThatIsShorterThanExpectedShrinks()
    {
        FakeList list(10);
        JobsModel jobs(m_client, m_clock, nullptr);
        const QAbstractItemModelTester tester(&jobs, strict);
        jobs.open(list.source(), 5000);
        QCOMPARE(jobs.rowCount(), 5000);
        QTRY_COMPARE(jobs.rowCount(), 10);
    }

    void farRowIsReachedAtOnce()
    {
        FakeList list(20'000);
        JobsModel jobs(m_client, m_clock, nullptr);
        const QAbstractItemModelTester tester(&jobs, strict);
        jobs.open(list.source(), 20'000);
        QTRY_VERIFY(jobs.record(19'999));
        QCOMPARE(jobs.record(19'999)->job.id, jobNumber(19'999).job.id);
        QTRY_VERIFY(jobs.record(10'000));
        QCOMPARE(jobs.record(10'000)->job.id, jobNumber(10'000).job.id);
        QCOMPARE(list.asked, 3); // the first chunk, and these
        QVERIFY(jobs.isComplete());
    }

    void farRowIsReachedInStepsWhereTheEngineNeedsTime()
    {
        FakeList list(20'000, 7'000);
        JobsModel jobs(m_client, m_clock, nullptr);
        jobs.open(list.source(), 20'000);
        QTRY_VERIFY(jobs.record(19'000));
        QCOMPARE(jobs.record(19'000)->job.id, jobNumber(19'000).job.id);
        QCOMPARE(list.asked, 4);
    }

    void farRowOfAShorterListIsItsEnd()
    {
        FakeList list(1'000);
        JobsModel jobs(m_client, m_clock, nullptr);
        const QAbstractItemModelTester tester(&jobs, strict);
        jobs.open(list.source(), 50'000);
        QTRY_VERIFY(jobs.record(0));
        QVERIFY(!jobs.record(40'000));
        QTRY_COMPARE(jobs.rowCount(), 1'000);
        QTRY_VERIFY(jobs.record(999));
    }

    void chunksLookedAtLongAgoAreGivenBackAndFetchedAgain()
    {
        constexpr int total = 60'000;
        FakeList list(total);
        JobsModel jobs(m_client, m_clock, nullptr);
        jobs.open(list.source(), total);
        QTRY_VERIFY(jobs.record(0));
        for (int row = 0; row < total - 300; row += 256)
            QTRY_VERIFY(jobs.record(row));
        const int asked = list.asked;
        QCOMPARE(jobs.rowOf(jobNumber(300).job.id), -1); // no longer in memory
        QTRY_VERIFY(jobs.record(300));
        QCOMPARE(list.asked, asked + 1);
        QCOMPARE(jobs.record(305)->job.id, jobNumber(305).job.id);
        QVERIFY(jobs.record(0)); // who asks for the newest once more gets newer ones
    }

    void nothingIsFetchedThatNobodyLooksAt()
    {
        FakeList list(50'000);
        JobsModel jobs(m_client, m_clock, nullptr);
        jobs.open(list.source(), 50'000);
        QTRY_VERIFY(jobs.record(0));
        QCOMPARE(jobs.data(jobs.index(40'000, 0), Qt::SizeHintRole), QVariant());
        QCOMPARE(jobs.data(jobs.index(40'000, 0), Qt::TextAlignmentRole).isValid(), true);
        QCOMPARE(list.asked, 1);
    }

    void aSearchGoesOnUntilItIsStopped()
    {
        JobsModel model(m_client, m_clock, nullptr);
        const QAbstractItemModelTester tester(&model, strict);
        int asked = 0;
        model.open(
            [&asked](const JobsModel::Ask &, const Answer<JobPage> &answer) {
                JobPage page;
                page.examined = 1000;
                page.cursor = std::to_string(++asked);
                if (asked == 2)
                    page.jobs.push_back(jobNumber(7));
                answer(std::move(page));
            },
            -1);
        // Row 1 is looked at, as by a view; the first one is found on the way.
        QTRY_VERIFY(!model.record(1) && model.examined() >= 5000);
        QVERIFY(!model.isComplete());
        model.stop();
        QVERIFY(model.isComplete() && model.isStopped());
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.record(0)->job.id, jobNumber(7).job.id);
        const int before = asked;
        QVERIFY(!model.record(1));
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
        QCOMPARE(asked, before);
    }
    void newsOfAJobChangeItsRowInPlace()
    {
        FakeList list(10);
        JobsModel jobs(m_client, m_clock, nullptr);
        jobs.open(list.source(), 10);
        QTRY_VERIFY(jobs.record(3));
        JobRecord record = jobNumber(3);
        record.state = JobState::Dead;
        QSignalSpy changed(&jobs, &QAbstractItemModel::dataChanged);
        jobs.update(record);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.front().at(0).toModelIndex().row(), 3);
        QVERIFY(jobs.record(3)->state == JobState::Dead);
    }

    void rowsOfJobsThatLeftGoAndIndexesStayWithTheirJobs()
    {
        std::vector<int> numbers(700); // newest first
        std::iota(numbers.rbegin(), numbers.rend(), 1);
        JobsModel jobs(m_client, m_clock, nullptr);
        const QAbstractItemModelTester tester(&jobs, strict);
        jobs.open(sourceOf(numbers), 700);
        QTRY_VERIFY(jobs.record(300));
        const QPersistentModelIndex kept = jobs.index(100, 0); // number 600
        const QPersistentModelIndex left = jobs.index(50, 0); // number 650
        numbers.erase(numbers.begin() + 40, numbers.begin() + 60); // 20 jobs match no longer
        numbers.insert(numbers.begin(), {703, 702, 701}); // and three came
        jobs.expect(680);
        jobs.sync(0, JobsModel::News::Hold);
        QTRY_COMPARE(kept.row(), 80);
        QVERIFY(!left.isValid());
        QCOMPARE(jobs.record(0)->job.id, jobNumber(700).job.id);
        QCOMPARE(jobs.news(), std::int64_t {3});
        QCOMPARE(jobs.rowCount(), 680);
        QTRY_VERIFY(jobs.record(679));
        QCOMPARE(jobs.record(679)->job.id, jobNumber(1).job.id);
        jobs.expect(683);
        jobs.sync(0, JobsModel::News::Show);
        QTRY_COMPARE(kept.row(), 83);
        QCOMPARE(jobs.record(0)->job.id, jobNumber(703).job.id);
        QCOMPARE(jobs.news(), std::int64_t {0});
        QCOMPARE(jobs.rowCount(), 683);
    }

    void listGoesOnBelowManyNews()
    {
        std::vector<int> numbers(400);
        std::iota(numbers.rbegin(), numbers.rend(), 1);
        JobsModel jobs(m_client, m_clock, nullptr);
        jobs.open(sourceOf(numbers), 400);
        QTRY_VERIFY(jobs.record(0));
        std::vector<int> news(3000);
        std::iota(news.rbegin(), news.rend(), 401);
        numbers.insert(numbers.begin(), news.begin(), news.end());
        numbers.erase(numbers.begin() + 3000); // number 400
        // Round by round the first cursor passes the news.
        QTRY_VERIFY((jobs.sync(0, JobsModel::News::Hold), jobs.record(0)->job.id == jobNumber(399).job.id));
        QVERIFY(jobs.hasMoreNews());
    }

private:
    const std::unique_ptr<RunningEngine> m_engine;
    const SystemClock m_clock;
    GuiClient m_client;
};

QTEST_MAIN(ModelsTest)
#include "models_test.moc"
