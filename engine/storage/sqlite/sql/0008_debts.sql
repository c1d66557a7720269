-- SPDX-License-Identifier: Apache-2.0

-- Who owed what when the engine stopped? An empty tenant: the queue itself. Taken away by the next start.
CREATE TABLE debt (
    queue TEXT NOT NULL,
    tenant TEXT NOT NULL,
    priority INTEGER NOT NULL,
    owed INTEGER NOT NULL,
    PRIMARY KEY (queue, tenant, priority)
) STRICT, WITHOUT ROWID;
