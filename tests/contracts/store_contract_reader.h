// SPDX-License-Identifier: Apache-2.0
// Claims about the JobReader.
#pragma once

#include "engine/storage/idempotent_body.h"
#include "tests/contracts/store_driver.h"

#include <map>

namespace fairlead::contract {

inline void listsFilterAndPageNewestFirst(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec fragile = aJob("video", "bert");
    fragile.maxAttempts = 1;
    JobSpec later = aJob("mail", "bert");
    later.runAt = driver.now() + std::chrono::hours {1};
    later.tags = {"red", "blue"};
    driver.add(aJob(), 7);
    driver.add(later, 2);
    driver.finish(driver.claim(driver.add(fragile)), someFailure);
    const TimePoint middle = driver.now() + std::chrono::seconds {1};
    driver.advance(std::chrono::seconds {1});
    must(driver.cancel(driver.add().receipt.id));
    driver.finish(driver.claimFirst());
    driver.claimFirst();
    const auto sizeOf = [&](const JobQuery &query) {
        const auto jobs = allOf(driver.reader(), query);
        const bool isSorted = std::is_sorted(
            jobs.begin(), jobs.end(), [](const JobRecord &a, const JobRecord &b) { return a.job.seq > b.job.seq; });
        return isSorted ? static_cast<int>(jobs.size()) : -1;
    };
    for (const int limit : {1, 2, 3, 100}) {
        const auto by = [limit](std::optional<JobState> state) {
            JobQuery query;
            query.state = state;
            query.limit = limit;
            return query;
        };
        QCOMPARE(sizeOf(by({})), 11);
        QCOMPARE(sizeOf(by(JobState::Ready)), 5);
        QCOMPARE(sizeOf(by(JobState::Running)), 1);
        QCOMPARE(sizeOf(by(JobState::Scheduled)), 2);
        QCOMPARE(sizeOf(by(JobState::Succeeded)), 1);
        QCOMPARE(sizeOf(by(JobState::Dead)), 1);
        QCOMPARE(sizeOf(by(JobState::Cancelled)), 1);
        QCOMPARE(sizeOf(by(JobState::Expired)), 0);
        JobQuery query = by({});
        query.tenant = TenantName::trusted("bert");
        QCOMPARE(sizeOf(query), 3);
        query.queue = QueueName::trusted("video");
        QCOMPARE(sizeOf(query), 1);
        query.queue = QueueName::trusted("unheard");
        QCOMPARE(sizeOf(query), 0);
        query = by({});
        query.tags = {"blue"};
        QCOMPARE(sizeOf(query), 2);
        query.tags = {"red", "blue"};
        query.tagPrefix = "b";
        QCOMPARE(sizeOf(query), 2);
        query.tags = {"blue", "green"};
        QCOMPARE(sizeOf(query), 0);
        query = by({});
        query.since = middle;
        QCOMPARE(sizeOf(query), 1);
    }
    JobQuery bad;
    bad.cursor = "no cursor";
    QCOMPARE(driver.reader().jobs().listJobs(bad).error().code, ErrorCode::Invalid);
    QVERIFY(must(driver.reader().jobs().listJobs({})).jobs.front().job.spec.payload.empty());
}

/// Reads a list page by page. Between two pages one job comes and leaves, and one comes and stays.
inline std::map<JobId, int> timesListed(StoreDriver &driver, JobQuery query)
{
    std::map<JobId, int> times;
    JobSpec later = aJob();
    do {
        const JobPage page = must(driver.reader().jobs().listJobs(query));
        for (const JobRecord &record : page.jobs)
            ++times[record.job.id];
        query.cursor = page.cursor;
        later.runAt = driver.now() + std::chrono::hours {1};
        must(driver.cancel(driver.add(later).receipt.id));
        later.runAt = driver.now() + std::chrono::hours {40};
        driver.add(later);
    } while (!query.cursor.empty());
    return times;
}

/// The place of a job in a list of this order.
inline std::pair<TimePoint, std::int64_t> placeOf(ListOrder order, const JobRecord &record)
{
    const auto seq = static_cast<std::int64_t>(record.job.seq);
    return {order == ListOrder::Next ? record.due.value_or(TimePoint {}) : TimePoint {},
        order == ListOrder::Newest ? -seq : seq};
}

inline void everyOrderHoldsEachJobOnceWhileOthersComeAndGo(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const TimePoint begin = driver.now();
    JobSpec later = aJob();
    for (int i = 0; i < 12; ++i) {
        later.runAt = begin + std::chrono::hours {24 - (i * 7) % 6}; // two start at the same time
        later.tags = {i % 3 == 0 ? "third" : "other"};
        driver.add(later);
        driver.add(aJob());
    }
    for (const ListOrder order : {ListOrder::Newest, ListOrder::Oldest, ListOrder::Next}) {
        JobQuery query;
        query.limit = 4;
        query.order = order;
        for (const auto &tags : {std::optional<std::vector<std::string>> {}, std::optional(later.tags)}) {
            query.tags = tags;
            const std::vector<JobRecord> all = allOf(driver.reader(), query);
            QVERIFY(std::is_sorted(all.begin(), all.end(),
                [order](const JobRecord &a, const JobRecord &b) { return placeOf(order, a) < placeOf(order, b); }));
            JobQuery others = query;
            others.order = ListOrder::Newest;
            if (order == ListOrder::Next)
                others.state = JobState::Scheduled;
            QVERIFY(all.size() >= 8);
            QCOMPARE(all.size(), allOf(driver.reader(), others).size());
            std::map<JobId, int> times = timesListed(driver, query);
            for (const JobRecord &record : all)
                QCOMPARE(times[record.job.id], 1);
            QVERIFY(std::all_of(times.begin(), times.end(), [](const auto &one) { return one.second == 1; }));
        }
    }
}

inline void aCursorOfOneOrderIsNoneOfAnother(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec later = aJob();
    later.runAt = driver.now() + std::chrono::hours {1};
    driver.add(later, 3);
    constexpr std::array orders {ListOrder::Newest, ListOrder::Oldest, ListOrder::Next};
    for (const ListOrder given : orders) {
        JobQuery query;
        query.limit = 1;
        query.order = given;
        query.cursor = must(driver.reader().jobs().listJobs(query)).cursor;
        QVERIFY(!query.cursor.empty());
        for (const ListOrder order : orders) {
            query.order = order;
            QCOMPARE(driver.reader().jobs().listJobs(query).has_value(), order == given);
        }
    }
}

/// For any number of skipped jobs and any cursor, the page is the one that reading page by page finds.
inline void listsPassOver(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec red = aJob("mail", "bert");
    red.tags = {"red", "red", "blue"};
    driver.add(aJob(), 5'000);
    driver.add(red, 3);
    driver.add(aJob("mail", "bert"), 4'500);
    driver.add(red, 2);
    driver.add(aJob(), 40);
    const auto discard = [&](std::size_t first, std::size_t step) {
        const auto all = allOf(driver.reader(), {{}, {}, 1000});
        for (std::size_t at = first; at < all.size(); at += step)
            must(must(driver.store().jobs().remove({&all[at].job.id, 1}, driver.now())).front());
    };
    discard(3, 700);
    driver.advance(deletedKept + std::chrono::seconds {1});
    while (must(driver.store().maintain(driver.now()))) { }
    discard(5, 900);
    const auto check = [&](const JobFilter &filter) {
        const auto all = allOf(driver.reader(), {filter, {}, 1000});
        const auto count = static_cast<std::int64_t>(all.size());
        const std::string deep = must(driver.reader().jobs().listJobs({filter, {}, 7})).cursor;
        for (const std::int64_t skip : {1, 2, 39, 800, 4'095, 4'096, 4'097, 8'192, 9'000, 20'000}) {
            for (const std::int64_t before : {0, 7}) {
                if (before > count)
                    continue;
                const JobPage page = must(driver.reader().jobs().listJobs({filter, before == 0 ? "" : deep, 5, skip}));
                const std::int64_t first = std::min(before + skip, count);
                QCOMPARE(page.skipped, first - before);
                QCOMPARE(static_cast<std::int64_t>(page.jobs.size()), std::min<std::int64_t>(5, count - first));
                for (std::size_t i = 0; i < page.jobs.size(); ++i)
                    QCOMPARE(page.jobs[i].job.seq, all[static_cast<std::size_t>(first) + i].job.seq);
                QCOMPARE(page.cursor.empty(), first + 5 >= count);
            }
        }
    };
    const auto checkAll = [&] {
        check({});
        JobFilter filter;
        filter.tenant = TenantName::trusted("bert");
        check(filter);
        filter.tags = {"red"};
        QCOMPARE(allOf(driver.reader(), {filter, {}, 3}).size(), std::size_t {5});
        check(filter);
        QCOMPARE(driver.problems(), std::string());
    };
    checkAll();
    fixture.crash();
    checkAll();
}

inline void deadLettersAreListedLatestFirst(StoreFixture &fixture) // L14
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob("mail", "anna");
    spec.maxAttempts = 1;
    for (int i = 0; i < 5; ++i) {
        spec.queue = QueueName::trusted(i < 3 ? "mail" : "video");
        spec.tenant = TenantName::trusted(i % 2 == 0 ? "anna" : "bert");
        driver.finish(driver.claim(driver.add(spec)), Failed {"exit_1", i == 4 ? "another reason" : "a reason", {}});
        driver.advance(std::chrono::hours {1});
    }
    const auto allDied = [&](DeadLetterQuery query) {
        std::vector<TimePoint> died;
        do {
            const DeadLetterPage page = must(driver.reader().jobs().listDeadLetters(query));
            for (const DeadLetter &letter : page.deadLetters)
                died.push_back(*letter.record.finishedAt);
            query.cursor = page.cursor;
        } while (!query.cursor.empty());
        return std::is_sorted(died.rbegin(), died.rend()) ? static_cast<int>(died.size()) : -1;
    };
    for (const int limit : {1, 2, 100}) {
        const DeadLetterQuery all {{}, {}, {}, {}, limit};
        QCOMPARE(allDied(all), 5);
        DeadLetterQuery query = all;
        query.queue = QueueName::trusted("mail");
        QCOMPARE(allDied(query), 3);
        query.tenant = TenantName::trusted("anna");
        QCOMPARE(allDied(query), 2);
        query.queue.reset();
        QCOMPARE(allDied(query), 3);
        query = all;
        query.fingerprint = errorFingerprint("exit_1", "another reason");
        QCOMPARE(allDied(query), 1);
        query.tenant = TenantName::trusted("bert");
        QCOMPARE(allDied(query), 0);
    }
    const auto oldest = must(driver.reader().jobs().listDeadLetters({{}, {}, {}, {}, 2, 4}));
    QCOMPARE(oldest.skipped, std::int64_t {4});
    QCOMPARE(oldest.deadLetters.size(), std::size_t {1});
    QCOMPARE(must(driver.reader().jobs().listDeadLetters({{}, TenantName::trusted("bert"), {}, {}, 2, 9})).skipped,
        std::int64_t {2});
    for (const char *cursor : {"7", "x.y", "1.0"})
        QCOMPARE(driver.reader().jobs().listDeadLetters({{}, {}, {}, cursor, 5}).error().code, ErrorCode::Invalid);
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
    const auto groups = [&](const LetterGroupQuery &query) {
        return must(driver.reader().jobs().groupDeadLetters(query));
    };
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
    must(driver.retry(latest)); // no longer a dead letter
    QCOMPARE(groups({}).groups.front().count, 2);
    QCOMPARE(groups({.by = GroupBy::Queue}).groups.size(), std::size_t {1});
}

inline void groupsByErrorMayBeOfOneQueueEach(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    addDead(driver, "mail", "anna", "no host 17");
    const JobId web = addDead(driver, "web", "anna", "no host 18");
    const JobId mail = addDead(driver, "mail", "ben", "no host 19");
    addDead(driver, "web", "anna", "too large");
    const std::string hosts = errorFingerprint("refused", "no host 17");
    for (const auto &fingerprint : {std::optional<std::string> {}, std::optional(hosts)}) {
        const LetterGroups found =
            must(driver.reader().jobs().groupDeadLetters({.fingerprint = fingerprint, .isByQueueToo = true}));
        QCOMPARE(found.total, fingerprint ? 2 : 3);
        QCOMPARE(found.groups[0].key, hosts);
        QVERIFY(found.groups[0].queues == (std::vector<NameCount> {{"mail", 2}}));
        QCOMPARE(found.groups[0].sample, mail);
        const auto other = std::find_if(found.groups.begin(), found.groups.end(),
            [&](const LetterGroup &group) { return group.key == hosts && group.queues.front().name == "web"; });
        QVERIFY(other != found.groups.end() && other->count == 1 && other->sample == web);
    }
}

/// The order of keys would tell whether a fingerprint that is not shown is above or below one that is known.
inline void groupsOfOneSizeAreInOrderOfTheirLatestDeath(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    std::vector<JobId> dead;
    for (const char *text : {"no host", "too large", "no room", "no right", "no word"})
        dead.push_back(addDead(driver, "mail", "anna", text));
    const LetterGroups found = must(driver.reader().jobs().groupDeadLetters({.limit = 3}));
    QCOMPARE(found.groups.size(), std::size_t {3});
    for (std::size_t i = 0; i < found.groups.size(); ++i)
        QCOMPARE(found.groups[i].sample, dead[dead.size() - 1 - i]);
}

inline void matchesAreFoundOldestFirstInSteps(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    std::vector<JobId> mail;
    JobSpec tagged = aJob();
    tagged.tags = {"a", "of-mail"};
    for (int i = 0; i < 5; ++i)
        mail.push_back(driver.add(i % 2 == 0 ? tagged : aJob()).receipt.id);
    const TimePoint between = driver.now();
    driver.advance(std::chrono::seconds {1});
    const JobId dead = addDead(driver, "web", "ben", "no host 1");
    const JobId other = addDead(driver, "web", "ben", "too large");
    JobSpec later = aJob("web", "ben");
    later.runAt = driver.now() + std::chrono::hours {1};
    const JobId delayed = driver.add(later).receipt.id;
    const ClaimedJob running = driver.claimFirst();
    const JobNumber newest = must(driver.reader().jobs().newestNumber());
    const auto endOf = [](const JobId &id) { return id.text().substr(24); };
    const auto found = [&](const JobFilter &filter) {
        std::vector<JobId> ids;
        Matches matches {{}, {}, true};
        while (matches.hasMore) {
            matches = must(driver.reader().jobs().findMatching({filter, matches.examined, newest, 2}));
            ids.insert(ids.end(), matches.ids.begin(), matches.ids.end());
        }
        return ids;
    };
    using Ids = std::vector<JobId>;
    QVERIFY(found({.state = JobState::Ready}) == (Ids {mail[1], mail[2], mail[3], mail[4]}));
    QVERIFY(found({.state = JobState::Running}) == Ids {running.job.id});
    QVERIFY(found({.state = JobState::Scheduled}) == Ids {delayed});
    QVERIFY(found({.anyOf = {{JobState::Dead, JobState::Expired}}}) == (Ids {dead, other}));
    QVERIFY(found({.fingerprint = errorFingerprint("refused", "no host 7")}) == Ids {dead});
    QVERIFY(found({.tags = {{"a"}}}) == (Ids {mail[0], mail[2], mail[4]}));
    QVERIFY(found({.tags = {{"a", "of-mail"}}}) == (Ids {mail[0], mail[2], mail[4]}));
    QVERIFY(found({.tags = {{"a", "b"}}}).empty());
    QVERIFY(
        found({.tagPrefix = "of-"}) == (Ids {mail[0], mail[2], mail[4]}) && found({.tagPrefix = "of-mailx"}).empty());
    QVERIFY(found({.tenant = TenantName::trusted("ben")}) == (Ids {dead, other, delayed}));
    QVERIFY(found({.until = between}).empty());
    QVERIFY(found({.since = between, .until = between + Microseconds {1}}) == mail);
    QVERIFY(found({.queue = QueueName::trusted("nowhere")}).empty());
    QVERIFY(found({.attemptsMin = 1}) == (Ids {mail[0], dead, other}));
    QVERIFY(found({.idPrefix = dead.text()}) == Ids {dead});
    QVERIFY(found({.idSuffix = endOf(dead)}) == Ids {dead});
    QVERIFY(found({.idPrefix = other.text().substr(0, 8), .idSuffix = endOf(other)}) == Ids {other});
    QVERIFY(found({.state = JobState::Dead, .idSuffix = endOf(mail[3])}).empty());
    QVERIFY(found({.ids = {{other, mail[3], driver.newId()}}}) == (Ids {mail[3], other}));
    QVERIFY(found({.state = JobState::Dead, .ids = {{other, mail[3]}}}) == Ids {other});
    QVERIFY(found({.handlerQueues = std::set<QueueName> {}}).empty());
    // A part that is there and empty matches nothing; it never means all.
    QVERIFY(found({.anyOf = std::vector<JobState> {}}).empty() && found({.ids = std::vector<JobId> {}}).empty());
    QVERIFY(found({.tags = {{"a", ""}}}).empty() && found({.tags = std::vector<std::string> {}}).empty());
    QVERIFY(found({.tagPrefix = ""}).empty() && found({.fingerprint = ""}).empty());
    QVERIFY(found({.idPrefix = ""}).empty() && found({.idSuffix = ""}).empty());
    QVERIFY(found({.handlerQueues = std::set {QueueName::trusted("web")}}) == (Ids {dead, other, delayed}));
    QVERIFY(discard(driver, dead));
    QVERIFY(found({.anyOf = {{JobState::Dead, JobState::Expired}}}) == Ids {other});
    QCOMPARE(found({}).size(), std::size_t {7});
}

inline void listsFindByPartsOfIdsErrorsAndAttempts(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    driver.add(aJob());
    const TimePoint until = driver.now() + Microseconds {1};
    driver.advance(std::chrono::seconds {1});
    addDead(driver, "web", "ben", "no host 1");
    const JobId other = addDead(driver, "web", "ben", "too large");
    driver.claimFirst();
    JobQuery query;
    query.idPrefix = other.text().substr(0, 30);
    QCOMPARE(must(driver.reader().jobs().listJobs(query)).jobs.at(0).job.id, other);
    query = {};
    query.idSuffix = other.text().substr(24);
    const JobPage one = must(driver.reader().jobs().listJobs(query));
    QVERIFY(one.jobs.size() == 1 && one.jobs.front().job.id == other);
    query = {};
    query.fingerprint = errorFingerprint("refused", "too large");
    QCOMPARE(must(driver.reader().jobs().listJobs(query)).jobs.size(), std::size_t {1});
    query = {};
    query.attemptsMin = 1;
    query.until = until;
    QCOMPARE(must(driver.reader().jobs().listJobs(query)).jobs.size(), std::size_t {1});
}

inline const std::vector<StoreClaim> readerClaims {FAIRLEAD_CLAIM(listsFilterAndPageNewestFirst),
    FAIRLEAD_CLAIM(listsFindByPartsOfIdsErrorsAndAttempts),
    FAIRLEAD_CLAIM(everyOrderHoldsEachJobOnceWhileOthersComeAndGo), FAIRLEAD_CLAIM(aCursorOfOneOrderIsNoneOfAnother),
    FAIRLEAD_CLAIM(listsPassOver), FAIRLEAD_CLAIM(deadLettersAreListedLatestFirst),
    FAIRLEAD_CLAIM(deadLettersAreGroupedByErrorQueueAndTenant), FAIRLEAD_CLAIM(groupsByErrorMayBeOfOneQueueEach),
    FAIRLEAD_CLAIM(groupsOfOneSizeAreInOrderOfTheirLatestDeath), FAIRLEAD_CLAIM(matchesAreFoundOldestFirstInSteps)};

} // namespace fairlead::contract
