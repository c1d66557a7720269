-- SPDX-License-Identifier: Apache-2.0

-- What happened? One row for each commit that made something happen; `last` is the number of its last event. Numbers
-- have no gaps, so a row's first is known from how many it holds.
CREATE TABLE event (last INTEGER PRIMARY KEY, count INTEGER NOT NULL, events BLOB NOT NULL) STRICT;

-- Who did what? Rows are only added; each hash covers its row and the hash before.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    act TEXT NOT NULL,
    target TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

-- What passed in each minute of the last day? Packed statistics.
CREATE TABLE flow (minute INTEGER PRIMARY KEY, cells BLOB NOT NULL) STRICT;
