-- SPDX-License-Identifier: Apache-2.0

-- name: cached_result
SELECT bytes, content_type FROM cached_result WHERE cache = ?1 AND digest = ?2 AND expires > ?3;
-- name: put_cached_result
INSERT INTO cached_result (cache, digest, expires, content_type, bytes) VALUES (?1, ?2, ?3, ?4, ?5);
-- name: delete_cached_result
DELETE FROM cached_result WHERE cache = ?1 AND digest = ?2;
-- name: delete_first_cached_result
DELETE FROM cached_result WHERE rowid = (
    SELECT rowid FROM cached_result WHERE cache = ?1 ORDER BY expires LIMIT 1);
-- name: cache_size
SELECT entries, bytes FROM cache_size WHERE cache = ?1;
-- name: prune_cached_results
DELETE FROM cached_result WHERE rowid IN (
    SELECT r.rowid FROM cache_size s CROSS JOIN cached_result r ON r.cache = s.cache AND r.expires <= ?1 LIMIT 200);
-- name: wrong_cache_sizes
SELECT s.cache FROM cache_size s
WHERE s.entries <> (SELECT count(*) FROM cached_result r WHERE r.cache = s.cache)
   OR s.bytes <> (SELECT coalesce(sum(length(r.bytes)), 0) FROM cached_result r WHERE r.cache = s.cache)
LIMIT 100;
