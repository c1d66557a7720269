-- SPDX-License-Identifier: Apache-2.0

-- Events: one row for each commit that has any. `last` is the number of its last event. Numbers have no gaps,
-- so the number of the first follows from the count.
CREATE TABLE event (last INTEGER PRIMARY KEY, count INTEGER NOT NULL, events BLOB NOT NULL) STRICT;

-- The audit log. Rows are only added. Each hash covers its row and the hash before.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    act TEXT NOT NULL,
    target TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

-- Statistics of each minute of the last day, packed.
CREATE TABLE flow (minute INTEGER PRIMARY KEY, cells BLOB NOT NULL) STRICT;
