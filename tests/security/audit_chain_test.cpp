// SPDX-License-Identifier: Apache-2.0
#include "engine/security/audit_chain.h"

#include <QtTest>

using namespace fairlead;

class AuditChainTest : public QObject
{
    Q_OBJECT
private:
    static std::vector<AuditEntry> chain(int count)
    {
        std::vector<AuditEntry> entries;
        for (int i = 1; i <= count; ++i) {
            AuditEntry entry {.number = i, .at = TimePoint {Microseconds {i}}};
            entry.who = "eve";
            entry.act = "pause";
            entry.target = "queue mail";
            entry.hash = auditHash(entries.empty() ? std::string {} : entries.back().hash, entry);
            entries.push_back(entry);
        }
        return entries;
    }
    static AuditReport check(const std::vector<AuditEntry> &entries)
    {
        AuditCheck check;
        for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
            check.take(*entry);
        return check.finish();
    }

private Q_SLOTS:
    void aWholeChainIsSound()
    {
        const std::vector<AuditEntry> entries = chain(5);
        const AuditReport report = check(entries);
        QCOMPARE(report.problem, std::string());
        QCOMPARE(report.head, entries.back().hash);
        QCOMPARE(check({}).problem, std::string());
    }
    void eachPartOfAnEntryIsCovered()
    {
        const std::vector<AuditEntry> good = chain(3);
        const auto changed = [&](auto change) {
            std::vector<AuditEntry> entries = good;
            change(entries[1]);
            return check(entries).problem;
        };
        QVERIFY(changed([](AuditEntry &entry) { entry.at += Microseconds {1}; }).find("entry 2") == 0);
        QVERIFY(changed([](AuditEntry &entry) { entry.who = "ev"; }).find("entry 2") == 0);
        QVERIFY(changed([](AuditEntry &entry) { entry.act = "resume"; }).find("entry 2") == 0);
        QVERIFY(changed([](AuditEntry &entry) { entry.target = "engine"; }).find("entry 2") == 0);
        QVERIFY(changed([](AuditEntry &entry) { entry.detail = "x"; }).find("entry 2") == 0);
        QVERIFY(!changed([](AuditEntry &entry) { entry.hash = std::string(64, '0'); }).empty());
        // A letter that moves from one part to the next.
        QVERIFY(!changed([](AuditEntry &entry) {
            entry.who = "evep";
            entry.act = "ause";
        }).empty());
    }
    void aMissingEntryShows()
    {
        std::vector<AuditEntry> entries = chain(3);
        entries.erase(entries.begin() + 1);
        QVERIFY(check(entries).problem.find("missing") != std::string::npos);
        entries = chain(3);
        entries.erase(entries.begin());
        QVERIFY(!check(entries).problem.empty());
        // One that is cut short is sound in itself, and ends in another hash.
        entries = chain(3);
        entries.pop_back();
        QCOMPARE(check(entries).problem, std::string());
        QVERIFY(check(entries).head != chain(3).back().hash);
    }
};

QTEST_GUILESS_MAIN(AuditChainTest)
#include "audit_chain_test.moc"
