// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/search_room.h"
#include "tests/contracts/store_driver.h"
#include "tests/support/test_seed.h"

#include <functional>

namespace fairlead::contract {

/// Payloads with this text pass.
class HasText final : public PayloadTest
{
public:
    explicit HasText(std::string text)
        : m_text(std::move(text))
    {
    }
    bool passes(const std::string &payload) const override { return payload.find(m_text) != std::string::npos; }

private:
    const std::string m_text;
};

/// A store with jobs in all states, and random filters over them.
class RandomFilters
{
public:
    using Ids = std::set<JobId>;

    RandomFilters(StoreFixture &fixture, std::uint64_t seed)
        : m_driver(fixture)
        , m_random(seed)
    {
        for (int i = 0; i < 60; ++i)
            addOne();
    }

    /// A filter of some parts. Now and then one of them has nothing in it.
    JobFilter make()
    {
        JobFilter filter;
        for (const auto &part : m_parts) {
            if (m_random.nextBelow(4) == 0)
                part.give(filter);
        }
        return filter;
    }
    static bool hasEmptyPart(const JobFilter &filter)
    {
        const auto isEmpty = [](const auto &part) { return part && part->empty(); };
        return isEmpty(filter.anyOf) || isEmpty(filter.tags) || isEmpty(filter.tagPrefix) || isEmpty(filter.fingerprint)
            || isEmpty(filter.idPrefix) || isEmpty(filter.idSuffix) || isEmpty(filter.ids)
            || isEmpty(filter.handlerQueues);
    }
    /// The filter less each of its parts.
    std::vector<JobFilter> lessOnePart(const JobFilter &filter) const
    {
        std::vector<JobFilter> all;
        for (const auto &part : m_parts) {
            JobFilter fewer = filter;
            part.leaveOut(fewer);
            if (!(fewer == filter))
                all.push_back(std::move(fewer));
        }
        return all;
    }
    Ids listed(const JobFilter &filter)
    {
        JobQuery query;
        static_cast<JobFilter &>(query) = filter;
        query.limit = static_cast<int>(1 + m_random.nextBelow(20));
        Ids ids;
        for (const JobRecord &record : allOf(m_driver.reader(), query))
            ids.insert(record.job.id);
        return ids;
    }
    Ids matched(const JobFilter &filter)
    {
        const JobNumber newest = must(m_driver.reader().jobs().newestNumber());
        const int limit = static_cast<int>(1 + m_random.nextBelow(20));
        Ids ids;
        Matches matches {{}, {}, true};
        while (matches.hasMore) {
            matches = must(m_driver.reader().jobs().findMatching({filter, matches.examined, newest, limit}));
            ids.insert(matches.ids.begin(), matches.ids.end());
        }
        return ids;
    }

private:
    struct Part
    {
        std::function<void(JobFilter &)> give;
        std::function<void(JobFilter &)> leaveOut;
    };
    /// A part of the filter, and the maker of its random values.
    template <typename T, typename Make>
    static Part part(std::optional<T> JobFilter::*member, const Make &make)
    {
        return {[member, make](JobFilter &filter) { filter.*member = T(make()); },
            [member](JobFilter &filter) { (filter.*member).reset(); }};
    }

