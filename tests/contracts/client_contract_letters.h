// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contracts/client_driver.h"

namespace fairlead::contract {

inline void alikeDeadLettersAreCountedTogether(ClientDriver &driver)
{
    NewJob rejected = EngineRig::job("rejects");
    rejected.tenant = TenantName::trusted("anna");
    driver.rig.addUntil(rejected, JobState::Dead);
    const JobId latest = driver.rig.addUntil(rejected, JobState::Dead);
    const JobId other = driver.rig.addUntil(EngineRig::job("fails"), JobState::Dead);
    const auto errors = driver.groupDeadLetters();
    QVERIFY(errors);
    QCOMPARE(errors->total, 2);
    QCOMPARE(errors->groups.size(), std::size_t {2});
    const LetterGroup &first = errors->groups.front();
    QCOMPARE(first.key, driver.findDeadLetter(latest)->lastError.fingerprint);
    QCOMPARE(first.count, 2);
    QCOMPARE(first.sample, latest);
    QCOMPARE(first.errorClass + " " + first.text, std::string("refused not this"));
    QCOMPARE(first.last, *driver.findJob(latest)->finishedAt);
    QVERIFY(first.first <= first.last);
    QVERIFY(first.queues == (std::vector<NameCount> {{"rejects", 2}}));
    QVERIFY(first.tenants == (std::vector<NameCount> {{"anna", 2}}));
    const auto queues = driver.groupDeadLetters({.by = GroupBy::Queue, .tenant = defaultTenant()});
    QCOMPARE(queues->groups.size(), std::size_t {1});
    QCOMPARE(queues->groups[0].key, std::string("fails"));
    QCOMPARE(queues->groups[0].sample, other);
    QCOMPARE(driver.groupDeadLetters({.by = GroupBy::Tenant, .limit = 1})->groups[0].key, std::string("anna"));
    FAIRLEAD_REFUSED(driver.groupDeadLetters({.limit = 0}), ErrorCode::Invalid, "limit");
}

} // namespace fairlead::contract
