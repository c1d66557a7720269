-- SPDX-License-Identifier: Apache-2.0

-- name: integrity
PRAGMA integrity_check(20);
-- name: places
-- Each job with the places it is in, and whether the waiting index has it.
SELECT j.seq, j.queue, j.tenant, r.seq IS NOT NULL, d.seq IS NOT NULL, o.state,
    coalesce(m.position, j.seq), j.priority, w.seq, x.seq IS NOT NULL, y.seq IS NOT NULL,
    coalesce(length(j.payload), (SELECT length(bytes) FROM payload p WHERE p.seq = j.seq), 0)
FROM job j
LEFT JOIN run r ON r.seq = j.seq
LEFT JOIN delayed d ON d.seq = j.seq
LEFT JOIN outcome o ON o.seq = j.seq
LEFT JOIN moved m ON m.seq = j.seq
LEFT JOIN dead x ON x.seq = j.seq
LEFT JOIN deleted y ON y.seq = j.seq
LEFT JOIN ready w ON w.queue = j.queue AND w.priority = j.priority AND w.tenant = j.tenant
    AND w.position = coalesce(m.position, j.seq)
ORDER BY j.seq;
-- name: strays
-- Rows in the tables of places that belong to no job.
SELECT 'run', seq FROM run WHERE seq NOT IN (SELECT seq FROM job)
UNION ALL SELECT 'delayed', seq FROM delayed WHERE seq NOT IN (SELECT seq FROM job)
UNION ALL SELECT 'outcome', seq FROM outcome WHERE seq NOT IN (SELECT seq FROM job)
UNION ALL SELECT 'dead', seq FROM dead WHERE seq NOT IN (SELECT seq FROM job)
UNION ALL SELECT 'deleted', seq FROM deleted WHERE seq NOT IN (SELECT seq FROM job)
UNION ALL SELECT 'ready', seq FROM ready WHERE seq NOT IN (SELECT seq FROM job)
UNION ALL SELECT 'payload', seq FROM payload WHERE seq NOT IN (SELECT seq FROM job)
UNION ALL SELECT 'run_log', seq FROM run_log WHERE seq NOT IN (SELECT seq FROM job)
LIMIT 100;
-- name: all_tags
-- Each tag with its job; NULL when there is no such job.
SELECT t.tag, t.seq, j.seq FROM job_tag t LEFT JOIN job j ON j.seq = t.seq ORDER BY t.seq, t.tag;
-- name: all_blocks
SELECT block, jobs FROM job_block;
-- name: all_ready
SELECT queue, priority, tenant, position FROM ready;
-- name: copy_into
VACUUM INTO ?1;
