-- SPDX-License-Identifier: Apache-2.0

-- name: is_deleted
SELECT 1 FROM deleted WHERE seq = ?1;
-- name: insert_deleted
INSERT INTO deleted (seq, at, fingerprint) SELECT ?1, ?2, (SELECT fingerprint FROM dead WHERE seq = ?1);
-- name: remove_deleted
DELETE FROM deleted WHERE seq = ?1;
-- name: revive_dead
INSERT INTO dead (seq, died, queue, tenant, fingerprint)
SELECT x.seq, o.finished, j.queue, j.tenant, x.fingerprint
FROM deleted x JOIN outcome o ON o.seq = x.seq JOIN job j ON j.seq = x.seq
WHERE x.seq = ?1 AND x.fingerprint IS NOT NULL;
-- name: deleted_before
SELECT seq FROM deleted WHERE at <= ?1 ORDER BY at, seq LIMIT 400;
-- name: purge_job
DELETE FROM job WHERE seq = ?1;
-- name: purge_tag
DELETE FROM job_tag WHERE tag = ?1 AND seq = ?2;
-- name: purge_from_block
UPDATE job_block SET jobs = jobs - 1 WHERE block = ?1 >> 12 AND ?1 <= (SELECT indexed_to FROM meta);
-- name: purge_payload
DELETE FROM payload WHERE seq = ?1;
-- name: purge_errors
DELETE FROM attempt_error WHERE seq = ?1;
-- name: purge_logs
DELETE FROM run_log WHERE seq = ?1;
-- name: purge_idempotency
DELETE FROM idempotency WHERE tenant = ?1 AND key = ?2 AND seq = ?3;
-- name: purge_answered
DELETE FROM idempotency WHERE seq = ?1 AND form = 2;
-- name: update_job
UPDATE job SET queue = ?2, priority = ?3, checksum = ?4, deadline = ?5, details = ?6 WHERE seq = ?1;
-- name: index_tag
-- Jobs before meta.tags_from are not in the index.
INSERT OR IGNORE INTO job_tag (tag, seq) SELECT ?1, ?2 WHERE ?2 >= (SELECT tags_from FROM meta);

-- name: put_operation
INSERT OR REPLACE INTO operation
    (id, request, state, created, finished, total, done, skipped, failed, error, after, up_to)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);
-- name: all_operations
SELECT id, request, state, created, finished, total, done, skipped, failed, error, after, up_to
FROM operation ORDER BY state <> 0, id DESC LIMIT ?1;
-- name: operation_by_id
SELECT id, request, state, created, finished, total, done, skipped, failed, error, after, up_to
FROM operation WHERE id = ?1;
-- name: prune_retried
DELETE FROM retried WHERE seq IN (
    SELECT x.seq FROM operation p CROSS JOIN retried x ON x.operation = p.id WHERE p.finished <= ?1 LIMIT 500);
-- name: prune_operations
DELETE FROM operation
WHERE finished <= ?1 AND NOT EXISTS (SELECT 1 FROM retried x WHERE x.operation = operation.id);

-- name: put_retried
INSERT OR REPLACE INTO retried (seq, operation) VALUES (?1, ?2);
-- name: forget_retried
DELETE FROM retried WHERE seq = ?1;
-- name: is_retried_by
SELECT 1 FROM retried WHERE seq = ?1 AND operation = ?2;
-- name: retried_states
-- Returns (seq, state) above ?2, oldest first; the state of deleted jobs is NULL.
SELECT x.seq, CASE WHEN e.seq IS NOT NULL THEN NULL WHEN o.seq IS NOT NULL THEN o.state WHEN r.seq IS NOT NULL THEN 3
    WHEN d.due > ?3 THEN 0 ELSE 2 END
FROM retried x
LEFT JOIN deleted e ON e.seq = x.seq
LEFT JOIN outcome o ON o.seq = x.seq
LEFT JOIN run r ON r.seq = x.seq
LEFT JOIN delayed d ON d.seq = x.seq
WHERE x.operation = ?1 AND x.seq > ?2
ORDER BY x.seq LIMIT ?4;

-- Each search of a bulk act or a count returns (seq, queue, tenant, created, id, state), oldest first, above
-- ?1 and up to ?2. ?3 is the present time.
-- name: newest_seq
SELECT coalesce(max(seq), 0) FROM job;
-- name: match_all
SELECT j.seq, j.queue, j.tenant, j.created, j.id,
    CASE WHEN o.seq IS NOT NULL THEN o.state WHEN r.seq IS NOT NULL THEN 3 WHEN d.due > ?3 THEN 0 ELSE 2 END
