-- SPDX-License-Identifier: Apache-2.0

-- Alerts that persons set up. An empty queue or tenant stands for all. kind: AlertKind; above: in its unit; hold: in
-- microseconds.
CREATE TABLE alert (
    name TEXT NOT NULL PRIMARY KEY,
    kind INTEGER NOT NULL,
    queue TEXT NOT NULL,
    tenant TEXT NOT NULL,
    above REAL NOT NULL,
    hold INTEGER NOT NULL,
    enabled INTEGER NOT NULL,
    who TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
