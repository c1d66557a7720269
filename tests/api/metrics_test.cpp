// SPDX-License-Identifier: Apache-2.0
// /metrics, as Prometheus reads it.
#include "engine/calls/alert_calls.h"
#include "engine/control/metrics_text.h"
#include "tests/support/engine_rig.h"
#include "tests/support/raw_http.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>

using namespace fairlead;

class MetricsTest : public QObject
{
    Q_OBJECT
private:
    static QByteArray scrape(const EngineRig &rig)
    {
        RawSocket socket(rig.server->port());
        const RawAnswer answer = socket.ask(request(rig.server->port(), "GET /metrics"));
        if (answer.status != 200 || answer.header("Content-Type") != "text/plain; version=0.0.4; charset=utf-8")
            qFatal("no metrics");
        return answer.body;
    }
    /// Of the sample with exactly these labels; empty when there is none.
    static QByteArray value(const QByteArray &text, const QByteArray &sample)
    {
        for (const QByteArray &line : text.split('\n')) {
            if (line.startsWith(sample + " "))
                return line.mid(sample.size() + 1);
        }
        return {};
    }
    static std::vector<TenantView> tenants(int count)
    {
        std::vector<TenantView> views;
        for (int i = 0; i < count; ++i) {
            TenantView view;
            view.tenant = TenantName::trusted("t" + std::to_string(i));
            view.workerTime = i;
            view.attempts = 1;
            views.push_back(view);
        }
        return views;
    }
    static QByteArray textOf(const std::vector<TenantView> &tenants)
    {
        MetricsParts parts;
        parts.tenants.tenants = tenants;
        return QByteArray::fromStdString(metricsText(parts, TimePoint {}));
    }

private Q_SLOTS:
    void figuresAreThoseOfTheEngine()
    {
        EngineRig rig;
        rig.addUntil(EngineRig::job("done"), JobState::Succeeded);
        rig.addUntil(EngineRig::job("rejects"), JobState::Dead);
        rig.addUntil(EngineRig::job("held"), JobState::Running);
        QTRY_COMPARE(
            value(scrape(rig), "fairlead_jobs_ended_total{queue=\"rejects\",state=\"dead\"}"), QByteArray("1"));
        const QByteArray text = scrape(rig);
        QCOMPARE(value(text, "fairlead_jobs_accepted_total{queue=\"done\"}"), QByteArray("1"));
        QCOMPARE(value(text, "fairlead_jobs_ended_total{queue=\"done\",state=\"succeeded\"}"), QByteArray("1"));
        QCOMPARE(value(text, "fairlead_queue_jobs{queue=\"held\",state=\"running\"}"), QByteArray("1"));
        QCOMPARE(value(text, "fairlead_workers_busy"), QByteArray("1"));
        QCOMPARE(value(text, "fairlead_run_time_seconds_count{queue=\"done\"}"), QByteArray("1"));
        QCOMPARE(value(text, "fairlead_run_time_seconds_bucket{queue=\"done\",le=\"+Inf\"}"), QByteArray("1"));
        QCOMPARE(value(text, "fairlead_tenant_runs_total{tenant=\"default\"}"), QByteArray("2"));
        QCOMPARE(value(text, "fairlead_paused"), QByteArray("0"));
    }
    void anAlertHasItsSampleWhetherRaisedOrNot()
    {
        EngineRig rig;
        const auto add = [&rig](const char *name, double above) {
            AddAlert call;
            call.name = AlertName::trusted(name);
            call.kind = AlertKind::Waiting;
            call.above = above;
            return askAndWait(rig.local, call).has_value();
        };
        QVERIFY(add("few", 1) && add("many", 100));
        rig.add(EngineRig::job("far")); // nobody asks for it
        QTRY_COMPARE_WITH_TIMEOUT(value(scrape(rig), "fairlead_alert_raised{alert=\"few\"}"), QByteArray("1"), 30'000);
        QCOMPARE(value(scrape(rig), "fairlead_alert_raised{alert=\"many\"}"), QByteArray("0"));
    }
    void atMostAThousandTenantsAreNamed() // F43, S21
    {
        std::vector<TenantView> views = tenants(1'500);
        views[1'499].tenant = TenantName::trusted("other");
        const QByteArray text = textOf(views);
        QCOMPARE(text.count("fairlead_tenant_runs_total{"), 1'001);
        QCOMPARE(value(text, "fairlead_tenant_runs_total{tenant=\"other\"}"), QByteArray("500"));
        QCOMPARE(value(text, "fairlead_tenant_runs_total{tenant=\"t1498\"}"), QByteArray("1"));
        QVERIFY(value(text, "fairlead_tenant_runs_total{tenant=\"t0\"}").isEmpty());
        QVERIFY(!textOf(tenants(1'000)).contains("\"other\""));
    }
    void healthIsANumberAndItsCausesByKind()
    {
        EngineRig rig;
        QByteArray text = scrape(rig);
        QCOMPARE(value(text, "fairlead_health"), QByteArray("0"));
        for (const std::string_view kind : EnumNames<HealthCauseKind>::all)
            QCOMPARE(value(text, "fairlead_health_causes{kind=\"" + QByteArray(kind.data(), int(kind.size())) + "\"}"),
                QByteArray("0"));
        MetricsParts parts;
        parts.health.verdict = HealthVerdict::Failing;
        parts.health.causes = {{.kind = HealthCauseKind::DiskLow}, {.kind = HealthCauseKind::QueueUnserved},
            {.kind = HealthCauseKind::QueueUnserved}};
        text = QByteArray::fromStdString(metricsText(parts, TimePoint {}));
        QCOMPARE(value(text, "fairlead_health"), QByteArray("2"));
        QCOMPARE(value(text, "fairlead_health_causes{kind=\"queue_unserved\"}"), QByteArray("2"));
    }
    void workersWithTheMostRunsHaveFigures()
    {
        MetricsParts parts;
        std::vector<WorkerView> &workers = parts.workers;
        workers.resize(300);
        for (std::size_t i = 0; i < workers.size(); ++i) {
            workers[i].worker = "far \"" + std::to_string(i) + "\"";
            workers[i].processed = static_cast<std::int64_t>(i);
        }
        workers[299].failed = 2;
        workers[299].retried = 1;
        workers[299].runTime = {3, 500'000, 2'000'000, 0, 0};
        const QByteArray text = QByteArray::fromStdString(metricsText(parts, TimePoint {}));
        QCOMPARE(text.count("fairlead_worker_runs_total{"), 256);
        const QByteArray last = "{worker=\"far \\\"299\\\"\"}";
        QCOMPARE(value(text, "fairlead_worker_runs_total" + last), QByteArray("299"));
        QCOMPARE(value(text, "fairlead_worker_runs_failed_total" + last), QByteArray("2"));
        QCOMPARE(value(text, "fairlead_worker_runs_retried_total" + last), QByteArray("1"));
        const QByteArray time = "fairlead_worker_run_time_seconds" + last.chopped(1);
        QCOMPARE(value(text, time + ",quantile=\"0.5\"}"), QByteArray("0.5"));
        QCOMPARE(value(text, time + ",quantile=\"0.95\"}"), QByteArray("2"));
        QVERIFY(!text.contains("far \\\"43\\\""));
    }
    void bucketsCountWhatIsNoLonger()
    {
        DurationBuckets buckets;
        for (const std::int64_t duration : {0, 1'000, 1'001, 2'000'000'000})
            buckets.add(duration);
        QCOMPARE(buckets.upTo[0], std::int64_t {2});
        QCOMPARE(buckets.upTo[1], std::int64_t {3});
        QCOMPARE(buckets.upTo.back(), std::int64_t {3});
        QCOMPARE(buckets.count, std::int64_t {4});
    }
    void theDashboardAsksForFiguresThatThereAre()
    {
        QFile file(QStringLiteral(FAIRLEAD_SOURCE_DIR "/resources/grafana/fairlead.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray dashboard = file.readAll();
        QVERIFY(QJsonDocument::fromJson(dashboard).isObject());
        EngineRig rig;
        rig.addUntil(EngineRig::job("done"), JobState::Succeeded);
        const QByteArray text = scrape(rig);
        QRegularExpressionMatchIterator names =
            QRegularExpression(QStringLiteral("fairlead_[a-z_]+")).globalMatch(QString::fromUtf8(dashboard));
        QVERIFY(names.hasNext());
        while (names.hasNext()) {
            const QByteArray name = names.next().captured().toUtf8();
            QVERIFY2(text.contains("\n" + name + "{") || text.contains("\n" + name + " "), name);
        }
    }
    void promtoolFindsNoFault()
    {
        const QString promtool = QStandardPaths::findExecutable(QStringLiteral("promtool"));
        if (promtool.isEmpty())
            QSKIP("promtool is not installed (Debian package prometheus): the format was NOT checked");
        EngineRig rig;
        rig.addUntil(EngineRig::job("done"), JobState::Succeeded);
        QProcess check;
        check.setProcessChannelMode(QProcess::MergedChannels);
        check.start(promtool, {QStringLiteral("check"), QStringLiteral("metrics")});
        check.write(scrape(rig));
        check.closeWriteChannel();
        QVERIFY(check.waitForFinished(60'000));
        const QByteArray said = check.readAll();
        QVERIFY2(check.exitCode() == 0 && said.trimmed().isEmpty(), said.constData());
    }
};

QTEST_GUILESS_MAIN(MetricsTest)
#include "metrics_test.moc"