FROM job j
LEFT JOIN outcome o ON o.seq = j.seq
LEFT JOIN run r ON r.seq = j.seq
LEFT JOIN delayed d ON d.seq = j.seq
WHERE j.seq > ?1 AND j.seq <= ?2 AND (o.seq IS NULL OR NOT EXISTS (SELECT 1 FROM deleted x WHERE x.seq = j.seq))
ORDER BY j.seq;
-- name: match_ended
SELECT j.seq, j.queue, j.tenant, j.created, j.id, o.state
FROM outcome o CROSS JOIN job j ON j.seq = o.seq
WHERE o.seq > ?1 AND o.seq <= ?2 AND NOT EXISTS (SELECT 1 FROM deleted x WHERE x.seq = o.seq)
ORDER BY o.seq;
-- name: match_retried
SELECT j.seq, j.queue, j.tenant, j.created, j.id,
    CASE WHEN o.seq IS NOT NULL THEN o.state WHEN r.seq IS NOT NULL THEN 3 WHEN d.due > ?3 THEN 0 ELSE 2 END
FROM retried x CROSS JOIN job j ON j.seq = x.seq
LEFT JOIN outcome o ON o.seq = x.seq
LEFT JOIN run r ON r.seq = x.seq
LEFT JOIN delayed d ON d.seq = x.seq
WHERE x.operation = ?4 AND x.seq > ?1 AND x.seq <= ?2 AND NOT EXISTS (SELECT 1 FROM deleted e WHERE e.seq = x.seq)
ORDER BY x.seq;
-- name: match_by_tag
SELECT j.seq, j.queue, j.tenant, j.created, j.id,
    CASE WHEN o.seq IS NOT NULL THEN o.state WHEN r.seq IS NOT NULL THEN 3 WHEN d.due > ?3 THEN 0 ELSE 2 END
FROM job_tag x CROSS JOIN job j ON j.seq = x.seq
LEFT JOIN outcome o ON o.seq = x.seq
LEFT JOIN run r ON r.seq = x.seq
LEFT JOIN delayed d ON d.seq = x.seq
WHERE x.tag = ?4 AND x.seq > ?1 AND x.seq <= ?2 AND NOT EXISTS (SELECT 1 FROM deleted e WHERE e.seq = x.seq)
ORDER BY x.seq;
-- name: match_by_tags
-- Of the tags from ?4 up to ?5, few jobs.
SELECT j.seq, j.queue, j.tenant, j.created, j.id,
    CASE WHEN o.seq IS NOT NULL THEN o.state WHEN r.seq IS NOT NULL THEN 3 WHEN d.due > ?3 THEN 0 ELSE 2 END
FROM (SELECT DISTINCT seq FROM job_tag WHERE tag BETWEEN ?4 AND ?5 AND seq > ?1 AND seq <= ?2) x
CROSS JOIN job j ON j.seq = x.seq
LEFT JOIN outcome o ON o.seq = x.seq
LEFT JOIN run r ON r.seq = x.seq
LEFT JOIN delayed d ON d.seq = x.seq
WHERE NOT EXISTS (SELECT 1 FROM deleted e WHERE e.seq = x.seq)
ORDER BY x.seq;
-- name: match_dead
SELECT j.seq, j.queue, j.tenant, j.created, j.id, o.state
FROM dead x CROSS JOIN job j ON j.seq = x.seq CROSS JOIN outcome o ON o.seq = x.seq
WHERE x.seq > ?1 AND x.seq <= ?2 AND (?4 IS NULL OR x.fingerprint = ?4)
ORDER BY x.seq;
-- name: match_running
SELECT j.seq, j.queue, j.tenant, j.created, j.id, 3
FROM run r CROSS JOIN job j ON j.seq = r.seq
WHERE r.seq > ?1 AND r.seq <= ?2
ORDER BY r.seq;
-- name: match_delayed
SELECT j.seq, j.queue, j.tenant, j.created, j.id, 0
FROM delayed d CROSS JOIN job j ON j.seq = d.seq
WHERE d.seq > ?1 AND d.seq <= ?2 AND d.due > ?3
ORDER BY d.seq;
