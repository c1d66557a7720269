// SPDX-License-Identifier: Apache-2.0
// Claims about the RecoveryStore.
#pragma once

#include "tests/contracts/store_driver.h"

namespace fairlead::contract {

inline void cutRunsComeBackWithoutLoss(StoreFixture &fixture) // L4, L5
{
    StoreDriver driver(fixture);
    for (int i = 0; i < 3; ++i) {
        driver.add(aJob("mail", "a"));
        driver.add(aJob("mail", "b"));
    }
    std::set<JobId> popped;
    for (int i = 0; i < 4; ++i)
        popped.insert(driver.claimFirst().job.id);
    const Incarnation before = driver.store().recovery().incarnation();
    QVERIFY(must(driver.store().recovery().runs({}, 10)).empty());
    fixture.crash();
    QVERIFY(driver.store().recovery().incarnation() > before);
    QCOMPARE(driver.store().recovery().loss(), std::string()); // a kill alone loses nothing
    QCOMPARE(must(driver.store().recovery().runs({}, 3)).size(), std::size_t {3});
    const auto cut = driver.recover();
    QCOMPARE(cut.size(), std::size_t {4});
    QVERIFY(std::is_sorted(
        cut.begin(), cut.end(), [](const EarlierRun &a, const EarlierRun &b) { return a.token < b.token; }));
    for (const EarlierRun &run : cut) {
        QVERIFY(popped.contains(run.id));
        QCOMPARE(run.attempt, 1);
        QCOMPARE(run.crashes, 1);
        QCOMPARE(run.maxAttempts, 5);
        QCOMPARE(run.worker, std::string("worker-1"));
    }
    QVERIFY(must(driver.store().recovery().runs({}, 10)).empty());
    std::map<std::string, int> perTenant;
    driver.advance(std::chrono::hours {1});
    for (const LaneJob &job : driver.ready()) {
        const ClaimedJob claimed = driver.claim(job);
        QCOMPARE(claimed.crashes, popped.contains(claimed.job.id) ? 1 : 0);
        ++perTenant[job.lane.tenant.text()];
    }
    QVERIFY((perTenant == std::map<std::string, int> {{"a", 3}, {"b", 3}}));
}

inline void jobThatKillsTheEngineDiesAtItsLimit(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const Enqueued job = driver.add();
    for (int crash = 1; crash <= 3; ++crash) {
        driver.advance(std::chrono::hours {1});
        QCOMPARE(driver.claimFirst().crashes, crash - 1);
        fixture.crash();
        QCOMPARE(driver.recover().at(0).crashes, crash);
    }
    driver.advance(std::chrono::hours {1});
    QVERIFY(driver.ready().empty());
    QCOMPARE(driver.state(job.receipt.id), JobState::Dead);
    QCOMPARE(driver.record(job.receipt.id).crashes, 3);
}

inline void earlierRunsAreReadInSteps(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const Incarnation began = driver.store().recovery().incarnation();
    std::vector<Token> tokens;
    for (const Enqueued &job : driver.add(aJob(), 5))
        tokens.push_back(driver.claim(job).token);
    fixture.crash();
    driver.claim(driver.add()); // a run of the present life
    std::vector<Token> read;
    Token after {};
    for (int step = 0; step < 3; ++step) {
        for (const EarlierRun &run : must(driver.store().recovery().runs(after, 2))) {
            QVERIFY(run.incarnation == began && run.node.empty() && run.worker == "worker-1");
            after = run.token;
            read.push_back(run.token);
        }
    }
    QVERIFY(read == tokens);
    QVERIFY(must(driver.store().recovery().runs(after, 2)).empty());
}

inline const std::vector<StoreClaim> recoveryClaims {FAIRLEAD_CLAIM(cutRunsComeBackWithoutLoss),
    FAIRLEAD_CLAIM(jobThatKillsTheEngineDiesAtItsLimit), FAIRLEAD_CLAIM(earlierRunsAreReadInSteps)};

} // namespace fairlead::contract