    bool isOneIn(std::uint64_t count) { return m_random.nextBelow(count) == 0; }
    template <typename List>
    typename List::value_type oneOf(const List &list)
    {
        return list[m_random.nextBelow(list.size())];
    }
    JobState anyState() { return allJobStates[m_random.nextBelow(allJobStates.size())]; }
    QueueName anyQueue() { return QueueName::trusted(oneOf(std::array {"mail", "web", "nowhere"})); }
    TenantName anyTenant() { return TenantName::trusted(oneOf(std::array {"anna", "ben", "nobody"})); }
    TimePoint anyTime() { return m_begin + std::chrono::seconds {m_random.nextBelow(70)}; }
    std::string anyFingerprint()
    {
        if (isOneIn(8))
            return {};
        return isOneIn(2) ? errorFingerprint("refused", "no host 7") : errorFingerprint("exit_1", "it broke");
    }
    std::string anyTag() { return oneOf(std::array {"a", "b", "ce", "cd", "d", ""}); }
    std::string anyPrefix()
    {
        return isOneIn(10) ? std::string {} : oneOf(m_ids).text().substr(0, m_random.nextBelow(37));
    }
    std::string anySuffix()
    {
        return isOneIn(10) ? std::string {} : oneOf(m_ids).text().substr(m_random.nextBelow(37));
    }
    std::vector<JobId> someIds()
    {
        std::vector<JobId> some;
        for (std::uint64_t left = m_random.nextBelow(12); left > 0; --left)
            some.push_back(isOneIn(6) ? m_driver.newId() : oneOf(m_ids));
        return some;
    }

    void addOne()
    {
        JobSpec spec = aJob(oneOf(std::array {"mail", "web"}), oneOf(std::array {"anna", "ben"}));
        if (isOneIn(2))
            spec.tags = {oneOf(std::array {"a", "b", "ce"}), "cd"};
        if (isOneIn(2))
            spec.payload = "order 7";
        if (isOneIn(8))
            spec.runAt = m_driver.now() + std::chrono::hours {1};
        const Enqueued job = m_driver.add(spec);
        m_ids.push_back(job.receipt.id);
        m_driver.advance(std::chrono::seconds {1});
        if (!job.ready)
            return;
        switch (m_random.nextBelow(6)) {
        case 0:
            break;
        case 1:
            m_driver.claim(job);
            break;
        case 2:
            m_driver.finish(m_driver.claim(job));
            break;
        case 3:
            m_driver.finish(m_driver.claim(job), Rejected {"refused", oneOf(std::array {"no host 1", "too large"})});
            break;
        case 4:
            m_driver.finish(m_driver.claim(job), someFailure); // to be tried again
            break;
        case 5:
            must(m_driver.cancel(job.receipt.id));
            if (isOneIn(2))
                must(m_driver.retry(job.receipt.id, std::nullopt, m_operation));
            break;
        }
    }

