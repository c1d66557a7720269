-- SPDX-License-Identifier: Apache-2.0
-- The kept results of runs. Cache layers keep them within limits.
CREATE TABLE cached_result (
    cache TEXT NOT NULL,
    digest BLOB NOT NULL,
    expires INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (cache, digest)
) STRICT;
CREATE INDEX cached_result_by_time ON cached_result (cache, expires);

-- The size of each cache. The triggers maintain it.
CREATE TABLE cache_size (
    cache TEXT PRIMARY KEY,
    entries INTEGER NOT NULL,
    bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER cached_result_comes AFTER INSERT ON cached_result BEGIN
    INSERT INTO cache_size (cache, entries, bytes) VALUES (NEW.cache, 1, length(NEW.bytes))
    ON CONFLICT (cache) DO UPDATE SET entries = entries + 1, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER cached_result_goes AFTER DELETE ON cached_result BEGIN
    UPDATE cache_size SET entries = entries - 1, bytes = bytes - length(OLD.bytes) WHERE cache = OLD.cache;
END;
