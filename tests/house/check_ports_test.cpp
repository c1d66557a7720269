// SPDX-License-Identifier: Apache-2.0
#include "tests/house/mini_tree.h"

#include <QtTest>

using namespace fairlead;

namespace {
QByteArray verbs(int count)
{
    QByteArray text;
    for (int i = 0; i < count; ++i)
        text += "    virtual int verb" + QByteArray::number(i) + "(const std::map<int, int> &map, int a = 0) = 0;\n";
    return text;
}

QByteArray members(int count)
{
    QByteArray text;
    for (int i = 0; i < count; ++i)
        text += "    std::map<int, int> m_" + QByteArray::number(i) + ";\n";
    return text;
}

/// A class that is laid out as this project does.
QByteArray classOf(const QByteArray &body, const QByteArray &name = "Port")
{
    return "class " + name + "\n{\npublic:\n    virtual ~" + name + "() = default;\n" + body + "};\n";
}

Verdict verdictOn(const QByteArray &code, const QByteArray &ratchet = {})
{
    const MiniTree tree;
    tree.write("engine/domain/port.h", code);
    tree.writePlain(".ci/port_ratchet.txt", ratchet);
    return tree.check("check_ports");
}
} // namespace

class CheckPortsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theRealTreePasses()
    {
        const Verdict verdict = runCheck(QStringLiteral("check_ports"), sourceTree());
        QVERIFY2(verdict.isPassed, qPrintable(verdict.text));
    }
    void passes_data()
    {
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("twenty verbs") << classOf(verbs(20));
        QTest::newRow("no port") << classOf(QByteArray("    virtual void open();\n").repeated(30));
        QTest::newRow("twenty-five members") << classOf(members(25));
        QTest::newRow("static and nested ones are not counted")
            << classOf(members(25) + "    static int s_count;\n    struct Part\n    {\n" + members(25) + "    };\n");
        QTest::newRow("nor are functions") << classOf(members(25)
            + "    Result<bool> tended(Result<bool> (Session::*verb)(int));\n"
              "    void told(Answer<int> told = [](Result<int>) {});\n"
              "    Port(int a)\n        : m_1(a)\n        , m_2 {a}\n    {\n        int b = a;\n    }\n"
              "    friend class Other;\n    using Map = std::map<int, int>;\n    enum class Kind { One, Two };\n"
              "    // int m_comment;\n");
    }
    void passes()
    {
        QFETCH(QByteArray, code);
        const Verdict verdict = verdictOn(code);
        QVERIFY2(verdict.isPassed, qPrintable(verdict.text));
    }
    void refuses_data()
    {
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QString>("fault");
        QTest::newRow("twenty-one verbs") << classOf(verbs(21)) << QStringLiteral("Port has 21 verbs, 20 are allowed");
        QTest::newRow("one with a body") << classOf(verbs(20) + "    virtual bool has() const { return true; }\n")
                                         << QStringLiteral("Port has 21 verbs, 20 are allowed");
        QTest::newRow("a member more") << classOf(members(26)) << QStringLiteral("Port has 26 members, 25 are allowed");
        QTest::newRow("several of a line")
            << classOf(members(24) + "    int m_a = 0, m_b {1};\n") << QStringLiteral("Port has 26 members");
        QTest::newRow("with a value, a call or a function") << classOf(
            members(23) + "    int m_a {make(1)};\n    int m_b = make(2);\n    void (*m_c)(int) = nullptr;\n")
                                                            << QStringLiteral("Port has 26 members");
        QTest::newRow("a nested class") << classOf("    struct Part\n    {\n" + members(26) + "    };\n")
                                        << QStringLiteral("Part has 26 members");
    }
    void refuses()
    {
        QFETCH(QByteArray, code);
        QFETCH(QString, fault);
        const Verdict verdict = verdictOn(code);
        QVERIFY(!verdict.isPassed);
        QVERIFY2(verdict.text.contains(QStringLiteral("engine/domain/port.h:")), qPrintable(verdict.text));
        QVERIFY2(verdict.text.contains(fault), qPrintable(verdict.text));
    }
    void theRatchetTolerates()
    {
        const Verdict verdict = verdictOn(classOf(verbs(30) + members(28)),
            "verbs engine/domain/port.h:Port 30\nmembers engine/domain/port.h:Port 28\n");
        QVERIFY2(verdict.isPassed, qPrintable(verdict.text));
    }
    void theRatchetDoesNotLetGrow()
    {
        const Verdict verdict = verdictOn(classOf(verbs(31)), "verbs engine/domain/port.h:Port 30\n");
        QVERIFY(!verdict.isPassed);
        QVERIFY2(verdict.text.contains(QStringLiteral("Port has 31 verbs")), qPrintable(verdict.text));
    }
    void theRatchetFollowsWhatShrinks()
    {
        for (const int left : {29, 20, 0}) {
            const Verdict verdict = verdictOn(classOf(verbs(left)), "verbs engine/domain/port.h:Port 30\n");
            QVERIFY(!verdict.isPassed);
            QVERIFY2(
                verdict.text.contains(QStringLiteral("Port has shrunk to %1").arg(left)), qPrintable(verdict.text));
        }
    }
};

QTEST_GUILESS_MAIN(CheckPortsTest)
#include "check_ports_test.moc"
