// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/function_handler.h"
#include "engine/handlers/process_handler.h"
#include "tests/support/queue_executor.h"

#include <QDir>
#include <QtTest>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <fstream>
#include <set>
#include <thread>
#include <unistd.h>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
std::shared_ptr<Run> aRun(std::string payload = {})
{
    static std::int64_t token = 1000;
    auto run = std::make_shared<Run>();
    run->job.spec.payload = std::move(payload);
    run->token = Token {++token};
    run->reportProgress = [](const Progress &) {};
    return run;
}

std::shared_ptr<WorkFolders> workFolders()
{
    static const QTemporaryDir parent;
    auto folders = WorkFolders::in(parent.path().toStdString());
    return folders ? *folders : nullptr;
}

std::shared_ptr<Handler> processHandler(const ProcessHandlerSettings &settings,
    const std::shared_ptr<Spawner> &spawner = std::make_shared<Spawner>(Spawner::Reaping::OwnOnly))
{
    auto made = ProcessHandler::make(settings, spawner, workFolders());
    if (!made)
        qFatal("%s", made.error().text.c_str());
    return *made;
}

/// Runs one job through a handler and waits for its answer.
Outcome outcomeOf(
    Handler &handler, const std::shared_ptr<Run> &run, const std::function<void()> &meanwhile = [] {})
{
    const auto executor = std::make_shared<QueueExecutor>();
    const std::unique_ptr<Service> service = handler.create(executor);
    std::optional<Outcome> outcome;
    service->call(run, [&](Outcome answer) { outcome = std::move(answer); });
    meanwhile();
    while (!outcome && executor->runOne()) { }
    return outcome.value_or(Failed {"no answer", "", {}});
}

Outcome outcomeOf(
    std::vector<std::string> command, const std::shared_ptr<Run> &run = aRun(),
    const std::function<void()> &meanwhile = [] {}, Microseconds killAfter = 10s)
{
    ProcessHandlerSettings settings;
    settings.command = std::move(command);
    settings.killAfter = killAfter;
    return outcomeOf(*processHandler(settings), run, meanwhile);
}

/// A script for the interpreter, as its own argument vector.
std::vector<std::string> script(const std::string &text)
{
    return {"sh", "-c", text};
}

std::string output(const Outcome &outcome)
{
    const auto *succeeded = std::get_if<Succeeded>(&outcome);
    return succeeded ? succeeded->result.bytes : "<not succeeded>";
}

std::string failureClass(const Outcome &outcome)
{
    const auto *failed = std::get_if<Failed>(&outcome);
    const auto *rejected = std::get_if<Rejected>(&outcome);
    return failed ? failed->errorClass : rejected ? "rejected " + rejected->errorClass : "<no failure>";
}

/// An executable file in the folder, always the same one.
QString writeProgram(const QTemporaryDir &folder, const QByteArray &text)
{
    QFile file(folder.filePath(QStringLiteral("program")));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(text) != text.size())
        qFatal("cannot write");
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return file.fileName();
}

/// Children of this process that have ended and that nobody has waited for.
int zombies()
{
    int count = 0;
    for (const QString &pid : QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[1-9]*")}, QDir::Dirs)) {
        std::ifstream file("/proc/" + pid.toStdString() + "/stat");
        std::string text;
        std::getline(file, text); // "PID (NAME) STATE PARENT ..."
        const std::size_t name = text.rfind(')');
        if (name != std::string::npos && text.compare(name, 4, ") Z ") == 0)
            count += std::stoi(text.substr(name + 4)) == getpid() ? 1 : 0;
    }
    return count;
}

/// Each open descriptor with its file, such as "7 pipe:[4711]".
std::set<std::string> openDescriptors()
{
    std::set<std::string> open;
    const QDir folder(QStringLiteral("/proc/self/fd"));
    for (const QString &number : folder.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)) {
        std::array<char, 256> target {};
        // The descriptor of this listing itself is closed by now.
        if (readlink(qPrintable(folder.filePath(number)), target.data(), target.size() - 1) > 0)
            open.insert(number.toStdString() + " " + target.data());
    }
    return open;
}

