-- SPDX-License-Identifier: Apache-2.0

-- name: insert_event
INSERT INTO event (last, count, events) VALUES (?1, ?2, ?3);
-- name: delete_old_events
DELETE FROM event WHERE last <= ?1;
-- name: last_event
SELECT coalesce(max(last), 0) FROM event;
-- name: first_event
SELECT coalesce((SELECT last - count + 1 FROM event ORDER BY last LIMIT 1), 1);
-- name: events_after
SELECT last, count, events FROM event WHERE last > ?1 ORDER BY last;

-- name: insert_audit
INSERT INTO audit (number, at, who, act, target, detail, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);
-- name: audit_below
SELECT number, at, who, act, target, detail, hash FROM audit WHERE number < ?1 ORDER BY number DESC LIMIT ?2;

-- name: put_flow
INSERT OR REPLACE INTO flow (minute, cells) VALUES (?1, ?2);
-- name: delete_old_flow
DELETE FROM flow WHERE minute < ?1;
-- name: all_flow
SELECT minute, cells FROM flow ORDER BY minute;

-- name: insert_mark
INSERT INTO mark (number, at, kind, who, text)
VALUES ((SELECT coalesce(max(number), 0) + 1 FROM mark), ?1, ?2, ?3, ?4);
-- name: delete_old_marks
DELETE FROM mark WHERE number <= (SELECT max(number) FROM mark) - ?1;
-- name: newest_marks
SELECT number, at, kind, who, text FROM mark ORDER BY number DESC LIMIT ?1;
