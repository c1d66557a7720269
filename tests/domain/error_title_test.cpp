// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/error_title.h"
#include "engine/domain/job.h"

#include <QtTest>

#include <set>

using namespace fairlead;

namespace {
const char *const python = "exit code 1: Traceback (most recent call last):\n"
                           "  File \"/app/job.py\", line 12, in <module>\n"
                           "    main(json.load(sys.stdin))\n"
                           "         ~~~~~~~~~^^^^^^^^^^^\n"
                           "  File \"/app/job.py\", line 7, in main\n"
                           "    raise ValueError(f\"no page {n}\")\n"
                           "ValueError: no page 17\n";
const char *const pythonChained = "Traceback (most recent call last):\n"
                                  "  File \"/app/a.py\", line 2, in f\n"
                                  "KeyError: 'host'\n"
                                  "\n"
                                  "During handling of the above exception, another exception occurred:\n"
                                  "\n"
                                  "Traceback (most recent call last):\n"
                                  "  File \"/app/a.py\", line 4, in <module>\n"
                                  "app.errors.BadConfig: the host is missing\n"
                                  "add it to the file\n";
const char *const pythonCut =
    "in main\n  File \"/app/job.py\", line 7, in main\n    go()\nOSError: [Errno 28] No space left\n";
const char *const pythonColoured =
    "Traceback (most recent call last):\n"
    "  File \x1b[35m\"/app/job.py\"\x1b[0m, line \x1b[35m7\x1b[0m, in \x1b[35mmain\x1b[0m\n"
    "    \x1b[31mgo\x1b[0m\x1b[1;31m()\x1b[0m\n"
    "\x1b[1;35mValueError\x1b[0m: \x1b[35mno page 17\x1b[0m\n";
const char *const java = "exit code 1: Exception in thread \"main\" java.lang.IllegalStateException: cannot start\n"
                         "\tat com.example.Main.main(Main.java:8)\n"
                         "Caused by: java.sql.SQLException: refused by db-3\n"
                         "\tat com.example.Db.open(Db.java:21)\n"
                         "\t... 1 more\n";
const char *const javaPlain = "Exception in thread \"pool-1-thread-2\" java.lang.NullPointerException\n"
                              "\tat com.example.Main.run(Main.java:31)\n";
const char *const node = "exit code 1: /app/job.js:3\n"
                         "  throw new TypeError(\"x is not a function\");\n"
                         "  ^\n"
                         "\n"
                         "TypeError: x is not a function\n"
                         "see the manual\n"
                         "    at main (/app/job.js:3:9)\n"
                         "    at Module._compile (node:internal/modules/cjs/loader:1256:14)\n"
                         "\n"
                         "Node.js v18.19.0\n";
const char *const go = "exit code 2: panic: runtime error: index out of range [5] with length 3\n"
                       "\n"
                       "goroutine 1 [running]:\n"
                       "main.main()\n"
                       "\t/app/main.go:8 +0x1d\n"
                       "exit status 2\n";
const char *const rust = "exit code 101: thread 'main' panicked at src/main.rs:4:5:\n"
                         "index out of bounds: the len is 3 but the index is 7\n"
                         "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n";
const char *const rustOld = "thread 'main' panicked at 'no page 17, sorry', src/main.rs:4:5\nnote: run with more\n";
} // namespace

class ErrorTitleTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void titleSaysTheError_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("title");
        const auto row = [](const char *name, const char *text, const char *title) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(title);
        };
        row("Python", python, "ValueError: no page 17");
        row("Python, raised while handling another", pythonChained, "app.errors.BadConfig: the host is missing");
        row("Python, its beginning cut off", pythonCut, "OSError: [Errno 28] No space left");
        row("Python, in colours", pythonColoured, "ValueError: no page 17");
        row("Java, with a cause", java, "java.sql.SQLException: refused by db-3");
        row("Java, without a message", javaPlain, "java.lang.NullPointerException");
        row("Node", node, "TypeError: x is not a function");
        row("Go", go, "runtime error: index out of range [5] with length 3");
        row("Rust", rust, "index out of bounds: the len is 3 but the index is 7");
        row("Rust before 1.73", rustOld, "no page 17, sorry");
        row("plain", "exit code 1: no space left\nmore of it", "exit code 1: no space left");
        row("plain, in colours, behind an empty line", "\n  \x1b[1;31mno space\x1b[0m left \r\nmore", "no space left");
        row("a link", "\x1b]8;;http://a\x1b\\no space\x1b]8;;\x1b\\ left", "no space left");
        row("empty", "", "");
    }
    void titleSaysTheError()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, title);
        QCOMPARE(QByteArray::fromStdString(errorTitle(text.toStdString())), title);
    }

    void twoExceptionsAreTwoGroups_data()
    {
        QTest::addColumn<QByteArray>("trace");
        QTest::addColumn<QByteArray>("error"); // that is replaced
        QTest::newRow("Python") << QByteArray(python) << QByteArray("ValueError: no page");
        QTest::newRow("Python, in colours") << QByteArray(pythonColoured) << QByteArray("no page");
        QTest::newRow("Java") << QByteArray(java) << QByteArray("SQLException: refused");
        QTest::newRow("Node") << QByteArray(node) << QByteArray("\nTypeError: x is");
        QTest::newRow("Go") << QByteArray(go) << QByteArray("index out of range");
        QTest::newRow("Rust") << QByteArray(rust) << QByteArray("index out of bounds");
    }
    void twoExceptionsAreTwoGroups()
    {
        QFETCH(QByteArray, trace);
        QFETCH(QByteArray, error);
        QVERIFY(trace.contains(error));
        const QByteArray other = QByteArray(trace).replace(error, "\nIOError: the disk is full");
        QVERIFY(print(trace) != print(other));
        const QByteArray elsewhere = QByteArray(trace).replace("8", "9").replace("7", "3").replace("main", "start");
        QCOMPARE(print(elsewhere), print(trace)); // the same exception, with other numbers and frames
    }
    void exceptionFarBehindIsSeen()
    {
        QByteArray frames("Traceback (most recent call last):\n");
        for (int i = 0; i < 200; ++i)
            frames += "  File \"/app/very/long/path/of/a/module.py\", line 7, in f\n    f()\n";
        QVERIFY(print(frames + "ValueError: odd") != print(frames + "KeyError: odd"));
    }
    void escapesAreNoDifference() { QCOMPARE(print("\x1b[31mboom\x1b[0m"), print("boom")); }
    void tornEscapesEndWithTheText_data()
    {
        QTest::addColumn<QByteArray>("end");
        for (const char *end : {"\x1b", "\x1b[", "\x1b[31", "\x1b]8;;http://a", "\x1b]8;;a\x1b"})
            QTest::newRow(end + 1) << QByteArray(end);
    }
    void tornEscapesEndWithTheText()
    {
        QFETCH(QByteArray, end);
        QCOMPARE(withoutEscapes("boom" + end.toStdString()), std::string("boom"));
    }

private:
    static std::string print(const QByteArray &text) { return errorFingerprint("exit_1", text.toStdString()); }
};

QTEST_APPLESS_MAIN(ErrorTitleTest)
#include "error_title_test.moc"
