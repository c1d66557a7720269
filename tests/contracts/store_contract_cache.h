// SPDX-License-Identifier: Apache-2.0
// Claims about the CacheStore.
#pragma once

#include "tests/contracts/store_driver.h"

namespace fairlead::contract {

/// The bytes of a kept result. "none" when no result is kept.
inline std::string cachedBytes(StoreDriver &driver, const CacheKey &key)
{
    const std::optional<JobResult> found = must(driver.store().cache().find(key, driver.now()));
    return found ? found->bytes : "none";
}

inline void cachedResultsAreKeptUntilTheyExpire(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const CacheLimits limits {10, 1'000};
    const CacheKey key {"mail", std::string("\0\xff", 2)};
    const auto keep = [&](const CacheKey &as, const std::string &bytes) {
        must(driver.store().cache().keep(as, {bytes, "text/x"}, driver.now() + std::chrono::minutes {1}, limits));
    };
    QCOMPARE(cachedBytes(driver, key), std::string("none"));
    keep(key, std::string("a\0b", 3));
    keep({"mail", "empty"}, "");
    fixture.crash();
    QCOMPARE(cachedBytes(driver, key), std::string("a\0b", 3));
    QCOMPARE(cachedBytes(driver, {"mail", "empty"}), std::string());
    QCOMPARE(must(driver.store().cache().find(key, driver.now()))->contentType, std::string("text/x"));
    QCOMPARE(cachedBytes(driver, {"other", key.digest}), std::string("none"));
    driver.advance(std::chrono::seconds {30});
    keep(key, "newer");
    const Result<> undone = driver.store().inOneCommit([&]() -> Result<> {
        keep(key, "of a commit that fails");
        keep({"mail", "of it, too"}, "x");
        return failure(ErrorCode::Internal, "no");
    });
    QVERIFY(!undone);
    fixture.reopen();
    driver.advance(std::chrono::seconds {59});
    QCOMPARE(cachedBytes(driver, key), std::string("newer"));
    QCOMPARE(cachedBytes(driver, {"mail", "of it, too"}), std::string("none"));
    driver.advance(std::chrono::seconds {1});
    QCOMPARE(cachedBytes(driver, key), std::string("none"));
    while (must(driver.store().maintain(driver.now()))) { }
    QVERIFY(must(driver.reader().verify()).problems.empty());
}

inline void cachesAreHeldToTheirLimits(StoreFixture &fixture)
{
    StoreDriver driver(fixture);
    const auto keep = [&](const char *cache, const char *digest, std::size_t bytes) {
        driver.advance(std::chrono::seconds {1});
        must(driver.store().cache().keep(
            {cache, digest}, {std::string(bytes, *digest), {}}, driver.now() + std::chrono::hours {1}, {3, 100}));
    };
    const auto kept = [&](const char *cache) {
        std::string all;
        for (const char *digest : {"a", "b", "c", "d", "e", "f"})
            all += cachedBytes(driver, {cache, digest}) == "none" ? "" : digest;
        return all;
    };
    for (const char *digest : {"a", "b", "c"})
        keep("one", digest, 10);
    keep("other", "a", 100);
    keep("one", "a", 20); // now the newest result
    keep("one", "d", 10);
    QCOMPARE(kept("one"), std::string("acd"));
    keep("one", "e", 75);
    QCOMPARE(kept("one"), std::string("de"));
    keep("one", "e", 101); // alone above the limit; the earlier result is not valid any more either
    QCOMPARE(kept("one"), std::string("d"));
    keep("one", "f", 100);
    QCOMPARE(kept("one"), std::string("f"));
    QCOMPARE(kept("other"), std::string("a"));
    QVERIFY(must(driver.reader().verify()).problems.empty());
}

inline const std::vector<StoreClaim> cacheClaims {
    FAIRLEAD_CLAIM(cachedResultsAreKeptUntilTheyExpire), FAIRLEAD_CLAIM(cachesAreHeldToTheirLimits)};

} // namespace fairlead::contract