    StoreDriver m_driver;
    SeededRandom m_random;
    const TimePoint m_begin = m_driver.now();
    std::vector<JobId> m_ids;
    const JobId m_operation = m_driver.newId();
    const std::vector<Part> m_parts {part(&JobFilter::state, [this] { return anyState(); }),
        part(&JobFilter::anyOf,
            [this] {
                return isOneIn(8) ? std::vector<JobState> {} : std::vector<JobState> {anyState(), anyState()};
            }),
        part(&JobFilter::queue, [this] { return anyQueue(); }),
        part(&JobFilter::tenant, [this] { return anyTenant(); }),
        part(&JobFilter::tags,
            [this] {
                return isOneIn(8) ? std::vector<std::string> {}
                    : isOneIn(2)  ? std::vector<std::string> {anyTag(), anyTag()}
                                  : std::vector<std::string> {anyTag()};
            }),
        part(&JobFilter::tagPrefix,
            [this] {
                return oneOf(std::array {"a", "b", "c", "cd", "cde", ""});
            }),
        part(&JobFilter::since, [this] { return anyTime(); }), part(&JobFilter::until, [this] { return anyTime(); }),
        part(&JobFilter::fingerprint, [this] { return anyFingerprint(); }),
        part(&JobFilter::attemptsMin, [this] { return static_cast<int>(m_random.nextBelow(3)); }),
        part(&JobFilter::idPrefix, [this] { return anyPrefix(); }),
        part(&JobFilter::idSuffix, [this] { return anySuffix(); }), part(&JobFilter::ids, [this] { return someIds(); }),
        part(&JobFilter::operation, [this] { return m_operation; }),
        part(&JobFilter::handlerQueues,
            [this] {
                return isOneIn(8) ? std::set<QueueName> {} : std::set<QueueName> {anyQueue(), anyQueue()};
            }),
        Part {[](JobFilter &filter) {
                  filter.payload = "order=7";
                  filter.payloadTest = std::make_shared<HasText>("order 7");
              },
            [](JobFilter &filter) {
                filter.payload.reset();
                filter.payloadTest.reset();
            }}};
};

inline void aFilterLessOnePartMatchesNoFewer(StoreFixture &fixture)
{
    RandomFilters filters(fixture, testSeed());
    std::size_t found = 0;
    for (int round = rounds(100, 1'000); round > 0; --round) {
        const JobFilter filter = filters.make();
        const RandomFilters::Ids narrow = filters.matched(filter);
        QVERIFY(filters.listed(filter) == narrow);
        QVERIFY(!RandomFilters::hasEmptyPart(filter) || narrow.empty());
        found += narrow.size();
        for (const JobFilter &fewer : filters.lessOnePart(filter)) {
            const RandomFilters::Ids wide = filters.matched(fewer);
            QVERIFY(std::includes(wide.begin(), wide.end(), narrow.begin(), narrow.end()));
        }
    }
    QVERIFY(found > 0);
}

/// Each commit is larger than what a store keeps of its pages in memory, and larger than the log of SQLite may stay.
inline void largeCommitsFollowOneAnother(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.payload.assign(std::size_t {1024} * 1024, ' ');
    for (int i = 0; i < 3; ++i)
        driver.add(spec, 24);
    QVERIFY(must(driver.reader().jobs().newestNumber()) == JobNumber {72});
}

inline void aSearchInPayloadsIsDoneInParts(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    constexpr std::size_t each = 1024 * 1024;
    constexpr std::int64_t count = SearchRoom::bytesMax / each + 4;
    JobSpec spec = aJob();
    spec.payload = "needle " + std::string(each, ' ');
    const JobId oldest = driver.add(spec).receipt.id;
    spec.payload.assign(each, ' ');
    driver.add(spec, count - 1);
    JobQuery query;
    query.payload = "a=needle";
    QVERIFY(allOf(driver.reader(), query).empty()); // nobody has read what it asks for
    query.payloadTest = std::make_shared<HasText>("needle");
    std::int64_t examined = 0;
    std::vector<JobId> found;
    int pages = 0;
    do {
        const JobPage page = must(driver.reader().jobs().listJobs(query));
        QVERIFY(page.examined > 0 && page.examined <= count - 4);
        examined += page.examined;
        for (const JobRecord &record : page.jobs)
            found.push_back(record.job.id);
        query.cursor = page.cursor;
        ++pages;
    } while (!query.cursor.empty());
    QVERIFY(pages > 1);
    QCOMPARE(examined, count);
    QVERIFY(found == std::vector {oldest});
    const JobNumber newest = must(driver.reader().jobs().newestNumber());
    const Matches first = must(driver.reader().jobs().findMatching({query, {}, newest, 10}));
    QVERIFY(first.hasMore && first.examined < newest && first.ids == std::vector {oldest});
    const Matches rest = must(driver.reader().jobs().findMatching({query, first.examined, newest, 10}));
    QVERIFY(rest.ids.empty());
}

inline void aJobThatIsTriedAgainIsNoDeadLetter(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const Enqueued job = driver.add();
    driver.finish(driver.claim(job), someFailure);
    const JobFilter filter {
        .fingerprint = errorFingerprint(someFailure.errorClass, someFailure.text), .ids = {{job.receipt.id}}};
    const JobNumber newest = must(driver.reader().jobs().newestNumber());
    QVERIFY(must(driver.reader().jobs().findMatching({filter, {}, newest, 1})).ids.empty());
}

inline const std::vector<StoreClaim> filterClaims {FAIRLEAD_CLAIM(aFilterLessOnePartMatchesNoFewer),
    FAIRLEAD_CLAIM(largeCommitsFollowOneAnother), FAIRLEAD_CLAIM(aSearchInPayloadsIsDoneInParts),
    FAIRLEAD_CLAIM(aJobThatIsTriedAgainIsNoDeadLetter)};

} // namespace fairlead::contract
