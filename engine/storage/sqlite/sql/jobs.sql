-- SPDX-License-Identifier: Apache-2.0

-- name: insert_job
INSERT INTO job (seq, id, queue, tenant, priority, cost, created, deadline, max_attempts, timeout, checksum, details,
    payload)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);
-- name: insert_payload
INSERT INTO payload (seq, bytes) VALUES (?1, ?2);
-- name: insert_tag
INSERT OR IGNORE INTO job_tag (tag, seq) VALUES (?1, ?2);
-- name: count_blocks
-- Counts the jobs with seqs above ?1 and up to ?2, each once.
INSERT INTO job_block (block, jobs)
SELECT seq >> 12, count(*) FROM job WHERE seq > ?1 AND seq <= ?2 GROUP BY 1
ON CONFLICT (block) DO UPDATE SET jobs = jobs + excluded.jobs;
-- name: jobs_between
SELECT seq, id, queue, tenant, priority, cost, created, deadline, max_attempts, timeout, checksum, details, payload,
    coalesce(length(payload), (SELECT length(bytes) FROM payload p WHERE p.seq = job.seq), 0)
FROM job WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq;
-- name: payload_by_seq
SELECT bytes FROM payload WHERE seq = ?1;
-- name: seq_by_id
SELECT seq FROM job WHERE id = ?1;
-- name: last_seq
SELECT coalesce(max(seq), 0) FROM job;

-- name: queue_num
SELECT num FROM queue WHERE name = ?1;
-- name: queue_name
SELECT name FROM queue WHERE num = ?1;
-- name: insert_queue
INSERT INTO queue (num, name) SELECT coalesce(max(num), 0) + 1, ?1 FROM queue RETURNING num;
-- name: tenant_num
SELECT num FROM tenant WHERE name = ?1;
-- name: tenant_name
SELECT name FROM tenant WHERE num = ?1;
-- name: insert_tenant
INSERT INTO tenant (num, name) SELECT coalesce(max(num), 0) + 1, ?1 FROM tenant RETURNING num;

-- name: unique_holder
SELECT seq FROM unique_key WHERE queue = ?1 AND tenant = ?2 AND key = ?3;
-- name: insert_unique
INSERT INTO unique_key (queue, tenant, key, seq) VALUES (?1, ?2, ?3, ?4);
-- name: delete_unique
DELETE FROM unique_key WHERE queue = ?1 AND tenant = ?2 AND key = ?3;
-- name: idempotent_seq
SELECT seq, body, form FROM idempotency WHERE tenant = ?1 AND key = ?2 AND expires > ?3;
-- name: put_idempotency
INSERT OR REPLACE INTO idempotency (tenant, key, body, seq, expires, form) VALUES (?1, ?2, ?3, ?4, ?5, ?6);
-- name: prune_idempotency
DELETE FROM idempotency WHERE (tenant, key) IN (SELECT tenant, key FROM idempotency WHERE expires <= ?1 LIMIT 500);
