-- SPDX-License-Identifier: Apache-2.0

-- The token buckets of tenants' rates, each as it was after the latest start. A bucket that is full again needs no row.
CREATE TABLE rate_spent (
    tenant TEXT NOT NULL PRIMARY KEY,
    tokens REAL NOT NULL,
    at INTEGER NOT NULL,
    full_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
