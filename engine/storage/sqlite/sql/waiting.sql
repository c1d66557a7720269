-- SPDX-License-Identifier: Apache-2.0

-- name: next_ready
-- One seek for each lane: the first entry after a place in the whole order.
SELECT queue, priority, tenant, position FROM ready
WHERE (queue, priority, tenant, position) > (?1, ?2, ?3, ?4)
ORDER BY queue, priority, tenant, position LIMIT 1;
-- name: lane_window
SELECT position, seq, cost, deadline FROM ready
WHERE queue = ?1 AND priority = ?2 AND tenant = ?3 AND position > ?4 ORDER BY position;
-- name: lane_window_newest
SELECT position, seq, cost, deadline FROM ready
WHERE queue = ?1 AND priority = ?2 AND tenant = ?3 ORDER BY position DESC;
-- name: ready_by_deadline
SELECT queue, priority, tenant, position, seq, cost, deadline FROM ready WHERE deadline IS NOT NULL ORDER BY deadline;
-- name: ready_seq
SELECT seq FROM ready WHERE queue = ?1 AND priority = ?2 AND tenant = ?3 AND position = ?4;
-- name: insert_ready
INSERT INTO ready (queue, priority, tenant, position, seq, cost, deadline) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);
-- name: delete_ready
DELETE FROM ready WHERE queue = ?1 AND priority = ?2 AND tenant = ?3 AND position = ?4;
-- name: ready_between
-- The number of entries between two positions, both included, up to ?6.
SELECT count(*) FROM (SELECT 1 FROM ready
    WHERE queue = ?1 AND priority = ?2 AND tenant = ?3 AND position BETWEEN ?4 AND ?5 LIMIT ?6);
-- name: delete_ready_between
DELETE FROM ready WHERE queue = ?1 AND priority = ?2 AND tenant = ?3 AND position BETWEEN ?4 AND ?5;
-- name: moved_position
SELECT position FROM moved WHERE seq = ?1;
-- name: insert_moved
INSERT INTO moved (seq, position) VALUES (?1, ?2);
-- name: delete_moved
DELETE FROM moved WHERE seq = ?1;
-- name: insert_late
INSERT INTO late (changes) VALUES (?1);
-- name: all_late
SELECT changes FROM late ORDER BY n;
-- name: delete_late
DELETE FROM late;
-- name: unindexed_tail
-- Waiting jobs that are not in ready yet: accepted after the last write of ready, and in no other place.
SELECT j.seq, j.queue, j.priority, j.tenant, j.cost, j.deadline FROM job j
WHERE j.seq > ?1
    AND NOT EXISTS (SELECT 1 FROM outcome o WHERE o.seq = j.seq)
    AND NOT EXISTS (SELECT 1 FROM run r WHERE r.seq = j.seq)
    AND NOT EXISTS (SELECT 1 FROM delayed d WHERE d.seq = j.seq)
ORDER BY j.seq;

-- name: insert_delayed
INSERT INTO delayed (seq, due) VALUES (?1, ?2);
-- name: delete_delayed
DELETE FROM delayed WHERE seq = ?1;
-- name: delayed_due
SELECT due FROM delayed WHERE seq = ?1;
-- name: delayed_after
SELECT due, seq FROM delayed WHERE (due, seq) > (?1, ?2) ORDER BY due, seq;
-- name: delayed_page
SELECT seq, due FROM delayed WHERE seq > ?1 ORDER BY seq LIMIT ?2;
-- name: lane_of_job
SELECT queue, priority, tenant, cost, deadline FROM job WHERE seq = ?1;

-- name: all_counters
SELECT queue, tenant, waiting, delayed, running, succeeded, dead, expired, cancelled, bytes FROM counter;
-- name: put_counter
INSERT OR REPLACE INTO counter (queue, tenant, waiting, delayed, running, succeeded, dead, expired, cancelled, bytes)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- name: read_meta
SELECT next_number, next_token, indexed_to, incarnation FROM meta;
-- name: write_numbers
UPDATE meta SET next_number = ?1, indexed_to = ?2;
-- name: write_token
UPDATE meta SET next_token = ?1;
-- name: write_incarnation
UPDATE meta SET incarnation = ?1;