/// Descriptors that are open and were not.
std::vector<std::string> openedSince(const std::set<std::string> &before)
{
    const std::set<std::string> now = openDescriptors();
    std::vector<std::string> opened;
    std::set_difference(now.begin(), now.end(), before.begin(), before.end(), std::back_inserter(opened));
    return opened;
}
} // namespace

class HandlersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void functionsAnswerInEveryForm()
    {
        const auto pool = std::make_shared<BlockingPool>(2, 4);
        const auto quick = FunctionHandler::quick([](RunContext &run) -> Outcome {
            return Succeeded {{run.payload(), "t"}};
        });
        const auto blocking = FunctionHandler::blocking(
            [](RunContext &run) -> Outcome {
                return Succeeded {{run.payload(), "t"}};
            },
            pool);
        std::thread later;
        const auto async =
            FunctionHandler::async([&](const RunContext &run, const std::function<void(Outcome)> &answer) {
                later = std::thread([run, answer] {
                    answer(Succeeded {{run.payload(), "t"}});
                    answer(Failed {"second", "answer", {}}); // must not count
                });
            });
        for (const auto &handler : {quick, blocking, async})
            QCOMPARE(output(outcomeOf(*handler, aRun("x"))), std::string("x"));
        later.join();
    }
    void outsideOfAnEngineNothingCanBeHandedIn()
    {
        const Result<EnqueueReceipt> receipt = RunContext(aRun()).enqueue({});
        QCOMPARE(receipt.error().code, ErrorCode::Unavailable);
    }
    void exceptionsBecomeFailures()
    {
        const auto pool = std::make_shared<BlockingPool>();
        const auto thrower = [](RunContext &) -> Outcome { throw std::runtime_error("no"); };
        QCOMPARE(failureClass(outcomeOf(*FunctionHandler::quick(thrower), aRun())), std::string("exception"));
        QCOMPARE(failureClass(outcomeOf(*FunctionHandler::blocking(thrower, pool), aRun())), std::string("exception"));
        QCOMPARE(failureClass(outcomeOf(
                     *FunctionHandler::async([](const RunContext &, const std::function<void(Outcome)> &) { throw 7; }),
                     aRun())),
            std::string("exception"));
    }
    void payloadAndResultKeepTheirBytes()
    {
        std::string bytes(1024 * 1024, 'x');
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<char>(i * 31);
        ProcessHandlerSettings settings;
        settings.command = {"cat"};
        settings.streamBytesKept = 1024 * 1024;
        const auto handler = processHandler(settings);
        QVERIFY(output(outcomeOf(*handler, aRun(bytes))) == bytes);
    }
    void argumentsReachTheProgramAsTheyStand() // S13
    {
        QCOMPARE(output(outcomeOf({"printf", "%s", ";$(echo x) `y`"})), std::string(";$(echo x) `y`"));
    }
    void exitCodesAreMapped() // F27
    {
        QCOMPARE(failureClass(outcomeOf(script("exit 1"))), std::string("exit_1"));
        QCOMPARE(failureClass(outcomeOf(script("exit 75"))), std::string("tempfail"));
        QCOMPARE(failureClass(outcomeOf(script("exit 65"))), std::string("rejected dataerr"));
        QCOMPARE(failureClass(outcomeOf(script("exit 78"))), std::string("rejected configuration"));
        QCOMPARE(failureClass(outcomeOf(script("kill -9 $$"))), std::string("signal_9"));
        const Outcome outcome = outcomeOf(script("echo 'what \033went wrong' >&2; exit 3"));
        QCOMPARE(std::get<Failed>(outcome).text, std::string("exit code 3: what \\x1bwent wrong"));
    }
    void missingProgramIsARejectionAndNoRetryStorm() // F33
    {
        QCOMPARE(failureClass(outcomeOf({"no-such-program"})), std::string("rejected configuration"));
        QCOMPARE(failureClass(outcomeOf({"/etc/passwd"})), std::string("rejected configuration"));
    }
    void programOfAnUnknownFormatIsARejection() // F33
    {
        const QTemporaryDir folder;
        const QString path = writeProgram(folder,
            "\x7f"
            "ELF, or so it says");
        QCOMPARE(failureClass(outcomeOf({path.toStdString()})), std::string("rejected configuration"));
    }
    void programThatIsReplacedCountsFromTheNextRun() // F33
    {
        const QTemporaryDir folder;
        const QString path = writeProgram(folder, "#!/bin/sh\necho '1 up' >&3\ncat\necho old\n");
        const auto run = aRun();
        run->reportProgress = [&](const Progress &) {
            QFile::remove(path);
            writeProgram(folder, "#!/bin/sh\necho new\n");
        };
        QCOMPARE(output(outcomeOf({path.toStdString()}, run)), std::string("old\n"));
        QCOMPARE(output(outcomeOf({path.toStdString()})), std::string("new\n"));
    }
    void programThatClosesItsOutputRunsOn() // F28: neither an end of its own nor the timeout is missed
    {
        QCOMPARE(failureClass(outcomeOf(script("exec >&- 2>&- 3>&- 4>&-; for i in $(seq 20000); do :; done; exit 7"))),
            std::string("exit_7"));
        const auto run = aRun();
        run->reportProgress = [&](const Progress &) { run->cancellation->request(Cancellation::Reason::TimedOut); };
        QCOMPARE(failureClass(outcomeOf(
                     script("trap '' TERM; exec >&- 2>&- 4>&-; echo '1 shut' >&3; exec 3>&-; while :; do :; done"), run,
                     [] {}, 50ms)),
            std::string("timeout"));
    }
    void environmentIsCleanAndDescriptorsAreFew() // S14
    {
        qputenv("SECRET_OF_THE_ENGINE", "x");
        const std::string environment = output(outcomeOf({"env"}));
        QVERIFY(environment.find("SECRET_OF_THE_ENGINE") == std::string::npos);
        QVERIFY(environment.find("FAIRLEAD_ATTEMPT=1\n") != std::string::npos);
        QVERIFY(environment.find("PATH=/usr/local/bin:/usr/bin:/bin\n") != std::string::npos);
        QCOMPARE(output(outcomeOf(script("for f in /proc/$$/fd/*; do echo ${f##*/}; done | sort | tr '\\n' ' '")))
                     .substr(0, 8),
            std::string("0 1 2 3 "));
    }
    void eachVariableIsThereOnceAndTheConfigurationDecides()
    {
        qputenv("LANG", "of the engine");
        qputenv("INHERITED", "of the engine");
        ProcessHandlerSettings settings;
        settings.command = {"/usr/bin/env"};
        settings.inheritEnvironment = {"LANG", "INHERITED"};
        settings.environment = {{"PATH", "/opt/mine"}, {"INHERITED", "configured"}, {"FAIRLEAD_ATTEMPT", "9"},
            {"FAIRLEAD_TOKEN", "forged"}, {"FAIRLEAD_LIFE", "forged"}};
        const auto run = aRun();
        const std::string environment = "\n" + output(outcomeOf(*processHandler(settings), run));
        const auto valuesOf = [&](const std::string &name) {
            std::string values;
            for (std::size_t at = 0; (at = environment.find("\n" + name + "=", at)) != std::string::npos; ++at) {
                const std::size_t begin = at + name.size() + 2;
                values += environment.substr(begin, environment.find('\n', begin) - begin) + ";";
            }
            return values;
        };
        QCOMPARE(valuesOf("PATH"), std::string("/opt/mine;"));
        QCOMPARE(valuesOf("LANG"), std::string("of the engine;"));
        QCOMPARE(valuesOf("INHERITED"), std::string("configured;"));
        QCOMPARE(valuesOf("FAIRLEAD_ATTEMPT"), std::string("1;"));
        QCOMPARE(valuesOf("FAIRLEAD_TOKEN"), std::to_string(static_cast<std::int64_t>(run->token)) + ";");
        QVERIFY(valuesOf("FAIRLEAD_LIFE").find("forged") == std::string::npos);
    }
    void lettersOfAnErrorTextAreKept()
    {
        const Outcome outcome = outcomeOf(script(
            "i=0; while [ $i -lt 1500 ]; do printf '\\303\\274'; i=$((i+1)); done >&2; printf ' Ende' >&2; exit 1"));
        const auto *failed = std::get_if<Failed>(&outcome);
        QVERIFY(failed);
        QVERIFY2(failed->text.ends_with("\xc3\xbc\xc3\xbc Ende"), failed->text.c_str());
        QVERIFY2(std::count(failed->text.begin(), failed->text.end(), '\\') <= 1, failed->text.c_str());
    }
    void floodIsCutButNotBlocked() // F32
    {
        const std::string kept = output(outcomeOf(script("yes 0123456789 | head -c 5000000; echo end")));
        QVERIFY(kept.size() < 140 * 1024);
        QVERIFY(kept.rfind("0123456789\n", 0) == 0);
        QVERIFY(kept.find("bytes cut") != std::string::npos);
        QVERIFY(kept.substr(kept.size() - 4) == "end\n");
    }
    void programThatHearsNothingIsKilled()
    {
        const auto run = aRun();
        std::atomic<bool> isUp {false};
        run->reportProgress = [&](const Progress &) {
            isUp = true;
            run->cancellation->request(Cancellation::Reason::Cancelled);
        };
        const Outcome outcome = outcomeOf(
            script("trap '' TERM; echo '1 up' >&3; while :; do :; done"), run, [] {}, 50ms);
        QVERIFY(isUp);
        QVERIFY(std::holds_alternative<RunCancelled>(outcome));
    }
    void descendantsThatEscapeAreKilled() // F29
    {
        const QTemporaryDir folder;
        const std::string pidFile = folder.filePath(QStringLiteral("pid")).toStdString();
        const Outcome outcome = outcomeOf(script("setsid sh -c 'echo $$ > " + pidFile + ".new; mv " + pidFile + ".new "
            + pidFile + "; while :; do :; done' </dev/null >/dev/null 2>&1 3>&- & while ! test -e " + pidFile
            + "; do :; done"));
        QVERIFY(std::holds_alternative<Succeeded>(outcome));
        std::ifstream file(pidFile);
        int pid = 0;
        file >> pid;
        QVERIFY(pid > 0);
        QTRY_VERIFY(kill(pid, 0) != 0);
    }
    void progressComesByDescriptorThree()
    {
        const auto run = aRun();
        std::vector<Progress> heard;
        run->reportProgress = [&](Progress progress) { heard.push_back(std::move(progress)); };
        QVERIFY(std::holds_alternative<Succeeded>(
            outcomeOf(script("echo '50 half' >&3; echo rubbish >&3; echo '400 all' >&3"), run)));
        QCOMPARE(heard, (std::vector<Progress> {{50, "half"}, {100, "all"}}));
    }
    void outputAndErrorsOfAProgramAreTheLogOfItsRun()
    {
        const auto run = aRun();
        outcomeOf(script("echo out; printf 'bad \\377' >&2; exit 1"), run);
        QCOMPARE(run->log->text(), (LogText {"out\nbad \\xff\n", 0, ""}));
    }
    void functionWritesIntoTheLogOfItsRun()
    {
        const auto run = aRun();
        RunContext(run).log("one\ntwo");
        QCOMPARE(run->log->text().head, std::string("one\ntwo\n"));
    }
    void eachRunHasAFolderOfItsOwnThatGoesWithIt()
    {
        std::vector<QString> paths;
        for (int i = 0; i < 2; ++i) {
            const std::string path = output(outcomeOf(script("echo left > file && ls -A && pwd | tr -d '\\n'")));
            QVERIFY(path.starts_with("file\n/"));
            paths.push_back(QString::fromStdString(path.substr(5)));
            QVERIFY(!QFileInfo::exists(paths.back()));
        }
        QVERIFY(paths[0] != paths[1]);
    }
    void linesOnDescriptor4BecomeJobsOfTheSameTenant()
    {
        const auto run = aRun();
        run->job.spec.queue = QueueName::trusted("pages");
        run->job.spec.tenant = TenantName::trusted("acme");
        const Outcome outcome = outcomeOf(
            script(R"(echo '{"payload":{"n":1.10}}' >&4; echo >&4; printf '{"queue":"other","payload":2}' >&4)"), run);
        const std::vector<NewJob> &children = std::get<Succeeded>(outcome).spawned;
        QCOMPARE(children.size(), std::size_t {2});
        QCOMPARE(children[0].payload, std::string(R"({"n":1.10})"));
        QCOMPARE(children[0].queue.text(), std::string("pages"));
        QCOMPARE(children[1].queue.text(), std::string("other"));
        QCOMPARE(children[1].tenant.text(), std::string("acme"));
    }
    void badLineOnDescriptor4IsARejectionThatNamesIt()
    {
        const Outcome outcome = outcomeOf(script(R"(echo '{"payload":1}' >&4; echo '{"pay":1}' >&4)"));
        QCOMPARE(std::get<Rejected>(outcome).errorClass, std::string("bad_spawn"));
        QVERIFY(std::get<Rejected>(outcome).text.starts_with("line 2 on descriptor 4: "));
    }
    void failureOutranksABadLine()
    {
        QCOMPARE(std::get<Failed>(outcomeOf(script("echo rubbish >&4; exit 3"))).errorClass, std::string("exit_3"));
    }
    void floodOnDescriptor4IsCutAndRejected()
    {
        const Outcome outcome = outcomeOf(script("head -c 34000000 /dev/zero | tr '\\0' x >&4"));
        QVERIFY(std::get<Rejected>(outcome).text.find("more than 32 MiB") != std::string::npos);
    }
    void limitsHoldForEveryProcessOfARun() // S14, F30
    {
        ProcessHandlerSettings settings;
        settings.limits = {64 * 1024 * 1024, 90s, 33, 0, 1024 * 1024};
        settings.command = script("ulimit -v; ulimit -t; ulimit -n; ulimit -f");
        QCOMPARE(output(outcomeOf(*processHandler(settings), aRun())), std::string("65536\n90\n33\n2048\n"));
        settings.command = script("head -c 200000000 /dev/zero | tail -c 150000000 > /dev/null");
        QVERIFY(std::holds_alternative<Failed>(outcomeOf(*processHandler(settings), aRun())));
        settings.command = script("exec head -c 2000000 /dev/zero > large");
        QCOMPARE(std::get<Failed>(outcomeOf(*processHandler(settings), aRun())).errorClass,
            "signal_" + std::to_string(SIGXFSZ));
        settings.limits = {.cpu = 1s};
        settings.command = script("while :; do :; done");
        QCOMPARE(std::get<Failed>(outcomeOf(*processHandler(settings), aRun())).errorClass,
            "signal_" + std::to_string(SIGKILL)); // the hard limit is the soft one
    }
    void programRunsAsTheUserSaid() // S14, F30
    {
        ProcessHandlerSettings settings;
        settings.user = "nobody";
        settings.command = script("id -u; id -G; echo mine > file && cat file; grep NoNewPrivs /proc/self/status");
        const auto made =
            ProcessHandler::make(settings, std::make_shared<Spawner>(Spawner::Reaping::OwnOnly), workFolders());
        if (geteuid() != 0) {
            QVERIFY(made.error().text.find("only an engine that runs as root") != std::string::npos);
            return;
        }
        QCOMPARE(output(outcomeOf(**made, aRun())), std::string("65534\n65534\nmine\nNoNewPrivs:\t1\n"));
        settings.limits.processes = 20;
        settings.command = script("for i in $(seq 60); do sleep 60 & done; echo $(jobs -p | wc -l)");
        QVERIFY(!std::holds_alternative<Succeeded>(outcomeOf(*processHandler(settings), aRun())));
    }
    void unknownUserIsAFaultOfTheConfiguration()
    {
        ProcessHandlerSettings settings;
        settings.command = {"true"};
        settings.user = "nobody-at-all";
        const auto made = ProcessHandler::make(settings, nullptr, nullptr);
        QCOMPARE(made.error().code, ErrorCode::Configuration);
        QVERIFY(made.error().text.find("no user 'nobody-at-all'") != std::string::npos);
    }
    void settingsWithWhichNoProgramRunsAreRefused()
    {
        ProcessHandlerSettings good;
        good.command = {"true", ""};
        good.environment = {{"A", ""}};
        good.inheritEnvironment = {"HOME"};
        QVERIFY(!processFault(good));
        const std::string nul("a\0b", 3);
        const auto keyOf = [&good](const std::function<void(ProcessHandlerSettings &)> &change) {
            ProcessHandlerSettings settings = good;
            change(settings);
            const auto made = ProcessHandler::make(settings, nullptr, nullptr);
            const std::string text = made ? std::string {} : made.error().text;
            return text.substr(0, text.find(':'));
        };
        const std::string command = "command";
        QCOMPARE(keyOf([](auto &settings) { settings.command.clear(); }), command);
        QCOMPARE(keyOf([](auto &settings) { settings.command = {""}; }), command);
        QCOMPARE(keyOf([&](auto &settings) { settings.command.push_back(nul); }), command);
        QCOMPARE(keyOf([](auto &settings) { settings.inheritEnvironment = {"A=B"}; }), std::string("inherit_env"));
        QCOMPARE(keyOf([](auto &settings) { settings.environment = {{"A=B", "1"}}; }), std::string("env.A=B"));
        QCOMPARE(keyOf([&](auto &settings) { settings.environment = {{"A", nul}}; }), std::string("env.A"));
    }
    void manyShortRunsLeaveNothingBehind() // F31
    {
        ProcessHandlerSettings settings;
        settings.command = {"true"};
        const auto handler = processHandler(settings, std::make_shared<Spawner>(Spawner::Reaping::AllOrphans));
        QVERIFY(std::holds_alternative<Succeeded>(outcomeOf(*handler, aRun())));
        const std::set<std::string> before = openDescriptors();
        const int runs = qEnvironmentVariableIsSet("FAIRLEAD_LONG") ? 10'000 : 200;
        for (int i = 0; i < runs; ++i)
            QVERIFY(std::holds_alternative<Succeeded>(outcomeOf(*handler, aRun())));
        QTRY_COMPARE(openedSince(before), std::vector<std::string> {}); // those of earlier tests may close late
        QTRY_COMPARE(zombies(), 0); // those of earlier tests' escaped programs, too
    }
    void stoppedSpawnerGivesRunsBack()
    {
        const auto spawner = std::make_shared<Spawner>(Spawner::Reaping::OwnOnly);
        spawner->stop();
        ProcessHandlerSettings settings;
        settings.command = {"true"};
        const auto handler = processHandler(settings, spawner);
        QVERIFY(std::holds_alternative<Released>(outcomeOf(*handler, aRun())));
    }
};
QTEST_APPLESS_MAIN(HandlersTest)
#include "handlers_test.moc"
