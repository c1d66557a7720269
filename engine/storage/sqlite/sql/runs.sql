-- SPDX-License-Identifier: Apache-2.0

-- name: insert_run
INSERT INTO run (seq, attempt, crashes, token, worker, started, incarnation) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);
-- name: delete_runs
DELETE FROM run WHERE seq BETWEEN ?1 AND ?2;
-- name: renew_run
UPDATE run SET lease_until = ?2 WHERE seq = ?1;
-- name: move_run
UPDATE run SET worker = ?2 WHERE seq = ?1;
-- name: mark_cancelled
UPDATE run SET cancel_requested = 1, cancelled_by = ?2 WHERE seq = ?1;
-- name: all_runs
SELECT seq, attempt, crashes, token, worker, started, incarnation, cancel_requested, cancelled_by FROM run ORDER BY token;
-- name: run_by_seq
SELECT attempt, crashes, worker, started FROM run WHERE seq = ?1;

-- name: attempted_by_seq
SELECT attempts, crashes FROM attempted WHERE seq = ?1;
-- name: put_attempted
INSERT OR REPLACE INTO attempted (seq, attempts, crashes) VALUES (?1, ?2, ?3);
-- name: delete_attempted
DELETE FROM attempted WHERE seq = ?1;

-- name: insert_outcome
INSERT INTO outcome (seq, state, attempt, crashes, started, finished, result_type, result)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);
-- name: delete_outcome
DELETE FROM outcome WHERE seq = ?1;
-- name: outcome_by_seq
SELECT state, attempt, crashes, started, finished, result IS NOT NULL FROM outcome WHERE seq = ?1;
-- name: result_by_seq
SELECT result_type, result FROM outcome WHERE seq = ?1 AND result IS NOT NULL;

-- name: last_error_number
SELECT coalesce(max(number), 0) FROM attempt_error WHERE seq = ?1;
-- name: insert_error
INSERT INTO attempt_error (seq, number, attempt, worker, started, ended, class, text, fingerprint)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);
-- name: delete_error
DELETE FROM attempt_error WHERE seq = ?1 AND number = ?2;
-- name: errors_by_seq
SELECT attempt, worker, started, ended, class, text, fingerprint FROM attempt_error
WHERE seq = ?1 ORDER BY number DESC LIMIT ?2;
-- name: first_error
SELECT attempt, worker, started, ended, class, text, fingerprint FROM attempt_error
WHERE seq = ?1 ORDER BY number LIMIT 1;

-- name: insert_log
INSERT INTO run_log (seq, token, attempt, started, head, left_out, tail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);
-- name: delete_old_logs
-- All but the newest ?2 of the job.
DELETE FROM run_log WHERE seq = ?1
    AND token <= (SELECT token FROM run_log WHERE seq = ?1 ORDER BY token DESC LIMIT 1 OFFSET ?2);
-- name: logs_by_seq
SELECT token, attempt FROM run_log WHERE seq = ?1 ORDER BY token;
-- name: log_by_token
SELECT attempt, started, head, left_out, tail FROM run_log WHERE seq = ?1 AND token = ?2;

-- name: insert_dead
INSERT INTO dead (seq, died, queue, tenant, fingerprint) VALUES (?1, ?2, ?3, ?4, ?5);
-- name: delete_dead
DELETE FROM dead WHERE seq = ?1;
