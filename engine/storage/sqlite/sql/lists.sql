-- SPDX-License-Identifier: Apache-2.0
-- Each list returns (seq, queue, tenant, created), newest first. The reader applies all further criteria. Lists with
-- the oldest first are the searches of operations.sql.

-- name: list_all
SELECT seq, queue, tenant, created FROM job WHERE seq < ?1 ORDER BY seq DESC;
-- name: list_delayed
SELECT j.seq, j.queue, j.tenant, j.created FROM delayed d JOIN job j ON j.seq = d.seq
WHERE d.seq < ?1 ORDER BY d.seq DESC;
-- name: list_running
SELECT j.seq, j.queue, j.tenant, j.created FROM run r JOIN job j ON j.seq = r.seq
WHERE r.seq < ?1 ORDER BY r.seq DESC;
-- name: list_succeeded
SELECT j.seq, j.queue, j.tenant, j.created FROM outcome o CROSS JOIN job j ON j.seq = o.seq
WHERE o.seq < ?1 AND o.state = 4 ORDER BY o.seq DESC;
-- name: list_cancelled
SELECT j.seq, j.queue, j.tenant, j.created FROM outcome o CROSS JOIN job j ON j.seq = o.seq
WHERE o.seq < ?1 AND o.state = 7 ORDER BY o.seq DESC;
-- name: list_dead
SELECT j.seq, j.queue, j.tenant, j.created FROM dead d JOIN job j ON j.seq = d.seq
WHERE d.seq < ?1 AND (?2 IS NULL OR d.fingerprint = ?2) ORDER BY d.seq DESC;
-- name: list_by_id
SELECT seq, queue, tenant, created FROM job INDEXED BY job_by_id
WHERE id BETWEEN ?2 AND ?3 AND seq < ?1 ORDER BY seq DESC;
-- name: list_with_ids
SELECT seq, queue, tenant, created, id FROM job WHERE seq < ?1 ORDER BY seq DESC;
-- name: list_by_tag
SELECT j.seq, j.queue, j.tenant, j.created FROM job_tag t CROSS JOIN job j ON j.seq = t.seq
WHERE t.tag = ?2 AND t.seq < ?1 ORDER BY t.seq DESC;
-- name: list_by_tags
-- Of the tags from ?2 up to ?3, few jobs.
SELECT j.seq, j.queue, j.tenant, j.created FROM (SELECT DISTINCT seq FROM job_tag WHERE tag BETWEEN ?2 AND ?3) t
CROSS JOIN job j ON j.seq = t.seq
WHERE t.seq < ?1 ORDER BY t.seq DESC;
-- name: count_tagged
-- Counts the entries of the tags from ?1 up to ?2, up to ?3 of them.
SELECT count(*) FROM (SELECT 1 FROM job_tag WHERE tag BETWEEN ?1 AND ?2 LIMIT ?3);
-- name: list_retried
SELECT j.seq, j.queue, j.tenant, j.created FROM retried x CROSS JOIN job j ON j.seq = x.seq
WHERE x.operation = ?2 AND x.seq < ?1 ORDER BY x.seq DESC;
-- name: list_next
-- The scheduled jobs behind (?1, ?2), soonest start first. ?3 is the present time.
SELECT d.seq, j.queue, j.tenant, j.created, d.due FROM delayed d CROSS JOIN job j ON j.seq = d.seq
WHERE (d.due, d.seq) > (?1, ?2) AND d.due > ?3 ORDER BY d.due, d.seq;
-- name: list_marks
SELECT indexed_to, tags_from FROM meta;
-- name: kept_between
SELECT seq FROM job
WHERE seq < ?1 AND seq >= ?2 AND NOT EXISTS (SELECT 1 FROM deleted d WHERE d.seq = job.seq) ORDER BY seq DESC;
-- name: blocks_below
SELECT block, jobs - (SELECT count(*) FROM deleted WHERE seq >= block << 12 AND seq < (block + 1) << 12) FROM job_block
WHERE block < ?1 ORDER BY block DESC;

-- name: letters
SELECT seq, died, queue, tenant, fingerprint FROM dead
WHERE (died, seq) < (?1, ?2) ORDER BY died DESC, seq DESC;
-- name: letters_of_queue
SELECT seq, died, queue, tenant, fingerprint FROM dead
WHERE queue = ?3 AND (died, seq) < (?1, ?2) ORDER BY died DESC, seq DESC;
-- name: letters_of_tenant
SELECT seq, died, queue, tenant, fingerprint FROM dead
WHERE tenant = ?3 AND (died, seq) < (?1, ?2) ORDER BY died DESC, seq DESC;
-- name: letters_of_fingerprint
SELECT seq, died, queue, tenant, fingerprint FROM dead
WHERE fingerprint = ?3 AND (died, seq) < (?1, ?2) ORDER BY died DESC, seq DESC;

-- Each grouping returns (key, died, seq, queue, tenant), group after group, oldest death first.
-- name: letters_by_error
SELECT fingerprint, died, seq, queue, tenant FROM dead ORDER BY fingerprint, died, seq;
-- name: letters_by_error_and_queue
SELECT fingerprint, died, seq, queue, tenant FROM dead ORDER BY fingerprint, queue, died, seq;
-- name: letters_by_queue
SELECT queue, died, seq, queue, tenant FROM dead ORDER BY queue, died, seq;
-- name: letters_by_tenant
SELECT tenant, died, seq, queue, tenant FROM dead ORDER BY tenant, died, seq;
-- The same for the letters with the error ?1.
-- name: letters_of_error_by_error
SELECT fingerprint, died, seq, queue, tenant FROM dead WHERE fingerprint = ?1 ORDER BY died, seq;
-- name: letters_of_error_by_error_and_queue
SELECT fingerprint, died, seq, queue, tenant FROM dead WHERE fingerprint = ?1 ORDER BY queue, died, seq;
-- name: letters_of_error_by_queue
SELECT queue, died, seq, queue, tenant FROM dead WHERE fingerprint = ?1 ORDER BY queue, died, seq;
-- name: letters_of_error_by_tenant
SELECT tenant, died, seq, queue, tenant FROM dead WHERE fingerprint = ?1 ORDER BY tenant, died, seq;
