// SPDX-License-Identifier: Apache-2.0
// Every command of fairleadctl against a running engine: its table, its JSON, its exit code.
#include "tests/support/cli_rig.h"

using namespace fairlead;

class CommandsTest : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<CliRig> m_rig;
    const QString m_unknown = QStringLiteral("01890000-0000-7000-8000-000000000000");

private Q_SLOTS:
    void init() { m_rig = std::make_unique<CliRig>(); }
    void cleanup() { m_rig.reset(); }

    void statusSaysHowItGoes()
    {
        const CliRun healthy = m_rig->run("status --check");
        QCOMPARE(healthy.code, 0);
        QCOMPARE(healthy.out, QByteArray("health: healthy\n"));
        QCOMPARE(m_rig->run("status --check --json").member("verdict"), QStringLiteral("healthy"));
        QVERIFY(m_rig->run("status").outHas("health: healthy\n"));
        const CliRun unreachable = m_rig->run("status --check --url http://127.0.0.1:1");
        QCOMPARE(unreachable.code, 69);
    }
    void statusShowsTheEngine()
    {
        const CliRun run = m_rig->run("status");
        QCOMPARE(run.code, 0);
        QVERIFY(run.outHas("fairlead " FAIRLEAD_VERSION) && run.outHas("sqlite") && run.outHas("succeeded"));
        QCOMPARE(m_rig->run("status --json").member("durability"), QStringLiteral("full"));
    }
    void jobIsAddedShownAndAnswersItsResult()
    {
        const QString payload = QStringLiteral("{\"n\":18446744073709551615,\"x\":1.10,\"x\":2}");
        const CliRun added = m_rig->runWords({QStringLiteral("job"), QStringLiteral("add"), QStringLiteral("echo"),
            QStringLiteral("--tenant=acme"), QStringLiteral("--payload"), payload, QStringLiteral("--priority"),
            QStringLiteral("high"), QStringLiteral("--tag"), QStringLiteral("a"), QStringLiteral("--tag"),
            QStringLiteral("b"), QStringLiteral("--json")});
        QCOMPARE(added.code, 0);
        const QString id = added.member("id");
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->stateOf(id), QStringLiteral("succeeded"), 30'000);
        const CliRun result = m_rig->run("job result {}", id);
        QCOMPARE(result.code, 0);
        QCOMPARE(result.out, payload.toUtf8());
        const CliRun shown = m_rig->run("job show {}", id);
        for (const char *part : {"acme", "high", "succeeded", "1.10,\"x\":2", "tag          b"})
            QVERIFY2(shown.outHas(part), part);
        const CliRun json = m_rig->run("job show {} --json", id);
        QVERIFY(json.outHas("{\"n\":18446744073709551615,\"x\":1.10,\"x\":2}"));
        QVERIFY(m_rig->run("job list --tenant acme --tag b --state succeeded").out.contains(id.toUtf8()));
        const CliRun searched = m_rig->run("job list --payload n=18446744073709551615 --json");
        QCOMPARE(searched.json()[QStringLiteral("count")].toInt(), 1);
        QVERIFY(searched.outHas(id.toUtf8().constData()));
        QVERIFY(!m_rig->run("job list --payload n=1").outHas(id.toUtf8().constData()));
        QCOMPARE(m_rig->run("job list --payload n").code, 64);
        QCOMPARE(m_rig->run("job list --tenant other --json").json()[QStringLiteral("count")].toInt(), 0);
        QCOMPARE(m_rig->run("job list --since 1h --limit 1 --json").json()[QStringLiteral("jobs")].toArray().size(), 1);
    }
    void jobsAreCancelledAndRetried()
    {
        const QString id = m_rig->add("held --delay 1h");
        QVERIFY(m_rig->run("job cancel {}", id).outHas("cancelled"));
        const CliRun again = m_rig->run("job cancel {}", id);
        QCOMPARE(again.code, 1);
        QVERIFY(again.err.contains(id.toUtf8()));
        QVERIFY(m_rig->run("job retry {}", id).code == 0);
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->stateOf(id), QStringLiteral("running"), 30'000);
        QCOMPARE(m_rig->run("job cancel {} --json", id).code, 0);
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->stateOf(id), QStringLiteral("cancelled"), 30'000);
    }
    void aDeadLetterIsTriedAgainWithAnotherPayload()
    {
        const QString dead = m_rig->add("fails --payload 1");
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->stateOf(dead), QStringLiteral("dead"), 30'000);
        const CliRun run = m_rig->run("dlq edit-retry {} --payload 2 --json", dead);
        QVERIFY2(run.code == 0, run.err);
        const CliRun shown = m_rig->run("job show {} --json", run.member("id"));
        QCOMPARE(shown.member("parent"), dead);
        QCOMPARE(shown.json()[QStringLiteral("payload")].toInt(), 2);
        QCOMPARE(m_rig->run("dlq edit-retry {}", dead).code, 64);
    }
    void theConfigurationIsShownAndReloaded()
    {
        const CliRun shown = m_rig->run("config show");
        QVERIFY2(shown.code == 0, shown.err);
        for (const char *part : {"engine.workers", "fairlead.toml:2", "queue.echo.max_attempts", "fairlead.toml:5",
                 "command line", "default"})
            QVERIFY2(shown.outHas(part), part);
        // Each column is as wide as its texts, and a long value moves no other.
        const QRegularExpression row(
            QStringLiteral("^engine\\.workers +fairlead\\.toml:2 {2,4}2$"), QRegularExpression::MultilineOption);
        QVERIFY2(row.match(QString::fromUtf8(shown.out)).hasMatch(), shown.out);
        QCOMPARE(m_rig->run("config reload").out, QByteArray("nothing has changed\n"));
        const QByteArray before = m_rig->config();
        m_rig->write("fairlead.toml", before + "[tenant.acme]\nweight = 7\n[engine]\n");
        const CliRun twice = m_rig->run("config reload");
        QCOMPARE(twice.code, 1);
        QVERIFY2(twice.errHas("fairlead.toml:"), twice.err);
        QByteArray after = before + "[tenant.acme]\nweight = 7\n[tenant.bob]\nweight = 7\n";
        QCOMPARE(m_rig->run("tenant set bob --weight 3").code, 0);
        m_rig->write("fairlead.toml", after.replace("workers = 2", "workers = 3"));
        const CliRun reloaded = m_rig->run("config reload");
        QCOMPARE(reloaded.out,
            QByteArray("tenant.acme.weight: in force\n"
                       "tenant.bob.weight: an operator said otherwise, which counts (tenant set ... default gives it "
                       "back)\n"
                       "engine.workers: after a restart\n"));
        QCOMPARE(m_rig->run("tenant show acme --json").json()[QStringLiteral("weight")].toInt(), 7);
        QCOMPARE(
            m_rig->run("tenant show bob --json").json()[QStringLiteral("weight")].toInt(), 3); // an operator's word
        m_rig->write("fairlead.toml", before + "[queue.late]\nhandler = { kind = \"pull\" }\n");
        const CliRun come = m_rig->run("config reload");
        QVERIFY2(come.outHas("queue.late: in force\ntenant.acme.weight: removed\n"), come.out);
        QCOMPARE(m_rig->run("queue pause late").code, 0);
        m_rig->write("fairlead.toml", before);
        QCOMPARE(m_rig->run("config reload").out, QByteArray("queue.late: removed\n"));
        QCOMPARE(m_rig->run("queue resume late").code, 0); // its pause stayed
        QVERIFY(!m_rig->run("status").outHas("queue late paused"));
        QCOMPARE(m_rig->run("queue resume late").code, 1);
        QCOMPARE(m_rig->run("tenant show acme --json").json()[QStringLiteral("weight")].toInt(), 1);
    }
    void deadLettersAreListedShownAndPutBack()
    {
        QStringList ids;
        for (int i = 0; i < 3; ++i) {
            ids.append(m_rig->add("fails --tenant acme"));
            QTRY_COMPARE_WITH_TIMEOUT(m_rig->stateOf(ids.constLast()), QStringLiteral("dead"), 30'000);
        }
        const CliRun list = m_rig->run("dlq list --queue fails --tenant acme");
        QVERIFY(list.outHas("exit_1") && list.out.contains(ids.constFirst().toUtf8()));
        QCOMPARE(m_rig->run("dlq list --json").json()[QStringLiteral("count")].toInt(), 3);
        QVERIFY(m_rig->run("dlq show {}", ids.constFirst()).outHas("exit_1"));
        const CliRun groups = m_rig->run("dlq list --group-by tenant --json");
        QCOMPARE(groups.json()[QStringLiteral("groups")][0][QStringLiteral("count")].toInt(), 3);
        QVERIFY(m_rig->run("dlq list --group-by error").out.contains(ids.constLast().toUtf8()));
        QCOMPARE(m_rig->run("dlq list --group-by colour").code, 64);
        QCOMPARE(m_rig->run("dlq list --group-by error --cursor 1.1").code, 64);
        QCOMPARE(m_rig->run("engine pause").code, 0);
        QVERIFY(m_rig->run("dlq retry {}", ids.constFirst()).outHas("ready"));
        const CliRun some =
            m_rig->runWords({QStringLiteral("dlq"), QStringLiteral("retry"), ids[1], ids[0], QStringLiteral("--json")});
        QCOMPARE(some.code, 1);
        QVERIFY(some.err.contains(ids[0].toUtf8()));
        QCOMPARE(some.out, QByteArray("{\"retried\":1,\"skipped\":1}\n"));
        QCOMPARE(m_rig->run("dlq retry --all").code, 64); // not confirmed
        QCOMPARE(m_rig->run("dlq retry").code, 64);
        QCOMPARE(m_rig->run("dlq retry --queue fails").code, 64);
        QCOMPARE(m_rig->run("dlq retry --all {}", ids[2]).code, 64);
        QCOMPARE(m_rig->run("dlq retry --all --queue echo --yes").out, QByteArray("0 retried, 0 skipped\n"));
        const QJsonArray letters = m_rig->run("dlq list --json").json()[QStringLiteral("dead_letters")].toArray();
        const QString group = letters[0][QStringLiteral("last_error")][QStringLiteral("fingerprint")].toString();
        QCOMPARE(m_rig->run("dlq retry --group {} --yes", group).out, QByteArray("1 retried, 0 skipped\n"));
        QCOMPARE(m_rig->run("dlq list --json").json()[QStringLiteral("count")].toInt(), 0);
    }
    void retryWaitsAndTellsWhatBecameOfTheJobs()
    {
        const QString id = m_rig->add("fails --max-attempts 1");
        QTRY_COMPARE(m_rig->stateOf(id), QStringLiteral("dead"));
        const CliRun again = m_rig->run("dlq retry --all --queue fails --yes --wait");
        QCOMPARE(again.code, 1);
        QCOMPARE(again.out, QByteArray("1 retried: 1 dead again\n"));
        QVERIFY2(again.errHas("job list --operation"), again.err);
        const CliRun named = m_rig->run("dlq retry {} --wait --json", id);
        QCOMPARE(named.json()[QStringLiteral("dead")].toInt(), 1);
        const QString operation = named.member("operation");
        QVERIFY(m_rig->run("operation show {}", operation).outHas("1 retried: 1 dead again"));
        QCOMPARE(m_rig->run("operation outcome {}", operation).out, QByteArray("1 retried: 1 dead again\n"));
        const QJsonArray dead = m_rig->run("job list --state dead --operation {} --json", operation)
                                    .json()[QStringLiteral("jobs")]
                                    .toArray();
        QCOMPARE(dead.size(), 1);
        QCOMPARE(dead[0][QStringLiteral("id")].toString(), id);
        QVERIFY(m_rig->run("dlq retry --all --dry-run --wait").outHas("would be retried"));
    }
    void manyJobsAreActedOnAtOnce()
    {
        QCOMPARE(m_rig->run("job add held --delay 1h --tenant acme --count 30").code, 0);
        QCOMPARE(m_rig->run("job list --tenant acme --count").out, QByteArray("30\n"));
        QCOMPARE(m_rig->run("job cancel").code, 64);
        QCOMPARE(m_rig->run("job cancel --tenant acme").code, 64); // not confirmed
        const QByteArray counted("30 jobs would be cancelled\n");
        QCOMPARE(m_rig->run("job cancel --tenant acme --dry-run").out, counted);
        QCOMPARE(m_rig->run("job add held --delay 1h --tenant other").code, 0);
        QCOMPARE(m_rig->run("job cancel --all -t acme --dry-run").out, counted); // all that match
        QCOMPARE(m_rig->run("job cancel --all -t other --yes").out, QByteArray("1 cancelled, 0 skipped\n"));
        QCOMPARE(m_rig->run("job cancel --all --yes {}", m_unknown).code, 64); // all, or this one?
        QCOMPARE(m_rig->run("job move --tenant acme --to echo --yes").out, QByteArray("30 moved, 0 skipped\n"));
        QCOMPARE(
            m_rig->run("job set-priority --queue echo --to high --yes").out, QByteArray("30 changed, 0 skipped\n"));
        QCOMPARE(m_rig->run("job set-priority --queue echo --to urgent --yes").code, 64);
        const CliRun slow = m_rig->run("job cancel --queue echo --over 1h --yes --json");
        QCOMPARE(slow.code, 0);
        const QString id = slow.member("id");
        QVERIFY(m_rig->run("operation list").out.contains(id.toUtf8()));
        QCOMPARE(m_rig->run("operation show {} --json", id).member("state"), QStringLiteral("running"));
        QCOMPARE(m_rig->run("operation cancel {} --json", id).member("state"), QStringLiteral("cancelled"));
        const CliRun rest = m_rig->run("job cancel --handler process --yes --json");
        QCOMPARE(rest.member("state"), QStringLiteral("done"));
        QCOMPARE(m_rig->run("job list --state cancelled --count --json").json()[QStringLiteral("count")].toInt(), 31);
        QCOMPARE(m_rig->run("job delete --all --state cancelled --yes").out, QByteArray("31 deleted, 0 skipped\n"));
        QCOMPARE(m_rig->run("status --json").json()[QStringLiteral("counts")][QStringLiteral("cancelled")].toInt(), 0);
    }
    void jobsAreDeletedAndComeBack()
    {
        const QString id = m_rig->add("held --delay 1h");
        QVERIFY(m_rig->run("job delete {}", id).outHas("job restore"));
        QCOMPARE(m_rig->run("job show {}", id).code, 1);
        QVERIFY(m_rig->run("job restore {}", id).outHas("cancelled"));
        QCOMPARE(m_rig->run("job restore {}", id).code, 1);
        const QString other = m_rig->add("held --delay 1h");
        QCOMPARE(m_rig->run("job delete --all --yes").out, QByteArray("2 deleted, 0 skipped\n"));
        const CliRun both = m_rig->runWords({QStringLiteral("job"), QStringLiteral("restore"), id, m_unknown, other});
        QCOMPARE(both.code, 1);
        QCOMPARE(both.out, QByteArray("2 restored, 1 skipped\n"));
        QVERIFY2(both.err.contains(m_unknown.toUtf8()), both.err);
    }
    void deadLettersAreExportedAndDeleted()
    {
        const QString id = m_rig->add("fails --payload {\"n\":1.10}");
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->stateOf(id), QStringLiteral("dead"), 30'000);
        const CliRun lines = m_rig->run("dlq export -");
        QCOMPARE(lines.code, 0);
        QCOMPARE(lines.out.count('\n'), 1);
        QVERIFY(lines.outHas("{\"n\":1.10}") && lines.out.contains(id.toUtf8()));
        const QString file = m_rig->write("letters.jsonl", {});
        QVERIFY(m_rig->run("dlq export {}", file).outHas("1 dead letters written"));
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(written.readAll(), lines.out);
        QCOMPARE(m_rig->run("dlq export /no/such/folder/file").code, 1);
        QCOMPARE(m_rig->run("dlq delete").code, 64);
        QCOMPARE(m_rig->run("dlq delete --all --yes").out, QByteArray("1 deleted, 0 skipped\n"));
        QCOMPARE(m_rig->run("dlq list --json").json()[QStringLiteral("count")].toInt(), 0);
        QCOMPARE(m_rig->run("job restore {} --json", id).member("state"), QStringLiteral("dead"));
    }
    void queuesArePausedAndResumed()
    {
        QVERIFY(m_rig->run("queue list").outHas("echo"));
        QCOMPARE(m_rig->run("queue list --json").json()[QStringLiteral("count")].toInt(), 3);
        QCOMPARE(m_rig->run("queue pause echo --reason lunch").code, 0);
        const CliRun list = m_rig->run("queue list");
        QVERIFY(list.outHas("paused: lunch"));
        const QString id = m_rig->add("echo");
        QCOMPARE(m_rig->stateOf(id), QStringLiteral("ready"));
        QCOMPARE(m_rig->run("queue resume echo").code, 0);
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->stateOf(id), QStringLiteral("succeeded"), 30'000);
        QCOMPARE(m_rig->run("queue pause echo --tenant acme").code, 0);
        const QString waits = m_rig->add("echo --tenant acme");
        const QString runs = m_rig->add("echo");
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->stateOf(runs), QStringLiteral("succeeded"), 30'000);
        QCOMPARE(m_rig->stateOf(waits), QStringLiteral("ready"));
        QCOMPARE(m_rig->run("queue resume echo --tenant acme").code, 0);
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->stateOf(waits), QStringLiteral("succeeded"), 30'000);
    }
    void queueIsScaledUntilItIsReleased()
    {
        QCOMPARE(m_rig->run("queue scale echo 5").out, QByteArray("echo: 5 workers, by hand\n"));
        QVERIFY(m_rig->run("queue list").outHas("5 (hand)"));
        QTRY_COMPARE(m_rig->run("--json worker list").json()[QStringLiteral("count")].toInt(), 5);
        QCOMPARE(m_rig->run("queue scale echo auto").out, QByteArray("echo: all workers\n"));
        QCOMPARE(m_rig->run("queue scale echo many").code, 64);
        QCOMPARE(m_rig->run("queue scale echo 0").code, 64);
        QCOMPARE(m_rig->run("queue scale nowhere 2").code, 1);
    }
    void queuesAreMadeSetDrainedAndRemoved()
    {
        const CliRun made = m_rig->run("queue add far --pull workers=2");
        QVERIFY2(made.code == 0, made.err);
        QCOMPARE(made.out, QByteArray("far: pull\n"));
        QCOMPARE(made.err, QByteArray("undo: fairleadctl queue remove far --jobs keep\n"));
        const QString file = m_rig->write("far.toml", "handler = { kind = \"pull\" }\nweight = 2\n");
        QVERIFY(m_rig->run("queue add other --file {}", file).code == 0);
        const CliRun faulty = m_rig->run("queue add third --pull wieght=2");
        QCOMPARE(faulty.code, 1);
        QVERIFY2(faulty.errHas("settings:2: wieght: unknown key"), faulty.err);
        QCOMPARE(m_rig->run("queue add third").code, 64);
        const CliRun set = m_rig->run("queue set far --rate 20/s --weight 3");
        QVERIFY2(set.code == 0 && set.outHas("far: weight 3, rate 20/s; in its settings weight 1"), set.out);
        QVERIFY(set.errHas("undo: fairleadctl queue set far --release"));
        QCOMPARE(m_rig->run("queue set far").code, 64);
        QCOMPARE(m_rig->run("queue set far --release").out, QByteArray("far: as its settings say\n"));
        const QString held = m_rig->add("held");
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->stateOf(held), QStringLiteral("running"), 30'000);
        const CliRun drains = m_rig->run("queue drain held");
        QCOMPARE(drains.out, QByteArray("held: starts no more jobs; 1 still run\n"));
        QVERIFY(drains.errHas("undo: fairleadctl queue resume held"));
        QVERIFY(!m_rig->add("held").isEmpty()); // still accepted
        QCOMPARE(m_rig->run("job cancel {}", held).code, 0);
        const CliRun drained = m_rig->run("queue drain held --wait");
        QVERIFY2(drained.code == 0, drained.err);
        QCOMPARE(drained.out, QByteArray("held: drained; nothing of it runs, and new jobs wait\n"));
        QCOMPARE(m_rig->run("queue remove far --jobs keep").code, 64); // nobody can be asked
        QCOMPARE(m_rig->run("queue remove far --jobs move --yes").code, 64);
        QCOMPARE(m_rig->run("queue remove far --jobs keep --yes").out, QByteArray("far: removed\n"));
        QCOMPARE(m_rig->run("queue remove held --jobs keep --yes").code, 1); // it is the file's
        const CliRun moved = m_rig->run("queue remove other --jobs move --to echo --yes");
        QVERIFY2(moved.outHas("its jobs: fairleadctl operation show "), moved.out);
    }
    void tenantsAreSetPausedAndShown()
    {
        const CliRun fresh = m_rig->run("tenant set acme --weight 2.5");
        QCOMPARE(fresh.out, QByteArray("acme: weight 2.5\n"));
        QVERIFY2(fresh.errHas("tenant 'acme' is new"), fresh.err);
        QVERIFY(m_rig->run("tenant set acme --weight 2.5").err.isEmpty());
        for (const char *line : {"tenant pause amce", "tenant resume amec", "queue pause echo --tenant emca",
                 "queue resume echo --tenant ecma"}) // mistyped, perhaps
            QVERIFY2(m_rig->run(line).errHas("is new: no job and no setting has named it before"), line);
        QVERIFY(m_rig->run("tenant show acme").outHas("2.5"));
        QVERIFY(m_rig->run("tenant list").outHas("acme"));
        const CliRun paused = m_rig->run("tenant pause acme");
        QVERIFY2(paused.code == 0 && paused.err.isEmpty(), paused.err);
        QVERIFY(m_rig->run("tenant show acme").outHas("paused"));
        const QString waits = m_rig->add("echo --tenant acme");
        QTRY_VERIFY_WITH_TIMEOUT(m_rig->run("tenant list").outHas("1 paused"), 30'000);
        QVERIFY(m_rig->run("tenant list").outHas("OLDEST") && m_rig->run("tenant list").outHas("HELD BY"));
        QCOMPARE(m_rig->run("tenant resume acme").code, 0);
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->stateOf(waits), QStringLiteral("succeeded"), 30'000);
        QVERIFY(!m_rig->run("tenant show acme").outHas("paused"));
        QCOMPARE(m_rig->run("tenant set acme").code, 64);
        QCOMPARE(m_rig->run("tenant set acme --weight much").code, 64);
        QCOMPARE(m_rig->run("tenant set acme --max-bytes 1MiB --retry-budget 0.2 --backpressure wait:50ms").out,
            QByteArray(
                "acme: weight 2.5, at most 1 MiB of payloads waiting, retries 0.2 of runs, when full wait:50ms\n"));
        QVERIFY(m_rig->run("tenant show acme")
                    .outHas("limits: weight 2.5, at most 1 MiB of payloads waiting, retries 0.2 of runs, when full "
                            "wait:50ms\n"));
        QCOMPARE(m_rig->run("tenant set acme --backpressure drop").code, 64);
        QCOMPARE(m_rig->run("tenant set acme --max-depth 1").code, 0);
        QCOMPARE(m_rig->run("engine pause").code, 0);
        QCOMPARE(m_rig->run("job add echo --tenant acme").code, 0);
        const CliRun full = m_rig->run("job add echo --tenant acme");
        QVERIFY(full.code == 1 && full.errHas("no room in the time given"));
        QCOMPARE(m_rig
                     ->run("tenant set acme --weight default --max-depth default --max-bytes default "
                           "--retry-budget default --backpressure default")
                     .out,
            QByteArray("acme: weight 1\n"));
        QCOMPARE(m_rig->run("job add echo --tenant acme").code, 0);
        QCOMPARE(m_rig->run("tenant set acme --weight 0").code, 64);
    }
    void tokensShutTheDoorAndOpenIt() // S03, S28
    {
        QVERIFY(m_rig->run("token me").outHas("without one"));
        QCOMPARE(m_rig->run("token create --role viewer").code, 1);
        const QByteArray admin = m_rig->run("token create --role admin --name anna").out;
        QVERIFY(admin.startsWith("fl_"));
        const CliRun shut = m_rig->run("status");
        QCOMPARE(shut.code, 1);
        QVERIFY2(shut.errHas("--token-file"), shut.err);
        const QString file = m_rig->write("admin.token", admin);
        QCOMPARE(m_rig->run("status --token-file {}", file).code, 64); // others may read it
        QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner));
        QCOMPARE(m_rig->run("--token-file={} status", file).code, 0);
        const CliRun made =
            m_rig->run("token create --role viewer --payloads redacted --expires 1h --json --token-file {}", file);
        QCOMPARE(m_rig->run("token create --role viewer --payloads half --token-file {}", file).code, 64);
        const QString viewer = m_rig->write("viewer.token", made.member("token").toUtf8());
        QVERIFY(QFile::setPermissions(viewer, QFile::ReadOwner | QFile::WriteOwner));
        QCOMPARE(m_rig->run("job list --token-file {}", viewer).code, 0);
        const CliRun me = m_rig->run("token me --token-file {}", viewer);
        QVERIFY2(
            me.outHas(made.member("id").toUtf8().constData()) && me.outHas("viewer") && me.outHas("redacted"), me.out);
        const CliRun pause = m_rig->run("engine pause --token-file {}", viewer);
        QCOMPARE(pause.code, 1);
        QVERIFY2(pause.errHas("operator"), pause.err);
        const CliRun list = m_rig->run("token list --token-file {}", file);
        QVERIFY(list.outHas("anna") && list.outHas("viewer") && !list.outHas("fl_"));
        const QString id = made.member("id");
        QCOMPARE(m_rig
                     ->runWords(
                         {QStringLiteral("token"), QStringLiteral("revoke"), id, QStringLiteral("--token-file"), file})
                     .code,
            0);
        QCOMPARE(m_rig->run("job list --token-file {}", viewer).code, 1);
    }
    void workersAreListed()
    {
        const QString id = m_rig->add("held");
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->stateOf(id), QStringLiteral("running"), 30'000);
        QVERIFY(m_rig->run("worker list").out.contains(id.toUtf8()));
        QCOMPARE(m_rig->run("worker list --json").json()[QStringLiteral("count")].toInt(), 2);
    }
    void engineIsPausedResumedAndStopped()
    {
        QCOMPARE(m_rig->run("engine pause --reason repair --json").member("state"), QStringLiteral("paused"));
        QVERIFY(m_rig->run("status").outHas("paused by tester"));
        QVERIFY(m_rig->run("engine resume").outHas("resumed"));
        QVERIFY(m_rig->run("engine stop --now").outHas("stopping"));
        QVERIFY(m_rig->engine().waitForFinished(30'000));
        QCOMPARE(m_rig->engine().exitCode(), 0);
        const CliRun run = m_rig->run("status");
        QCOMPARE(run.code, 69);
        QVERIFY(run.errHas("no engine answers") && run.err.contains(m_rig->url().toUtf8()));
    }
    void storeIsVerified()
    {
        m_rig->add("held --delay 1h");
        QCOMPARE(m_rig->run("verify").out, QByteArray("1 job checked, 0 problems\n"));
        QCOMPARE(m_rig->run("verify --json").json()[QStringLiteral("ok")].toBool(), true);
    }
    void storeIsBackedUpWhileItRuns()
    {
        m_rig->add("held --delay 1h");
        const CliRun run = m_rig->run("backup copy.db");
        QVERIFY2(run.code == 0 && run.outHas("1 job checked, 0 problems"), run.err);
        const QByteArray place = run.out.mid(run.out.indexOf('/'));
        const QString file = QString::fromUtf8(place.left(place.indexOf(':')));
        QVERIFY2(file.endsWith(QStringLiteral("/backups/copy.db")) && QFile::exists(file), run.out);
        const CliRun again = m_rig->run("backup {}", file);
        QCOMPARE(again.code, 1);
        QVERIFY2(again.errHas("there already"), again.err);
    }
    void configurationsAreChecked()
    {
        QCOMPARE(m_rig->run("config check {}", m_rig->write("good.toml", "[engine]\nworkers = 2\n")).code, 0);
        const CliRun bad = m_rig->run("config check {}", m_rig->write("bad.toml", "[engine]\nworkerz = 2\n"));
        QCOMPARE(bad.code, 78);
        QVERIFY2(bad.errHas("bad.toml:2") && bad.errHas("workers"), bad.err);
        const CliRun json = m_rig->run("config check --json {}", m_rig->write("bad.toml", "[engine]\nworkerz = 2\n"));
        QCOMPARE(json.code, 78);
        QCOMPARE(json.json()[QStringLiteral("ok")].toBool(true), false);
        QVERIFY(json.json()[QStringLiteral("problems")][0].toString().contains(QStringLiteral("bad.toml:2")));
        const CliRun good = m_rig->run("config check --json {}", m_rig->write("good.toml", "[engine]\nworkers = 2\n"));
        QCOMPARE(good.out, QByteArray("{\"ok\":true,\"problems\":[]}\n"));
    }
    void aLoadWithAnUnknownQueueIsNamedByLine()
    {
        const QString config = m_rig->write("engine.toml", m_rig->config());
        const QString load = m_rig->write("load.toml", "[jobs.a]\nqueue = \"nowhere\"\nburst = 1\n");
        const CliRun run = m_rig->runWords(
            {QStringLiteral("simulate"), QStringLiteral("--config"), config, QStringLiteral("--load"), load});
        QCOMPARE(run.code, 78);
        QVERIFY2(run.errHas("load.toml:2: jobs.a.queue: the configuration has no queue 'nowhere'"), run.err);
    }
    void idsMayBeTypedInPart()
    {
        const QString first = m_rig->add("held --delay 1h");
        const QString second = m_rig->add("held --delay 1h");
        qsizetype alike = 0;
        while (first[alike] == second[alike])
            ++alike;
        const QString both = first.left(alike);
        const QString one = first.left(alike + 1);
        QCOMPARE(m_rig->run("job show {} --json", one).out, m_rig->run("job show {} --json", first).out);
        QCOMPARE(m_rig->run("job show {} --json", one.toUpper()).member("id"), first);
        for (const char *line : {"job show {}", "job cancel {}", "job delete {}", "dlq retry {}"}) {
            const CliRun run = m_rig->run(line, both);
            QCOMPARE(run.code, 1);
            QVERIFY2(
                run.out.isEmpty() && run.err.contains(first.toUtf8()) && run.err.contains(second.toUtf8()), run.err);
            const CliRun none = m_rig->run(line, QStringLiteral("ffff"));
            QCOMPARE(none.code, 1);
            QVERIFY2(none.out.isEmpty() && none.errHas("begins with 'ffff'"), none.err);
        }
        QCOMPARE(m_rig->stateOf(first), QStringLiteral("scheduled"));
        QCOMPARE(m_rig->run("job cancel {} --json", one).member("id"), first);
        QCOMPARE(m_rig->stateOf(second), QStringLiteral("scheduled"));
        const QString operation = m_rig->run("job cancel -q held --over 1h --yes --json").member("id");
        QCOMPARE(m_rig->run("operation show {} --json", operation.left(13)).member("id"), operation);
        QCOMPARE(m_rig->run("operation show {}", QStringLiteral("ffff")).code, 1);
    }
    void shortOptionsAreTheLongOnes()
    {
        QCOMPARE(m_rig->run("job add held -t acme --delay 1h -p high -n 3").out, QByteArray("3 jobs accepted\n"));
        const CliRun long_ = m_rig->run("job list --queue held --tenant acme --state scheduled --limit 2 --json");
        QCOMPARE(long_.json()[QStringLiteral("jobs")].toArray().size(), 2);
        QCOMPARE(m_rig->run("job list -q held -t acme -s scheduled -n 2 -o json").out, long_.out);
        QCOMPARE(m_rig->run("-o json job list -qheld -tacme -sscheduled -n2").out, long_.out);
        QCOMPARE(m_rig->run("job list -q held -n 1 -o table").out.count('\n'), 2);
    }
    void namesAreCompletedFromTheEngine()
    {
        QCOMPARE(m_rig->run("job add held -t acme --delay 1h").code, 0);
        const auto complete = [&](QStringList words) {
            return m_rig->runWords(QStringList {QStringLiteral("complete"), QStringLiteral("zsh")} + words).out;
        };
        const auto words = [](const char *line) { return QString::fromLatin1(line).split(QLatin1Char(' ')); };
        QTRY_COMPARE(complete(words("job list --queue ")), QByteArray("echo\nfails\nheld\n"));
        QTRY_COMPARE(complete(words("job list -q h")), QByteArray("held\n"));
        QTRY_COMPARE(complete(words("queue pause --reason why f")), QByteArray("fails\n"));
        QTRY_COMPARE(complete(words("tenant show a")), QByteArray("acme\n"));
        QTRY_COMPARE(complete(words("job add --tenant=a")), QByteArray("--tenant=acme\n"));
        QCOMPARE(complete(words("job list --state s")), QByteArray("scheduled\nsucceeded\n"));
        const CliRun none = m_rig->runWords(words("complete zsh --url http://127.0.0.1:1 job list -q "));
        QVERIFY(none.code == 0 && none.out.isEmpty() && none.err.isEmpty());
    }
    void anActOnIdsNamesThoseOnWhichItIsNotPossible()
    {
        const QString id = m_rig->add("held --delay 1h");
        const auto act = [&](const char *verb, const QStringList &more) {
            return m_rig->runWords(
                QStringList {QStringLiteral("job"), QString::fromLatin1(verb), QStringLiteral("--yes")} + more);
        };
        const CliRun none = act("cancel", {m_unknown});
        QCOMPARE(none.code, 1);
        QVERIFY2(none.out.isEmpty() && none.err.contains(m_unknown.toUtf8()), none.err);
        const CliRun moved = act("move", {m_unknown, QStringLiteral("--to"), QStringLiteral("echo")});
        QCOMPARE(moved.code, 1);
        QVERIFY2(moved.out.isEmpty() && moved.err.contains(m_unknown.toUtf8()), moved.err);
        const CliRun some = act("cancel", {m_unknown, id});
        QCOMPARE(some.code, 1);
        QCOMPARE(some.out, QByteArray("1 cancelled, 0 skipped\n"));
        QVERIFY2(some.err.contains(m_unknown.toUtf8()) && !some.err.contains(id.toUtf8()), some.err);
        const CliRun ended = act("cancel", {m_unknown, id});
        QCOMPARE(ended.code, 1);
        QVERIFY2(ended.err.contains("job " + id.toUtf8() + " is cancelled"), ended.err);
    }
    void whatIsUnknownIsNamedWithExitCode1()
    {
        for (const char *line :
            {"job show {}", "job result {}", "job retry {}", "job cancel {}", "dlq show {}", "dlq retry {}"}) {
            const CliRun run = m_rig->run(line, m_unknown);
            QCOMPARE(run.code, 1);
            QVERIFY2(run.out.isEmpty() && run.err.contains(m_unknown.toUtf8()), run.err);
        }
        for (const char *line :
            {"job add nowhere", "queue pause nowhere", "queue resume nowhere", "tenant show nowhere"}) {
            const CliRun run = m_rig->run(line);
            QCOMPARE(run.code, 1);
            QVERIFY2(run.out.isEmpty() && run.errHas("nowhere"), run.err);
        }
        QCOMPARE(m_rig->run("job add --from {}", QStringLiteral("/no/such/file")).code, 1);
        QCOMPARE(m_rig->run("job add --from {}", QStringLiteral("/tmp")).code, 1);
    }
};

QTEST_GUILESS_MAIN(CommandsTest)
#include "commands_test.moc"
