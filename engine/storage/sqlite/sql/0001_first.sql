-- SPDX-License-Identifier: Apache-2.0
-- Facts are appended; no wide row is changed on the hot path. Each table holds one kind of fact. A job is in
-- exactly one place: waiting (a row in none of delayed, run, outcome), delayed, running, or ended.

PRAGMA application_id = 1179796036; -- "FRLD"

-- The life of the engine, the numbers given out, and how far the waiting index is written.
CREATE TABLE meta (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    next_number INTEGER NOT NULL, -- of seq and position; at least this, and more than any job's seq
    next_token INTEGER NOT NULL,  -- tokens below may have been given out
    indexed_to INTEGER NOT NULL,  -- waiting jobs up to this seq are in ready; later ones are found in job
    incarnation INTEGER NOT NULL
) STRICT;
INSERT INTO meta VALUES (1, 1, 1, 0, 0);

CREATE TABLE queue (num INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE tenant (num INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

-- Jobs as they were accepted. A row is written once. The payload is the last column, or in a table of its own
-- when it is large.
CREATE TABLE job (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL,
    queue INTEGER NOT NULL,
    tenant INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    created INTEGER NOT NULL,
    deadline INTEGER,
    max_attempts INTEGER NOT NULL,
    timeout INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    details BLOB,                 -- what most jobs do not have; empty: nothing
    payload BLOB                  -- NULL: in the table payload
) STRICT;
CREATE UNIQUE INDEX job_by_id ON job (id);
CREATE TABLE payload (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;

-- The entries of waiting jobs. Written late, in sorted batches.
CREATE TABLE ready (
    queue INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    tenant INTEGER NOT NULL,
    position INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    deadline INTEGER,
    PRIMARY KEY (queue, priority, tenant, position)
) STRICT, WITHOUT ROWID;
-- The position in ready of jobs that became ready again. Other jobs have their seq as position.
CREATE TABLE moved (seq INTEGER PRIMARY KEY, position INTEGER NOT NULL) STRICT;
-- One row for each commit: consumed index entries and changed counts, until both are written in a batch.
CREATE TABLE late (n INTEGER PRIMARY KEY, changes BLOB NOT NULL) STRICT;

-- Scheduled jobs. A row stays until the job is claimed or its entry is written to ready.
CREATE TABLE delayed (seq INTEGER PRIMARY KEY, due INTEGER NOT NULL) STRICT;
CREATE INDEX delayed_by_due ON delayed (due, seq);

-- The attempts of jobs that ran before and have not ended.
CREATE TABLE attempted (seq INTEGER PRIMARY KEY, attempts INTEGER NOT NULL, crashes INTEGER NOT NULL) STRICT;

-- The runs under way.
CREATE TABLE run (
    seq INTEGER PRIMARY KEY,
    attempt INTEGER NOT NULL,
    crashes INTEGER NOT NULL,     -- before this run
    token INTEGER NOT NULL,
    worker TEXT NOT NULL,
    started INTEGER NOT NULL,
    lease_until INTEGER,
    incarnation INTEGER NOT NULL,
    cancel_requested INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The ends of jobs.
CREATE TABLE outcome (
    seq INTEGER PRIMARY KEY,
    state INTEGER NOT NULL CHECK (state BETWEEN 4 AND 7),
    attempt INTEGER NOT NULL,
    crashes INTEGER NOT NULL,
    started INTEGER,
    finished INTEGER NOT NULL,
    result_type TEXT,
    result BLOB
) STRICT;

-- The errors of runs.
CREATE TABLE attempt_error (
    seq INTEGER NOT NULL,
    number INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    worker TEXT NOT NULL,
    started INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    class TEXT NOT NULL,
    text TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    PRIMARY KEY (seq, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE dead (
    seq INTEGER PRIMARY KEY,
    died INTEGER NOT NULL,
    queue INTEGER NOT NULL,
    tenant INTEGER NOT NULL,
    fingerprint TEXT NOT NULL
) STRICT;
CREATE INDEX dead_by_death ON dead (died, seq);
CREATE INDEX dead_by_queue ON dead (queue, died, seq);
CREATE INDEX dead_by_tenant ON dead (tenant, died, seq);
CREATE INDEX dead_by_fingerprint ON dead (fingerprint, died, seq);

-- The holders of unique keys.
CREATE TABLE unique_key (
    queue INTEGER NOT NULL,
    key TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (queue, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE idempotency (
    key TEXT PRIMARY KEY,
    body INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_expiry ON idempotency (expires);

-- The number of jobs in each place; the changes in late are added to these.
CREATE TABLE counter (
    queue INTEGER NOT NULL,
    tenant INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    delayed INTEGER NOT NULL,
    running INTEGER NOT NULL,
    succeeded INTEGER NOT NULL,
    dead INTEGER NOT NULL,
    expired INTEGER NOT NULL,
    cancelled INTEGER NOT NULL,
    PRIMARY KEY (queue, tenant)
) STRICT, WITHOUT ROWID;

-- Settings of operators. An empty name stands for "all".
CREATE TABLE pause (
    queue TEXT NOT NULL,
    tenant TEXT NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (queue, tenant)
) STRICT, WITHOUT ROWID;
-- Limits that operators set for tenants; NULL: not set.
CREATE TABLE tenant_setting (
    tenant TEXT PRIMARY KEY,
    plan TEXT NOT NULL,
    weight REAL,
    rate REAL,
    burst REAL,
    concurrency INTEGER,
    depth_max INTEGER
) STRICT, WITHOUT ROWID;
