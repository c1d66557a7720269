-- SPDX-License-Identifier: Apache-2.0

-- The deficits carried over a restart. An empty tenant stands for the queue itself. The next start removes
-- the rows.
CREATE TABLE debt (
    queue TEXT NOT NULL,
    tenant TEXT NOT NULL,
    priority INTEGER NOT NULL,
    owed INTEGER NOT NULL,
    PRIMARY KEY (queue, tenant, priority)
) STRICT, WITHOUT ROWID;
