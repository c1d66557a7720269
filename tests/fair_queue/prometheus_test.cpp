// SPDX-License-Identifier: Apache-2.0
// The statistics of a FairQueue as Prometheus reads them.
#include "engine/fair_queue/fair_queue_prometheus.h"
#include "tests/fair_queue/fair_queue_fixture.h"

#include <QtTest>

using namespace fairlead;

class FairQueuePrometheusTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachFateIsCounted();
    void waitsAreSummariesByClass();
    void tenantsServedMostAreNamed();
    void namesAreEscaped();
    void numbersAreNames();
};

namespace {
/// Whether the text has this line.
bool has(const std::string &text, const std::string &line)
{
    return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}
} // namespace

void FairQueuePrometheusTest::eachFateIsCounted()
{
    FairQueueOptions options;
    options.limits.lengthMax = 5;
    FairQueueFixture fixture(options);
    ItemOptions brief;
    brief.deadline = fixture.in(Microseconds {1});
    const auto cancelled = fixture.queue.enqueue("a", 0);
    fixture.add("a", 1, brief);
    fixture.add(4, "b"); // the last is refused
    QVERIFY(fixture.queue.cancel(*cancelled));
    fixture.clock.advance(Microseconds {2});
    fixture.order(1);
    const std::string text = prometheusText(fixture.queue.stats());
    QVERIFY(has(text, "# TYPE fair_queue_accepted_total counter"));
    QVERIFY(has(text, "fair_queue_accepted_total 5"));
    QVERIFY(has(text, "fair_queue_delivered_total 1"));
    QVERIFY(has(text, "fair_queue_expired_total 1"));
    QVERIFY(has(text, "fair_queue_cancelled_total 1"));
    QVERIFY(has(text, "fair_queue_dropped_total 0"));
    QVERIFY(has(text, "fair_queue_refused_total 1"));
    QVERIFY(has(text, "# TYPE fair_queue_length gauge"));
    QVERIFY(has(text, "fair_queue_length 2"));
    QVERIFY(has(text, "fair_queue_tenants 2"));
}

void FairQueuePrometheusTest::waitsAreSummariesByClass()
{
    FairQueueFixture fixture;
    ItemOptions high;
    high.priority = Priority::High;
    fixture.add("a", 0, high);
    fixture.clock.advance(std::chrono::seconds {2});
    fixture.order(1);
    const std::string text = prometheusText(fixture.queue.stats(), "work");
    QVERIFY(has(text, "# TYPE work_wait_seconds summary"));
    QVERIFY(has(text, "work_wait_seconds{priority=\"high\",quantile=\"0.99\"} 2"));
    QVERIFY(has(text, "work_wait_seconds_sum{priority=\"high\"} 2"));
    QVERIFY(has(text, "work_wait_seconds_count{priority=\"high\"} 1"));
    QVERIFY(text.find("priority=\"low\"") == std::string::npos);
}

void FairQueuePrometheusTest::tenantsServedMostAreNamed()
{
    FairQueueOptions options;
    options.topTenantsMax = 1;
    FairQueueFixture fixture(options);
    fixture.add(1, "a");
    fixture.add(4, "b");
    fixture.order(4);
    const std::string text = prometheusText(fixture.queue.stats());
    QVERIFY(has(text, "fair_queue_tenant_cost_total{tenant=\"b\"} 3"));
    QVERIFY(has(text, "fair_queue_tenant_length{tenant=\"b\"} 1"));
    QVERIFY(text.find("tenant=\"a\"") == std::string::npos);
}

void FairQueuePrometheusTest::namesAreEscaped()
{
    FairQueueFixture fixture;
    fixture.add("a\"b\\c\nd");
    fixture.order(1);
    QVERIFY(has(prometheusText(fixture.queue.stats()), R"(fair_queue_tenant_cost_total{tenant="a\"b\\c\nd"} 1)"));
}

void FairQueuePrometheusTest::numbersAreNames()
{
    const ManualClock clock;
    FairQueue<int, std::uint64_t> queue(clock);
    QVERIFY(queue.enqueue(7, 0));
    QVERIFY(queue.tryDequeue());
    QVERIFY(has(prometheusText(queue.stats()), "fair_queue_tenant_cost_total{tenant=\"7\"} 1"));
}

QTEST_APPLESS_MAIN(FairQueuePrometheusTest)
#include "prometheus_test.moc"
