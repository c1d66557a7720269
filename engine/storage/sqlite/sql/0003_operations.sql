-- SPDX-License-Identifier: Apache-2.0
-- Ended jobs that were deleted, and the time. They can be restored until they are pruned. A dead letter keeps
-- its fingerprint here, because it leaves `dead`.
CREATE TABLE deleted (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, fingerprint TEXT) STRICT;
CREATE INDEX deleted_by_time ON deleted (at, seq);

-- Bulk acts, with their requests and progress.
CREATE TABLE operation (
    id BLOB PRIMARY KEY,
    request BLOB NOT NULL,
    state INTEGER NOT NULL,
    created INTEGER NOT NULL,
    finished INTEGER,
    total INTEGER,
    done INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    error TEXT NOT NULL,
    after INTEGER NOT NULL,
    up_to INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
