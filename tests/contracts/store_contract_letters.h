// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contracts/store_driver.h"

namespace fairlead::contract {

/// Kills a new job of this queue and tenant with this text.
inline JobId addDead(StoreDriver &driver, const char *queue, const char *tenant, const std::string &text)
{
    const Enqueued job = driver.add(aJob(queue, tenant));
    driver.finish(driver.claim(job), Rejected {"refused", text});
    driver.advance(std::chrono::seconds {1});
    return job.receipt.id;
}

inline void deadLettersAreGroupedByErrorQueueAndTenant(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const TimePoint begin = driver.now();
    addDead(driver, "mail", "anna", "no host 17");
    addDead(driver, "mail", "ben", "no host 18");
    const JobId latest = addDead(driver, "web", "anna", "no host 19");
    addDead(driver, "mail", "anna", "too large");
    fixture.crash();
    const auto groups = [&](const LetterGroupQuery &query) { return must(driver.reader().groupDeadLetters(query)); };
    const LetterGroups errors = groups({});
    QCOMPARE(errors.total, 2);
    QCOMPARE(errors.groups.size(), std::size_t {2});
    const LetterGroup &hosts = errors.groups.front();
    QCOMPARE(hosts.key, errorFingerprint("refused", "no host 17"));
    QCOMPARE(hosts.count, 3);
    QCOMPARE(hosts.first, begin);
    QCOMPARE(hosts.last, begin + std::chrono::seconds {2});
    QCOMPARE(hosts.sample, latest);
    QCOMPARE(hosts.errorClass + hosts.text, std::string("refusedno host 19"));
    QVERIFY(hosts.queues == (std::vector<NameCount> {{"mail", 2}, {"web", 1}}));
    QVERIFY(hosts.tenants == (std::vector<NameCount> {{"anna", 2}, {"ben", 1}}));
    const LetterGroups queues = groups({.by = GroupBy::Queue});
    QCOMPARE(queues.groups.size(), std::size_t {2});
    QCOMPARE(queues.groups[0].key, std::string("mail"));
    QCOMPARE(queues.groups[0].count, 3);
    QCOMPARE(queues.groups[0].text, std::string("too large"));
    const LetterGroups tenants = groups({.by = GroupBy::Tenant, .queue = QueueName::trusted("mail"), .limit = 1});
    QCOMPARE(tenants.total, 2);
    QCOMPARE(tenants.groups.size(), std::size_t {1});
    QCOMPARE(tenants.groups[0].key, std::string("anna"));
    QCOMPARE(tenants.groups[0].count, 2);
    QVERIFY(groups({.tenant = TenantName::trusted("nobody")}).groups.empty());
    must(driver.retry(latest)); // no dead letter any more
    QCOMPARE(groups({}).groups.front().count, 2);
    QCOMPARE(groups({.by = GroupBy::Queue}).groups.size(), std::size_t {1});
}

} // namespace fairlead::contract
