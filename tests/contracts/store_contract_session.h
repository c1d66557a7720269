// SPDX-License-Identifier: Apache-2.0
// Claims about the StoreSession and its Lead.
#pragma once

#include "tests/contracts/store_driver.h"

namespace fairlead::contract {

inline void commitKeepsAllOrNothing(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec soon = aJob();
    soon.runAt = driver.now() + std::chrono::seconds {1};
    driver.add(soon);
    const Enqueued waiting = driver.add();
    const ClaimedJob running = driver.claim(driver.add());
    const ClaimedJob other = driver.claim(driver.add());
    driver.advance(std::chrono::seconds {1});
    const StateCounts before = driver.counts();
    JobId lost;
    const Result<> undone = driver.store().inOneCommit([&]() -> Result<> {
        JobSpec spec = aJob("new-queue", "new-tenant");
        spec.uniqueKey = spec.idempotencyKey = "key";
        lost = driver.add(spec).receipt.id;
        driver.claim(waiting);
        driver.finish(running, Succeeded {{"r", "t"}});
        driver.finish(other, Released {});
        must(driver.store().waiting().promoteDue(driver.now(), 10));
        must(driver.store().settings().savePause({{}, {}, "me", "why", driver.now()}));
        return failure(ErrorCode::Cancelled, "on second thoughts");
    });
    QCOMPARE(undone.error().code, ErrorCode::Cancelled);
    QVERIFY(driver.counts() == before);
    QCOMPARE(driver.reader().jobs().findJob(lost).error().code, ErrorCode::NotFound);
    QVERIFY(must(driver.store().settings().pauses()).empty());
    QCOMPARE(must(driver.store().waiting().promoteDue(driver.now(), 10)).size(), std::size_t {1});
    JobSpec spec = aJob("new-queue", "new-tenant");
    spec.uniqueKey = spec.idempotencyKey = "key";
    std::optional<Enqueued> kept;
    must(driver.store().inOneCommit([&]() -> Result<> {
        kept = driver.add(spec);
        driver.finish(driver.claim(waiting));
        driver.finish(running);
        return {};
    }));
    driver.finish(other);
    fixture.crash();
    QVERIFY(kept->receipt.isNew);
    QCOMPARE(driver.state(kept->receipt.id), JobState::Ready);
    QCOMPARE(driver.count(JobState::Succeeded), 3);
    QCOMPARE(driver.ready().size(), std::size_t {2});
    QCOMPARE(driver.problems(), std::string());
}

inline void idleWorkChangesNothingSeen(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    driver.add(aJob(), 20);
    JobSpec soon = aJob("video");
    soon.runAt = driver.now() + std::chrono::seconds {1};
    driver.add(soon);
    driver.advance(std::chrono::seconds {1});
    driver.claimFirst();
    const auto before = driver.ready();
    const StateCounts counts = driver.counts();
    for (int i = 0; i < 3; ++i) {
        while (must(driver.store().maintain(driver.now()))) { }
        const auto after = driver.ready();
        QCOMPARE(after.size(), before.size());
        for (std::size_t job = 0; job < after.size(); ++job)
            QVERIFY(after[job].lane == before[job].lane && after[job].job == before[job].job);
        QVERIFY(driver.counts() == counts);
    }
    QCOMPARE(driver.problems(), std::string());
}

inline void sessionIsOpenOnlyWhileItsEngineLeads(StoreFixture &fixture)
{
    Lead &lead = fixture.store().lead();
    QVERIFY(lead.keep());
    lead.release();
    QCOMPARE(lead.keep().error().code, ErrorCode::Unavailable);
    QVERIFY(lead.tryTake());
    QVERIFY(lead.keep());
}

inline const std::vector<StoreClaim> sessionClaims {FAIRLEAD_CLAIM(commitKeepsAllOrNothing),
    FAIRLEAD_CLAIM(idleWorkChangesNothingSeen), FAIRLEAD_CLAIM(sessionIsOpenOnlyWhileItsEngineLeads)};

} // namespace fairlead::contract
